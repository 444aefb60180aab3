"""Walking downhill through a program's inputs, by SciPy's Nelder–Mead, without leaving their domains."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.program import Program, needed
from mathcheck.engine.sampling import Point, assigned_value
from mathcheck.language.domain import Domain
from mathcheck.language.variables import Variable

Floats = NDArray[np.float64]

# Evaluations from each starting point: enough for a handful of coordinates.
EVALUATIONS = 160

# Arrays with more entries than this, all together, are left where they are.
COORDINATES = 12


class Walker:
    """Points as vectors of the numbers that may move; ``height`` is what to make small, from the values of all nodes."""

    def __init__(self, program: Program, height: Callable[[list[Any]], float], slots: set[int]) -> None:
        """``slots`` are those that ``height`` looks at; nothing else is computed."""
        self.program, self.height, self.steps = program, height, needed(program, slots)
        self.evaluator = Evaluator(program)
        self.evaluator.arithmetic.replicas = 0
        self.moving = moving(program)

    def downhill(self, start: Point) -> Point | None:
        """The lowest point met; None where nothing can be moved, or too much."""
        if not movable(self.program, start):
            return None
        first = np.concatenate([np.ravel(start[v.fingerprint]) for v in self.moving]).astype(np.float64)
        found: Any = minimize(  # type: ignore[call-overload]
            lambda x: self.at(self.point(start, np.asarray(x))), first, method="Nelder-Mead",
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

    def at(self, point: Point) -> float:
        """The height there; infinite where the hypotheses do not hold or something has no value."""
        if any(value is None for value in point.values()):
            return math.inf
        try:
            frame = self.evaluator.frame(point)
            self.evaluator.run(frame, self.program.first)
            if not all(bool(np.all(frame.memories[0][slot])) for slot in self.program.conditions):
                return math.inf
            self.evaluator.run(frame, self.steps)
            found = self.height(frame.memories[0])
        except Exception:  # what is wrong at such a point is said where it is judged
            return math.inf
        return found if math.isfinite(found) else math.inf


def moving(program: Program) -> list[Variable]:
    """The variables that may move."""
    return [v for v in program.variables if v.fingerprint not in program.assigned and walkable(v.domain)]


def movable(program: Program, point: Mapping[bytes, Any]) -> bool:
    """Whether something can be moved at ``point``, and not too much."""
    return 0 < sum(np.size(point[v.fingerprint]) for v in moving(program)) <= COORDINATES


def walkable(domain: Domain) -> bool:
    """Whether a member stays itself when it is constructed again, so that a step away from it can be brought back."""
    return not domain.discrete and domain.strategy is None and domain.name not in ("spd", "invertible")


def _simplex(first: Floats) -> Floats:
    """A simplex as large as the numbers themselves."""
    steps = np.where(first != 0, 0.1 * first, 0.1)
    return np.vstack([first, first + np.diag(steps)])
