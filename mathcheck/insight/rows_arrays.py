"""Rows of changes that concern arrays: products, transposes, diagonals, axes, sums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mathcheck.insight.context import Context, Found
from mathcheck.insight.plainly import inverse
from mathcheck.language import functions
from mathcheck.language.expression import Constant, Expr, like
from mathcheck.language.sizes import Size


def _products(node: Expr, context: Context) -> Found:
    """An outer for an inner product, and for a product of entries; rows scaled instead of columns."""
    symbol, call = node.operation.symbol, node.operation.call
    if call is np.outer:
        a, b = node.args[:2]
        return [("inner for outer", a @ b), ("product", a * b)]
    if symbol not in ("@", "*") or len(node.args) != 2:
        return []
    a, b = node.args
    ranks = context.axes(a) if isinstance(a, Expr) else 0, context.axes(b) if isinstance(b, Expr) else 0
    found: Found = []
    if ranks == (1, 1):
        found += [
            ("inner for outer", np.outer(a, b)),
            ("inner for outer", np.outer(b, a)),
            ("product", a @ b if symbol == "*" else a * b),
        ]
    if symbol == "*" and sorted(ranks) == [1, 2]:
        v, M = (a, b) if ranks[0] == 1 else (b, a)
        found += [("axes", v[:, None] * M), ("axes", v[None, :] * M)]
    if symbol == "*" and sorted(ranks) == [0, 2]:
        M, s = (a, b) if ranks[0] == 2 else (b, a)
        found += [("inner for outer", M @ outer) for outer in _outer(s, context)]
        found += [("inner for outer", outer @ M) for outer in _outer(s, context)]
    if symbol == "@":
        found += [("dropped", factor) for factor in (a, b)]
        found += [
            ("transposed", a @ b.T),
            ("transposed", a.T @ b),
            ("exchanged", b.T @ a.T),
            ("exchanged", b @ a.T),
            ("exchanged", b.T @ a),
        ]
    return found


def _outer(node: Any, context: Context) -> list[Any]:
    """The outer products of the two vectors whose inner product a number is."""
    if not isinstance(node, Expr) or node.operation.symbol != "@" or [context.axes(arg) for arg in node.args] != [1, 1]:
        return []
    u, v = node.args
    return [np.outer(u, v)] if u is v else [np.outer(u, v), np.outer(v, u)]


def _diagonals(node: Expr, context: Context) -> Found:
    """A vector and its diagonal matrix; the identity and ones."""
    call = node.operation.call
    if call is np.diag and len(node.args) == 1:
        return [("should be diagonal", node.args[0])]
    found: Found = []
    if context.axes(node) == 1:
        found.append(("elementwise", np.diag(node)))
    if node.operation is functions.ones.operation and 1 <= len(node.args) <= 2:
        found += [("should be diagonal", functions.eye(n)) for n in dict.fromkeys(node.args)]
    return found


def _symmetric(node: Expr, context: Context) -> Found:
    """A matrix taken for symmetric: its symmetric part, or that of what is made from it, twice."""
    if isinstance(node, (Size, Constant)) or context.axes(node) != 2:
        return []
    found: Found = [("only symmetric", node + node.T), ("only symmetric", (node + node.T) / 2)]
    if node.operation.symbol == "*" and not isinstance(node.args[0], Expr) and node.args[0] == 2:
        found.append(("only symmetric", node.args[1] + node.args[1].T))
    return found


def _centred(node: Expr, context: Context) -> Found:
    """A mean that was not subtracted; the number 1 for the identity."""
    found: Found = [("missing term", node - np.mean(node))] if context.axes(node) == 1 else []
    if node.operation.symbol in ("+", "-") and len(node.args) == 2 and context.axes(node) == 2:
        for i, arg in enumerate(node.args):
            if not isinstance(arg, Expr) and arg == 1:
                found.append(
                    ("should be diagonal", like(node, (*node.args[:i], functions.eye(node.shape[0]), *node.args[i + 1 :])))
                )
    return found


def _reductions(node: Expr, context: Context) -> Found:
    """A sum for a mean, a maximum for a minimum, and what else makes one number of many."""
    if node.operation.call not in _REDUCTIONS:
        return []
    return [("neighbour", other(*node.args, **node.kwargs)) for other in _REDUCTIONS if other is not node.operation.call]


def _inverses(node: Expr, context: Context) -> Found:
    """An inverse forgotten, or too much."""
    shape = context.shape(node) or ()
    return [("reciprocal", inverse(node))] if len(shape) == 2 and shape[0] == shape[1] else []


def _axes(node: Expr, context: Context) -> Found:
    """The other axis of a sum; a row for a column."""
    found: Found = []
    axis = node.kwargs.get("axis")
    if isinstance(axis, int) and not isinstance(axis, bool):
        found += [
            ("axes", type(node)(node.operation, node.args, {**node.kwargs, "axis": other})) for other in (0, 1) if other != axis
        ]
    if node.operation.name == "getitem" and isinstance(node.args[1], tuple):
        index = node.args[1]
        if len(index) == 2 and None in index and any(isinstance(entry, slice) for entry in index):
            found.append(("axes", like(node, (node.args[0], index[::-1]))))
    return found


def _indices(node: Expr, context: Context) -> Found:
    """The first for the last, one further."""
    if node.operation.name != "getitem" or not isinstance(node.args[1], int) or isinstance(node.args[1], bool):
        return []
    return [("index", node.args[0][i]) for i in (0, node.args[1] + 1) if i != node.args[1]]


_REDUCTIONS: tuple[Any, ...] = (np.sum, np.mean, np.max, np.min, np.prod)


ARRAYS: list[Callable[[Expr, Context], Found]] = [
    _products,
    _diagonals,
    _symmetric,
    _reductions,
    _inverses,
    _indices,
    _axes,
    _centred,
]
