"""A term that is missing, or one too much."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np

from mathcheck.engine.findings import Mistake
from mathcheck.insight.factors import ENTERS
from mathcheck.insight.multiples import Multiple
from mathcheck.insight.plainly import over
from mathcheck.insight.scaled_terms import scaled
from mathcheck.insight.view import Floats, Found, View, could, fitted, right
from mathcheck.insight.vocabulary import Word, identity, products, shaped_as, vocabulary
from mathcheck.language.expression import Expr
from mathcheck.language.marks import marked
from mathcheck.language.printing import python
from mathcheck.language.typesetting import latex

# Ways in which a term may.
_TERMS = ENTERS[:3]


def missing_terms(view: View) -> list[Found]:
    """A term that is missing, or one too much."""
    if not view.comparable or view.bench.symbol == "proportional":
        return []
    listed = [*vocabulary(view.bench, view.formula), *identity(view.bench), *products(view.bench, view.formula)]
    rest = [t - v for _, t, v in view.pairs()]
    return _term_among(view, itertools.chain(listed, scaled(view, listed, rest)))


def variants(view: View, formulas: list[Expr]) -> list[Found]:
    """A term that is missing, among ``formulas``: of a product rule, say, of which one half was written."""
    listed = [(formula, view.bench.everywhere(formula)) for formula in formulas]
    words = [Word(formula, values) for formula, values in listed if values is not None]
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
            if not could(view, near, rest[first]):
                continue
            terms = [_term(view, word, number, enters, divides) for number in range(len(rest))]
            known = [term for term in terms if term is not None]
            by = fitted(view, known, rest) if len(known) == len(rest) else None
            if by is None:
                continue
            whole = [v + by.at(s.group.sizes) * term for term, (s, _, v) in zip(known, view.pairs(), strict=True)]
            if right(view, whole):
                return [_added(view, known, rest, by, over(1, enters(word.formula)) if divides else enters(word.formula))]
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
    sums = isinstance(term, Expr) and term.operation.symbol in ("+", "-")
    words = f"{sign} ({python(term)})" if sums else f"{sign} {python(term)}"
    text = f"A term is missing: `{words}`."
    return Found(Mistake("missing term", text, latex(term)), after, words)
