r"""Finite differences with an error on every entry.

When to use which: :func:`slope` for a derivative along a line (one direction tests a whole Jacobian), :func:`curvature` for a
second derivative along a line, :func:`jacobian` for all entries.

One call of SciPy's ``approx_derivative`` differentiates a whole ladder of steps: for ``F(T) = curve(T_1 + … + T_K)`` at T = 0 with K
different steps, column k of the Jacobian is the central difference with step h_k. Neighbouring columns are extrapolated
(Richardson), each result's error is judged by how far it is from its neighbours plus the rounding noise it amplifies, and the
one with the smallest error is kept, entry by entry.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize._numdiff import approx_derivative

from mathcheck.numerics.estimate import Estimate

Floats = NDArray[np.float64]
Curve = Callable[[float], Floats]

# The largest step, relative to the scale of the line; the others are RATIO apart. Ten of them reach from where truncation
# rules to where rounding does, and past a kink or a pole at a distance of a thousandth.
STEP = 2.0**-3
RATIO = 4.0
STEPS = 10

# Most functions are done after the first few steps: the rest of the ladder is only climbed where the error is then above this,
# relative to the largest entry.
FIRST_STEPS = 5
GOOD = 1e-9
# ... unless rounding noise is what is left: smaller steps only amplify it.
NOISE_LIMITED = 1e3

# Extrapolations in a row: each removes one power of h², and each needs one more step that behaves.
COLUMNS = 5

# Rounding noise of a difference quotient: both values are off by this many times the noise of one.
NOISE_FACTOR = 1.0

EPS = 2.0**-52

# The gap of the one-sided difference quotients is seen where it is this many times its rounding noise...
KINK = 64.0
# ...and is one that stays where it keeps this share of itself from each of the last steps to the next, RATIO times smaller
# one. A smooth function's gap shrinks RATIO-fold.
PERSISTS = 0.5
PERSISTING_STEPS = 3


def slope(curve: Curve, *, noise: ArrayLike = 0.0, step: float = STEP, room: float = math.inf) -> Estimate:
    r"""d/dt curve(t) at t = 0, for every entry of what ``curve`` returns.

    ``noise`` is the absolute rounding error of the curve's entries; it is raised to one rounding of the largest value met. ``step``
    is the largest step; all steps stay below ``room``, the distance to the edge of where the curve is defined.

    >>> estimate = slope(lambda t: np.array([np.exp(t), abs(t)]))
    >>> bool(abs(estimate.value[0] - 1) <= 16 * estimate.error[0] < 1e-9), estimate.exists
    (True, array([ True, False]))
    """
    ladder = _Ladder(curve, step, room)
    if ladder.centre.size == 0 or not np.all(np.isfinite(ladder.centre)):
        return ladder.unknown()
    for count in (FIRST_STEPS, STEPS):
        central, h = ladder.central(count), ladder.steps[:count, None]
        floor = ladder.noise(noise)
        value, error = _extrapolate(central, floor / h, RATIO**2, RATIO**2)
        if np.all(error <= np.maximum(GOOD * np.max(np.abs(value)), NOISE_LIMITED * floor)):
            break
    return ladder.estimate(value, error, ~(_persists(ladder.gaps(count), floor / h) | _grows(central, floor / h)))


def curvature(curve: Curve, *, noise: ArrayLike = 0.0, step: float = STEP, room: float = math.inf) -> Estimate:
    r"""d²/dt² curve(t) at t = 0, for every entry of what ``curve`` returns; arguments as for :func:`slope`.

    >>> estimate = curvature(lambda t: np.array([np.exp(2 * t)]))
    >>> bool(abs(estimate.value[0] - 4) <= 16 * estimate.error[0] < 1e-6)
    True
    """
    ladder = _Ladder(curve, step, room)
    if ladder.centre.size == 0 or not np.all(np.isfinite(ladder.centre)):
        return ladder.unknown()
    h, gaps = ladder.steps[:, None], ladder.gaps(STEPS)
    floor = ladder.noise(noise)
    value, error = _extrapolate(gaps / h, 4 * floor / h**2, RATIO**2, RATIO**2)
    # The first derivative's gap shows a kink; a jump of the second one shows as a gap of the odd part, c(h) - c(-h) - 2h c'(0).
    kink = _persists(gaps, floor / h) | _persists(ladder.odd_gaps() / h, floor / h**2)
    return ladder.estimate(value, error, ~kink)


def jacobian(
    f: Callable[[Floats], Floats], x: Floats, *, noise: ArrayLike = 0.0, step: float = STEP, room: float = math.inf
) -> Estimate:
    r"""∂f/∂x entry by entry: shape of f(x), then shape of x. Each entry of x moves on the scale of its own size.

    >>> J = jacobian(lambda x: np.array([x[0] * x[1]]), np.array([2.0, 3.0]))
    >>> np.round(J.value, 9)
    array([[3., 2.]])
    """
    x = np.asarray(x, dtype=np.float64)
    columns = []
    for i in range(x.size):
        unit = np.zeros(x.shape)
        unit.flat[i] = scale = abs(x.flat[i]) or 1.0
        column = slope(lambda t, u=unit: np.asarray(f(x + t * u)), noise=noise, step=step, room=room / scale)  # type: ignore[misc]
        columns.append(Estimate(column.value / scale, column.error / scale, column.exists))
    shape = np.shape(f(x)) + x.shape
    return Estimate(
        *(np.stack([getattr(c, name) for c in columns], axis=-1).reshape(shape) for name in ("value", "error", "exists"))
    )


class _Ladder:
    """A curve's values at ± every step, each computed once."""

    def __init__(self, curve: Curve, step: float, room: float) -> None:
        self.memo: dict[float, Floats] = {}
        first = np.asarray(curve(0.0), dtype=np.float64)
        self.shape, self.centre = first.shape, first.ravel()
        self.memo[0.0] = self.centre
        self.curve = curve
        # Powers of two keep t exactly representable.
        largest = step if step < room else 2.0 ** math.floor(math.log2(room) - 1) if room > 0 else 0.0
        self.steps = largest * RATIO ** -np.arange(STEPS)

    def at(self, t: float) -> Floats:
        if t not in self.memo:
            self.memo[t] = np.asarray(self.curve(t), dtype=np.float64).ravel()
        return self.memo[t]

    def central(self, count: int) -> Floats:
        """Central differences of the first ``count`` steps, a row a step, by SciPy."""
        steps = self.steps[:count]
        quotients: Any = approx_derivative(  # type: ignore[call-overload]  # the stubs know no array of steps
            lambda T: self.at(float(T.sum())), np.zeros(count), method="3-point", abs_step=steps, f0=self.centre
        )
        return np.asarray(quotients, dtype=np.float64).reshape(self.centre.size, count).T

    def gaps(self, count: int) -> Floats:
        """Right minus left difference quotient, a row a step: tends to the jump of the derivative."""
        steps = self.steps[:count]
        right, left = np.array([self.at(h) for h in steps.tolist()]), np.array([self.at(-h) for h in steps.tolist()])
        return np.asarray(((right - self.centre) + (left - self.centre)) / steps[:, None])

    def odd_gaps(self) -> Floats:
        """Central minus half-step central quotient, over the step: tends to a constant where the second derivative jumps."""
        central = np.stack([self.at(h) - self.at(-h) for h in self.steps]) / (2 * self.steps[:, None])
        return np.concatenate([central[:1] * 0, central[:-1] - central[1:]])

    def noise(self, noise: ArrayLike) -> Floats:
        """What one value of the curve may be off by, an entry."""
        values = np.abs(np.stack(list(self.memo.values())))
        values = np.where(np.isfinite(values), values, 0.0)
        given = np.broadcast_to(np.asarray(noise, dtype=np.float64), self.shape).ravel()
        given = np.where(np.isfinite(given), given, 0.0)
        return np.asarray(NOISE_FACTOR * np.maximum(given, EPS * np.max(values, axis=0)))

    def unknown(self) -> Estimate:
        shape = self.shape
        return Estimate(np.full(shape, np.nan), np.full(shape, np.inf), np.ones(shape, dtype=bool))

    def estimate(self, value: Floats, error: Floats, exists: NDArray[np.bool_]) -> Estimate:
        return Estimate(value.reshape(self.shape), error.reshape(self.shape), exists.reshape(self.shape))


def _persists(gaps: Floats, noise: Floats) -> NDArray[np.bool_]:
    """Whether a gap between the two sides stays (or grows) as the steps shrink, beyond what noise explains."""
    with np.errstate(all="ignore"):
        size = np.abs(gaps)
        seen = np.isfinite(size) & (size > KINK * noise)
        stays = seen[1:] & seen[:-1] & (size[1:] >= PERSISTS * size[:-1])
    # The smallest steps at which the gap is visible at all decide: below them there is only noise.
    result = np.zeros(gaps.shape[1], dtype=bool)
    for entry in range(gaps.shape[1]):
        visible = np.flatnonzero(seen[:, entry])
        if visible.size and visible[-1] == len(gaps) - 1:
            result[entry] = bool(np.all(stays[-PERSISTING_STEPS:, entry]))
    return result


def _grows(quotients: Floats, noise: Floats) -> NDArray[np.bool_]:
    """Whether difference quotients keep growing as the steps shrink: an infinite slope, as of a jump or a root at its branch point."""
    with np.errstate(all="ignore"):
        size = np.abs(quotients)
        last = size[-PERSISTING_STEPS - 1 :]
        grows = (last[1:] >= RATIO**0.25 * last[:-1]) & (last[1:] > KINK * noise[-PERSISTING_STEPS:])
    return np.asarray(np.all(grows & np.isfinite(last[1:]), axis=0))


def _extrapolate(column: Floats, noise: Floats, first: float, factor: float) -> tuple[Floats, Floats]:
    """The entry of the Richardson tableau with the smallest error, and that error; rows are steps, largest first.

    ``first`` is RATIO to the power of the leading error term, ``factor`` what each further term adds.
    """
    best = column[-1].copy()
    best_error = np.full(best.shape, np.inf)
    power = first
    with np.errstate(all="ignore"):
        for _ in range(COLUMNS):
            # Row k of the new column combines rows k and k + 1 of the old one.
            better = (power * column[1:] - column[:-1]) / (power - 1)
            noise = (power * noise[1:] + noise[:-1]) / (power - 1)
            # Supported by two neighbours: what it was made of, and the same combination one step further on.
            change = np.abs(better - column[1:])
            if len(better) < 2:
                break
            change = np.maximum(change[:-1], np.abs(better[:-1] - better[1:]))
            error = np.where(np.isfinite(change), change, np.inf) + noise[:-1]
            row = np.argmin(error, axis=0)
            entry = np.arange(error.shape[1])
            smaller = error[row, entry] < best_error
            best = np.where(smaller, better[row, entry], best)
            best_error = np.where(smaller, error[row, entry], best_error)
            column, power = better, power * factor
    return best, best_error
