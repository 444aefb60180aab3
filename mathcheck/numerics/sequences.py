"""A function's values along a geometric approach: where they settle, how fast, whether they grow or swing instead.

The values are extrapolated (Aitken's Δ²); every candidate's error is its change from its neighbours plus the rounding noise it amplifies,
and the smallest is kept, entry by entry.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Sampled = Callable[[float], tuple[Floats, Floats]]

# A value is taken to have settled where the last of its samples differ by no more than this many times their noise.
SETTLED = 4.0
LAST_SAMPLES = 4

# Samples that change by no more than this share of them do not go to 0 by the next one, however fast they decay.
PLATEAU = 0.5

# Values of which noise is this share say nothing of those after them that are exactly 0.
BLURRED = 1e-3

# Divergence: each sample at least this much larger than the one before, at the far end. Slower growth looks like an approach.
GROWTH = 1.2

# The ratio of successive changes may drift from one step to the next by this share of its distance from 1, or by this share of the
# drift before.
STEADY = 1e-3
SETTLING = 0.65

# A sample further along contradicts an estimate that it is this many of its errors away from.
CONTRADICTED = 16.0

# The rate is told by at least this many distances; an exponential approach quickens by more than this from one to the next but one,
# and what is slower than this order is logarithmic.
FEWEST_RATIOS, QUICKENS, SLOWEST = 3, 1.5, 0.1

# Distances tell the rate where they are this much larger than what would be no distance at all, if there are enough of them.
CLEARLY = 64.0

TINY = 1e-300


class Sequence:
    """The usable samples along one approach, nearest to the limit last."""

    def __init__(self, f: Sampled, places: list[float], stride: float) -> None:
        """``places`` come nearer by ``stride``, the binary logarithm of their ratio."""
        self.stride = stride
        kept: list[tuple[Floats, Floats]] = []
        self.shape: tuple[int, ...] | None = None
        for t in places:
            value, noise = f(t)
            value, noise = np.asarray(value, dtype=np.float64), np.asarray(noise, dtype=np.float64)
            if self.shape is None:
                self.shape = value.shape
            kept.append((value.ravel(), np.broadcast_to(noise, value.shape).ravel()))
        self.values = np.stack([value for value, _ in kept]) if kept else np.zeros((0, 0))
        self.noise = np.stack([noise for _, noise in kept]) if kept else np.zeros((0, 0))

    @property
    def finite(self) -> int:
        """How many samples there are up to the last that is finite in an entry with others."""
        there = np.isfinite(self.values) & np.isfinite(self.noise)
        counts = np.sum(there[:, ~np.all(there, axis=0)], axis=0)
        return int(np.max(counts, initial=0))

    @property
    def broken(self) -> NDArray[np.bool_]:
        """Entries with so few finite samples before the first other that they tell nothing, unless they rise to an infinity."""
        there = np.isfinite(self.values) & np.isfinite(self.noise)
        counts = np.argmin(np.vstack([there, np.zeros((1, there.shape[1]), dtype=bool)]), axis=0)
        found = counts < min(LAST_SAMPLES, len(self.values))
        for i in np.flatnonzero(found):
            begins, tail = self.values[: counts[i], i], self.values[counts[i] :, i]
            found[i] = np.any(np.isnan(tail)) or len(begins) < 2 or not _rising(begins)
        return found

    @property
    def vanishing(self) -> NDArray[np.bool_]:
        """Entries that are exactly 0 all at once, though they were about to settle on something else."""
        found = []
        for samples, noise in zip(self.values.T, self.noise.T, strict=True):
            usable = np.isfinite(samples) & np.isfinite(noise)
            found.append(bool(np.any(usable)) and _vanishes(samples[usable], noise[usable]))
        return np.array(found, dtype=bool)

    @property
    def overflows(self) -> NDArray[np.bool_]:
        """Entries with samples that are not finite."""
        return np.asarray(~np.all(np.isfinite(self.values) & np.isfinite(self.noise), axis=0))

    def leaves(self, value: Floats) -> NDArray[np.bool_]:
        """Entries whose last finite sample is further from ``value`` than the one before, by more than their noise: what they do beyond is
        not known."""
        found = []
        for samples, noise, v in zip(self.values.T, self.noise.T, value, strict=True):
            usable = np.isfinite(samples) & np.isfinite(noise)
            s, e = samples[usable][-2:], noise[usable][-2:]
            found.append(len(s) == 2 and abs(s[1] - v) > abs(s[0] - v) + CONTRADICTED * (e[0] + e[1]))
        return np.array(found, dtype=bool)

    def estimate(self) -> tuple[Floats, Floats, str]:
        """Value and error of every entry, and the rate of most."""
        found = [self._entry(self.values[:, i], self.noise[:, i]) for i in range(self.values.shape[1])]
        values = np.array([v for v, _ in found])
        return values, np.array([e for _, e in found]), self.rate(values)

    def rate(self, values: Floats) -> str:
        """How most entries come nearer to ``values``."""
        rates = [_rate(self.values[:, i], self.noise[:, i], value, self.stride) for i, value in enumerate(values)]
        return max(sorted(set(rates)), key=rates.count) if rates else "constant"

    def _entry(self, samples: Floats, noise: Floats) -> tuple[float, float]:
        usable = np.isfinite(samples) & np.isfinite(noise)
        overflow = _overflow(samples)
        s, e = _before_nothing_is_left(samples[usable], noise[usable])
        if overflow is not None and s.size > 1 and (_growing(s, e) or (s.size <= LAST_SAMPLES and _rising(s))):
            return overflow, 0.0
        if s.size < LAST_SAMPLES or _vanishes(s, e):
            return (float(s[-1]) if s.size else math.nan), math.inf
        if _growing(s, e):
            return math.copysign(math.inf, s[-1]), 0.0
        change = float(np.max(np.abs(np.diff(s[-LAST_SAMPLES:]))))
        found = _best(s, e)
        if change <= SETTLED * float(np.max(e[-LAST_SAMPLES:])):
            settled = float(s[-1]), change + float(np.max(e[-LAST_SAMPLES:]))
            return settled if settled[1] <= found[1] else found
        return found

    def oscillates(self, value: Floats, error: Floats) -> NDArray[np.bool_]:
        """Whether an entry keeps changing by much more than noise, up and down, to the far end."""
        unknown = ~(error <= 1e-6 * np.maximum(np.abs(value), TINY))
        return np.array([unknown[i] and _swings(self.values[:, i], self.noise[:, i]) for i in range(len(value))], dtype=bool)


def _swings(samples: Floats, noise: Floats) -> bool:
    usable = np.isfinite(samples) & np.isfinite(noise)
    tail, blur = samples[usable][-3 * LAST_SAMPLES :], noise[usable][-3 * LAST_SAMPLES :]
    steps = np.diff(tail)
    moving = np.abs(steps) > 64 * blur[1:] + 1e-9 * np.abs(tail[1:])
    turns = np.sum((np.sign(steps[1:]) * np.sign(steps[:-1]) < 0) & moving[1:] & moving[:-1])
    return bool(turns >= 3 and np.abs(steps[-1]) > 1e-3 * np.abs(steps[0]))


def _overflow(samples: Floats) -> float | None:
    """±inf where the far end of the samples is all one infinity."""
    tail = samples[-2:]
    return float(tail[-1]) if tail.size and np.all(np.isinf(tail)) and np.all(tail == tail[-1]) else None


def _vanishes(s: Floats, e: Floats) -> bool:
    """Whether values that were about to settle on something else are exactly 0 from one sample to the next: a power has underflowed.
    Where terms have cancelled instead, noise says so."""
    last = int(np.max(np.nonzero(s)[0], initial=-1))
    settling = s[-1] == 0 and last >= 1 and np.abs(s[last] - s[last - 1]) <= PLATEAU * np.abs(s[last])
    return bool(settling and SETTLED * e[last + 1] < np.abs(s[last]))


def _before_nothing_is_left(s: Floats, e: Floats) -> tuple[Floats, Floats]:
    """The samples up to where a difference inside somebody's code has no digit left: it becomes exactly 0, and so does its noise, after
    noise had become as large as the values."""
    last = int(np.max(np.nonzero(s)[0], initial=-1))
    blurred = last >= 0 and e[-1] == 0 and np.max(e[last : last + 2]) >= BLURRED * np.abs(s[last])
    return (s[: last + 1], e[: last + 1]) if blurred and last + 1 < len(s) else (s, e)


def _rising(s: Floats) -> bool:
    return bool(np.all(np.abs(s[1:]) >= GROWTH * np.abs(s[:-1])))


def _growing(s: Floats, e: Floats) -> bool:
    """Whether the last samples grow, by more than noise that grows itself."""
    tail = s[-LAST_SAMPLES - 1 :]
    return bool(
        tail.size > LAST_SAMPLES and np.all(np.sign(tail) == np.sign(tail[-1])) and tail[-1] != 0
        and np.all(np.abs(tail) > SETTLED * e[-LAST_SAMPLES - 1 :])
        and np.all(np.abs(tail[1:]) >= GROWTH * np.abs(tail[:-1]))
    )  # fmt: skip


def _steady(ratio: Floats) -> NDArray[np.bool_]:
    """Where the ratio of successive changes has settled, or settles: an extrapolation that takes it for constant may be believed.

    A ratio that creeps towards 1 belongs to an approach slower than every geometric one (1 / log log t), whose remainder it hides.
    """
    with np.errstate(all="ignore"):
        drift = np.abs(np.diff(ratio, prepend=np.nan))
        before = np.concatenate([[np.nan], drift[:-1]])
        settled = drift <= STEADY * (1 - np.abs(ratio))
        return np.asarray((np.abs(ratio) < 1) & (settled | (drift <= SETTLING * before)))


def _rate(samples: Floats, noise: Floats, value: float, stride: float) -> str:
    """How the samples, whose places are geometric, come nearer to ``value``: by the ratios of their distances from it.

    An algebraic approach of order p has the ratio 2^(-p stride), at last; an exponential one smaller and smaller ratios, a
    logarithmic one ratios that tend to 1.
    """
    if math.isinf(value):
        return "divergent"
    if math.isnan(value):
        return "none"
    usable = np.isfinite(samples) & np.isfinite(noise)
    distance, floor = np.abs(samples[usable] - value), SETTLED * noise[usable]
    if np.all(distance <= floor):
        return "constant"
    floor = floor * CLEARLY if np.sum(distance > floor * CLEARLY) >= FEWEST_RATIOS else floor
    seen = distance[: int(np.argmax(distance <= floor)) if np.any(distance <= floor) else len(distance)]
    if len(seen) < FEWEST_RATIOS:
        return "exponential" if len(seen) < len(distance) else "none"
    orders = -np.diff(np.log2(seen))[1 - FEWEST_RATIOS :] / stride
    if np.any(orders <= 0):
        return "none"
    if orders[-1] > orders[0] * QUICKENS:
        return "exponential"
    return f"algebraic, order {orders[-1]:.2g}" if orders[-1] > SLOWEST else "logarithmic"


def _best(s: Floats, e: Floats) -> tuple[float, float]:
    """The plain sample or the Aitken extrapolation with the smallest error, of those that no later sample contradicts."""
    step = np.diff(s)
    with np.errstate(all="ignore"):
        ratio = step[1:] / step[:-1]
        share = np.abs(ratio / (1 - ratio))
        better = s[2:] - step[1:] ** 2 / (step[1:] - step[:-1])
        moves = np.abs(np.diff(better, prepend=np.nan))
        error = np.maximum(moves, np.concatenate([moves[1:], moves[-1:]])) + e[2:] * (1 + share) ** 2
        noisy = np.abs(step[1:]) <= SETTLED * (e[2:] + e[1:-1])
        # Steady, and from there on: a ratio that creeps may look steady for a while.
        lasting = np.logical_and.accumulate((_steady(ratio) | noisy)[::-1])[::-1] & _steady(ratio)
        error = np.where(lasting & np.isfinite(error), error, np.inf)
        # A plain sample's distance to the limit is its last change times ratio / (1 - ratio).
        plain = np.where(np.abs(ratio) < 0.5, 4 * np.abs(step[1:]) + e[2:], np.inf)
    value = np.concatenate([better, s[2:]])
    bound = np.concatenate([error, plain])
    order = np.argsort(bound, kind="stable")
    for k in order[np.isfinite(bound[order])]:
        place = k % len(better) + 2
        later = np.abs(s[place:] - value[k]) <= CONTRADICTED * (e[place:] + bound[k] + np.abs(s[place] - value[k]))
        if np.all(later):
            return float(value[k]), float(bound[k])
    return float(s[-1]), math.inf
