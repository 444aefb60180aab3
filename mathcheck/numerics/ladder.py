"""A ladder of steps: the values of curves at plus and minus every step, and the difference quotients that are made of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize._numdiff import approx_derivative

from mathcheck.numerics.estimate import Estimate

Floats = NDArray[np.float64]
Lines = NDArray[np.intp]
Curves = Callable[[Lines, Floats], Floats]

# The largest step, relative to the scale of the line; the others are about RATIO apart. They reach from where truncation rules to where
# rounding does, past a kink or a pole at a distance of a hundred-millionth, and resolve what oscillates as fast as that. No step is
# a multiple of another: a period that divides one would divide both, and the function would look like a slower one at either.
STEP = 2.0**-3
RATIO = 4.236
STEPS = 14


def _shares(count: int, ratio: float) -> Floats:
    """Steps as shares of the largest: odd numbers of seven bits over powers of two, so that places stay exact where x is."""
    bits = [math.ceil(k * math.log2(ratio)) + 6 for k in range(1, count)]
    return np.array([1.0] + [(2 * round(ratio**-k * 2.0**e / 2) + 1) / 2.0**e for k, e in enumerate(bits, 1)])


UNITS = _shares(STEPS, RATIO)

# Where a function's values carry noise (code that computes in single precision), small steps show nothing but it: of a second ladder all
# steps are large, and closer together, so that as many of them can agree. It is climbed where the noise is more than this share of the values.
NOISY = 1e-10
LARGE_UNITS = _shares(9, 2.17)

# Rounding noise of a difference quotient: both values are off by this many times the noise of one.
NOISE_FACTOR = 1.0

EPS = 2.0**-52


class Ladder:
    """The curves' values at ± every step, each computed once; arrays are (step, entry, line)."""

    def __init__(self, curves: Curves, count: int, step: float, rooms: ArrayLike, noise: ArrayLike, units: Floats = UNITS) -> None:
        self.curves, self.count, self.step, self.units = curves, count, step, units
        every = np.arange(count)
        first = np.asarray(curves(every, np.zeros(count)), dtype=np.float64) if count else np.zeros((0,))
        self.shape = first.shape[1:]
        self.centre = first.reshape(count, math.prod(self.shape)).T
        given = np.broadcast_to(np.asarray(noise, dtype=np.float64), first.shape).reshape(self.centre.T.shape).T
        self.given = np.where(np.isnan(given), np.inf, given)
        self.rooms = room = np.broadcast_to(np.asarray(rooms, dtype=np.float64), (count,))
        # Powers of two keep t exactly representable.
        self.largest = np.where(room > step, step, 2.0 ** np.floor(np.log2(np.maximum(room, 1e-300)) - 1))
        self.steps = self.largest * units[:, None, None]
        self.usable = every[np.all(np.isfinite(self.centre), axis=0) & (room > 0)] if self.centre.size else every[:0]
        self.sides = np.full((2, len(units), *self.centre.shape), np.nan)  # at plus and minus every step
        self.climbed = np.zeros(count, dtype=int)
        self.value, self.error = np.full(self.centre.shape, np.nan), np.full(self.centre.shape, np.inf)
        self.exists = np.ones(self.centre.shape, dtype=bool)

    def climb(self, rungs: int, lines: Lines) -> None:
        """Compute ``lines`` at both sides of the first ``rungs`` steps, all at once."""
        low = int(np.min(self.climbed[lines]))
        if low >= rungs:
            return
        sign, rung, line = (grid.ravel() for grid in np.meshgrid([0, 1], np.arange(low, rungs), lines, indexing="ij"))
        values = self.curves(line, np.where(sign == 0, 1.0, -1.0) * self.steps[rung, 0, line])
        self.sides[sign, rung, :, line] = np.asarray(values, dtype=np.float64).reshape(line.size, -1)
        self.climbed[lines] = rungs

    def central(self, rungs: int, lines: Lines) -> Floats:
        """Central differences of the first ``rungs`` steps by SciPy: of the function that moves all lines, each in units of its largest step."""
        self.climb(rungs, lines)
        units = self.units[:rungs]
        plus, minus = (side[:, :, lines].reshape(len(self.units), -1) for side in self.sides)

        def together(moves: Floats) -> Floats:
            rung = int(np.argmax(moves != 0))
            return np.asarray(plus[rung] if moves[rung] > 0 else minus[rung])

        quotients: Any = approx_derivative(
            together, np.zeros(rungs), method="3-point", abs_step=units, f0=self.centre[:, lines].ravel()
        )
        found = np.asarray(quotients, dtype=np.float64).T.reshape(rungs, self.centre.shape[0], lines.size)
        return np.asarray(found / self.largest[lines])

    def gaps(self, rungs: int, lines: Lines) -> Floats:
        """Right minus left difference quotient: tends to the jump of the derivative."""
        self.climb(rungs, lines)
        plus, minus = self.sides[:, :rungs, :, lines] - self.centre[:, lines]
        return np.asarray((plus + minus) / self.steps[:rungs, :, lines])

    def odd_gaps(self, rungs: int, lines: Lines) -> Floats:
        """Central minus next smaller central quotient: over the step, tends to a constant where the second derivative jumps."""
        plus, minus = self.sides[:, :rungs, :, lines]
        central = (plus - minus) / (2 * self.steps[:rungs, :, lines])
        return np.concatenate([central[:1] * 0, central[:-1] - central[1:]])

    def noise(self, lines: Lines) -> Floats:
        """What one value of the curve may be off by, an entry and line."""
        values = np.abs(self.sides[..., lines])
        values[~np.isfinite(values)] = 0.0
        met = np.maximum(np.max(values, axis=(0, 1)), np.abs(self.centre[:, lines]))
        return np.asarray(NOISE_FACTOR * np.maximum(self.given[:, lines], EPS * met))

    def values_met(self, lines: Lines) -> tuple[Floats, Floats]:
        """The least and the largest value of each entry at any step."""
        values = np.where(np.isfinite(self.sides[:, :, :, lines]), self.sides[:, :, :, lines], self.centre[:, lines])
        return np.min(values, axis=(0, 1)), np.max(values, axis=(0, 1))

    def noisy(self, good: float) -> Lines:
        """The lines on which an entry's error is more than a share ``good`` of it, and noise more than a small share of the values."""
        lines = self.usable
        if not lines.size:
            return lines
        floor, values = self.noise(lines), np.where(np.isfinite(self.value[:, lines]), np.abs(self.value[:, lines]), 0.0)
        known = np.isfinite(floor) & (floor > NOISY * np.maximum(np.abs(self.centre[:, lines]), values))
        return lines[np.any(known & (self.error[:, lines] > good * values), axis=0)]

    def found(self, lines: Lines, value: Floats, error: Floats, exists: NDArray[np.bool_]) -> None:
        """Keep what came out for ``lines``."""
        self.value[:, lines], self.error[:, lines], self.exists[:, lines] = value, error, exists

    def estimate(self) -> Estimate:
        """In the shape of the curve, lines last; not a number, with an infinite error, where nothing could be computed."""
        shape = (*self.shape, self.count)
        return Estimate(self.value.reshape(shape), self.error.reshape(shape), self.exists.reshape(shape))
