"""Sheets of inputs at which what is asked for is known in full: a few points of a few sizes, looked at together where that is possible."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine import driver
from mathcheck.engine.account import key_of
from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.groups import Group, Groups
from mathcheck.engine.hypotheses import satisfying, sizes_of
from mathcheck.engine.judgement import SAFETY
from mathcheck.engine.lane_arithmetic import Lanes
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Program, compile_relation
from mathcheck.engine.sampling import Point, sampler
from mathcheck.insight.computable import Computable, outside_binders
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.expression import Expr
from mathcheck.language.graph import free, nodes
from mathcheck.language.relations import Relation, conjunction, related
from mathcheck.language.shapes import evaluate_length

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# Combinations of sizes that are looked at, and points of each; and where each point has to be looked at by itself.
SHEETS, EACH = 6, 6
SHEETS_ALONE, EACH_ALONE = 3, 2

# Points drawn where they come from a strategy.
SAMPLED = 16

# Points are left out at which the answer is known less well than this, relative to its largest entry.
SHARP = 1e-6

# So well known must the derivatives and limits of the other side be, as formulas made from them are compared without errors of their own;
# points are left out at which they are not, as long as others are left.
CLEAR = 1e-8

# Inputs have no more entries than this, nor has what is asked for: a mistake shows in small ones.
ENTRIES = 1_300


@dataclass
class Sheet:
    """A group of inputs: what is asked for (``target``) with its error, and the values of formulas."""

    group: Group
    lanes: Lanes
    target: Floats  # the first axis is the point
    band: Floats
    usable: Flags  # points at which the target exists

    @property
    def points(self) -> int:
        """How many inputs."""
        return len(self.usable)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of what is asked for."""
        return self.target.shape[1:]

    @functools.cached_property
    def largest(self) -> Floats:
        """The largest magnitude of an input at every point, or 1."""
        found = np.ones(self.points)
        for array in self.group.values.values():
            found = np.maximum(found, np.max(np.abs(array).reshape(self.points, -1), axis=1, initial=0.0))
        return found

    @property
    def blurred(self) -> bool:
        """Whether the answer is rounding at all points, as the condition number of a singular matrix is; not where it is nothing but zero,
        known as well as numbers of its inputs' size are."""
        target, band = self.target[self.usable], self.band[self.usable]
        return not np.any(_within(SHARP, np.maximum(np.abs(target), 1.0), band))


def sheets(
    relation: Relation, question: Expr, hypotheses: tuple[Expr, ...], seed: int, points: list[Point]
) -> tuple[Program, list[Sheet]]:
    """Sheets, and the program whose memory they hold: it knows all letters, and the derivatives and limits of both sides.

    Raises what evaluating the question raises, where it cannot be evaluated at all.
    """
    leaves = free(relation, *hypotheses)
    binders = [n for side in relation.args for n in _outer_binders(side) if n.fingerprint != question.fingerprint]
    together = _program([question, *binders, *leaves], hypotheses)
    plain = [part for side in relation.args for part in outside_binders(side)]
    computable = Computable(_program([*plain, *leaves], hypotheses), plain)
    try:
        return together, _Drawing(together, question, None, computable, binders).sheets(seed, points)
    except Exception:  # one by one, what cannot be looked at together
        letters = _program([*leaves], hypotheses)
        return letters, _Drawing(letters, question, _program([question, *leaves], hypotheses), computable).sheets(seed, points)


class _Drawing:
    """Draws groups of inputs for ``program``; what is asked for is part of it, or of ``alone``, which runs point by point."""

    def __init__(
        self, program: Program, question: Expr, alone: Program | None, computable: Computable, binders: Sequence[Expr] = ()
    ) -> None:
        self.program, self.question, self.alone, self.computable, self.binders = program, question, alone, computable, binders
        self.evaluator = LaneEvaluator(program)

    def sheets(self, seed: int, points: list[Point]) -> list[Sheet]:
        """The sheets; ``points`` are looked at besides those drawn."""
        made = []
        with np.errstate(all="ignore"):
            drawn = [*self.groups(seed), *(_alone(self.program, point) for point in [*points, *self.sampled(seed)])]
            met = [satisfying(self.evaluator, self.program, group) for group in drawn if not self.large(group)]
            for group in self.computable.kept([group for group in met if group.blocks]):
                made.append(self.together(group) if self.alone is None else self.one_by_one(self.alone, group))
        usable = [sheet for sheet in made if np.any(sheet.usable)]
        return [sheet for sheet in usable if not sheet.blurred] or usable

    def groups(self, seed: int) -> list[Group]:
        """A few points of a few sizes; none where they come from a strategy."""
        source = sampler(self.program)
        if source.choices == [] or self.program.drawn_whole:
            return []
        drawn = Groups(self.program, source, EACH * 14)
        rng = np.random.default_rng(seed + 3)
        every = [drawn.next(rng.bytes(drawn.length)) for _ in drawn.plans]
        count, each = (SHEETS, EACH) if self.alone is None else (SHEETS_ALONE, EACH_ALONE)
        last = len(every) - 1 if self.alone is None else len(every) // 2  # larger sizes cost most
        picked = np.unique(np.linspace(0, last, count).astype(int))
        each = each if len(picked) > 1 else 4 * each
        return [every[i].only(np.arange(min(len(every[i].blocks), each))) for i in picked]

    def sampled(self, seed: int) -> list[Point]:
        """A few points where they come from a strategy, which draws them one by one."""
        source, drawn = sampler(self.program), dict[bytes, Point]()
        if source.choices != [] and self.program.drawn_whole:
            driver.generate(
                source.strategy(), lambda point: not drawn.setdefault(key_of(point), point), seed=seed + 3, examples=SAMPLED
            )
        return list(drawn.values())

    def large(self, group: Group) -> bool:
        """Whether a group's inputs, or what is asked for there, have more entries than are looked at."""
        inputs = sum(array[0].size for array in group.values.values() if len(array))
        try:
            asked = math.prod(int(evaluate_length(length, group.sizes)) for length in self.question.shape)
        except Exception:  # shapes that nothing can be said about
            asked = 0
        return max(inputs, asked) > ENTRIES

    def frame(self, group: Group) -> Lanes:
        """The program run at all points of a group."""
        frame = self.evaluator.lanes(sizes_of(group), group.values, len(group.blocks))
        self.evaluator.run(frame, self.program.first + self.program.steps)
        return frame

    def together(self, group: Group) -> Sheet:
        """A sheet whose points are looked at side by side."""
        frame, slots = self.frame(group), self.program.slots
        slot, clear = slots[self.question.fingerprint], ~frame.gone
        for binder in self.binders:
            clear = clear & _within(CLEAR, frame.points(slots[binder.fingerprint]), frame.deviation(slots[binder.fingerprint]))
        sheet = _sheet(group, frame, frame.points(slot), SAFETY * frame.deviation(slot), ~frame.gone)
        return replace(sheet, usable=sheet.usable & clear) if np.any(sheet.usable & clear) else sheet

    def one_by_one(self, alone: Program, group: Group) -> Sheet:
        """A sheet for which what is asked is evaluated point by point."""
        evaluator, slot = Evaluator(alone), alone.slots[self.question.fingerprint]
        values, bands, there = [], [], []
        for i in range(len(group.blocks)):
            one = evaluator.frame(group.point(i))
            evaluator.run(one, alone.first + alone.steps)
            values.append(np.asarray(one.memories[0][slot], dtype=np.float64))
            bands.append(SAFETY * np.asarray(one.deviation(slot), dtype=np.float64))
            there.append(not one.nowhere)
        return _sheet(group, self.frame(group), np.stack(values), np.stack(bands), np.array(there))


def _sheet(group: Group, frame: Lanes, target: Floats, band: Floats, there: Flags) -> Sheet:
    lanes = Lanes(len(frame.memory), frame.plain, 0, frame, np.arange(frame.plain))
    flat = target.reshape(len(target), -1)
    finite = there & np.all(np.isfinite(flat) & np.isfinite(band.reshape(flat.shape)), axis=1)
    # Where the answer itself is blurred, a formula's own rounding is too, and would be taken for a mistake.
    sharp = finite & _within(SHARP, target, band)
    return Sheet(group, lanes, target, band, sharp if np.any(sharp) else finite)


def _within(share: float, values: Floats, errors: Floats) -> Flags:
    """At which points all errors are at most a share of the largest entry."""
    flat = values.reshape(len(values), -1)
    largest = np.max(np.abs(flat), axis=1, initial=0.0, keepdims=True)
    return np.asarray(np.all(errors.reshape(flat.shape) <= share * largest, axis=1))


def _program(roots: list[Expr], hypotheses: tuple[Expr, ...]) -> Program:
    """A program that computes all of ``roots``, derivatives in full."""
    relation = related("==", roots[0], roots[0])
    for root in roots[1:]:
        relation = conjunction(relation, related("==", root, root))
    program = compile_relation(Relation(relation.operation, relation.args, hypotheses))
    for part in program.parts:
        part.direct = None
    return program


def _outer_binders(side: Expr) -> list[Expr]:
    """The derivatives and limits in a formula that are in no other."""
    found = [node for node in nodes(side) if isinstance(node, (Derivative, Limit))]
    inside = {inner.fingerprint for node in found for inner in nodes(node.body)}
    return [node for node in found if node.fingerprint not in inside]


def _alone(program: Program, point: Point) -> Group:
    """A group of one point."""
    sizes: dict[Any, int] = {size: int(point[size.fingerprint]) for size in program.sizes}
    values = {v.fingerprint: np.asarray(point[v.fingerprint], dtype=np.float64)[None] for v in program.variables}
    return Group(sizes, values, [b""])
