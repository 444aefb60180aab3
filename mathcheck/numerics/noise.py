r"""The noise of a computation whose inside is not seen, from its values at a few equally spaced places.

A smooth function's k-th differences shrink as the k-th power of the spacing; those of independent errors of size σ do not: the mean of
their squares is σ² (2k)! / (k!)². The differences of an order at which only noise is left therefore tell σ (Hamming's difference
table; J. Moré and S. Wild, Estimating computational noise, 2011).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Places looked at, and how far they are apart, relative to the argument: near enough that a function which varies on a scale of a
# millionth is smooth. Where the values do not change so near, because something inside rounds the change away, further apart.
PLACES = 8
SPACINGS = (2.0**-27, 2.0**-19, 2.0**-12)

# Noise of this share of the values may be none, but something faster than the nearest spacing resolves: then it is less at this one.
LOUD, NEAREST = 1e-3, 2.0**-40

# Orders of differences that are looked at; the smallest level any of them gives is the noise, as what is smooth only adds.
ORDERS = range(2, 6)


def level(values: Floats) -> Floats:
    """σ, entry by entry; the first axis of ``values`` is the place.

    >>> t = np.arange(PLACES) * 1e-8
    >>> float(level(np.exp(t))) < 1e-15
    True
    >>> rough = np.exp(t) + 1e-6 * np.array([1, -1, -1, 1, 1, -1, 1, -1])
    >>> 2e-7 < level(rough) < 5e-6
    np.True_
    """
    found = []
    with np.errstate(all="ignore"):
        for order in ORDERS:
            share = math.factorial(order) ** 2 / math.factorial(2 * order)
            found.append(np.sqrt(share * np.mean(np.diff(values, order, axis=0) ** 2, axis=0)))
    least = np.min(found, axis=0)
    return np.asarray(np.where(np.isfinite(least), least, 0.0))


def measured(values_at: Callable[[float], Floats]) -> Floats:
    """σ of what ``values_at(spacing)`` gives at ``PLACES`` places, entry by entry: at the first spacing at which most values differ.

    Infinite where what looks like noise is a function that varies faster than these places are apart.

    >>> rounded = lambda spacing: np.log(1 + 1e-12 * np.exp(np.arange(PLACES) * spacing))
    >>> bool(1e-18 < measured(rounded) < 1e-15)
    True
    >>> measured(lambda spacing: np.sin(1e9 * (1 + np.arange(PLACES) * spacing)))
    array(inf)
    """
    values = values_at(SPACINGS[0])
    found, known = level(values), _varies(values)
    for spacing in SPACINGS[1:]:
        if np.all(known):
            break
        values = values_at(spacing)
        # It did not change nearer by: something rounds it to a grid, whose width is no more than the least change.
        changes = np.abs(np.diff(values, axis=0))
        grid = np.min(np.where(changes > 0, changes, np.inf), axis=0)
        varies = _varies(values)
        found = np.where(known | ~varies, found, np.maximum(level(values), grid / 2))
        known = known | varies
    large = found > LOUD * np.max(np.abs(values), axis=0)
    if np.any(large):
        # Values that do not change there at all are rounded to a grid, and say nothing.
        nearest = values_at(NEAREST)
        found = np.where(large & _varies(nearest) & (level(nearest) < found / 10), np.inf, found)
    return np.asarray(found)


def _varies(values: Floats) -> NDArray[np.bool_]:
    return np.asarray(np.count_nonzero(np.diff(values, axis=0), axis=0) > PLACES // 2)


# A type shows in numbers with more than so many binary digits: shorter ones (a half, a grid of eighths) are exact in every type.
FILLED: tuple[tuple[Any, int], ...] = ((np.float16, 8), (np.float32, 14))


def precision_of(given: Floats, returned: Floats) -> float:
    """The relative rounding error of code that was ``given`` numbers and ``returned`` others: that of the narrowest type which holds
    everything returned and not everything given. Whole numbers tell nothing: they are exact in every type.

    >>> x = np.array([0.1, 0.2])
    >>> precision_of(x, np.tanh(x).astype(np.float32).astype(np.float64)) == 2.0**-23
    True
    >>> precision_of(x, np.tanh(x)) == 2.0**-52
    True
    """
    numbers = returned[np.isfinite(returned) & (returned != np.rint(returned))]
    with np.errstate(over="ignore"):
        for narrow, digits in FILLED:
            held = np.all(numbers == numbers.astype(narrow)) and np.any(given != given.astype(narrow))
            if held and np.any(_longer(numbers, digits)):
                return float(np.finfo(narrow).eps)
    return float(np.finfo(np.float64).eps)


def _longer(numbers: Floats, digits: int) -> NDArray[np.bool_]:
    """Which numbers have more binary digits than that."""
    mantissa = np.frexp(numbers)[0] * 2.0**digits
    return np.asarray(mantissa != np.rint(mantissa))
