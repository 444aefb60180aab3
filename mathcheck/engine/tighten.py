"""Inequalities pressed where they are tightest: from the points with the least room, downhill.

A violation may live in a sliver that no drawing meets; the room between the sides usually leads there. What is found is only a
proposal: it is judged like any other point.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.comparison import INEQUALITIES
from mathcheck.engine.program import Part, Program
from mathcheck.engine.sampling import Point
from mathcheck.engine.walker import Walker

Floats = NDArray[np.float64]

# Points that are started from.
STARTS = 4


def presses(program: Program) -> bool:
    """Whether there is an inequality to press."""
    return any(part.relation.symbol in INEQUALITIES for part in program.parts) and not program.black_boxes


def room(symbol: str, left: Floats, right: Floats) -> Floats:
    """How much larger the larger side is, relative to both, entry by entry; negative where the inequality is false."""
    with np.errstate(all="ignore"):
        difference = right - left if symbol in ("<", "<=") else left - right
        size = np.maximum(np.abs(left), np.abs(right))
        return np.asarray(np.where(size > 0, difference / np.where(size > 0, size, 1.0), difference))


def pressed(program: Program, starts: list[Point]) -> Iterator[tuple[Point, float]]:
    """From each of ``starts``, the point nearby with the least room, and that room."""
    slots = {slot for part in program.parts for slot in (part.left, part.right)}
    walker = Walker(
        program, lambda memory: min(_least(part, memory[part.left], memory[part.right]) for part in program.parts), slots
    )
    for start in starts:
        found = walker.downhill(start)
        if found is not None:
            yield found, walker.at(found)


def _least(part: Part, left: Any, right: Any) -> float:
    if part.relation.symbol not in INEQUALITIES:
        return math.inf
    found = room(part.relation.symbol, np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64))
    return float(np.min(found)) if found.size and np.all(np.isfinite(found)) else math.inf
