"""Quotients, inverses and multiples as they are written: n / t for 1 / (t / n), T⁻¹ S for (S⁻¹ T)⁻¹, a − n b for n (a / n − b)."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.language.expression import Constant, Expr


def over(a: Any, b: Any) -> Any:
    """a / b, where b is no quotient any more.

    >>> from mathcheck import Scalar
    >>> s, t = Scalar("s"), Scalar("t")
    >>> over(1, 2 * s / t), over(s, 1 / t), over(s, t)
    (t / (2 * s), s * t, s / t)
    """
    if not _is(b, "/"):
        return a / b
    top, bottom = b.args
    whole = bottom if is_one(a) else a * bottom
    return whole if is_one(top) else whole / top


def inverse(formula: Any) -> Any:
    """The inverse of a matrix; a product with an inverse among its factors is taken apart.

    >>> from mathcheck import Matrix, dims
    >>> n = dims("n")
    >>> A, B = Matrix("A", n, n), Matrix("B", n, n)
    >>> inverse(np.linalg.inv(A) @ B), inverse(A @ B)
    (np.linalg.inv(B) @ A, np.linalg.inv(A @ B))
    """
    if _is_inverse(formula):
        return formula.args[0]
    if _is(formula, "@") and any(map(_is_inverse, formula.args)):
        a, b = formula.args
        return inverse(b) @ inverse(a)
    return np.linalg.inv(formula)


def times(factor: Any, formula: Any) -> Any:
    """A multiple: into the terms of a sum where one of them is divided by the factor, above the line where there is a 1.

    >>> from mathcheck import Scalar
    >>> s, t = Scalar("s"), Scalar("t")
    >>> times(t, s / t - 2), times(t, s - 2), times(t, s / t)
    (s - t * 2, t * (s - 2), s)
    >>> times(t, 1 / s), times(t, -1 / s)
    (t / s, -t / s)
    """
    if _divides(factor, formula):
        return formula.args[0]
    if _is(formula, "/") and not isinstance(formula.args[0], Expr) and formula.args[0] in (1, -1):
        return (factor if formula.args[0] == 1 else -factor) / formula.args[1]
    if (_is(formula, "+") or _is(formula, "-")) and any(_divides(factor, term) for term in formula.args):
        a, b = (times(factor, term) for term in formula.args)
        return a + b if _is(formula, "+") else a - b
    return factor * formula


def _is(formula: Any, symbol: str) -> bool:
    return (
        isinstance(formula, Expr)
        and not isinstance(formula, Constant)
        and formula.operation.symbol == symbol
        and len(formula.args) == 2
    )


def is_one(value: Any) -> bool:
    """Whether a factor is the number 1."""
    number = value.args[0] if isinstance(value, Constant) else value
    return isinstance(number, (int, float)) and number == 1


def _is_inverse(formula: Any) -> bool:
    return isinstance(formula, Expr) and formula.operation.call is np.linalg.inv


def _divides(factor: Any, formula: Any) -> bool:
    """Whether a formula is something over the factor."""
    divisor = formula.args[1] if _is(formula, "/") else None
    return isinstance(divisor, Expr) and isinstance(factor, Expr) and divisor.fingerprint == factor.fingerprint
