"""A program evaluated at points in floating point, with its errors: operations, derivatives and limits.

An estimated derivative or limit is off by its own error in the replicas, so what surrounds it carries that error on like any rounding.
"""

from __future__ import annotations

import math
import zlib
from typing import Any

import numpy as np

from mathcheck.engine.arithmetic import Arithmetic, Floats, Frame
from mathcheck.engine.program import Program, curved
from mathcheck.engine.roundings import EPS, noise
from mathcheck.engine.steps import BinderStep, Step
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.variables import Variable
from mathcheck.numerics import derivatives, differences, ladder, limits
from mathcheck.numerics.estimate import Estimate

# How far aside rounding is looked at, in units of a line's direction: near enough to be like where the line starts.
ASIDE = 2.0**-14 * 0.73

# The first samples of a limit, at which a function still has its ordinary size.
NEARBY = 2.0**-7


def ordinary_place(t: float, to: float) -> bool:
    """Whether ``t`` is still so far from the limit at ``to`` that a function has its ordinary size there."""
    return abs(t) <= 1 / NEARBY if math.isinf(to) else abs(t - to) >= NEARBY


class NotElementwise(Exception):
    """``derivative`` was asked of a map that mixes entries."""


class Evaluator:
    """Runs a program at points."""

    def __init__(self, program: Program, *, variant: int = 0) -> None:
        """``variant`` chooses among families of steps, directions and rounding errors that have nothing in common."""
        self.variant = variant
        self.arithmetic = Arithmetic(program, variant=variant)
        self.reach = ladder.STEP * (1.0 if variant == 0 else 0.61803398875)
        self.skipped = {id(part.direct) for part in program.parts if part.direct is not None}

    def frame(self, point: dict[bytes, Any]) -> Frame:
        """A memory with the point's values; those that hypotheses assign are off in the replicas by what their formulas are."""
        frame = self.arithmetic.frame(point)
        for assignment in self.arithmetic.program.prelude:
            self.run(frame, assignment.steps)
            shape = np.shape(frame.memories[0][assignment.letter])
            for memory in frame.memories[1:]:
                memory[assignment.letter] = np.broadcast_to(memory[assignment.formula], shape)[()]
            frame.exact[assignment.letter] = frame.exact[assignment.formula]
        return frame

    def run(self, frame: Frame, steps: list[Step]) -> None:
        """Compute ``steps``, in every run side by side. Sides that are tested along directions are left out."""
        for step in steps:
            if isinstance(step, BinderStep):
                if id(step) not in self.skipped:
                    self.bind(frame, step)
            else:
                self.arithmetic.step(frame, step)

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
                off = estimate.value + np.where(estimate.error > 0, signs * estimate.error, 0.0)
            memory[step.slot] = np.where(estimate.doubtful, 0.0, off)[()]

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
                        memory[inner.slot] = self.arithmetic.call(inner, memory)
                elif isinstance(inner, BinderStep):
                    self.bind(Frame([memory], frame.exact.copy()), inner)
                else:
                    memory[inner.slot] = self.arithmetic.call(inner, memory)
            return np.array(memory[step.body], dtype=np.float64)

        return at

    def room(self, frame: Frame, step: BinderStep, direction: Floats) -> float:
        """How far what is moved may go along ``direction`` and stay in its domain."""
        if not (isinstance(step.node, Derivative) and isinstance(step.node.wrt, Variable)):
            return math.inf
        start = np.asarray(frame.memories[0][step.moving], dtype=np.float64)
        room = 0.5 * step.node.wrt.domain.room(start, direction)
        frame.at_edge |= not room > 0
        return room

    def noise(self, frame: Frame, step: BinderStep, direction: Floats, room: float) -> Floats:
        """How far rounding moves the body: where it stands, and a little way along ``direction``, where neither the place nor what
        is computed from it is a number that happens to be exact."""
        found = frame.deviation(step.body)
        if not room > 0 or len(frame.memories) == 1:
            return found
        inner = Frame([memory.copy() for memory in frame.memories], frame.exact.copy())
        moved = (np.asarray(frame.memories[0][step.moving], dtype=np.float64) + min(ASIDE, 0.5 * room) * direction)[()]
        self.arithmetic.store(inner, step.moving, moved)
        self.arithmetic.blur(inner, step.moving)
        self.run(inner, step.dynamic)
        aside = inner.deviation(step.body)
        defined = np.isfinite(np.asarray(inner.memories[0][step.body], dtype=np.float64))
        return np.where(defined, np.maximum(found, aside), found)

    def slope(self, frame: Frame, step: BinderStep, direction: Floats, order: int = 1) -> Estimate:
        """The derivative (of first or second ``order``) of the body along ``direction``."""
        start = np.asarray(frame.memories[0][step.moving], dtype=np.float64)
        curve = self.curve(frame, step)
        room = self.room(frame, step, direction)
        frame.scale = max(frame.scale, _largest(frame.memories[0][step.body]))
        take = differences.slope if order == 1 else differences.curvature
        return take(
            lambda t: curve((start + t * direction)[()]),
            noise=self.noise(frame, step, direction, room),
            step=self.reach,
            room=room,
        )

    def directions(self, frame: Frame, step: BinderStep) -> Floats:
        """How far each entry of what is moved should move at t = 1: its own size, or that of its neighbours."""
        return derivatives.scales(np.asarray(frame.memories[0][step.moving], dtype=np.float64))

    def gaussian(self, frame: Frame, step: BinderStep, scale: Floats, number: int = 0) -> Floats:
        """A random direction (the first, or another ``number``) that stays inside the domain, the same for the same point; every second
        point moves all entries alike, so that neither a small entry beside large ones nor a curved function of a small entry escapes."""
        start = np.ascontiguousarray(frame.memories[0][step.moving], dtype=np.float64)
        code = zlib.crc32(start.tobytes()) ^ (0xABCD * self.variant)
        if code & 1:
            scale = np.full(scale.shape, np.max(scale, initial=0.0) or 1.0)
        direction = np.asarray(scale * noise(scale.shape, step.slot + 7 * number, code >> 1))
        domain = curved(step)
        return direction if domain is None else domain.tangent(start, direction)

    def curvature(self, frame: Frame, step: BinderStep, g: Floats, h: Floats) -> Estimate:
        """gᵀHh of the body's Hessian H. One direction alone would not tell H from anything with the same symmetric part."""
        return derivatives.polarised(self.slope(frame, step, g + h, 2), self.slope(frame, step, g - h, 2))

    def derivative(self, frame: Frame, step: BinderStep) -> Estimate:
        """The whole derivative, entry by entry."""
        node = step.node
        assert isinstance(node, Derivative)
        scale = self.directions(frame, step)
        if node.kind == "directional":
            along = np.asarray(frame.memories[0][step.along or 0], dtype=np.float64)
            size = float(np.max(np.abs(along / scale), initial=0.0)) or 1.0
            return derivatives.scaled(self.slope(frame, step, along / size), np.asarray(size))
        if node.kind == "derivative":
            return self.elementwise(frame, step, scale)
        if node.kind == "hessian":
            return derivatives.hessian(lambda v: self.slope(frame, step, v, 2), scale)
        return self.jacobian(frame, step, scale)

    def jacobian(self, frame: Frame, step: BinderStep, scale: Floats) -> Estimate:
        """All entries: each entry of what is moved along a line of its own."""
        start = np.asarray(frame.memories[0][step.moving], dtype=np.float64)
        frame.scale = max(frame.scale, _largest(frame.memories[0][step.body]) / (_largest(scale) or 1.0))
        domain = curved(step)
        units = [derivatives.unit(scale, i) for i in range(scale.size)]
        units = units if domain is None else [domain.tangent(start, v) for v in units]
        rooms = [self.room(frame, step, v) for v in units]
        every = scale * noise(scale.shape, step.slot, 2)
        floor = self.noise(frame, step, every, self.room(frame, step, every))
        return derivatives.jacobian(
            self.curve(frame, step), start, scale=scale, directions=units, noise=floor, step=self.reach, rooms=rooms
        )

    def elementwise(self, frame: Frame, step: BinderStep, scale: Floats) -> Estimate:
        """The diagonal of an elementwise map's Jacobian, by moving all entries at once; raises :class:`NotElementwise`."""
        signs = np.sign(noise(scale.shape, step.slot, 5))
        if scale.size:
            signs.flat[1::2] = -signs.flat[0]  # never all alike
        try:
            return derivatives.elementwise(lambda v: self.slope(frame, step, v), scale, signs)
        except derivatives.Mixes:
            body, wrt = (repr(e) for e in step.node.args[:2])
            raise NotElementwise(
                f"derivative(…) is for elementwise maps, and in `{body}` an entry of the result depends on several entries of `{wrt}`: "
                "write jacobian(…), or np.diagonal(jacobian(…)) for its diagonal"
            ) from None

    def limit(self, frame: Frame, step: BinderStep) -> Estimate:
        """The limit of the body, sampled in every run at each place on the way."""
        node = step.node
        assert isinstance(node, Limit)
        inner = Frame([memory.copy() for memory in frame.memories], frame.exact.copy())

        def at(t: float) -> tuple[Floats, Floats]:
            self.arithmetic.store(inner, step.moving, np.float64(t))
            with np.errstate(all="ignore"):
                self.run(inner, step.dynamic)
            value = np.array(inner.memories[0][step.body], dtype=np.float64)
            if ordinary_place(t, node.to):
                frame.scale = max(frame.scale, _largest(value))
            return value, inner.deviation(step.body) + EPS * np.abs(value)

        side: Any = node.side
        estimate = limits.limit(at, node.to, side=side, beyond=step.beyond, doubt=not step.opaque)
        frame.rates[step.slot] = estimate.rate
        return estimate


def _largest(value: Any) -> float:
    """The largest finite magnitude."""
    size = np.abs(np.asarray(value, dtype=np.float64))
    return float(np.max(size[np.isfinite(size)], initial=0.0))
