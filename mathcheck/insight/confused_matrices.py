"""What NumPy does entry by entry where the matrix was meant: its powers, a division by it, its sign."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mathcheck.insight.replacing import Found, axes, is_square, replaced
from mathcheck.language.expression import Constant, Expr, as_expr
from mathcheck.language.graph import nodes
from mathcheck.language.relations import Relation, related


def divided(relation: Relation) -> Iterator[Found]:
    """A vector or matrix divided by a matrix, entry by entry, for a linear system solved."""
    for node in nodes(relation):
        if node.operation.symbol == "/" and isinstance(node.args[0], Expr) and axes(node.args[0]) and is_square(node.args[1]):
            solved = as_expr(np.linalg.solve(node.args[1], node.args[0]))
            words = (
                f"`{node!r}` divides entry by entry; the solution z of `{node.args[1]!r} @ z == {node.args[0]!r}` is `{solved!r}`."
            )
            yield words, f"{solved!r} for {node!r}", replaced(relation, node, solved)


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
    """An inequality between entries for one between matrices."""
    if relation.symbol not in ("<", "<=", ">", ">=") or not any(map(is_square, relation.args)):
        return
    larger, smaller = relation.args if relation.symbol[0] == ">" else relation.args[::-1]
    zero = isinstance(smaller, Constant) and not np.any(smaller.value)
    values = as_expr(np.linalg.eigvalsh(larger if zero else larger - smaller))
    meant = related(">" + relation.symbol[1:], values, as_expr(0), relation.hypotheses)
    kind = "positive definite" if len(relation.symbol) == 1 else "positive semidefinite"
    words = f"`{relation.symbol}` compares entry by entry; that a symmetric matrix is {kind} is `{Relation(meant.operation, meant.args)!r}`."
    yield words, f"{values!r} for {larger if zero else larger - smaller!r}", meant
