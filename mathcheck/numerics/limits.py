r"""Limits of plain callables, with an error on every entry and the rate of approach.

The function is sampled along a geometric approach (t = ±c·q^k, or a ± c·q^-k), always out to its far end: a value that is nearly
constant for a while and then moves must not be taken for its limit. Neither c nor q is a number that a formula is likely to be
periodic in, as it stands or in its logarithm. The samples are extrapolated (Aitken's Δ²); a second
approach, geometric in the exponent, reaches far enough for logarithmic rates. As with derivatives, every candidate's error is
its change from its neighbours plus the rounding noise it amplifies, and the smallest is kept, entry by entry.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mathcheck.numerics.estimate import Estimate
from mathcheck.numerics.sequences import LAST_SAMPLES, TINY, Floats, Sampled, Sequence

# From ordinary numbers to where a gap of 1e-9 between two rates has decided, and floating-point numbers still have places after the
# point; towards 0 they always have, towards any other number only as long as they tell the place from the limit to so many bits.
PHASE, RATIO = 1.2361, 7.7
FIRST, LAST, LAST_AT_ZERO, BITS_LEFT = 1, 15, 20, 26

# Where values break off, they are looked at so many times as close together, and from so many places before the first.
FINER, BEFORE = 4, 3

# What is seen beyond the formula's numbers says something where it is known to this share, or is nothing; elsewhere rounding hides it.
TOLD = 1e-3

# Powers of 2 that floating-point numbers have, with room for a square root's sake.
RANGE = 1000

# Exponents of 2 in the second approach, geometric themselves: up to the end of the floating-point range.
FAR = tuple(0.97 * 2.0**j for j in range(1, 11))


@dataclass(frozen=True)
class LimitEstimate(Estimate):
    """An estimate, and how the limit is approached: ``constant``, ``exponential``, ``algebraic, order p``, ``logarithmic``,
    ``divergent`` or ``none``."""

    rate: str = "none"


def limit(f: Sampled, to: float, *, side: Literal["+", "-"] | None = None, beyond: int = 0, doubt: bool = False) -> LimitEstimate:
    r"""The limit of ``f(t)[0]`` as t tends to ``to`` (a number or ±inf); ``f`` returns values and their rounding noise.

    At a number the approach is from both sides unless ``side`` says otherwise; ``exists`` is False where the sides differ or the
    values oscillate. Divergence to ±inf is a value of the extended real line. The formula is known to hold numbers of up to ``beyond``
    powers of 2, or so small: towards ±inf and 0 it is looked at further out than those, as far as floating-point numbers go. With ``doubt``
    another method has the last word on what overflows: an infinity that has come so has an infinite error, and what has no samples left
    at the usual places is guessed from others, where otherwise nothing is said of it.

    >>> found = limit(lambda t: (np.array([1 / t, t]), np.zeros(2)), np.inf)
    >>> np.round(found.value, 9), found.exists
    (array([ 0., inf]), array([ True,  True]))
    """
    if math.isinf(to) or side is not None:
        return _approach(f, to, "-" if (math.isinf(to) and to < 0) or side == "-" else "+", beyond, doubt)
    right, left = (_approach(f, to, one, beyond, doubt) for one in "+-")
    with np.errstate(invalid="ignore"):
        apart = np.abs(right.value - left.value)
        same = (right.value == left.value) | (np.isfinite(apart) & (apart <= 16 * (right.error + left.error)))
    better = right.error <= left.error
    value = np.where(better, right.value, left.value)
    return LimitEstimate(value, np.maximum(right.error, left.error), right.exists & left.exists & same, right.rate)


def _approach(f: Sampled, to: float, side: str, beyond: int, doubt: bool) -> LimitEstimate:
    first = Sequence(f, _near(to, side), _stride(to))
    if first.shape is None:
        return LimitEstimate(np.full((), np.nan), np.full((), np.inf), np.ones((), dtype=bool))
    value, error, rate = first.estimate()
    oscillates, broken = np.zeros(value.shape, dtype=bool), first.broken
    if not np.all(broken | np.isinf(value) | (error <= 1e-9 * np.maximum(np.abs(value), TINY))):
        oscillates, taken = first.oscillates(value, error), ~first.vanishing
        far = Sequence(f, _far(to, side), math.nan)  # told no rate by
        if far.shape == first.shape:
            found = _combine((value, error), far.estimate()[:2])
            value, error = (np.where(taken, new, old) for new, old in zip(found, (value, error), strict=True))
            rate = first.rate(value)
    if np.any(first.overflows):
        close = Sequence(f, _close(to, side, first), _stride(to) / FINER)
        if close.shape == first.shape:
            rate = close.rate(value) if 2 * np.sum(broken) > broken.size else rate
            oscillates = np.where(broken, close.oscillates(*close.estimate()[:2]), oscillates)
            value, error = _broken_off(first, close, (value, error), doubt)
    further = Sequence(f, _near(to, side, beyond) if beyond else [], _stride(to))
    if further.shape == first.shape and len(further.values) > LAST_SAMPLES:
        value, error, rate = further.estimate()
        error = np.where(np.isinf(value) | (error <= TOLD * np.abs(value)) | (np.abs(value) <= error), error, np.inf)
    nothing = np.abs(value) <= error  # as good as zero, and then said to be
    value, error = np.where(nothing & np.isfinite(error), 0.0, value), np.where(nothing, error + np.abs(value), error)
    shape = first.shape
    return LimitEstimate(value.reshape(shape), error.reshape(shape), ~oscillates.reshape(shape), rate)


def _broken_off(first: Sequence, close: Sequence, known: tuple[Floats, Floats], doubt: bool) -> tuple[Floats, Floats]:
    """What is ``known``, where the first samples overflow: from those ``close`` together where there are too few, if somebody else has the last
    word; and with how much doubt."""
    found = close.estimate()[:2]
    value, error = (np.where(first.broken, new, old) for new, old in zip(found, known, strict=True))
    unknown = first.overflows & np.isinf(value) if doubt else first.broken
    # What leaves its limit where it breaks off may do anything beyond.
    unknown = unknown | (first.overflows & np.isfinite(value) & close.leaves(value))
    return value, np.where(unknown, np.inf, error)


def _combine(one: tuple[Floats, Floats], two: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """The far approach decides where it is better; where both claim little error and differ, neither is believed."""
    better = (two[1] < one[1]) | (np.isinf(two[0]) & np.isfinite(one[0]))
    value, error = np.where(better, two[0], one[0]), np.where(better, two[1], one[1])
    with np.errstate(invalid="ignore"):
        apart = np.abs(one[0] - two[0])
        clash = np.isfinite(apart) & (apart > 16 * (one[1] + two[1]))
        clash |= np.isinf(one[0]) & np.isinf(two[0]) & (one[0] != two[0])
        clash |= np.isinf(one[0]) & np.isfinite(two[0]) & (two[1] <= 1e-6 * np.abs(two[0]))
    return value, np.where(clash, np.inf, error)


def _stride(to: float) -> float:
    """How much nearer each place of the first approach is, as a binary logarithm: half as much where they end so soon."""
    return math.log2(RATIO) * (1.0 if to == 0 or math.isinf(to) else 0.5)


def _near(to: float, side: str, beyond: int = 0) -> list[float]:
    """The places of the first approach; ``beyond`` so many powers of 2, those that are floating-point numbers."""
    if math.isinf(to):
        last = min(LAST, int((RANGE - beyond) / math.log2(RATIO)))
        return [math.copysign(PHASE * RATIO**k * 2.0**beyond, to) for k in range(FIRST, last + 1)]
    if to == 0:
        last = min(LAST_AT_ZERO, int((RANGE - beyond) / math.log2(RATIO)))
        return [math.copysign(PHASE * RATIO**-k * 2.0**-beyond, 1.0 if side == "+" else -1.0) for k in range(FIRST, last + 1)]
    if beyond:
        return []
    scale, ratio = max(abs(to), 1.0) * (1 if side == "+" else -1), 2.0 ** _stride(to)
    count = int((BITS_LEFT + math.log2(abs(scale) / abs(to))) / math.log2(ratio))
    return [to + scale * PHASE * ratio**-k for k in range(2 * FIRST, count + 1)]


def _close(to: float, side: str, first: Sequence) -> list[float]:
    """Places closer together, up to beyond where the function breaks off: e^t overflows at 710, and log(1 + e^t) - t has been as good as 0
    since 40. Where a large factor stands beside t, the first place may be too far, so there are some before it."""
    ratio, before = 2.0 ** (_stride(to) / FINER), BEFORE * FINER if math.isinf(to) or to == 0 else 0
    begin = _near(to, side)[0] - (0 if math.isinf(to) else to)
    last = (LAST_SAMPLES + 1) * FINER if np.any(first.broken) else 0
    last = max(last, FINER * (1 + first.finite))
    further = [begin * ratio ** (k if math.isinf(to) else -k) for k in range(-before, last)]
    return further if math.isinf(to) else [to + distance for distance in further]


def _far(to: float, side: str) -> list[float]:
    """The places of the second approach; towards a number other than 0 there is none."""
    if math.isinf(to):
        return [math.copysign(2.0**k, to) for k in FAR]
    return [math.copysign(2.0**-k, 1.0 if side == "+" else -1.0) for k in FAR] if to == 0 else []
