"""What is taken for something else where shapes do not agree: NumPy's `*` for a product of matrices, a column for a vector, one kind of
derivative for another.

A row finds its confusion in a relation and says it in a sentence, with the relation as it was probably meant; that is given to the judge.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from mathcheck.engine.check import check_reading
from mathcheck.engine.evidence import Verdict
from mathcheck.engine.findings import Mistake, Repair
from mathcheck.language.calculus import Derivative, Kind
from mathcheck.language.claims import Claim
from mathcheck.language.errors import FormulaError, ShapeMismatch
from mathcheck.language.expression import Constant, Expr, Leaf, like, substitute
from mathcheck.language.graph import nodes
from mathcheck.language.printing import python
from mathcheck.language.relations import Relation, related
from mathcheck.language.shapes import UnknownShape, disagreement
from mathcheck.language.typesetting import latex
from mathcheck.language.variables import Variable

# A formula of more nodes than this is not searched: it is no slip of a line.
NODES = 400

# Inputs on which what was probably meant is tried.
EXAMPLES = 100

# The confusion, what stands for what, and the relation as meant; None where that cannot be written by changing one place.
Found = tuple[str, str, Relation | None]


def confusion(relation: Relation, seed: int) -> tuple[tuple[Mistake, ...], tuple[Repair, ...]]:
    """The mistakes in a relation whose shapes do not agree, and the relation as it was meant, where that would hold.

    A mistake of the kind ``perhaps`` makes the shapes agree and leaves the relation wrong.
    """
    told: list[Mistake] = []
    if relation.symbol == "&" or sum(1 for _ in nodes(relation)) > NODES:
        return (), ()
    for row in ROWS:
        for words, edit, meant in row(relation):
            if meant is not None and disagreement(meant) is not None:
                continue
            same = meant is None or meant.left.fingerprint == meant.right.fingerprint
            repair = _judged(meant, edit, seed) if meant is not None and not same else None
            told.append(Mistake("confusion" if same or repair else "perhaps", words))
            if repair is not None:
                return (told[-1],), (repair,)
    return tuple(told[:1]), ()


def _judged(meant: Relation, edit: str, seed: int) -> Repair | None:
    evidence = check_reading(Claim(meant, item=""), max_examples=EXAMPLES, seed=seed)
    if evidence.verdict is not Verdict.HOLDS:
        return None
    return Repair(python(meant), latex(Relation(meant.operation, meant.args)), (edit,), evidence.examples)


def _products(relation: Relation) -> Iterator[Found]:
    """`*`, which works entry by entry, for the product of matrices and vectors."""
    found = [node for node in nodes(relation) if _is_product(node)]
    for node in reversed(found):  # a whole product before what it is made of
        meant = _matrices(node)
        words = f"`{node!r}` multiplies entry by entry; the product of matrices and vectors is `{meant!r}`."
        yield words, f"{meant!r} for {node!r}", _with(relation, node, meant)


def _is_product(node: Expr) -> bool:
    return node.operation.symbol == "*" and all(isinstance(arg, Expr) and _axes(arg) > 0 for arg in node.args)


def _matrices(formula: Expr) -> Expr:
    """A product of products by `*`, as one of matrices."""
    if not _is_product(formula):
        return formula
    a, b = map(_matrices, formula.args)
    return a @ b


def _columns(relation: Relation) -> Iterator[Found]:
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


def _kinds(relation: Relation) -> Iterator[Found]:
    """One kind of derivative for another."""
    for node in nodes(relation):
        if not isinstance(node, Derivative) or node.kind not in ("gradient", "derivative"):
            continue
        what = _WHAT[node.kind]
        kinds: tuple[Kind, ...] = ("jacobian", "derivative") if _axes(node.body) else ("gradient",)
        for kind in kinds:
            if kind == node.kind or (node.kind == "derivative" and not _axes(node.wrt)):
                continue
            other = Derivative(kind, node.body, node.wrt)
            words = f"{what}, and `{node.body!r}` is {'an array' if _axes(node.body) else 'a single number'}: write `{other!r}`."
            yield words, f"{other!r} for {node!r}", _with(relation, node, other)


_WHAT = {
    "gradient": "A gradient is of a single number",
    "derivative": "`derivative` differentiates each entry by the entry of the same place",
}

ROWS: list[Callable[[Relation], Iterator[Found]]] = [_products, _kinds, _columns]


def _axes(formula: Expr) -> int:
    """The number of axes; none where the shapes inside do not agree."""
    try:
        return formula.ndim
    except (ShapeMismatch, UnknownShape):
        return 0


def _with(relation: Relation, old: Expr, new: Expr) -> Relation | None:
    """The relation with ``new`` in the place of ``old``; None where that cannot be written."""
    with contextlib.suppress(FormulaError):
        left, right = (_put(side, old, new) for side in relation.args)
        return related(relation.symbol, left, right, relation.hypotheses)
    return None


def _put(formula: Expr, old: Expr, new: Expr) -> Expr:
    if formula.fingerprint == old.fingerprint:
        return new
    if isinstance(formula, (Leaf, Constant)) or not any(node.fingerprint == old.fingerprint for node in nodes(formula)):
        return formula
    if isinstance(formula, Relation):
        left, right = (_put(side, old, new) for side in formula.args)
        return related(formula.symbol, left, right, formula.hypotheses)
    return like(formula, substitute(formula.args, lambda inner: _put(inner, old, new)))
