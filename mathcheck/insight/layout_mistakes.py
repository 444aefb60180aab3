"""Rows for columns, entries for a Jacobian, a full matrix for a diagonal one."""

from __future__ import annotations

import functools
import itertools
from typing import Any

import numpy as np

from mathcheck.engine.findings import Mistake
from mathcheck.insight.view import Floats, Found, View, instead
from mathcheck.insight.vocabulary import symbolic
from mathcheck.language import functions
from mathcheck.language.calculus import Derivative
from mathcheck.language.expression import Expr
from mathcheck.language.marks import marked


def permuted(view: View) -> list[Found]:
    """Transposed, or its axes in another order."""
    axes = len(view.bench.sheets[0].shape)
    if not view.known or axes < 2 or any(v is None or v.ndim != axes + 1 for v in view.values):
        return []
    for order in itertools.permutations(range(axes)):
        if order == tuple(range(axes)) or not _could_turn(view, order):
            continue
        if view.fits(functools.partial(_turned, order)):
            if axes == 2:
                turned = Mistake("transposed", "It is transposed: rows and columns are exchanged.")
                return [instead(turned, view.formula, _permutation(view.formula, order))]
            text = f"Its axes are in another order: `{order}` in the place of `{tuple(range(axes))}`."
            return [instead(Mistake("axes", text), view.formula, _permutation(view.formula, order))]
    return []


def _turned(order: tuple[int, ...], values: Floats) -> Floats:
    """The values at every point with their axes in another order."""
    return np.transpose(values, (0, *(i + 1 for i in order)))


def _could_turn(view: View, order: tuple[int, ...]) -> bool:
    """A cheap look: on one sheet, whether that order of axes is right."""
    number = view.bench.order[0]
    value = view.values[number]
    turned = None if value is None else _turned(order, value)
    sheet = view.bench.sheets[number]
    return turned is not None and turned.shape == sheet.target.shape and view.bench.agree(sheet, turned, every=True) is not None


def _permutation(formula: Expr, order: tuple[int, ...]) -> Expr:
    """The formula with its axes in another order; one that is a permutation itself makes a single one with it, or none.

    >>> from mathcheck import Array
    >>> T = Array("T", 2, 3, 4)
    >>> _permutation(np.transpose(T, (2, 1, 0)), (2, 1, 0)), _permutation(np.transpose(T, (1, 2, 0)), (1, 0, 2))
    (T, np.transpose(T, (2, 1, 0)))
    """
    plain = tuple(range(len(order)))
    inner, before = formula, plain
    if formula.operation.call is np.transpose:
        axes = dict(enumerate(formula.args)).get(1, formula.kwargs.get("axes"))
        inner, before = formula.args[0], plain[::-1] if axes is None else tuple(int(axis) % len(plain) for axis in axes)
    whole = tuple(before[axis] for axis in order)
    turned: Any = inner.T if len(plain) == 2 else np.transpose(inner, whole)
    permuted: Expr = inner if whole == plain else turned
    return permuted


def _diagonal_matrix(formula: Any) -> Expr:
    matrix: Any = np.diag(formula)
    return matrix


def elementwise(view: View) -> list[Found]:
    """The derivatives of the entries, where the Jacobian was asked for: the same numbers, on its diagonal."""
    half = len(view.bench.sheets[0].shape) // 2
    if not view.known or len(view.bench.sheets[0].shape) not in (2, 4):
        return []
    if not all(v.ndim == half + 1 and s.shape == v.shape[1:] * 2 for s, _, v in view.pairs()):
        return []
    if not view.fits(_on_the_diagonal):
        return []
    question = view.bench.question
    if isinstance(question, Derivative) and question.kind == "hessian":
        text = "It lists the second derivatives by each entry. They are the diagonal of the Hessian; everything off it is zero."
    else:
        text = (
            "It lists the derivatives of the entries, one by one. They are the diagonal of the Jacobian; everything off it is zero."
        )
    after = _diagonal_matrix(view.formula) if half == 1 else _four_axes(view.formula)
    named = Mistake("elementwise", text)
    return [Found(named) if after is None else instead(named, view.formula, after)]


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


def diagonals(view: View) -> list[Found]:
    """Right on the diagonal and zero off it, where it should not be; or not zero off it, where it should be."""
    if not view.comparable or len(view.bench.sheets[0].shape) != 2 or any(s.shape[0] != s.shape[1] for s in view.bench.sheets):
        return []
    on, zero, right_off, asked_zero, empty = True, True, True, True, True
    for sheet, target, value in view.pairs():
        right = view.bench.agree(sheet, value)
        if right is None:
            return []
        diagonal = np.eye(sheet.shape[0], dtype=bool)
        on &= bool(np.all(right[:, diagonal]))
        right_off &= bool(np.all(right[:, ~diagonal]))
        zero &= not np.any(value[sheet.usable][:, ~diagonal])
        asked_zero &= bool(np.all(np.abs(target[sheet.usable][:, ~diagonal]) <= sheet.band[sheet.usable][:, ~diagonal]))
        sides = (target[sheet.usable][:, diagonal], value[sheet.usable][:, diagonal])
        empty &= not any(np.any(np.abs(side) > sheet.band[sheet.usable][:, diagonal]) for side in sides)
    if not on or right_off or empty:  # where both sides are zero there is nothing to be right about
        return []
    if zero:
        return [Found(Mistake("only diagonal", "Only the diagonal is right: off it the formula is zero, and should not be."))]
    if asked_zero:
        shape = symbolic(view.bench.question)
        after = view.formula * marked(functions.eye(shape[0])) if shape else None
        text = "It should be diagonal: off the diagonal everything is zero."
        return [Found(Mistake("should be diagonal", text), after, f"* eye({shape[0]!r})" if shape else "")]
    return [Found(Mistake("only diagonal", "Only the diagonal is right."))]
