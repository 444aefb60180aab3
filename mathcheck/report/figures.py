"""A claim's figures drawn: one function a kind, from plain data to inline SVG.

Thin lines, few ticks, labels beside what they name; what is claimed and what is measured differ in dashes and marks, not in colour alone.
Matplotlib is imported when the first figure is drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mathcheck.engine import findings
from mathcheck.report.axes import HEIGHT, WIDTH
from mathcheck.report.draw_curves import draw_approach, draw_curve
from mathcheck.report.draw_entries import draw_errors, draw_heat
from mathcheck.report.draw_graph import draw_graph
from mathcheck.report.svg import SETTINGS, themed

# What each kind of figure is, in words, and how it is drawn.
KINDS: dict[str, tuple[str, Callable[[Any, dict[str, Any]], None]]] = {
    "curve": ("Two curves", draw_curve),
    "approach": ("The approach to a limit", draw_approach),
    "errors": ("A histogram of differences", draw_errors),
    "heat": ("A map of wrong entries", draw_heat),
    "graph": ("A graph of operations", draw_graph),
}

# Matplotlib's settings that matter here; they are put back to its own, whatever a user's file says.
_SETTINGS = ("axes.", "font.", "lines.", "patch.", "path.", "svg.", "text.", "xtick.", "ytick.", "figure.", "savefig.")


def svg(figure: findings.Figure) -> str:
    """The figure as an inline ``<svg>`` in the page's colours, readable in light and dark; nothing for a kind that is not known here.

    >>> from mathcheck.engine.findings import Figure
    >>> drawn = svg(Figure("heat", "One entry.", {"values": [[0.0, 2.0]], "wrong": [[False, True]], "rows": "y", "columns": "x"}))
    >>> drawn.startswith("<svg"), "<desc>One entry.</desc>" in drawn
    (True, True)
    """
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    if figure.kind not in KINDS:
        return ""
    title, draw = KINDS[figure.kind]
    own: Any = {name: value for name, value in matplotlib.rcParamsDefault.items() if name.startswith(_SETTINGS)}
    with matplotlib.rc_context({**own, **SETTINGS}):
        canvas = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, frameon=False)
        FigureCanvasSVG(canvas)
        try:
            draw(canvas, figure.data)
        except (KeyError, IndexError, TypeError, ValueError):  # numbers that are not there, in a file that somebody else wrote
            return ""
        return themed(canvas, title, figure.caption)
