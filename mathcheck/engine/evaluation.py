"""A point evaluated in floating point, with the errors that the arithmetic makes.

Each step runs several times side by side: once plainly, and in replicas in which every operation is off by about one
rounding (a random one) and every estimated derivative or limit by its own error. How far the replicas stray is the
error of the plain value: rounding, cancellation and bad conditioning are seen where they happen, whatever surrounds
them. Operations that are exact (a maximum, an index, sums and products of small integers) are left alone, so that ties
and zeros stay what they are.
"""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.program import BinderStep, Program, Step, fetch_keywords
from mathcheck.engine.roundings import EPS, noise, on_grid, wobbled
from mathcheck.engine.watch import as_floats, call_watched
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.errors import ShapeMismatch
from mathcheck.language.shapes import evaluate_length
from mathcheck.language.variables import Variable
from mathcheck.numerics import differences, limits
from mathcheck.numerics.estimate import Estimate

Floats = NDArray[np.float64]

# Replicas beside the plain run. Two random signs agree with a given pattern of errors in a quarter of all cases; the
# safety factor that comparisons apply covers what two replicas miss.
REPLICAS = 2

# The first samples of a limit, at which a function still has its ordinary size.
NEARBY = 2.0**-7

# Black boxes are called twice for the same input this many times a check.
CALLS_TWICE = 6


class NotElementwise(Exception):
    """``derivative`` was asked of a map that mixes entries."""


@dataclass
class Frame:
    """A point's memory: ``memories[0]`` is the plain run, the others the replicas."""

    memories: list[list[Any]]
    exact: list[bool]
    nowhere: list[BinderStep] = field(default_factory=list)  # derivatives or limits that do not exist at this point
    rates: dict[int, str] = field(default_factory=dict)
    scale: float = 0.0  # of what is differentiated or tends: a derivative or limit of zero is zero beside this

    def deviation(self, slot: int) -> Floats:
        """How far the replicas stray from the plain value, entry by entry."""
        plain = np.asarray(self.memories[0][slot], dtype=np.float64)
        spread = np.zeros(plain.shape)
        for memory in self.memories[1:]:
            spread = np.maximum(spread, np.abs(memory[slot] - plain))
        return spread


class Evaluator:
    """Runs a program at points."""

    def __init__(self, program: Program, *, variant: int = 0) -> None:
        """``variant`` chooses among families of steps, directions and rounding errors that have nothing in common."""
        self.program = program
        self.variant = variant
        self.replicas = REPLICAS if variant == 0 else 2 * REPLICAS
        self.reach = differences.STEP * (1.0 if variant == 0 else 0.61803398875)
        self.calls_twice = CALLS_TWICE
        self.skipped = {id(part.direct) for part in program.parts if part.direct is not None}

    def frame(self, point: dict[bytes, Any]) -> Frame:
        """A memory with the point's values and the constants filled in; replicas wobble what is not exactly representable."""
        count = len(self.program.slots)
        frame = Frame([[None] * count for _ in range(self.replicas + 1)], [False] * count)
        for key, value in point.items():
            slot = self.program.slots.get(key)
            if slot is not None:
                self.store(frame, slot, value)
        for slot, value in self.program.constants:
            self.store(frame, slot, value)
        for variable in self.program.variables:
            if not variable.domain.exact:
                self._wobble_slot(frame, self.program.slots[variable.fingerprint])
        return frame

    def store(self, frame: Frame, slot: int, value: Any) -> None:
        """The same value in every run."""
        frame.exact[slot] = on_grid(value)
        for memory in frame.memories:
            memory[slot] = value

    def _wobble_slot(self, frame: Frame, slot: int) -> None:
        frame.exact[slot] = False
        for r, memory in enumerate(frame.memories[1:]):
            memory[slot] = wobbled(memory[slot], slot, r + 7 * self.variant, norm=True)

    def run(self, frame: Frame, steps: list[Step]) -> None:
        """Compute ``steps``, in every run side by side. Sides that are tested along directions are left out."""
        for step in steps:
            if isinstance(step, BinderStep):
                if id(step) not in self.skipped:
                    self.bind(frame, step)
            else:
                self.step(frame, step)

    def step(self, frame: Frame, step: Step) -> None:
        """One operation, in every run."""
        operation = step.node.operation
        memories, slot = frame.memories, step.slot
        plain = memories[0][slot] = self.call(step, memories[0])
        rounding = operation.rounding
        if rounding == "exact":
            frame.exact[slot] = True
            for memory in memories[1:]:
                memory[slot] = self.call(step, memory)
            return
        if self.program.breaks and rounding == "ring":
            frame.exact[slot] = all(frame.exact[i] for i in step.plain or ()) and on_grid(plain)
        exact = frame.exact[slot]
        for r, memory in enumerate(memories[1:]):
            if rounding in ("inner", "norm"):
                value = self.call(step, memory, wobble=r + 1 + 7 * self.variant)
                memory[slot] = wobbled(value, slot, r + 7 * self.variant, norm=rounding == "norm")
            else:
                value = self.call(step, memory)
                memory[slot] = value if exact else wobbled(value, slot, r + 7 * self.variant)

    def call(self, step: Step, memory: list[Any], wobble: int = 0) -> Any:
        """The value of one operation for the arguments in ``memory``; NaN where linear algebra finds no answer.

        Raises :class:`ShapeMismatch` where NumPy finds that shapes do not agree, and whatever somebody's own code raises.
        """
        operation = step.node.operation
        args = step.arguments(memory)
        kwargs = fetch_keywords(step, memory)
        if wobble:
            keep = operation.opaque
            args = tuple(wobbled(a, step.slot + 17 * i, wobble, whole=keep) for i, a in enumerate(args))
        if operation.opaque:
            twice = self.calls_twice > 0
            self.calls_twice -= twice
            return call_watched(operation.name, operation.call, args, kwargs, twice=twice)
        try:
            value = operation.call(*args, **kwargs)
        except np.linalg.LinAlgError:
            return _no_value(operation.call, args, kwargs)
        except (ValueError, IndexError) as error:
            shapes = ", ".join(str(np.shape(arg)) for arg in args)
            raise ShapeMismatch(f"{operation.name} of {shapes} in `{step.node!r}` ({error})") from error
        if isinstance(value, np.ndarray) and value.dtype.kind in "cO":
            return as_floats(operation.name, value)
        return value

    # --- derivatives and limits -------------------------------------------------------------------

    def bind(self, frame: Frame, step: BinderStep) -> None:
        """A derivative's or limit's estimate: its value in the plain run, off by its error in the replicas."""
        estimate = self.limit(frame, step) if isinstance(step.node, Limit) else self.derivative(frame, step)
        if not np.all(estimate.exists):
            frame.nowhere.append(step)
        frame.memories[0][step.slot] = estimate.value[()]
        for r, memory in enumerate(frame.memories[1:]):
            signs = np.sign(noise(estimate.value.shape, step.slot, r))
            with np.errstate(invalid="ignore"):
                memory[step.slot] = (estimate.value + np.where(estimate.error > 0, signs * estimate.error, 0.0))[()]

    def curve(self, frame: Frame, step: BinderStep) -> Any:
        """The body as a function of where what is moved stands."""
        memory = frame.memories[0].copy()

        def at(moved: Any) -> Floats:
            memory[step.moving] = moved
            for inner in step.dynamic:
                if inner.simple:
                    try:
                        memory[inner.slot] = inner.function(*[memory[i] for i in inner.plain or ()])
                    except Exception:  # said properly by the way that checks
                        memory[inner.slot] = self.call(inner, memory)
                elif isinstance(inner, BinderStep):
                    self.bind(Frame([memory], frame.exact.copy()), inner)
                else:
                    memory[inner.slot] = self.call(inner, memory)
            return np.array(memory[step.body], dtype=np.float64)

        return at

    def room(self, frame: Frame, step: BinderStep, direction: Floats) -> float:
        """How far what is moved may go along ``direction`` and stay in its domain."""
        if not (isinstance(step.node, Derivative) and isinstance(step.node.wrt, Variable)):
            return math.inf
        start = np.asarray(frame.memories[0][step.moving], dtype=np.float64)
        return 0.5 * step.node.wrt.domain.room(start, direction)

    def slope(self, frame: Frame, step: BinderStep, direction: Floats, order: int = 1) -> Estimate:
        """The derivative (of first or second ``order``) of the body along ``direction``."""
        start = np.asarray(frame.memories[0][step.moving], dtype=np.float64)
        curve = self.curve(frame, step)
        frame.scale = max(frame.scale, _largest(frame.memories[0][step.body]))
        take = differences.slope if order == 1 else differences.curvature
        return take(
            lambda t: curve((start + t * direction)[()]),
            noise=frame.deviation(step.body),
            step=self.reach,
            room=self.room(frame, step, direction),
        )

    def directions(self, frame: Frame, step: BinderStep) -> Floats:
        """How far each entry of what is moved should move at t = 1: its own size, or that of its neighbours."""
        start = np.abs(np.asarray(frame.memories[0][step.moving], dtype=np.float64))
        typical = float(np.max(start, initial=0.0)) or 1.0
        return np.where(start > 0, start, typical)

    def gaussian(self, frame: Frame, step: BinderStep, scale: Floats) -> Floats:
        """A random direction that stays inside the domain, the same for the same point; every second point moves all entries alike,
        so that neither a small entry beside large ones nor a curved function of a small entry escapes."""
        start = np.ascontiguousarray(frame.memories[0][step.moving], dtype=np.float64)
        code = zlib.crc32(start.tobytes()) ^ (0xABCD * self.variant)
        if code & 1:
            scale = np.full(scale.shape, np.max(scale, initial=0.0) or 1.0)
        direction = np.asarray(scale * noise(scale.shape, step.slot, code >> 1))
        node = step.node
        if isinstance(node, Derivative) and isinstance(node.wrt, Variable) and direction.ndim:
            direction = node.wrt.domain.tangent(start, direction)
        return direction

    def derivative(self, frame: Frame, step: BinderStep) -> Estimate:
        """The whole derivative, entry by entry."""
        node = step.node
        assert isinstance(node, Derivative)
        scale = self.directions(frame, step)
        if node.kind == "directional":
            along = np.asarray(frame.memories[0][step.along or 0], dtype=np.float64)
            size = float(np.max(np.abs(along / scale), initial=0.0)) or 1.0
            return _scaled(self.slope(frame, step, along / size), 1 / size)
        if node.kind == "derivative":
            return self.elementwise(frame, step, scale)
        if node.kind == "hessian":
            return self.hessian(frame, step, scale)
        return self.jacobian(frame, step, scale)

    def jacobian(self, frame: Frame, step: BinderStep, scale: Floats) -> Estimate:
        """All entries: each entry of what is moved along a line of its own."""
        start = np.asarray(frame.memories[0][step.moving], dtype=np.float64)
        curve, sizes = self.curve(frame, step), scale.ravel()
        frame.scale = max(frame.scale, _largest(frame.memories[0][step.body]) / (_largest(scale) or 1.0))

        def curves(i: int, t: float) -> Floats:
            moved = start.copy()
            moved.flat[i] += t * sizes[i]
            return curve(moved[()])

        if not scale.size:
            return _no_entries(np.shape(frame.memories[0][step.body]) + scale.shape)
        rooms = [self.room(frame, step, _unit(scale, i)) for i in range(scale.size)]
        found = differences.slopes(
            differences.one_by_one(curves), scale.size, noise=frame.deviation(step.body), step=self.reach, rooms=rooms
        )
        shape = np.shape(frame.memories[0][step.body]) + scale.shape
        return Estimate((found.value / sizes).reshape(shape), (found.error / sizes).reshape(shape), found.exists.reshape(shape))

    def elementwise(self, frame: Frame, step: BinderStep, scale: Floats) -> Estimate:
        """The diagonal of an elementwise map's Jacobian, by moving all entries at once; raises :class:`NotElementwise`."""
        all_at_once = self.slope(frame, step, scale)
        if scale.ndim == 0:
            return _scaled(all_at_once, 1 / float(scale))
        signs = np.sign(noise(scale.shape, step.slot, 5))
        signs.flat[1::2] = -signs.flat[0] if scale.size else 0.0  # never all alike
        mixed = self.slope(frame, step, scale * signs)
        band = 16 * (all_at_once.error + mixed.error)
        if np.any(mixed.exists & all_at_once.exists & (np.abs(mixed.value * signs - all_at_once.value) > band)):
            body, wrt = (repr(e) for e in step.node.args[:2])
            raise NotElementwise(
                f"derivative(…) is for elementwise maps, and in `{body}` an entry of the result depends on several entries of `{wrt}`: "
                "write jacobian(…), or np.diagonal(jacobian(…)) for its diagonal"
            )
        return _scaled(all_at_once, 1 / scale)

    def hessian(self, frame: Frame, step: BinderStep, scale: Floats) -> Estimate:
        """Second derivatives along coordinates and their pairwise sums and differences (polarisation)."""
        count = scale.size
        value, error, exists = np.zeros((count, count)), np.zeros((count, count)), np.ones((count, count), dtype=bool)
        for i in range(count):
            for j in range(i + 1):
                a, b = _unit(scale, i), _unit(scale, j)
                one = self.slope(frame, step, a + b if i != j else a, 2)
                two = self.slope(frame, step, a - b, 2) if i != j else None
                size = scale.flat[i] * scale.flat[j]
                entry = one.value if two is None else (one.value - two.value) / 4
                spread = one.error if two is None else (one.error + two.error) / 4
                value[i, j] = value[j, i] = entry / size
                error[i, j] = error[j, i] = spread / size
                exists[i, j] = exists[j, i] = bool(np.all(one.exists)) and (two is None or bool(np.all(two.exists)))
        shape = scale.shape * 2
        return Estimate(value.reshape(shape), error.reshape(shape), exists.reshape(shape))

    def limit(self, frame: Frame, step: BinderStep) -> Estimate:
        """The limit of the body, sampled in every run at each place on the way."""
        node = step.node
        assert isinstance(node, Limit)
        inner = Frame([memory.copy() for memory in frame.memories], frame.exact.copy())

        def at(t: float) -> tuple[Floats, Floats]:
            self.store(inner, step.moving, np.float64(t))
            with np.errstate(all="ignore"):
                self.run(inner, step.dynamic)
            value = np.array(inner.memories[0][step.body], dtype=np.float64)
            if abs(t - node.to) >= NEARBY or (np.isinf(node.to) and abs(t) <= 1 / NEARBY):
                frame.scale = max(frame.scale, _largest(value))
            return value, inner.deviation(step.body) + EPS * np.abs(value)

        side: Any = node.side
        estimate = limits.limit(at, node.to, side=side)
        frame.rates[step.slot] = estimate.rate
        return estimate


def _no_value(call: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """NaN in the shape of what ``call`` would return: linear algebra found no answer for these matrices, for the identity it does."""
    tame = [np.broadcast_to(np.eye(*a.shape[-2:]), a.shape) if np.ndim(a) >= 2 and a.shape[-1] == a.shape[-2] else a for a in args]
    try:
        result = call(*tame, **kwargs)
    except (np.linalg.LinAlgError, ValueError):
        return np.full((), math.nan)
    return (
        tuple(np.full(np.shape(r), math.nan) for r in result) if isinstance(result, tuple) else np.full(np.shape(result), math.nan)
    )


def variables_of(program: Program, sizes: dict[Any, int]) -> dict[bytes, tuple[int, ...]]:
    """The shape of each variable for the given sizes."""
    return {v.fingerprint: tuple(int(evaluate_length(s, sizes)) for s in v.sizes) for v in program.variables}


def _no_entries(shape: tuple[int, ...]) -> Estimate:
    return Estimate(np.zeros(shape), np.zeros(shape), np.ones(shape, dtype=bool))


def _largest(value: Any) -> float:
    """The largest finite magnitude."""
    size = np.abs(np.asarray(value, dtype=np.float64))
    return float(np.max(size[np.isfinite(size)], initial=0.0))


def _unit(scale: Floats, i: int) -> Floats:
    direction = np.zeros(scale.shape)
    direction.flat[i] = scale.flat[i]
    return direction


def _scaled(estimate: Estimate, factor: Any) -> Estimate:
    return Estimate(estimate.value * factor, estimate.error * np.abs(factor), estimate.exists)
