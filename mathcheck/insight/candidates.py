"""Where repairs are looked for: one relation of a refuted claim, and formulas in the place of its claimed side."""

from __future__ import annotations

from dataclasses import dataclass

from mathcheck.engine.findings import Mistake
from mathcheck.insight.tolerances import Tolerance
from mathcheck.language.expression import Expr
from mathcheck.language.marks import unmarked
from mathcheck.language.relations import Relation, related


@dataclass(frozen=True)
class Candidate:
    """A formula in the place of the claimed one: the changes marked, in words, and what they say of the mistake."""

    shown: Expr
    words: tuple[str, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def formula(self) -> Expr:
        """Without the marks."""
        plain: Expr = unmarked(self.shown)
        return plain


@dataclass(frozen=True)
class Question:
    """One relation of a refuted claim: ``claimed`` is the side that is mended, ``rest`` the relations that it is joined with."""

    part: Relation
    claimed: Expr
    claimed_is_right: bool
    hypotheses: tuple[Expr, ...]
    rest: tuple[Expr, ...] = ()
    within: Tolerance | None = None  # how near the two are claimed to be, where that is not said by ==

    def relation(self, side: Expr, symbol: str = "") -> Relation:
        """The claim with ``side`` in the place of the claimed one."""
        left, right = (self.part.left, side) if self.claimed_is_right else (side, self.part.right)
        if self.within is not None:
            return self.within.of(left, right, self.hypotheses)
        return related(symbol or self.part.symbol, left, right, self.hypotheses)

    @property
    def asked(self) -> Expr:
        """The side that is taken for right."""
        return self.part.left if self.claimed_is_right else self.part.right
