"""A formula in the place of the claimed one: its values on a bench, beside what is right."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.findings import Mistake
from mathcheck.insight.bench import Bench
from mathcheck.insight.multiples import Multiple, multiple
from mathcheck.language.expression import Expr
from mathcheck.language.marks import marked, unmarked
from mathcheck.language.printing import python

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Found:
    """A mistake, and the formula without it (the change marked), if there is one to be written."""

    mistake: Mistake
    shown: Expr | None = None
    words: str = ""  # the change in a line of Python


@dataclass
class View:
    """A formula in the place of the claimed one, and its values on all sheets; None where its shape is another one."""

    bench: Bench
    formula: Expr
    values: list[Floats | None] = field(init=False)

    def __post_init__(self) -> None:
        values = [self.bench.value(self.formula, i) for i in range(len(self.bench.sheets))]
        self.values = [None if value is None else self.bench.along(value, i) for i, value in enumerate(values)]

    @property
    def known(self) -> bool:
        """Whether it has a value on all sheets."""
        return all(value is not None for value in self.values)

    @property
    def comparable(self) -> bool:
        """Whether it has the shape of what is asked for, everywhere."""
        return all(v is not None and v.shape == sheet.target.shape for v, sheet in zip(self.values, self.bench.sheets, strict=True))

    def pairs(self) -> Iterator[tuple[Any, Floats, Floats]]:
        """For every sheet: the sheet, what is right, what the formula says; usable points only."""
        for sheet, value in zip(self.bench.sheets, self.values, strict=True):
            assert value is not None
            yield sheet, sheet.target, value

    def fits(self, other: Callable[[Floats], Floats]) -> bool:
        """Whether ``other`` of the formula's values is right everywhere."""
        return all(self.bench.agree(sheet, other(value), every=True) is not None for sheet, _, value in self.pairs())


def instead(mistake: Mistake, before: Expr, after: Expr) -> Found:
    """One formula in the place of another."""
    return Found(mistake, marked(after), f"{python(unmarked(after))} for {python(before)}")


def fitted(view: View, values: list[Floats], targets: list[Floats]) -> Multiple | None:
    """The multiple of ``values`` that ``targets`` are, by least squares; it still has to be tried."""
    ratios = []
    for sheet, value, target in zip(view.bench.sheets, values, targets, strict=True):
        v, t = value[sheet.usable].ravel(), target[sheet.usable].ravel()
        finite = np.isfinite(v) & np.isfinite(t)
        square = float(np.sum(v[finite] ** 2))
        if square > 0 and math.isfinite(square):
            ratios.append((sheet.group.sizes, float(np.sum(v[finite] * t[finite])) / square))
    return multiple(ratios, view.bench.program.sizes)


def could(view: View, values: Floats, target: Floats | None = None) -> bool:
    """A cheap look: on one sheet, whether values could be a multiple of what is right (or of ``target``)."""
    sheet = view.bench.sheets[view.bench.order[0]]
    v, t = values[sheet.usable].ravel(), (sheet.target if target is None else target)[sheet.usable].ravel()
    both = np.isfinite(v) & np.isfinite(t)
    v, t = v[both], t[both]
    square = float(np.sum(v * v))
    if not square > 0:  # nothing there, or so small that its square is
        return False
    k = float(np.sum(v * t)) / square
    return bool(np.all(np.abs(t - k * v) <= 1e-6 * np.max(np.abs(t), initial=0.0)))


def right(view: View, values: list[Floats]) -> bool:
    """Whether values are right on all sheets."""
    return all(view.bench.agree(s, value, every=True) is not None for s, value in zip(view.bench.sheets, values, strict=True))
