"""The figure "approach": how far a formula still is from its limit, and from the claimed one, on the way."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.arithmetic import Frame
from mathcheck.engine.findings import Figure
from mathcheck.engine.judge import SAFETY
from mathcheck.engine.lane_arithmetic import Lanes
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import BinderStep, Part, needed
from mathcheck.engine.roundings import EPS
from mathcheck.engine.sampling import Point
from mathcheck.engine.search import Search
from mathcheck.engine.trial import Found
from mathcheck.insight.lines import letter, plain, short, tidy_point
from mathcheck.language.calculus import Limit
from mathcheck.numerics.batched import Many

Floats = NDArray[np.float64]

# Places on the way: a first look over all of it, then as many over the part where the distance is more than rounding.
PLACES = 49

# From ordinary numbers out to so many powers of ten; towards a number other than zero floating point ends sooner.
DECADES, DECADES_AT_NUMBER = 12.0, 7.0

# A distance is rounding below this many roundings of what tends.
ROUNDINGS = 8.0


def approach(search: Search, found: Found | None) -> Figure | None:
    """The distances on the way to a limit that makes up a side of the claim; None where there is none, or nothing to see."""
    part = found.judgement.part if found is not None else search.program.parts[0] if len(search.program.parts) == 1 else None
    point = found.point if found is not None else tidy_point(search.program)
    step = None if part is None else _limit_of(search, part)
    if part is None or step is None or point is None or search.program.black_boxes:
        return None
    with np.errstate(all="ignore"):
        frame = search.trial.frame(point)
        if frame is None or step in frame.nowhere:
            return None
        limit, claimed = (np.asarray(frame.memories[0][slot], dtype=np.float64) for slot in _slots(part, step))
        claimed = np.broadcast_to(claimed, limit.shape)
        values = _Way(search, step, point)
        index = _entry(limit, claimed, frame, step, found)
        if index is None:
            return None
        target, said = float(limit[index]), float(claimed[index])
        scale = max(abs(target), float(np.nanmax(np.abs(values.at(values.first)[(slice(None), *index)]))), np.finfo(float).tiny)
        floor = ROUNDINGS * EPS * scale
        way = values.shortened(index, target, floor)
        if way is None:
            return None
        heights = values.at(way)[(slice(None), *index)]
    return _drawn(step, part, way, heights, target, None if found is None else said, floor, frame.rates.get(step.slot, ""), index)


class _Way:
    """What tends, at places given by how far along they are (all sizes and variables as at one point)."""

    def __init__(self, search: Search, step: BinderStep, point: Point) -> None:
        assert isinstance(step.node, Limit)
        self.step, self.program, self.point = step, search.program, point
        self.to, self.side = step.node.to, -1.0 if step.node.side == "-" or step.node.to == -math.inf else 1.0
        decades = DECADES if math.isinf(self.to) or self.to == 0 else DECADES_AT_NUMBER
        self.first = np.logspace(0.0, decades, PLACES)
        self.evaluator = LaneEvaluator(search.program)

    def at(self, far: Floats) -> Floats:
        """The values where the variable is ``far`` (towards infinity) or 1/``far`` from the limit's place."""
        places = self.side * far if math.isinf(self.to) else self.to + self.side / far
        count = len(far)
        values = {v.fingerprint: np.array([self.point[v.fingerprint]] * count, dtype=np.float64) for v in self.program.variables}
        sizes = {size.fingerprint: int(self.point[size.fingerprint]) for size in self.program.sizes}
        outer = self.evaluator.lanes(sizes, values, count, 0)
        given = {slot for one in self.step.dynamic for slot in one.inputs}
        self.evaluator.run(outer, self.program.first + needed(self.program, given))
        inner = Lanes(len(outer.memory), count, 0, outer)
        inner.memory[self.step.moving] = Many(places)
        self.evaluator.run(inner, self.step.dynamic)
        return inner.points(self.step.body)

    def shortened(self, index: tuple[int, ...], target: float, floor: float) -> Floats | None:
        """Places as far as the distance from ``target`` is more than rounding; None where it is so at less than three."""
        distance = np.abs(self.at(self.first)[(slice(None), *index)] - target)
        seen = np.flatnonzero(distance > floor)
        if not seen.size or not np.isfinite(distance[seen]).any():
            return None
        last = min(int(seen[-1]) + 1, PLACES - 1)
        return np.logspace(0.0, math.log10(self.first[max(last, 2)]), PLACES)


def _limit_of(search: Search, part: Part) -> BinderStep | None:
    """The limit that alone makes up one side."""
    lone = [side for side in part.relation.args if isinstance(side, Limit)]
    if part.relation.symbol != "==" or len(lone) != 1:
        return None
    slot = search.program.slot(lone[0])
    return next((step for step in search.program.steps if step.slot == slot and isinstance(step, BinderStep)), None)


def _slots(part: Part, step: BinderStep) -> tuple[int, int]:
    """The limit's slot, and that of what it is claimed to be."""
    return (part.left, part.right) if step.slot == part.left else (part.right, part.left)


def _entry(limit: Floats, claimed: Floats, frame: Frame, step: BinderStep, found: Found | None) -> tuple[int, ...] | None:
    """The entry to look at: the most wrong one, or the first; None where its limit is not a number."""
    if found is None:
        index = (0,) * limit.ndim
        return index if np.isfinite(limit[index]) else None
    off = np.abs(limit - claimed) - SAFETY * frame.deviation(step.slot)
    off = np.where(np.isfinite(off), off, -np.inf)
    index = tuple(int(i) for i in np.unravel_index(int(np.argmax(off)), off.shape)) if off.ndim else ()
    return index if off[index] > 0 else None


def _drawn(
    step: BinderStep, part: Part, way: Floats, heights: Floats, target: float, said: float | None, floor: float, rate: str,
    index: tuple[int, ...],
) -> Figure | None:  # fmt: skip
    node = step.node
    assert isinstance(node, Limit)
    name = letter(node.variable.name)
    curves: list[dict[str, Any]] = []
    for role, label, goal in (("measured", "from the limit", target), ("claimed", "from the claimed limit", said)):
        if goal is not None:
            distance = np.abs(heights - goal)
            curves.append({"role": role, "label": label, "y": plain(np.where(distance > floor, distance, np.nan))})
    if sum(y is not None for y in curves[0]["y"]) < 3:
        return None
    goal = short(node.to).replace("inf", "∞")
    axis = f"|{name}|" if node.to == -math.inf else name if math.isinf(node.to) else f"1 / |{name}{_minus(node.to)}|"
    entry = f" of entry {list(index)}" if index else ""
    words = f"The distance{entry} from the limit on the way, as {name} tends to {goal}: the limit is {short(target)}"
    words += "." if said is None else f", claimed is {short(said)}."
    data = {"axis": axis, "x": plain(way), "curves": curves, "rate": rate, "floor": plain([floor])[0], "limit": plain([target])[0]}
    return Figure("approach", words + (f" The approach is {_rated(rate)}." if rate else ""), data)


def _minus(to: float) -> str:
    return "" if to == 0 else f" − {short(to)}" if to > 0 else f" + {short(-to)}"


def _rated(rate: str) -> str:
    return rate.replace("algebraic, order", "algebraic, of order")
