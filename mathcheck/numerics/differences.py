r"""Finite differences with an error on every entry.

When to use which: :func:`slope` for a derivative along a line (one direction tests a whole Jacobian), :func:`slopes` along several lines
at once, :func:`curvature` for a second derivative along a line. Whole derivatives are made of these in
:mod:`mathcheck.numerics.derivatives`.

One call of SciPy's ``approx_derivative`` differentiates all lines with a whole ladder of steps: for ``F(T) = (curve_i(Σ_k T_k))`` over
all lines i, at T = 0 with a different step h_k for each k, column k of the Jacobian holds the central differences with step h_k.
Neighbouring steps are extrapolated (Richardson), each result's error is judged by how far it is from its neighbours plus the
rounding noise it amplifies, and the one with the smallest error is kept, entry by entry.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathcheck.numerics.estimate import Estimate
from mathcheck.numerics.ladder import LARGE_UNITS, RATIO, STEP, STEPS, UNITS, Curves, Floats, Ladder, Lines

Curve = Callable[[float], Floats]

# Most functions are done after the first few steps: the rest of the ladder is only climbed, in stages, where the error is then above
# this, relative to the largest entry...
STAGES = (6, 10, STEPS)
CURVATURE_STEPS = 10  # the noise of a second difference grows with the square of the step
GOOD = 1e-9
# ... unless rounding noise is what is left: smaller steps only amplify it.
NOISE_LIMITED = 1e3

# What large steps say is believed where noise is no more than this share of how far the values go apart along them: where it is more, the
# steps may be longer than a period, and what they do not resolve was taken for noise.
RESOLVED = 1e-2

# Extrapolations in a row: each removes one power of h², and each needs one more step that behaves.
COLUMNS = 5

# A quotient is believed where the steps before it have brought the quotients closer together, each change at most this share of the one
# before (a smooth function's shrink RATIO²-fold), or no larger than this many times their noise. So many changes in a row must do so:
# where the steps do not resolve the function, its quotients grow as the steps shrink, and come close to each other by accident alone.
CLOSER, EXPLAINED, IN_A_ROW = 0.3, 4.0, 4

# The gap of the one-sided difference quotients is seen where it is this many times its rounding noise...
KINK = 64.0
# ...and is one that stays where it keeps this share of itself from each of the last steps to the next, RATIO times smaller
# one. A smooth function's gap shrinks RATIO-fold, that of |t|**1.5 its root.
PERSISTS = 0.6
PERSISTING_STEPS = 3


def slopes(curves: Curves, count: int, *, noise: ArrayLike = 0.0, step: float = STEP, rooms: ArrayLike = math.inf) -> Estimate:
    r"""The slopes at t = 0 of the curves 0 … count − 1: shape of one curve's value, followed by ``count``.

    ``curves(lines, t)`` returns the values of the curves numbered by the array ``lines`` at the places ``t``, stacked. ``noise`` is the
    absolute rounding error of the curves' entries (of all, or stacked for each; infinite where nothing is known); it is raised to one
    rounding of the largest value met.
    ``step`` is the largest step; all steps stay below ``rooms``, the distance (of each line, or of all) to the edge of where the curve is
    defined.

    >>> found = slopes(lambda lines, t: np.exp((lines + 1) * t)[:, None], 2)
    >>> np.round(found.value, 9)
    array([[1., 2.]])
    """
    ladder = Ladder(curves, count, step, rooms, noise)
    lines = ladder.usable
    for rungs in STAGES:
        if not lines.size:
            break
        central, h, floor = ladder.central(rungs, lines), ladder.steps[:rungs, :, lines], ladder.noise(lines)
        value, error = _extrapolate(central, floor / h, UNITS)
        gone = _persists(ladder.gaps(rungs, lines), floor / h) | _grows(central, floor / h)
        ladder.found(lines, value, error, ~gone)
        good = error <= np.maximum(GOOD * np.max(np.abs(value), axis=0, initial=0.0), NOISE_LIMITED * floor)
        lines = lines[~np.all(good, axis=0)]
    noisy = ladder.noisy(GOOD)
    if noisy.size:
        _again_with_large_steps(ladder, noisy)
    return ladder.estimate()


def _again_with_large_steps(ladder: Ladder, lines: Lines) -> None:
    """Keep what a ladder of large steps says of ``lines`` where its error is smaller; whether a derivative exists, small steps have said."""
    large = Ladder(
        lambda rows, t: ladder.curves(lines[rows], t),
        lines.size,
        2 * ladder.step,
        ladder.rooms[lines],
        ladder.given.T[lines].reshape(lines.size, *ladder.shape),
        units=LARGE_UNITS,
    )
    rows = large.usable
    if not rows.size:
        return
    value, error = _extrapolate(large.central(len(LARGE_UNITS), rows), large.noise(rows) / large.steps[:, :, rows], LARGE_UNITS)
    at = lines[rows]
    low, high = large.values_met(rows)
    resolved = large.noise(rows) <= RESOLVED * (high - low)
    apart = np.abs(value - ladder.value[:, at]) > error + ladder.error[:, at]
    better = (error < ladder.error[:, at]) & resolved & ~apart
    ladder.value[:, at] = np.where(better, value, ladder.value[:, at])
    ladder.error[:, at] = np.where(better, error, ladder.error[:, at])


def one_by_one(curve: Callable[[int, float], Any]) -> Curves:
    """The curves of :func:`slopes` from a function of one line's number and one place."""

    def stacked(lines: Lines, t: Floats) -> Floats:
        return np.array([curve(int(i), float(place)) for i, place in zip(lines, t, strict=True)], dtype=np.float64)

    return stacked


def slope(curve: Curve, *, noise: ArrayLike = 0.0, step: float = STEP, room: float = math.inf) -> Estimate:
    r"""d/dt curve(t) at t = 0, for every entry of what ``curve`` returns; arguments as for :func:`slopes`.

    >>> estimate = slope(lambda t: np.array([np.exp(t), abs(t)]))
    >>> bool(abs(estimate.value[0] - 1) <= 16 * estimate.error[0] < 1e-9), estimate.exists
    (True, array([ True, False]))
    """
    return _first(slopes(one_by_one(lambda _, t: curve(t)), 1, noise=noise, step=step, rooms=room))


def curvatures(curves: Curves, count: int, *, noise: ArrayLike = 0.0, step: float = STEP, rooms: ArrayLike = math.inf) -> Estimate:
    r"""The second derivatives at t = 0 of the curves 0 … count − 1; everything as for :func:`slopes`.

    >>> found = curvatures(lambda lines, t: np.exp((lines + 1) * t)[:, None], 2)
    >>> np.round(found.value, 6)
    array([[1., 4.]])
    """
    ladder = Ladder(curves, count, step, rooms, noise)
    lines = ladder.usable
    if lines.size:
        h, gaps, floor = ladder.steps[:CURVATURE_STEPS, :, lines], ladder.gaps(CURVATURE_STEPS, lines), ladder.noise(lines)
        value, error = _extrapolate(gaps / h, 4 * floor / h**2, UNITS)
        # The first derivative's gap shows a kink; a jump of the second one shows as a gap of the odd part, c(h) - c(-h) - 2h c'(0).
        kink = _persists(gaps, floor / h) | _persists(ladder.odd_gaps(CURVATURE_STEPS, lines) / h, floor / h**2)
        ladder.found(lines, value, error, ~kink)
    return ladder.estimate()


def curvature(curve: Curve, *, noise: ArrayLike = 0.0, step: float = STEP, room: float = math.inf) -> Estimate:
    r"""d²/dt² curve(t) at t = 0, for every entry of what ``curve`` returns; arguments as for :func:`slopes`.

    >>> estimate = curvature(lambda t: np.array([np.exp(2 * t)]))
    >>> bool(abs(estimate.value[0] - 4) <= 16 * estimate.error[0] < 1e-6)
    True
    """
    return _first(curvatures(one_by_one(lambda _, t: curve(t)), 1, noise=noise, step=step, rooms=room))


def _first(found: Estimate) -> Estimate:
    return Estimate(found.value[..., 0], found.error[..., 0], found.exists[..., 0])


def _persists(gaps: Floats, noise: Floats) -> NDArray[np.bool_]:
    """Whether a gap between the two sides stays (or grows) as the steps shrink, down to the last one at which noise does not hide it."""
    with np.errstate(all="ignore"):
        size = np.abs(gaps)
        seen = np.isfinite(size) & (size > KINK * noise)
        stays = seen[1:] & seen[:-1] & (size[1:] >= PERSISTS * size[:-1])
    found = np.zeros(gaps.shape[1:], dtype=bool)
    for k in range(PERSISTING_STEPS, len(gaps)):
        found |= np.all(stays[k - PERSISTING_STEPS : k], axis=0) & ~np.any(seen[k + 1 :], axis=0)
    return found


def _grows(quotients: Floats, noise: Floats) -> NDArray[np.bool_]:
    """Whether difference quotients keep growing as the steps shrink: an infinite slope, as of a jump or a root at its branch point."""
    with np.errstate(all="ignore"):
        last = np.abs(quotients[-PERSISTING_STEPS - 1 :])
        grows = (last[1:] >= RATIO**0.25 * last[:-1]) & (last[1:] > KINK * noise[-PERSISTING_STEPS:])
    return np.asarray(np.all(grows & np.isfinite(last[1:]), axis=0))


def _contracting(quotients: Floats, noise: Floats) -> NDArray[np.bool_]:
    """Which quotients end a row of changes that shrink as those of a function do which the steps resolve."""
    with np.errstate(all="ignore"):
        change = np.abs(np.diff(quotients, axis=0))
        shrinks = change[1:] <= CLOSER * change[:-1] + EXPLAINED * (noise[2:] + noise[1:-1])
    believed = np.zeros(quotients.shape, dtype=bool)
    for k in range(IN_A_ROW + 1, len(quotients)):
        believed[k] = np.all(shrinks[k - IN_A_ROW - 1 : k - 1], axis=0)
    return believed


def _extrapolate(column: Floats, noise: Floats, units: Floats) -> tuple[Floats, Floats]:
    """The entry of the Richardson tableau in powers of h² with the smallest error, and that error; the first axis is steps, the ``units``."""
    best = column[-1].copy()
    best_error = np.full(best.shape, np.inf)
    believed = _contracting(column, noise)
    with np.errstate(all="ignore"):
        for reach in range(1, min(COLUMNS, len(column) - 2) + 1):
            power = (units[: len(column) - 1] / units[reach : reach + len(column) - 1]).reshape(-1, *(1,) * (column.ndim - 1)) ** 2
            # Row k of the new column combines rows k and k + 1 of the old one.
            better = (power * column[1:] - column[:-1]) / (power - 1)
            noise = (power * noise[1:] + noise[:-1]) / (power - 1)
            # Supported by two neighbours: what it was made of, and the same combination one step further on.
            error = np.maximum(np.abs(better - column[1:])[:-1], np.abs(better[:-1] - better[1:])) + noise[:-1]
            error[~np.isfinite(error) | ~believed[-len(error) :]] = np.inf
            row = np.argmin(error, axis=0)[None]
            least = np.take_along_axis(error, row, 0)[0]
            smaller = least < best_error
            best = np.where(smaller, np.take_along_axis(better, row, 0)[0], best)
            best_error = np.where(smaller, least, best_error)
            column = better
    return best, best_error
