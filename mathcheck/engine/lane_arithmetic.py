"""One operation for a whole group of points: the same values and errors as one after the other, for a fraction of the time.

All points of a group have the same sizes, so every operation runs once for the whole group and its replicas. Whatever cannot
run so raises :class:`~mathcheck.numerics.batched.NotTogether` or what the operation raises: then the points are looked at one by
one, which says properly what is wrong.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.arithmetic import strayed
from mathcheck.engine.boxes import internal_noise
from mathcheck.engine.program import Program
from mathcheck.engine.roundings import EPS, ROUNDINGS, lanes_on_grid, noise, salt
from mathcheck.engine.steps import Step, fetch_keywords
from mathcheck.engine.watch import as_floats
from mathcheck.language.operations import Operation
from mathcheck.numerics import batched
from mathcheck.numerics.batched import Many, NotTogether, lane

Floats = NDArray[np.float64]


class Lanes:
    """The values of all nodes: the first ``plain`` lanes are the points, then follow ``replicas`` times as many with other roundings.

    A child, made for the places that a derivative or limit looks at, finds what it has not computed itself in its ``parent``: in the
    lanes that ``index`` names, or in the same ones.
    """

    def __init__(
        self, slots: int, plain: int, replicas: int, parent: Lanes | None = None, index: NDArray[np.intp] | None = None
    ) -> None:
        self.memory: list[Any] = [None] * slots
        self.plain, self.replicas, self.parent, self.index = plain, replicas, parent, index
        self.exact: dict[int, Any] = {} if parent is None or index is not None else dict(parent.exact)
        self.gone = np.zeros(plain, dtype=bool)  # points at which a derivative or limit does not exist
        self.scale = np.zeros(plain)

    def __getitem__(self, slot: int) -> Any:
        value = self.memory[slot]
        if value is None and self.parent is not None:
            value = self.parent[slot]
            if self.index is not None:
                value = self.memory[slot] = _picked(value, self.index)
        return value

    @property
    def numbers(self) -> int:
        """How many numbers the memory holds."""
        return sum(value.array.size for value in self.memory if isinstance(value, Many))

    def stacked(self, slot: int) -> Floats:
        """A slot's value in every lane."""
        value = self[slot]
        if isinstance(value, Many):
            return np.asarray(value.array, dtype=np.float64)
        return np.broadcast_to(np.asarray(value, dtype=np.float64), (self.plain * (1 + self.replicas), *np.shape(value)))

    def points(self, slot: int) -> Floats:
        """A slot's plain value at every point."""
        return self.stacked(slot)[: self.plain]

    def deviation(self, slot: int) -> Floats:
        """How far the replicas stray from the plain value, at every point and entry by entry; as for single points."""
        every = self.stacked(slot)
        plain = every[: self.plain]
        if not self.replicas:
            return np.zeros(plain.shape)
        return strayed(plain, every[self.plain :].reshape(self.replicas, *plain.shape))

    def enlarge(self, sizes: Floats) -> None:
        """Raise the scale of every point."""
        self.scale = np.maximum(self.scale, sizes)


def _picked(value: Any, index: NDArray[np.intp]) -> Any:
    if isinstance(value, Many):
        return Many(value.array[index])
    return tuple(_picked(part, index) for part in value) if isinstance(value, tuple) else value


class LaneArithmetic:
    """A program's operations, one at a time, in every lane."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.rules: dict[int, Any] = {}

    def step(self, frame: Lanes, step: Step) -> None:
        """One operation, in every lane."""
        operation, slot = step.node.operation, step.slot
        args, kwargs = step.arguments(frame), fetch_keywords(step, frame)  # type: ignore[arg-type]
        if not _varies((args, tuple(kwargs.values()))):
            frame.memory[slot], frame.exact[slot] = operation.call(*args, **kwargs), True
            return
        rounding = operation.rounding if frame.replicas else "exact"
        eps = self.program.precision.get(slot, EPS)
        if rounding in ("inner", "norm"):
            norm, whole = rounding == "norm", operation.opaque
            plain = args
            args = tuple(
                self.wobbled(frame, a, slot + 17 * i, norm=norm, whole=whole, fresh=False, eps=eps) for i, a in enumerate(args)
            )
        exact: Any
        value = self.apply(step, args, kwargs)
        if operation.opaque and frame.replicas:
            self._add_noise(frame, step, value, plain, kwargs)
        exact = True
        for i in step.inputs:
            exact = exact & frame.exact.get(i, False)
        if rounding == "exact":
            frame.exact[slot] = exact
        else:
            sums = self.program.breaks and rounding in ("ring", "inner") and not operation.opaque and isinstance(value, Many)
            exact = exact & lanes_on_grid(value.array[: frame.plain]) if sums else False
            frame.exact[slot] = exact
            if rounding == "inner" and np.any(exact):
                self._unwobble(frame, value, np.broadcast_to(exact, frame.plain))
            value = self.wobbled(frame, value, slot, norm=rounding == "norm", exact=exact, eps=eps, least=operation.least)
            if step.bared and exact is not True and isinstance(value, Many) and frame.replicas:
                self._bare(frame, step, value, args, kwargs, exact)
        frame.memory[slot] = value

    def _unwobble(self, frame: Lanes, value: Many, exact: NDArray[np.bool_]) -> None:
        """Take back what wobbled arguments did to sums and products of small whole numbers: those are exact."""
        plain = value.array[: frame.plain]
        tail = value.array[frame.plain :].reshape(frame.replicas, *plain.shape)
        tail[:, exact] = plain[exact]

    def _larger(self, frame: Lanes, terms: list[Any]) -> Floats:
        """The magnitude of the larger term of a sum of two, or of the one that was computed."""
        sizes = [np.abs(term.array[: frame.plain] if isinstance(term, Many) else np.asarray(term)[None]) for term in terms]
        axes = max(size.ndim for size in sizes)
        lined = [size.reshape(len(size), *(1,) * (axes - size.ndim), *size.shape[1:]) for size in sizes]
        return np.asarray(functools.reduce(np.maximum, lined))

    def _magnitude(self, frame: Lanes, step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Floats:
        """The same sum of the magnitudes of what it sums."""
        given = [Many(arg.array[: frame.plain]) if isinstance(arg, Many) else arg for arg in args]
        sizes = tuple(np.abs(arg) if i in step.bared and not isinstance(arg, Many)
                      else Many(np.abs(arg.array)) if i in step.bared else arg for i, arg in enumerate(given))  # fmt: skip
        plain = {name: Many(arg.array[: frame.plain]) if isinstance(arg, Many) else arg for name, arg in kwargs.items()}
        size = self.apply(step, sizes, plain)
        return np.asarray(size.array if isinstance(size, Many) else np.asarray(size)[None])

    def _bare(self, frame: Lanes, step: Step, value: Many, args: tuple[Any, ...], kwargs: dict[str, Any], exact: Any) -> None:
        """Put one rounding of the computed terms of a sum into its replicas; as for single points."""
        size = self._magnitude(frame, step, args, kwargs) if step.totals else self._larger(frame, [args[i] for i in step.bared])
        tail = value.array[frame.plain :].reshape(frame.replicas, frame.plain, *value.array.shape[1:])
        size = size.reshape(len(size), *(1,) * (tail.ndim - 1 - size.ndim), *size.shape[1:])
        off = EPS * np.where(np.isfinite(size), size, 0.0)
        if exact is not False:
            off = np.where(np.asarray(exact).reshape(-1, *(1,) * (tail.ndim - 2)), 0.0, off)
        for r in range(frame.replicas):
            tail[r] += off * noise(tail.shape[2:], step.slot, r + 3)

    def apply(self, step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The operation's values."""
        operation = step.node.operation
        if operation.opaque:
            return batched.lane_by_lane(_watched(operation.name, operation.call), args, kwargs)
        if operation.lanes == "index" and isinstance(args[0], tuple):
            return args[0][args[1]]
        value = batched.apply(operation.call, args, kwargs, self._rule(operation))
        if isinstance(value, Many) and value.array.dtype.kind in "cO":
            raise NotTogether("not real numbers")
        return value

    def _rule(self, operation: Operation) -> Any:
        key = id(operation)
        if key not in self.rules:
            self.rules[key] = batched.rule_of(operation.call, operation.lanes)
        return self.rules[key]

    def at_once(self, operation: Operation) -> bool:
        """Whether an operation runs once for all lanes, and not lane by lane."""
        return not operation.opaque and self._rule(operation) is not None

    def _add_noise(self, frame: Lanes, step: Step, value: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Put a black box's own noise into its replicas."""
        if not isinstance(value, Many) or value.array.dtype != np.float64:
            return
        tail = value.array[frame.plain :].reshape(frame.replicas, *value.array[: frame.plain].shape)
        for i in range(frame.plain):
            sigma = internal_noise(self.program, step, tuple(lane(arg, i) for arg in args), lane(kwargs, i))
            if np.any(sigma):
                for r in range(frame.replicas):
                    tail[r, i] += sigma * noise(tail.shape[2:], step.slot, r)

    def wobbled(
        self,
        frame: Lanes,
        value: Any,
        slot: int,
        *,
        norm: bool = False,
        whole: bool = False,
        fresh: bool = True,
        exact: Any = False,
        eps: float = EPS,
        least: float = 0.0,
    ) -> Any:
        """``value`` with the replicas off by about one rounding, where it is not ``exact``; in place where it is ``fresh``."""
        if isinstance(value, tuple):
            return tuple(
                self.wobbled(frame, part, slot + i, norm=norm, whole=whole, fresh=fresh, eps=eps, least=least)
                for i, part in enumerate(value)
            )
        if not isinstance(value, Many) or value.array.dtype != np.float64 or not frame.replicas or exact is True:
            return value
        array = value.array if fresh and value.array.base is None and value.array.flags.c_contiguous else value.array.copy("C")
        tail = array[frame.plain :].reshape(frame.replicas, frame.plain, *array.shape[1:])
        axes = tuple(range(2, tail.ndim))
        size = np.max(np.abs(tail), axis=axes, initial=0.0, keepdims=True, where=np.isfinite(tail)) if norm else tail
        size = np.maximum(np.abs(size), least) if least else size
        salts = np.array([salt(slot, r) for r in range(frame.replicas)], dtype=np.uint64).reshape(-1, *(1,) * (tail.ndim - 1))
        mixed = (tail.view(np.uint64) ^ salts) * np.uint64(0x9E3779B97F4A7C15)
        off = size * (eps * ROUNDINGS[(mixed >> np.uint64(52)).astype(np.intp)])
        if whole:
            off = np.where(tail == np.rint(tail), 0.0, off)
        off = np.where(np.isfinite(tail), off, 0.0)
        if exact is not False:
            off = np.where(np.asarray(exact).reshape(1, -1, *(1,) * len(axes)), 0.0, off)
        tail += off
        return Many(array)


def _watched(name: str, call: Any) -> Any:
    def once(*args: Any, **kwargs: Any) -> Any:
        copies = [arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args]
        try:
            result = as_floats(name, call(*copies, **kwargs))
        except SystemExit as error:
            raise NotTogether("the program was to end") from error
        for arg, copy in zip(args, copies, strict=True):
            if isinstance(arg, np.ndarray) and not np.array_equal(arg, copy, equal_nan=arg.dtype.kind == "f"):
                raise NotTogether("an argument was changed")
        return result

    return once


def _varies(value: Any) -> bool:
    if isinstance(value, Many):
        return True
    return any(_varies(part) for part in value) if isinstance(value, (tuple, list)) else False
