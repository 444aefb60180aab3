"""Long formulas in pieces, as no browser ends a line within one: a piece begins at a relation or a sum's sign, also in brackets."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

# A formula of fewer characters fits on a line of a telephone; what is in brackets is taken apart too where that would not.
LINE, PIECE = 36, 28

_RELATIONS, _SUMS = frozenset("=<>≤≥≠∝"), frozenset("+-−")


def pieces(root: ET.Element) -> list[ET.Element]:
    """A formula (a ``math`` element) as one or several, to be set one after the other with places between them where a line may end."""
    inner = list(root[0]) if len(root) == 1 and _name(root[0]) == "mrow" else list(root)
    if _width(root) <= LINE:
        return [root]
    found = []
    for nodes in _apart(inner):
        large = {"displaystyle": "true"} if root.get("display") == "block" else {}
        piece = ET.Element(root.tag, {**root.attrib, "display": "inline", **large})
        piece.extend(nodes)
        found.append(piece)
    return found


def _apart(nodes: Iterable[ET.Element]) -> list[list[ET.Element]]:
    """The nodes of a row, those that stand together."""
    rows: list[list[ET.Element]] = [[]]
    for node in nodes:
        if rows[-1] and _begins(node):
            node.set("form", "infix")  # first in its piece it would be a sign
            rows.append([])
        if _name(node) in ("mrow", "mstyle") and _width(node) > PIECE:
            first, *rest = _inside(node)
            rows[-1] += first
            rows += rest
        else:
            rows[-1].append(node)
    return rows


def _inside(node: ET.Element) -> list[list[ET.Element]]:
    """What a row or something marked holds, taken apart; brackets that are apart from each other have the size of letters."""
    rows = _apart(list(node))
    if len(rows) > 1:
        for child in node:
            if child.get("fence") == "true":
                child.set("stretchy", "false")
    if _name(node) == "mrow":
        return rows
    marked = []
    for row in rows:
        again = ET.Element(node.tag, node.attrib)
        again.extend(row)
        marked.append([again])
    return marked


def _begins(node: ET.Element) -> bool:
    text = node.text or ""
    return _name(node) == "mo" and (text in _RELATIONS or (text in _SUMS and node.get("form") != "prefix"))


def _width(node: ET.Element) -> int:
    """About how many characters wide a formula is: a fraction is as wide as its wider part."""
    parts = [_width(child) for child in node]
    if _name(node) == "mfrac":
        return max(parts, default=0)
    return len((node.text or "").strip()) + sum(parts)


def _name(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]
