"""A factor that is wrong: the sign, a number, a size, something that depends on the input."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.engine.findings import Mistake
from mathcheck.insight.multiples import Multiple
from mathcheck.insight.plainly import over, times
from mathcheck.insight.view import Floats, Found, View, could, fitted, instead, right
from mathcheck.insight.vocabulary import Word, shaped_as, vocabulary
from mathcheck.language.expression import Constant, Expr
from mathcheck.language.printing import python
from mathcheck.language.typesetting import latex


def zero(view: View) -> list[Found]:
    """Nothing is left of what is asked for: it is zero, whatever the input."""
    sheets = view.bench.sheets
    if view.bench.symbol == "proportional" or not all(np.all(np.abs(s.target[s.usable]) <= s.band[s.usable]) for s in sheets):
        return []
    return [instead(Mistake("zero", "It is zero, whatever the input."), view.formula, Constant(0))]


def multiples(view: View) -> list[Found]:
    """The sign, or a factor that is a number or depends on sizes."""
    if not view.comparable or view.bench.symbol == "proportional":
        return []
    first = view.values[view.bench.order[0]]
    if first is None or not could(view, first):
        return []
    by = fitted(view, [v for _, _, v in view.pairs()], [t for _, t, _ in view.pairs()])
    if by is None or not all(view.bench.agree(s, by.at(s.group.sizes) * v, every=True) is not None for s, _, v in view.pairs()):
        return []
    return [_named(by, view.formula)] if by.words != "1" else []  # what is off by less than a number tells is off by no factor


def _named(by: Multiple, formula: Expr) -> Found:
    if by.words == "-1":
        return instead(Mistake("sign", "The sign is wrong: with the opposite sign it is right."), formula, by.of(formula))
    return instead(Mistake("factor", f"It is off by a factor: `{by.words}` times it is right."), formula, by.of(formula))


# How a letter or a part of the formula may enter a factor that is missing: of values as of formulas; and whether it divides by that.
ENTERS: list[tuple[Any, bool]] = [
    (lambda v: v, False),
    (lambda v: v, True),
    (lambda v: v**2, False),
    (lambda v: 1 - v, False),
    (lambda v: 1 - v**2, False),
    (lambda v: v**2, True),
    (lambda v: 1 + v, False),
    (np.sqrt, False),
    (np.sqrt, True),
    (lambda v: 1 - v, True),
]


def variable_factors(view: View) -> list[Found]:
    """A factor that depends on the letters."""
    if not view.comparable or view.bench.symbol == "proportional":
        return []
    targets = [t for _, t, _ in view.pairs()]
    first = view.bench.order[0]
    for word in vocabulary(view.bench, view.formula):
        for enters, divides in ENTERS:
            near = _factors(view, word, first, enters, divides)
            if near is None:
                break
            if not could(view, near):
                continue
            moved = [_factors(view, word, number, enters, divides) for number in range(len(targets))]
            known = [values for values in moved if values is not None]
            by = fitted(view, known, targets) if len(known) == len(targets) else None
            if by is not None and right(view, [by.at(s.group.sizes) * m for s, m in zip(view.bench.sheets, known, strict=True)]):
                factor = by.of(over(1, enters(word.formula)) if divides else enters(word.formula))
                after = by.of(over(view.formula, enters(word.formula))) if divides else times(factor, view.formula)
                text = f"A factor `{python(factor)}` is missing: it depends on the input."
                return [instead(Mistake("variable factor", text, latex(factor)), view.formula, after)]
    return []


def _factors(view: View, word: Word, number: int, enters: Any, divides: bool) -> Floats | None:
    """The formula's values on a sheet times what a word contributes; None where shapes do not agree."""
    value, claimed = enters(word.values[number]), view.values[number]
    assert claimed is not None
    shaped = shaped_as(1 / value if divides else value, claimed)
    return None if shaped is None else shaped * claimed
