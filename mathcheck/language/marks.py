"""Marks on parts of a formula: where it was changed. Python prints them as nothing, LaTeX as a colour."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.language.expression import Call, Constant, Expr, Leaf, as_expr, like, substitute
from mathcheck.language.graph import children, nodes
from mathcheck.language.operations import Operation, _constant

CHANGED = Operation("changed", _constant, rounding="exact")


def marked(expr: Any) -> Any:
    r"""The formula, to be printed with ``\color{changed}{…}`` around it in LaTeX and as it is in Python.

    >>> from mathcheck import Scalar
    >>> from mathcheck.language.printing import python
    >>> from mathcheck.language.typesetting import latex
    >>> x = Scalar("x")
    >>> latex(1 + marked(2 * x)), python(1 + marked(2 * x))
    ('1 + \\color{changed}{2 \\, x}', '1 + 2 * x')
    """
    return Call(CHANGED, (as_expr(expr),))


def unmarked(expr: Any) -> Any:
    """The formula without its marks, and without transposes and signs that take each other back."""
    if not isinstance(expr, Expr):
        return expr
    made: dict[bytes, Any] = {}
    for node in nodes(expr):
        args = substitute(node.args, lambda e: made[e.fingerprint])
        same = isinstance(node, (Leaf, Constant)) or all(made[c.fingerprint] is c for c in children(node))
        made[node.fingerprint] = args[0] if node.operation is CHANGED else _untwisted(node if same else like(node, args))
    return made[expr.fingerprint]


def _untwisted(expr: Any) -> Any:
    """What is turned round twice is not turned round."""
    if not isinstance(expr, Expr) or not expr.args or expr.kwargs or len(expr.args) != 1:
        return expr
    inner = expr.args[0]
    twice = isinstance(inner, Expr) and inner.operation is expr.operation and len(inner.args) == 1 and not inner.kwargs
    return inner.args[0] if twice and expr.operation.call in (np.transpose, np.negative) else expr
