"""A program run in ball arithmetic: every operation encloses the exact result, derivatives are dual numbers over balls."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from mathcheck.engine.program import Part, Program, curved
from mathcheck.engine.steps import BinderStep, Step, fetch_keywords
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.nested import rebuilt
from mathcheck.numerics import ball_limits, balls

Floats = NDArray[np.float64]


class NotHere(Exception):
    """Ball arithmetic cannot evaluate this formula at this point."""


class BallRun:
    """A program run at one point in ball arithmetic. What hypotheses assign is computed, as the point knows it only to a rounding."""

    def __init__(self, program: Program, point: dict[bytes, Any]) -> None:
        self.program = program
        self.memory: list[Any] = [None] * len(program.slots)
        blurred = [v for v in program.variables if not v.domain.exact and not v.domain.exactly(np.asarray(point[v.fingerprint]))]
        radii = {v.fingerprint: _radius(point[v.fingerprint], scaled=not v.domain.square) for v in blurred}
        # Entries that depend on each other, as those of a distribution, are what they are to the last digit.
        free = {v.fingerprint for v in program.variables if v.domain.exact and not v.domain.curved and not v.domain.square}
        for key, value in point.items():
            slot = program.slots.get(key)
            if slot is not None:
                self.memory[slot] = _lifted(value, radii.get(key), decimals=key in free)
        for slot, value in program.constants:
            self.memory[slot] = _constant(value)
        for assignment in program.prelude:
            self.run(self.memory, assignment.steps)
            value, shape = self.memory[assignment.formula], np.shape(self.memory[assignment.letter])
            self.memory[assignment.letter] = np.broadcast_to(np.asarray(value, dtype=object), shape).view(balls.BallArray)

    def along(self, part: Part, directions: tuple[Floats, ...]) -> tuple[Any, Any]:
        """Both sides of a lone derivative contracted with ``directions``, which is all that is computed of it."""
        step = part.direct
        assert step is not None
        self.run(self.memory, [other for other in self.program.first + self.program.steps if other is not step])
        f: Any = self.body(self.memory, step)
        for direction in directions[:-1]:
            f = _along(f, direction)
        derivative = balls.derivative(f, np.asarray(self.memory[step.moving], dtype=object), directions[-1])
        body, moved = np.shape(self.memory[step.body]), np.shape(self.memory[step.moving])
        other = np.asarray(self.memory[part.right if part.direct_is_left else part.left], dtype=object)
        contracted = np.broadcast_to(other, moved + moved if step.node.operation.name == "hessian" else body + moved).view(
            balls.BallArray
        )
        for direction in directions:
            axes = tuple(range(contracted.ndim - np.ndim(direction), contracted.ndim))
            contracted = np.sum(contracted * balls.lift(np.asarray(direction)), axis=axes)
        return (derivative, contracted) if part.direct_is_left else (contracted, derivative)

    def sides(self, part: Part) -> tuple[Any, Any]:
        """Both sides as arrays of balls; of a lone derivative on a curved set, what they say along it."""
        self.run(self.memory, self.program.first + self.program.steps)
        sides = self.memory[part.left], self.memory[part.right]
        domain = None if part.direct is None else curved(part.direct)
        if part.direct is None or domain is None or part.direct.node.operation.name not in ("jacobian", "gradient"):
            return sides
        x = self.memory[part.direct.moving]
        shape = np.broadcast_shapes(*map(np.shape, sides))
        left, right = (domain.along(x, np.broadcast_to(np.asarray(s, dtype=object), shape).view(balls.BallArray)) for s in sides)
        return left, right

    def run(self, memory: list[Any], steps: list[Step]) -> None:
        """Compute ``steps`` in balls. Raises :class:`NotHere` where a step cannot be."""
        for step in steps:
            if isinstance(step, BinderStep):
                bind = self.limit if isinstance(step.node, Limit) else self.derivative
                memory[step.slot] = bind(memory, step)
            else:
                memory[step.slot] = self.call(memory, step)

    def call(self, memory: list[Any], step: Step) -> Any:
        """One operation."""
        operation = step.node.operation
        if operation.opaque:
            raise NotHere(operation.name)
        args = tuple(_lift_literal(arg) for arg in step.arguments(memory))
        kwargs = {key: _lift_literal(value) for key, value in fetch_keywords(step, memory).items()}
        return balls.apply(operation.call, args, kwargs)

    def body(self, memory: list[Any], step: BinderStep) -> Any:
        """The body of a derivative or limit as a function of what moves."""

        def at(moved: Any) -> Any:
            inner = memory.copy()
            inner[step.moving] = moved
            self.run(inner, step.dynamic)
            return np.asarray(inner[step.body], dtype=object)

        return at

    def derivative(self, memory: list[Any], step: BinderStep) -> Any:
        """The whole derivative by dual numbers over balls."""
        node = step.node
        assert isinstance(node, Derivative)
        start, f = np.asarray(memory[step.moving], dtype=object), self.body(memory, step)
        if node.kind == "directional":
            return balls.derivative(f, start, memory[step.along or 0])
        if node.kind == "derivative":
            return balls.derivative(f, start, np.ones(start.shape))
        units = [np.reshape(row, start.shape) for row in np.eye(start.size)]
        if node.kind == "hessian":
            rows = [[balls.derivative(_along(f, v), start, u) for v in units] for u in units]
            return np.array(rows, dtype=object).reshape(start.shape * 2)
        domain = curved(step)
        if domain is not None:
            units = [domain.along(memory[step.moving], balls.lift(u)) for u in units]
        columns = [np.asarray(balls.derivative(f, start, u), dtype=object) for u in units]
        shape = np.shape(memory[step.body]) + start.shape
        if not columns:
            return np.zeros(shape, dtype=object)
        return np.stack(columns, axis=-1).reshape(shape)

    def limit(self, memory: list[Any], step: BinderStep) -> Any:
        """The limit, enclosed; see :mod:`mathcheck.numerics.ball_limits`."""
        node = step.node
        assert isinstance(node, Limit)
        return ball_limits.limit(self.body(memory, step), node.to, node.side, step.beyond)


def _along(f: Any, v: Floats) -> Any:
    return lambda x: balls.derivative(f, x, v)


def _radius(value: Any, *, scaled: bool) -> Any:
    """How far from each entry that of an exact member is: a few roundings, of the entry itself in what is ``scaled`` to be one, as a vector
    of norm 1. A rotation that leaves coordinates apart is made of smaller ones; its polar factor, which is exact, has the same zeros."""
    sizes = np.abs(np.asarray(value, dtype=np.float64))
    if scaled:
        return 2.0**-50 * sizes
    _, labels = connected_components(np.block([[np.zeros(sizes.shape), sizes], [sizes.T, np.zeros(sizes.shape)]]) != 0)
    together = labels[: len(sizes), None] == labels[None, len(sizes) :]
    return 2.0**-50 * np.max(sizes, initial=0.0) * together


def _lifted(value: Any, radius: Any, *, decimals: bool) -> Any:
    if isinstance(value, (int, np.integer)):
        return int(value)
    lifted = (balls.lift_drawn if decimals else balls.lift)(np.asarray(value, dtype=np.float64))
    return lifted if radius is None else balls.blur(lifted, radius)


def _constant(value: Any) -> Any:
    if isinstance(value, (bool, int, np.integer, np.bool_)):
        return value
    array = np.asarray(value)
    return balls.lift_constant(array) if array.dtype.kind == "f" and np.all(np.isfinite(array)) else array


def _lift_literal(value: Any) -> Any:
    if isinstance(value, (float, np.floating)):
        return balls.lift_constant(value) if np.isfinite(value) else value
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return balls.lift_constant(value)
    if isinstance(value, (tuple, list)):
        return rebuilt(value, [_lift_literal(entry) for entry in value])
    return value
