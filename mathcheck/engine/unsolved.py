"""Equations among the hypotheses that give no letter a value: inputs are only kept where they happen to satisfy them, which hardly any do."""

from __future__ import annotations

import numpy as np

from mathcheck.engine.program import Program, reaches
from mathcheck.engine.sampling import Point
from mathcheck.language.graph import leaves
from mathcheck.language.relations import Relation, conjuncts
from mathcheck.language.variables import Variable


def unsolved(program: Program) -> list[Relation]:
    """The equations among the hypotheses that are waited for instead of made true.

    >>> from mathcheck import Scalar
    >>> from mathcheck.engine.program import compile_relation
    >>> p, q = Scalar("p"), Scalar("q")
    >>> unsolved(compile_relation((p * q == p + q).given(p == p**2 - 1, q == p + 2)))
    [p == p ** 2 - 1]
    """
    hypotheses = [part for condition in program.relation.hypotheses for part in conjuncts(condition)]
    return [
        part for part in hypotheses
        if isinstance(part, Relation) and part.symbol == "==" and program.slots.get(part.fingerprint) in program.conditions
        and any(isinstance(leaf, Variable) for leaf in leaves(part))
    ]  # fmt: skip


def waited(program: Program) -> frozenset[bytes]:
    """The variables of unsolved equations."""
    return frozenset(leaf.fingerprint for part in unsolved(program) for leaf in leaves(part) if isinstance(leaf, Variable))


def trivial(point: Point, variables: frozenset[bytes]) -> bool:
    """Whether one of the variables is a single number or the same one in all entries, a diagonal matrix, or a scalar that is 0, 1 or -1.

    >>> trivial({b"A": np.zeros((2, 2)), b"x": np.array([1.0, 2.0])}, frozenset({b"A"}))
    True
    """
    for value in (np.asarray(point[key]) for key in variables):
        if value.ndim == 0 and value in (-1.0, 0.0, 1.0):
            return True
        square = value.ndim == 2 and value.shape[0] == value.shape[1]
        if value.ndim and (np.ptp(value) == 0 or (square and not np.any(value - np.diag(np.diagonal(value))))):
            return True
    return False


def described(program: Program, equation: Relation) -> tuple[str, str]:
    """Why an unsolved equation gives no letter a value, and what to write, a clause each."""
    alone = [side for side in (equation.left, equation.right) if isinstance(side, Variable)]
    other = {equation.left: equation.right, equation.right: equation.left}
    for letter in alone:
        if any(leaf.fingerprint == letter.fingerprint for leaf in leaves(other[letter])):
            return f"`{equation!r}` gives {letter!r} no value, as {letter!r} stands on both sides", _remedy(letter)
        if reaches(other[letter], letter, program.assigned):
            return (
                f"`{equation!r}` gives {letter!r} no value, as the other hypotheses compute its other side from {letter!r}",
                _remedy(letter),
            )
    letter = next(leaf for leaf in leaves(equation) if isinstance(leaf, Variable))
    return f"`{equation!r}` gives no letter a value, as none stands alone on a side", _remedy(letter)


def _remedy(letter: Variable) -> str:
    return f"solve it for one letter that stands alone, as {letter!r} == …, or take a domain that constructs such values"
