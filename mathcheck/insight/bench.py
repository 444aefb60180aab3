"""A bench for formulas: inputs at which the answer that is asked for is known in full, and on which any formula of the same letters is tried.

The judge compares a Jacobian along random directions, which is all that a verdict needs. Whoever asks *what* is wrong needs every entry, at
a handful of inputs of different sizes. A formula that is tried shares whatever it has in common with those tried before.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.comparison import INEQUALITIES, satisfied
from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.groups import Group, Groups
from mathcheck.engine.judge import SAFETY
from mathcheck.engine.lane_arithmetic import Lanes
from mathcheck.engine.lanes import LaneEvaluator, satisfying, sizes_of
from mathcheck.engine.program import Compiler, Program, Step, compile_relation
from mathcheck.engine.sampling import Point, sampler
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

# A formula fits where it is this near, relative to the largest entry: what is shown in the end is decided by the judge.
NEAR = 1e-7

# Points are left out at which the answer is known less well than this, relative to its largest entry.
SHARP = 1e-6

# Inputs have no more entries than this, nor has what is asked for: a mistake shows in small ones.
ENTRIES = 1_300

# Operations that a search may run, on a sheet each.
BUDGET = 7_000


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


class Bench:
    """Sheets of inputs for one relation; ``question`` is the side that is taken for right."""

    def __init__(
        self, relation: Relation, question: Expr, hypotheses: tuple[Expr, ...], seed: int, points: Iterable[Point] = ()
    ) -> None:
        """``points`` are looked at besides those drawn. Raises what evaluating the question raises, where it cannot be at all."""
        self.relation, self.question, self.symbol = relation, question, relation.symbol
        self.words: list[Any] = []  # kept by those who look for what is missing
        leaves = free(relation, *hypotheses)
        binders = [n for side in relation.args for n in _outer_binders(side) if n.fingerprint != question.fingerprint]
        program = _program([question, *binders, *leaves], hypotheses)
        try:
            self.sheets = self._drawn(program, seed, list(points), by_lanes=True)
        except Exception:  # one by one, what cannot be looked at together
            program = _program([*leaves], hypotheses)
            self._asked = _program([question, *leaves], hypotheses)
            self.sheets = self._drawn(program, seed, list(points), by_lanes=False)
        self.program = program
        self.evaluator = LaneEvaluator(program)
        self.given = len(program.slots)
        self.compiler = Compiler([], dict(program.slots))
        self.steps: dict[bytes, Step] = {}
        self.failed: dict[bytes, set[int]] = {}  # sheets on which a formula has no value
        self.spent = 0  # operations run so far

    # --- inputs -----------------------------------------------------------------------------------

    def _drawn(self, program: Program, seed: int, points: list[Point], *, by_lanes: bool) -> list[Sheet]:
        source = sampler(program)
        if source.choices == [] or any(v.domain.strategy is not None for v in program.variables):
            groups = []
        else:
            drawn = Groups(program, source, EACH * 14)
            rng = np.random.default_rng(seed + 3)
            every = [drawn.next(rng.bytes(drawn.length)) for _ in drawn.plans]
            sheets, each = (SHEETS, EACH) if by_lanes else (SHEETS_ALONE, EACH_ALONE)
            last = len(every) - 1 if by_lanes else len(every) // 2  # larger sizes cost most
            picked = np.unique(np.linspace(0, last, sheets).astype(int))
            each = each if len(picked) > 1 else 4 * each
            groups = [every[i].only(np.arange(min(len(every[i].blocks), each))) for i in picked]
        groups += [_alone(program, point) for point in points]
        evaluator = LaneEvaluator(program)
        made = []
        with np.errstate(all="ignore"):
            for group in groups:
                if self._large(group):
                    continue
                kept = satisfying(evaluator, program, group)
                if kept.blocks:
                    made.append(self._sheet(evaluator, program, kept) if by_lanes else self._one_by_one(evaluator, program, kept))
        return [sheet for sheet in made if np.any(sheet.usable)]

    def _large(self, group: Group) -> bool:
        """Whether a group's inputs, or what is asked for there, have more entries than are looked at."""
        inputs = sum(array[0].size for array in group.values.values() if len(array))
        try:
            asked = math.prod(int(evaluate_length(length, group.sizes)) for length in self.question.shape)
        except Exception:  # shapes that nothing can be said about
            asked = 0
        return max(inputs, asked) > ENTRIES

    def _sheet(self, evaluator: LaneEvaluator, program: Program, group: Group) -> Sheet:
        frame = evaluator.lanes(sizes_of(group), group.values, len(group.blocks))
        evaluator.run(frame, program.first + program.steps)
        slot = program.slots[self.question.fingerprint]
        return self._made(group, frame, frame.points(slot), SAFETY * frame.deviation(slot), ~frame.gone)

    def _one_by_one(self, evaluator: LaneEvaluator, program: Program, group: Group) -> Sheet:
        asked = Evaluator(self._asked)
        slot, values, bands, there = self._asked.slots[self.question.fingerprint], [], [], []
        for i in range(len(group.blocks)):
            one = asked.frame(group.point(i))
            asked.run(one, self._asked.first + self._asked.steps)
            values.append(np.asarray(one.memories[0][slot], dtype=np.float64))
            bands.append(SAFETY * np.asarray(one.deviation(slot), dtype=np.float64))
            there.append(not one.nowhere)
        frame = evaluator.lanes(sizes_of(group), group.values, len(group.blocks))
        evaluator.run(frame, program.first + program.steps)
        return self._made(group, frame, np.stack(values), np.stack(bands), np.array(there))

    @staticmethod
    def _made(group: Group, frame: Lanes, target: Floats, band: Floats, there: Flags) -> Sheet:
        lanes = Lanes(len(frame.memory), frame.plain, 0, frame, np.arange(frame.plain))
        flat = target.reshape(len(target), -1)
        finite = there & np.all(np.isfinite(flat) & np.isfinite(band.reshape(flat.shape)), axis=1)
        # Where the answer itself is blurred, a formula's own rounding is too, and would be taken for a mistake.
        sharp = finite & np.all(
            band.reshape(flat.shape) <= SHARP * np.max(np.abs(flat), axis=1, initial=0.0, keepdims=True), axis=1
        )
        return Sheet(group, lanes, target, band, sharp if np.any(sharp) else finite)

    # --- formulas ---------------------------------------------------------------------------------

    def value(self, formula: Expr, number: int) -> Floats | None:
        """A formula's values on a sheet; None where its shapes do not agree or it cannot be computed."""
        sheet, gone = self.sheets[number], self.failed
        for node in nodes(formula):
            key = node.fingerprint
            if self._known(sheet, self.compiler.slots.get(key)):
                continue
            if number in gone.get(key, ()) or not self._computed(node, sheet, number):
                gone.setdefault(key, set()).add(number)
                gone.setdefault(formula.fingerprint, set()).add(number)
                return None
        found = sheet.lanes[self.compiler.slots[formula.fingerprint]]
        return None if isinstance(found, tuple) else sheet.lanes.stacked(self.compiler.slots[formula.fingerprint])

    def _known(self, sheet: Sheet, slot: int | None) -> bool:
        lanes = sheet.lanes
        if slot is None or slot >= len(lanes.memory):
            return False
        return lanes.memory[slot] is not None or (slot < self.given and lanes[slot] is not None)

    def _computed(self, node: Expr, sheet: Sheet, number: int) -> bool:
        self.spent += 1
        try:
            step = self.steps.get(node.fingerprint)
            if step is None:
                self.compiler.slots.setdefault(node.fingerprint, len(self.compiler.slots))
                step = self.steps[node.fingerprint] = self.compiler.step(node)
            sheet.lanes.memory.extend([None] * (len(self.compiler.slots) - len(sheet.lanes.memory)))
            with np.errstate(all="ignore"):
                self.evaluator.arithmetic.step(sheet.lanes, step)
        except Exception:  # then it is no formula, and nobody would take it for one
            return False
        return True

    def axes(self, formula: Expr) -> int:
        """How many axes a formula has; −1 where it has no value."""
        value = self.value(formula, self.order[0])
        return -1 if value is None else value.ndim - 1

    def shape(self, formula: Expr) -> tuple[int, ...] | None:
        """A formula's shape on the sheet of the largest sizes; None where it has no value."""
        value = self.value(formula, self.order[0])
        return None if value is None else value.shape[1:]

    def fits(self, formula: Expr, symbol: str = "") -> bool:
        """Whether a formula in the place of the claimed one (or beside another ``symbol``) would be right at all inputs of the bench."""
        return all(self.right(formula, number, symbol, every=True) is not None for number in self.order)

    def right(self, formula: Expr, number: int, symbol: str = "", *, every: bool = False) -> Flags | None:
        """At which usable points of a sheet a formula would be right, entry by entry; None where it has no value of that shape
        (or, with ``every``, is not right everywhere)."""
        value, sheet = self.value(formula, number), self.sheets[number]
        if value is None:
            return None
        if self.symbol == "proportional":
            value = self._constant(formula) * value
        return self.agree(sheet, value, symbol, every=every)

    def _constant(self, formula: Expr) -> float:
        """The constant of proportionality, from one sheet; NaN where it is not positive."""
        number = self.order[0]
        sheet, value = self.sheets[number], self.value(formula, number)
        if value is None or value.shape != sheet.target.shape:
            return math.nan
        v, t = value[sheet.usable].ravel(), sheet.target[sheet.usable].ravel()
        with np.errstate(all="ignore"):
            ratio = float(np.sum(v * t) / np.sum(v * v))
        return ratio if ratio > 0 else math.nan

    def tight(self, formula: Expr) -> int:
        """At how many inputs a side of an inequality leaves the other no room, though neither is zero."""
        count = 0
        for number, sheet in enumerate(self.sheets):
            value = self.value(formula, number)
            if value is None or value.shape != sheet.target.shape:
                continue
            near = NEAR * _largest(sheet.target, value)
            equal = (np.abs(value - sheet.target) <= near) & (near > 0)
            count += int(np.sum(np.any(equal[sheet.usable].reshape(int(np.sum(sheet.usable)), -1), axis=1)))
        return count

    @property
    def exhausted(self) -> bool:
        """Whether a search has run as many operations as it may."""
        return self.spent > BUDGET

    def agree(self, sheet: Sheet, value: Floats, symbol: str = "", *, every: bool = False) -> Flags | None:
        """As :meth:`right`, for values."""
        if value.shape != sheet.target.shape:
            if value.ndim != 1:
                return None
            value = np.broadcast_to(value.reshape(-1, *(1,) * len(sheet.shape)), sheet.target.shape)
        with np.errstate(all="ignore"):
            near = sheet.band + NEAR * _largest(sheet.target, value)
            if self.symbol in INEQUALITIES:
                symbol = symbol or self.symbol
                beyond = near if symbol in ("<=", ">=") else 0 * near
                found = np.asarray(satisfied(symbol, sheet.target - value, 0 * near), dtype=bool)
                found |= (np.abs(sheet.target - value) <= beyond) & (beyond > 0)
            else:
                found = np.abs(value - sheet.target) <= near
        found = found[sheet.usable]
        return None if every and not np.all(found) else found

    @functools.cached_property
    def order(self) -> list[int]:
        """The sheets, those that tell most formulas apart first."""
        return sorted(range(len(self.sheets)), key=lambda i: -self.sheets[i].target.size)


def _largest(target: Floats, value: Floats) -> Floats:
    """At every point, the largest magnitude of an entry, as a column."""
    size = np.maximum(np.abs(target), np.abs(value)).reshape(len(target), -1)
    largest = np.max(np.where(np.isfinite(size), size, 0.0), axis=1, initial=0.0)
    return np.asarray(largest.reshape(-1, *(1,) * (target.ndim - 1)))


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
