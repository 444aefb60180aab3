"""Curves drawn: both sides of a claim, and the distance from a limit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mathcheck.report.axes import (
    BAD,
    INK,
    LABEL,
    LINE,
    PAGE,
    SIZE,
    SOFT,
    height_of,
    known,
    label_ends,
    make_room,
    named,
    number,
    plain_axes,
    power_of_ten,
    room_for,
)
from mathcheck.report.svg import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A curve is cut off where it leaves what most of its values span by more than this share of that.
BEYOND = 0.6

# Where all that is seen is less than so many errors of the measured curve, it is a constant.
VISIBLE = 1e3

# Every so many places a mark, where marks stand for the measured curve on top of the claimed one.
MARKS = 30


def draw_curve(canvas: Figure, data: dict[str, Any]) -> None:
    """Both sides, the counterexample on them, and where a derivative does not exist."""
    if "difference" in data:
        _draw_difference(canvas, data)
        return
    one, two = data["curves"]
    x: list[float] = data["x"]
    wrong = data["at"] is not None
    axes = plain_axes(canvas, room_for([one["label"], two["label"]]))
    low, high = _span([one["y"], two["y"]], data["at"], max((e for e in data.get("error", []) if e is not None), default=0.0))
    axes.set(xlim=(x[0], x[-1]), ylim=(low, high))
    axes.locator_params(axis="x", nbins=6)
    axes.locator_params(axis="y", nbins=4)
    make_room(axes)
    if low < 0 < high:
        axes.axhline(0, color=LINE, linewidth=0.8, zorder=0)
    alike = not wrong and data["relation"] in ("==", "proportional")
    styles = _curve_styles(one["role"], alike, wrong)
    if data["relation"] in ("<", "<=", ">", ">=") and wrong:
        _shade(axes, x, one["y"], two["y"], data["relation"])
    for curve, style in zip((one, two), styles, strict=True):
        if style.get("linestyle") == "none":
            marked = _spaced([(a, b) for a, b in known(x, curve["y"]) if low <= b <= high], x[0], x[-1])
            axes.plot(*zip(*marked, strict=True), clip_on=False, **style) if marked else None
        else:
            axes.plot(*_clipped(x, curve["y"], low, high), clip_on=False, **style)
    _kinks(axes, data["kinks"], data["at"])
    if wrong:
        _counterexample(axes, data["at"], styles, data["axis"])
    label_ends(axes, [(height_of(axes, _last(c["y"])), c["label"], s) for c, s in zip((one, two), styles, strict=True)])
    named(axes, data["axis"])


def _curve_styles(role: str, alike: bool, wrong: bool) -> list[dict[str, Any]]:
    """Of the first and the second curve: a line and marks where they are the same, else dashes for what is not measured."""
    line: dict[str, Any] = {"color": INK, "linewidth": 1.5}
    if alike:
        marks = {
            "color": INK,
            "linestyle": "none",
            "marker": "o",
            "markersize": 5,
            "markerfacecolor": "none",
            "markeredgewidth": 1.1,
        }
        return [{"color": SOFT, "linewidth": 1.3}, marks]
    dashes = {"color": BAD if wrong else SOFT, "linewidth": 1.5, "linestyle": (0, (5, 3))}
    return [dashes, line] if role == "claimed" else [line, dashes]


def _draw_difference(canvas: Figure, data: dict[str, Any]) -> None:
    """How far one side is above the other, where both would look alike."""
    one, two = (curve["label"] for curve in data["curves"])
    label = f"{one} − {two}" if len(one) + len(two) + 3 <= LABEL else "difference"
    x, y = data["x"], data["difference"]
    axes = plain_axes(canvas, room_for([label]))
    low, high = _span([[*y, 0.0]], None, 0.0)
    axes.set(xlim=(x[0], x[-1]), ylim=(low, high))
    axes.locator_params(axis="x", nbins=6)
    axes.locator_params(axis="y", nbins=4)
    make_room(axes)
    axes.axhline(0, color=LINE, linewidth=0.8, zorder=0)
    style: dict[str, Any] = {"color": BAD, "linewidth": 1.5}
    axes.plot(*_clipped(x, y, low, high), clip_on=False, **style)
    if data["at"]:
        known_points = known(x, y)
        gap = min(known_points, key=lambda point: abs(point[0] - data["at"]["x"]))[1]
        _counterexample(axes, {"x": data["at"]["x"], "y": [gap, 0.0]}, [style], data["axis"])
    label_ends(axes, [(height_of(axes, _last(y)), label, style)])
    named(axes, data["axis"])


def _span(curves: list[list[float | None]], at: dict[str, Any] | None, error: float) -> tuple[float, float]:
    """Heights to show: all of them, or most where a few are far beyond."""
    values = sorted(y for curve in curves for y in curve if y is not None)
    low, high = values[0], values[-1]
    share = len(values) // 12
    inner_low, inner_high = values[share], values[-1 - share]
    reach = BEYOND * (inner_high - inner_low) or 1.0
    if at is not None:
        inner_low, inner_high = min(inner_low, *at["y"]), max(inner_high, *at["y"])
    low, high = max(low, inner_low - reach), min(high, inner_high + reach)
    if high - low <= VISIBLE * error:  # nothing but rounding
        half = 0.5 * max(1.0, abs(low))
        return low - half, high + half
    margin = 0.06 * (high - low) or 0.5
    return low - margin, high + margin


def _clipped(x: list[float], y: list[float | None], low: float, high: float) -> tuple[list[float], list[float]]:
    """A curve cut where it leaves [low, high], with NaN where it is interrupted."""
    xs: list[float] = []
    ys: list[float] = []
    before: tuple[float, float] | None = None
    for a, b in zip(x, y, strict=True):
        if b is None:
            xs, ys, before = [*xs, a], [*ys, math.nan], None
            continue
        if before is not None and (before[1] < low) != (b < low):
            xs, ys = _crossing(xs, ys, before, (a, b), low)
        if before is not None and (before[1] > high) != (b > high):
            xs, ys = _crossing(xs, ys, before, (a, b), high)
        inside = low <= b <= high
        xs, ys, before = [*xs, a], [*ys, b if inside else math.nan], (a, b)
    return xs, ys


def _crossing(xs: list[float], ys: list[float], one: tuple[float, float], two: tuple[float, float], edge: float) -> Any:
    share = (edge - one[1]) / (two[1] - one[1])
    return [*xs, one[0] + share * (two[0] - one[0])], [*ys, edge]


def _spaced(points: list[tuple[float, float]], low: float, high: float) -> list[tuple[float, float]]:
    """The point nearest to each of evenly spaced places, where one is near."""
    kept: dict[float, tuple[float, float]] = {}
    for k in range(MARKS + 1):
        goal = low + (high - low) * k / MARKS
        best = min(points, key=lambda point: abs(point[0] - goal), default=None)
        if best is not None and abs(best[0] - goal) <= (high - low) / MARKS / 2:
            kept[best[0]] = best
    return list(kept.values())


def _shade(axes: Axes, x: list[float], one: list[float | None], two: list[float | None], relation: str) -> None:
    """Where an inequality is false, between the two sides."""
    low, high = axes.get_ylim()
    known = [(a, b, c) for a, b, c in zip(x, one, two, strict=True) if b is not None and c is not None]
    first, second = ([min(max(point[k], low), high) for point in known] for k in (1, 2))
    false = [(b > c) if relation in ("<", "<=") else (b < c) for b, c in zip(first, second, strict=True)]
    if any(false):
        axes.fill_between([p[0] for p in known], first, second, where=false, interpolate=True, color=BAD, alpha=0.13, linewidth=0)


def _kinks(axes: Axes, kinks: list[dict[str, Any]], at: dict[str, Any] | None) -> None:
    """Open ends where a derivative has two one-sided values."""
    (low, high), (left, right) = axes.get_ylim(), axes.get_xlim()
    for kink in kinks:
        axes.plot([kink["x"]] * 2, [low, high], color=SOFT, linewidth=0.8, linestyle=(0, (1, 3)), zorder=1)
        ends = [y for y in (kink["left"], kink["right"]) if y is not None and low <= y <= high]
        axes.plot(
            [kink["x"]] * len(ends),
            ends,
            linestyle="none",
            marker="o",
            markersize=6,
            markerfacecolor=PAGE,
            color=INK,
            clip_on=False,
        )
        crowded = at is not None and 0 < at["x"] - kink["x"] < 0.12 * (right - left)
        offset, side = ((-6, 0), "right") if crowded else ((6, 0), "left")
        if len(ends) == 2:
            place = (kink["x"], sum(ends) / 2)
            axes.annotate("kink", place, offset, "data", "offset points", ha=side, va="center", color=SOFT, fontsize=SIZE - 1)


def _counterexample(axes: Axes, at: dict[str, Any], styles: list[dict[str, Any]], name: str) -> None:
    """The two sides at the counterexample, and the gap between them."""
    low, high = axes.get_ylim()
    x, ends = at["x"], [min(max(y, low), high) for y in at["y"]]
    axes.plot([x, x], [low, high], color=BAD, linewidth=0.8, linestyle=(0, (1, 3)), zorder=1)
    axes.plot([x, x], ends, color=BAD, linewidth=1.0)
    for y, style in zip(ends, styles, strict=False):  # of a difference, one end
        axes.plot(
            [x],
            [y],
            linestyle="none",
            marker="x" if style["color"] == BAD else "o",
            markersize=6,
            markeredgewidth=1.6,
            color=style["color"],
        )
    label = f"{words(name, LABEL)} = {number(x)}"
    axes.annotate(label, (x, 1), (0, 6), ("data", "axes fraction"), "offset points", ha="center", color=BAD, fontsize=SIZE - 1)


def _last(y: list[float | None]) -> float:
    return next(value for value in reversed(y) if value is not None)


# --- approach ---------------------------------------------------------------------------------------


def draw_approach(canvas: Figure, data: dict[str, Any]) -> None:
    """Distances on the way, both on axes of powers of ten."""
    curves, x = data["curves"], data["x"]
    axes = plain_axes(canvas, room_for([curve["label"] for curve in curves]))
    heights = [y for curve in curves for y in curve["y"] if y is not None]
    axes.set(xscale="log", yscale="log", xlim=(x[0], x[-1]), ylim=(min(heights) / 2, max(heights) * 2))
    _decades(axes.xaxis, x[0], x[-1])
    _decades(axes.yaxis, *axes.get_ylim())
    entries = []
    for curve in curves:
        claimed = curve["role"] == "claimed"
        style: dict[str, Any] = {"color": BAD if claimed else INK, "linewidth": 1.5, "linestyle": (0, (5, 3)) if claimed else "-"}
        points = known(x, curve["y"])
        axes.plot(*zip(*points, strict=True), clip_on=False, **style)
        entries.append((height_of(axes, points[-1][1]), curve["label"], style))
    label_ends(axes, entries)
    named(axes, data["axis"], "distance")
    if data["rate"]:
        axes.annotate(
            words(data["rate"], LABEL), (1, 1), (0, 6), "axes fraction", "offset points", ha="right", color=SOFT, fontsize=SIZE - 1
        )


def _decades(axis: Any, low: float, high: float) -> None:
    """A few whole powers of ten, or ordinary numbers where there are none."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    step = max(1, math.ceil((last - first) / 4))
    powers = list(range(first, last + 1, step))
    ticks = [10.0**p for p in powers] if len(powers) > 1 else [low, high]
    axis.set_ticks(ticks, [power_of_ten(p) for p in powers] if len(powers) > 1 else [number(float(f"{t:.1g}")) for t in ticks])
    axis.set_ticks([], minor=True)
