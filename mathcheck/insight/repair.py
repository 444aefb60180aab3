"""The search for what would hold: the whole side first, then one small change, then two, simplest first.

Candidates are tried on a bench; those that are right at all of its inputs go to the full judge, and only what it does not refute is shown.
The search is bounded by counts and not by time, so that the same seed gives the same repairs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mathcheck.engine.check import check_reading
from mathcheck.engine.comparison import INEQUALITIES
from mathcheck.engine.evidence import Verdict
from mathcheck.engine.findings import Mistake, Repair
from mathcheck.insight.bench import Bench
from mathcheck.insight.changes import Change, Context, changes
from mathcheck.insight.closed import View, found, variants
from mathcheck.insight.multiples import constant
from mathcheck.insight.vocabulary import slope_of, vocabulary
from mathcheck.language.claims import Claim
from mathcheck.language.expression import Constant, Expr, Leaf
from mathcheck.language.graph import free, nodes
from mathcheck.language.printing import latex, marked, python, unmarked
from mathcheck.language.relations import Relation, related

# One change: so many formulas are tried. Two: so many first changes go on, each with so many second ones.
FIRST, ONWARD, SECOND = 500, 10, 160

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

# Candidates that are given to the judge, and the inputs it tries them on; repairs that are shown.
JUDGED, EXAMPLES, SHOWN = 4, 150, 1

# Slips in a bound; almost anything else makes an inequality true.
BOUNDS = (
    "sign", "factor", "variable factor", "neighbour", "product", "sum", "exponent", "number", "reciprocal", "transposed", "exchanged", "dropped",
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A formula in the place of the claimed one: the changes marked, in words, and what they say of the mistake."""

    shown: Expr
    words: tuple[str, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def formula(self) -> Expr:
        """Without the marks."""
        plain: Expr = unmarked(self.shown)
        return plain


@dataclass(frozen=True)
class Question:
    """One relation of a refuted claim: ``claimed`` is the side that is mended, ``rest`` the relations that it is joined with."""

    part: Relation
    claimed: Expr
    claimed_is_right: bool
    hypotheses: tuple[Expr, ...]
    rest: tuple[Expr, ...] = ()

    def relation(self, side: Expr, symbol: str = "") -> Relation:
        """The claim with ``side`` in the place of the claimed one."""
        left, right = (self.part.left, side) if self.claimed_is_right else (side, self.part.right)
        return related(symbol or self.part.symbol, left, right, self.hypotheses)

    @property
    def asked(self) -> Expr:
        """The side that is taken for right."""
        return self.part.left if self.claimed_is_right else self.part.right


def mend(question: Question, bench: Bench, seed: int) -> tuple[list[Repair], list[Mistake]]:
    """What would hold in the place of the claimed side, and what that says of the mistake; simplest first."""
    levels = (_weaker,) if bench.symbol in INEQUALITIES else (_one, _two)
    for level in levels:
        repairs, mistakes = _judged(question, level(question, bench), seed)
        if repairs:
            return repairs, mistakes
    return [], []


def _judged(question: Question, candidates: Iterator[Candidate | Relation], seed: int) -> tuple[list[Repair], list[Mistake]]:
    """The candidates that the full judge does not refute."""
    repairs: list[Repair] = []
    mistakes: list[Mistake] = []
    sides = (question.asked, question.claimed)
    asked, same = {side.fingerprint for side in sides}, {python(side) for side in sides}
    for candidate in itertools.islice(_simplest(candidates, asked, same), JUDGED):
        relation = candidate if isinstance(candidate, Relation) else question.relation(candidate.formula)
        evidence = check_reading(Claim(relation, item=""), max_examples=EXAMPLES, seed=seed)
        if evidence.verdict is Verdict.HOLDS:
            repairs.append(_written(question, candidate, relation, evidence.examples))
            if not isinstance(candidate, Relation) and len(repairs) == 1:
                mistakes = list(candidate.mistakes)
            if len(repairs) == SHOWN:
                break
    return repairs, mistakes


def _written(question: Question, candidate: Candidate | Relation, relation: Relation, examples: int) -> Repair:
    if isinstance(candidate, Relation):
        return Repair(
            python(relation),
            latex(Relation(relation.operation, relation.args)),
            (f"{relation.symbol} for {question.part.symbol}",),
            examples,
        )
    bare = question.relation(candidate.shown)
    return Repair(python(relation), latex(Relation(bare.operation, bare.args)), candidate.words, examples)


def _simplest(candidates: Iterator[Candidate | Relation], asked: set[bytes], same: set[str]) -> Iterator[Candidate | Relation]:
    """All candidates, the shortest formula first; what is trivially right is left out."""
    ranked: list[tuple[int, int, Candidate | Relation]] = []
    seen, texts = set(asked), set(same)
    for place, candidate in enumerate(candidates):
        formula = candidate if isinstance(candidate, Relation) else candidate.formula
        text = python(formula)
        if formula.fingerprint not in seen and text not in texts:
            seen.add(formula.fingerprint)
            texts.add(text)
            kinds = ("symbol",) if isinstance(candidate, Relation) else tuple(m.kind for m in candidate.mistakes)
            ranked.append((len(text) + sum(_FARFETCHED.get(kind, 0) for kind in kinds), place, candidate))
    for _, _, candidate in sorted(ranked, key=lambda entry: entry[:2]):
        yield candidate


# Changes that are made up more easily than slips are, in characters that a formula is taken to be longer by.
_FARFETCHED = {
    "number": 3,
    "function": 8,
    "letter": 3,
    "brackets": 2,
    "complement": 4,
    "quotient": 4,
    "sum": 4,
    "reciprocal": 2,
    "missing term": 2,
}


# --- levels ---------------------------------------------------------------------------------------


def _one(question: Question, bench: Bench) -> Iterator[Candidate]:
    """One change: of the whole side, or a small one somewhere."""
    if isinstance(question.claimed, Constant):
        yield from _another_number(question, bench)
        return
    for result in found(View(bench, question.claimed)):
        if result.shown is not None and bench.fits(unmarked(result.shown)):
            yield Candidate(result.shown, (result.words,), (result.mistake,))
    listed = []
    for change in itertools.islice(changes(question.claimed, _context(question, bench)), FIRST):
        if bench.fits(change.formula):
            yield Candidate(change.shown, (change.words,), (mistake(change),))
        if change.kind in ("transposed", "exchanged", "letter", "neighbour", "reciprocal"):
            listed.append(change.formula)
    for result in variants(View(bench, question.claimed), listed):
        if result.shown is not None:
            yield Candidate(result.shown, (result.words,), (result.mistake,))


def _two(question: Question, bench: Bench) -> Iterator[Candidate]:
    """Two: after each first change what is told of the whole side; then a second one after those that come nearest."""
    if isinstance(question.claimed, Constant):
        return
    context = _context(question, bench)
    firsts = list(itertools.islice(changes(question.claimed, context), FIRST))
    promising = []
    for place, first in enumerate(firsts):
        view = View(bench, first.formula)
        if view.known:
            for result in found(view, brief=True):
                if result.shown is not None and bench.fits(unmarked(result.shown)):
                    yield Candidate(result.shown, (first.words, result.words), (mistake(first), result.mistake))
        promising.append((-_nearness(bench, first.formula), place, first))
    near = [first for _, _, first in sorted(promising, key=lambda entry: entry[:2])]
    yield from _pairs(near[:ONWARD], context, bench, ())
    yield from _pairs([first for first in near if first.kind in USUAL], context, bench, USUAL)


def _pairs(firsts: list[Change], context: Context, bench: Bench, kinds: tuple[str, ...]) -> Iterator[Candidate]:
    """A second change after each of ``firsts``, of one of ``kinds`` (of any, where there are none); as long as the bench allows."""
    for first in firsts:
        for second in itertools.islice(changes(first.shown, context), SECOND):
            if bench.exhausted:
                return
            if (not kinds or second.kind in kinds) and bench.fits(second.formula):
                yield Candidate(second.shown, (first.words, second.words), (mistake(first), mistake(second)))


def _another_number(question: Question, bench: Bench) -> Iterator[Candidate]:
    """The number that belongs in the place of another one."""
    value, target = np.asarray(question.claimed.args[0]), bench.sheets[bench.order[0]]
    meant = float(np.ravel(target.target[target.usable])[0]) if target.target.size else 0.0
    by = constant(meant)
    if value.ndim or by is None:
        return
    number = Constant(int(meant)) if float(meant).is_integer() else by.of(Constant(1))
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


def _weaker(question: Question, bench: Bench) -> Iterator[Candidate | Relation]:
    """An inequality that is strict where it must not be, or the wrong way round; or the nearest small change that leaves no room to spare."""
    weaker = {"<": "<=", ">": ">="}
    turned = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    symbol = question.part.symbol
    for other in (weaker.get(symbol), turned[symbol], weaker.get(turned[symbol])):
        if other is not None and bench.fits(question.claimed, other):
            yield question.relation(question.claimed, other)
    if isinstance(question.claimed, Constant):
        return
    tight = []
    for place, change in enumerate(itertools.islice(changes(question.claimed, _context(question, bench)), FIRST)):
        if change.kind in BOUNDS and bench.fits(change.formula) and (count := bench.tight(change.formula)):
            tight.append((-count, len(python(change.formula)), place, change))
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


# --- words ----------------------------------------------------------------------------------------


# Two formulas of more characters than this are not read in a sentence.
READABLE = 70


def mistake(change: Change) -> Mistake:
    """What a change that mends the formula says of the mistake in it."""
    template = _WORDS.get(change.kind, "`{before}` stands where `{after}` belongs.")
    before, after = python(unmarked(change.before)), python(unmarked(change.after))
    text = template.format(before=before, after=after)
    if ": " in template and len(before) + len(after) > READABLE:  # what would hold shows it better
        text = template.partition(": ")[0] + "."
    return Mistake(_KINDS.get(change.kind, change.kind), text)


_KINDS = {"dropped": "extra", "neighbour": "neighbour function"}
_WORDS = {
    "sign": "A sign is wrong: `{before}` should be `{after}`.",
    "factor": "A factor is wrong: `{before}` should be `{after}`.",
    "factor 1/n": "A factor that depends on a size is missing: `{before}` should be `{after}`.",
    "variable factor": "A factor is missing or too much: `{before}` should be `{after}`.",
    "dropped": "Something is too much: `{before}` should be `{after}`.",
    "exchanged": "Factors are exchanged: `{before}` should be `{after}`.",
    "transposed": "A transpose is missing or too much: `{before}` should be `{after}`.",
    "inner for outer": "Inner and outer product are exchanged: `{before}` should be `{after}`.",
    "elementwise": "A vector stands where its diagonal matrix belongs: `{before}` should be `{after}`.",
    "should be diagonal": "`{before}` should be `{after}`.",
    "neighbour": "A similar function is meant: `{before}` should be `{after}`.",
    "exponent": "An exponent is wrong: `{before}` should be `{after}`.",
    "number": "A number is wrong: `{before}` should be `{after}`.",
    "brackets": "Brackets are wrong: `{before}` should be `{after}`.",
    "only symmetric": "It is right only for symmetric matrices: `{before}` should be `{after}`.",
    "sum": "A sign between two terms is lost: `{before}` should be `{after}`.",
    "index": "An index is off: `{before}` should be `{after}`.",
    "axes": "Rows and columns are mixed up: `{before}` should be `{after}`.",
}
