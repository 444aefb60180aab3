"""A bench for formulas: inputs at which the answer that is asked for is known in full, and on which any formula of the same letters is tried.

The judge compares a Jacobian along random directions, which is all that a verdict needs. Whoever asks *what* is wrong needs every entry, at
a handful of inputs of different sizes. A formula that is tried shares whatever it has in common with those tried before.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.comparison import INEQUALITIES, satisfied
from mathcheck.engine.compiler import Compiler
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.sampling import Point
from mathcheck.engine.steps import Step
from mathcheck.insight.sheets import Sheet, sheets
from mathcheck.language.calculus import Derivative
from mathcheck.language.expression import Expr
from mathcheck.language.graph import nodes
from mathcheck.language.relations import Relation
from mathcheck.language.variables import Variable

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# A formula fits where it is this near, relative to the largest entry: what is shown in the end is decided by the judge.
NEAR = 1e-7

# The rounding of a formula that is tried is not known: where the answer is nothing but zero, as sin π is, so much of the largest input (or
# of 1) is nothing either. Five hundred times rounding is more than such formulas come to, and less than anybody means.
NOTHING = 1e-13


class Bench:
    """Sheets of inputs for one relation; ``question`` is the side that is taken for right."""

    def __init__(
        self, relation: Relation, question: Expr, hypotheses: tuple[Expr, ...], seed: int, points: Iterable[Point] = ()
    ) -> None:
        """``points`` are looked at besides those drawn. Raises what evaluating the question raises, where it cannot be at all."""
        self.relation, self.question, self.symbol = relation, question, relation.symbol
        self.words: list[Any] = []  # kept by those who look for what is missing
        self.program, self.sheets = sheets(relation, question, hypotheses, seed, list(points))
        self.evaluator = LaneEvaluator(self.program)
        self.compiler = Compiler([], dict(self.program.slots))
        self.steps: dict[bytes, Step] = {}
        self.known = [self._given(sheet) for sheet in self.sheets]  # formulas that have a value there
        self.failed: list[set[bytes]] = [set() for _ in self.sheets]  # formulas that have none
        self.spent = 0  # work done so far: operations, on a sheet each

    def along(self, value: Floats, number: int) -> Floats:
        """A derivative's values as far as they mean something: on a curved set, what lies along it."""
        sheet, asked = self.sheets[number], self.question
        wrt = asked.wrt if isinstance(asked, Derivative) and asked.kind != "directional" else None
        if not (isinstance(wrt, Variable) and wrt.domain.curved and wrt.sizes) or value.shape != sheet.target.shape:
            return value
        x = sheet.group.values[wrt.fingerprint]
        return np.stack([wrt.domain.along(x[i], value[i]) for i in range(len(value))])

    # --- formulas ---------------------------------------------------------------------------------

    def value(self, formula: Expr, number: int) -> Floats | None:
        """A formula's values on a sheet; None where its shapes do not agree or it cannot be computed."""
        sheet, known, gone = self.sheets[number], self.known[number], self.failed[number]
        for node in nodes(formula, but=known):
            key = node.fingerprint
            if key in gone or not self._computed(node, sheet):
                gone |= {key, formula.fingerprint}
                return None
            known.add(key)
        slot = self.compiler.slots[formula.fingerprint]
        return None if isinstance(sheet.lanes[slot], tuple) else sheet.lanes.stacked(slot)

    def everywhere(self, formula: Expr) -> list[Floats] | None:
        """A formula's values on all sheets; None where it has none on one of them."""
        values = [self.value(formula, number) for number in range(len(self.sheets))]
        known = [value for value in values if value is not None]
        return known if len(known) == len(values) else None

    def _given(self, sheet: Sheet) -> set[bytes]:
        """What the program's own steps have computed on a sheet."""
        return {key for key, slot in self.program.slots.items() if slot < len(sheet.lanes.memory) and sheet.lanes[slot] is not None}

    def _computed(self, node: Expr, sheet: Sheet) -> bool:
        self.spent += 1 if self.evaluator.arithmetic.at_once(node.operation) else sheet.points
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

    def settled(self, formula: Expr) -> bool:
        """Whether a formula has the same value in all entries, whatever the input."""
        values = self.everywhere(formula)
        if values is None:
            return False
        flat = np.concatenate([value[sheet.usable].ravel() for value, sheet in zip(values, self.sheets, strict=True)])
        spread = float(np.ptp(flat)) if flat.size and np.all(np.isfinite(flat)) else math.inf
        largest = max(float(np.max(sheet.largest)) for sheet in self.sheets)
        return spread <= NEAR * float(np.max(np.abs(flat), initial=0.0)) + NOTHING * largest

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
        value = self.along(value, number)
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

    def agree(self, sheet: Sheet, value: Floats, symbol: str = "", *, every: bool = False) -> Flags | None:
        """As :meth:`right`, for values."""
        if value.shape != sheet.target.shape:
            if value.ndim != 1:
                return None
            value = np.broadcast_to(value.reshape(-1, *(1,) * len(sheet.shape)), sheet.target.shape)
        with np.errstate(all="ignore"):
            near = sheet.band + NEAR * _largest(sheet.target, value)
            zero = NOTHING * sheet.largest.reshape(-1, *(1,) * len(sheet.shape))
            near = np.where(np.abs(sheet.target) <= sheet.band + zero, np.maximum(near, zero), near)
            if self.symbol in INEQUALITIES:
                symbol, apart = symbol or self.symbol, sheet.target - value
                loose = symbol in ("<=", ">=")
                found = np.asarray(satisfied(symbol, apart, 0 * near), dtype=bool)
                found = found | (np.abs(apart) <= near) if loose else found & (np.abs(apart) > sheet.band)
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
