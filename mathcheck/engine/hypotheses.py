"""Which points of a group satisfy the hypotheses of a relation."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.groups import Group
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Program


def sizes_of(group: Group) -> dict[bytes, int]:
    """A group's sizes, by fingerprint."""
    return {size.fingerprint: length for size, length in group.sizes.items()}


def satisfied_at(evaluator: LaneEvaluator, program: Program, group: Group) -> NDArray[np.intp]:
    """The places of the points at which all hypotheses hold."""
    count = len(group.blocks)
    if not program.conditions:
        return np.arange(count)
    frame = evaluator.lanes(sizes_of(group), group.values, count, 0)
    evaluator.run(frame, program.first)
    true = [frame.points(slot).reshape(count, -1).all(axis=1) for slot in program.conditions]
    return np.flatnonzero(np.all(true, axis=0))


def satisfying(evaluator: LaneEvaluator, program: Program, group: Group) -> Group:
    """The points of a group at which the hypotheses hold."""
    return group.only(satisfied_at(evaluator, program, group))
