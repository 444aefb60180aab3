"""One operation at a point, with the rounding errors that it makes.

Each operation runs several times side by side: once plainly, and in replicas in which it is off by about one rounding (a random
one). How far the replicas stray is the error of the plain value: rounding, cancellation and bad conditioning are seen where they
happen. Operations that are exact (a maximum, an index, sums and products of small integers) are left alone, so that ties and
zeros stay what they are.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.boxes import internal_noise
from mathcheck.engine.program import Program
from mathcheck.engine.roundings import EPS, noise, on_grid, wobbled
from mathcheck.engine.steps import BinderStep, Step, fetch_keywords
from mathcheck.engine.watch import as_floats, call_watched
from mathcheck.language.errors import ShapeMismatch
from mathcheck.language.expression import Expr
from mathcheck.language.graph import contains, free, nodes
from mathcheck.numerics.unending import refuse

Floats = NDArray[np.float64]

# Replicas beside the plain run. Two random signs agree with a given pattern of errors in a quarter of all cases; the
# safety factor that comparisons apply covers what two replicas miss.
REPLICAS = 2

# Black boxes are called twice for the same input this many times a check.
CALLS_TWICE = 6

# Functions that make real numbers of complex ones.
REAL_OF_COMPLEX = frozenset("np.abs np.real np.imag np.angle".split())


@dataclass
class Frame:
    """A point's memory: ``memories[0]`` is the plain run, the others the replicas."""

    memories: list[list[Any]]
    exact: list[bool]
    nowhere: list[BinderStep] = field(default_factory=list)  # derivatives or limits that do not exist at this point
    rates: dict[int, str] = field(default_factory=dict)
    at_edge: bool = False  # a derivative was asked where its domain leaves no room to move
    scale: float = 0.0  # of what is differentiated or tends: a derivative or limit of zero is zero beside this

    def deviation(self, slot: int) -> Floats:
        """How far the replicas stray from the plain value, entry by entry; infinitely far where one of them has no value."""
        plain = np.asarray(self.memories[0][slot], dtype=np.float64)
        if len(self.memories) == 1:
            return np.zeros(plain.shape)
        return strayed(plain, np.stack([np.asarray(memory[slot], dtype=np.float64) for memory in self.memories[1:]]))


def strayed(plain: Floats, others: Floats) -> Floats:
    """The largest distance of any of ``others`` (stacked along the first axis) from ``plain``; infinite where it is unknown."""
    with np.errstate(invalid="ignore"):
        distance = np.where(others == plain, 0.0, np.abs(others - plain))
    return np.asarray(np.max(np.where(np.isnan(distance), np.inf, distance), axis=0, initial=0.0))


class Arithmetic:
    """A program's operations, one at a time, in every run."""

    def __init__(self, program: Program, *, variant: int = 0) -> None:
        """``variant`` chooses among families of rounding errors that have nothing in common."""
        self.program = program
        self.variant = variant
        self.replicas = REPLICAS if variant == 0 else 2 * REPLICAS
        self.calls_twice = CALLS_TWICE

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
                self.blur(frame, self.program.slots[variable.fingerprint], norm=True)
        return frame

    def store(self, frame: Frame, slot: int, value: Any) -> None:
        """The same value in every run."""
        frame.exact[slot] = on_grid(value)
        for memory in frame.memories:
            memory[slot] = value

    def blur(self, frame: Frame, slot: int, *, norm: bool = False) -> None:
        """A value that is known up to a rounding: of each entry, or (``norm``) of the largest."""
        frame.exact[slot] = False
        for r, memory in enumerate(frame.memories[1:]):
            memory[slot] = wobbled(memory[slot], slot, r + 7 * self.variant, norm=norm)

    def step(self, frame: Frame, step: Step) -> None:
        """One operation, in every run."""
        operation = step.node.operation
        memories, slot = frame.memories, step.slot
        plain = memories[0][slot] = self.call(step, memories[0])
        rounding = operation.rounding
        if rounding == "exact":
            frame.exact[slot] = all(frame.exact[i] for i in step.inputs)
            for memory in memories[1:]:
                memory[slot] = self.call(step, memory)
            return
        if self.program.breaks and rounding in ("ring", "inner") and not operation.opaque:
            frame.exact[slot] = all(frame.exact[i] for i in step.inputs) and on_grid(plain)
        if operation.opaque:
            self._box(frame, step)
            return
        exact = frame.exact[slot]
        bared = self._bared(frame, step) if step.bared and not exact else None
        for r, memory in enumerate(memories[1:]):
            if rounding in ("inner", "norm") and not exact:
                value = self.call(step, memory, wobble=r + 1 + 7 * self.variant)
                memory[slot] = wobbled(value, slot, r + 7 * self.variant, norm=rounding == "norm", least=operation.least)
            else:
                value = self.call(step, memory)
                memory[slot] = value if exact else wobbled(value, slot, r + 7 * self.variant, least=operation.least)
            if bared is not None:
                memory[slot] = memory[slot] + bared * noise(np.shape(memory[slot]), slot, r + 7 * self.variant + 3)

    def _bared(self, frame: Frame, step: Step) -> Any:
        """One rounding of the computed terms of a sum, entry by entry: two replicas may round alike, and the sum then hide what they are
        off by."""
        args = step.arguments(frame.memories[0])
        terms = [np.abs(arg) if i in step.bared else arg for i, arg in enumerate(args)]
        if step.totals:
            size = step.function(*terms, **fetch_keywords(step, frame.memories[0]))
        else:
            size = functools.reduce(np.maximum, [terms[i] for i in step.bared])
        return EPS * np.where(np.isfinite(size), size, 0.0)

    def _box(self, frame: Frame, step: Step) -> None:
        """A black box's replicas: off by its arguments' roundings, its own, and the noise that it makes inside."""
        slot, eps = step.slot, self.program.precision.get(step.slot, EPS)
        plain = frame.memories[0]
        sigma = internal_noise(self.program, step, step.arguments(plain), fetch_keywords(step, plain))
        for r, memory in enumerate(frame.memories[1:]):
            replica = r + 7 * self.variant
            value = wobbled(self.call(step, memory, wobble=replica + 1), slot, replica, eps=eps)
            memory[slot] = value + sigma * noise(np.shape(value), slot, replica) if np.any(sigma) else value

    def call(self, step: Step, memory: list[Any], wobble: int = 0) -> Any:
        """The value of one operation for the arguments in ``memory``; NaN where linear algebra finds no answer.

        Raises :class:`ShapeMismatch` where NumPy finds that shapes do not agree, and whatever somebody's own code raises.
        """
        operation = step.node.operation
        args = step.arguments(memory)
        kwargs = fetch_keywords(step, memory)
        if wobble:
            norm, keep, eps = operation.rounding == "norm", operation.opaque, self.program.precision.get(step.slot, EPS)
            args = tuple(wobbled(a, step.slot + 17 * i, wobble, whole=keep, norm=norm, eps=eps) for i, a in enumerate(args))
        if operation.opaque:
            twice = self.calls_twice > 0
            self.calls_twice -= twice
            return call_watched(operation.name, operation.call, args, kwargs, twice=twice)
        try:
            refuse(operation.call, args, kwargs)
            value = operation.call(*args, **kwargs)
        except np.linalg.LinAlgError:
            return _no_value(operation.call, args, kwargs)
        except (ValueError, IndexError) as error:
            if operation.name == "getitem":
                raise ShapeMismatch(
                    f"`{step.node!r}` asks for an entry that an array of shape {np.shape(args[0])} does not have"
                ) from error
            shapes = ", ".join(str(np.shape(arg)) for arg in args)
            raise ShapeMismatch(f"{operation.name} of {shapes} in `{step.node!r}` ({error})") from error
        if isinstance(value, np.ndarray) and value.dtype.kind in "cO":
            return as_floats(operation.name, value, inside=f"keep these inside, as in f = {self._inside(step.node)}")
        return value

    def _inside(self, node: Expr) -> str:
        """A function in which the complex numbers that ``node`` makes become real: the smallest part of the claim in which they do."""
        relation = self.program.relation
        whole = [
            part
            for part in nodes(relation, *relation.hypotheses)
            if part.operation.name in REAL_OF_COMPLEX and contains(part, node)
        ]
        if not whole:
            return f"function(lambda x: np.abs({node.operation.name}(x)), name='f')"
        letters = [leaf for leaf in free(whole[0]) if contains(whole[0], leaf)]
        return f"function(lambda {', '.join(map(repr, letters))}: {whole[0]!r}, name='f')"


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
