"""Both sides of a part of a relation along a line: what a formula comes to, what a derivative is claimed and measured to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.lane_arithmetic import Lanes
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Part
from mathcheck.engine.steps import BinderStep
from mathcheck.insight.lines import Line
from mathcheck.language.calculus import Derivative

Floats = NDArray[np.float64]

FEWEST = 5  # values of a curve


@dataclass(frozen=True)
class Curves:
    """Two sides at places in ascending order; the second is the measured one. ``gone`` is where a derivative does not exist."""

    x: Floats
    sides: list[Floats]
    error: Floats
    gone: NDArray[np.bool_]

    def ends(self) -> tuple[float, float] | None:
        """The first and the last place at which there is something to draw; None where there is too little."""
        there = np.flatnonzero(np.isfinite(self.sides[0]) | np.isfinite(self.sides[1]))
        enough = all(np.sum(np.isfinite(side)) >= FEWEST for side in self.sides)
        return (float(self.x[there[0]]), float(self.x[there[-1]])) if enough else None

    def vary(self) -> bool:
        """Whether anything but rounding is to be seen."""
        known = [side[np.isfinite(side)] for side in self.sides]
        error = np.max(self.error[np.isfinite(self.error)], initial=0.0)
        return any(float(np.ptp(side)) > 1e-9 * float(np.max(np.abs(side))) + 16 * error for side in known)

    def turns(self) -> int:
        """How often a curve turns up or down, by more than rounding."""
        return max(self._turns(side) for side in self.sides)

    def _turns(self, side: Floats) -> int:
        y = side[np.isfinite(side)]
        step = np.diff(y)
        step = step[np.abs(step) > 1e-9 * np.max(np.abs(y), initial=0.0)]
        known = self.error[np.isfinite(self.error)]
        step = step[np.abs(step) > 16 * np.max(known, initial=0.0)]
        return int(np.sum(np.diff(np.sign(step)) != 0))

    def only(self, places: Any) -> Curves:
        """Some of the places."""
        return Curves(self.x[places], [side[places] for side in self.sides], self.error[places], self.gone[places])

    def with_more(self, other: Curves) -> Curves:
        """With further places."""
        x, order = np.unique(np.concatenate([self.x, other.x]), return_index=True)
        sides = [np.concatenate(both)[order] for both in zip(self.sides, other.sides, strict=True)]
        return Curves(x, sides, np.concatenate([self.error, other.error])[order], np.concatenate([self.gone, other.gone])[order])


@dataclass
class Sides:
    """What is drawn: entry ``index`` of a part's sides along ``line``, around ``at``."""

    part: Part
    line: Line
    index: tuple[int, ...]
    at: float | None
    constant: float = 1.0
    evaluator: LaneEvaluator = field(init=False)

    def __post_init__(self) -> None:
        self.evaluator = LaneEvaluator(self.line.program)

    def curves(self, xs: Floats) -> Curves:
        """Both sides at ``xs``; not a number where a side has no value, or a hypothesis is not satisfied."""
        with np.errstate(all="ignore"):
            frame, allowed = self.line.frame(self.evaluator, xs)
            found = self._formulas(frame, xs) if self.part.direct is None else self._derivative(frame, self.part.direct, xs)
        sides = [np.where(allowed & np.isfinite(side), side, np.nan) for side in found.sides]
        return Curves(xs, sides, found.error, allowed & found.gone)

    def _formulas(self, frame: Lanes, xs: Floats) -> Curves:
        factors = (1.0, self.constant)
        sides = [c * self._entry(frame.points(slot)) for c, slot in zip(factors, (self.part.left, self.part.right), strict=True)]
        return Curves(xs, [np.where(frame.gone, np.nan, side) for side in sides], np.zeros(len(xs)), frame.gone)

    def _derivative(self, frame: Lanes, step: BinderStep, xs: Floats) -> Curves:
        """What is claimed, and the derivative by the number that moves."""
        body, moved = frame.points(step.body).shape[1:], frame.points(step.moving).shape[1:]
        elementwise = kind_of(self.part) == "derivative"
        claimed = frame.points(self.part.right if self.part.direct_is_left else self.part.left)
        shape = (len(xs), *(body if elementwise else body + moved))
        claimed = np.broadcast_to(claimed.reshape(len(xs), *(1,) * (len(shape) - claimed.ndim), *claimed.shape[1:]), shape)
        scale = self.evaluator.scales(frame, step)
        place: tuple[Any, ...] = (slice(None), *self.line.entry)
        direction = np.zeros_like(scale)
        direction[place] = scale[place]
        found = self.evaluator.along(frame, step, np.arange(len(xs)), direction)
        row: tuple[Any, ...] = (slice(None), *self.index[: len(body)])
        gone = frame.gone | ~found.exists[row]
        measured = np.where(gone, np.nan, found.value[row] / scale[place])
        return Curves(xs, [self._entry(claimed), measured], found.error[row] / scale[place], gone)

    def _entry(self, side: Floats) -> Floats:
        place: tuple[Any, ...] = (slice(None), *(self.index if side.ndim > 1 else ()))
        return np.asarray(side[place], dtype=np.float64)


def kind_of(part: Part) -> str:
    """The kind of the derivative that alone makes up a side; empty where none does."""
    return part.direct.node.kind if part.direct is not None and isinstance(part.direct.node, Derivative) else ""
