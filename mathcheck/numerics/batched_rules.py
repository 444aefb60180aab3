"""NumPy's functions as rules on stacked arrays: a row a function, each running once for all lanes.

A rule gets the arguments of the function with :class:`~mathcheck.numerics.many.Many` in place of arrays and returns the stacked result,
or raises :class:`NoRule` for arguments that the row is not for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mathcheck.numerics.many import Many, found

Rule = Callable[..., Any]


class NoRule(Exception):
    """These arguments are not what the row is for."""


# --- shapes ---------------------------------------------------------------------------------------


def _aligned(args: tuple[Any, ...]) -> list[Any]:
    """Arrays that broadcast as the lanes do: axes of length one between the lanes and a lane's own."""
    if any(isinstance(arg, (tuple, list)) for arg in args):
        raise NoRule
    most = max(arg.ndim if isinstance(arg, Many) else np.ndim(arg) for arg in args)
    return [
        arg.array.reshape(arg.lanes, *(1,) * (most - arg.ndim), *arg.array.shape[1:]) if isinstance(arg, Many) and arg.ndim < most
        else arg.array if isinstance(arg, Many) else arg
        for arg in args
    ]  # fmt: skip


def _every(args: Any) -> list[Any]:
    """All arguments as stacked arrays."""
    count = next(many.lanes for many in found(tuple(args)))
    return [
        arg.array if isinstance(arg, Many) else np.broadcast_to(np.asarray(arg), (count, *np.shape(arg))) for arg in args
    ]  # fmt: skip


def _axes(axis: Any, ndim: int) -> Any:
    """``axis`` of a lane as an axis of the stack."""
    if axis is None:
        return tuple(range(1, ndim + 1))
    if isinstance(axis, tuple):
        return tuple(_axes(one, ndim) for one in axis)
    return int(axis) + 1 if axis >= 0 else int(axis)


# --- rules ----------------------------------------------------------------------------------------


def elementwise(call: Callable[..., Any]) -> Rule:
    """The rule of a function that works entry by entry and broadcasts."""

    def rule(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            raise NoRule
        return call(*_aligned(args))

    return rule


def _reduction(call: Callable[..., Any]) -> Rule:
    def rule(a: Any, axis: Any = None, keepdims: bool = False, **more: Any) -> Any:
        if not isinstance(a, Many) or more:
            raise NoRule
        return call(a.array, axis=_axes(axis, a.ndim), keepdims=keepdims)

    return rule


def single_axis(call: Callable[..., Any], default: Any = -1) -> Rule:
    """The rule of a function along one axis of a lane."""

    def rule(a: Any, axis: Any = default) -> Any:
        if not isinstance(a, Many) or axis is None or a.ndim == 0:
            raise NoRule
        return call(a.array, axis=_axes(axis, a.ndim))

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


def _matmul(a: Any, b: Any) -> Any:
    dims = [arg.ndim if isinstance(arg, Many) else np.ndim(arg) for arg in (a, b)]
    if 0 in dims or max(dims) > 2:
        raise NoRule
    left, right = (arg.array if isinstance(arg, Many) else np.asarray(arg) for arg in (a, b))
    left = left[..., None, :] if dims[0] == 1 else left
    right = right[..., :, None] if dims[1] == 1 else right
    product = np.matmul(left, right)
    product = product[..., 0] if dims[1] == 1 else product
    return product[..., 0] if dims == [1, 1] else product[..., 0, :] if dims[0] == 1 else product


def _dot(a: Any, b: Any) -> Any:
    dims = [arg.ndim if isinstance(arg, Many) else np.ndim(arg) for arg in (a, b)]
    return np.multiply(*_aligned((a, b))) if 0 in dims else _matmul(a, b)


def _inner(a: Any, b: Any) -> Any:
    if any((arg.ndim if isinstance(arg, Many) else np.ndim(arg)) != 1 for arg in (a, b)):
        raise NoRule
    return _matmul(a, b)


def _outer(a: Any, b: Any) -> Any:
    left, right = _every((a, b))
    return left.reshape(len(left), -1)[:, :, None] * right.reshape(len(right), -1)[:, None, :]


def _kron(a: Any, b: Any) -> Any:
    left, right = _every((a, b))
    if left.ndim != 3 or right.ndim != 3:
        raise NoRule
    (count, m, n), (_, p, q) = left.shape, right.shape
    return (left[:, :, None, :, None] * right[:, None, :, None, :]).reshape(count, m * p, n * q)


def _tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    left, right = _every((a, b))
    if axes != 1 or left.ndim < 2 or right.ndim < 2:
        raise NoRule
    count, shared = len(left), left.shape[-1]
    product = np.matmul(left.reshape(count, -1, shared), right.reshape(count, shared, -1))
    return product.reshape(count, *left.shape[1:-1], *right.shape[2:])


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


def _diag(v: Any) -> Any:
    if not isinstance(v, Many) or v.ndim not in (1, 2):
        raise NoRule
    if v.ndim == 2:
        return np.diagonal(v.array, axis1=1, axis2=2)
    size = v.array.shape[1]
    result = np.zeros((v.lanes, size, size), dtype=v.array.dtype)
    result[:, np.arange(size), np.arange(size)] = v.array
    return result


def _diagonal(a: Any) -> Any:
    if not isinstance(a, Many) or a.ndim != 2:
        raise NoRule
    return np.diagonal(a.array, axis1=1, axis2=2)


def _trace(a: Any) -> Any:
    return np.sum(_diagonal(a), axis=1)


def _norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    if not isinstance(x, Many) or (axis is None and ord is not None and x.ndim > 2):
        raise NoRule
    if axis is None and ord is None:
        return np.linalg.norm(x.array.reshape(x.lanes, -1), axis=1) if not keepdims else _keep(x)
    return np.linalg.norm(x.array, ord, axis=_axes(axis, x.ndim) if axis is not None or x.ndim > 1 else 1, keepdims=keepdims)


def _keep(x: Many) -> Any:
    return np.linalg.norm(x.array.reshape(x.lanes, -1), axis=1).reshape(x.lanes, *(1,) * x.ndim)


def _solve(a: Any, b: Any) -> Any:
    left, right = _every((a, b))
    if left.ndim != 3 or right.ndim not in (2, 3):
        raise NoRule
    return np.linalg.solve(left, right[..., None])[..., 0] if right.ndim == 2 else np.linalg.solve(left, right)


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
        return call(_every(arrays), axis=_axes(axis, 0))

    return rule


def _triangle(call: Callable[..., Any]) -> Rule:
    def rule(m: Any, k: int = 0) -> Any:
        if not isinstance(m, Many) or m.ndim != 2:
            raise NoRule
        return call(m.array, k)

    return rule


RULES: dict[Any, Rule] = {
    np.where: elementwise(np.where),
    np.clip: elementwise(np.clip),
    **{
        call: _reduction(call)
        for call in (np.sum, np.mean, np.prod, np.max, np.min, np.amax, np.amin, np.any, np.all, np.count_nonzero, np.var, np.std)
    },
    **{call: _flat(call) for call in (np.argmax, np.argmin)},
    **{call: single_axis(call) for call in (np.sort, np.argsort)},
    **{call: _native(call) for call in (np.linalg.inv, np.linalg.det, np.linalg.slogdet, np.linalg.eigh, np.matrix_transpose)},
    np.matmul: _matmul,
    np.dot: _dot,
    np.inner: _inner,
    np.outer: _outer,
    np.kron: _kron,
    np.tensordot: _tensordot,
    np.transpose: _transpose,
    np.diag: _diag,
    np.diagonal: _diagonal,
    np.trace: _trace,
    np.linalg.norm: _norm,
    np.linalg.solve: _solve,
    np.ravel: _ravel,
    np.reshape: _reshape,
    np.concatenate: _joined(np.concatenate),
    np.stack: _joined(np.stack),
    np.triu: _triangle(np.triu),
    np.tril: _triangle(np.tril),
}
