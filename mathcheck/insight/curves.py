"""The figure "curve": both sides of a relation along a line, what was claimed of a derivative beside what it is measured to be.

A look at evenly spaced places tells where a curve may jump or a derivative does not exist; there it is looked at more closely.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.findings import Figure
from mathcheck.engine.judgement import wrong_entries
from mathcheck.engine.program import Part, Program
from mathcheck.engine.search import Search
from mathcheck.engine.styles import landmarks_of
from mathcheck.engine.trial import Found
from mathcheck.insight.jumps import Look, looked, sites
from mathcheck.insight.lines import Line, formula, letter, movable, plain, reach, short, tidy_point
from mathcheck.insight.sides import Curves, Sides, kind_of
from mathcheck.language.calculus import Derivative
from mathcheck.language.variables import Variable

Floats = NDArray[np.float64]

# Evenly spaced places; fewer where each means a call of somebody's own code.
PLACES, PLACES_OF_BOXES = 61, 31

# A curve that turns at more than this share of the places is not drawn by them: it is looked at on this much to either side, as a share of
# the line. So often is a line chosen.
TURNS, CUT, LOOKS_AT_ALL = 0.25, 1 / 16, 4

# Where the curves are defined on less than this share of the line, the part where they are is drawn instead.
FILLED = 0.85

# Numbers mentioned that are looked at, and how near to another place, as a share of the line, one is not worth it.
LANDMARKS, CLOSE = 8, 1e-9

# Two curves nearer to each other than this share of their range look like one: then their difference is drawn.
FAINT = 0.02

LONGEST = 24  # characters of a formula that is a curve's label


def curve(search: Search, found: Found | None) -> Figure | None:
    """Both sides along a line, through the counterexample ``found`` where there is one; None where that shows nothing."""
    plan = _plan(search, found)
    seen = None if plan is None else _seen(plan, search.program)
    if plan is None or seen is None:
        return None
    if plan.at is None and not seen.vary():
        return None
    width = float(seen.x[-1] - seen.x[0])
    # Somebody's own code is not called more often than a curve needs.
    looks = [] if search.program.black_boxes else [looked(plan, site, width) for site in sites(plan, seen, width)]
    for look in looks:
        for end in look.ends():
            seen = seen.with_more(end)
    return _drawn(plan, search, seen, looks)


def _seen(plan: Sides, program: Program) -> Curves | None:
    """Both sides at evenly spaced places, at the counterexample, and at the numbers that the formula mentions."""
    landmarks = np.unique(landmarks_of(program)[:LANDMARKS])
    ends = reach(plan.line, landmarks, plan.at)
    if ends is None:
        return None
    marks = np.array([*landmarks, 0.0, *([] if plan.at is None else [plan.at])])
    count = PLACES_OF_BOXES if program.black_boxes else PLACES
    for _ in range(LOOKS_AT_ALL):
        seen = plan.curves(_places(*ends, count, marks))
        filled = seen.ends()
        if filled is None:
            return None
        if seen.turns() > TURNS * count:  # too fast to be drawn as a whole
            middle = plan.at if plan.at is not None else sum(filled) / 2
            ends = max(ends[0], middle - CUT * (ends[1] - ends[0])), min(ends[1], middle + CUT * (ends[1] - ends[0]))
        elif filled[1] - filled[0] < FILLED * (ends[1] - ends[0]):  # the hypotheses leave only a part
            ends = filled
        else:
            return seen
    return None


def _places(low: float, high: float, count: int, marks: Floats) -> Floats:
    even = np.linspace(low, high, count)
    inside = [x for x in marks if low <= x <= high and np.min(np.abs(even - x)) > CLOSE * (high - low)]
    return np.unique(np.concatenate([even, inside]))


# --- what moves -----------------------------------------------------------------------------------


def _plan(search: Search, found: Found | None) -> Sides | None:
    program = search.program
    if found is None and len(program.parts) != 1:
        return None
    part = program.parts[0] if found is None else found.judgement.part
    if part.relation.symbol == "!=":
        return None
    if part.direct is not None:
        return None if program.black_boxes else _of_derivative(program, part, found)
    return _of_scalar(search, part, found)


def _of_derivative(program: Program, part: Part, found: Found | None) -> Sides | None:
    """A derivative by a scalar or of an elementwise function; where it is wrong any, at its worst entry."""
    assert part.direct is not None
    node = part.direct.node
    if kind_of(part) not in ("derivative", "gradient", "jacobian") or not isinstance(node, Derivative):
        return None
    moved = node.wrt
    if not isinstance(moved, Variable) or not movable(moved.domain) or moved.fingerprint in program.assigned:
        return None
    if found is None:
        point = tidy_point(program) if not moved.sizes or kind_of(part) == "derivative" else None
        if point is None:
            return None
        entry: tuple[int, ...] = (0,) * len(moved.sizes)
        index = entry if moved.sizes else (0,) * node.body.ndim  # by a scalar an array has a derivative too
        return Sides(part, Line(program, point, moved, entry), index, None)
    judgement = found.judgement
    if judgement.where or not judgement.whole:
        return None
    index = _worst(judgement)
    axes = len(moved.sizes)
    entry = index[len(index) - axes :] if axes else ()
    at = float(np.asarray(found.point[moved.fingerprint])[entry])
    return Sides(part, Line(program, found.point, moved, entry), index, at)


def _of_scalar(search: Search, part: Part, found: Found | None) -> Sides | None:
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
        return Sides(part, Line(program, point, moved, ()), (), None, constant)
    return Sides(part, Line(program, point, moved, ()), _worst(found.judgement), float(point[moved.fingerprint]), constant)


def _worst(judgement: Any) -> tuple[int, ...]:
    excess = np.where(wrong_entries(judgement), judgement.excess, 0.0)
    excess = np.where(np.isfinite(excess), excess, np.finfo(float).max)
    return tuple(int(i) for i in np.unravel_index(int(np.argmax(excess)), excess.shape)) if excess.ndim else ()


# --- as plain data --------------------------------------------------------------------------------


def _drawn(plan: Sides, search: Search, seen: Curves, looks: list[Look]) -> Figure:
    spread = [float(np.nanmax(side) - np.nanmin(side)) or 1.0 for side in seen.sides]
    broken = [[look.place for look in looks if look.jumps(k, spread[k])] for k in range(2)]
    kinks = []
    for look in looks:
        if plan.part.direct is not None and look.place in broken[1] and not look.is_pole(1):
            left, right = (plain(end.sides[1])[0] for end in look.ends())
            kinks.append({"x": plain([look.place])[0], "left": left, "right": right})
    seen = _parted(seen, broken)
    curves = [
        {"role": role, "label": label, "y": plain(side)} for (role, label), side in zip(_names(plan), seen.sides, strict=True)
    ]
    data: dict[str, Any] = {
        "axis": plan.line.name, "x": plain(seen.x), "curves": curves, "kinks": kinks, "at": _at(plan, seen),
        "relation": plan.part.relation.symbol,
    }  # fmt: skip
    gap = float(np.nanmax(np.abs(seen.sides[0] - seen.sides[1]), initial=0.0))
    if plan.at is not None and gap < FAINT * max(spread):
        data["difference"] = plain(seen.sides[0] - seen.sides[1])
    if plan.part.direct is not None:
        data["error"] = [None if e is None else float(f"{e:.2g}") for e in plain(seen.error)]
    return Figure("curve", _caption(plan, search, kinks, "difference" in data), data)


def _parted(seen: Curves, broken: list[list[float]]) -> Curves:
    """The curves with no value where each jumps, so that none is drawn through its jump."""
    missing = [x for x in sorted({*broken[0], *broken[1]}) if x not in seen.x]
    if missing:
        between = [np.interp(missing, seen.x, side) for side in seen.sides]
        seen = seen.with_more(Curves(np.array(missing), between, np.full(len(missing), np.nan), np.zeros(len(missing), dtype=bool)))
    sides = [np.where(np.isin(seen.x, gaps), np.nan, side) for gaps, side in zip(broken, seen.sides, strict=True)]
    return Curves(seen.x, sides, seen.error, seen.gone)


def _names(plan: Sides) -> list[tuple[str, str]]:
    if plan.part.direct is not None:
        return [("claimed", "claimed"), ("measured", "measured")]
    found = []
    for role, side in (("left", plan.part.relation.left), ("right", plan.part.relation.right)):
        text = formula(side)
        found.append((role, text if len(text) <= LONGEST else f"{role} side"))
    return found


def _at(plan: Sides, seen: Curves) -> dict[str, Any] | None:
    """The counterexample on the curves."""
    if plan.at is None:
        return None
    i = int(np.argmin(np.abs(seen.x - plan.at)))
    ys = plain([side[i] for side in seen.sides])
    return None if None in ys else {"x": float(f"{plan.at:.6g}"), "y": ys}


def _caption(plan: Sides, search: Search, kinks: list[Any], faint: bool) -> str:
    line, program = plan.line, search.program
    fixed = [
        f"{letter(v.name)} = {short(float(line.point[v.fingerprint]))}"
        for v in program.variables if not v.sizes and v is not line.variable
    ]  # fmt: skip
    where = f", with {' and '.join(fixed)}" if fixed and len(fixed) == len(program.variables) - 1 and not line.entry else ""
    if not where and (len(program.variables) > 1 or line.entry):
        where = ", all else fixed" if plan.at is None else ", all else as in the counterexample"
    if plan.part.direct is not None:
        of = f"Entry {list(plan.index)} of the" if plan.index else "The"
        words = f"{of} claimed derivative and the measured one as {line.name} moves{where}."
    else:
        of = f"Entry {list(plan.index)} of both" if plan.index else "Both"
        words = f"{of} sides of the claim as {line.name} moves{where}."
    if faint:
        words = f"The difference of the two sides as {line.name} moves{where}: the sides themselves would look alike."
    if kinks:
        places = " and ".join(short(kink["x"]) for kink in kinks)
        words += f" At {places} the one-sided derivatives differ."
    if plan.at is not None:
        words += f" The counterexample lies at {line.name} = {short(plan.at)}."
    return words
