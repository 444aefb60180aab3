"""What to say where a verdict hangs on the rank of a matrix, which no computation with errors can settle."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.language.expression import Expr
from mathcheck.language.graph import nodes
from mathcheck.language.variables import Variable


def about_rank(relation: Expr) -> str:
    """A sentence on the rank that stands in a relation, with a blank before it; nothing where there is none.

    The set of matrices of a lower rank has measure zero: next to each of them there are matrices of full rank, so enclosures of the entries
    never enclose the rank.
    """
    ranks = [node for node in nodes(relation) if node.operation.call is np.linalg.matrix_rank]
    if not ranks:
        return ""
    full = _full_rank(ranks[0].args[0]) if ranks[0].args else ""
    return (
        f" `{ranks[0]!r}` is a step function: next to every matrix of a lower rank there are matrices of a higher one, so no bound on the errors "
        "of the entries tells what the rank is there. Say with a domain or with .given(…) for which inputs it is what is claimed"
        f"{f' (full rank: {full})' if full else ''}, or state what the rank means, as a determinant or a singular value that is 0 or not."
    )


def _full_rank(matrix: Any) -> str:
    """How to write that a matrix has full rank."""
    if not isinstance(matrix, Expr) or len(shape := matrix.shape) != 2:
        return ""
    square = repr(shape[0]) == repr(shape[1])
    letter = square and isinstance(matrix, Variable)
    gram = repr(matrix if square else matrix.T @ matrix)
    return ("the domain `invertible`, or " if letter else "") + f"`.given(np.linalg.det({gram}) != 0)`"
