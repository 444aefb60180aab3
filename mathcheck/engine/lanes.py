"""A program evaluated at many points side by side: as :mod:`mathcheck.engine.evaluation` does it one by one.

Every ladder of steps runs once for all its lines, whichever points they go through.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.arithmetic import REPLICAS
from mathcheck.engine.evaluation import ASIDE, ordinary_place
from mathcheck.engine.lane_arithmetic import LaneArithmetic, Lanes
from mathcheck.engine.program import Assignment, Program, curved
from mathcheck.engine.roundings import EPS, ROUNDINGS, lanes_on_grid, on_grid
from mathcheck.engine.steps import BinderStep, Step
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.domain import Domain
from mathcheck.language.variables import Variable
from mathcheck.numerics import derivatives, differences, limits
from mathcheck.numerics.batched import Many, NotTogether
from mathcheck.numerics.estimate import Estimate

Floats = NDArray[np.float64]

# Bodies of derivatives are computed for at most this many numbers at once.
LARGEST = 4_000_000


class LaneEvaluator:
    """Runs a program for groups of points."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.arithmetic = LaneArithmetic(program)
        self.rates: Counter[str] = Counter()  # how limits were approached
        self.skipped = {id(part.direct) for part in program.parts if part.direct is not None}

    def lanes(self, sizes: dict[bytes, int], values: dict[bytes, Floats], count: int, replicas: int = REPLICAS) -> Lanes:
        """The memory of a group with its sizes, its stacked values, and the constants."""
        frame, slots = Lanes(len(self.program.slots), count, replicas), self.program.slots
        for key, size in sizes.items():
            if key in slots:
                frame.memory[slots[key]], frame.exact[slots[key]] = size, True
        for slot, value in self.program.constants:
            frame.memory[slot], frame.exact[slot] = value, on_grid(value)
        inexact = {v.fingerprint for v in self.program.variables if not v.domain.exact}
        for key, array in values.items():
            if key in slots:
                slot = slots[key]
                frame.exact[slot] = False if key in inexact else lanes_on_grid(array)
                every = Many(np.concatenate([array] * (1 + replicas)) if replicas else array)
                frame.memory[slot] = self.arithmetic.wobbled(frame, every, slot, norm=True) if key in inexact else every
        for assignment in self.program.prelude if replicas else ():
            self._assign(frame, assignment)
        return frame

    def _assign(self, frame: Lanes, assignment: Assignment) -> None:
        """In the replicas a letter that a hypothesis assigns is off by what its formula is."""
        self.run(frame, assignment.steps)
        array, formula = frame.stacked(assignment.letter).copy(), frame.stacked(assignment.formula)
        array[frame.plain :] = formula[frame.plain :].reshape(-1, *(1,) * (array.ndim - formula.ndim), *formula.shape[1:])
        frame.memory[assignment.letter] = Many(array)
        frame.exact[assignment.letter] = frame.exact.get(assignment.formula, False)

    def run(self, frame: Lanes, steps: list[Step]) -> None:
        """Compute ``steps``, all but the sides that are tested along directions."""
        for step in steps:
            if isinstance(step, BinderStep):
                if id(step) not in self.skipped:
                    self.bind(frame, step)
            else:
                self.arithmetic.step(frame, step)

    # --- derivatives and limits -------------------------------------------------------------------

    def bind(self, frame: Lanes, step: BinderStep) -> None:
        """A derivative's or limit's estimate: its value at the points, off by its error in the replicas."""
        estimate = self.limit(frame, step) if isinstance(step.node, Limit) else self.derivative(frame, step)
        frame.gone |= ~np.all(estimate.exists.reshape(frame.plain, -1), axis=1)
        every = [estimate.value]
        for r in range(frame.replicas):
            signs = np.sign(_noise(estimate.value.shape, step.slot + r))
            with np.errstate(invalid="ignore"):
                off = estimate.value + np.where(estimate.error > 0, signs * estimate.error, 0.0)
            every.append(np.where(estimate.doubtful, 0.0, off))
        frame.memory[step.slot] = Many(np.concatenate(every) if frame.replicas else estimate.value)

    def start(self, frame: Lanes, step: BinderStep) -> Floats:
        """Where what moves stands at every point."""
        if not isinstance(frame[step.moving], Many):
            raise NotTogether("what moves is the same at every point")
        return frame.points(step.moving)

    def along(self, frame: Lanes, step: BinderStep, owner: NDArray[np.intp], directions: Floats, order: int = 1) -> Estimate:
        """First or second derivatives of the body along lines: line i through point ``owner[i]``, in direction ``directions[i]``.

        The first axis of the result is the line.
        """
        start = self.start(frame, step)
        bodies = frame.points(step.body)
        frame.enlarge(_largest(bodies))
        width = max(1, math.prod(bodies.shape[1:]), math.prod(start.shape[1:]))

        def curves(lines: NDArray[np.intp], t: Floats) -> Floats:
            chunks = np.array_split(np.arange(len(lines)), 1 + len(lines) * width // LARGEST)
            found = [self.moved(frame, step, owner[lines[c]], start, t[c], directions[lines[c]]) for c in chunks]
            return found[0] if len(found) == 1 else np.concatenate(found)

        take = differences.slopes if order == 1 else differences.curvatures
        found = take(curves, len(owner), noise=self.noise(frame, step)[owner], rooms=self.rooms(step, start[owner], directions))
        return Estimate(np.moveaxis(found.value, -1, 0), np.moveaxis(found.error, -1, 0), np.moveaxis(found.exists, -1, 0))

    def noise(self, frame: Lanes, step: BinderStep) -> Floats:
        """How far rounding moves the body at every point: where it stands, and a little way aside."""
        found = frame.deviation(step.body)
        if not frame.replicas:
            return found
        start, direction = self.start(frame, step), self.gaussian(frame, step, self.scales(frame, step), 2)
        far = np.minimum(ASIDE, self.rooms(step, start, direction)) * np.ones(frame.plain)
        moved = Many(np.concatenate([start + far.reshape(-1, *(1,) * (start.ndim - 1)) * direction] * (1 + frame.replicas)))
        inner = Lanes(len(frame.memory), frame.plain, frame.replicas, frame)
        inner.memory[step.moving] = self.arithmetic.wobbled(inner, moved, step.moving)
        inner.exact[step.moving] = False
        self.run(inner, step.dynamic)
        aside = inner.deviation(step.body)
        return np.where(np.isfinite(inner.points(step.body)), np.maximum(found, aside), found)

    def moved(self, frame: Lanes, step: BinderStep, rows: NDArray[np.intp], start: Floats, t: Floats, directions: Floats) -> Floats:
        """The body where what moves is ``start + t · direction``, a line a lane."""
        inner = Lanes(len(frame.memory), len(rows), 0, frame, rows)
        inner.memory[step.moving] = Many(start[rows] + t.reshape(-1, *(1,) * (start.ndim - 1)) * directions)
        self.run(inner, step.dynamic)
        return inner.stacked(step.body)

    @staticmethod
    def rooms(step: BinderStep, starts: Floats, directions: Floats) -> Any:
        """How far each line may go and stay in the domain."""
        domain = _domain(step)
        if domain is None or not domain.bounded:
            return math.inf
        return np.array([0.5 * domain.room(x, v) for x, v in zip(starts, directions, strict=True)])

    def scales(self, frame: Lanes, step: BinderStep) -> Floats:
        """How far each entry should move at t = 1: its own size, or that of its neighbours."""
        start = np.abs(self.start(frame, step))
        axes = tuple(range(1, start.ndim))
        typical = np.max(start, axis=axes, initial=0.0, keepdims=True)
        return np.where(start > 0, start, np.where(typical > 0, typical, 1.0))

    def curvature(self, frame: Lanes, step: BinderStep, g: Floats, h: Floats) -> Estimate:
        """gᵀHh of the body's Hessian H at every point."""
        every = np.arange(frame.plain)
        both = self.along(frame, step, np.concatenate([every, every]), np.concatenate([g + h, g - h]), 2)
        plus, minus = _halves(both, frame.plain)
        return derivatives.polarised(plus, minus)

    def gaussian(self, frame: Lanes, step: BinderStep, scale: Floats, number: int = 0) -> Floats:
        """A random direction (the first, or another ``number``) at every point that stays inside the domain; at every second one all
        entries move alike."""
        start, axes = self.start(frame, step), tuple(range(1, scale.ndim))
        even = np.max(scale, axis=axes, initial=0.0, keepdims=True)
        odd = (np.arange(len(scale)) % 2).reshape(-1, *(1,) * len(axes)) == 1
        direction = np.where(odd, even, scale) * _noise(scale.shape, step.slot + 7 * number)
        domain = curved(step)
        if domain is not None:
            direction = np.array([domain.tangent(x, v) for x, v in zip(start, direction, strict=True)])
        return np.asarray(direction)

    def derivative(self, frame: Lanes, step: BinderStep) -> Estimate:
        """The whole derivative at every point."""
        node = step.node
        assert isinstance(node, Derivative)
        scale, every = self.scales(frame, step), np.arange(frame.plain)
        if node.kind == "hessian":
            raise NotTogether("a Hessian inside a formula")
        if node.kind == "derivative":
            return self.elementwise(frame, step, scale)
        if node.kind == "directional":
            along = frame.points(step.along or 0)
            size = np.max(np.abs(along / scale), axis=tuple(range(1, scale.ndim)), initial=0.0, keepdims=True)
            size = np.where(size > 0, size, 1.0)
            return _times(self.along(frame, step, every, along / size), size.reshape(-1))
        count, shape = math.prod(scale.shape[1:]), scale.shape[1:]
        directions = (scale.reshape(len(scale), -1)[:, :, None] * np.eye(count)).reshape(-1, *shape)
        owner, domain = np.repeat(every, count), curved(step)
        if domain is not None:
            start = self.start(frame, step)
            directions = np.array([domain.tangent(start[i], v) for i, v in zip(owner, directions, strict=True)])
        before = frame.scale
        found = self.along(frame, step, owner, directions)
        frame.scale = np.maximum(before, _largest(frame.points(step.body)) / np.maximum(_largest(scale), np.finfo(float).tiny))
        found = _times(found, 1 / scale.reshape(-1))
        value, error, exists = (_entries_last(part, frame.plain, shape) for part in (found.value, found.error, found.exists))
        return Estimate(value, error, exists)

    def elementwise(self, frame: Lanes, step: BinderStep, scale: Floats) -> Estimate:
        """The diagonal of an elementwise map's Jacobian, by moving all entries at once."""
        every = np.arange(frame.plain)
        if scale.ndim == 1:
            return _times(self.along(frame, step, every, scale), 1 / scale)
        signs = np.sign(_noise((1, *scale.shape[1:]), step.slot + 5))
        signs.flat[1::2] = -signs.flat[0] if signs.size else 0.0  # never all alike
        both = self.along(frame, step, np.concatenate([every, every]), np.concatenate([scale, scale * signs]))
        halves = _halves(both, frame.plain)
        band = 16 * (halves[0].error + halves[1].error)
        if np.any(halves[0].exists & halves[1].exists & (np.abs(halves[1].value * signs - halves[0].value) > band)):
            raise NotTogether("not an elementwise map")
        return Estimate(halves[0].value / scale, halves[0].error / scale, halves[0].exists)

    def limit(self, frame: Lanes, step: BinderStep) -> Estimate:
        """The limit of the body at every point, sampled in every replica at each place on the way."""
        node = step.node
        assert isinstance(node, Limit)

        def at(t: float) -> tuple[Floats, Floats]:
            inner = Lanes(len(frame.memory), frame.plain, frame.replicas, frame)
            # In every lane a number of its own: what is computed from it alone has to be rounded too.
            inner.memory[step.moving] = Many(np.full(frame.plain * (1 + frame.replicas), t))
            inner.exact[step.moving] = on_grid(t)
            self.run(inner, step.dynamic)
            value = inner.points(step.body)
            if ordinary_place(t, node.to):
                frame.enlarge(_largest(value))
            return value, inner.deviation(step.body) + EPS * np.abs(value)

        side: Any = node.side
        found = limits.limit(at, node.to, side=side, beyond=step.beyond, doubt=not step.opaque)
        self.rates[found.rate] += 1
        return Estimate(found.value, found.error, found.exists)


def _domain(step: BinderStep) -> Domain | None:
    wrt = step.node.wrt if isinstance(step.node, Derivative) else None
    return wrt.domain if isinstance(wrt, Variable) else None


def _largest(stacked: Floats) -> Floats:
    """The largest finite magnitude in every lane."""
    size = np.abs(stacked.reshape(len(stacked), -1))
    return np.asarray(np.max(np.where(np.isfinite(size), size, 0.0), axis=1, initial=0.0))


def _noise(shape: tuple[int, ...], slot: int) -> Floats:
    """Fixed pseudo-random numbers of magnitude 1/2 to 1 with random signs, others in every lane."""
    places = slot * 911 + np.arange(math.prod(shape)) * 1597
    return np.asarray(ROUNDINGS[places % len(ROUNDINGS)]).reshape(shape)


def _times(found: Estimate, factors: Floats) -> Estimate:
    shaped = factors.reshape(-1, *(1,) * (found.value.ndim - 1))
    return Estimate(found.value * shaped, found.error * np.abs(shaped), found.exists)


def _entries_last(lines: Any, points: int, shape: tuple[int, ...]) -> Any:
    """(point and entry, body) as (point, body, entry)."""
    body = lines.shape[1:]
    return np.moveaxis(lines.reshape(points, -1, *body), 1, -1).reshape(points, *body, *shape)


def _halves(found: Estimate, count: int) -> list[Estimate]:
    return [Estimate(found.value[part], found.error[part], found.exists[part]) for part in (slice(count), slice(count, None))]
