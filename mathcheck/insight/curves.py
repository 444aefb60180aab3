"""The figure "curve": both sides of a relation along a line, what was claimed of a derivative beside what it is measured to be.

A first look at evenly spaced places finds where a curve jumps or a derivative does not exist; each such place is narrowed down and
looked at from both sides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.findings import Figure
from mathcheck.engine.judge import wrong_entries
from mathcheck.engine.lane_arithmetic import Lanes
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import BinderStep, Part, Program
from mathcheck.engine.search import Search
from mathcheck.engine.styles import landmarks_of
from mathcheck.engine.trial import Found
from mathcheck.insight.lines import Line, letter, movable, plain, reach, short, tidy_point
from mathcheck.language.calculus import Derivative
from mathcheck.language.printing import python
from mathcheck.language.variables import Variable

Floats = NDArray[np.float64]

# Evenly spaced places; fewer where each means a call of somebody's own code.
PLACES, PLACES_OF_BOXES = 61, 31

# A place is looked at from both sides at these distances, as shares of the line's length.
FAR, NEAR = 1e-4, 1e-6

# A step between neighbouring places is looked into if it is this share of the whole range and this many times the steps around it.
STEP, STEEPER = 0.05, 4.0
# Jumps looked into, how often each is narrowed down, and places inside it each time.
JUMPS, ROUNDS, INNER = 3, 4, 16
# A jump stays this large, as a share, from the far look to the near one.
STAYS = 0.8

LONGEST = 26  # characters of a formula that is a curve's label


@dataclass
class _Plan:
    """What is drawn: entry ``index`` of a part's sides along ``line``, around ``at``."""

    part: Part
    line: Line
    index: tuple[int, ...]
    at: float | None
    constant: float = 1.0
    evaluator: LaneEvaluator = field(init=False)

    def __post_init__(self) -> None:
        self.evaluator = LaneEvaluator(self.line.program)

    def curves(self, xs: Floats) -> _Curves:
        """Both sides at ``xs``; not a number where a side has no value, or a hypothesis is not satisfied."""
        with np.errstate(all="ignore"):
            frame, allowed = self.line.frame(self.evaluator, xs)
            found = self._formulas(frame, xs) if self.part.direct is None else self._derivative(frame, self.part.direct, xs)
        sides = [np.where(allowed & np.isfinite(side), side, np.nan) for side in found.sides]
        return _Curves(xs, sides, found.error, allowed & found.gone)

    def _formulas(self, frame: Lanes, xs: Floats) -> _Curves:
        factors = (1.0, self.constant)
        sides = [c * self._entry(frame.points(slot)) for c, slot in zip(factors, (self.part.left, self.part.right), strict=True)]
        return _Curves(xs, [np.where(frame.gone, np.nan, side) for side in sides], np.zeros(len(xs)), frame.gone)

    def _derivative(self, frame: Lanes, step: BinderStep, xs: Floats) -> _Curves:
        """What is claimed, and the derivative by the number that moves."""
        body, moved = frame.points(step.body).shape[1:], frame.points(step.moving).shape[1:]
        elementwise = _kind(self.part) == "derivative"
        claimed = frame.points(self.part.right if self.part.direct_is_left else self.part.left)
        shape = (len(xs), *(body if elementwise else body + moved))
        claimed = np.broadcast_to(claimed.reshape(len(xs), *(1,) * (len(shape) - claimed.ndim), *claimed.shape[1:]), shape)
        scale, place = self.evaluator.scales(frame, step), (slice(None), *self.line.entry)
        direction = np.zeros_like(scale)
        direction[place] = scale[place]
        found = self.evaluator.along(frame, step, np.arange(len(xs)), direction)
        row = (slice(None), *self.index[: len(body)])
        gone = frame.gone | ~found.exists[row]
        measured = np.where(gone, np.nan, found.value[row] / scale[place])
        return _Curves(xs, [self._entry(claimed), measured], found.error[row] / scale[place], gone)

    def _entry(self, side: Floats) -> Floats:
        return np.asarray(side[(slice(None), *(self.index if side.ndim > 1 else ()))], dtype=np.float64)


@dataclass(frozen=True)
class _Curves:
    """Two sides at places in ascending order; the second is the measured one. ``gone`` is where a derivative does not exist."""

    x: Floats
    sides: list[Floats]
    error: Floats
    gone: NDArray[np.bool_]

    def with_more(self, other: _Curves) -> _Curves:
        x, order = np.unique(np.concatenate([self.x, other.x]), return_index=True)
        join = lambda one, two: np.concatenate([one, two])[order]  # noqa: E731
        sides = [join(a, b) for a, b in zip(self.sides, other.sides, strict=True)]
        return _Curves(x, sides, join(self.error, other.error), join(self.gone, other.gone))


def curve(search: Search, found: Found | None) -> Figure | None:
    """Both sides along a line, through the counterexample ``found`` where there is one; None where that shows nothing."""
    plan = _plan(search, found)
    if plan is None:
        return None
    landmarks = np.unique(landmarks_of(search.program)[:8])
    ends = reach(plan.line, landmarks, plan.at)
    if ends is None:
        return None
    width = ends[1] - ends[0]
    count = PLACES_OF_BOXES if search.program.black_boxes else PLACES
    marks = [*landmarks, 0.0, *([] if plan.at is None else [plan.at])]
    even = np.linspace(*ends, count)
    inside = [x for x in marks if ends[0] <= x <= ends[1] and np.min(np.abs(even - x)) > 1e-9 * width]
    seen = plan.curves(np.unique(np.concatenate([even, inside])))
    if not all(np.sum(np.isfinite(side)) >= 3 for side in seen.sides):
        return None
    sites = _sites(plan, seen, width)
    looks = [plan.curves(np.array([s - FAR * width, s - NEAR * width, s + NEAR * width, s + FAR * width])) for s in sites]
    for look in looks:
        seen = seen.with_more(_Curves(look.x[[0, 3]], [side[[0, 3]] for side in look.sides], look.error[[0, 3]], look.gone[[0, 3]]))
    return _drawn(plan, search, seen, sites, looks)


# --- what moves -----------------------------------------------------------------------------------


def _kind(part: Part) -> str:
    return part.direct.node.kind if part.direct is not None and isinstance(part.direct.node, Derivative) else ""


def _plan(search: Search, found: Found | None) -> _Plan | None:
    program = search.program
    if found is None and len(program.parts) != 1:
        return None
    part = program.parts[0] if found is None else found.judgement.part
    if part.relation.symbol == "!=":
        return None
    if part.direct is not None:
        return None if program.black_boxes else _of_derivative(program, part, found)
    return _of_scalar(search, part, found)


def _of_derivative(program: Program, part: Part, found: Found | None) -> _Plan | None:
    """A derivative by a scalar or of an elementwise function; where it is wrong any, at its worst entry."""
    assert part.direct is not None
    node = part.direct.node
    if _kind(part) not in ("derivative", "gradient", "jacobian") or not isinstance(node, Derivative):
        return None
    moved = node.wrt
    if not isinstance(moved, Variable) or not movable(moved.domain) or moved.fingerprint in program.assigned:
        return None
    if found is None:
        point = tidy_point(program) if not moved.sizes or _kind(part) == "derivative" else None
        if point is None:
            return None
        entry: tuple[int, ...] = (0,) * len(moved.sizes)
        # By a scalar, the derivative of an array is not one curve.
        return _Plan(part, Line(program, point, moved, entry), entry, None)
    judgement = found.judgement
    if judgement.where or not judgement.whole:
        return None
    index = _worst(judgement)
    axes = len(moved.sizes)
    entry = index[len(index) - axes :] if axes else ()
    at = float(np.asarray(found.point[moved.fingerprint])[entry])
    return _Plan(part, Line(program, found.point, moved, entry), index, at)


def _of_scalar(search: Search, part: Part, found: Found | None) -> _Plan | None:
    """Two formulas of one scalar; where they differ, of several of which the first moves."""
    program = search.program
    scalars = [v for v in program.variables if not v.sizes]
    if not scalars or len(scalars) != len(program.variables) or (found is None and len(scalars) > 1):
        return None
    moved = next((v for v in scalars if movable(v.domain) and v.fingerprint not in program.assigned), None)
    point = tidy_point(program) if found is None else found.point
    if moved is None or point is None:
        return None
    constant = search.trial.constant(part) or 1.0
    if found is None:
        return _Plan(part, Line(program, point, moved, ()), (), None, constant)
    return _Plan(part, Line(program, point, moved, ()), _worst(found.judgement), float(point[moved.fingerprint]), constant)


def _worst(judgement: Any) -> tuple[int, ...]:
    excess = np.where(wrong_entries(judgement), judgement.excess, 0.0)
    excess = np.where(np.isfinite(excess), excess, np.finfo(float).max)
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(excess)), excess.shape)) if excess.ndim else ()


# --- jumps and kinks ------------------------------------------------------------------------------


def _sites(plan: _Plan, seen: _Curves, width: float) -> list[float]:
    """Where a derivative was met that does not exist, and where a curve jumps."""
    sites = [float(x) for x in seen.x[seen.gone]]
    sites = sites if len(sites) <= JUMPS else []  # it hardly exists anywhere: nothing to mark
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
        if not any(low <= site <= high for site in sites) and len(sites) < JUMPS:
            place = _narrowed(plan, low, high)
            if place is not None and not any(abs(place - site) <= 2 * FAR * width for site in sites):
                sites.append(place)
    return sorted(sites)


def _narrowed(plan: _Plan, low: float, high: float) -> float | None:
    """The place of a jump between two places; None where a closer look sees the curve climb without one."""
    for _ in range(ROUNDS):
        look = plan.curves(np.linspace(low, high, INNER + 1))
        steps = [np.abs(np.diff(side)) for side in look.sides]
        if np.any(look.gone):
            return float(look.x[look.gone][0])
        largest = max(steps, key=lambda step: np.nanmax(step, initial=0.0) / (np.nansum(step) or 1.0))
        i = int(np.nanargmax(largest)) if np.any(np.isfinite(largest)) else 0
        if not largest[i] > 0.5 * np.nansum(largest):
            return None
        low, high = float(look.x[i]), float(look.x[i + 1])
    return (low + high) / 2


def _stays(look: _Curves, side: int, spread: float) -> bool:
    """Whether the two ends of a look differ by as much close to its middle as further away."""
    far_left, left, right, far_right = look.sides[side]
    near, far = abs(right - left), abs(far_right - far_left)
    return bool(near > 1e-6 * spread and near >= STAYS * far)


# --- as plain data --------------------------------------------------------------------------------


def _drawn(plan: _Plan, search: Search, seen: _Curves, sites: list[float], looks: list[_Curves]) -> Figure:
    spread = [float(np.nanmax(side) - np.nanmin(side)) or 1.0 for side in seen.sides]
    derivative = plan.part.direct is not None
    broken: list[list[float]] = [[], []]
    kinks = []
    for site, look in zip(sites, looks, strict=True):
        for k in range(2):
            if _stays(look, k, spread[k]):
                broken[k].append(site)
        if derivative and site in broken[1]:
            kinks.append({"x": plain([site])[0], "left": plain(look.sides[1][1:2])[0], "right": plain(look.sides[1][2:3])[0]})
    seen = _parted(seen, broken)
    curves = [
        {"role": role, "label": label, "y": plain(side)}
        for (role, label), side in zip(_names(plan, derivative), seen.sides, strict=True)
    ]
    data: dict[str, Any] = {
        "axis": plan.line.name, "x": plain(seen.x), "curves": curves, "kinks": kinks, "at": _at(plan, seen),
        "relation": plan.part.relation.symbol,
    }  # fmt: skip
    if derivative:
        data["error"] = [None if e is None else float(f"{e:.2g}") for e in plain(seen.error)]
    return Figure("curve", _caption(plan, search, kinks), data)


def _parted(seen: _Curves, broken: list[list[float]]) -> _Curves:
    """The curves with no value where each jumps, so that none is drawn through its jump."""
    missing = [x for x in sorted({*broken[0], *broken[1]}) if x not in seen.x]
    if missing:
        between = [np.interp(missing, seen.x, side) for side in seen.sides]
        seen = seen.with_more(_Curves(np.array(missing), between, np.full(len(missing), np.nan), np.zeros(len(missing), dtype=bool)))
    sides = [np.where(np.isin(seen.x, gaps), np.nan, side) for gaps, side in zip(broken, seen.sides, strict=True)]
    return _Curves(seen.x, sides, seen.error, seen.gone)


def _names(plan: _Plan, derivative: bool) -> list[tuple[str, str]]:
    if derivative:
        return [("claimed", "claimed"), ("measured", "measured")]
    found = []
    for role, side in (("left", plan.part.relation.left), ("right", plan.part.relation.right)):
        text = python(side)
        found.append((role, text if len(text) <= LONGEST else f"{role} side"))
    return found


def _at(plan: _Plan, seen: _Curves) -> dict[str, Any] | None:
    """The counterexample on the curves."""
    if plan.at is None:
        return None
    i = int(np.argmin(np.abs(seen.x - plan.at)))
    ys = plain([side[i] for side in seen.sides])
    return None if None in ys else {"x": plain([plan.at])[0], "y": ys}


def _caption(plan: _Plan, search: Search, kinks: list[Any]) -> str:
    line, program = plan.line, search.program
    fixed = [
        f"{letter(v.name)} = {short(float(line.point[v.fingerprint]))}"
        for v in program.variables if not v.sizes and v is not line.variable
    ]  # fmt: skip
    where = f", with {' and '.join(fixed)}" if fixed and len(fixed) == len(program.variables) - 1 else ""
    if not where and len(program.variables) > 1:
        where = ", all else fixed" if plan.at is None else ", all else as in the counterexample"
    if plan.part.direct is not None:
        words = f"The claimed derivative and the measured one as {line.name} moves{where}."
    else:
        words = f"Both sides of the claim as {line.name} moves{where}."
    if kinks:
        places = " and ".join(short(kink["x"]) for kink in kinks)
        words += f" At {places} the one-sided derivatives differ."
    if plan.at is not None:
        words += f" The counterexample lies at {line.name} = {short(plan.at)}."
    return words
