"""The cheap round: which points of a group agree beyond doubt, and which deserve a closer look.

A point passes when both sides agree within an error that is decisive, exactly as the judge of single points decides. Every
other point goes on to that judge; nothing is refuted here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.arithmetic import strayed
from mathcheck.engine.comparison import INEQUALITIES, decided, finite_size, satisfied, violation, wrong
from mathcheck.engine.judgement import FLOOR, SAFETY, check_shapes, decisive
from mathcheck.engine.lane_arithmetic import Lanes
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Part
from mathcheck.engine.tighten import height, room
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.expression import Constant
from mathcheck.numerics.batched import NotTogether

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Sample:
    """One part of the relation at the points of a group: which pass, by how much its sides differ there, and by how much they would have
    to differ to be seen, after ``contract`` (with a random direction, for a lone derivative)."""

    frame: Lanes
    part: Part
    passes: Flags
    difference: Floats
    band: Floats
    contract: Callable[[Floats], Floats]


@dataclass(frozen=True)
class Screened:
    """For every point of a group: whether it passes, whether a derivative or limit does not exist there, and its resolution."""

    passes: Flags
    kink: Flags
    resolution: Floats
    room: Floats  # how far each point is from violating an inequality, relative to its sides
    height: Floats  # the same, as inequalities are pressed
    samples: list[Sample]


def screen(evaluator: LaneEvaluator, frame: Lanes, parts: list[tuple[Part, float]]) -> Screened:
    """Look at the points of ``frame``, for each part of the relation with its constant (1 but for `proportional`)."""
    with np.errstate(all="ignore"):
        found = [
            _direct(evaluator, frame, part) if part.direct is not None else _plain(evaluator, frame, part, c) for part, c in parts
        ]
        pressed = [part for part, _ in parts if part.relation.symbol in INEQUALITIES]
        rooms, heights = ([_least(measure, frame, part) for part in pressed] for measure in (room, height))
    passes = np.all([one.passes for one in found], axis=0) & ~frame.gone
    resolution = np.max([one.resolution for one in found], axis=0)
    samples = [
        Sample(frame, part, passes, one.difference, one.band, one.contract) for (part, _), one in zip(parts, found, strict=True)
    ]
    nothing = [np.full(frame.plain, np.inf)]
    return Screened(passes, frame.gone, resolution, np.min(rooms or nothing, axis=0), np.min(heights or nothing, axis=0), samples)


@dataclass(frozen=True)
class _Compared:
    """One part at every point: whether it passes, its resolution, and what a :class:`Sample` keeps."""

    passes: Flags
    resolution: Floats
    difference: Floats
    band: Floats
    contract: Callable[[Floats], Floats]


def _least(measure: Callable[[str, Floats, Floats], Floats], frame: Lanes, part: Part) -> Floats:
    """At every point the least of what ``measure`` says of an inequality's entries."""
    left, right = (frame.points(slot) for slot in (part.left, part.right))
    axes = max(left.ndim, right.ndim)
    left, right = (side.reshape(len(side), *(1,) * (axes - side.ndim), *side.shape[1:]) for side in (left, right))
    return np.asarray(np.min(measure(part.relation.symbol, left, right).reshape(frame.plain, -1), axis=1, initial=np.inf))


def _plain(evaluator: LaneEvaluator, frame: Lanes, part: Part, constant: float) -> _Compared:
    left, right = frame.stacked(part.left), constant * frame.stacked(part.right)
    check_shapes(part, left[0], right[0])
    axes = max(left.ndim, right.ndim)
    left, right = (side.reshape(len(side), *(1,) * (axes - side.ndim), *side.shape[1:]) for side in (left, right))
    difference, count = left - right, frame.plain
    plain = difference[:count]
    others = difference[count:].reshape(frame.replicas, *plain.shape)
    sides = np.maximum(
        *(strayed(side[:count], side[count:].reshape(frame.replicas, *side[:count].shape)) for side in (left, right))
    )
    spread = np.where(np.isfinite(plain), strayed(plain, others), sides) + FLOOR * finite_size(left[:count], right[:count])
    return _compare(evaluator, part, (left[:count], right[:count]), spread, frame.scale, lambda side: constant * side)


def _direct(evaluator: LaneEvaluator, frame: Lanes, part: Part) -> _Compared:
    """A lone derivative along a random direction at every point, against the other side contracted with it."""
    step = part.direct
    assert step is not None
    node = step.node
    assert isinstance(node, Derivative)
    scale = evaluator.scales(frame, step)
    other = frame.stacked(part.right if part.direct_is_left else part.left)
    body, moved = frame.points(step.body).shape[1:], scale.shape[1:]
    expected = {"hessian": moved + moved, "derivative": body}.get(node.kind, body + moved)
    check_shapes(part, *((np.empty(expected), other[0]) if part.direct_is_left else (other[0], np.empty(expected))))
    other = _spread(other, expected)
    if node.kind == "derivative" and moved:
        found = evaluator.elementwise(frame, step, scale)
        contracted, magnitude, directions = other, np.abs(other[: frame.plain]), []
    else:
        directions = [evaluator.gaussian(frame, step, scale, number) for number in range(2 if node.kind == "hessian" else 1)]
        found = (
            evaluator.curvature(frame, step, *directions)
            if node.kind == "hessian"
            else evaluator.along(frame, step, np.arange(frame.plain), directions[0])
        )
        contracted = _contracted(other, [np.concatenate([g] * (1 + frame.replicas)) for g in directions])
        magnitude = _contracted(np.abs(other[: frame.plain]), [np.abs(g) for g in directions])
    frame.gone |= ~np.all(found.exists.reshape(frame.plain, -1), axis=1)
    plain = contracted[: frame.plain]
    others = contracted[frame.plain :].reshape(frame.replicas, *plain.shape)
    error = found.error + strayed(plain, others) + FLOOR * finite_size(found.value, magnitude)
    sides = (found.value, plain) if part.direct_is_left else (plain, found.value)
    typical = np.maximum(magnitude, frame.scale.reshape(-1, *(1,) * (magnitude.ndim - 1)))
    return _compare(evaluator, part, sides, error, typical, lambda side: _contracted(_spread(side, expected), directions))


def _spread(stacked: Floats, shape: tuple[int, ...]) -> Floats:
    """Every lane broadcast to ``shape``."""
    lanes = stacked.reshape(len(stacked), *(1,) * (len(shape) + 1 - stacked.ndim), *stacked.shape[1:])
    return np.broadcast_to(lanes, (len(stacked), *shape))


def _contracted(stacked: Floats, directions: list[Floats]) -> Floats:
    """Every lane's sum over its last axes with that lane's direction, and over the axes before with the next one."""
    count, result = len(stacked), stacked
    for direction in directions:
        width = int(np.prod(direction.shape[1:]))
        kept = result.shape[1 : result.ndim - (direction.ndim - 1)]
        result = np.matmul(result.reshape(count, -1, width), direction.reshape(count, width, 1)).reshape(count, *kept)
    return np.asarray(result)


def _compare(
    evaluator: LaneEvaluator,
    part: Part,
    sides: tuple[Floats, Floats],
    error: Floats,
    scale: Floats,
    contract: Callable[[Floats], Floats],
) -> _Compared:
    """Which points pass, and the resolution of each; as the judge of single points compares."""
    left, right = sides
    symbol, count = part.relation.symbol, len(left)
    infinite = np.isinf(left) | np.isinf(right)
    same = infinite & (left == right)
    difference = np.where(same, 0.0, left - right)
    band = SAFETY * np.where(same, 0.0, error)
    excess = violation(symbol, difference, band)
    size = np.maximum(np.abs(left), np.abs(right))
    size = np.where(np.isfinite(size), size, 1.0)
    size = np.maximum(size, scale.reshape(-1, *(1,) * (size.ndim - 1)) if scale.ndim == 1 else scale)
    typical = np.max(size.reshape(count, -1), axis=1, initial=0.0)
    resolution = np.max(np.where(np.isfinite(band), band, np.inf).reshape(count, -1), axis=1, initial=0.0) / np.where(
        typical > 0, typical, 1
    )
    absent = np.isnan(difference) | np.isnan(left) | np.isnan(right)
    for side, value in zip(part.relation.args, sides, strict=True):
        if not isinstance(side, (Limit, Constant)):
            absent = absent | (np.isinf(value) & ~same)
    false = wrong(symbol, excess, band) | absent
    clear = np.all(satisfied(symbol, difference, band).reshape(count, -1), axis=1)
    passes = ~np.any(false.reshape(count, -1), axis=1) & decided(symbol, resolution <= decisive(evaluator.program), clear)
    return _Compared(passes, resolution, difference, band, contract)


__all__ = ["NotTogether", "Screened", "screen"]
