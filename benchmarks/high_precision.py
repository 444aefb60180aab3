"""NumPy at any precision: an array of mpmath numbers on which plain NumPy and SciPy code runs as it is written.

Floating-point literals mean the decimals (and the constants) that they are written as: 0.1 is one tenth, ``np.pi`` is π and ``1 / 3``,
``np.sqrt(2 / np.pi)``, ``np.log(2)`` are what they say, because a formula is meant so. Points of evaluation are made of numbers, not of literals,
and are taken exactly (:func:`exactly`). Dividing by zero gives an infinity or nan as in NumPy, so that the branch of ``np.where`` not
taken does no harm.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import scipy.special
from mpmath import mp, mpf

NAN, INF = mpf("nan"), mpf("inf")
FAR = 5000  # bits before the point beyond which exp or sin is not computed


class Precise(np.ndarray):
    """An object array of mpmath numbers; a single number has no axes."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        kwargs = {key: value for key, value in kwargs.items() if key not in ("dtype", "casting", "subok") and value is not None}
        plain = [_plain(value) for value in inputs]
        native = ufunc if ufunc in _NATIVE else _rows().get(ufunc)
        if native is None:
            raise NotImplementedError(f"no high-precision row for {ufunc.__name__}")
        if method == "__call__" and ufunc in _ENTRYWISE:
            kwargs = {}
        return precise(getattr(native, method)(*plain, **{key: _plain(value) for key, value in kwargs.items()}))

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        if func in (np.shape, np.ndim, np.size):
            return func(*_bare(args), **kwargs)
        own = _functions().get(func)
        kwargs = {key: value for key, value in kwargs.items() if key != "dtype"}
        return precise((own or func)(*(_plain(value) for value in args), **{key: _plain(value) for key, value in kwargs.items()}))

    def __getitem__(self, index: Any) -> Any:
        return precise(np.asarray(self)[index])

    def __iter__(self) -> Any:
        return (self[i] for i in range(len(self)))


def _method(name: str) -> Callable[..., Any]:
    return lambda self, *args, **kwargs: getattr(np, name)(self, *args, **kwargs)


for _name in "sum mean max min prod dot trace std var cumsum cumprod clip argmax argmin sort round diagonal".split():
    setattr(Precise, _name, _method(_name))


def _bare(value: Any) -> Any:
    if isinstance(value, Precise):
        return value.view(np.ndarray)
    return type(value)(map(_bare, value)) if isinstance(value, (tuple, list)) else value


def _plain(value: Any) -> Any:
    """Arguments for an object loop: the numbers of a high-precision array, and literals as the decimals they are."""
    if isinstance(value, Precise):
        return value.view(np.ndarray)
    if isinstance(value, (float, np.floating)):
        return literal(float(value), mp.prec)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return _LITERALS(value) if value.ndim else literal(float(value), mp.prec)
    if isinstance(value, (tuple, list)):
        return type(value)(map(_plain, value))
    return value


def _number(value: Any) -> Any:
    if isinstance(value, mpf):
        return value
    return (
        literal(value, mp.prec) if isinstance(value, float) else mpf(int(value) if isinstance(value, (int, np.integer)) else value)
    )


_NUMBERS = np.frompyfunc(_number, 1, 1)
_LITERALS = np.frompyfunc(lambda value: literal(float(value), mp.prec), 1, 1)
_EXACT = np.frompyfunc(lambda value: value if isinstance(value, mpf) else mpf(float(value)), 1, 1)


def precise(value: Any) -> Any:
    """``value`` as a high-precision array; truth values, whole numbers and floating-point results are left as they are."""
    if isinstance(value, (tuple, list)):
        return type(value)(map(precise, value)) if type(value) in (tuple, list) else tuple(map(precise, value))
    if isinstance(value, mpf) or (isinstance(value, np.ndarray) and value.dtype == object):
        out = np.empty(np.shape(value), dtype=object)
        out[...] = _NUMBERS(_bare(value))
        return out.view(Precise)
    return value


def exactly(value: Any) -> Precise:
    """The floating-point (or mpmath) numbers themselves."""
    array = np.asarray(value)
    out = np.empty(array.shape, dtype=object)
    out[...] = _EXACT(array)
    return out.view(Precise)


def decimally(value: Any) -> Precise:
    """The decimals that the numbers are written as."""
    array = np.asarray(value, dtype=np.float64)
    out = np.empty(array.shape, dtype=object)
    out[...] = _LITERALS(array)
    return out.view(Precise)


@functools.cache
def literal(value: float, prec: int) -> Any:
    """The real number that was written: a short decimal, a small fraction, or a root, logarithm or multiple of π of one.

    >>> literal(0.1, mp.prec) * 10 == 1, literal(math.pi, mp.prec) == +mp.pi
    (True, True)
    """
    if not math.isfinite(value):
        return mpf(value)
    digits = repr(abs(value)).split("e")[0].replace(".", "").strip("0")
    if len(digits) < 15:
        return mpf(repr(value))
    size = abs(value)
    forms: list[tuple[float, int, Callable[[Any], Any]]] = [
        (size, 4000, lambda q: q),
        (size * size, 300, mp.sqrt),
        (size / math.pi, 300, lambda q: q * mp.pi),
        (size * math.pi, 300, lambda q: q / mp.pi),
        (size * size / math.pi, 300, lambda q: mp.sqrt(q * mp.pi)),
        (size * size * math.pi, 300, lambda q: mp.sqrt(q / mp.pi)),
        (math.exp(size) if size < 20 else math.inf, 300, mp.log),
        (size / math.log(2), 300, lambda q: q * mp.log(2)),
        (size / math.e, 300, lambda q: q * mp.e),
    ]
    for quotient, largest, form in forms:
        if not 1e-6 < quotient < 1e6:
            continue
        near = Fraction(quotient).limit_denominator(largest)
        if 0 < near.numerator <= 100 * largest:
            meant = form(mpf(near.numerator) / near.denominator)
            if abs(meant - mpf(size)) <= 2 * mpf(math.ulp(size)):
                return meant if value > 0 else -meant
    return mpf(repr(value))


# --- rows: what a NumPy or SciPy function is on one mpmath number ---------------------------------


def _real(call: Callable[..., Any]) -> Callable[..., Any]:
    def real(*args: Any) -> Any:
        args = tuple(map(_number, args))
        if any(mp.isnan(value) for value in args):
            return NAN
        try:
            result = call(*args)
        except (ValueError, ZeroDivisionError, OverflowError, mp.NoConvergence):
            return NAN
        return result if isinstance(result, mpf) else mpf(result) if isinstance(result, (int, bool)) or mp.isint(result) else NAN

    return real


def _mag(x: Any) -> int:
    return int(mp.mag(x)) if mp.isfinite(x) and x else 0


def _exp(x: Any) -> Any:
    return (INF if x > 0 else mpf(0)) if _mag(x) > FAR else mp.exp(x)


def _expm1(x: Any) -> Any:
    return (INF if x > 0 else mpf(-1)) if _mag(x) > FAR else mp.expm1(x)


def _log(x: Any) -> Any:
    return -INF if x == 0 else NAN if x < 0 else mp.log(x)


def _log1p(x: Any) -> Any:
    return -INF if x == -1 else NAN if x < -1 else mp.log1p(x) if mp.isfinite(x) else mp.log(x)


def _near(call: Callable[..., Any], bits: int = FAR) -> Callable[..., Any]:
    return lambda x: NAN if not mp.isfinite(x) or _mag(x) > bits else call(x)


def _within(call: Callable[..., Any], low: float, high: float) -> Callable[..., Any]:
    return lambda x: NAN if not low <= x <= high else call(x)


def _divide(x: Any, y: Any) -> Any:
    if y == 0:
        return NAN if x == 0 else INF if x > 0 else -INF
    return x / y


def _power(x: Any, y: Any) -> Any:
    if x == 0 and y < 0:
        return INF
    if y == mp.floor(y) and abs(y) < 1000 and mp.isfinite(x):
        return x ** int(y)
    if x <= 0 or not mp.isfinite(y):
        return mpf(0) if x == 0 else NAN if x < 0 else x**y
    return _exp(y * mp.log(x)) if mp.isfinite(x) else x**y


def _sinh(x: Any) -> Any:
    return (INF if x > 0 else -INF) if _mag(x) > FAR else mp.sinh(x)


def _cosh(x: Any) -> Any:
    return INF if _mag(x) > FAR else mp.cosh(x)


def _tanh(x: Any) -> Any:
    return mp.sign(x) if _mag(x) > 40 or not mp.isfinite(x) else mp.tanh(x)


def _expit(x: Any) -> Any:
    if not mp.isfinite(x):
        return mpf(x > 0)
    e = _exp(-abs(x))
    return 1 / (1 + e) if x >= 0 else e / (1 + e)


def _erf(x: Any) -> Any:
    return mp.sign(x) if _mag(x) > 24 or not mp.isfinite(x) else mp.erf(x)


def _erfc(x: Any) -> Any:
    return mpf(0 if x > 0 else 2) if _mag(x) > 24 or not mp.isfinite(x) else mp.erfc(x)


def _ndtr(x: Any) -> Any:
    return _erfc(-x / mp.sqrt(2)) / 2


def _xlogy(x: Any, y: Any) -> Any:
    return mpf(0) if x == 0 else x * _log(y)


def _kl_div(x: Any, y: Any) -> Any:
    return (_xlogy(x, x / y) if y > 0 else INF if x > 0 else mpf(0)) - x + y


def _logaddexp(x: Any, y: Any) -> Any:
    top = max(x, y)
    return top + mp.log1p(_exp(-abs(x - y))) if mp.isfinite(top) else top


def _larger(x: Any, y: Any) -> Any:
    return x if x >= y else y


def _smaller(x: Any, y: Any) -> Any:
    return x if x <= y else y


def _remainder(x: Any, y: Any) -> Any:
    return NAN if y == 0 else x - y * mp.floor(x / y)


_SPECIAL = scipy.special
_NATIVE = {
    np.add, np.subtract, np.multiply, np.negative, np.positive, np.matmul,
    np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal, np.logical_and, np.logical_or, np.logical_not,
    *(getattr(np, name) for name in ("vecdot", "matvec", "vecmat") if hasattr(np, name)),
}  # fmt: skip
_ENTRYWISE = {np.clip}


@functools.cache
def _rows() -> dict[Any, Any]:
    one: dict[Any, Callable[..., Any]] = {
        np.absolute: abs, np.fabs: abs, np.sign: mp.sign, np.conjugate: lambda x: x,
        np.floor: mp.floor, np.ceil: mp.ceil, np.rint: mp.nint, np.trunc: lambda x: mp.floor(x) if x >= 0 else mp.ceil(x),
        np.exp: _exp, np.exp2: lambda x: _exp(x * mp.log(2)), np.expm1: _expm1,
        np.log: _log, np.log2: lambda x: _log(x) / mp.log(2), np.log10: lambda x: _log(x) / mp.log(10), np.log1p: _log1p,
        np.sqrt: lambda x: NAN if x < 0 else mp.sqrt(x), np.cbrt: lambda x: mp.sign(x) * mp.cbrt(abs(x)),
        np.square: lambda x: x * x, np.reciprocal: lambda x: _divide(mpf(1), x),
        np.sin: _near(mp.sin), np.cos: _near(mp.cos), np.tan: _near(mp.tan),
        np.sinh: _sinh, np.cosh: _cosh, np.tanh: _tanh,
        np.arcsin: _within(mp.asin, -1, 1), np.arccos: _within(mp.acos, -1, 1), np.arctan: mp.atan,
        np.arcsinh: mp.asinh, np.arccosh: _within(mp.acosh, 1, math.inf), np.arctanh: _within(mp.atanh, -1, 1),
        np.deg2rad: mp.radians, np.rad2deg: mp.degrees, np.radians: mp.radians, np.degrees: mp.degrees,
        _SPECIAL.expit: _expit, _SPECIAL.log_expit: lambda x: -_logaddexp(mpf(0), -x), _SPECIAL.logit: lambda x: _log(x / (1 - x)),
        _SPECIAL.erf: _erf, _SPECIAL.erfc: _erfc, _SPECIAL.ndtr: _ndtr, _SPECIAL.log_ndtr: lambda x: _log(_ndtr(x)),
        _SPECIAL.erfinv: _within(mp.erfinv, -1, 1), _SPECIAL.erfcx: lambda x: _exp(x * x) * _erfc(x),
        _SPECIAL.gamma: _near(mp.gamma, 400), _SPECIAL.gammaln: _near(lambda x: mp.loggamma(x) if x > 0 else mp.log(abs(mp.gamma(x))), 700),
        _SPECIAL.loggamma: _near(mp.loggamma, 60), _SPECIAL.psi: _near(mp.digamma, 400), _SPECIAL.digamma: _near(mp.digamma, 400),
        _SPECIAL.rgamma: _near(mp.rgamma, 60), _SPECIAL.entr: lambda x: -INF if x < 0 else -_xlogy(x, x),
        _SPECIAL.exprel: lambda x: mpf(1) if x == 0 else _expm1(x) / x, _SPECIAL.cosm1: lambda x: -2 * mp.sin(x / 2) ** 2,
        _SPECIAL.i0: lambda x: mp.besseli(0, x), _SPECIAL.i1: lambda x: mp.besseli(1, x),
        _SPECIAL.j0: lambda x: mp.besselj(0, x), _SPECIAL.j1: lambda x: mp.besselj(1, x),
    }  # fmt: skip
    two: dict[Any, Callable[..., Any]] = {
        np.true_divide: _divide, np.power: _power, np.float_power: _power, np.hypot: lambda x, y: mp.sqrt(x * x + y * y),
        np.maximum: _larger, np.minimum: _smaller, np.fmax: _larger, np.fmin: _smaller, np.arctan2: mp.atan2,
        np.logaddexp: _logaddexp, np.logaddexp2: lambda x, y: _logaddexp(x * mp.log(2), y * mp.log(2)) / mp.log(2),
        np.floor_divide: lambda x, y: mp.floor(x / y), np.remainder: _remainder, np.copysign: lambda x, y: abs(x) if y >= 0 else -abs(x),
        np.heaviside: lambda x, y: mpf(0) if x < 0 else mpf(1) if x > 0 else y,
        _SPECIAL.xlogy: _xlogy, _SPECIAL.xlog1py: lambda x, y: mpf(0) if x == 0 else x * _log1p(y),
        _SPECIAL.rel_entr: lambda x, y: _xlogy(x, x / y), _SPECIAL.kl_div: _kl_div,
        _SPECIAL.beta: mp.beta, _SPECIAL.betaln: lambda x, y: mp.log(mp.beta(x, y)), _SPECIAL.binom: mp.binomial,
        _SPECIAL.huber: lambda d, r: r * r / 2 if abs(r) <= d else d * (abs(r) - d / 2),
        _SPECIAL.pseudo_huber: lambda d, r: d * d * (mp.sqrt(1 + (r / d) ** 2) - 1),
    }  # fmt: skip
    rows = {key: np.frompyfunc(_real(call), 1, 1) for key, call in one.items()}
    rows |= {key: np.frompyfunc(_real(call), 2, 1) for key, call in two.items()}
    rows[np.maximum] = np.frompyfunc(_real(_larger), 2, 1, identity=-INF)
    rows[np.minimum] = np.frompyfunc(_real(_smaller), 2, 1, identity=INF)
    rows[np.isfinite] = np.frompyfunc(lambda x: bool(mp.isfinite(x)), 1, 1)
    rows[np.isnan] = np.frompyfunc(lambda x: bool(mp.isnan(x)), 1, 1)
    return rows


# --- linear algebra and the few reductions that object arrays lack --------------------------------


def _stacked(call: Callable[..., Any]) -> Callable[..., Any]:
    def stacked(a: Any, *rest: Any) -> Any:
        a = np.asarray(a, dtype=object)
        if a.ndim == 2:
            return call(a, *rest)
        parts = [stacked(part, *rest) for part in a]
        return np.stack(parts) if isinstance(parts[0], np.ndarray) else np.array(parts, dtype=object)

    return stacked


def _eliminated(a: Any, b: Any) -> tuple[Any, Any]:
    """The determinant of ``a`` and the solution of a·x = b, by elimination with row pivots."""
    a, b, n, det = a.copy(), b.copy(), len(a), mpf(1)
    for k in range(n):
        p = k + int(np.argmax(np.abs(a[k:, k])))
        if a[p, k] == 0:
            return mpf(0), np.full_like(b, NAN)
        if p != k:
            a[[k, p]], b[[k, p]], det = a[[p, k]], b[[p, k]], -det
        det *= a[k, k]
        for i in range(k + 1, n):
            factor = a[i, k] / a[k, k]
            a[i, k:] = a[i, k:] - factor * a[k, k:]
            b[i] = b[i] - factor * b[k]
    for k in reversed(range(n)):
        b[k] = (b[k] - a[k, k + 1 :] @ b[k + 1 :] if k + 1 < n else b[k]) / a[k, k]
    return det, b


def _identity(n: int) -> Any:
    return _NUMBERS(np.eye(n, dtype=int).astype(object))


@_stacked
def _det(a: Any) -> Any:
    return _eliminated(a, _identity(len(a)))[0]


@_stacked
def _inv(a: Any) -> Any:
    return _eliminated(a, _identity(len(a)))[1]


def _solve(a: Any, b: Any) -> Any:
    a, b = np.asarray(a, dtype=object), np.asarray(b, dtype=object)
    column = b[:, None] if b.ndim == 1 else b
    solution = _eliminated(a, _NUMBERS(column))[1]
    return solution[:, 0] if b.ndim == 1 else solution


def _slogdet(a: Any) -> Any:
    det = _det(a)
    return (mp.sign(det), _log(abs(det))) if isinstance(det, mpf) else (_rows()[np.sign](det), _rows()[np.log](np.abs(det)))


def _eigenvalues(a: Any) -> Any:
    return np.array(sorted(mp.eigsy(mp.matrix(a.tolist()), eigvals_only=True)), dtype=object)


def _norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    x, root = np.asarray(x, dtype=object), _rows()[np.sqrt]
    ord = float(ord) if isinstance(ord, mpf) else ord
    if ord in (None, "fro") or (ord == 2 and (x.ndim == 1 or isinstance(axis, int))):
        return root(np.sum(x * x, axis=axis, keepdims=keepdims))
    size = np.abs(x)
    if x.ndim == 1 or isinstance(axis, int):
        if ord in (1, math.inf, -math.inf):
            return {1: np.sum, math.inf: np.max, -math.inf: np.min}[ord](size, axis=axis, keepdims=keepdims)
        power = _rows()[np.power]
        return power(np.sum(power(size, mpf(ord)), axis=axis, keepdims=keepdims), 1 / mpf(ord))
    if ord in (1, math.inf):
        return np.max(np.sum(size, axis=0 if ord == 1 else 1))
    values = root(np.maximum(_eigenvalues(x.T @ x if x.shape[1] <= x.shape[0] else x @ x.T), mpf(0)))
    return {2: np.max, "nuc": np.sum, -2: np.min}[ord](values)


def _mean(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    x = np.asarray(x, dtype=object)
    total = np.sum(x, axis=axis, keepdims=keepdims)
    return total * (np.size(total) / mpf(x.size))


def _var(x: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False, correction: int | None = None) -> Any:
    x = np.asarray(x, dtype=object)
    ddof = correction if correction is not None else ddof
    total = np.sum((x - _mean(x, axis, True)) ** 2, axis=axis, keepdims=keepdims)
    return _rows()[np.true_divide](total, mpf(x.size // max(np.size(total), 1) - ddof))


def _std(x: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False, correction: int | None = None) -> Any:
    return _rows()[np.sqrt](_var(x, axis, ddof, keepdims, correction))


def _clip(x: Any, low: Any = None, high: Any = None, *, min: Any = None, max: Any = None) -> Any:
    low, high = min if low is None else low, max if high is None else high
    x = x if low is None else _rows()[np.maximum](x, low)
    return x if high is None else _rows()[np.minimum](x, high)


def _matrix_power(a: Any, n: int) -> Any:
    a = _inv(a) if n < 0 else np.asarray(a, dtype=object)
    return functools.reduce(np.matmul, [a] * abs(n), _identity(len(a)))


def _cholesky(a: Any) -> Any:
    n, low = len(a), _NUMBERS(np.zeros((len(a), len(a)), dtype=object))
    for i in range(n):
        for j in range(i + 1):
            rest = a[i, j] - low[i, :j] @ low[j, :j] if j else a[i, j]
            low[i, j] = mp.sqrt(rest) if i == j else rest / low[j, j]
    return low


def _pinv(a: Any) -> Any:
    a = np.asarray(a, dtype=object)
    return _inv(a.T @ a) @ a.T if a.shape[0] >= a.shape[1] else a.T @ _inv(a @ a.T)


def _reduced(ufunc: np.ufunc) -> Callable[..., Any]:
    def reduced(x: Any, axis: Any = None, keepdims: bool = False, **rest: Any) -> Any:
        x = np.asarray(x, dtype=object)
        if axis is None:
            whole = functools.reduce(_rows()[ufunc], x.ravel())
            return np.full((1,) * x.ndim, whole, dtype=object) if keepdims else whole
        return _rows()[ufunc].reduce(x, axis=axis, keepdims=keepdims)

    return reduced


def _sinc(x: Any) -> Any:
    return np.frompyfunc(lambda v: mpf(1) if v == 0 else mp.sin(mp.pi * v) / (mp.pi * v), 1, 1)(x)


def _summed(x: Any, axis: Any = None, keepdims: bool = False, **rest: Any) -> Any:
    return np.sum(np.asarray(x, dtype=object), axis=axis, keepdims=keepdims)


@functools.cache
def _functions() -> dict[Any, Callable[..., Any]]:
    return {
        np.linalg.det: _det, np.linalg.inv: _inv, np.linalg.solve: _solve, np.linalg.slogdet: _slogdet, np.linalg.norm: _norm,
        np.linalg.eigvalsh: _eigenvalues, np.linalg.matrix_power: _matrix_power, np.linalg.cholesky: _cholesky, np.linalg.pinv: _pinv,
        np.linalg.vector_norm: lambda x, axis=None, keepdims=False, ord=2: _norm(np.ravel(x) if axis is None else x, ord, axis, keepdims),
        np.linalg.matrix_norm: lambda x, ord="fro", keepdims=False: _norm(x, ord, keepdims=keepdims),
        np.mean: _mean, np.var: _var, np.std: _std, np.clip: _clip, np.sinc: _sinc, np.sum: _summed,
        np.max: _reduced(np.maximum), np.amax: _reduced(np.maximum), np.min: _reduced(np.minimum), np.amin: _reduced(np.minimum),
    }  # fmt: skip
