"""Candidates for a repair, level by level: the whole side or one small change, two changes, a bound.

A level yields None for every formula that it has tried in vain, so that whoever asks can stop it: some levels take long.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from mathcheck.engine.findings import Mistake
from mathcheck.insight.bench import Bench
from mathcheck.insight.candidates import Candidate, Question
from mathcheck.insight.changes import Change, changes
from mathcheck.insight.closed import found
from mathcheck.insight.context import Context
from mathcheck.insight.multiples import constant, fraction
from mathcheck.insight.naming import mistake
from mathcheck.insight.terms import variants
from mathcheck.insight.view import View
from mathcheck.insight.vocabulary import slope_of, vocabulary
from mathcheck.language.expression import Constant, Expr, Leaf
from mathcheck.language.graph import free, nodes
from mathcheck.language.marks import marked, unmarked
from mathcheck.language.printing import python
from mathcheck.language.relations import Relation

Tries = Iterator[Candidate | None]

# One change: so many formulas are tried. Two: so many first changes go on, each with so many second ones.
FIRST, ONWARD, SECOND = 600, 10, 160


# Slips that people make twice in a line: every two of these are tried together.
USUAL = (
    "sign",
    "transposed",
    "exchanged",
    "neighbour",
    "dropped",
    "exponent",
    "inner for outer",
    "product",
    "reciprocal",
    "number",
    "axes",
)


# Slips in a bound; almost anything else makes an inequality true.
BOUNDS = (
    "sign", "factor", "variable factor", "neighbour", "product", "sum", "exponent", "number", "reciprocal", "transposed", "exchanged", "dropped",
)  # fmt: skip


def one(question: Question, bench: Bench) -> Tries:
    """One change: of the whole side, or a small one somewhere."""
    if isinstance(question.claimed, Constant):
        yield from _another_number(question, bench)
        return
    for result in found(View(bench, question.claimed)):
        if result.shown is not None and bench.fits(unmarked(result.shown)):
            yield Candidate(result.shown, (result.words,), (result.mistake,))
    listed = []
    for change in itertools.islice(changes(question.claimed, _context(question, bench)), FIRST):
        yield Candidate(change.shown, (change.words,), (mistake(change),)) if bench.fits(change.formula) else None
        if change.kind in ("transposed", "exchanged", "letter", "neighbour", "reciprocal"):
            listed.append(change.formula)
    for result in variants(View(bench, question.claimed), listed):
        if result.shown is not None:
            yield Candidate(result.shown, (result.words,), (result.mistake,))


def two(question: Question, bench: Bench) -> Tries:
    """Two: after each first change what is told of the whole side; then a second one after those that come nearest."""
    if isinstance(question.claimed, Constant):
        return
    context = _context(question, bench)
    promising = []
    for place, first in enumerate(itertools.islice(changes(question.claimed, context), FIRST)):
        yield from _besides(first, bench)
        promising.append((-_nearness(bench, first.formula), place, first))
    near = [first for _, _, first in sorted(promising, key=lambda entry: entry[:2])]
    yield from _pairs(near[:ONWARD], context, bench, ())
    yield from _pairs([first for first in near if first.kind in USUAL], context, bench, USUAL)


def _besides(first: Change, bench: Bench) -> Tries:
    """After a change, what is told of the whole side."""
    view = View(bench, first.formula)
    for result in found(view, brief=True) if view.known else ():
        if result.shown is not None and bench.fits(unmarked(result.shown)):
            besides = replace(result.mistake, words=f"Besides, {result.mistake.words[0].lower()}{result.mistake.words[1:]}")
            yield Candidate(result.shown, (first.words, result.words), (mistake(first), besides))
    yield None


def _pairs(firsts: list[Change], context: Context, bench: Bench, kinds: tuple[str, ...]) -> Tries:
    """A second change after each of ``firsts``, of one of ``kinds`` (of any, where there are none)."""
    for first in firsts:
        for second in itertools.islice(changes(first.shown, context), SECOND):
            fits = (not kinds or second.kind in kinds) and bench.fits(second.formula)
            words, mistakes = ((first.words, second.words), (mistake(first), mistake(second))) if fits else ((), ())
            yield Candidate(second.shown, words, mistakes) if fits else None


def _another_number(question: Question, bench: Bench) -> Tries:
    """The number that belongs in the place of another one."""
    value, target = np.asarray(question.claimed.args[0]), bench.sheets[bench.order[0]]
    meant = float(np.ravel(target.target[target.usable])[0]) if target.target.size else 0.0
    band = float(np.max(target.band[target.usable], initial=0.0))
    meant = 0.0 if abs(meant) <= band else meant
    share, by = fraction(meant), constant(meant)
    if value.ndim or (by is None and meant):
        return
    whole = by is None or (share is not None and share.denominator == 1)
    number = Constant(int(share or 0)) if by is None or whole else by.of(Constant(1))
    if bench.fits(number):
        text = f"The number is wrong: `{python(number)}` belongs there."
        yield Candidate(marked(number), (f"{python(number)} for {python(question.claimed)}",), (Mistake("number", text),))


def _nearness(bench: Bench, formula: Expr) -> float:
    """How near a formula comes to what is right: the share of entries that are, and how alike the others are."""
    number = bench.order[0]
    sheet, value = bench.sheets[number], bench.value(formula, number)
    right = None if value is None else bench.agree(sheet, value)
    if value is None or right is None or value.shape != sheet.target.shape:
        return -1.0
    with np.errstate(all="ignore"):
        v, t = value[sheet.usable].ravel(), sheet.target[sheet.usable].ravel()
        both = np.isfinite(v) & np.isfinite(t)
        size = float(np.linalg.norm(v[both]) * np.linalg.norm(t[both]))
        alike = abs(float(v[both] @ t[both])) / size if size > 0 else 0.0
    return float(np.mean(right)) + alike


def weaker(question: Question, bench: Bench) -> Iterator[Candidate | Relation | None]:
    """An inequality that is strict where it must not be, or the wrong way round; or the nearest small change that leaves no room to spare."""
    looser = {"<": "<=", ">": ">="}
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    symbol = question.part.symbol
    for other in (looser.get(symbol), turned[symbol], looser.get(turned[symbol])):
        if other is not None and bench.fits(question.claimed, other):
            yield question.relation(question.claimed, other)
    if isinstance(question.claimed, Constant):
        return
    tight = []
    for place, change in enumerate(itertools.islice(changes(question.claimed, _context(question, bench)), FIRST)):
        if change.kind in BOUNDS and bench.fits(change.formula) and (count := bench.tight(change.formula)):
            tight.append((-count, len(python(change.formula)), place, change))
        yield None
    for _, _, _, change in sorted(tight, key=lambda entry: entry[:3])[:2]:
        yield Candidate(change.shown, (change.words,), (mistake(change),))


def _context(question: Question, bench: Bench) -> Context:
    words: list[Expr] = [word.formula for word in vocabulary(bench, question.claimed)]
    listed = [slope for node in nodes(question.part) if (slope := slope_of(node)) is not None]
    slopes = list({slope.fingerprint: slope for slope in listed}.values())
    return Context(free(question.part, *question.hypotheses), bench.axes, words, slopes, _numbers(question.part), bench.shape)


def _numbers(relation: Relation) -> list[float]:
    """The numbers that a claim mentions."""
    found = [
        arg for node in nodes(relation) if not isinstance(node, Leaf) and node.operation.name != "getitem"
        for arg in node.args if isinstance(arg, (int, float)) and not isinstance(arg, bool)
    ]  # fmt: skip
    return list(dict.fromkeys(found))
