"""Inputs and entries drawn: a histogram of differences, a map of wrong entries."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mathcheck.report.axes import BAD, INK, NAME, SIZE, SOFT, SPACING, WIDTH, named, number, plain_axes, power_of_ten
from mathcheck.report.svg import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw_errors(canvas: Figure, data: dict[str, Any]) -> None:
    """How many inputs there are at each power of ten of the difference, the band at 1; those without any difference at the left."""
    axes = plain_axes(canvas, 16)
    edges, counts = data["edges"], data["counts"]
    width = edges[1] - edges[0]
    used = [i for i, count in enumerate(counts) if count]
    low = min(edges[used[0]] if used else 0.0, -2.0) - (3 * width if data["exact"] else width)
    high = max(edges[used[-1] + 1] if used else 0.0, 1.0) + width
    axes.set(xlim=(low, high), ylim=(0, 1.12 * max([*counts, data["exact"], 1])))
    bars = [(edges[i] + width / 2, counts[i]) for i in used]
    for colour, chosen in ((SOFT, [bar for bar in bars if bar[0] < 0]), (BAD, [bar for bar in bars if bar[0] > 0])):
        axes.bar([bar[0] for bar in chosen], [bar[1] for bar in chosen], width * 0.8, color=colour)
    if data["exact"]:
        axes.bar([low + width], [data["exact"]], width * 0.8, color="none", edgecolor=SOFT)
    axes.axvline(0, color=INK, linewidth=1.2, linestyle=(0, (5, 3)))
    top: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points", "fontsize": SIZE - 1}
    axes.annotate("agree", (0, 1), (-6, 6), ha="right", color=SOFT, **top)
    axes.annotate("differ", (0, 1), (6, 6), color=BAD, **top)
    _decades_as_numbers(axes, low + (2 * width if data["exact"] else 0), high, low + width if data["exact"] else None)
    axes.locator_params(axis="y", nbins=4, integer=True)
    named(axes, "difference / what rounding explains", "inputs")


# What a label takes of the axis.
NEXT = 0.08


def _decades_as_numbers(axes: Axes, low: float, high: float, exact: float | None) -> None:
    first, last = math.ceil(low), math.floor(high)
    step = max(1, math.ceil((last - first) / 6))
    ticks = [float(p) for p in range(0, first - 1, -step)][::-1] + [float(p) for p in range(step, last + 1, step)]
    if exact is not None:  # no two labels on top of each other
        ticks = [p for p in ticks if p - exact > NEXT * (high - exact)]
    labels = [power_of_ten(int(p)) for p in ticks]
    axes.set_xticks(([] if exact is None else [exact]) + ticks, ([] if exact is None else ["0"]) + labels)


# --- heat -------------------------------------------------------------------------------------------

# Shades between no difference and the largest, and how opaque each is.
SHADES = (0.18, 0.38, 0.6, 0.8, 1.0)
LARGEST_CELL, LARGEST_MAP = 34, 300


def draw_heat(canvas: Figure, data: dict[str, Any]) -> None:
    """A square for each wrong entry, the darker the more it is off; a dot for each right one."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    values, wrong = data["values"], data["wrong"]
    rows, columns = len(values), len(values[0])
    cell = min(LARGEST_CELL, (WIDTH - 180) / columns, LARGEST_MAP / rows)
    height = max(rows * cell, 2 * SPACING) + 54
    canvas.set_size_inches(WIDTH / 72, height / 72)
    axes = canvas.add_axes(
        (10 / WIDTH, 1 - (26 + rows * cell) / height, columns * cell / WIDTH, rows * cell / height), frameon=False
    )
    axes.set(xlim=(0, columns), ylim=(rows, 0), xticks=[], yticks=[])
    top = max((v for row in values for v in row if v is not None), default=0.0) or 1.0
    levels: dict[float, list[tuple[int, int]]] = {}
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            if wrong[i][j]:
                levels.setdefault(_shade_of(value, top), []).append((i, j))
    for shade, cells in sorted(levels.items()):
        boxes = [
            Path([(j + 0.06, i + 0.06), (j + 0.94, i + 0.06), (j + 0.94, i + 0.94), (j + 0.06, i + 0.94), (0, 0)], closed=True)
            for i, j in cells
        ]
        axes.add_patch(PathPatch(Path.make_compound_path(*boxes), facecolor=BAD, alpha=shade, linewidth=0, clip_on=False))
    right = [(i, j) for i in range(rows) for j in range(columns) if not wrong[i][j]]
    if right and rows * columns <= 400:
        axes.plot(
            [j + 0.5 for _, j in right], [i + 0.5 for i, _ in right], linestyle="none", marker="o", markersize=2.5, color=SOFT
        )
    axes.plot([0, columns, columns, 0, 0], [0, 0, rows, rows, 0], color=SOFT, linewidth=0.8, clip_on=False)
    _heat_words(axes, data, (rows, columns), cell, top)


def _shade_of(value: float, top: float) -> float:
    return SHADES[min(len(SHADES) - 1, int(len(SHADES) * value / top))]


def _heat_words(axes: Axes, data: dict[str, Any], shape: tuple[int, int], cell: float, top: float) -> None:
    rows, columns = shape
    axes.text(0, -8 / cell, words(data["columns"], NAME) + " →", color=INK, fontsize=SIZE)
    axes.text(0, rows + 8 / cell, "↓ " + words(data["rows"], NAME), color=INK, fontsize=SIZE, va="top")
    x = columns + 14 / cell
    lines = [("■", BAD, f"differs, by {number(top)} at most"), ("•", SOFT, "agrees")]
    for k, (sign, colour, text) in enumerate(lines):
        y = (10 + SPACING * k) / cell
        axes.text(x, y, sign, color=colour, fontsize=SIZE, va="center", ha="center")
        axes.text(x + 10 / cell, y, text, color=SOFT, fontsize=SIZE - 1, va="center")
