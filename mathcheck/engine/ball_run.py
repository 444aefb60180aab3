"""A program run in ball arithmetic: every operation encloses the exact result, derivatives are dual numbers over balls."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from mathcheck.engine.program import BinderStep, Part, Program, Step, fetch_keywords
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.numerics import balls

Floats = NDArray[np.float64]

# A limit is enclosed from three places far along the approach, each twice as far in the exponent, times numbers that have nothing in
# common: what repeats itself must not be met at the same phase. The factors end, so that places are exact.
FAR_BITS = (60, 120, 240)
PHASES = (fmpq(0x16A09E667F3BCC908B2FB1366EA957D3, 2**124), fmpq(0x1BB67AE8584CAA73B25742D7078B83B9, 2**124),
          fmpq(0x11E3779B97F4A7C15F39CC0605CEDC83, 2**124))  # fmt: skip

# The changes between them must shrink at least to this share: then what is left is at most 1.5 times the last change, and the
# enclosure allows for more than twice that. (1 / log t has 0.5; slower approaches are not decided here.)
SHRINKS, ALLOWED = 0.6, 4.0


class NotHere(Exception):
    """Ball arithmetic cannot evaluate this formula at this point."""


class Diverges(Exception):
    """A limit of which every entry goes to plus (``sign`` 1) or to minus infinity."""

    def __init__(self, sign: int) -> None:
        super().__init__("the values grow without bound")
        self.sign = sign


class TooSlow(Exception):
    """A limit is approached so slowly that no sample says where it ends: nothing that samples can confirm anything."""


class BallRun:
    """A program run at one point in ball arithmetic."""

    def __init__(self, program: Program, point: dict[bytes, Any]) -> None:
        self.program = program
        self.memory: list[Any] = [None] * len(program.slots)
        inexact = {v.fingerprint for v in program.variables if not v.domain.exact}
        for key, value in point.items():
            slot = program.slots.get(key)
            if slot is not None:
                self.memory[slot] = _lifted(value, blurred=key in inexact)
        for slot, value in program.constants:
            self.memory[slot] = _constant(value)

    def sides(self, part: Part) -> tuple[Any, Any]:
        """Both sides as arrays of balls."""
        self.run(self.memory, self.program.first + self.program.steps)
        return self.memory[part.left], self.memory[part.right]

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
        columns = [np.asarray(balls.derivative(f, start, u), dtype=object) for u in units]
        shape = np.shape(memory[step.body]) + start.shape
        if not columns:
            return np.zeros(shape, dtype=object)
        return np.stack(columns, axis=-1).reshape(shape)

    def limit(self, memory: list[Any], step: BinderStep) -> Any:
        """The limit from two places far along the approach: the further one, blurred by how far it is from the nearer."""
        node = step.node
        assert isinstance(node, Limit)
        at = self.body(memory, step)
        sides = [node.side] if node.side else (["+"] if np.isinf(node.to) else ["+", "-"])
        found = [self._one_sided(at, node.to, side) for side in sides]
        if len(found) == 2:
            apart = np.asarray(found[0] - found[1], dtype=object)
            low, high = balls.enclosure(apart)
            if np.any((low > 0) | (high < 0)):
                raise balls.Undecided("the one-sided limits differ")
        return found[0]

    @staticmethod
    def _one_sided(at: Any, to: float, side: str | None) -> Any:
        near, middle, far = (at(_place(to, side, bits, phase)) for bits, phase in zip(FAR_BITS, PHASES, strict=True))
        if not all(np.all(np.isfinite(balls.enclosure(place))) for place in (near, middle, far)):
            raise balls.Undecided("no value on the way")
        first, last = (_size(np.asarray(b - a, dtype=object)) for a, b in ((near, middle), (middle, far)))
        # A change too small for the precision (its lower bound is zero) is no sign of slowness: its upper bound widens the ball.
        if np.any((last[1] > SHRINKS * first[0]) & (last[0] > 0)):
            if np.all(last[0] >= first[1]):
                moved = balls.enclosure(np.asarray(far - middle, dtype=object))
                for sign, bound in ((1, moved[0]), (-1, -moved[1])):
                    if np.all(bound > 0):
                        raise Diverges(sign)
            raise TooSlow("the approach is slower than logarithmic")
        return balls.blur(far, ALLOWED * last[1])


def _size(array: Any) -> tuple[Floats, Floats]:
    """Lower and upper bounds of the magnitude of every entry."""
    low, high = balls.enclosure(array)
    return np.maximum(np.maximum(low, -high), 0.0), np.maximum(np.abs(low), np.abs(high))


def _place(to: float, side: str | None, bits: int, phase: Any) -> Any:
    """A place far along the approach, exactly."""
    if np.isinf(to):
        return balls.exactly(phase * 2**bits * (1 if to > 0 else -1))
    return balls.exactly(balls.rational(to) + phase / 2**bits * (-1 if side == "-" else 1))


def _along(f: Any, v: Floats) -> Any:
    return lambda x: balls.derivative(f, x, v)


def _lifted(value: Any, *, blurred: bool) -> Any:
    if isinstance(value, (int, np.integer)):
        return int(value)
    lifted = balls.lift(np.asarray(value, dtype=np.float64))
    # A normalised vector is one only up to a few roundings of its largest entry: the ball must contain the exact one.
    return balls.blur(lifted, 2.0**-50 * np.max(np.abs(np.asarray(value)), initial=0.0)) if blurred else lifted


def _constant(value: Any) -> Any:
    if isinstance(value, (bool, int, np.integer, np.bool_)):
        return value
    array = np.asarray(value)
    return balls.lift_constant(array) if array.dtype.kind == "f" else array


def _lift_literal(value: Any) -> Any:
    if isinstance(value, (float, np.floating)):
        return balls.lift_constant(value) if np.isfinite(value) else value
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return balls.lift_constant(value)
    if isinstance(value, (tuple, list)):
        return type(value)([_lift_literal(entry) for entry in value])
    return value
