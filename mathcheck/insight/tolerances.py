"""Claims that two formulas are as near as a tolerance: `np.abs(a - b) <= 1e-7` says a = b of what is only known so well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mathcheck.language.expression import Constant, Expr, as_expr, like
from mathcheck.language.relations import Relation, related

# A bound up to this is taken for a tolerance.
TINY = 1e-3

# What makes the size of a difference of it, and what may be made of such sizes.
_SIZES, _SUMS = ("np.abs", "np.linalg.norm", "np.square", "np.power"), ("np.max", "np.sum", "np.mean", "np.sqrt")


@dataclass(frozen=True)
class Tolerance:
    """The two formulas that a relation claims to be near, and the relation about two others."""

    left: Expr
    right: Expr
    put: Callable[[Expr], Relation]  # the relation with another difference in the place of theirs

    def of(self, left: Expr, right: Expr, hypotheses: tuple[Expr, ...]) -> Relation:
        """The relation about ``left`` and ``right``."""
        made = self.put(left - right)
        return Relation(made.operation, made.args, hypotheses)


def tolerance(relation: Relation) -> Tolerance | None:
    """How near two formulas are claimed to be, where a relation says no more than that.

    >>> import numpy as np
    >>> from mathcheck import Scalar
    >>> s, t = Scalar("s"), Scalar("t")
    >>> tolerance(np.abs(s - t) <= 1e-9).left, tolerance(np.abs(s - t) <= 5)
    (s, None)
    >>> tolerance(np.sum((s - t) ** 2) < 1e-9).right, tolerance(np.sum(s - t) < 1e-9)
    (t, None)
    """
    if relation.symbol not in ("<", "<=", ">", ">="):
        return None
    size, bound = relation.args if relation.symbol[0] == "<" else relation.args[::-1]
    value = bound.args[0] if isinstance(bound, Constant) else bound
    if not isinstance(value, (int, float)) or not 0 < value <= TINY:
        return None

    def put(changed: Expr) -> Relation:
        return related(relation.symbol, *((changed, bound) if relation.symbol[0] == "<" else (bound, changed)))

    return _of_difference(size, put, sized=False)


def _of_difference(size: Any, put: Callable[[Expr], Relation], *, sized: bool) -> Tolerance | None:
    if not isinstance(size, Expr) or not size.args:
        return None
    if size.operation.name == "np.subtract" and sized:
        left, right = map(as_expr, size.args)
        return Tolerance(left, right, put)
    name = size.operation.name
    if name not in (*_SIZES, *_SUMS) or (name == "np.power" and size.args[1] != 2):
        return None
    return _of_difference(size.args[0], lambda changed: put(like(size, (changed, *size.args[1:]))), sized=sized or name in _SIZES)
