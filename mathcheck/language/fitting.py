"""Whether a domain fits a variable, and what was meant where it is none."""

from __future__ import annotations

import difflib
import math
from typing import Any, TypeGuard

from mathcheck.language import domains, sets
from mathcheck.language.domain import Domain
from mathcheck.language.errors import FormulaError
from mathcheck.language.refusals import Symbolic

# What people call domains elsewhere, and the domains by name.
_WORDS = {
    "real": "reals", "r": "reals", "pos": "positive", "probability": "simplex", "probabilities": "simplex", "positive definite": "spd",
    "unit": "unit_norm", "normalized": "unit_norm",
}  # fmt: skip
# A formula whose rows are what the domains of vectors are, with where its functions come from.
_ROWS = {
    "simplex": "softmax(Z) from mathcheck.functions",
    "one_hot": "one_hot_argmax(Z) from mathcheck.functions",
    "unit_norm": "Z / np.linalg.norm(Z, axis=1, keepdims=True)",
}
_KNOWN = {name: value for room in (domains, sets) for name, value in vars(room).items() if isinstance(value, Domain)}


def is_bound(value: object) -> TypeGuard[float]:
    """Whether a value is a finite number, such as an interval ends in."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _shown(domain: Any) -> str:
    return getattr(domain, "__name__", None) or repr(domain)


def _meant(domain: Any) -> str:
    """What a domain that is none was meant to be; nothing where that cannot be told."""
    if isinstance(domain, Symbolic):
        return "a number has no size, an array has one: write Vector(…) or Matrix(…); "
    if isinstance(domain, (tuple, list)) and len(domain) == 2 and all(map(is_bound, domain)) and domain[0] < domain[1]:
        return f"write interval({domain[0]!r}, {domain[1]!r}) for the numbers between the two, one_of({domain[0]!r}, {domain[1]!r}) for one of them; "
    if isinstance(domain, (tuple, list, set, range)):
        return "write one_of(…) with its numbers; "
    if isinstance(domain, str):
        if domain in _KNOWN:
            return f"write {domain} without quotes (from mathcheck import {domain}); "
        close = difflib.get_close_matches(_WORDS.get(domain.lower(), domain.lower()), list(_KNOWN), 1)
        return f"write {close[0]} without quotes (from mathcheck import {close[0]}); " if close else ""
    makers = (domains.interval, domains.integers, domains.one_of, domains.from_strategy)
    return f"write {domain.__name__}(…) with its numbers; " if domain in makers else ""


def fitting(domain: Any, axes: int, square: bool, name: str) -> Domain:
    """``domain``, checked against the number of axes of the variable ``name`` and whether its sizes agree."""
    if not isinstance(domain, Domain):
        known = "reals, positive, unit_interval, interval(a, b), signs, integers(a, b), one_of(…), simplex, one_hot, symmetric, "
        known += "spd, invertible, orthogonal, unit_norm, from_strategy(s)"
        raise FormulaError(f"{name}: {_shown(domain)} is no domain; {_meant(domain)}the domains are {known}")
    if domain.square and not square:
        raise FormulaError(f"{name}: {domain.name} needs a square matrix: write Matrix({name!r}, n, n, {domain.name})")
    if (domain.vector and axes != 1) or (domain is sets.unit_norm and axes == 0):
        rows = (
            f", or, for a matrix whose rows are such vectors, {_ROWS[domain.name]} with a matrix Z"
            if axes == 2 and domain.name in _ROWS
            else ""
        )
        raise FormulaError(f"{name}: {domain.name} needs a vector: write Vector({name!r}, n, {domain.name}){rows}")
    return domain
