"""One place of a relation changed, and the shapes that decide whether that may be meant."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from mathcheck.language.errors import FormulaError, ShapeMismatch
from mathcheck.language.expression import Constant, Expr, Leaf, like
from mathcheck.language.graph import nodes
from mathcheck.language.nested import substitute
from mathcheck.language.relations import Relation, related
from mathcheck.language.shapes import UnknownShape

# The confusion, what stands for what, and the relation as meant; None where that cannot be written by changing one place.
Found = tuple[str, str, Relation | None]
Row = Callable[[Relation], Iterator[Found]]


def sizes(formula: Expr) -> tuple[object, ...]:
    """The shape; () where the shapes inside do not agree."""
    try:
        return formula.shape
    except (ShapeMismatch, UnknownShape):
        return ()


def is_square(formula: object) -> bool:
    """Whether a formula is a square matrix."""
    shape = sizes(formula) if isinstance(formula, Expr) and not isinstance(formula, Constant) else ()
    return len(shape) == 2 and repr(shape[0]) == repr(shape[1])


def axes(formula: Expr) -> int:
    """The number of axes; none where the shapes inside do not agree."""
    try:
        return formula.ndim
    except (ShapeMismatch, UnknownShape):
        return 0


def replaced(relation: Relation, old: Expr, new: Expr) -> Relation | None:
    """The relation with ``new`` in the place of ``old``; None where that cannot be written."""
    with contextlib.suppress(FormulaError):
        left, right = (put(side, old, new) for side in relation.args)
        return related(relation.symbol, left, right, relation.hypotheses)
    return None


def put(formula: Expr, old: Expr, new: Any) -> Any:
    """A formula with ``new`` wherever ``old`` stands."""
    if formula.fingerprint == old.fingerprint:
        return new
    if isinstance(formula, (Leaf, Constant)) or not any(node.fingerprint == old.fingerprint for node in nodes(formula)):
        return formula
    if isinstance(formula, Relation):
        left, right = (put(side, old, new) for side in formula.args)
        return related(formula.symbol, left, right, formula.hypotheses)
    return like(formula, substitute(formula.args, lambda inner: put(inner, old, new)))
