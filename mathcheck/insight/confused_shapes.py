"""What is taken for something else where shapes do not agree: NumPy's `*` for a product of matrices, a column for a vector, one kind of
derivative for another, a sum that loses its axis."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mathcheck.insight.replacing import Found, axes, replaced, sizes
from mathcheck.language.calculus import Derivative, Kind
from mathcheck.language.expression import Call, Expr, as_expr
from mathcheck.language.graph import nodes
from mathcheck.language.relations import Relation
from mathcheck.language.variables import Variable


def products(relation: Relation) -> Iterator[Found]:
    """`*`, which works entry by entry, for the product of matrices and vectors."""
    found = [node for node in nodes(relation) if _is_product(node)]
    for node in reversed(found):  # a whole product before what it is made of
        meant = _matrices(node)
        words = f"`{node!r}` multiplies entry by entry; the product of matrices and vectors is `{meant!r}`."
        yield words, f"{meant!r} for {node!r}", replaced(relation, node, meant)


def _is_product(node: Expr) -> bool:
    return node.operation.symbol == "*" and all(isinstance(arg, Expr) and axes(arg) > 0 for arg in node.args)


def _matrices(formula: Expr) -> Expr:
    """A product of products by `*`, as one of matrices."""
    if not _is_product(formula):
        return formula
    a, b = map(_matrices, formula.args)
    return a @ b


def columns(relation: Relation) -> Iterator[Found]:
    """A column, n × 1, for a vector."""
    for node in nodes(relation):
        if isinstance(node, Variable) and len(node.sizes) == 2 and isinstance(node.sizes[1], int) and node.sizes[1] == 1:
            name, length = node.name, node.sizes[0]
            yield (
                f"`{node!r}` is a matrix with one column, and stays one in every product and derivative; a vector has one axis: write "
                f'`Vector("{name}", {length!r})`.',
                "",
                None,
            )


def kinds(relation: Relation) -> Iterator[Found]:
    """One kind of derivative for another."""
    for node in nodes(relation):
        if not isinstance(node, Derivative) or node.kind not in ("gradient", "derivative"):
            continue
        what = _WHAT[node.kind]
        kinds: tuple[Kind, ...] = ("jacobian", "derivative") if axes(node.body) else ("gradient",)
        for kind in kinds:
            if kind == node.kind or (node.kind == "derivative" and not axes(node.wrt)):
                continue
            other = Derivative(kind, node.body, node.wrt)
            words = f"{what}, and `{node.body!r}` is {'an array' if axes(node.body) else 'a single number'}: write `{other!r}`."
            yield words, f"{other!r} for {node!r}", replaced(relation, node, other)


_WHAT = {
    "gradient": "A gradient is of a single number",
    "derivative": "`derivative` differentiates each entry by the entry of the same place",
}


def reduced(relation: Relation) -> Iterator[Found]:
    """A sum, mean or norm along an axis whose axis is missing where it is combined with the array."""
    for node in nodes(relation):
        if not isinstance(node, Call) or "axis" not in node.kwargs or "keepdims" in node.kwargs or not node.args:
            continue
        kept = Call(node.operation, node.args, {**node.kwargs, "keepdims": True})
        words = f"`{node!r}` loses the axis that it sums along; with `keepdims=True` it stays, of length 1, and NumPy stretches it."
        yield (
            words.replace("sums along", _ALONG.get(node.operation.name, "goes along")),
            f"{kept!r} for {node!r}",
            replaced(relation, node, kept),
        )


_ALONG = {
    "np.sum": "sums along",
    "np.mean": "averages along",
    "np.max": "takes the maximum along",
    "np.min": "takes the minimum along",
}


def axis_counted(relation: Relation) -> Iterator[Found]:
    """An axis that an array does not have."""
    for node in nodes(relation):
        axis = node.kwargs.get("axis") if isinstance(node, Call) and node.args and isinstance(node.args[0], Expr) else None
        count = axes(node.args[0]) if isinstance(axis, int) else 0
        if count and axis is not None and not -count <= axis < count:
            last = f"axis={count - 1}" if count > 1 else "axis=0"
            words = f"`{node.args[0]!r}` has {count} {'axis' if count == 1 else 'axes'}, counted from 0: the last one is {last}, not {axis=}."
            yield words, "", None


def joined(relation: Relation) -> Iterator[Found]:
    """A number among the arrays that are joined."""
    for node in nodes(relation):
        listed = node.args[0] if node.operation.name == "np.concatenate" and node.args else ()
        parts = listed if isinstance(listed, (list, tuple)) else ()
        if any(not (axes(part) if isinstance(part, Expr) else np.ndim(part)) for part in parts):
            meant = as_expr(np.hstack(parts))
            words = f"`np.concatenate` joins arrays along an axis, and a number has none: `{meant!r}` takes numbers too."
            yield words, f"{meant!r} for {node!r}", replaced(relation, node, meant)


def not_square(relation: Relation) -> Iterator[Found]:
    """What only a square matrix has."""
    for node in nodes(relation):
        what = _OF_SQUARES.get(node.operation.name)
        shape = sizes(node.args[0]) if what and node.args and isinstance(node.args[0], Expr) else ()
        if len(shape) == 2 and repr(shape[0]) != repr(shape[1]):
            yield f"`{node.args[0]!r}` is {shape[0]} × {shape[1]}, and only a square matrix has {what}.", "", None


_INVERSE, _DETERMINANT = "an inverse (np.linalg.pinv is its pseudo-inverse)", "a determinant"
_EIGENVALUES = "eigenvalues (np.linalg.svd gives singular values)"
_OF_SQUARES = {
    **dict.fromkeys(("np.linalg.inv", "np.linalg.solve"), _INVERSE),
    **dict.fromkeys(("np.linalg.det", "np.linalg.slogdet"), _DETERMINANT),
    **dict.fromkeys((f"np.linalg.{name}" for name in ("eigvalsh", "eigvals", "eigh", "eig")), _EIGENVALUES),
    "np.linalg.cholesky": "a Cholesky factor",
    "np.linalg.matrix_power": "powers",
}
