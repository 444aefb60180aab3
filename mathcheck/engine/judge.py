"""A relation at one point: how far the two sides are apart, against how far the computation's own errors could set them.

Nothing here is a tolerance picked by hand. ``SAFETY`` widens measured errors, because two replicas and a ladder of steps
measure the size of an error, not its bound; ``DECISIVE`` says when an error is so large that agreement shows nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.arithmetic import Frame, strayed
from mathcheck.engine.comparison import INEQUALITIES, decided, finite_size, satisfied, violation, wrong
from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.program import Part, Program, curved
from mathcheck.engine.roundings import EPS
from mathcheck.engine.steps import BinderStep
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.domain import Domain
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

# A derivative by more numbers than this is not computed whole to show where it is wrong.
WIDE = 64

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


def judge(evaluator: Evaluator, frame: Frame, part: Part, *, constant: float | None = None, whole: bool = False) -> Judgement:
    """Judge ``part`` at the point that ``frame`` has been run for.

    A side that is a lone derivative is tested along one random direction, which shows every wrong entry with probability one;
    with ``whole`` it is computed entry by entry. ``constant`` is c in ``a = c·b`` for ``proportional``.
    """
    if part.direct is not None and not whole:
        return _directional(evaluator, frame, part)
    if part.direct is not None and _is_wide(frame, part.direct):
        return _located(evaluator, frame, part)
    if part.direct is not None:
        evaluator.bind(frame, part.direct)
    if frame.nowhere:
        return _dropped(Outcome.KINK, part)
    left, right = (np.asarray(frame.memories[0][slot], dtype=np.float64) for slot in (part.left, part.right))
    check_shapes(part, left, right)
    domain = None if part.direct is None else curved(part.direct)
    if part.direct is not None and domain is not None:
        return _along_the_set(evaluator, frame, part, domain, (left, right))
    c = 1.0 if constant is None else constant
    spread = np.zeros(np.broadcast_shapes(left.shape, right.shape))
    with np.errstate(all="ignore"):
        plain = left - c * right
        for memory in frame.memories[1:]:
            other = np.asarray(memory[part.left], dtype=np.float64) - c * np.asarray(memory[part.right], dtype=np.float64)
            spread = np.maximum(spread, strayed(plain, other[None]))
        # Beside an infinite side the difference says nothing of the other one's error.
        sides = np.maximum(frame.deviation(part.left), frame.deviation(part.right))
        spread = np.where(np.isfinite(plain), spread, sides) + FLOOR * finite_size(left, c * right)
    found = _compare(
        part, left, right, spread, scale=np.asarray(frame.scale), constant=constant, decisive=decisive(evaluator.arithmetic.program)
    )
    return replace(found, at_edge=frame.at_edge)


def check_shapes(part: Part, left: Floats, right: Floats) -> None:
    """Raise :class:`ShapeMismatch` unless the sides have one shape, or one is a plain number (in an inequality, any scalar)."""
    if left.shape == right.shape:
        return
    inequality = part.relation.symbol in INEQUALITIES
    scalar = [side for side, value in ((part.relation.left, left), (part.relation.right, right)) if not value.shape]
    number = any(not any(isinstance(n, Leaf) and not isinstance(n, Size) for n in nodes(side)) for side in scalar)
    if not scalar or not (inequality or number):
        raise ShapeMismatch(f"the left side is {left.shape}, the right side {right.shape}")


def _along_the_set(evaluator: Evaluator, frame: Frame, part: Part, domain: Domain, sides: tuple[Floats, Floats]) -> Judgement:
    """A lone derivative on a curved set, entry by entry: what both sides say along the set; across it nothing is determined."""
    assert part.direct is not None
    x = np.asarray(frame.memories[0][part.direct.moving], dtype=np.float64)
    left, right = (domain.along(x, np.broadcast_to(side, np.broadcast_shapes(*map(np.shape, sides)))) for side in sides)
    spread = np.zeros(left.shape)
    for memory in frame.memories[1:]:
        others = [domain.along(x, np.broadcast_to(memory[slot], left.shape)) for slot in (part.left, part.right)]
        spread = np.maximum(spread, strayed(left - right, (others[0] - others[1])[None]))
    spread = spread + FLOOR * finite_size(left, right)
    found = _compare(part, left, right, spread, decisive=decisive(evaluator.arithmetic.program), scale=np.asarray(frame.scale))
    return replace(found, at_edge=frame.at_edge)


def _dropped(outcome: Outcome, part: Part) -> Judgement:
    nothing = np.zeros(())
    return Judgement(outcome, part, nothing, nothing, nothing, nothing)


def _is_wide(frame: Frame, step: BinderStep) -> bool:
    return step.node.operation.name in ("jacobian", "gradient") and np.size(frame.memories[0][step.moving]) > WIDE


def _located(evaluator: Evaluator, frame: Frame, part: Part) -> Judgement:
    """One wrong entry of a derivative by many numbers: the wrong column by halving a random direction, log₂ of their number times."""
    assert part.direct is not None
    scale = evaluator.directions(frame, part.direct)
    g = evaluator.gaussian(frame, part.direct, scale)
    columns = np.arange(g.size)
    while columns.size > 1:
        half = columns[: columns.size // 2]
        found = _directional(evaluator, frame, part, (_only(g, half),))
        columns = half if found.outcome is Outcome.DIFFERS else columns[columns.size // 2 :]
    found = _directional(evaluator, frame, part, (_only(scale, columns),))
    if found.outcome is not Outcome.DIFFERS:
        return found
    size = float(scale.flat[columns[0]])
    row = np.unravel_index(int(np.argmax(np.where(wrong_entries(found), found.excess, 0.0))), np.shape(found.excess))
    entry = [*row, *np.unravel_index(columns[0], scale.shape)]
    return replace(
        found, left=np.asarray(found.left[row] / size), right=np.asarray(found.right[row] / size), whole=False,
        excess=np.asarray(found.excess[row] / size), band=np.asarray(found.band[row] / size), where=f"entry {list(map(int, entry))}",
    )  # fmt: skip


def _only(g: Floats, columns: NDArray[np.intp]) -> Floats:
    """A direction without all but some of its entries."""
    kept = np.zeros(g.size)
    kept[columns] = g.ravel()[columns]
    return kept.reshape(g.shape)


def _directional(evaluator: Evaluator, frame: Frame, part: Part, directions: tuple[Floats, ...] = ()) -> Judgement:
    """The lone derivative along a random direction (or a given one), against the other side contracted with it."""
    step = part.direct
    assert step is not None
    node = step.node
    assert isinstance(node, Derivative)
    scale = evaluator.directions(frame, step)
    other_slot = part.right if part.direct_is_left else part.left
    other = np.asarray(frame.memories[0][other_slot], dtype=np.float64)
    body = np.asarray(frame.memories[0][step.body])
    moved = scale.shape
    expected = {"hessian": moved + moved, "derivative": body.shape}.get(node.kind, body.shape + moved)
    empty = np.zeros(expected)
    check_shapes(part, *((empty, other) if part.direct_is_left else (other, empty)))
    if node.kind == "derivative" and scale.ndim:
        estimate = evaluator.elementwise(frame, step, scale)
        directions = ()
    else:
        g = directions[0] if directions else evaluator.gaussian(frame, step, scale)
        if node.kind == "hessian":
            h = evaluator.gaussian(frame, step, scale, 1)
            estimate, directions = evaluator.curvature(frame, step, g, h), (g, h)
        else:
            estimate, directions = evaluator.slope(frame, step, g), (g,)
    contract = _Contraction(directions, expected)
    if not np.all(estimate.exists):
        return _dropped(Outcome.KINK, part)
    contracted = contract(other)
    spread = np.zeros(contracted.shape)
    for memory in frame.memories[1:]:
        spread = np.maximum(spread, np.abs(contract(np.asarray(memory[other_slot], dtype=np.float64)) - contracted))
    error = estimate.error + spread + FLOOR * finite_size(estimate.value, contract.magnitude(other))
    sides = (estimate.value, contracted) if part.direct_is_left else (contracted, estimate.value)
    size = np.maximum(contract.magnitude(other), frame.scale)
    found = _compare(part, sides[0], sides[1], error, decisive=decisive(evaluator.arithmetic.program), scale=size)
    return replace(found, whole=False, directions=directions, at_edge=frame.at_edge)


@dataclass(frozen=True)
class _Contraction:
    """Σ over the last axes of an array with a direction, and (for a Hessian) over the axes before with another; nothing without any."""

    directions: tuple[Floats, ...]
    shape: tuple[int, ...]

    def __call__(self, value: Floats) -> Floats:
        result = np.broadcast_to(value, self.shape)
        for direction in self.directions:
            result = np.tensordot(result, direction, axes=direction.ndim)
        return np.asarray(result)

    def magnitude(self, value: Floats) -> Floats:
        return _Contraction(tuple(map(np.abs, self.directions)), self.shape)(np.abs(value))


def _compare(
    part: Part,
    left: Floats,
    right: Floats,
    error: Floats,
    *,
    decisive: float,
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
        band = SAFETY * np.where(same, 0.0, error)
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
    elif not decided(part.relation.symbol, resolution <= decisive, bool(np.all(satisfied(part.relation.symbol, difference, band)))):
        outcome = Outcome.UNDECIDED
    return Judgement(outcome, part, left, right, excess, band, margin, relative, resolution, constant)


def wrong_entries(judgement: Judgement) -> NDArray[np.bool_]:
    """Which entries of a judged relation are wrong."""
    return wrong(judgement.part.relation.symbol, judgement.excess, judgement.band)
