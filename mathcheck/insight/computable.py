"""Which inputs a formula can be computed at: a square matrix has no inverse everywhere, nor does a logarithm have a value.

The judge leaves such inputs out one by one. Where many inputs are looked at together, one without a value would spoil all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.groups import Group
from mathcheck.engine.hypotheses import sizes_of
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Program
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.expression import Expr
from mathcheck.language.graph import nodes

Flags = NDArray[np.bool_]


def outside_binders(side: Expr) -> Iterator[Expr]:
    """The largest parts of a formula in which there is no derivative or limit, and which are in none."""
    if isinstance(side, (Derivative, Limit)):
        return
    if not any(isinstance(node, (Derivative, Limit)) for node in nodes(side)):
        yield side
        return
    for child in side.children:
        yield from outside_binders(child)


class Computable:
    """Looks for the inputs at which every one of ``parts`` has finite values; ``program`` computes them all."""

    def __init__(self, program: Program, parts: list[Expr]) -> None:
        self.program = program
        self.slots = [program.slots[part.fingerprint] for part in parts]
        self.together, self.alone = LaneEvaluator(program), Evaluator(program)

    def kept(self, groups: list[Group]) -> list[Group]:
        """The groups with these inputs only; one that has none of them as it is, as it may be its sizes that no value is had at."""
        if not self.slots:
            return groups
        return [group.only(found) if np.any(found := self.flags(group)) else group for group in groups]

    def flags(self, group: Group) -> Flags:
        """At which inputs of a group all parts have values."""
        count = len(group.blocks)
        try:
            frame = self.together.lanes(sizes_of(group), group.values, count, 0)
            self.together.run(frame, self.program.first + self.program.steps)
            values = [frame.points(slot) for slot in self.slots]
        except Exception:  # at one of them something cannot be computed, or not together
            return np.array([self.at(group, i) for i in range(count)], dtype=bool)
        return np.all([np.isfinite(value).reshape(count, -1).all(axis=1) for value in values], axis=0)

    def at(self, group: Group, i: int) -> bool:
        """Whether all parts have values at one input."""
        frame = self.alone.frame(group.point(i))
        try:
            self.alone.run(frame, self.program.first + self.program.steps)
        except Exception:  # shapes that do not agree, or somebody's own code: said properly elsewhere
            return True
        return all(bool(np.all(np.isfinite(frame.memories[0][slot]))) for slot in self.slots)
