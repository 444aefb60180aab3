"""Mistakes that concern a whole side, told from its values: how what is claimed is related to what is right, whatever the formula is."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.findings import Mistake
from mathcheck.insight.bench import Bench
from mathcheck.insight.multiples import Multiple, multiple
from mathcheck.insight.vocabulary import Word, identity, products, shaped_as, symbolic, vocabulary
from mathcheck.language import functions
from mathcheck.language.expression import Constant, Expr
from mathcheck.language.printing import latex, marked, python, unmarked

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
        self.values = [self.bench.value(self.formula, i) for i in range(len(self.bench.sheets))]

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


def found(view: View, *, brief: bool = False) -> list[Found]:
    """All that is told of the formula, what explains most first. ``brief`` leaves out what takes longest."""
    detectors = _BRIEF if brief or isinstance(view.formula, Constant) else _BRIEF + _LONG
    with np.errstate(all="ignore"):
        results = [result for detector in detectors for result in detector(view)]
    return results


# --- factors --------------------------------------------------------------------------------------


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


def _multiples(view: View) -> list[Found]:
    """The sign, or a factor that is a number or depends on sizes."""
    if not view.comparable or view.bench.symbol == "proportional":
        return []
    first = view.values[view.bench.order[0]]
    if first is None or not _could(view, first):
        return []
    by = fitted(view, [v for _, _, v in view.pairs()], [t for _, t, _ in view.pairs()])
    if by is None or not all(view.bench.agree(s, by.at(s.group.sizes) * v, every=True) is not None for s, _, v in view.pairs()):
        return []
    return [_named(by, view.formula)]


def _named(by: Multiple, formula: Expr) -> Found:
    if by.words == "-1":
        return _instead(Mistake("sign", "The sign is wrong: with the opposite sign it is right."), formula, by.of(formula))
    return _instead(Mistake("factor", f"It is off by a factor: `{by.words}` times it is right."), formula, by.of(formula))


# How a letter or a part of the formula may enter a factor that is missing: of values as of formulas; and whether it divides by that.
_ENTERS: list[tuple[Any, bool]] = [
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
# Ways in which a term may.
_TERMS = _ENTERS[:3]


def _variable_factors(view: View) -> list[Found]:
    """A factor that depends on the letters."""
    if not view.comparable or view.bench.symbol == "proportional":
        return []
    targets = [t for _, t, _ in view.pairs()]
    first = view.bench.order[0]
    for word in vocabulary(view.bench, view.formula):
        for enters, divides in _ENTERS:
            near = _factors(view, word, first, enters, divides)
            if near is None:
                break
            if not _could(view, near):
                continue
            moved = [_factors(view, word, number, enters, divides) for number in range(len(targets))]
            known = [values for values in moved if values is not None]
            by = fitted(view, known, targets) if len(known) == len(targets) else None
            if by is not None and _right(view, [by.at(s.group.sizes) * m for s, m in zip(view.bench.sheets, known, strict=True)]):
                factor = by.of(1 / enters(word.formula) if divides else enters(word.formula))
                after = by.of(view.formula / enters(word.formula)) if divides else factor * view.formula
                text = f"A factor `{python(factor)}` is missing: it depends on the input."
                return [_instead(Mistake("variable factor", text, latex(factor)), view.formula, after)]
    return []


def _factors(view: View, word: Word, number: int, enters: Any, divides: bool) -> Floats | None:
    """The formula's values on a sheet times what a word contributes; None where shapes do not agree."""
    value, claimed = enters(word.values[number]), view.values[number]
    assert claimed is not None
    shaped = shaped_as(1 / value if divides else value, claimed)
    return None if shaped is None else shaped * claimed


def _instead(mistake: Mistake, before: Expr, after: Expr) -> Found:
    """One formula in the place of another."""
    return Found(mistake, marked(after), f"{python(unmarked(after))} for {python(before)}")


def _could(view: View, values: Floats, target: Floats | None = None) -> bool:
    """A cheap look: on one sheet, whether values could be a multiple of what is right (or of ``target``)."""
    sheet = view.bench.sheets[view.bench.order[0]]
    v, t = values[sheet.usable].ravel(), (sheet.target if target is None else target)[sheet.usable].ravel()
    both = np.isfinite(v) & np.isfinite(t)
    v, t = v[both], t[both]
    if not v.size or not np.any(v):
        return False
    k = float(np.sum(v * t)) / float(np.sum(v * v))
    return bool(np.all(np.abs(t - k * v) <= 1e-6 * np.max(np.abs(t), initial=0.0)))


def _right(view: View, values: list[Floats]) -> bool:
    return all(view.bench.agree(s, value, every=True) is not None for s, value in zip(view.bench.sheets, values, strict=True))


# --- terms ----------------------------------------------------------------------------------------


def _missing_terms(view: View) -> list[Found]:
    """A term that is missing, or one too much."""
    listed = itertools.chain(vocabulary(view.bench, view.formula), identity(view.bench), products(view.bench, view.formula))
    return _term_among(view, listed)


def variants(view: View, formulas: list[Expr]) -> list[Found]:
    """A term that is missing, among ``formulas``: of a product rule, say, of which one half was written."""
    words = []
    for formula in formulas:
        values = [view.bench.value(formula, number) for number in range(len(view.bench.sheets))]
        known = [value for value in values if value is not None]
        if len(known) == len(values):
            words.append(Word(formula, known))
    with np.errstate(all="ignore"):
        return _term_among(view, words)


def _term_among(view: View, words: Iterable[Word]) -> list[Found]:
    """The first of ``words`` of which a multiple is what the formula lacks."""
    if not view.comparable or view.bench.symbol == "proportional":
        return []
    rest = [t - v for _, t, v in view.pairs()]
    first = view.bench.order[0]
    for word in words:
        for enters, divides in _TERMS:
            near = _term(view, word, first, enters, divides)
            if near is None:
                break
            if not _could(view, near, rest[first]):
                continue
            terms = [_term(view, word, number, enters, divides) for number in range(len(rest))]
            known = [term for term in terms if term is not None]
            by = fitted(view, known, rest) if len(known) == len(rest) else None
            if by is None:
                continue
            whole = [v + by.at(s.group.sizes) * term for term, (s, _, v) in zip(known, view.pairs(), strict=True)]
            if _right(view, whole):
                return [_added(view, known, rest, by, 1 / enters(word.formula) if divides else enters(word.formula))]
    return []


def _term(view: View, word: Word, number: int, enters: Any, divides: bool) -> Floats | None:
    """What a word contributes to a sum, on a sheet; None where shapes do not agree."""
    value, target = enters(word.values[number]), view.bench.sheets[number].target
    shaped = shaped_as(1 / value if divides else value, target)
    return None if shaped is None else np.broadcast_to(shaped, target.shape)


def _added(view: View, terms: list[Floats], rest: list[Floats], by: Multiple, word: Any) -> Found:
    """The formula with a multiple of a word added, or subtracted."""
    less = fitted(view, terms, [-r for r in rest]) if by.words.startswith("-") else None
    sign, term = ("+", by.of(word)) if less is None else ("-", less.of(word))
    after = view.formula + marked(term) if less is None else view.formula - marked(term)
    text = f"A term is missing: `{sign} {python(term)}`."
    return Found(Mistake("missing term", text, latex(term)), after, f"{sign} {python(term)}")


# --- axes -----------------------------------------------------------------------------------------


def _permuted(view: View) -> list[Found]:
    """Transposed, or its axes in another order."""
    axes = len(view.bench.sheets[0].shape)
    if not view.known or axes < 2 or any(v is None or v.ndim != axes + 1 for v in view.values):
        return []
    for order in itertools.permutations(range(axes)):
        if order == tuple(range(axes)) or not _could_turn(view, order):
            continue
        if view.fits(lambda v, order=order: np.transpose(v, (0, *(i + 1 for i in order)))):  # type: ignore[misc]
            if axes == 2:
                turned = Mistake("transposed", "It is transposed: rows and columns are exchanged.")
                return [_instead(turned, view.formula, view.formula.T)]
            text = f"Its axes are in another order: `{order}` in the place of `{tuple(range(axes))}`."
            return [_instead(Mistake("axes", text), view.formula, _permutation(view.formula, order))]
    return []


def _could_turn(view: View, order: tuple[int, ...]) -> bool:
    """A cheap look: on one sheet, whether that order of axes is right."""
    number = view.bench.order[0]
    value = view.values[number]
    turned = None if value is None else np.transpose(value, (0, *(i + 1 for i in order)))
    sheet = view.bench.sheets[number]
    return turned is not None and turned.shape == sheet.target.shape and view.bench.agree(sheet, turned, every=True) is not None


def _permutation(formula: Any, order: tuple[int, ...]) -> Expr:
    permuted: Any = np.transpose(formula, order)
    return permuted


def _diagonal_matrix(formula: Any) -> Expr:
    matrix: Any = np.diag(formula)
    return matrix


def _elementwise(view: View) -> list[Found]:
    """The derivatives of the entries, where the Jacobian was asked for: the same numbers, on its diagonal."""
    half = len(view.bench.sheets[0].shape) // 2
    if not view.known or len(view.bench.sheets[0].shape) not in (2, 4):
        return []
    if not all(v.ndim == half + 1 and s.shape == v.shape[1:] * 2 for s, _, v in view.pairs()):
        return []
    if not view.fits(_on_the_diagonal):
        return []
    text = "It lists the derivatives of the entries, one by one. They are the diagonal of the Jacobian; everything off it is zero."
    after = _diagonal_matrix(view.formula) if half == 1 else _four_axes(view.formula)
    named = Mistake("elementwise", text)
    return [Found(named) if after is None else _instead(named, view.formula, after)]


def _on_the_diagonal(v: Floats) -> Floats:
    flat = v.reshape(len(v), -1)
    return (flat[:, :, None] * np.eye(flat.shape[1])).reshape(v.shape + v.shape[1:])


def _four_axes(formula: Expr) -> Expr | None:
    shape = symbolic(formula)
    if len(shape) != 2:
        return None
    m, n = shape
    spread: Expr = formula[:, :, None, None] * functions.eye(m)[:, None, :, None] * functions.eye(n)[None, :, None, :]
    return spread


def _diagonals(view: View) -> list[Found]:
    """Right on the diagonal and zero off it, where it should not be; or not zero off it, where it should be."""
    if not view.comparable or len(view.bench.sheets[0].shape) != 2 or any(s.shape[0] != s.shape[1] for s in view.bench.sheets):
        return []
    on, zero, right_off, asked_zero = True, True, True, True
    for sheet, target, value in view.pairs():
        right = view.bench.agree(sheet, value)
        if right is None:
            return []
        diagonal = np.eye(sheet.shape[0], dtype=bool)
        on &= bool(np.all(right[:, diagonal]))
        right_off &= bool(np.all(right[:, ~diagonal]))
        zero &= not np.any(value[sheet.usable][:, ~diagonal])
        asked_zero &= bool(np.all(np.abs(target[sheet.usable][:, ~diagonal]) <= sheet.band[sheet.usable][:, ~diagonal]))
    if not on or right_off:
        return []
    if zero:
        return [Found(Mistake("only diagonal", "Only the diagonal is right: off it the formula is zero, and should not be."))]
    if asked_zero:
        shape = symbolic(view.bench.question)
        after = view.formula * marked(functions.eye(shape[0])) if shape else None
        text = "It should be diagonal: off the diagonal everything is zero."
        return [Found(Mistake("should be diagonal", text), after, f"* eye({shape[0]!r})" if shape else "")]
    return [Found(Mistake("only diagonal", "Only the diagonal is right."))]


Detector = Callable[[View], list[Found]]
_BRIEF: list[Detector] = [_multiples, _permuted, _elementwise]
_LONG: list[Detector] = [_diagonals, _missing_terms, _variable_factors]
