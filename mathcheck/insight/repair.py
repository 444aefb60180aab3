"""The search for what would hold: the whole side first, then one small change, then two, simplest first.

Candidates are tried on a bench; those that are right at all of its inputs go to the full judge, and only what it does not refute is shown.
The search is bounded by the work it does, in counts and not in time, so that the same seed gives the same repairs.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from mathcheck.engine.check import check_reading
from mathcheck.engine.comparison import INEQUALITIES
from mathcheck.engine.evidence import Verdict
from mathcheck.engine.findings import Mistake, Repair
from mathcheck.insight.bench import Bench
from mathcheck.insight.candidates import Candidate, Question
from mathcheck.insight.levels import one, two, weaker
from mathcheck.insight.restating import restates
from mathcheck.language.claims import Claim
from mathcheck.language.expression import Constant
from mathcheck.language.graph import free, nodes
from mathcheck.language.printing import python
from mathcheck.language.relations import Relation
from mathcheck.language.typesetting import latex
from mathcheck.language.variables import Variable

# Candidates that are given to the judge, and the inputs it tries them on; repairs that are shown.
JUDGED, EXAMPLES, SHOWN = 4, 100, 1

# Work that a search may do, in operations on a sheet of the bench; making a formula costs as much as two. Where one fits, the search goes
# on for as much again as it took, at least so much, as a simpler one may be near.
BUDGET, MAKING, PATIENCE = 10_000, 2, 600


def mend(question: Question, bench: Bench, seed: int, spent: int = 0) -> tuple[list[Repair], list[Mistake]]:
    """What would hold in the place of the claimed side, and what that says of the mistake; simplest first.

    ``spent`` is the work that other questions about the same claim have taken.
    """
    bench.spent += spent
    levels = (weaker,) if bench.symbol in INEQUALITIES else (one, two)
    for level in levels:
        repairs, mistakes = _judged(question, _batches(level(question, bench), bench), bench, seed)
        if repairs:
            return repairs, mistakes
    return [], []


def _batches(tries: Iterator[Candidate | Relation | None], bench: Bench) -> Iterator[list[Candidate | Relation]]:
    """The candidates among what is tried, those together that are found soon one after another, as long as the budget lasts."""
    batch: list[Candidate | Relation] = []
    begun, ends = bench.spent, math.inf
    for candidate in tries:
        bench.spent += MAKING
        if candidate is not None:
            ends = min(ends, bench.spent + max(PATIENCE, bench.spent - begun))
            batch.append(candidate)
        if batch and bench.spent > ends:
            yield batch
            batch, begun, ends = [], bench.spent, math.inf
        if bench.spent > BUDGET:
            break
    yield batch


def _judged(
    question: Question, batches: Iterator[list[Candidate | Relation]], bench: Bench, seed: int
) -> tuple[list[Repair], list[Mistake]]:
    """The candidates that the full judge does not refute."""
    repairs: list[Repair] = []
    mistakes: list[Mistake] = []
    sides = (question.asked, question.claimed)
    asked, same = {side.fingerprint for side in sides}, {python(side) for side in sides}
    ranked = itertools.chain.from_iterable(_simplest(batch, asked, same) for batch in batches)
    telling = (candidate for candidate in ranked if not _again(question, candidate) and not _idle(question, candidate, bench))
    for candidate in itertools.islice(telling, JUDGED):
        relation = candidate if isinstance(candidate, Relation) else question.relation(candidate.formula)
        evidence = check_reading(Claim(relation, item=""), max_examples=EXAMPLES, seed=seed, simple=False)
        if evidence.verdict is Verdict.HOLDS:
            repairs.append(_written(question, candidate, relation, evidence.tally.accepted))
            if not isinstance(candidate, Relation) and len(repairs) == 1:
                mistakes = list(candidate.mistakes)
            if len(repairs) == SHOWN:
                break
    return repairs, mistakes


def _again(question: Question, candidate: Candidate | Relation) -> bool:
    """Whether a candidate only says again what is asked for."""
    multiples = question.part.symbol == "proportional"
    return isinstance(candidate, Candidate) and restates(candidate.formula, question.asked, question.claimed, multiples=multiples)


def _idle(question: Question, candidate: Candidate | Relation, bench: Bench) -> bool:
    """Whether a candidate has a new part with letters in it that is one number whatever they are: then it holds by what is of no use in
    it, as where a largest cosine, 1, replaces a sum of cosines."""
    if isinstance(candidate, Relation):
        return False
    told = {node.fingerprint for node in nodes(question.part)}
    new = [node for node in nodes(candidate.formula) if node.fingerprint not in told and not isinstance(node, Constant)]
    moving = {leaf.fingerprint for leaf in free(question.part) if isinstance(leaf, Variable) and not bench.settled(leaf)}
    return any(moving & {leaf.fingerprint for leaf in free(node)} and bench.settled(node) for node in new)


def _written(question: Question, candidate: Candidate | Relation, relation: Relation, examples: int) -> Repair:
    if isinstance(candidate, Relation):
        return Repair(
            python(relation),
            latex(Relation(relation.operation, relation.args), question.part),
            (f"{relation.symbol} for {question.part.symbol}",),
            examples,
        )
    bare = question.relation(candidate.shown)
    return Repair(python(relation), latex(Relation(bare.operation, bare.args), question.part), candidate.words, examples)


def _simplest(candidates: list[Candidate | Relation], seen: set[bytes], texts: set[str]) -> Iterator[Candidate | Relation]:
    """The candidates, the shortest formula first; without those ``seen`` before, or whose text was."""
    ranked: list[tuple[int, int, Candidate | Relation]] = []
    for place, candidate in enumerate(candidates):
        text = python(candidate if isinstance(candidate, Relation) else candidate.formula)
        kinds = ("symbol",) if isinstance(candidate, Relation) else tuple(m.kind for m in candidate.mistakes)
        ranked.append((len(text) + sum(_FARFETCHED.get(kind, 0) for kind in kinds), place, candidate))
    for _, _, candidate in sorted(ranked, key=lambda entry: entry[:2]):
        formula = candidate if isinstance(candidate, Relation) else candidate.formula
        if formula.fingerprint not in seen and python(formula) not in texts:
            seen.add(formula.fingerprint)
            texts.add(python(formula))
            yield candidate


# Changes that are made up more easily than slips are, in characters that a formula is taken to be longer by.
_FARFETCHED = {
    "symbol": -100,  # of an inequality: before anything else
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
