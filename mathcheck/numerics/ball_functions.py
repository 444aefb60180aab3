"""What NumPy and SciPy cannot do on objects, for balls and jets: one row a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.special
from flint import arb

from mathcheck.numerics.jets import (
    UNARY,
    Ball,
    Number,
    Undecided,
    Undefined,
    Unsupported,
    larger,
    number,
    settled,
    smaller,
    unary,
    value,
)

_max, _min = np.frompyfunc(larger, 2, 1), np.frompyfunc(smaller, 2, 1)


def _elementwise(name: str) -> Callable[..., Any]:
    return np.frompyfunc(lambda x: unary(name, number(x)), 1, 1)


def _reduction(pair: Any) -> Callable[..., Any]:
    def reduce(a: Any, axis: Any = None, keepdims: bool = False, **ignored: Any) -> Any:
        a = np.asarray(a, dtype=object)
        if axis is None:
            found = pair.reduce(a.ravel())
            return np.full((1,) * a.ndim, found, dtype=object) if keepdims else found
        return pair.reduce(a, axis=axis, keepdims=keepdims)

    return reduce


def _mean(a: Any, axis: Any = None, keepdims: bool = False, **ignored: Any) -> Any:
    a = np.asarray(a, dtype=object)
    total = np.sum(a, axis=axis, keepdims=keepdims)
    return total / (a.size // max(np.size(total), 1))


def _var(a: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False, **ignored: Any) -> Any:
    a = np.asarray(a, dtype=object)
    squares = (a - _mean(a, axis, True)) ** 2
    total = np.sum(squares, axis=axis, keepdims=keepdims)
    return total / (a.size // max(np.size(total), 1) - ddof)


def _sign(x: Any) -> int:
    return settled(number(x)).sign()


def _floor(x: Any) -> int:
    x = number(x)
    whole = value(x).floor().unique_fmpz()
    if whole is not None:
        settled(x - int(whole))
    if whole is None:
        raise Undecided("the integer part is not decided")
    return int(whole)


def _all_finite(x: Any, answer: bool) -> Any:
    x = np.asarray(x, dtype=object)
    if not all(value(number(entry)).is_finite() for entry in x.ravel()):
        raise Undecided("whether a number is finite")
    return np.full(x.shape, answer)


def _heaviside(x: Any, at_zero: Any) -> Any:
    sign = _sign(x)
    return at_zero if sign == 0 else float(sign > 0)


def _ndtr(x: Number) -> Number:
    return unary("erfc", -x / unary("sqrt", number(2))) / 2


def _xlogy(x: Any, y: Any) -> Number:
    x, y = number(x), number(y)
    return Ball(arb(0)) if value(x).is_zero() and x is not y and not hasattr(x, "tangent") else x * unary("log", y)


def _logaddexp(a: Any, b: Any) -> Number:
    return unary("log", unary("exp", number(a)) + unary("exp", number(b)))


def _hypot(a: Any, b: Any) -> Number:
    return unary("sqrt", number(a) ** 2 + number(b) ** 2)


def _arctan2(y: Any, x: Any) -> Number:
    y, x = number(y), number(x)
    half_turn = value_of_pi()
    if x.sign() == 0:
        return half_turn * y.sign() / 2
    angle = unary("arctan", y / x)
    return angle if x.sign() > 0 else angle + half_turn if y.sign() >= 0 else angle - half_turn


def value_of_pi() -> Number:
    """π, to the present precision."""
    return Ball(arb.pi())


def _kron(a: Any, b: Any) -> Any:
    a, b = np.asarray(a, dtype=object), np.asarray(b, dtype=object)
    if a.ndim != 2 or b.ndim != 2:
        raise Unsupported("np.kron of anything but matrices")
    (m, n), (p, q) = a.shape, b.shape
    return (a[:, None, :, None] * b[None, :, None, :]).reshape(m * p, n * q)


def _rounded(x: Any, decimals: int = 0, **ignored: Any) -> Any:
    if decimals:
        raise Unsupported("np.round to decimals")
    return np.frompyfunc(_to_even, 1, 1)(np.asarray(x, dtype=object))


def _to_even(x: Any) -> int:
    """The nearest whole number, the even one of two."""
    x = number(x)
    low = _floor(x)
    sign = (x - low - Ball(arb(1) / 2)).sign()
    return low + int(sign > 0 or (sign == 0 and low % 2 != 0))


def _norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    x = np.asarray(x, dtype=object)
    vector = x.ndim == 1 or isinstance(axis, (int, np.integer))
    if ord is None or (ord == 2 and vector) or ord == "fro":
        total = np.sum(x * x, axis=axis, keepdims=keepdims)
        return _elementwise("sqrt")(total)
    if vector and ord == 1:
        return np.sum(np.abs(x), axis=axis, keepdims=keepdims)
    if vector and ord == np.inf:
        return _reduction(_max)(np.abs(x), axis=axis, keepdims=keepdims)
    raise Unsupported(f"np.linalg.norm with ord={ord!r}")


# --- linear algebra by elimination, which works for jets too --------------------------------------


def _eliminated(a: Any, b: Any) -> tuple[Any, Any, Number]:
    """Gauss–Jordan on copies of ``a`` and ``b`` with the certainly largest pivots: (identity, a⁻¹b, determinant)."""
    a, b = np.array(a, dtype=object), np.array(b, dtype=object)
    size, determinant = len(a), number(1)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: float(abs(value(number(a[row, column]))).mid()))
        if value(number(a[pivot, column])).contains(0):
            exactly = all(value(number(a[row, column])).is_zero() for row in range(column, size))
            raise Undefined("a singular matrix") if exactly else Undecided("a matrix that may be singular")
        if pivot != column:
            a[[column, pivot]], b[[column, pivot]] = a[[pivot, column]], b[[pivot, column]]
            determinant = -determinant
        head = number(a[column, column])
        determinant = determinant * head
        a[column], b[column] = a[column] / head, b[column] / head
        for row in range(size):
            if row != column:
                factor = a[row, column]
                a[row], b[row] = a[row] - factor * a[column], b[row] - factor * b[column]
    return a, b, determinant


def _stacked(f: Callable[..., Any]) -> Callable[..., Any]:
    """``f`` of one matrix, for matrices only: stacks are not needed often enough here."""

    def checked(a: Any, *more: Any) -> Any:
        if np.ndim(a) != 2 or np.shape(a)[0] != np.shape(a)[1]:
            raise Unsupported("linear algebra on stacks of matrices")
        return f(np.asarray(a, dtype=object), *more)

    return checked


def _inverse(a: Any) -> Any:
    return _eliminated(a, np.eye(len(a), dtype=int).astype(object))[1]


def _solve(a: Any, b: Any) -> Any:
    b = np.asarray(b, dtype=object)
    return _eliminated(a, b.reshape(len(a), -1))[1].reshape(b.shape)


def _det(a: Any) -> Number:
    """Without division where the matrix may be singular: a polynomial needs no pivots."""
    try:
        return _eliminated(a, np.zeros((len(a), 0), dtype=object))[2]
    except (Undecided, Undefined):
        return _without_division(a)


def _without_division(a: Any) -> Number:
    """The determinant from the characteristic polynomials of the leading blocks, each from the one before (S. J. Berkowitz, 1984):
    sums and products alone, n⁴ of them."""
    polynomial = [number(1)]
    for r in range(len(a)):
        block, row, column = a[:r, :r], a[r, :r], a[:r, r]
        toeplitz = [number(1), -number(a[r, r])]
        for _ in range(r):
            toeplitz.append(-_dot(row, column))
            column = np.array([_dot(line, column) for line in block], dtype=object)
        polynomial = [_dot([toeplitz[i - j] for j in range(min(i, r) + 1)], polynomial[: min(i, r) + 1]) for i in range(r + 2)]
    return polynomial[-1] if len(a) % 2 == 0 else -polynomial[-1]


def _dot(a: Any, b: Any) -> Number:
    total = number(0)
    for x, y in zip(a, b, strict=True):
        total = total + number(x) * number(y)
    return total


def _slogdet(a: Any) -> tuple[Any, Any]:
    determinant = _det(a)
    return float(determinant.sign()), unary("log", abs(determinant))


def _pinv(a: Any, *ignored: Any) -> Any:
    """Of full rank; (aᵀa)⁻¹aᵀ, or the other way round for a wide matrix."""
    a = np.asarray(a, dtype=object)
    if a.ndim != 2 or ignored:
        raise Unsupported("np.linalg.pinv with options")
    tall = a.shape[0] >= a.shape[1]
    return _solve(a.T @ a, a.T) if tall else _solve(a @ a.T, a).T


def _matrix_rank(a: Any, *ignored: Any) -> int:
    """Of a square matrix that certainly is invertible; a smaller rank is never certain."""
    _eliminated(a, np.zeros((len(a), 0), dtype=object))
    return len(a)


def _matrix_power(a: Any, n: int) -> Any:
    base = _inverse(a) if n < 0 else a
    result = np.eye(len(a), dtype=int).astype(object)
    for _ in range(abs(n)):
        result = result @ base
    return result


def _sorted(a: Any, axis: int = -1, **ignored: Any) -> Any:
    return np.sort(np.asarray(a, dtype=object), axis=axis)


ROWS: dict[Any, Callable[..., Any]] = {
    **{getattr(np, name): _elementwise(name) for name in UNARY if hasattr(np, name)},
    **{getattr(scipy.special, name): _elementwise(name) for name in ("expit", "erf", "erfc", "gamma", "gammaln", "digamma")},
    scipy.special.ndtr: np.frompyfunc(lambda x: _ndtr(number(x)), 1, 1),
    scipy.special.log_ndtr: np.frompyfunc(lambda x: unary("log", _ndtr(number(x))), 1, 1),
    scipy.special.logit: np.frompyfunc(lambda x: unary("log", number(x) / (1 - number(x))), 1, 1),
    scipy.special.log_expit: np.frompyfunc(lambda x: unary("log", unary("expit", number(x))), 1, 1),
    scipy.special.xlogy: np.frompyfunc(_xlogy, 2, 1),
    scipy.special.entr: np.frompyfunc(lambda x: -_xlogy(x, x), 1, 1),
    np.logaddexp: np.frompyfunc(_logaddexp, 2, 1),
    np.hypot: np.frompyfunc(_hypot, 2, 1),
    np.arctan2: np.frompyfunc(_arctan2, 2, 1),
    np.maximum: _max,
    np.minimum: _min,
    np.fmax: _max,
    np.fmin: _min,
    (np.maximum, "reduce"): _reduction(_max),
    (np.minimum, "reduce"): _reduction(_min),
    np.max: _reduction(_max),
    np.min: _reduction(_min),
    np.clip: lambda a, low, high, **ignored: _min(_max(a, low), high),
    np.sign: np.frompyfunc(_sign, 1, 1),
    np.heaviside: np.frompyfunc(_heaviside, 2, 1),
    np.floor: np.frompyfunc(_floor, 1, 1),
    np.rint: _rounded,
    np.round: _rounded,
    np.around: _rounded,
    np.kron: _kron,
    np.ceil: np.frompyfunc(lambda x: -_floor(-number(x)), 1, 1),
    np.isfinite: lambda x: _all_finite(x, True),
    np.isnan: lambda x: _all_finite(x, False),
    np.isinf: lambda x: _all_finite(x, False),
    np.sort: _sorted,
    np.mean: _mean,
    np.var: _var,
    np.std: lambda a, *args, **kwargs: _elementwise("sqrt")(_var(a, *args, **kwargs)),
    np.linalg.norm: _norm,
    np.linalg.inv: _stacked(_inverse),
    np.linalg.pinv: _pinv,
    np.linalg.matrix_rank: _stacked(_matrix_rank),
    np.linalg.det: _stacked(_det),
    np.linalg.slogdet: _stacked(_slogdet),
    np.linalg.solve: _stacked(_solve),
    np.linalg.matrix_power: _stacked(_matrix_power),
}
