"""One slip measured: its mistakes and repairs, whether they are right, and what explaining it cost."""

from __future__ import annotations

import functools
import operator
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from slips import slips
from slips.slip import Slip, read

from mathcheck import Claim, FormulaError, check, proportional
from mathcheck.engine.check import check_reading
from mathcheck.engine.findings import Mistake, Repair
from mathcheck.language.relations import Relation
from mathcheck.language.sizes import Size

SEEDS = (11, 12)  # of the second judgement; the first one's is 0
EXAMPLES = 400
SWAPPED = {">=": "<=", ">": "<"}


@dataclass(frozen=True)
class Shown:
    """A repair that was shown: whether it is what was slipped from, and what became of it when judged again."""

    words: str
    recovered: str  # "formula", "hypothesis" or ""
    verdicts: tuple[str, ...]  # one for each seed; "unreadable: …" for a statement that cannot be read back


@dataclass(frozen=True)
class Outcome:
    """What one slip came to."""

    name: str
    verdict: str
    shapes: bool  # refuted by its shapes alone
    bare: float  # seconds of the processor, which others that use the machine do not lengthen
    explained: float
    whole: (
        float  # seconds for a bare check of the formula that was slipped from, which no counterexample ends early; NaN without one
    )
    mistakes: tuple[Mistake, ...]
    shown: tuple[Shown, ...]
    failed: str  # what went wrong in explaining it, if anything did


@functools.cache
def corpus() -> dict[str, Slip]:
    return {slip.name: slip for slip in slips()}


def warm_up() -> None:
    """The first checks of a process load and compile what later ones find; they should not be measured."""
    for slip in list(corpus().values())[::25]:
        check(slip.relation())


def outcome(name: str) -> Outcome:
    """One slip checked without and with its explanation, and everything shown judged again."""
    slip = corpus()[name]
    relation = slip.relation()
    started = time.process_time()
    check_reading(Claim(relation, item=""), explain=None)
    halfway = time.process_time()
    evidence = check(relation)
    ended = time.process_time()
    whole = bare_check(slip.original())
    shown = tuple(judged(slip, repair) for repair in evidence.repairs)
    shapes = evidence.simplest is None
    failed = evidence.detail.strip().splitlines()[-1] if evidence.detail else ""
    return Outcome(name, str(evidence.verdict), shapes, halfway - started, ended - halfway, whole, evidence.mistakes, shown, failed)


def bare_check(relation: Relation | None) -> float:
    """Seconds of the processor for a check without explanation."""
    started = time.process_time()
    if relation is not None:
        check_reading(Claim(relation, item=""), explain=None)
    return time.process_time() - started if relation is not None else np.nan


def judged(slip: Slip, repair: Repair) -> Shown:
    """A repair read back from its text, compared with what was slipped from, and judged again."""
    condition = repair.hypothesis[0] if repair.hypothesis else ""
    words = f"{repair.statement}{f'  given {condition}' if condition else ''}   [{', '.join(repair.edits)}]"
    try:
        relation, condition = reread(slip, repair)
        recovered = recovery(slip, relation, condition)
    except Exception as error:  # whatever a text that is no formula leads to
        return Shown(words, "", (f"unreadable: {type(error).__name__}: {error}",))
    again = [check_reading(Claim(relation, item=""), explain=None, max_examples=EXAMPLES, seed=seed) for seed in SEEDS]
    return Shown(words, recovered, tuple(str(evidence.verdict) for evidence in again))


def reread(slip: Slip, repair: Repair) -> tuple[Relation, str]:
    """The relation that a repair stands for, under its hypothesis, and that hypothesis. Raises what Python raises for bad text."""
    condition = repair.hypothesis[0] if repair.hypothesis else ""
    relation = slip.read(repair.statement)
    if condition and not relation.hypotheses:
        relation = relation.given(slip.read(condition))
    return relation, condition


def recovery(slip: Slip, relation: Relation, condition: str) -> str:
    """In which way a repaired relation is the original: ``"formula"``, ``"hypothesis"``, or ``""``."""
    if condition:
        fits = slip.hypothesis and as_general(slip, condition) and same(relation, slip.relation())
        return "hypothesis" if fits else ""
    original = slip.original()
    return "formula" if original is not None and same(relation, original) else ""


def same(a: Relation, b: Relation) -> bool:
    """Whether two relations say the same of the same formulas, which may be written differently."""
    symbol, sides = turned(a)
    other, others = turned(b)
    if symbol != other:
        return False
    orders = [others, others[::-1]] if symbol in ("==", "proportional") else [others]
    alike = proportional if symbol == "proportional" else operator.eq  # a constant factor says nothing in a proportion
    return any(all(equal(f, g, alike) for f, g in zip(sides, order, strict=True)) for order in orders)


def turned(relation: Relation) -> tuple[str, tuple[Any, Any]]:
    """The symbol and the sides, the smaller side of an inequality first."""
    if relation.symbol in SWAPPED:
        return SWAPPED[relation.symbol], (relation.right, relation.left)
    return relation.symbol, (relation.left, relation.right)


def equal(f: Any, g: Any, alike: Callable[[Any, Any], Any] = operator.eq) -> bool:
    """Whether two formulas are the same function (or ``alike`` in another way), as far as the judge can tell."""
    if f.fingerprint == g.fingerprint:
        return True
    try:
        return check_reading(Claim(alike(f, g), item=""), explain=None, max_examples=50, seed=SEEDS[0]).verdict == "holds"
    except FormulaError:
        return False


def as_general(slip: Slip, condition: str, draws: int = 400) -> bool:
    """Whether ``condition`` is true wherever the hypothesis that was left out is, at random points of which many satisfy it."""
    rng = np.random.default_rng(0)
    points = [point(slip, rng) for _ in range(draws)]
    inside = [values for values in points if np.all(read(slip.hypothesis, values))]
    return len(inside) >= 5 and all(np.all(read(condition, values)) for values in inside)


def point(slip: Slip, rng: np.random.Generator) -> dict[str, Any]:
    """Numbers for the letters: whole ones, now and then positive, alike, symmetric, or adding up to zero."""
    sizes = {name: int(rng.integers(1, 4)) for name, leaf in slip.letters.items() if isinstance(leaf, Size)}
    values: dict[str, Any] = dict(sizes)
    style = rng.integers(6)
    drawn: dict[tuple[int, ...], Any] = {}
    for name, leaf in slip.letters.items():
        if name in sizes:
            continue
        shape = tuple(size if isinstance(size, int) else sizes[size.name] for size in leaf.sizes)
        raw = rng.integers(-5, 6, shape).astype(float)
        square = len(shape) == 2 and shape[0] == shape[1]
        raw = {
            1: lambda raw: np.abs(raw) + 1,
            2: lambda raw, shape=shape: drawn.setdefault(shape, raw),
            3: lambda raw, square=square: raw + raw.T if square else raw,
            4: lambda raw: raw - np.flip(raw),
        }.get(int(style), lambda raw: raw)(raw)
        values[name] = leaf.domain.construct(np.asarray(raw))
    return values
