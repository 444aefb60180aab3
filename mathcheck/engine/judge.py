"""A relation at one point, judged: whole, along one direction where a side is a lone derivative, along a curved set, or entry by entry."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.arithmetic import Frame, strayed
from mathcheck.engine.comparison import finite_size
from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.judgement import FLOOR, Judgement, Outcome, check_shapes, compare, wrong_entries
from mathcheck.engine.program import Part, curved
from mathcheck.engine.steps import BinderStep
from mathcheck.language.calculus import Derivative
from mathcheck.language.domain import Domain

Floats = NDArray[np.float64]

# A derivative by more numbers than this is not computed whole to show where it is wrong.
WIDE = 64


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
    found = compare(evaluator.arithmetic.program, part, left, right, spread, scale=np.asarray(frame.scale), constant=constant)
    return replace(found, at_edge=frame.at_edge)


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
    found = compare(evaluator.arithmetic.program, part, left, right, spread, scale=np.asarray(frame.scale))
    return replace(found, at_edge=frame.at_edge, along=True)


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
    found = compare(evaluator.arithmetic.program, part, sides[0], sides[1], error, scale=size)
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
