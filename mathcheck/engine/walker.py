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
from mathcheck.language.listed import Listed
from mathcheck.language.variables import Variable

Floats = NDArray[np.float64]

# Evaluations from each starting point: enough for a handful of coordinates.
EVALUATIONS = 160

# Steps from one listed number to the next, after that.
STEPS = 80

# Arrays with more entries than this, all together, are left where they are.
COORDINATES = 12


class Walker:
    """Points as vectors of the numbers that may move; ``height`` is what to make small, from the values of all nodes."""

    def __init__(self, program: Program, height: Callable[[list[Any]], float], slots: set[int]) -> None:
        """``slots`` are those that ``height`` looks at; nothing else is computed."""
        self.program, self.height, self.steps = program, height, needed(program, slots)
        self.evaluator = Evaluator(program)
        self.evaluator.arithmetic.replicas = 0

    def downhill(self, start: Point) -> Point | None:
        """The lowest point met; None where nothing can be moved, or too much."""
        if not movable(self.program, start):
            return None
        first = np.concatenate([np.ravel(start[v.fingerprint]) for v in moving(self.program, start)]).astype(np.float64)
        found: Any = minimize(  # type: ignore[call-overload]
            lambda x: self.at(self.point(start, np.asarray(x))), first, method="Nelder-Mead",
            options={"maxfev": EVALUATIONS, "xatol": 1e-9, "fatol": 1e-13, "initial_simplex": self._simplex(start, first)},
        )  # fmt: skip
        return self._by_steps(self.point(start, np.asarray(found.x)))

    def _simplex(self, start: Point, first: Floats) -> Floats:
        """A simplex as large as the numbers themselves; among listed ones at least to the next."""
        steps, least = (
            np.where(first != 0, 0.1 * first, 0.1),
            np.concatenate([np.ravel(_to_next(v.domain.listed, start[v.fingerprint])) for v in moving(self.program, start)]),
        )
        return np.vstack([first, first + np.diag(np.where(np.abs(steps) < np.abs(least), least, steps))])

    def _by_steps(self, point: Point) -> Point:
        """From ``point`` to lower neighbours, one listed number at a time: between these the simplex sees no slope."""
        lowest, left = self.at(point), STEPS
        listed = [v for v in moving(self.program, point) if v.domain.listed is not None]
        entries = [(v, index, by) for v in listed for index in np.ndindex(np.shape(point[v.fingerprint])) for by in (1, -1)]
        lower = bool(entries)
        while lower and left > 0:
            lower = False
            for variable, index, by in entries:
                assert variable.domain.listed is not None
                moved = np.array(point[variable.fingerprint], dtype=np.float64)
                moved[index] = variable.domain.listed.beside(moved[index], by)
                there = self._assigned({**point, variable.fingerprint: moved[()]})
                height, left = self.at(there), left - 1
                if height < lowest:
                    point, lowest, lower = there, height, True
        return point

    def point(self, start: Point, x: Floats) -> Point:
        """The point at ``x``: brought back into the domains, with what hypotheses assign."""
        point, offset = dict(start), 0
        for variable in moving(self.program, start):
            shape = np.shape(start[variable.fingerprint])
            size = math.prod(shape)
            raw = x[offset : offset + size].reshape(shape)
            point[variable.fingerprint], offset = _brought_back(variable.domain, raw)[()], offset + size
        return self._assigned(point)

    def _assigned(self, point: Point) -> Point:
        """The point with what hypotheses assign."""
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


def moving(program: Program, point: Mapping[bytes, Any]) -> list[Variable]:
    """The variables that may move; those of finitely many numbers only where that is not too much."""
    every = [v for v in program.variables if v.fingerprint not in program.assigned and walkable(v.domain)]
    if sum(np.size(point[v.fingerprint]) for v in every) <= COORDINATES:
        return every
    return [v for v in every if v.domain.listed is None]


def movable(program: Program, point: Mapping[bytes, Any]) -> bool:
    """Whether something can be moved at ``point``, and not too much."""
    return 0 < sum(np.size(point[v.fingerprint]) for v in moving(program, point)) <= COORDINATES


def walkable(domain: Domain) -> bool:
    """Whether a member stays itself when it is constructed again, so that a step away from it can be brought back."""
    if domain.listed is not None:
        return True
    return not domain.discrete and domain.strategy is None and domain.name not in ("spd", "invertible")


def _brought_back(domain: Domain, raw: Floats) -> Floats:
    """A member near ``raw``."""
    if domain.listed is not None:
        return domain.listed.nearest(raw)
    return np.asarray(raw if domain.exact and domain.contains(raw) else domain.construct(raw), dtype=np.float64)


def _to_next(listed: Listed | None, values: Any) -> Floats:
    """How far the next listed number is: above, or else below; 0 where none is listed."""
    values = np.asarray(values, dtype=np.float64)
    if listed is None:
        return np.zeros(values.shape)
    above = listed.beside(values, 1) - values
    return np.where(above > 0, above, listed.beside(values, -1) - values)
