"""What NumPy and SciPy cannot do on objects, for balls and jets: one row a function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.special
from flint import arb

from mathcheck.numerics.ball_algebra import ALGEBRA
from mathcheck.numerics.jets import (
    UNARY,
    Ball,
    Number,
    Undecided,
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
    if vector and isinstance(ord := np.asarray(ord)[()], Number):
        return np.sum(np.abs(x) ** ord, axis=axis, keepdims=keepdims) ** (1 / ord)
    if ord is None or (ord == 2 and vector) or ord == "fro":
        total = np.sum(x * x, axis=axis, keepdims=keepdims)
        return _elementwise("sqrt")(total)
    if vector and ord == 1:
        return np.sum(np.abs(x), axis=axis, keepdims=keepdims)
    if vector and ord == np.inf:
        return _reduction(_max)(np.abs(x), axis=axis, keepdims=keepdims)
    if vector and isinstance(ord, (int, float, np.number)) and 0 < ord < np.inf:
        return np.sum(np.abs(x) ** ord, axis=axis, keepdims=keepdims) ** (1 / number(ord))
    raise Unsupported(f"np.linalg.norm with ord={ord!r}")


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
    **ALGEBRA,
}
