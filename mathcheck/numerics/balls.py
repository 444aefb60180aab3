r"""Ball arithmetic on arrays: NumPy's functions on arrays of balls, and derivatives by jets.

When to use which: :func:`lift` makes balls of exact floating-point numbers, :func:`lift_constant` of the literals of a formula,
:func:`derivative` differentiates, :func:`enclosure` reads the result. Arrays of balls are :class:`BallArray`, on which NumPy's and
SciPy's functions work as they are: what NumPy cannot do on objects is a row of :mod:`mathcheck.numerics.ball_functions`.

>>> x = lift(np.array([1.0, 2.0]))
>>> low, high = enclosure(derivative(lambda x: np.sum(np.exp(x)), x, np.array([1.0, 0.0])))
>>> bool(low <= np.e <= high), bool(high - low < 1e-14)
(True, True)
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import flint
import numpy as np
from flint import arb
from numpy.typing import NDArray

from mathcheck.numerics.ball_functions import ROWS
from mathcheck.numerics.jets import Ball, Jet, Number, Undecided, Undefined, Unsupported, level, number, value
from mathcheck.numerics.literals import decimal, drawn

__all__ = [
    "BallArray", "Undecided", "Undefined", "Unsupported", "apply", "blur", "bounds", "derivative", "enclosure", "exact", "exactly", "finite", "lift",
    "lift_constant", "precision",
]  # fmt: skip


class BallArray(np.ndarray[Any, np.dtype[np.object_]]):
    """An object array of balls and jets that sees to it that NumPy's functions find the rows made for them."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """A row if there is one, else NumPy's own loop over objects."""
        plain = [np.asarray(x) if isinstance(x, BallArray) else x for x in inputs]
        # An axis of None means all axes, and is not the default of a reduction, which is the first.
        kwargs = {k: entry for k, entry in kwargs.items() if (entry is not None or k == "axis") and entry is not np._NoValue}
        row = ROWS.get(ufunc) if method == "__call__" else ROWS.get((ufunc, method))
        with _unsupported(ufunc.__name__):
            return _wrapped(row(*plain, **kwargs) if row else getattr(ufunc, method)(*plain, **kwargs))

    def __array_function__(self, func: Callable[..., Any], types: Any, args: Any, kwargs: Any) -> Any:
        """A row if there is one, else NumPy's implementation, which comes back to the ufuncs."""
        row = ROWS.get(func)
        with _unsupported(func.__name__):
            if row is not None:
                return _wrapped(row(*_plain(args), **{key: _plain(entry) for key, entry in kwargs.items()}))
            return _wrapped(_in_balls(func.__name__, super().__array_function__(func, types, args, kwargs)))


def _in_balls(name: str, result: Any) -> Any:
    """The result of a function that NumPy has no loop over objects for, unless it went over to floating point on the way: that has no bounds."""
    for part in result if isinstance(result, tuple) else (result,):
        if np.asarray(part).dtype.kind in "fc":
            raise Unsupported(f"{name}: computes in floating point")
    return result


@contextlib.contextmanager
def _unsupported(name: str) -> Iterator[None]:
    try:
        yield
    except (Undecided, Undefined, Unsupported, MemoryError):
        raise
    except Exception as error:  # floating point has evaluated the formula: what fails here is NumPy on objects
        raise Unsupported(f"{name}: {error}") from error


def _plain(entry: Any) -> Any:
    if isinstance(entry, BallArray):
        return np.asarray(entry)
    return type(entry)(_plain(inner) for inner in entry) if type(entry) in (tuple, list) else entry


def _wrapped(result: Any) -> Any:
    if isinstance(result, Number):
        array = np.empty((), dtype=object)
        array[()] = result
        return array.view(BallArray)
    if isinstance(result, np.ndarray) and result.dtype == object:
        return result.view(BallArray)
    return tuple(_wrapped(entry) for entry in result) if type(result) is tuple else result


def exact(array: Any) -> bool:
    """Whether every entry is a single number."""
    return all(bool(value(number(entry)).is_exact()) for entry in np.ravel(np.asarray(array, dtype=object)))


def bounds(x: Any) -> tuple[Any, Any, int]:
    """Lower and upper bound of the magnitude of a ball, as balls' own numbers, and its sign (0 where that is not certain)."""
    ball = value(number(x))
    return ball.abs_lower(), ball.abs_upper(), 1 if ball > 0 else -1 if ball < 0 else 0


def finite(array: Any) -> bool:
    """Whether every entry is known to within finite bounds, however large."""
    return all(bool(value(number(entry)).is_finite()) for entry in np.ravel(np.asarray(array, dtype=object)))


def exactly(mantissa: int, exponent: int) -> BallArray:
    """mantissa · 2^exponent as a ball without a radius, whatever the precision is.

    >>> bool(exactly(3**500, -700)[()].arb.is_exact())
    True
    """
    array = np.empty((), dtype=object)
    array[()] = Ball(arb((mantissa, exponent)))
    return array.view(BallArray)


@contextlib.contextmanager
def precision(bits: int) -> Iterator[None]:
    """Compute with ``bits`` bits inside the block."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def _each(array: Any, make: Callable[[Any], Any]) -> BallArray:
    array = np.asarray(array)
    result = np.empty(array.shape, dtype=object)
    for index in np.ndindex(array.shape):
        result[index] = make(array[index])
    return result.view(BallArray)


def lift(array: Any) -> BallArray:
    """Floating-point numbers as exact balls.

    >>> lift(np.array([0.5, 2.0])).shape
    (2,)
    """
    return _each(array, lambda x: Ball(arb(float(x))) if isinstance(x, (float, np.floating)) else number(x))


def lift_drawn(array: Any) -> BallArray:
    """Inputs as balls: exactly what they are, but for the decimals that a domain or a formula mentions, as ``interval(0.1, 1)`` does.

    >>> low, high = enclosure(10 * lift_drawn(0.1))
    >>> bool(low <= 1 <= high)
    True
    """
    return _each(array, lambda x: Ball(drawn(float(x)), decimal(float(x))) if isinstance(x, (float, np.floating)) else number(x))


def lift_constant(constant: Any) -> BallArray:
    """The literals of a formula as what their author means: 0.1 is a tenth, ``np.pi`` is π, a computed number is known to a rounding.

    >>> bool(enclosure(10 * lift_constant(0.1))[0] <= 1 <= enclosure(10 * lift_constant(0.1))[1])
    True
    """
    return _each(constant, number)


def blur(array: Any, radius: Any) -> BallArray:
    """Balls widened by ``radius`` (an array of the same shape): for values that are only known that well."""
    array = np.asarray(array, dtype=object)
    spread = np.broadcast_to(np.asarray(radius, dtype=np.float64), array.shape)
    result = np.empty(array.shape, dtype=object)
    for index in np.ndindex(array.shape):
        result[index] = number(array[index]) + Ball(arb(0, float(spread[index])))
    return result.view(BallArray)


def apply(func: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """``func(*args, **kwargs)`` where arguments may be arrays of balls. Raises :class:`Unsupported` where there is no way to do it."""
    with _unsupported(getattr(func, "__name__", "a function")):
        return _wrapped(func(*(_wrapped(arg) for arg in args), **kwargs))


def enclosure(array: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lower and upper bounds of every entry, rounded outwards.

    >>> enclosure(lift(np.array([0.5])))
    (array([0.5]), array([0.5]))
    """
    array = np.asarray(array)
    low, high = np.empty(array.shape), np.empty(array.shape)
    for index in np.ndindex(array.shape):
        ball = value(number(array[index]))
        low[index], high[index] = _outward(ball)
    return low, high


def _outward(ball: Any) -> tuple[float, float]:
    low, high = float(ball.lower()), float(ball.upper())
    # float() rounds to nearest: one step further is a bound.
    if not arb(low) <= ball:
        low = float(np.nextafter(low, -np.inf))
    if not arb(high) >= ball:
        high = float(np.nextafter(high, np.inf))
    return low, high


_LEVELS = itertools.count(1)


def derivative(f: Callable[[Any], Any], x: Any, v: Any) -> BallArray:
    """The directional derivative of ``f`` at ``x`` along ``v``; ``f`` may itself differentiate.

    Raises :class:`Undecided` at a kink.
    """
    at = next(_LEVELS)
    x = np.asarray(x, dtype=object)
    # A direction is a number that was computed, not a literal: exactly what it is.
    direction = np.broadcast_to(np.asarray(lift(v)), x.shape)
    seeded = np.empty(x.shape, dtype=object)
    for index in np.ndindex(x.shape):
        seeded[index] = Jet(at, number(x[index]), number(direction[index]))
    return _each(np.asarray(f(seeded.view(BallArray)), dtype=object), lambda entry: _tangent(entry, at))


def _tangent(entry: Any, at: int) -> Number:
    found = number(entry)
    return found.tangent if isinstance(found, Jet) and level(found) == at else Ball(arb(0))
