"""Marks on parts of a formula: where it was changed. Python prints them as nothing, LaTeX as a colour."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.language.expression import Call, Expr, Leaf, as_expr, like
from mathcheck.language.graph import nodes
from mathcheck.language.nested import substitute
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


def unmarked(expr: Any, made: dict[bytes, Any] | None = None) -> Any:
    """The formula without its marks, and without transposes and signs that take each other back.

    ``made`` remembers what parts came to, for many formulas that have parts in common.
    """
    if not isinstance(expr, Expr):
        return expr
    made = {} if made is None else made
    for node in nodes(expr, but=made):
        same = all(made[child.fingerprint] is child for child in node.children)
        if node.operation is CHANGED:
            inner = node.args[0]  # a number, where a change inside the marked part left no more
            made[node.fingerprint] = made[inner.fingerprint] if isinstance(inner, Expr) else as_expr(inner)
        else:
            made[node.fingerprint] = _untwisted(
                node if same or isinstance(node, Leaf) else like(node, substitute(node.args, lambda e: made[e.fingerprint]))
            )
    return made[expr.fingerprint]


def _untwisted(expr: Any) -> Any:
    """What is turned round twice is not turned round."""
    if not isinstance(expr, Expr) or not expr.args or expr.kwargs or len(expr.args) != 1:
        return expr
    inner = expr.args[0]
    twice = isinstance(inner, Expr) and inner.operation is expr.operation and len(inner.args) == 1 and not inner.kwargs
    return inner.args[0] if twice and expr.operation.call in (np.transpose, np.negative) else expr
