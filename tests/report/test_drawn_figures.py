"""A drawing goes into a page with others: it must be well-formed, carry nothing hostile, clash with nothing, and read in light and dark."""

import re
import sys
import xml.etree.ElementTree as ET
from itertools import count, pairwise

import matplotlib
import numpy as np
import pytest

from mathcheck import Matrix, Scalar, Vector, check, derivative, dims, gradient, jacobian, limit
from mathcheck.engine.findings import Figure
from mathcheck.functions import leaky_relu, ones, relu
from mathcheck.report.figures import KINDS, svg
from mathcheck.report.layout import layered
from mathcheck.report.svg import COLOURS

SVG = "{http://www.w3.org/2000/svg}"

t, p = Scalar("t"), Scalar("p")
n = dims("n")
x = Vector("x", n)

HOSTILE = "</text><script>alert(1)</script> $\\frac{1}{$ & \"'> \x00\x1b\ud800 ]]> 漢 \n _^{}"


def made():
    """Figures of every kind."""
    A, B = Matrix("A", n, n), Matrix("B", n, n)
    relations = [
        derivative(relu(t), t) == np.where(t > 0, 1, 0), derivative(np.tanh(t), t) == 1 - np.tanh(t), 1 / t <= t,
        limit((1 + 2 / p) ** p, p, np.inf) == np.e, jacobian(x**2, x) == 2 * np.diag(x) + 3 * np.triu(ones(n, n), 1), A @ B == B @ A,
        derivative(leaky_relu(t, p), t) == np.where(t > 0, 1, 0), gradient(np.sum(relu(x) ** 2), x) == 2 * np.abs(x),
    ]  # fmt: skip
    return [figure for relation in relations for figure in check(relation).figures]


FIGURES = made()


def texts(drawn):
    return [element.text for element in ET.fromstring(drawn).iter(f"{SVG}text")]


def test_every_kind_is_among_them():
    assert {figure.kind for figure in FIGURES} == set(KINDS)


@pytest.mark.parametrize("figure", FIGURES, ids=(f"{figure.kind}{k}" for figure, k in zip(FIGURES, count(), strict=False)))
def test_a_drawing_is_small_and_made_of_paths_and_text_alone(figure):
    drawn = svg(figure)
    root = ET.fromstring(drawn)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "title", "desc", "path", "text"}
    assert root.get("role") == "img"
    assert root[1].text == figure.caption
    assert len(drawn) < 15_000
    assert drawn == svg(figure)


@pytest.mark.parametrize("figure", FIGURES, ids=(f"{figure.kind}{k}" for figure, k in zip(FIGURES, count(), strict=False)))
def test_every_colour_is_the_pages(figure):
    colours = {**COLOURS, "page": "Canvas"}  # a notebook's own background has no name
    drawn = svg(figure)
    bare = re.sub(r"var\(--(\w+),(#\w+|Canvas)\)", lambda found: "" if colours.get(found[1]) == found[2] else found[0], drawn)
    assert not re.findall(r"#[0-9a-fA-F]{3,6}|var\(|rgb", bare)
    assert not re.findall(r"(?:fill|stroke):(?:black|white|#)", drawn)
    assert "--ink" in drawn


def test_nothing_has_an_id_that_another_drawing_could_have_too():
    page = "".join(map(svg, FIGURES))
    assert not re.findall(r"\bid=|url\(|href", page)


def strange(figure):
    """The figure with a hostile text wherever it has one."""

    def worse(value, key=""):
        if isinstance(value, dict):
            return {name: worse(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [worse(inner) for inner in value]
        return HOSTILE if isinstance(value, str) and key not in ("role", "relation") else value

    return Figure(figure.kind, HOSTILE, worse(figure.data))


@pytest.mark.parametrize("figure", FIGURES, ids=(f"{figure.kind}{k}" for figure, k in zip(FIGURES, count(), strict=False)))
def test_names_from_a_claim_stay_text(figure):
    drawn = svg(strange(figure))
    root = ET.fromstring(drawn)
    assert "<script" not in drawn
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "title", "desc", "path", "text"}
    shown = [text for text in texts(drawn) if "alert" in text]
    assert all("</text><script>alert" in text for text in shown)
    assert shown or figure.kind == "errors"  # which has no text of the claim's


def test_the_counterexample_is_named():
    (drawn,) = [svg(figure) for figure in check(derivative(np.tanh(t), t) == 1 - np.tanh(t)).figures if figure.kind == "curve"]
    assert "t = 1" in texts(drawn)
    assert {"claimed", "measured"} <= set(texts(drawn))
    assert "stroke-dasharray" in drawn


def test_dashes_say_what_is_not_measured_and_open_marks_where_there_is_no_derivative():
    drawn = svg(FIGURES[0])
    assert "kink" in texts(drawn)
    assert drawn.count("a3 3 0 0 1 0 6") == 2


def test_settings_of_a_user_neither_matter_nor_change():
    before = svg(FIGURES[0])
    with matplotlib.rc_context(
        {"axes.grid": True, "font.size": 30, "svg.fonttype": "path", "axes.facecolor": "red", "lines.marker": "x"}
    ):
        mine = dict(matplotlib.rcParams)
        assert svg(FIGURES[0]) == before
        assert dict(matplotlib.rcParams) == mine


def test_pyplot_is_not_needed():
    code = "import sys, mathcheck.report.figures; assert 'matplotlib' not in sys.modules"
    import subprocess

    subprocess.run([sys.executable, "-c", code], check=True)
    assert svg(FIGURES[0])


@pytest.mark.parametrize(
    "data",
    [
        {"axis": "t", "x": [0.0, 1.0, 2.0], "kinks": [], "at": None, "relation": "==", "curves": [
            {"role": "claimed", "label": "a", "y": [1.0, 1.0, 1.0]}, {"role": "measured", "label": "b", "y": [None, 1.0, None]}]},
        {"axis": "t", "x": [0.0, 1.0], "kinks": [{"x": 0.5, "left": None, "right": 1e300}], "at": {"x": 1.0, "y": [1e300, -1e300]},
         "relation": "<=", "curves": [
            {"role": "left", "label": "a", "y": [1e300, 1e300]}, {"role": "right", "label": "b", "y": [-1e300, -1e300]}]},
    ],
)  # fmt: skip
def test_strange_curves_are_drawn(data):
    root = ET.fromstring(svg(Figure("curve", "A curve.", data)))
    assert len(list(root.iter(f"{SVG}path"))) >= 2  # both curves, beside what frames them


def test_what_lacks_numbers_is_not_drawn():
    assert svg(Figure("curve", "A curve.", {"axis": "t"})) == svg(Figure("dance", "No such kind.", {})) == ""


def test_a_long_chain_of_operations_makes_a_wide_drawing():
    nodes = [{"label": f"operation {i}", "value": "[1, 2, 3, 4]", "leaf": i == 0} for i in range(14)]
    root = ET.fromstring(svg(Figure("graph", "A chain.", {"nodes": nodes, "edges": [[i, i + 1] for i in range(13)]})))
    places = [float(text.get("x")) for text in root.iter(f"{SVG}text") if text.text.startswith("operation")]
    assert min(b - a for a, b in pairwise(places)) > 70
    assert places[-1] < float(root.get("viewBox").split()[2])


def test_a_large_map_is_still_small():
    rng = np.random.default_rng(0)
    values = rng.uniform(size=(60, 60))
    data = {"values": values.tolist(), "wrong": (values > 0.5).tolist(), "rows": "y", "columns": "x"}
    drawn = svg(Figure("heat", "A map.", data))
    ET.fromstring(drawn)
    assert len(drawn) < 60_000


def test_layers_go_from_arguments_to_operations():
    edges = [[0, 2], [1, 2], [2, 3], [0, 4], [3, 4]]
    layers, ways = layered(5, edges)
    place = {i: k for k, layer in enumerate(layers) for i in layer}
    assert all(place[b] == place[a] + 1 for way in ways for a, b in pairwise(way))
    assert [[way[0], way[-1]] for way in ways] == edges
    assert sorted(i for layer in layers for i in layer if i < 5) == list(range(5))
