"""A claim's figures drawn: one function a kind, from plain data to inline SVG.

Thin lines, few ticks, labels beside what they name; what is claimed and what is measured differ in dashes and marks, not in colour alone.
Matplotlib is imported when the first figure is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mathcheck.engine import findings
from mathcheck.report.svg import COLOURS, SETTINGS, themed, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Pixels of a drawing at its full width, and of what stands around its axes.
WIDTH, HEIGHT = 520, 220
LEFT, BOTTOM, TOP = 44, 36, 12
LETTER, SPACING = 6.3, 16.0  # of a label: the width of a letter, the height of a line
SIZE = 12  # of letters

INK, SOFT, LINE, BAD, PAGE = (COLOURS[name] for name in ("ink", "soft", "line", "bad", "page"))

TITLES = {
    "curve": "Two curves", "approach": "The approach to a limit", "errors": "A histogram of differences", "heat": "A map of wrong entries",
    "graph": "A graph of operations",
}  # fmt: skip


def svg(figure: findings.Figure) -> str:
    """The figure as an inline ``<svg>`` in the page's colours, readable in light and dark. Raises ``KeyError`` for an unknown kind.

    >>> from mathcheck.engine.findings import Figure
    >>> drawn = svg(Figure("heat", "One entry.", {"values": [[0.0, 2.0]], "wrong": [[False, True]], "rows": "y", "columns": "x"}))
    >>> drawn.startswith("<svg"), "<desc>One entry.</desc>" in drawn
    (True, True)
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    draw = _KINDS[figure.kind]
    with matplotlib.rc_context({**_plain_settings(matplotlib), **SETTINGS}):
        canvas = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, frameon=False)
        FigureCanvasSVG(canvas)
        draw(canvas, figure.data)
        return themed(canvas, TITLES[figure.kind], figure.caption, WIDTH)


def _plain_settings(matplotlib: Any) -> dict[str, Any]:
    """Matplotlib's own settings for what is drawn here, whatever a user's file says."""
    groups = ("axes.", "font.", "lines.", "patch.", "path.", "svg.", "text.", "xtick.", "ytick.", "figure.")
    return {name: value for name, value in matplotlib.rcParamsDefault.items() if name.startswith(groups)}


# --- shared by all kinds --------------------------------------------------------------------------


def _axes(canvas: Figure, right: float, *, left: float = LEFT) -> Axes:
    """Axes with two thin lines, ``right`` pixels of room beside them."""
    axes = canvas.add_axes(
        (left / WIDTH, BOTTOM / HEIGHT, (WIDTH - left - right) / WIDTH, (HEIGHT - BOTTOM - TOP) / HEIGHT), facecolor="none"
    )
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set(color=SOFT, linewidth=0.8)
    axes.tick_params(which="both", color=SOFT, labelcolor=SOFT, labelsize=SIZE - 1, width=0.8, length=3, pad=3)
    axes.minorticks_off()
    return axes


def _named(axes: Axes, x: str, y: str = "") -> None:
    """What the axes show: below the right end of one, above the other."""
    axes.annotate(words(x), (1, 0), (0, -30), "axes fraction", "offset points", ha="right", color=INK, fontsize=SIZE)
    if y:
        axes.annotate(words(y), (0, 1), (-LEFT + 8, 2), "axes fraction", "offset points", color=INK, fontsize=SIZE)


def _labels(axes: Axes, entries: list[tuple[float, str, dict[str, Any]]]) -> None:
    """Labels to the right of the axes, each with a piece of its line, as near to its curve's end (in pixels) as there is room."""
    height = HEIGHT - BOTTOM - TOP
    entries = sorted(entries, key=lambda entry: entry[0])
    places = [min(max(entry[0], 6.0), height - 6.0) for entry in entries]
    if len(places) == 2 and places[1] - places[0] < SPACING:
        middle = min(max(sum(places) / 2, 6 + SPACING / 2), height - 6 - SPACING / 2)
        places = [middle - SPACING / 2, middle + SPACING / 2]
    width = axes.get_position().width * WIDTH
    for place, (_, label, style) in zip(places, entries, strict=True):
        y = place / height
        x = [1 + 6 / width, 1 + 22 / width] if style.get("linestyle", "-") != "none" else [1 + 14 / width]
        axes.plot(x, [y] * len(x), transform=axes.transAxes, clip_on=False, **style)
        axes.text(1 + 27 / width, y, words(label), transform=axes.transAxes, va="center", color=style["color"], fontsize=SIZE)


def _room(labels: list[str]) -> float:
    """Pixels to the right of the axes for labels."""
    return 34 + LETTER * max(map(len, labels))


def _height(axes: Axes, y: float) -> float:
    """A value's height in pixels above the axes' lower edge."""
    low, high = axes.get_ylim()
    if axes.get_yscale() == "log":
        low, high, y = math.log10(low), math.log10(high), math.log10(max(y, 1e-300))
    return (y - low) / (high - low) * (HEIGHT - BOTTOM - TOP)


def _points(x: list[float], y: list[float | None]) -> list[tuple[float, float]]:
    return [(a, b) for a, b in zip(x, y, strict=True) if b is not None]


# --- curve ----------------------------------------------------------------------------------------

# A curve is cut off where it leaves what most of its values span by more than this share of that.
BEYOND = 0.6

# Every so many places a mark, where marks stand for the measured curve on top of the claimed one.
MARKS = 30


def _curve(canvas: Figure, data: dict[str, Any]) -> None:
    one, two = data["curves"]
    x: list[float] = data["x"]
    wrong = data["at"] is not None
    axes = _axes(canvas, _room([one["label"], two["label"]]))
    low, high = _span([one["y"], two["y"]], data["at"])
    axes.set(xlim=(x[0], x[-1]), ylim=(low, high))
    axes.locator_params(axis="x", nbins=6)
    axes.locator_params(axis="y", nbins=4)
    if low < 0 < high:
        axes.axhline(0, color=LINE, linewidth=0.8, zorder=0)
    alike = not wrong and data["relation"] in ("==", "proportional")
    styles = _curve_styles(one["role"], alike)
    if data["relation"] in ("<", "<=", ">", ">=") and wrong:
        _shade(axes, x, one["y"], two["y"], data["relation"])
    for curve, style in zip((one, two), styles, strict=True):
        if style.get("linestyle") == "none":
            marked = _spaced([(a, b) for a, b in _points(x, curve["y"]) if low <= b <= high], x[0], x[-1])
            axes.plot(*zip(*marked, strict=True), clip_on=False, **style) if marked else None
        else:
            axes.plot(*_clipped(x, curve["y"], low, high), clip_on=False, **style)
    _kinks(axes, data["kinks"])
    if wrong:
        _counterexample(axes, data["at"], styles, data["axis"])
    _labels(axes, [(_height(axes, _last(c["y"])), c["label"], s) for c, s in zip((one, two), styles, strict=True)])
    _named(axes, data["axis"])


def _curve_styles(role: str, alike: bool) -> list[dict[str, Any]]:
    """Of the first and the second curve: a line and marks where they are the same, else dashes for what is not measured."""
    line: dict[str, Any] = {"color": INK, "linewidth": 1.5}
    if alike:
        marks = {"color": INK, "linestyle": "none", "marker": "o", "markersize": 5, "markerfacecolor": "none", "markeredgewidth": 1.1}
        return [{"color": SOFT, "linewidth": 1.3}, marks]
    dashes = {"color": BAD, "linewidth": 1.5, "linestyle": (0, (5, 3))}
    return [dashes, line] if role == "claimed" else [line, dashes]


def _span(curves: list[list[float | None]], at: dict[str, Any] | None) -> tuple[float, float]:
    """Heights to show: all of them, or most where a few are far beyond."""
    values = sorted(y for curve in curves for y in curve if y is not None)
    low, high = values[0], values[-1]
    share = len(values) // 12
    inner_low, inner_high = values[share], values[-1 - share]
    reach = BEYOND * (inner_high - inner_low) or 1.0
    if at is not None:
        inner_low, inner_high = min(inner_low, *at["y"]), max(inner_high, *at["y"])
    low, high = max(low, inner_low - reach), min(high, inner_high + reach)
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


def _kinks(axes: Axes, kinks: list[dict[str, Any]]) -> None:
    """Open ends where a derivative has two one-sided values."""
    low, high = axes.get_ylim()
    for kink in kinks:
        axes.plot([kink["x"]] * 2, [low, high], color=SOFT, linewidth=0.8, linestyle=(0, (1, 3)), zorder=1)
        ends = [y for y in (kink["left"], kink["right"]) if y is not None and low <= y <= high]
        axes.plot([kink["x"]] * len(ends), ends, linestyle="none", marker="o", markersize=6, markerfacecolor=PAGE, color=INK, clip_on=False)
    if kinks:
        axes.annotate("kink", (kinks[0]["x"], 1), (5, -10), ("data", "axes fraction"), "offset points", color=SOFT, fontsize=SIZE - 1)


def _counterexample(axes: Axes, at: dict[str, Any], styles: list[dict[str, Any]], name: str) -> None:
    """The two sides at the counterexample, and the gap between them."""
    low, high = axes.get_ylim()
    x, ends = at["x"], [min(max(y, low), high) for y in at["y"]]
    axes.plot([x, x], ends, color=BAD, linewidth=1.0, linestyle=(0, (1, 2)))
    for y, style in zip(ends, styles, strict=True):
        axes.plot([x], [y], linestyle="none", marker="x" if style["color"] == BAD else "o", markersize=6, markeredgewidth=1.6, color=style["color"])
    left, right = axes.get_xlim()
    beside = (7, "left") if x < (left + right) / 2 else (-7, "right")
    place = (x, sum(ends) / 2)
    axes.annotate(f"{words(name)} = {_number(x)}", place, (beside[0], 0), "data", "offset points", ha=beside[1], va="center", color=BAD, fontsize=SIZE - 1)


def _last(y: list[float | None]) -> float:
    return next(value for value in reversed(y) if value is not None)


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


# --- approach -------------------------------------------------------------------------------------


def _approach(canvas: Figure, data: dict[str, Any]) -> None:
    curves, x = data["curves"], data["x"]
    axes = _axes(canvas, _room([curve["label"] for curve in curves]))
    heights = [y for curve in curves for y in curve["y"] if y is not None]
    axes.set(xscale="log", yscale="log", xlim=(x[0], x[-1]), ylim=(min(heights) / 2, max(heights) * 2))
    _decades(axes.xaxis, x[0], x[-1])
    _decades(axes.yaxis, *axes.get_ylim())
    entries = []
    for curve in curves:
        claimed = curve["role"] == "claimed"
        style = {"color": BAD if claimed else INK, "linewidth": 1.5, "linestyle": (0, (5, 3)) if claimed else "-"}
        points = _points(x, curve["y"])
        axes.plot(*zip(*points, strict=True), clip_on=False, **style)
        entries.append((_height(axes, points[-1][1]), curve["label"], style))
    _labels(axes, entries)
    _named(axes, data["axis"])


def _decades(axis: Any, low: float, high: float) -> None:
    """A few whole powers of ten, or ordinary numbers where there are none."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    step = max(1, math.ceil((last - first) / 4))
    powers = list(range(first, last + 1, step))
    ticks = [10.0**p for p in powers] if len(powers) > 1 else [low, high]
    axis.set_ticks(ticks, [_power(p) for p in powers] if len(powers) > 1 else [_number(float(f"{t:.1g}")) for t in ticks])
    axis.set_ticks([], minor=True)


def _power(exponent: int) -> str:
    """A power of ten in letters: mathematics is off."""
    if -2 <= exponent <= 3:
        return f"{10.0**exponent:g}"
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


# --- errors ---------------------------------------------------------------------------------------


def _errors(canvas: Figure, data: dict[str, Any]) -> None:
    axes = _axes(canvas, 16)
    edges, counts = data["edges"], data["counts"]
    width = edges[1] - edges[0]
    used = [i for i, count in enumerate(counts) if count]
    low = min(edges[used[0]] if used else 0.0, -1.0) - (3 * width if data["exact"] else width)
    high = max(edges[used[-1] + 1] if used else 0.0, 1.0) + width
    axes.set(xlim=(low, high), ylim=(0, 1.12 * max([*counts, data["exact"], 1])))
    bars = [(edges[i] + width / 2, counts[i]) for i in used]
    for colour, chosen in ((SOFT, [bar for bar in bars if bar[0] < 0]), (BAD, [bar for bar in bars if bar[0] > 0])):
        axes.bar([bar[0] for bar in chosen], [bar[1] for bar in chosen], width * 0.8, color=colour)
    if data["exact"]:
        axes.bar([low + width], [data["exact"]], width * 0.8, color="none", edgecolor=SOFT)
    axes.axvline(0, color=INK, linewidth=1.2, linestyle=(0, (5, 3)))
    top = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "va": "top", "fontsize": SIZE - 1}
    axes.annotate("within the error", (0, 1), (-6, 0), ha="right", color=SOFT, **top)
    axes.annotate("beyond it", (0, 1), (6, 0), color=BAD, **top)
    _decades_as_numbers(axes, low + (2 * width if data["exact"] else 0), high, low + width if data["exact"] else None)
    axes.locator_params(axis="y", nbins=4, integer=True)
    _named(axes, "difference / its error band", "inputs")


def _decades_as_numbers(axes: Axes, low: float, high: float, exact: float | None) -> None:
    first, last = math.ceil(low), math.floor(high)
    step = max(1, math.ceil((last - first) / 6))
    ticks = [float(p) for p in range(0, first - 1, -step)][::-1] + [float(p) for p in range(step, last + 1, step)]
    labels = [_power(int(p)) for p in ticks]
    axes.set_xticks(([] if exact is None else [exact]) + ticks, ([] if exact is None else ["0"]) + labels)


# --- heat -----------------------------------------------------------------------------------------

# Shades between no difference and the largest, and how opaque each is.
SHADES = (0.18, 0.38, 0.6, 0.8, 1.0)
LARGEST_CELL, ROOM = 26, 168


def _heat(canvas: Figure, data: dict[str, Any]) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    values, wrong = data["values"], data["wrong"]
    rows, columns = len(values), len(values[0])
    cell = min(LARGEST_CELL, (WIDTH - 40 - 120) / columns, 300 / rows)
    height = rows * cell + 44
    canvas.set_size_inches(WIDTH / 72, height / 72)
    axes = canvas.add_axes((40 / WIDTH, 10 / height, columns * cell / WIDTH, rows * cell / height), frameon=False)
    axes.set(xlim=(0, columns), ylim=(rows, 0), xticks=[], yticks=[])
    top = max((v for row in values for v in row if v is not None), default=0.0) or 1.0
    levels: dict[float, list[tuple[int, int]]] = {}
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            if wrong[i][j]:
                levels.setdefault(_shade_of(value, top), []).append((i, j))
    for shade, cells in sorted(levels.items()):
        boxes = [Path([(j + 0.06, i + 0.06), (j + 0.94, i + 0.06), (j + 0.94, i + 0.94), (j + 0.06, i + 0.94), (0, 0)], closed=True) for i, j in cells]
        axes.add_patch(PathPatch(Path.make_compound_path(*boxes), facecolor=BAD, alpha=shade, linewidth=0, clip_on=False))
    right = [(i, j) for i in range(rows) for j in range(columns) if not wrong[i][j]]
    if right and rows * columns <= 400:
        axes.plot([j + 0.5 for _, j in right], [i + 0.5 for i, _ in right], linestyle="none", marker="o", markersize=2.5, color=SOFT)
    axes.plot([0, columns, columns, 0, 0], [0, 0, rows, rows, 0], color=SOFT, linewidth=0.8, clip_on=False)
    _heat_words(axes, data, (rows, columns), cell, top)


def _shade_of(value: float, top: float) -> float:
    return SHADES[min(len(SHADES) - 1, int(len(SHADES) * value / top))]


def _heat_words(axes: Axes, data: dict[str, Any], shape: tuple[int, int], cell: float, top: float) -> None:
    rows, columns = shape
    axes.text(0, -8 / cell, words(data["columns"]) + " →", color=INK, fontsize=SIZE)
    axes.text(-8 / cell, 0, "← " + words(data["rows"]), color=INK, fontsize=SIZE, rotation=90, ha="right", va="top")
    x = columns + 14 / cell
    lines = [("■", BAD, f"differs, by {_number(top)} at most"), ("•", SOFT, "agrees")]
    for k, (sign, colour, text) in enumerate(lines):
        y = (10 + SPACING * k) / cell
        axes.text(x, y, sign, color=colour, fontsize=SIZE, va="center", ha="center")
        axes.text(x + 10 / cell, y, text, color=SOFT, fontsize=SIZE - 1, va="center")


# --- graph ----------------------------------------------------------------------------------------


def _graph(canvas: Figure, data: dict[str, Any]) -> None:
    from mathcheck.report.layout import layered

    nodes, edges = data["nodes"], data["edges"]
    layers = layered(len(nodes), edges)
    most = max(map(len, layers))
    height = max(70, 46 * most + 14)
    canvas.set_size_inches(WIDTH / 72, height / 72)
    axes = canvas.add_axes((0, 0, 1, 1), frameon=False)
    axes.set(xlim=(0, WIDTH), ylim=(height, 0), xticks=[], yticks=[])
    widths = [max(22.0, LETTER * len(node["label"]) + 12) for node in nodes]
    places: dict[int, tuple[float, float]] = {}
    columns = [max(widths[i] for i in layer) for layer in layers]
    gap = (WIDTH - 16 - sum(columns)) / max(1, len(layers) - 1)
    x = 8.0
    for layer, column in zip(layers, columns, strict=True):
        for k, i in enumerate(layer):
            places[i] = (x + column / 2, (k + 0.5) * (height - 14) / len(layer) + 4)
        x += column + gap
    for i, j in edges:
        (x0, y0), (x1, y1) = places[i], places[j]
        axes.plot([x0 + widths[i] / 2, x1 - widths[j] / 2], [y0, y1], color=SOFT, linewidth=0.9)
    for i, node in enumerate(nodes):
        _node(axes, places[i], widths[i], node, i == len(nodes) - 1)


def _node(axes: Axes, place: tuple[float, float], width: float, node: dict[str, Any], root: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    x, y = place
    if not node["leaf"]:
        box = FancyBboxPatch(
            (x - width / 2, y - 10), width, 20, boxstyle="round,pad=0,rounding_size=5", facecolor=PAGE, edgecolor=BAD if root else SOFT, linewidth=1.6 if root else 0.9
        )
        axes.add_patch(box)
    colour = BAD if root else INK
    axes.text(x, y, words(node["label"]), color=colour, fontsize=SIZE, ha="center", va="center", fontstyle="italic" if node["leaf"] else "normal")
    axes.text(x, y + 18, words(node["value"]), color=BAD if root else SOFT, fontsize=SIZE - 1.5, ha="center", va="center")


_KINDS: dict[str, Callable[[Figure, dict[str, Any]], None]] = {
    "curve": _curve, "approach": _approach, "errors": _errors, "heat": _heat, "graph": _graph,
}  # fmt: skip
