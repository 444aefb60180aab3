"""What NumPy does entry by entry where the matrix was meant: its powers, a division by it, its sign."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mathcheck.insight.replacing import Found, axes, is_square, replaced
from mathcheck.language.errors import ShapeMismatch
from mathcheck.language.expression import Constant, Expr, as_expr
from mathcheck.language.graph import nodes
from mathcheck.language.relations import Relation, related
from mathcheck.language.shapes import UnknownShape, prime_sizes, trial


def divided(relation: Relation) -> Iterator[Found]:
    """A number, vector or matrix divided by a matrix, entry by entry, for one times its inverse."""
    for node in nodes(relation):
        if node.operation.symbol != "/" or not is_square(node.args[1]):
            continue
        left, matrix = node.args
        inverse, count = np.linalg.inv(matrix), axes(left) if isinstance(left, Expr) else 0
        if count == 1:
            meant, what = as_expr(np.linalg.solve(matrix, left)), f"the solution z of `{matrix!r} @ z == {left!r}`"
        elif count:
            meant, what = as_expr(left @ inverse), "the product with the inverse"
        else:
            meant, what = as_expr(inverse if repr(left) in ("1", "1.0") else left * inverse), "the inverse of the matrix"
        yield (
            f"`{node!r}` divides entry by entry; {what} is `{meant!r}`.",
            f"{meant!r} for {node!r}",
            replaced(relation, node, meant),
        )


def powers(relation: Relation) -> Iterator[Found]:
    """The powers of entries for a power of a matrix."""
    for node in nodes(relation):
        exponent = node.args[1] if node.operation.symbol == "**" else None
        if isinstance(exponent, int) and is_square(node.args[0]):
            base = node.args[0]
            meant = as_expr(np.linalg.inv(base) if exponent == -1 else np.linalg.matrix_power(base, exponent))
            what = "inverse" if exponent == -1 else "power"
            words = f"`{node!r}` takes the power of each entry; the {what} of the matrix is `{meant!r}`."
            yield words, f"{meant!r} for {node!r}", replaced(relation, node, meant)


def definite(relation: Relation) -> Iterator[Found]:
    """An inequality between entries for one between symmetric matrices."""
    if relation.symbol not in ("<", "<=", ">", ">=") or not any(map(is_square, relation.args)):
        return
    larger, smaller = relation.args if relation.symbol[0] == ">" else relation.args[::-1]
    if not all(_symmetric(side) for side in (larger, smaller)):
        return
    zero = isinstance(smaller, Constant) and not np.any(smaller.value)
    values = as_expr(np.linalg.eigvalsh(larger if zero else larger - smaller))
    meant = related(">" + relation.symbol[1:], values, as_expr(0), relation.hypotheses)
    kind = "positive definite" if len(relation.symbol) == 1 else "positive semidefinite"
    words = f"`{relation.symbol}` compares entry by entry; that a symmetric matrix is {kind} is `{Relation(meant.operation, meant.args)!r}`."
    yield words, f"{values!r} for {larger if zero else larger - smaller!r}", meant


def _symmetric(formula: Expr) -> bool:
    """Whether a formula is a symmetric matrix or a number, as seen at one input."""
    try:
        value = trial(formula, prime_sizes(formula))[formula.fingerprint]
    except (ShapeMismatch, UnknownShape):
        return False
    return np.ndim(value) == 0 or (np.ndim(value) == 2 and bool(np.allclose(value, np.transpose(value))))
