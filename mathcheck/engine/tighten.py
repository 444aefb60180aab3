"""Inequalities pressed where they are tightest: from the points with the least room, downhill.

A violation may live in a sliver that no drawing meets; the room between the sides usually leads there. What is found is only a
proposal: it is judged like any other point.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.account import key_of
from mathcheck.engine.comparison import INEQUALITIES
from mathcheck.engine.program import Part, Program
from mathcheck.engine.sampling import Point
from mathcheck.engine.walker import Walker

Floats = NDArray[np.float64]

# Points that are started from: the lowest of all, and the lowest whose largest number is below the first of these, between them, above.
STARTS, SCALES = 3, (1.0, 16.0)


def presses(program: Program) -> bool:
    """Whether there is an inequality to press."""
    return any(part.relation.symbol in INEQUALITIES for part in program.parts) and not program.black_boxes


def room(symbol: str, left: Floats, right: Floats) -> Floats:
    """How much larger the larger side is, relative to both, entry by entry; negative where the inequality is false."""
    with np.errstate(all="ignore"):
        difference = right - left if symbol in ("<", "<=") else left - right
        size = np.maximum(np.abs(left), np.abs(right))
        return np.asarray(np.where(size > 0, difference / np.where(size > 0, size, 1.0), difference))


def height(symbol: str, left: Floats, right: Floats) -> Floats:
    """What is made small, entry by entry: the :func:`room` less 1 where the sides have one sign; elsewhere the plain difference.

    Beside a side that is 0 or of the other sign the room is 1 or more however near the sides come to each other, so it leads nowhere; the
    difference does, down to 0, where the sides meet or begin to have one sign.
    """
    with np.errstate(all="ignore"):
        relative = room(symbol, left, right)
        difference = right - left if symbol in ("<", "<=") else left - right
        return np.asarray(np.where(relative < 1, relative - 1.0, difference))


class Starts:
    """The points that walks start from, of all that are offered."""

    def __init__(self) -> None:
        self.lowest: list[tuple[float, Point]] = []  # of all, the lowest first
        self.of_scale: dict[int, tuple[float, Point]] = {}

    def offer(self, low: float, scale: float, point: Callable[[], Point]) -> None:
        """A point so ``low``, whose largest number is ``scale``."""
        if not low < math.inf:
            return
        kind = int(np.searchsorted(SCALES, scale))
        if kind not in self.of_scale or low < self.of_scale[kind][0]:
            self.of_scale[kind] = (low, point())
        if len(self.lowest) < STARTS or low < self.lowest[-1][0]:
            self.lowest = sorted([*self.lowest, (low, point())], key=lambda entry: entry[0])[:STARTS]

    def points(self) -> list[Point]:
        """Each once, the lowest first."""
        found = [point for _, point in (*self.lowest, *(self.of_scale[kind] for kind in sorted(self.of_scale)))]
        return list({key_of(point): point for point in found}.values())


def pressed(program: Program, starts: list[Point]) -> Iterator[tuple[Point, float]]:
    """From each of ``starts``, the lowest point nearby, and its room (1 stands for all that is more)."""
    slots = {slot for part in program.parts for slot in (part.left, part.right)}
    walker = Walker(
        program, lambda memory: min(_least(part, memory[part.left], memory[part.right]) for part in program.parts), slots
    )
    for start in starts:
        found = walker.downhill(start)
        if found is not None:
            yield found, 1.0 + min(walker.at(found), 0.0)


def _least(part: Part, left: Any, right: Any) -> float:
    if part.relation.symbol not in INEQUALITIES:
        return math.inf
    found = height(part.relation.symbol, np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64))
    return float(np.min(found)) if found.size and np.all(np.isfinite(found)) else math.inf
