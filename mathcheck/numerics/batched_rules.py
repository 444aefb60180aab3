"""NumPy's functions as rules on stacked arrays: a row a function, each running once for all lanes.

A rule gets the arguments of the function with :class:`~mathcheck.numerics.many.Many` in place of arrays and returns the stacked result,
or raises :class:`~mathcheck.numerics.batched_arguments.NoRule` for arguments that the row is not for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mathcheck.numerics.batched_arguments import NoRule, Rule, aligned, axes_of, every
from mathcheck.numerics.batched_linear import LINEAR
from mathcheck.numerics.many import Many, found


def elementwise(call: Callable[..., Any]) -> Rule:
    """The rule of a function that works entry by entry and broadcasts."""

    def rule(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            raise NoRule
        return call(*aligned(args))

    return rule


def _reduction(call: Callable[..., Any]) -> Rule:
    def rule(a: Any, axis: Any = None, keepdims: bool = False, **more: Any) -> Any:
        if not isinstance(a, Many) or more:
            raise NoRule
        return call(a.array, axis=axes_of(axis, a.ndim), keepdims=keepdims)

    return rule


def single_axis(call: Callable[..., Any], default: Any = -1) -> Rule:
    """The rule of a function along one axis of a lane."""

    def rule(a: Any, axis: Any = default) -> Any:
        if not isinstance(a, Many) or axis is None or a.ndim == 0:
            raise NoRule
        return call(a.array, axis=axes_of(axis, a.ndim))

    return rule


def _flat(call: Callable[..., Any]) -> Rule:
    def rule(a: Any, axis: Any = None) -> Any:
        if not isinstance(a, Many) or axis is not None:
            raise NoRule
        return call(a.array.reshape(a.lanes, -1), axis=1)

    return rule


def _native(call: Callable[..., Any], axes: int = 2) -> Rule:
    """For what NumPy stacks itself: linear algebra on the last two axes."""

    def rule(a: Any, **more: Any) -> Any:
        if not isinstance(a, Many) or a.ndim < axes or more:
            raise NoRule
        result = call(a.array)
        return tuple(result) if isinstance(result, tuple) else result

    return rule


def _transpose(a: Any, axes: Any = None) -> Any:
    if not isinstance(a, Many):
        raise NoRule
    order = tuple(range(a.ndim))[::-1] if axes is None else tuple(int(axis) % a.ndim for axis in axes)
    return a.array.transpose(0, *(axis + 1 for axis in order))


def getitem(a: Any, index: Any) -> Any:
    """Entries of every lane."""
    picks = index if isinstance(index, tuple) else (index,)
    if not isinstance(a, Many) or not all(
        pick is None or pick is Ellipsis or isinstance(pick, (int, np.integer, slice)) for pick in picks
    ):
        raise NoRule
    if any(isinstance(pick, slice) and found((pick.start, pick.stop, pick.step)) for pick in picks):
        raise NoRule
    return a.array[(slice(None), *picks)]


def _ravel(a: Any) -> Any:
    if not isinstance(a, Many):
        raise NoRule
    return a.array.reshape(a.lanes, -1)


def _reshape(a: Any, shape: Any) -> Any:
    if not isinstance(a, Many) or found((shape,)):
        raise NoRule
    return a.array.reshape(a.lanes, *(shape if isinstance(shape, (tuple, list)) else (shape,)))


def _joined(call: Callable[..., Any]) -> Rule:
    def rule(arrays: Any, axis: Any = 0) -> Any:
        if axis is None or isinstance(arrays, Many):
            raise NoRule
        return call(every(arrays), axis=axes_of(axis, 0))

    return rule


def _triangle(call: Callable[..., Any]) -> Rule:
    def rule(m: Any, k: int = 0) -> Any:
        if not isinstance(m, Many) or m.ndim != 2:
            raise NoRule
        return call(m.array, k)

    return rule


RULES: dict[Any, Rule] = {
    **LINEAR,
    np.where: elementwise(np.where),
    np.clip: elementwise(np.clip),
    **{
        call: _reduction(call)
        for call in (np.sum, np.mean, np.prod, np.max, np.min, np.amax, np.amin, np.any, np.all, np.count_nonzero, np.var, np.std)
    },
    **{call: _flat(call) for call in (np.argmax, np.argmin)},
    **{call: single_axis(call) for call in (np.sort, np.argsort)},
    **{call: _native(call) for call in (np.linalg.inv, np.linalg.det, np.linalg.slogdet, np.linalg.eigh, np.matrix_transpose)},
    np.transpose: _transpose,
    np.ravel: _ravel,
    np.reshape: _reshape,
    np.concatenate: _joined(np.concatenate),
    np.stack: _joined(np.stack),
    np.triu: _triangle(np.triu),
    np.tril: _triangle(np.tril),
}
