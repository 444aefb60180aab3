"""Where a curve jumps, and where a derivative has a value on either side and none between: found, narrowed down, looked at from both
sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mathcheck.insight.sides import Curves, Sides

Floats = NDArray[np.float64]

# A place is looked at from both sides at these distances, as shares of the line's length. Up to the middle ones a kink is still in
# the way of measuring a derivative.
LOOKS = np.array([1e-6, 1e-5, 1e-4, 5e-4, 2e-3, 1e-2])
FAR = 1e-4

# A step between neighbouring places is looked into if it is this share of the whole range and this many times the steps around it.
STEP, STEEPER = 0.05, 4.0
# Jumps looked into, how often each is narrowed down, and places inside it each time.
JUMPS, ROUNDS, INNER = 3, 4, 16
# A jump stays this large, as a share, from the second nearest look to the nearest one.
STAYS = 0.8


def sites(plan: Sides, seen: Curves, width: float) -> list[float]:
    """Where a derivative was met that does not exist, and where a curve jumps."""
    found = [float(x) for x in seen.x[seen.gone]]
    found = found if len(found) <= JUMPS else []  # it hardly exists anywhere: nothing to mark
    spots: list[tuple[float, float]] = []
    for side in seen.sides:
        usable = np.isfinite(side)
        x, y = seen.x[usable], side[usable]
        step = np.abs(np.diff(y))
        around = np.maximum(np.roll(step, 2), np.roll(step, -2))
        spread = float(np.max(y) - np.min(y))
        steep = np.flatnonzero((step > STEP * spread) & (step > STEEPER * around) & (np.diff(x) > FAR * width))
        spots += [(float(x[i]), float(x[i + 1])) for i in steep[:JUMPS]]
    for low, high in dict.fromkeys(spots):
        if not any(low <= site <= high for site in found) and len(found) < JUMPS:
            place = _narrowed(plan, low, high)
            if place is not None and not any(abs(place - site) <= 2 * FAR * width for site in found):
                found.append(place)
    return sorted(found)


def _narrowed(plan: Sides, low: float, high: float) -> float | None:
    """The place of a jump between two places; None where a closer look sees the curve climb without one.

    Beside a kink the derivative cannot be measured: a jump of the measured curve is the gap that this leaves, at last.
    """
    for _ in range(ROUNDS):
        look = plan.curves(np.linspace(low, high, INNER + 1))
        inside = [interval for side in look.sides if (interval := _jump(look.x, side)) is not None]
        if not inside:
            return None
        low, high = min(inside, key=lambda interval: interval[1] - interval[0])
    return (low + high) / 2


def _jump(x: Floats, y: Floats) -> tuple[float, float] | None:
    """The neighbouring places between which a curve covers most of its height."""
    x, y = x[np.isfinite(y)], y[np.isfinite(y)]
    step = np.abs(np.diff(y))
    i = int(np.argmax(step)) if step.size else 0
    return (float(x[i]), float(x[i + 1])) if step.size and step[i] > 0.5 * np.sum(step) else None


@dataclass(frozen=True)
class Look:
    """A place looked at from both sides at the distances of ``LOOKS``, the nearest first."""

    place: float
    left: Curves
    right: Curves
    gone: bool

    def jumps(self, side: int, spread: float) -> bool:
        """Whether a curve jumps here: by as much nearby as further away, or where the derivative is known not to exist by more than
        its slope explains."""
        gaps = np.abs(self.right.sides[side] - self.left.sides[side])
        near = self._nearest()
        smooth = 3 * gaps[-1] * LOOKS[near] / LOOKS[-1]
        stays = gaps[0] >= STAYS * gaps[1] or (self.gone and gaps[near] > smooth)
        return bool(gaps[near] > 1e-6 * spread and stays)

    def is_pole(self, side: int) -> bool:
        """Whether the jump grows as one comes nearer."""
        gaps = np.abs(self.right.sides[side] - self.left.sides[side])
        near = min(self._nearest(), len(LOOKS) - 2)
        return bool(gaps[near] > 2 * gaps[near + 1])

    def _nearest(self) -> int:
        """The first distance at which everything is known."""
        known = [np.isfinite(side) for curves in (self.left, self.right) for side in curves.sides]
        return int(np.argmax(np.all(known, axis=0)))

    def ends(self) -> tuple[Curves, Curves]:
        """The nearest known places on the left and on the right."""
        near = [self._nearest()]
        return self.left.only(near), self.right.only(near)


def looked(plan: Sides, place: float, width: float) -> Look:
    """A place of a line of that width, from both sides."""
    far = width * LOOKS
    look = plan.curves(np.concatenate([place - far[::-1], [place], place + far]))
    count = len(far)
    return Look(place, look.only(np.arange(count)[::-1]), look.only(np.arange(count + 1, 2 * count + 1)), bool(np.any(look.gone)))
