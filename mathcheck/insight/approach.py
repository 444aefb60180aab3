"""The figure "approach": how far a formula still is from its limit, and from the claimed one, on the way."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.arithmetic import Frame
from mathcheck.engine.findings import Figure
from mathcheck.engine.judgement import SAFETY
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Part, needed
from mathcheck.engine.roundings import EPS
from mathcheck.engine.sampling import Point
from mathcheck.engine.search import Search
from mathcheck.engine.steps import BinderStep
from mathcheck.engine.trial import Found
from mathcheck.insight.lines import letter, plain, short, tidy_point
from mathcheck.language.calculus import Limit

Floats = NDArray[np.float64]

# Places on the way: a first look over all of it, then as many over the part where the distance is more than rounding.
PLACES, FEWEST = 49, 5

# From ordinary numbers out to so many powers of ten; towards a number other than zero floating point ends sooner.
DECADES, DECADES_AT_NUMBER = 12.0, 7.0

# A distance is rounding below this many roundings of the largest value met, or so many times the error seen where it is.
ROUNDINGS, NOISES = 8.0, SAFETY

# An order is believed if the end of the curve has it to within this share.
CLOSE = 0.15


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
        if abs(target) <= SAFETY * float(frame.deviation(step.slot)[index]):
            target = 0.0  # all of it may be its own error
        way = values.shortened(index, target)
        if way is None:
            return None
        heights, floor = values.at(way, index)
        floor = np.maximum(floor, ROUNDINGS * EPS * abs(target))
    return _drawn(step, way, heights, target, None if found is None else said, floor, _rate(search, frame, step), index)


class _Way:
    """What tends, at places given by how far along they are (all sizes and variables as at one point)."""

    def __init__(self, search: Search, step: BinderStep, point: Point) -> None:
        assert isinstance(step.node, Limit)
        self.step, self.program, self.point, self.variable = step, search.program, point, step.node.variable
        self.to, self.side = step.node.to, -1.0 if step.node.side == "-" or step.node.to == -math.inf else 1.0
        decades = DECADES if math.isinf(self.to) or self.to == 0 else DECADES_AT_NUMBER
        self.first = np.logspace(0.0, decades, PLACES)
        self.evaluator = LaneEvaluator(search.program)

    def at(self, far: Floats, index: tuple[int, ...]) -> tuple[Floats, Floats]:
        """An entry's values where the variable is ``far`` (towards infinity) or 1/``far`` from the limit's place; what is rounding there."""
        places = self.side * far if math.isinf(self.to) else self.to + self.side / far
        count = len(far)
        values = {v.fingerprint: np.array([self.point[v.fingerprint]] * count, dtype=np.float64) for v in self.program.variables}
        sizes = {size.fingerprint: int(self.point[size.fingerprint]) for size in self.program.sizes}
        values[self.variable.fingerprint] = places
        frame = self.evaluator.lanes(sizes, values, count)
        given = {slot for one in self.step.dynamic for slot in one.inputs}
        self.evaluator.run(frame, self.program.first + needed(self.program, given) + self.step.dynamic)
        place: tuple[Any, ...] = (slice(None), *index)
        value, noise = frame.points(self.step.body)[place], frame.deviation(self.step.body)[place]
        met = float(np.max(np.abs(value[np.isfinite(value)]), initial=0.0))
        return value, np.maximum(ROUNDINGS * EPS * met, NOISES * np.where(np.isfinite(noise), noise, 0.0))

    def shortened(self, index: tuple[int, ...], target: float) -> Floats | None:
        """Places as far as the distance from ``target`` is more than rounding; None where it never is."""
        value, floor = self.at(self.first, index)
        distance = np.abs(value - target)
        seen = _until(distance > floor)
        if not seen:
            return None
        last = min(seen, PLACES - 1)
        return np.logspace(0.0, math.log10(self.first[max(last, 2)]), PLACES)


def _until(seen: NDArray[np.bool_]) -> int:
    """How many places come before two in a row at which nothing is seen (one may be where the curve crosses its limit)."""
    twice = np.flatnonzero(~seen[1:] & ~seen[:-1])
    return int(twice[0]) if twice.size else len(seen)


def _limit_of(search: Search, part: Part) -> BinderStep | None:
    """The limit that alone makes up one side."""
    lone = [side for side in part.relation.args if isinstance(side, Limit)]
    if part.relation.symbol != "==" or len(lone) != 1:
        return None
    if any(v.fingerprint == lone[0].variable.fingerprint for v in search.program.variables):
        return None  # the letter that moves stands for a number elsewhere
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
    step: BinderStep,
    way: Floats,
    heights: Floats,
    target: float,
    said: float | None,
    floor: Floats,
    rate: str,
    index: tuple[int, ...],
) -> Figure | None:
    node = step.node
    assert isinstance(node, Limit)
    name = letter(node.variable.name)
    curves: list[dict[str, Any]] = []
    seen = _until(np.abs(heights - target) > floor)
    goals = [("measured", f"from the limit {short(target)}", target)]
    goals += [] if said is None else [("claimed", f"from {short(said)}, as claimed", said)]
    for role, label, to in goals:
        distance = np.abs(heights - to)
        shown = (distance > floor) & ((np.arange(len(way)) < seen) | (role == "claimed"))
        curves.append({"role": role, "label": label, "y": plain(np.where(shown, distance, np.nan))})
    if sum(y is not None for y in curves[0]["y"]) < FEWEST:
        return None
    rate = _seen_rate(rate, way, curves[0]["y"])
    goal = short(node.to).replace("inf", "∞")
    axis = f"|{name}|" if node.to == -math.inf else name if math.isinf(node.to) else f"1 / |{name}{_minus(node.to)}|"
    entry = f" of entry {list(index)}" if index else ""
    words = f"The distance{entry} from the limit on the way, as {name} tends to {goal}: the limit is {short(target)}"
    words += "." if said is None else f", claimed is {short(said)}."
    data = {"axis": axis, "x": plain(way), "curves": curves, "rate": rate, "limit": plain([target])[0]}
    return Figure("approach", words + (f" The approach is {_rated(rate)}." if rate else ""), data)


def _rate(search: Search, frame: Frame, step: BinderStep) -> str:
    """How the limit is approached here; a derivative on the way is too rough to tell."""
    nested = any(isinstance(inner, BinderStep) for inner in step.dynamic)
    return search.rate if nested else frame.rates.get(step.slot, search.rate)


def _seen_rate(rate: str, far: Floats, distance: list[float | None]) -> str:
    """The rate, if it is what the curve shows: the order of a matrix of limits need not be that of the entry that is drawn."""
    known = np.array([(a, b) for a, b in zip(far, distance, strict=True) if b is not None])
    slope = -np.diff(np.log(known[:, 1])) / np.diff(np.log(known[:, 0]))
    third = max(1, len(slope) // 3)
    begins, ends = float(np.median(slope[:third])), float(np.median(slope[-third:]))
    kind, _, order = rate.partition(", order ")
    shown = {
        "algebraic": order != "" and abs(ends - float(order or 0.0)) <= CLOSE * max(1.0, ends),
        "exponential": ends > 1.2 * begins,
        "logarithmic": ends < 0.5,
    }
    return rate if shown.get(kind, False) else ""


def _minus(to: float) -> str:
    return "" if to == 0 else f" − {short(to)}" if to > 0 else f" + {short(-to)}"


def _rated(rate: str) -> str:
    return rate.replace("algebraic, order", "algebraic, of order")
