"""Cases that no input has met: a comparison inside the formula that came out the same way at every point.

Errors live in branches. Where ``x > 1000``, ``max(a, b)`` or ``relu(s)`` was only ever seen from one side, the other one is looked for,
downhill in the difference of what is compared. What is found is judged like any other point.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.groups import Group
from mathcheck.engine.lane_arithmetic import Lanes
from mathcheck.engine.program import Program
from mathcheck.engine.sampling import Point
from mathcheck.engine.steps import Slot, Step
from mathcheck.engine.walker import Walker

Floats = NDArray[np.float64]

# Operations that choose by the sign of a difference of their two arguments, or of their only one.
COMPARE = frozenset("< <= > >= np.maximum np.minimum np.fmax np.fmin".split())
SIGN = frozenset("np.abs np.fabs np.sign relu leaky_relu np.heaviside".split())

# Points started from for each comparison, and comparisons looked at.
STARTS, COMPARISONS = 3, 6

# Pairs of outcomes that are looked for.
WALKS = 4


@dataclass(frozen=True)
class Kept:
    """A group as it was evaluated: its values, its points, and at which of these the sides agreed."""

    frame: Lanes
    group: Group
    passes: NDArray[np.bool_]

    @functools.cached_property
    def telling(self) -> NDArray[np.bool_]:
        """Points at which the sides agreed, though no variable is 0 altogether: there formulas agree that differ beside it."""
        values = (array.reshape(len(array), -1) for array in self.group.values.values())
        zero = [np.all(array == 0, axis=1) for array in values if array.dtype.kind == "f" and array.shape[1]]
        return self.passes & ~np.any(zero, axis=0) if zero else self.passes


@dataclass(frozen=True)
class _Comparison:
    """Where the two things compared are found (a slot, or a number)."""

    left: Any
    right: Any

    def difference(self, memory: Any) -> Any:
        left, right = (memory[side.index] if isinstance(side, Slot) else side for side in (self.left, self.right))
        return left, right


def unmet(program: Program, kept: list[Kept]) -> Iterator[Point]:
    """Points on the other side of each comparison of which the points ``kept`` have met one side only; then points between two
    comparisons that always came out alike, or never both one way."""
    comparisons = [found for found in map(_comparison, program.steps) if found is not None]
    yield from _other_sides(program, kept, comparisons)
    yield from _between(program, kept, comparisons[:COMPARISONS])


def tied(program: Program, memory: list[Any]) -> bool:
    """Whether two things that are compared are equal at a point: it lies on the edge of a branch."""
    for comparison in filter(None, map(_comparison, program.steps)):
        left, right = comparison.difference(memory)
        if (
            left is not None
            and right is not None
            and np.any(np.asarray(left, dtype=np.float64) == np.asarray(right, dtype=np.float64))
        ):
            return True
    return False


def _between(program: Program, kept: list[Kept], comparisons: list[_Comparison]) -> Iterator[Point]:
    """Points at which two comparisons of numbers come out as they never did together."""
    walks = 0
    for one, two in itertools.combinations(comparisons, 2):
        met = _together(one, two, kept)
        signs = {a for a, _, _ in met}, {b for _, b, _ in met}
        if not met or not all({1, -1} <= found for found in signs):
            continue
        for a, b in itertools.product((1, -1), repeat=2):
            if (a, b) in {(x, y) for x, y, _ in met} or walks >= WALKS:
                continue
            walks += 1
            slots = {end.index for side in (one, two) for end in (side.left, side.right) if isinstance(end, Slot)}
            walker = Walker(program, functools.partial(_higher, ((one, -a), (two, -b))), slots)
            start = min((point for x, y, point in met if x == a or y == b), key=walker.at, default=None)
            point = None if start is None else walker.downhill(start)
            if point is not None and walker.at(point) < 0:
                yield point


def _together(one: _Comparison, two: _Comparison, kept: list[Kept]) -> list[tuple[int, int, Point]]:
    """How two comparisons came out together, each with the first few points at which they did; nothing unless both compare numbers."""
    found: dict[tuple[int, int], list[Point]] = {}
    for entry in kept:
        sides = [_differences(comparison, entry) for comparison in (one, two)]
        if any(side is None for side in sides):
            return []
        for i in np.flatnonzero(entry.passes):
            a, b = (int(np.sign(side[i])) if np.isfinite(side[i]) else 0 for side in sides if side is not None)
            points = found.setdefault((a, b), [])
            if a and b and len(points) < STARTS:
                points.append(entry.group.point(int(i)))
    return [(a, b, point) for (a, b), points in found.items() for point in points]


def _differences(comparison: _Comparison, entry: Kept) -> Floats | None:
    """What is compared, at every point; None unless it is a number at each."""
    left, right = comparison.difference(entry.frame)
    with np.errstate(invalid="ignore"):
        stacked = _points(left, entry.frame.plain) - _points(right, entry.frame.plain)
    return np.broadcast_to(stacked, (entry.frame.plain, 1))[:, 0] if stacked.ndim == 2 and stacked.shape[1] == 1 else None


def _higher(wanted: tuple[tuple[_Comparison, int], ...], memory: list[Any]) -> float:
    return max(_height(comparison, side, memory) for comparison, side in wanted)


def _other_sides(program: Program, kept: list[Kept], comparisons: list[_Comparison]) -> Iterator[Point]:
    found = 0
    for comparison in comparisons:
        if found >= COMPARISONS:
            continue
        side, starts = _one_sided(comparison, kept)
        if side:
            found += 1
            slots = {end.index for end in (comparison.left, comparison.right) if isinstance(end, Slot)}
            walker = Walker(program, functools.partial(_height, comparison, side), slots)
            for start in starts:
                point = walker.downhill(start)
                if point is not None and walker.at(point) < 0:
                    yield point
                    break


def _comparison(step: Step) -> _Comparison | None:
    name, args = step.node.operation.name, step.args
    if name in COMPARE and len(args) == 2:
        return _Comparison(*args)
    return _Comparison(args[0], 0.0) if name in SIGN and args and isinstance(args[0], Slot) else None


def _one_sided(comparison: _Comparison, kept: list[Kept]) -> tuple[int, list[Point]]:
    """The side (1 or −1) on which the difference always was, 0 where it was on both; and the points nearest to the other one."""
    nearest: list[tuple[float, int, int]] = []
    signs: set[int] = set()
    for number, entry in enumerate(kept):
        left, right = comparison.difference(entry.frame)
        with np.errstate(invalid="ignore"):
            stacked = _points(left, entry.frame.plain) - _points(right, entry.frame.plain)
        if not stacked.size:
            return 0, []
        stacked = np.broadcast_to(stacked, (entry.frame.plain, *stacked.shape[1:]))
        agreed = stacked[entry.telling]  # a point that was left out has met nothing
        signs |= set(np.sign(agreed[np.isfinite(agreed)]).astype(int).tolist())
        if {1, -1} <= signs:
            return 0, []
        size = np.abs(stacked.reshape(entry.frame.plain, -1))
        distance = np.min(np.where(np.isfinite(size), size, np.inf), axis=1)
        nearest += [(float(d), number, i) for i, d in enumerate(distance)]
    if not signs - {0}:
        return 0, []
    side = (signs - {0}).pop()
    return side, [kept[number].group.point(i) for _, number, i in sorted(nearest)[:STARTS]]


def _points(value: Any, count: int) -> Floats:
    array = getattr(value, "array", None)
    if array is None:
        return np.asarray(value, dtype=np.float64)[None]
    return np.asarray(array[:count], dtype=np.float64).reshape(count, -1)


def _height(comparison: _Comparison, side: int, memory: list[Any]) -> float:
    left, right = comparison.difference(memory)
    difference = side * (np.asarray(left, dtype=np.float64) - np.asarray(right, dtype=np.float64))
    return float(np.min(difference)) if difference.size else math.inf
