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

# Where values break off, the end of what is in reach is found by so many halvings, and so many samples are taken up to there; and so many
# places before the first are looked at.
BISECTIONS, WITHIN, BEFORE = 6, 13, 3

# Exponents of 2 in the second approach, geometric themselves: up to the end of the floating-point range.
FAR = tuple(0.97 * 2.0**j for j in range(1, 11))


@dataclass(frozen=True)
class LimitEstimate(Estimate):
    """An estimate, and how the limit is approached: ``constant``, ``exponential``, ``algebraic, order p``, ``logarithmic``,
    ``divergent`` or ``none``."""

    rate: str = "none"


def limit(f: Sampled, to: float, *, side: Literal["+", "-"] | None = None) -> LimitEstimate:
    r"""The limit of ``f(t)[0]`` as t tends to ``to`` (a number or ±inf); ``f`` returns values and their rounding noise.

    At a number the approach is from both sides unless ``side`` says otherwise; ``exists`` is False where the sides differ or the
    values oscillate. Divergence to ±inf is a value of the extended real line.

    >>> found = limit(lambda t: (np.array([1 / t, t]), np.zeros(2)), np.inf)
    >>> np.round(found.value, 9), found.exists
    (array([ 0., inf]), array([ True,  True]))
    """
    if math.isinf(to) or side is not None:
        return _approach(f, to, "-" if (math.isinf(to) and to < 0) or side == "-" else "+")
    right, left = _approach(f, to, "+"), _approach(f, to, "-")
    with np.errstate(invalid="ignore"):
        apart = np.abs(right.value - left.value)
        same = (right.value == left.value) | (apart <= 16 * (right.error + left.error))
    better = right.error <= left.error
    value = np.where(better, right.value, left.value)
    return LimitEstimate(value, np.maximum(right.error, left.error), right.exists & left.exists & same, right.rate)


def _approach(f: Sampled, to: float, side: str) -> LimitEstimate:
    first = Sequence(f, _near(to, side), _stride(to))
    if first.shape is None:
        return LimitEstimate(np.full((), np.nan), np.full((), np.inf), np.ones((), dtype=bool))
    breaks_off = first.breaks_off  # and so would any that go further
    if breaks_off:
        first = _within_reach(f, to, side, first)
    value, error, rate = first.estimate()
    if not np.all(np.isinf(value) | (error <= 1e-9 * np.maximum(np.abs(value), TINY))):
        oscillates = first.oscillates(value, error)
        far = Sequence(f, [] if breaks_off else _far(to, side), math.nan)  # told no rate by
        if far.shape == first.shape:
            value, error = _combine((value, error), far.estimate()[:2])
            rate = first.rate(value)
    else:
        oscillates = np.zeros(value.shape, dtype=bool)
    exists = ~oscillates
    shape = first.shape
    nothing = np.abs(value) <= error  # as good as zero, and then said to be
    value, error = np.where(nothing & np.isfinite(error), 0.0, value), np.where(nothing, error + np.abs(value), error)
    return LimitEstimate(value.reshape(shape), error.reshape(shape), exists.reshape(shape), rate)


def _within_reach(f: Sampled, to: float, side: str, first: Sequence) -> Sequence:
    """The samples again, closer together, where so few of the first places have a value: e^t overflows at 710, and log(1 + e^t) - t has
    been as good as 0 since 40. The last of the places is looked for between the last one with a value and the first one without.

    Where the values grow until they overflow, or nothing is gained, the first samples stay."""
    places = _near(to, side)
    if math.isinf(to):  # where a large factor stands beside t, even the first place may be too far
        places = [*(math.copysign(PHASE * RATIO**k, to) for k in range(FIRST - BEFORE, FIRST)), *places]
    finite = [_finite(f, place) for place in places[: BEFORE + FIRST + LAST_SAMPLES]]
    if True not in finite:
        return first
    last = finite.index(False, finite.index(True)) - 1
    there, gone = (_distance(place, to) for place in places[last : last + 2])
    for _ in range(BISECTIONS):
        middle = math.sqrt(there * gone)
        there, gone = (middle, gone) if _finite(f, _place(to, side, middle)) else (there, middle)
    begin = _distance(places[max(finite.index(True), last - LAST_SAMPLES + 1)], to)
    ratio = (there / begin) ** (1 / (WITHIN - 1))
    again = Sequence(f, [_place(to, side, begin * ratio**k) for k in range(WITHIN)], abs(math.log2(ratio)))
    return again if again.shape == first.shape else first


def _finite(f: Sampled, t: float) -> bool:
    return bool(np.all([np.all(np.isfinite(found)) for found in f(t)]))


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


def _distance(place: float, to: float) -> float:
    """How far out a place is, or how far from the limit."""
    return abs(place) if math.isinf(to) else abs(place - to)


def _place(to: float, side: str, distance: float) -> float:
    """The place at a distance."""
    return math.copysign(distance, to) if math.isinf(to) else to + math.copysign(distance, 1.0 if side == "+" else -1.0)


def _near(to: float, side: str) -> list[float]:
    """The places of the first approach."""
    if math.isinf(to):
        return [math.copysign(PHASE * RATIO**k, to) for k in range(FIRST, LAST + 1)]
    if to == 0:
        return [math.copysign(PHASE * RATIO**-k, 1.0 if side == "+" else -1.0) for k in range(FIRST, LAST_AT_ZERO + 1)]
    scale, ratio = max(abs(to), 1.0) * (1 if side == "+" else -1), 2.0 ** _stride(to)
    count = int((BITS_LEFT + math.log2(abs(scale) / abs(to))) / math.log2(ratio))
    return [to + scale * PHASE * ratio**-k for k in range(2 * FIRST, count + 1)]


def _far(to: float, side: str) -> list[float]:
    """The places of the second approach; towards a number other than 0 there is none."""
    if math.isinf(to):
        return [math.copysign(2.0**k, to) for k in FAR]
    return [math.copysign(2.0**-k, 1.0 if side == "+" else -1.0) for k in FAR] if to == 0 else []
