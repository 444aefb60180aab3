"""Arguments of operations as data: numbers, arrays and formulas, nested in tuples, lists, dictionaries and slices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from mathcheck.language.refusals import Symbolic

if TYPE_CHECKING:
    from mathcheck.language.expression import Expr


def parts(value: Any) -> Iterator[Expr]:
    """The formulas inside a (nested) argument, in order.

    >>> list(parts([1, (2, None), slice(None)]))
    []
    """
    yield from inside((value,))


def inside(values: Iterable[Any]) -> list[Expr]:
    """The formulas inside several, in order."""
    found: list[Expr] = []
    for value in values:
        if isinstance(value, Symbolic):
            found.append(cast("Expr", value))
        elif isinstance(value, (tuple, list)):
            found += inside(value)
        elif isinstance(value, dict):
            found += inside(value.values())
        elif isinstance(value, slice):
            found += inside((value.start, value.stop, value.step))
    return found


def rebuilt(sequence: Any, entries: list[Any]) -> Any:
    """A tuple or list of the same kind with other entries, also one with names."""
    return sequence._make(entries) if hasattr(sequence, "_make") else type(sequence)(entries)


def substitute(value: Any, change: Callable[[Expr], Any]) -> Any:
    """A (nested) argument with every formula in it replaced by ``change(formula)``."""
    if isinstance(value, Symbolic):
        return change(cast("Expr", value))
    if isinstance(value, (tuple, list)):
        return rebuilt(value, [substitute(entry, change) for entry in value])
    if isinstance(value, dict):
        return {key: substitute(entry, change) for key, entry in value.items()}
    if isinstance(value, slice):
        return slice(*(substitute(entry, change) for entry in (value.start, value.stop, value.step)))
    return value


def token(value: Any) -> Any:
    """What tells an argument from others, made of plain data: a formula's is its fingerprint."""
    if isinstance(value, Symbolic):
        return cast("Expr", value).fingerprint
    if isinstance(value, (tuple, list)):
        return (type(value).__name__, *map(token, value))
    if isinstance(value, Mapping):
        return tuple((key, token(entry)) for key, entry in sorted(value.items()))
    if isinstance(value, slice):
        return ("slice", token(value.start), token(value.stop), token(value.step))
    if isinstance(value, np.ndarray):
        return ("array", value.dtype.str, value.shape, value.tobytes())
    if isinstance(value, (int, float, str, bytes, type(None), type(Ellipsis), np.generic)):
        return value
    return id(value)
