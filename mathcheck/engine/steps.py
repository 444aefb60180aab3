"""Steps of a program: one node each, with the slots that it reads and fills."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mathcheck.language.expression import Constant, Expr, Leaf


@dataclass(frozen=True)
class Slot:
    """Where in the memory an argument's value is found."""

    index: int


# Sums of entries, and of products of entries; in each of these the same of magnitudes is what its errors are measured by.
_TOTALS = (np.sum, np.mean, np.cumsum, np.trace)
_PRODUCTS = (np.matmul, np.dot, np.inner, np.vdot, np.tensordot)


@dataclass(eq=False)
class Step:
    """One node: which slot it fills and from where. ``plain`` lists the argument slots when all arguments are nodes."""

    slot: int
    node: Expr
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    plain: tuple[int, ...] | None

    def __post_init__(self) -> None:
        self.function = self.node.operation.call
        self.inputs = _slots(self.args)
        self.bare()
        # Nothing to fetch but slots, nothing to watch: the inner loop of every derivative calls the function directly.
        self.simple = self.plain is not None and not self.kwargs and not self.node.operation.opaque and type(self) is Step

    def bare(self, assigned: Container[bytes] = frozenset()) -> None:
        """Find the arguments whose own roundings a sum may lay bare by cancellation: those that were computed, as ``assigned`` letters are.
        Of products both count."""
        operation, args = self.node.operation, self.node.args
        sums = operation.symbol in ("+", "-") and len(args) == 2
        computed = [isinstance(a, Expr) and (not isinstance(a, (Leaf, Constant)) or a.fingerprint in assigned) for a in args]
        self.bared = [i for i, c in enumerate(computed) if c and sums]
        self.totals = (operation.call in _TOTALS and computed[:1] == [True]) or (operation.call in _PRODUCTS and any(computed[:2]))
        if self.totals:
            self.bared = [0] if operation.call in _TOTALS else [i for i in (0, 1) if i < len(computed)]

    def arguments(self, memory: list[Any]) -> tuple[Any, ...]:
        """The positional arguments' values."""
        if self.plain is not None:
            return tuple([memory[i] for i in self.plain])
        return tuple(_fetch(arg, memory) for arg in self.args)


@dataclass(eq=False)
class BinderStep(Step):
    """A derivative or a limit: ``dynamic`` recomputes its body after the slot ``moving`` was set, and ``beyond`` says how many powers of 2
    the numbers in it reach."""

    body: int
    moving: int
    along: int | None
    dynamic: list[Step] = field(default_factory=list)
    beyond: int = 0

    @property
    def opaque(self) -> bool:
        """Whether somebody's own code is in the body."""
        return any(step.node.operation.opaque for step in self.dynamic)


def _slots(value: Any) -> list[int]:
    """The slots inside a (nested) argument."""
    if isinstance(value, Slot):
        return [value.index]
    return [slot for entry in value for slot in _slots(entry)] if isinstance(value, (tuple, list)) else []


def _fetch(value: Any, memory: list[Any]) -> Any:
    if isinstance(value, Slot):
        return memory[value.index]
    if isinstance(value, tuple):
        return tuple(_fetch(entry, memory) for entry in value)
    if isinstance(value, list):
        return [_fetch(entry, memory) for entry in value]
    if isinstance(value, dict):
        return {key: _fetch(entry, memory) for key, entry in value.items()}
    if isinstance(value, slice):
        return slice(_fetch(value.start, memory), _fetch(value.stop, memory), _fetch(value.step, memory))
    return value


def fetch_keywords(step: Step, memory: list[Any]) -> dict[str, Any]:
    """The keyword arguments' values."""
    return {key: _fetch(value, memory) for key, value in step.kwargs.items()} if step.kwargs else {}
