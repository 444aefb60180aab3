"""A formula without what changes nothing: notation, neutral elements, signs and transposes taken back, the order of sums and products."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.language.expression import Constant, Expr, Leaf, like
from mathcheck.language.graph import nodes
from mathcheck.language.nested import substitute

# The number that changes nothing as the right operand, and whether it does so as the left one too.
_NEUTRAL = {"+": (0, True), "-": (0, False), "*": (1, True), "/": (1, False), "**": (1, False)}


def rewritten(expr: Expr) -> Expr:
    """The formula without its names for sub-expressions, neutral elements, what is taken back at once, and any order of two summands or
    factors. Two formulas that come out the same are the same function.

    >>> from mathcheck import Scalar
    >>> x, y = Scalar("x"), Scalar("y")
    >>> rewritten(1 * (y + -(-x))).fingerprint == rewritten(x + y + 0).fingerprint
    True
    """
    made: dict[bytes, Any] = {}
    for node in nodes(expr):
        same = isinstance(node, (Leaf, Constant)) or all(made[child.fingerprint] is child for child in node.children)
        plain = node if same else like(node, substitute(node.args, lambda e: made[e.fingerprint]))
        made[node.fingerprint] = _reduced(plain)
    found: Expr = made[expr.fingerprint]
    return found


def _reduced(node: Expr) -> Expr:
    args, operation = node.args, node.operation
    if operation.name == "named" or (operation.call is np.positive and isinstance(args[0], Expr)):
        inner: Expr = args[0]
        return inner
    if len(args) == 1 and operation.call in (np.negative, np.transpose) and not node.kwargs and isinstance(args[0], Expr):
        below = args[0]
        return below.args[0] if below.operation is operation and not below.kwargs else node
    if len(args) != 2 or operation.symbol not in _NEUTRAL or node.kwargs:
        return node
    neutral, either = _NEUTRAL[operation.symbol]
    if isinstance(args[0], Expr) and _is(args[1], neutral):
        return args[0]
    if either and isinstance(args[1], Expr) and _is(args[0], neutral):
        return args[1]
    return like(node, (args[1], args[0])) if either and _order(args[1]) < _order(args[0]) else node


def _is(value: Any, number: int) -> bool:
    value = value.value if isinstance(value, Constant) else value
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool) and value == number


def _order(value: Any) -> bytes:
    return value.fingerprint if isinstance(value, Expr) else repr(value).encode()
