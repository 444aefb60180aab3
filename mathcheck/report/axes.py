"""What the drawings share: sizes, colours, plain axes, names of axes and of curves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from mathcheck.report.svg import COLOURS, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Pixels of a drawing at its full width, and of what stands around its axes.
WIDTH, HEIGHT = 520, 220
LEFT, BOTTOM, TOP = 48, 36, 24
LETTER, SPACING = 6.9, 16.0  # of a label: the width of a letter, the height of a line
SIZE = 12  # of letters
LABEL, NAME = 26, 44  # letters of a label beside what it names, and of the name of an axis

INK, SOFT, LINE, BAD, PAGE = (COLOURS[name] for name in ("ink", "soft", "line", "bad", "page"))


def plain_axes(canvas: Figure, right: float, *, left: float = LEFT) -> Axes:
    """Axes with two thin lines, ``right`` pixels of room beside them."""
    axes = canvas.add_axes(
        (left / WIDTH, BOTTOM / HEIGHT, (WIDTH - left - right) / WIDTH, (HEIGHT - BOTTOM - TOP) / HEIGHT), facecolor="none"
    )
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set(color=SOFT, linewidth=0.8)
    axes.tick_params(which="both", color=SOFT, labelcolor=SOFT, labelsize=SIZE - 1, width=0.8, length=3, pad=3)
    axes.minorticks_off()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: number(value))
    return axes


def make_room(axes: Axes) -> None:
    """Move the left end of the axes to where the numbers beside it have room, as they often have from the start."""
    low, high = axes.get_ylim()
    longest = max((len(number(float(tick))) for tick in axes.yaxis.get_majorticklocs() if low <= tick <= high), default=0)
    place, left = axes.get_position(), (LETTER * longest + 10) / WIDTH
    if left > place.x0:
        axes.set_position((left, place.y0, place.x1 - left, place.height))


def named(axes: Axes, x: str, y: str = "") -> None:
    """What the axes show: below the right end of one, above the other."""
    axes.annotate(words(x, NAME), (1, 0), (0, -30), "axes fraction", "offset points", ha="right", color=INK, fontsize=SIZE)
    if y:
        axes.annotate(words(y, NAME), (0, 1), (-LEFT + 8, 9), "axes fraction", "offset points", color=INK, fontsize=SIZE)


def label_ends(axes: Axes, entries: list[tuple[float, str, dict[str, Any]]]) -> None:
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
        axes.text(
            1 + 27 / width, y, words(label, LABEL), transform=axes.transAxes, va="center", color=style["color"], fontsize=SIZE
        )


def room_for(labels: list[str]) -> float:
    """Pixels to the right of the axes for labels."""
    return 34 + LETTER * min(LABEL, max(map(len, labels)))


def height_of(axes: Axes, y: float) -> float:
    """A value's height in pixels above the axes' lower edge."""
    low, high = axes.get_ylim()
    if axes.get_yscale() == "log":
        low, high, y = math.log10(low), math.log10(high), math.log10(max(y, 1e-300))
    return (y - low) / (high - low) * (HEIGHT - BOTTOM - TOP)


def known(x: list[float], y: list[float | None]) -> list[tuple[float, float]]:
    """The points of a curve, without the places at which it has no value."""
    return [(a, b) for a, b in zip(x, y, strict=True) if b is not None]


def number(value: float) -> str:
    """A number on an axis.

    >>> number(-0.5)
    '−0.5'
    """
    return f"{value + 0.0:.6g}".replace("-", "−")


def power_of_ten(exponent: int) -> str:
    """A power of ten in letters: mathematics is off."""
    if -2 <= exponent <= 3:
        return f"{10.0**exponent:g}"
    return "10" + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
