"""What is wrong with a refuted claim, and what would hold instead: the whole side, one small change or two, or one more hypothesis."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mathcheck.engine.check import check_reading
from mathcheck.engine.evidence import Verdict
from mathcheck.engine.findings import Mistake, Repair
from mathcheck.engine.search import Search
from mathcheck.insight.bench import Bench
from mathcheck.insight.candidates import Question
from mathcheck.insight.closed import found
from mathcheck.insight.conditions import Condition, candidates, consistent, weakest
from mathcheck.insight.degenerate import degenerate, nothing_left
from mathcheck.insight.repair import EXAMPLES, mend
from mathcheck.insight.restating import restates
from mathcheck.insight.tolerances import tolerance
from mathcheck.insight.view import Found, View
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.claims import Claim
from mathcheck.language.expression import Constant, Expr
from mathcheck.language.graph import nodes
from mathcheck.language.marks import unmarked
from mathcheck.language.printing import python
from mathcheck.language.relations import Relation, conjuncts, related
from mathcheck.language.shapes import disagreement
from mathcheck.language.typesetting import latex

# Conditions that are given to the judge, and mistakes that are named.
CONDITIONS, NAMED = 3, 3

# Mistakes of a whole side that are said only where no smaller change mends the formula; conditions only where nothing else is known.
UNSURE = ("missing term", "variable factor")
AGAIN = ("factor", "sign", "transposed", "only diagonal")  # of a whole side, where one small change says the same
LAST = ("only n = 1", "only square", "only equal", "only small", "only large", "only away from zero")


def diagnosis(search: Search, seed: int) -> tuple[tuple[Mistake, ...], tuple[Repair, ...]]:
    """The mistakes in a refuted claim, those first that explain most, and what would hold, simplest first; nothing where nothing is found."""
    mistakes: list[Mistake] = []
    repairs: list[Repair] = []
    spent = 0
    for question in _questions(search):
        bench = _bench(question, search, seed)
        if bench is None or not bench.sheets:
            continue
        named = [result.mistake for result in _found(question, bench)] if bench.symbol == "==" else []
        # No formula is the limit where there is none: then only a hypothesis helps.
        shown, told = ([], []) if search.trial.limitless else mend(question, bench, seed, spent)
        spent = bench.spent
        left_out = (*UNSURE, *AGAIN) if len(told) == 1 else UNSURE if shown else ()
        sure = [mistake for mistake in named if mistake.kind not in left_out]
        conditions, under = _conditions(question, bench, seed, known=bool(shown or sure))
        mistakes += [*told, *sure, *conditions]
        repairs += [*shown, *under]
        if repairs or mistakes:
            break
    return tuple(_distinct(mistakes)[:NAMED]), tuple(repairs)


def _found(question: Question, bench: Bench) -> Iterator[Found]:
    """What is told of the whole side; not that something is missing where putting it there only says the other side again."""
    for result in found(View(bench, question.claimed)):
        shown = None if result.shown is None or result.mistake.kind not in UNSURE else unmarked(result.shown)
        if not isinstance(shown, Expr) or not restates(shown, question.asked, question.claimed):
            yield result


def _distinct(mistakes: list[Mistake]) -> list[Mistake]:
    """Each said once."""
    said = [mistake.words for mistake in mistakes]
    return [mistake for i, mistake in enumerate(mistakes) if mistake.words not in said[:i]]


def _questions(search: Search) -> Iterator[Question]:
    """The part that is false, and which of its sides is mended: the one without a derivative or limit, else the right, else the left."""
    relation = search.program.relation
    parts = [part for part in conjuncts(relation) if isinstance(part, Relation)]
    if search.first is not None:
        wrong = search.first.judgement.part.relation
    else:
        wrong = next((part for part in parts if disagreement(part) is not None), parts[0])
    within = tolerance(wrong)
    if within is not None:
        wrong = related("==", within.left, within.right, wrong.hypotheses)
    for right in _order(wrong):
        claimed: Expr = wrong.args[1 if right else 0]
        question = Question(wrong, claimed, right, relation.hypotheses, within=within)
        bounds = not right and (isinstance(claimed, Constant) or isinstance(wrong.right, Constant))
        # A side whose own shapes do not agree cannot be taken for right, at whichever sizes it has a value.
        if not bounds and disagreement(related("==", question.asked, question.asked)) is None:
            yield question


def _order(wrong: Relation) -> list[bool]:
    """The sides that may be mended, True for the right one; first the one to begin with."""
    binds = [any(isinstance(node, (Derivative, Limit)) for node in nodes(side)) for side in wrong.args]
    lone = [isinstance(side, (Derivative, Limit)) for side in wrong.args]
    if (lone[1] and not lone[0]) or (binds[1] and not binds[0]):
        return [False]
    return [True] if lone[0] or (binds[0] and not binds[1]) else [True, False]


def _bench(question: Question, search: Search, seed: int) -> Bench | None:
    points = [shown.point for shown in (search.simplest, search.worst) if shown is not None]
    try:
        return Bench(question.part, question.asked, question.hypotheses, seed, points)
    except Exception:  # what is asked for cannot be evaluated: then nothing is said of it
        return None


def _conditions(question: Question, bench: Bench, seed: int, *, known: bool) -> tuple[list[Mistake], list[Repair]]:
    """Hypotheses under which the claim holds, by the full judge. With ``known``, something else explains it already, and only the first
    that may explain it too is judged."""
    told: list[Mistake] = []
    shown: list[Repair] = []
    stated = {hypothesis.fingerprint for hypothesis in question.hypotheses}
    with np.errstate(all="ignore"):
        met = [
            (condition, flags) for condition in candidates(question.part, question.hypotheses)
            if condition.formula.fingerprint not in stated and not degenerate(bench, question.part, condition)
            and (flags := consistent(bench, question.claimed, condition)) is not None
            and not nothing_left(bench, question.claimed, flags)
        ]  # fmt: skip
    listed = [condition for condition, kinds in weakest(met) if not (known and kinds <= set(LAST))]
    for condition in listed[: 1 if known else CONDITIONS]:
        relation = question.relation(question.claimed).given(condition.formula)
        evidence = check_reading(Claim(relation, item=""), max_examples=EXAMPLES, seed=seed, simple=False)
        if evidence.verdict is Verdict.HOLDS:
            told.append(
                Mistake(condition.kind, f"It is right where {condition.words}, but not everywhere.", latex(condition.formula))
            )
            shown.append(_under(condition, relation, evidence.tally.accepted))
            break
    return told, shown


def _under(condition: Condition, relation: Relation, examples: int) -> Repair:
    bare = Relation(relation.operation, relation.args)
    return Repair(python(relation), latex(bare), (), examples, (python(condition.formula), latex(condition.formula)))
