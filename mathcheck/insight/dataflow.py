"""The figure "graph": the claim as a graph of operations, with the values that the counterexample puts on its edges."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.engine.findings import Figure
from mathcheck.engine.search import Search
from mathcheck.engine.trial import Found
from mathcheck.insight.lines import formula, letter, short
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.expression import Constant, Expr, Leaf
from mathcheck.language.graph import nodes

# Nodes of a graph that a reader follows, and operations from which on it is more than the formula itself says.
MOST, OPERATIONS = 14, 3

# Entries of an array that are written out, and characters of a node's label.
WRITTEN, LONGEST = 4, 16

_SIGNS = {"*": "×", "-": "−", "/": "÷", "==": "=", "<=": "≤", ">=": "≥", "!=": "≠", "proportional": "∝"}


def graph(search: Search, found: Found | None) -> Figure | None:
    """The graph of the refuted part with the values of ``found``; None for a graph that is trivial or too large."""
    if found is None:
        return None
    relation = found.judgement.part.relation
    listed = list(nodes(*relation.args))
    if len(listed) + 1 > MOST or sum(not _is_leaf(node) for node in listed) < OPERATIONS:
        return None
    frame = search.trial.frame(found.point)
    if frame is None:
        return None
    values: dict[bytes, Any] = {node.fingerprint: frame.memories[0][search.program.slot(node)] for node in listed}
    sides = (found.judgement.left, found.judgement.right)
    for side, value in zip(relation.args, sides, strict=True):
        if found.judgement.whole and not found.judgement.where:
            values[side.fingerprint] = value
    told = {node.variable.fingerprint for node in listed if isinstance(node, Limit)}  # and numbers, whose label is their value
    told |= {node.fingerprint for node in listed if isinstance(node, Constant)}
    place = {node.fingerprint: i for i, node in enumerate(listed)}
    drawn = [
        {
            "label": _label(node),
            "value": "" if node.fingerprint in told else _value(values[node.fingerprint]),
            "leaf": _is_leaf(node),
        }
        for node in listed
    ]
    edges = [[place[child.fingerprint], place[node.fingerprint]] for node in listed for child in _inputs(node)]
    drawn.append({"label": _SIGNS.get(relation.symbol, relation.symbol), "value": "false", "leaf": False})
    edges += [[place[side.fingerprint], len(listed)] for side in relation.args]
    words = "The claim as a graph of operations, with the values of the counterexample."
    return Figure("graph", words, {"nodes": drawn, "edges": [list(edge) for edge in dict.fromkeys(map(tuple, edges))]})


def _is_leaf(node: Expr) -> bool:
    return isinstance(node, (Leaf, Constant))


def _inputs(node: Expr) -> list[Expr]:
    return [node.body] if isinstance(node, (Derivative, Limit)) else list(node.children)


def _label(node: Expr) -> str:
    """A node in a few characters: what varies is a dot."""
    operation = node.operation
    if isinstance(node, Leaf):
        return letter(node.name)
    if isinstance(node, Constant):
        return _brief(_value(node.value))
    if isinstance(node, Derivative):
        by = letter(node.wrt.name) if isinstance(node.wrt, Leaf) else formula(node.wrt)
        return _brief(f"∂²/∂{by}²" if node.kind == "hessian" else f"∂/∂{by}")
    if isinstance(node, Limit):
        return _brief(f"lim {letter(node.variable.name)}→{short(node.to).replace('inf', '∞')}")
    if operation.name == "named":
        return letter(operation.symbol)
    symbol = _SIGNS.get(operation.symbol, operation.symbol)
    given = [None if isinstance(arg, Expr) else arg for arg in node.args]
    if symbol and len(given) == 2 and not node.kwargs:
        left, right = ("" if arg is None else _written(arg) for arg in given)
        return _brief(f"{left} {symbol} {right}".strip())
    if symbol and len(given) == 1:
        return symbol
    name = operation.name.rsplit(".", 1)[-1]
    if all(arg is None for arg in given) and not node.kwargs:
        return _brief({"transpose": "⊤"}.get(name, name))
    if operation.name == "getitem":
        return _brief(formula(node).removeprefix(formula(node.args[0])))
    return _brief(f"{name}({', '.join('·' if arg is None else _written(arg) for arg in given)})")


def _written(argument: Any) -> str:
    """An argument that is no formula."""
    number = isinstance(argument, (int, float, np.number)) and not isinstance(argument, bool)
    return short(float(argument), 4) if number else formula(argument)


def _brief(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _value(value: Any) -> str:
    """A number, a short vector, or the shape of something larger."""
    if value is None or isinstance(value, tuple):
        return ""
    array = np.asarray(value)
    if array.dtype.kind == "b":
        if array.ndim == 0:
            return "true" if array else "false"
        array = array.astype(int)
    if array.dtype.kind not in "fiu":
        return ""
    if array.ndim == 0:
        return short(float(array), 4)
    if array.ndim <= 2 and 0 < array.size <= WRITTEN:
        rows = [", ".join(f"{entry + 0.0:.3g}" for entry in row) for row in np.atleast_2d(array).tolist()]
        return f"[{'; '.join(rows)}]".replace("-", "−")
    return f"{array.size} entries" if array.ndim == 1 else " × ".join(map(str, array.shape))
