"""What functions ignore in their argument: a condition number its scale, a softmax what is added to all entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mathcheck.language.expression import Constant, Expr, Leaf, like
from mathcheck.language.graph import nodes
from mathcheck.language.nested import substitute


def rewritten(formula: Expr, row: Callable[[Expr], Expr]) -> Expr:
    """The formula with ``row`` applied to every operation, the innermost first."""
    made: dict[bytes, Any] = {}
    for node in nodes(formula):
        plain = isinstance(node, (Leaf, Constant)) or all(made[child.fingerprint] is child for child in node.children)
        made[node.fingerprint] = row(node if plain else like(node, substitute(node.args, lambda e: made[e.fingerprint])))
    whole: Expr = made[formula.fingerprint]
    return whole


def unscaled(formula: Expr) -> Expr:
    """The formula without what functions ignore in their argument: numbers as factors, and for some as terms."""
    return rewritten(formula, _ignoring)


def _ignoring(node: Expr) -> Expr:
    ignored = _IGNORED.get(node.operation.name, "")
    inner = node.args[0] if ignored and node.args else None
    while isinstance(inner, Expr) and (less := _without(inner, ignored)) is not None:
        inner = less
    return node if not isinstance(inner, Expr) or inner is node.args[0] else like(node, (inner, *node.args[1:]))


def _without(inner: Expr, ignored: str) -> Expr | None:
    """The argument without one number that is ignored in it; None where there is none."""
    if inner.operation.name == "np.negative" and "±" in ignored:
        return inner.args[0] if isinstance(inner.args[0], Expr) else None
    if inner.operation.symbol not in ignored or not inner.operation.symbol or len(inner.args) != 2:
        return None
    a, b = inner.args
    for one, other in ((a, b), (b, a)) if inner.operation.symbol in "*+" else ((a, b),):
        number = other.args[0] if isinstance(other, Constant) else other
        factor = inner.operation.symbol in "*/"
        if isinstance(one, Expr) and _is_number(number) and (not factor or number > 0 or ("±" in ignored and number)):
            return one
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool)


# What a function ignores in its first argument: numbers as factors (negative ones too: ±), numbers as terms.
_IGNORED: dict[str, str] = {
    **dict.fromkeys(("np.linalg.cond", "np.linalg.matrix_rank", "np.corrcoef"), "*/±"),
    "np.sign": "*/",
    **dict.fromkeys(("np.argmax", "np.argmin", "np.argsort", "one_hot_argmax", "unique_maximum"), "*/+-"),
    **dict.fromkeys(("softmax", "np.var", "np.std", "np.ptp", "np.diff", "np.cov"), "+-"),
}
