"""The rules of linear algebra on stacked arrays: a function of NumPy runs once for the matrices of all lanes."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.numerics.batched_arguments import NoRule, Rule, aligned, axes_of, every
from mathcheck.numerics.many import Many
from mathcheck.numerics.unending import refuse


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
    return np.multiply(*aligned((a, b))) if 0 in dims else _matmul(a, b)


def _inner(a: Any, b: Any) -> Any:
    if any((arg.ndim if isinstance(arg, Many) else np.ndim(arg)) != 1 for arg in (a, b)):
        raise NoRule
    return _matmul(a, b)


def _outer(a: Any, b: Any) -> Any:
    left, right = every((a, b))
    return left.reshape(len(left), -1)[:, :, None] * right.reshape(len(right), -1)[:, None, :]


def _kron(a: Any, b: Any) -> Any:
    left, right = every((a, b))
    if left.ndim != 3 or right.ndim != 3:
        raise NoRule
    (count, m, n), (_, p, q) = left.shape, right.shape
    return (left[:, :, None, :, None] * right[:, None, :, None, :]).reshape(count, m * p, n * q)


def _tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    left, right = every((a, b))
    if axes != 1 or left.ndim < 2 or right.ndim < 2:
        raise NoRule
    count, shared = len(left), left.shape[-1]
    product = np.matmul(left.reshape(count, -1, shared), right.reshape(count, shared, -1))
    return product.reshape(count, *left.shape[1:-1], *right.shape[2:])


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
    refuse(np.linalg.norm, (x.array, ord), {})
    return np.linalg.norm(x.array, ord, axis=axes_of(axis, x.ndim) if axis is not None or x.ndim > 1 else 1, keepdims=keepdims)


def _keep(x: Many) -> Any:
    return np.linalg.norm(x.array.reshape(x.lanes, -1), axis=1).reshape(x.lanes, *(1,) * x.ndim)


def _solve(a: Any, b: Any) -> Any:
    left, right = every((a, b))
    if left.ndim != 3 or right.ndim not in (2, 3):
        raise NoRule
    return np.linalg.solve(left, right[..., None])[..., 0] if right.ndim == 2 else np.linalg.solve(left, right)


LINEAR: dict[Any, Rule] = {
    np.matmul: _matmul,
    np.dot: _dot,
    np.inner: _inner,
    np.outer: _outer,
    np.kron: _kron,
    np.tensordot: _tensordot,
    np.diag: _diag,
    np.diagonal: _diagonal,
    np.trace: _trace,
    np.linalg.norm: _norm,
    np.linalg.solve: _solve,
}
