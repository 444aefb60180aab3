"""A program run in ball arithmetic: every operation encloses the exact result, derivatives are dual numbers over balls."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.program import BinderStep, Part, Program, Step, curved, fetch_keywords
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.numerics import balls

Floats = NDArray[np.float64]

# A limit is enclosed from three places far along the approach, each twice as far in the exponent, times numbers that have nothing in
# common: what repeats itself must not be met at the same phase. The factors end, so that places are exact.
FAR_BITS = (60, 120, 240)
PHASES = (0x16A09E667F3BCC908B2FB1366EA957D3, 0x1BB67AE8584CAA73B25742D7078B83B9, 0x11E3779B97F4A7C15F39CC0605CEDC83)
PHASE_BITS = 124

# Values that grow by this from one change to the next diverge. Where they grow less, they must go on to do so at places further still,
# which t^0.001, say, does not.
FAST, FARTHER_BITS = 2.0**30, (10**4, 10**7, 10**10)

# An approach that brings no more than this from one place to the next is looked at there as well.
SLOW = 2.0**-8

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
        if not all(balls.finite(place) for place in (near, middle, far)):
            raise balls.Undecided("no value on the way")
        first, last = _changes(near, middle), _changes(middle, far)
        open_ended = np.isinf(to) or to == 0
        if open_ended and any(SLOW * a.upper < b.upper <= SHRINKS * a.lower for a, b in zip(first, last, strict=True)):
            near, middle, far = (at(_place(to, side, bits, phase)) for bits, phase in zip(FARTHER_BITS, PHASES, strict=True))
            first, last = _changes(near, middle), _changes(middle, far)
        # A change too small for the precision (its lower bound is zero) is no sign of slowness: its upper bound widens the ball.
        if any(b.upper > SHRINKS * a.lower and b.lower > 0 for a, b in zip(first, last, strict=True)):
            if all(b.lower >= a.upper for a, b in zip(first, last, strict=True)):
                fast = all(b.lower >= FAST * a.upper for a, b in zip(first, last, strict=True))
                farther = FARTHER_BITS if open_ended and not fast else ()
                if fast or farther:
                    _raise_divergence([near, middle, far, *(at(_place(to, side, bits, PHASES[0])) for bits in farther)])
            raise TooSlow("the approach is slower than logarithmic")
        return balls.blur(far, ALLOWED * np.reshape([float(change.upper) for change in last], np.shape(far)))


@dataclass(frozen=True)
class _Change:
    """From one place to the next: bounds of its magnitude (balls' numbers, which never underflow), and its sign where that is certain."""

    lower: Any
    upper: Any
    sign: int


def _changes(a: Any, b: Any) -> list[_Change]:
    """Of every entry."""
    moved = [balls.bounds(entry) for entry in np.ravel(np.asarray(b - a, dtype=object))]
    return [_Change(low, high, sign) for low, high, sign in moved]


def _raise_divergence(values: list[Any]) -> None:
    """Raise :class:`Diverges` where every change from one of ``values`` to the next is at least as large as the one before."""
    changes = [_changes(a, b) for a, b in itertools.pairwise(values)]
    growing = all(b.lower >= a.upper for one, two in itertools.pairwise(changes) for a, b in zip(one, two, strict=True))
    signs = {change.sign for step in changes[1:] for change in step}
    if growing and len(signs) == 1 and 0 not in signs:
        raise Diverges(signs.pop())


def _place(to: float, side: str | None, bits: int, phase: int) -> Any:
    """A place far along the approach, exactly."""
    if np.isinf(to):
        return balls.exactly(phase if to > 0 else -phase, bits - PHASE_BITS)
    away = -phase if side == "-" else phase
    numerator, denominator = float(to).as_integer_ratio()
    if numerator == 0:
        return balls.exactly(away, -bits - PHASE_BITS)
    scale = bits + PHASE_BITS + denominator.bit_length()
    return balls.exactly((numerator << scale) // denominator + (away << denominator.bit_length()), -scale)


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
    return balls.lift_constant(array) if array.dtype.kind == "f" and np.all(np.isfinite(array)) else array


def _lift_literal(value: Any) -> Any:
    if isinstance(value, (float, np.floating)):
        return balls.lift_constant(value) if np.isfinite(value) else value
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return balls.lift_constant(value)
    if isinstance(value, (tuple, list)):
        return type(value)([_lift_literal(entry) for entry in value])
    return value
