"""How much a claim that holds is worth: the claimed side is altered in many small ways, and each altered formula tried on the inputs
on which the claim itself agreed.

A point that agreed says that the two sides are closer than its band. An altered side that is further than twice that from the claimed
one would have been refuted there. Where none of the points tells the two apart, further ones are drawn: if they do, the inputs were
too weak; if they do not, the two are the same function, as far as anybody can see.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.compiler import extension
from mathcheck.engine.evidence import Strength
from mathcheck.engine.groups import Group, Groups
from mathcheck.engine.hypotheses import satisfying, sizes_of
from mathcheck.engine.judgement import SAFETY
from mathcheck.engine.lane_arithmetic import Lanes
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Part, Program
from mathcheck.engine.screen import Sample
from mathcheck.language.edits import Edit, edits
from mathcheck.language.expression import Constant, Expr

Floats = NDArray[np.float64]

# No more altered formulas than this for one side, the outermost edits first: what they find, deeper ones seldom add to.
ALTERED = 40

# Besides: one entry off by so much, relative to the largest.
OFF = 1e-4

# Groups of further points on which two formulas must agree to count as the same function.
FURTHER = 3

# Relations of which altered formulas are told apart: what is looser than a true inequality is no mistake.
MEASURED = ("==", "proportional")

# Edits that say nothing of a proportion, which is the same up to a factor.
FACTORS = ("factor",)


@dataclass(frozen=True)
class _Side:
    """A claimed side, and the points at which it was compared."""

    formula: Expr
    slot: int
    samples: list[Sample]


def measure(program: Program, samples: list[Sample], further: Callable[[], list[Group]]) -> Strength | None:
    """The strength of a check that found no counterexample; None where nothing was kept of the points or nothing can be altered.

    ``further`` draws more points, for altered formulas that survive.
    """
    evaluator = LaneEvaluator(program)
    killed, equivalent, survivors = 0, 0, []
    with np.errstate(all="ignore"):
        for side in _sides(program, samples):
            killed += _off_by_little(side)
            for edit in _altered(program, side):
                if _kills(evaluator, side, edit.formula):
                    killed += 1
                else:
                    survivors.append((side, edit))
        if survivors:
            groups = [(group, _evaluated(evaluator, program, group)) for group in further()]
            frames = [frame for _, frame in groups if frame is not None]
            told = [(edit, any(_tells_apart(evaluator, frame, side, edit.formula) for frame in frames)) for side, edit in survivors]
            equivalent = sum(not different for _, different in told)
            found = tuple(edit.words for edit, different in told if different)
        else:
            found = ()
    return Strength(killed, found, equivalent) if killed or found or equivalent else None


def _sides(program: Program, samples: list[Sample]) -> list[_Side]:
    """What is altered: the side beside a lone derivative, otherwise the right side, and the left one where the right is a number."""
    found = []
    for part in program.parts:
        mine = [sample for sample in samples if sample.part is part and np.any(sample.passes)]
        # The points of the largest sizes first: what tells formulas apart there is most.
        mine.sort(key=lambda sample: -sample.band[0].size)
        if part.relation.symbol in MEASURED and mine:
            formula, slot = _claimed(part)
            found.append(_Side(formula, slot, mine))
    return found


def unmeasured(program: Program, samples: list[Sample]) -> str:
    """Why a check has no strength, as a part of a sentence."""
    symbols = {part.relation.symbol for part in program.parts}
    if not symbols & set(MEASURED):
        return (
            "what is looser than a true inequality is true as well"
            if symbols != {"!="}
            else "nearly every other formula differs as well"
        )
    if not program.variables:
        return "nothing varies but sizes" if program.sizes else "nothing varies"
    if program.drawn_whole:
        return "the inputs come from a strategy of the claim's author, one by one"
    return "nothing in it can be altered" if samples else "its inputs had to be looked at one by one"


def beside_zero(part: Part) -> bool:
    """Whether a side is the number 0, beside which no error is a relative one."""
    return any(isinstance(side, Constant) and not np.any(side.value) for side in part.relation.args)


def _claimed(part: Part) -> tuple[Expr, int]:
    if part.direct is not None and not part.direct_is_left:
        return part.relation.left, part.left
    return part.relation.right, part.right


def _altered(program: Program, side: _Side) -> list[Edit]:
    """Edits of a side, as many of each kind as of any other."""
    memory = side.samples[0].frame

    def axes(node: Expr) -> int:
        slot = program.slots.get(node.fingerprint)
        value = None if slot is None else memory[slot]
        return int(getattr(value, "ndim", 0)) if value is not None else 0

    kinds: dict[str, list[Edit]] = {}
    unscaled = side.samples[0].part.relation.symbol == "proportional"
    for edit in edits(side.formula, program.sizes, axes):
        if not (unscaled and edit.kind in FACTORS):
            kinds.setdefault(edit.kind, []).append(edit)
    turns = itertools.zip_longest(*kinds.values())
    return [edit for turn in turns for edit in turn if edit is not None][:ALTERED]


def _value(evaluator: LaneEvaluator, frame: Lanes, formula: Expr) -> Floats | None:
    """A formula's values at the points of ``frame``; None where its shapes do not agree or it cannot be computed."""
    try:
        steps, slot, count = extension(evaluator.program, formula)
        inner = Lanes(count, frame.plain, 0, frame, np.arange(frame.plain))
        for step in steps:
            evaluator.arithmetic.step(inner, step)
        return inner.stacked(slot)
    except Exception:  # then it is no formula, and nobody would take it for one
        return None


def _kills(evaluator: LaneEvaluator, side: _Side, formula: Expr) -> bool:
    """Whether some point that the claim agreed on would have refuted ``formula`` in its place."""
    return any(_seen(sample, side.slot, _value(evaluator, sample.frame, formula)) for sample in side.samples)


def _seen(sample: Sample, slot: int, altered: Floats | None) -> bool:
    claimed = sample.frame.points(slot)
    if altered is None or altered.shape != claimed.shape:
        return True
    difference = np.abs(sample.contract(altered) - sample.contract(claimed))
    band = sample.band.reshape(len(difference), -1)
    beyond = ~(difference.reshape(len(difference), -1) <= 2 * band)
    return bool(np.any(beyond[sample.passes]))


def _off_by_little(side: _Side) -> int:
    """1 where one entry that is a little off would have been seen."""
    for sample in side.samples:
        altered = sample.frame.points(side.slot).copy()
        flat = altered.reshape(len(altered), -1)
        largest = np.max(np.abs(flat), axis=1, initial=0.0)
        flat[:, -1:] += OFF * np.where(largest > 0, largest, 1.0)[:, None]
        if _seen(sample, side.slot, altered):
            return 1
    return 0


def _evaluated(evaluator: LaneEvaluator, program: Program, group: Group) -> Lanes | None:
    """A group of further points, those that satisfy the hypotheses, evaluated."""
    try:
        group = satisfying(evaluator, program, group)
        if not group.blocks:
            return None
        frame = evaluator.lanes(sizes_of(group), group.values, len(group.blocks))
        evaluator.run(frame, program.first + program.steps)
    except Exception:  # what is wrong there was said where the claim was judged
        return None
    return frame


def _tells_apart(evaluator: LaneEvaluator, frame: Lanes, side: _Side, formula: Expr) -> bool:
    """Whether the claimed side and ``formula`` differ at a point of ``frame`` by more than rounding."""
    altered, claimed = _value(evaluator, frame, formula), frame.points(side.slot)
    if altered is None or altered.shape != claimed.shape:
        return True
    usual = np.isfinite(claimed) & np.isfinite(altered)
    band = SAFETY * frame.deviation(side.slot) + 1e-9 * np.maximum(np.abs(claimed), np.abs(altered))
    return bool(np.any(usual & (np.abs(altered - claimed) > band)))


def further_groups(groups: Groups, seed: int) -> list[Group]:
    """More points, of the largest sizes."""
    rng = np.random.default_rng(seed + 1)
    found = [groups.next(rng.bytes(groups.length)) for _ in groups.plans]
    return sorted(found, key=lambda group: -sum(group.sizes.values()))[:FURTHER]


__all__: list[Any] = ["beside_zero", "further_groups", "measure", "unmeasured"]
