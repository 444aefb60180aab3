"""The second, independent method: a refutation is not said before it agrees.

First ball arithmetic: every operation encloses the exact result, derivatives are dual numbers, so a difference that
does not contain zero is a proof. Where a formula's functions are not available there, or somebody's own code is in the
formula, a second family of finite differences: other steps, other directions, other rounding errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.judge import Judgement, Outcome, judge
from mathcheck.engine.program import BinderStep, Part, Program, Step, fetch_keywords
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.numerics import balls

Floats = NDArray[np.float64]

# Bits of precision, tried in turn: enough for most, then for cancellation that eats all of a double twice over.
PRECISIONS = (128, 512)

# A limit is enclosed from three places far along the approach, each twice as far in the exponent.
FAR_BITS = (60, 120, 240)

# The changes between them must shrink at least to this share: then what is left is at most 1.5 times the last change, and the
# enclosure allows for more than twice that. (1 / log t has 0.5; slower approaches are not decided here.)
SHRINKS, ALLOWED = 0.6, 4.0


class Status(Enum):
    """What the second method says."""

    DIFFERS = "differs"
    AGREES = "agrees"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Confirmation:
    """The second method's answer; ``certified`` is a proven lower bound on the largest difference."""

    status: Status
    method: str
    certified: float | None = None


class NotHere(Exception):
    """Ball arithmetic cannot evaluate this formula at this point."""


def confirm(
    program: Program, point: dict[bytes, Any], judgement: Judgement, constants: dict[int, tuple[float, dict[bytes, Any]]], *,
    rigorous: bool = False,
) -> Confirmation:  # fmt: skip
    """Whether the part that ``judgement`` is about is false at ``point``, by a method independent of the first.

    ``constants`` holds, for each `proportional`, the reference point its constant comes from. With ``rigorous`` only ball
    arithmetic counts.
    """
    part = judgement.part
    reference = constants.get(program.parts.index(part), (1.0, None))[1]
    for bits in PRECISIONS:
        try:
            with balls.precision(bits):
                answer = _by_balls(program, point, part, reference, bits)
        except TooSlow:
            return Confirmation(Status.UNKNOWN, "")
        except (NotHere, balls.Undecided, balls.Undefined, balls.Unsupported):
            continue
        if answer is not None:
            return answer
    if rigorous or judgement.outcome is not Outcome.DIFFERS:
        return Confirmation(Status.UNKNOWN, "")
    return _by_other_steps(program, point, judgement)


def absent(program: Program, point: dict[bytes, Any], judgement: Judgement) -> bool:
    """Whether the side that has no floating-point value at ``point`` has none in ball arithmetic either, and the other has.

    What ball arithmetic cannot evaluate (somebody's own code) is taken at its word.
    """
    try:
        with balls.precision(PRECISIONS[-1]):
            sides = BallRun(program, point).sides(judgement.part)
    except (NotHere, balls.Unsupported, balls.Undefined):
        return True
    except (balls.Undecided, TooSlow):
        return False
    gone = [bool(np.any(np.isnan(balls.enclosure(np.asarray(side, dtype=object))))) for side in sides]
    return gone == [judgement.absent == "left", judgement.absent == "right"]


def _by_balls(program: Program, point: dict[bytes, Any], part: Part, reference: Any, bits: int) -> Confirmation | None:
    left, right = BallRun(program, point).sides(part)
    if reference is not None:
        a, b = BallRun(program, reference).sides(part)
        # |a| = c |b| at the reference point: compare a(x) |b₀| with b(x) |a₀|, which needs no division.
        a0, b0 = (balls.apply(np.sqrt, (np.sum(side * side),), {}) for side in (a, b))
        scale = float(balls.enclosure(b0)[0]) or 1.0
        left, right = left * b0 / scale, right * a0 / scale
    low, high = balls.enclosure(np.asarray(left - right, dtype=object))
    method = "ball arithmetic" + (f" ({bits} bits)" if bits > PRECISIONS[0] else "")
    violated = _certified(part.relation.symbol, low, high)
    if violated is not None and np.any(np.isnan(low) | np.isnan(high)):
        return None
    if violated is not None:
        return Confirmation(Status.DIFFERS, method, violated)
    size = max(
        1e-300,
        *(
            float(np.max(np.abs(bound), initial=0.0))
            for side in (left, right)
            for bound in balls.enclosure(np.asarray(side, dtype=object))
        ),
    )
    width = float(np.max(high - low, initial=0.0))
    agrees = _holds(part.relation.symbol, low, high) or (
        part.relation.symbol in ("==", "proportional", "<=", ">=") and width <= 1e-9 * size
    )
    return Confirmation(Status.AGREES, method) if agrees else None


def _certified(symbol: str, low: Floats, high: Floats) -> float | None:
    """A lower bound on the largest violation, None where none is certain. ``low`` and ``high`` enclose left − right."""
    if symbol in ("==", "proportional"):
        apart = np.maximum(low, -high)
        return abs(float(np.max(apart))) if np.any(apart > 0) else None
    if symbol in (">", ">="):
        low, high = -high, -low
    if symbol in ("<=", ">="):
        return float(np.max(low)) if np.any(low > 0) else None
    if symbol in ("<", ">"):
        return abs(float(np.max(low))) if np.any(low >= 0) else None
    return 0.0 if np.any((low == 0) & (high == 0)) else None


def _holds(symbol: str, low: Floats, high: Floats) -> bool:
    if symbol in (">", ">="):
        low, high = -high, -low
    if symbol in ("<", ">"):
        return bool(np.all(high < 0))
    if symbol in ("<=", ">="):
        return bool(np.all(high <= 0))
    return symbol == "!=" and bool(np.all((low > 0) | (high < 0)))


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
                raise NotHere("the one-sided limits differ")
        return found[0]

    @staticmethod
    def _one_sided(at: Any, to: float, side: str | None) -> Any:
        near, middle, far = (at(_place(to, side, bits)) for bits in FAR_BITS)
        if not all(np.all(np.isfinite(balls.enclosure(place))) for place in (near, middle, far)):
            raise NotHere("no value on the way")
        first, last = (_size(np.asarray(b - a, dtype=object)) for a, b in ((near, middle), (middle, far)))
        # A change too small for the precision (its lower bound is zero) is no sign of slowness: its upper bound widens the ball.
        if np.any((last[1] > SHRINKS * first[0]) & (last[0] > 0)):
            if np.any(last[0] >= 2 * first[1]):
                raise NotHere("the values grow without bound")
            raise TooSlow("the approach is slower than logarithmic")
        return balls.blur(far, ALLOWED * last[1])


def _size(array: Any) -> tuple[Floats, Floats]:
    """Lower and upper bounds of the magnitude of every entry."""
    low, high = balls.enclosure(array)
    return np.maximum(np.maximum(low, -high), 0.0), np.maximum(np.abs(low), np.abs(high))


def _place(to: float, side: str | None, bits: int) -> Any:
    distance = 2.0**bits if np.isinf(to) else 2.0**-bits
    away = -distance if side == "-" else distance
    exact = np.empty((), dtype=object)
    exact[()] = balls.lift(np.float64(np.copysign(distance, to)))[()] if np.isinf(to) else balls.lift(np.float64(to))[()] + away
    return exact


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
        return balls.lift_constant(value)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return balls.lift_constant(value)
    if isinstance(value, (tuple, list)):
        return type(value)([_lift_literal(entry) for entry in value])
    return value


def _by_other_steps(program: Program, point: dict[bytes, Any], judgement: Judgement) -> Confirmation:
    """The same comparison with other steps, another direction and other rounding errors; no proof, but independent of the first."""
    evaluator = Evaluator(program, variant=1)
    frame = evaluator.frame(point)
    evaluator.run(frame, program.first + program.steps)
    again = judge(evaluator, frame, judgement.part, constant=judgement.constant, whole=True)
    steps = any(isinstance(step, BinderStep) for step in program.steps)
    method = "a second family of steps" if steps else "a second evaluation with other rounding errors"
    # Floating point saying that two numbers are equal proves nothing, and a strict inequality would be refuted by it.
    blurred = judgement.part.relation.symbol in ("<", ">") and not np.any(again.excess > np.finfo(float).tiny)
    return Confirmation(Status.DIFFERS if again.outcome is Outcome.DIFFERS and not blurred else Status.UNKNOWN, method)
