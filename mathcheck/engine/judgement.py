"""What is said of a relation at a point: how far the two sides are apart, against how far the computation's own errors could set them.

Nothing here is a tolerance picked by hand. ``SAFETY`` widens measured errors, because two replicas and a ladder of steps
measure the size of an error, not its bound; ``DECISIVE`` says when an error is so large that agreement shows nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.comparison import INEQUALITIES, decided, satisfied, violation, wrong
from mathcheck.engine.program import Part, Program
from mathcheck.engine.roundings import EPS
from mathcheck.language.calculus import Limit
from mathcheck.language.errors import ShapeMismatch
from mathcheck.language.expression import Constant, Leaf
from mathcheck.language.graph import nodes
from mathcheck.language.sizes import Size

Floats = NDArray[np.float64]

# An estimated error is below the true one in about one case in nine without a factor; with 16 in none of thousands.
SAFETY = 16.0

# An error band wider than this, relative to the sides, could hide a mistake that a reader would care about.
DECISIVE = 1e-4

# Of code that computes in less than double precision no more can be asked than half of its digits, after the safety factor; but
# whatever the precision, an agreement to less than this share shows nothing.
NARROW = 1e-2

# Comparisons cost an operation themselves.
FLOOR = 2 * EPS


class Outcome(Enum):
    """What a point says."""

    AGREES = "agrees"
    DIFFERS = "differs"
    KINK = "kink"
    UNDEFINED = "undefined"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Judgement:
    """One part of a relation at one point. ``excess`` is the violation (0 where there is none), ``band`` the error that could
    explain it, entry by entry; ``margin`` the largest ratio of the two and ``relative`` the violation relative to the sides."""

    outcome: Outcome
    part: Part
    left: Floats
    right: Floats
    excess: Floats
    band: Floats
    margin: float = 0.0
    relative: float = 0.0
    resolution: float = 0.0
    constant: float | None = None
    at_edge: bool = False  # where differences cannot be taken, which says nothing of the formula
    whole: bool = True  # every entry; otherwise a derivative contracted with directions
    directions: tuple[Floats, ...] = ()
    where: str = ""  # the entry that is shown, of a derivative too large to be
    along: bool = False  # of both sides, only what lies along the curved set by whose variable is differentiated

    @property
    def absent(self) -> str:
        """The side that has no value where the other has one, entry for entry: "left", "right" or ""."""
        if self.at_edge:
            return ""
        gone = [not np.all(np.isfinite(side)) for side in (self.left, self.right)]
        return "" if self.outcome is not Outcome.UNDEFINED or gone[0] == gone[1] else "left" if gone[0] else "right"


def decisive(program: Program) -> float:
    """The relative error band up to which agreement means something: ``DECISIVE``, or half the digits of the least precise black box."""
    eps = max(program.precision.values(), default=EPS)
    return min(NARROW, max(DECISIVE, SAFETY * math.sqrt(eps)))


def check_shapes(part: Part, left: Floats, right: Floats) -> None:
    """Raise :class:`ShapeMismatch` unless the sides have one shape, or one is a plain number (in an inequality, any scalar)."""
    if left.shape == right.shape:
        return
    inequality = part.relation.symbol in INEQUALITIES
    scalar = [side for side, value in ((part.relation.left, left), (part.relation.right, right)) if not value.shape]
    number = any(not any(isinstance(n, Leaf) and not isinstance(n, Size) for n in nodes(side)) for side in scalar)
    if not scalar or not (inequality or number):
        raise ShapeMismatch(f"the left side is {left.shape}, the right side {right.shape}")


def compare(
    program: Program,
    part: Part,
    left: Floats,
    right: Floats,
    error: Floats,
    *,
    scale: Floats | None = None,
    constant: float | None = None,
) -> Judgement:
    """Excess against band, for any relation. ``scale`` is what the sides are made of where that is larger than they are."""
    c = 1.0 if constant is None else constant
    with np.errstate(all="ignore"):
        difference = left - c * right
        infinite = np.isinf(left) | np.isinf(right)
        same = infinite & (left == c * right)
        difference = np.where(same, 0.0, difference)
        band = SAFETY * np.where(same & np.isfinite(error), 0.0, error)  # an infinity may be in doubt
        excess = violation(part.relation.symbol, difference, band)
        size = np.maximum(np.abs(left), np.abs(c * right))
        size = np.where(np.isfinite(size), size, 1.0)
        if scale is not None:
            size = np.maximum(size, scale)
        typical = float(np.max(size, initial=0.0)) or 1.0
    # An infinite limit, or an infinity that was written, is a value; an overflow is not.
    sides = zip(part.relation.args, (left, right), strict=True)
    overflow = [np.any(np.isinf(value) & ~same) for side, value in sides if not isinstance(side, (Limit, Constant))]
    if np.any(np.isnan(difference) | np.isnan(left) | np.isnan(right)) or any(overflow):
        return Judgement(Outcome.UNDEFINED, part, left, right, excess, band, constant=constant)
    outcome, margin, relative = Outcome.AGREES, 0.0, 0.0
    resolution = float(np.max(np.where(np.isfinite(band), band, np.inf), initial=0.0)) / typical
    with np.errstate(all="ignore"):
        false = wrong(part.relation.symbol, excess, band)
    if np.any(false):
        with np.errstate(all="ignore"):
            ratios = np.where(false, excess / np.maximum(band, np.finfo(float).tiny), 0.0)
        outcome, margin = Outcome.DIFFERS, float(np.max(np.minimum(ratios, 1e300)))
        relative = float(np.max(np.where(false, excess, 0.0) / np.maximum(size, np.finfo(float).tiny)))
    elif not decided(
        part.relation.symbol, resolution <= decisive(program), bool(np.all(satisfied(part.relation.symbol, difference, band)))
    ):
        outcome = Outcome.UNDECIDED
    return Judgement(outcome, part, left, right, excess, band, margin, relative, resolution, constant)


def wrong_entries(judgement: Judgement) -> NDArray[np.bool_]:
    """Which entries of a judged relation are wrong."""
    return wrong(judgement.part.relation.symbol, judgement.excess, judgement.band)
