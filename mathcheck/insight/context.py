"""What a change may use: the letters and numbers of a claim, and the shapes of its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mathcheck.language.expression import Expr, Leaf
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable

# Formulas of no more nodes than this are taken for something else that occurs in the claim.
SHORT = 4


@dataclass(frozen=True)
class Context:
    """What a change may use: the letters of the claim, and how many axes a formula has (−1: it has no value)."""

    letters: list[Leaf]
    axes: Callable[[Expr], int]
    words: list[Expr]  # what occurs in the claim
    slopes: list[Expr]  # the derivatives of the elementwise functions that occur in it
    numbers: list[float]  # the numbers that it mentions
    shape: Callable[[Expr], tuple[int, ...] | None]

    def alike(self, leaf: Variable) -> list[Variable]:
        """The other letters of the same sizes."""
        shape = repr(leaf.sizes)
        return [v for v in self.letters if isinstance(v, Variable) and v is not leaf and repr(v.sizes) == shape]

    @property
    def scalars(self) -> list[Leaf]:
        """Numbers that a formula may be multiplied by."""
        return [v for v in self.letters if isinstance(v, Size) or (isinstance(v, Variable) and not v.sizes)]


Found = list[tuple[str, Any]]
