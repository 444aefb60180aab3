"""A graph of operations drawn, from left to right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mathcheck.report.axes import BAD, INK, LABEL, LETTER, PAGE, SIZE, SOFT, WIDTH
from mathcheck.report.layout import layered
from mathcheck.report.svg import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Pixels from one node to the one below it, at the sides, and between two layers at least; letters of a node.
ROW, MARGIN, GAP, SHORT = 46, 8, 18, 24


def draw_graph(canvas: Figure, data: dict[str, Any]) -> None:
    """Operations in boxes, letters and numbers without, the value of each below it."""
    nodes = [{**node, "label": words(node["label"], SHORT), "value": words(node["value"], LABEL)} for node in data["nodes"]]
    layers, ways = layered(len(nodes), data["edges"])
    boxes = [max(22.0, LETTER * (len(node["label"]) + 1)) for node in nodes]
    columns = [max([_needed(nodes[i], boxes[i]) for i in layer if i < len(nodes)], default=0.0) for layer in layers]
    # A long chain of operations makes the drawing wider than others.
    width = max(WIDTH, sum(columns) + GAP * (len(layers) - 1) + 2 * MARGIN)
    height = ROW * max(map(len, layers)) + 14
    canvas.set_size_inches(width / 72, height / 72)
    axes = canvas.add_axes((0, 0, 1, 1), frameon=False)
    axes.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])
    places = _places(layers, columns, width, height)
    half = [box / 2 for box in boxes] + [0.0] * (len(places) - len(nodes))
    for way in ways:
        points = [places[i] for i in way]
        points[0] = (points[0][0] + half[way[0]], points[0][1])
        points[-1] = (points[-1][0] - half[way[-1]], points[-1][1])
        axes.plot(*zip(*points, strict=True), color=SOFT, linewidth=0.9)
    for i, node in enumerate(nodes):
        _node(axes, places[i], node, boxes[i], i == len(nodes) - 1)


def _needed(node: dict[str, Any], box: float) -> float:
    """The pixels that a node takes, with its value."""
    return max(box, 0.85 * LETTER * len(node["value"]))


def _places(layers: list[list[int]], columns: list[float], width: float, height: float) -> dict[int, tuple[float, float]]:
    """Where each node stands (and each bend of an edge): layers as far apart as the widths of their nodes leave room."""
    gap = (width - 2 * MARGIN - sum(columns)) / max(1, len(layers) - 1)
    places: dict[int, tuple[float, float]] = {}
    x = float(MARGIN)
    for layer, column in zip(layers, columns, strict=True):
        for k, i in enumerate(layer):
            places[i] = (x + column / 2, (k + 0.5) * (height - 14) / len(layer) + 4)
        x += column + gap
    return places


def _node(axes: Axes, place: tuple[float, float], node: dict[str, Any], width: float, root: bool) -> None:
    from matplotlib.patches import FancyBboxPatch

    x, y = place
    if not node["leaf"]:
        edge: dict[str, Any] = {"edgecolor": BAD, "linewidth": 1.6} if root else {"edgecolor": SOFT, "linewidth": 0.9}
        shape = "round,pad=0,rounding_size=5"
        axes.add_patch(FancyBboxPatch((x - width / 2, y - 10), width, 20, boxstyle=shape, facecolor=PAGE, **edge))
    middle: dict[str, Any] = {"ha": "center", "va": "center"}
    style = "italic" if node["leaf"] else "normal"
    axes.text(x, y, node["label"], color=BAD if root else INK, fontsize=SIZE, fontstyle=style, **middle)
    axes.text(x, y + 18, node["value"], color=BAD if root else SOFT, fontsize=SIZE - 1.5, **middle)
