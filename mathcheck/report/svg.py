"""Matplotlib's SVG made fit for a page: themed by the page's own colours, without ids, small.

A drawing uses the colours of :data:`COLOURS`; each becomes the page's custom property of that name, with the colour itself where there is
none (what is behind everything is then whatever the browser paints there). Nothing in the result has an id, so that no two drawings on
a page can clash; what Matplotlib refers to is put where it is used.
"""

from __future__ import annotations

import io
import re
import warnings
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# The page's colours by the names of their custom properties (without the dashes), as they are in the light.
COLOURS = {"ink": "#1b1f24", "soft": "#57606a", "line": "#d0d7de", "bad": "#b3261e", "good": "#1a6b3c", "page": "#ffffff"}

_VARIABLES = {colour: f"var(--{name},{colour if name != 'page' else 'Canvas'})" for name, colour in COLOURS.items()}

# Settings that make a drawing depend on nothing but what is drawn: text stays text and is never taken for mathematics.
SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "mathcheck",
    "text.parse_math": False,
    "text.usetex": False,
    "path.simplify": False,
}

# Kept of Matplotlib's styles, where they are not what the whole drawing has anyway.
_KEPT = "fill stroke stroke-width stroke-dasharray stroke-opacity fill-opacity opacity font-size font-weight font-style text-anchor".split()
_WHOLE = {"fill": "none", "text-anchor": "start"}

# Matplotlib's round mark is made of so many curves, from its lowest point on.
CIRCLE = 8

# Around letters, so that a line behind them does not cross them out.
_HALO = f"paint-order:stroke;stroke:{_VARIABLES[COLOURS['page']]};stroke-width:3"

# What XML cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"


def words(text: str, longest: int = 2000) -> str:
    """Text as a drawing can hold it: one line, nothing that XML forbids, cut after ``longest`` letters.

    >>> words("a\\nb\\x00"), words("abcdef", 4)
    ('a b\ufffd', 'abc…')
    """
    line = " ".join(_FORBIDDEN.sub("\ufffd", text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def themed(figure: Figure, title: str, description: str) -> str:
    """The drawing as an inline ``<svg>`` that is as wide as its place, a pixel for each of its points at most."""
    written = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # letters that Matplotlib's own font does not have; the page's font will
        figure.savefig(written, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    # Matplotlib's own output, with no entities in it.
    source = ET.fromstring(written.getvalue().split("?>", 1)[1].split(">", 1)[1])
    root = ET.Element("svg", {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": source.get("viewBox", ""), "role": "img",
        "style": f"width:100%;max-width:{72 * figure.get_figwidth():.0f}px;height:auto;fill:none;stroke-linejoin:round",
    })  # fmt: skip
    ET.SubElement(root, "title").text = words(title)
    ET.SubElement(root, "desc").text = words(description)
    known = {element.get("id", ""): element for element in source.iter(f"{_SVG}path") if element.get("id")}
    _copied(source, root, known)
    return ET.tostring(root, encoding="unicode")


def _copied(source: ET.Element, target: ET.Element, known: dict[str, ET.Element]) -> None:
    """The paths and texts below ``source``, flat."""
    for element in source:
        tag = element.tag.removeprefix(_SVG) if isinstance(element.tag, str) else ""
        if tag == "g":
            _copied(element, target, known)
        elif tag == "path":
            _add_path(target, element.get("d", ""), element.get("style", ""))
        elif tag == "use":
            shape = known[element.get(_LINK, "#")[1:]]
            x, y = float(element.get("x", 0)), float(element.get("y", 0))
            _add_path(target, shape.get("d", ""), f"{shape.get('style', '')};{element.get('style', '')}", x, y)
        elif tag == "text":
            text = ET.SubElement(target, "text", {"x": _short(element.get("x", "0")), "y": _short(element.get("y", "0"))})
            turned = re.match(r"rotate\((-?[\d.]+) ", element.get("transform", ""))
            if turned and float(turned[1]):
                text.set("transform", f"rotate({_short(turned[1])} {text.get('x')} {text.get('y')})")
            text.set("style", f"{_styled(element.get('style', ''))};{_HALO}")
            text.text = element.text


def _add_path(target: ET.Element, data: str, style: str, x: float = 0.0, y: float = 0.0) -> None:
    """A path moved by (x, y), if anything of it is to be seen; joined to the one before where both look alike."""
    look, moved = _styled(style), _path(data, x, y)
    if "fill:" not in look and "stroke:" not in look:
        return
    last = target[-1] if len(target) else None
    if last is not None and last.tag == "path" and last.get("style") == look and "opacity" not in look:
        last.set("d", f"{last.get('d')}{moved}")
    else:
        ET.SubElement(target, "path", {"d": moved, "style": look})


def _styled(style: str) -> str:
    pairs = (part.split(":", 1) for part in style.split(";") if ":" in part)
    found = {name.strip(): value.strip() for name, value in pairs}
    kept = {name: found[name] for name in _KEPT if name in found and found[name] != _WHOLE.get(name)}
    if kept.get("stroke") == "none":
        del kept["stroke"]
    return ";".join(f"{name}:{_VARIABLES.get(value) or _lengths(value)}" for name, value in kept.items())


def _lengths(value: str) -> str:
    return re.sub(r"\d+\.\d+", lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), value)


def _short(number: str | float) -> str:
    """A coordinate to a tenth of a pixel."""
    return (
        f"{float(number):.1f}".removesuffix(".0").replace("-0", "0")
        if abs(float(number)) < 0.05
        else f"{float(number):.1f}".removesuffix(".0")
    )


def _path(data: str, x: float, y: float) -> str:
    """Matplotlib's path (absolute, M L Q C z), moved, in tenths of a pixel, straight lines relative to where they begin."""
    if data.count("C") == CIRCLE and "L" not in data:
        radius = abs(float(data.split()[2]))
        around = f"a{radius:g} {radius:g} 0 0 1 0"
        return f"M{_joined([round(10 * x), round(10 * (y - radius))])}{around} {2 * radius:g}{around} {-2 * radius:g}"
    parts, here = [], (0, 0)
    for command, numbers in re.findall(r"([MLQCz])([^MLQCz]*)", data):
        given = [float(number) for number in numbers.split()]
        points = [(round(10 * (a + x)), round(10 * (b + y))) for a, b in zip(given[::2], given[1::2], strict=True)]
        if command == "L":
            parts.append(_line(points[0][0] - here[0], points[0][1] - here[1]))
        else:
            parts.append(command + _joined([number for point in points for number in point]))
        here = points[-1] if points else here
    return "".join(part for part in parts if part)


def _line(dx: int, dy: int) -> str:
    if dy == 0:
        return f"h{_joined([dx])}" if dx else ""
    return f"v{_joined([dy])}" if dx == 0 else f"l{_joined([dx, dy])}"


def _joined(tenths: list[int]) -> str:
    """Numbers in tenths, written with no more between them than is needed."""
    texts = [f"{number / 10:.1f}".removesuffix(".0") for number in tenths]
    return texts[0] + "".join(text if text.startswith("-") else f" {text}" for text in texts[1:]) if texts else ""
