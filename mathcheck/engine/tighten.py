"""Inequalities pressed where they are tightest: from the points with the least room, downhill.

A violation may live in a sliver that no drawing meets; the room between the sides usually leads there. What is found is only a
proposal: it is judged like any other point.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.program import Part, Program
from mathcheck.engine.sampling import Point, assigned_value
from mathcheck.language.domains import Domain

Floats = NDArray[np.float64]

INEQUALITIES = ("<", "<=", ">", ">=")

# Starting points, and evaluations from each: enough for a handful of coordinates.
STARTS, EVALUATIONS = 4, 160

# Arrays with more entries than this, all together, are left where they are.
COORDINATES = 12


def presses(program: Program) -> bool:
    """Whether there is an inequality to press."""
    return any(part.relation.symbol in INEQUALITIES for part in program.parts) and not program.black_boxes


def room(symbol: str, left: Floats, right: Floats) -> Floats:
    """How much larger the larger side is, relative to both, entry by entry; negative where the inequality is false."""
    with np.errstate(all="ignore"):
        difference = right - left if symbol in ("<", "<=") else left - right
        size = np.maximum(np.abs(left), np.abs(right))
        return np.asarray(np.where(size > 0, difference / np.where(size > 0, size, 1.0), difference))


def pressed(program: Program, starts: list[Point]) -> Iterator[Point]:
    """From each of ``starts``, the point nearby with the least room, moving the variables whose domain can be walked in."""
    evaluator = Evaluator(program)
    evaluator.arithmetic.replicas = 0
    walker = _Walker(program, evaluator)
    for start in starts:
        found = walker.downhill(start)
        if found is not None:
            yield found


def least_room(program: Program, point: Point) -> float:
    """The least room of any inequality at one point."""
    evaluator = Evaluator(program)
    evaluator.arithmetic.replicas = 0
    return _Walker(program, evaluator).least_room(point)


class _Walker:
    """Points as vectors of the numbers that may move."""

    def __init__(self, program: Program, evaluator: Evaluator) -> None:
        self.program, self.evaluator = program, evaluator
        self.moving = [v for v in program.variables if v.fingerprint not in program.assigned and walkable(v.domain)]

    def downhill(self, start: Point) -> Point | None:
        sizes = [np.size(start[v.fingerprint]) for v in self.moving]
        if not 0 < sum(sizes) <= COORDINATES:
            return None
        first = np.concatenate([np.ravel(start[v.fingerprint]) for v in self.moving]).astype(np.float64)
        found: Any = minimize(  # type: ignore[call-overload]
            lambda x: self.least_room(self.point(start, np.asarray(x))), first, method="Nelder-Mead",
            options={"maxfev": EVALUATIONS, "xatol": 1e-9, "fatol": 1e-13, "initial_simplex": _simplex(first)},
        )  # fmt: skip
        return self.point(start, np.asarray(found.x))

    def point(self, start: Point, x: Floats) -> Point:
        """The point at ``x``: brought back into the domains, with what hypotheses assign."""
        point, offset = dict(start), 0
        for variable in self.moving:
            shape = np.shape(start[variable.fingerprint])
            size = math.prod(shape)
            raw = x[offset : offset + size].reshape(shape)
            kept = variable.domain.exact and variable.domain.contains(raw)
            value = np.asarray(raw if kept else variable.domain.construct(raw), dtype=np.float64)
            point[variable.fingerprint], offset = value[()], offset + size
        for variable in self.program.variables:
            if variable.fingerprint in self.program.assigned:
                point[variable.fingerprint] = assigned_value(self.program, variable, point)
        return point

    def least_room(self, point: Point) -> float:
        """The least room of any inequality there; infinite where the hypotheses do not hold or a side has no value."""
        if any(value is None for value in point.values()):
            return math.inf
        try:
            frame = self.evaluator.frame(point)
            self.evaluator.run(frame, self.program.first)
            if not all(bool(np.all(frame.memories[0][slot])) for slot in self.program.conditions):
                return math.inf
            self.evaluator.run(frame, self.program.steps)
        except Exception:  # what is wrong at such a point is said where it is judged
            return math.inf
        memory = frame.memories[0]
        return min(_least(part, memory[part.left], memory[part.right]) for part in self.program.parts)


def _least(part: Part, left: Any, right: Any) -> float:
    if part.relation.symbol not in INEQUALITIES:
        return math.inf
    found = room(part.relation.symbol, np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64))
    return float(np.min(found)) if found.size and np.all(np.isfinite(found)) else math.inf


def walkable(domain: Domain) -> bool:
    """Whether a member stays itself when it is constructed again, so that a step away from it can be brought back."""
    return not domain.discrete and domain.strategy is None and domain.name not in ("spd", "invertible")


def _simplex(first: Floats) -> Floats:
    """A simplex as large as the numbers themselves."""
    steps = np.where(first != 0, 0.1 * first, 0.1)
    return np.vstack([first, first + np.diag(steps)])


__all__ = ["INEQUALITIES", "STARTS", "least_room", "pressed", "presses", "room", "walkable"]
