"""What is taken for something else: NumPy's `*` for a product of matrices, the powers of entries for those of a matrix,
a sinc of t for one of π t.

A row finds its confusion in a relation and says it in a sentence, with the relation as it was probably meant; that is given to the judge.
"""

from __future__ import annotations

from collections.abc import Sequence

from mathcheck.engine.check import check_reading
from mathcheck.engine.evidence import Verdict
from mathcheck.engine.findings import Mistake, Repair
from mathcheck.insight.confused_functions import other_units
from mathcheck.insight.confused_matrices import definite, divided, powers
from mathcheck.insight.confused_shapes import axis_counted, columns, joined, kinds, not_square, products, reduced
from mathcheck.insight.replacing import Row
from mathcheck.language.claims import Claim
from mathcheck.language.graph import nodes
from mathcheck.language.printing import python
from mathcheck.language.relations import Relation
from mathcheck.language.shapes import disagreement
from mathcheck.language.typesetting import latex

# A formula of more nodes than this is not searched: it is no slip of a line.
NODES = 400

# Inputs on which what was probably meant is tried.
EXAMPLES = 100

# The rows for shapes that do not agree, and for values that do not.
SHAPES: Sequence[Row] = (products, kinds, axis_counted, not_square, joined, reduced, divided, columns)
VALUES: Sequence[Row] = (powers, divided, definite, other_units)


def confusion(relation: Relation, seed: int, rows: Sequence[Row]) -> tuple[tuple[Mistake, ...], tuple[Repair, ...]]:
    """The mistakes in a relation, by ``rows`` (:data:`SHAPES` or :data:`VALUES`), and the relation as it was meant, where that would hold.

    A mistake of the kind ``perhaps`` makes the shapes agree and leaves the relation wrong; one that is ``unmended`` is not mended by changing
    one place.
    """
    told: list[Mistake] = []
    if relation.symbol == "&" or sum(1 for _ in nodes(relation)) > NODES:
        return (), ()
    for row in rows:
        for words, edit, meant in row(relation):
            if meant is not None and disagreement(meant) is not None:
                continue
            same = meant is not None and meant.left.fingerprint == meant.right.fingerprint
            repair = _judged(relation, meant, edit, seed) if meant is not None and not same else None
            told.append(Mistake("confusion" if same or repair else "unmended" if meant is None else "perhaps", words))
            if repair is not None:
                return (told[-1],), (repair,)
    return tuple(told[:1]), ()


def _judged(relation: Relation, meant: Relation, edit: str, seed: int) -> Repair | None:
    evidence = check_reading(Claim(meant, item=""), max_examples=EXAMPLES, seed=seed, simple=False)
    if evidence.verdict is not Verdict.HOLDS:
        return None
    return Repair(python(meant), latex(Relation(meant.operation, meant.args), relation), (edit,), evidence.tally.accepted)
