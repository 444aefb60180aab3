"""Whether a formula only says the other side of a relation again: then nothing is mended by it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from mathcheck.insight.ignored import rewritten, unscaled
from mathcheck.language.expression import Constant, Expr, Leaf, like
from mathcheck.language.graph import contains, nodes
from mathcheck.language.variables import Variable

Form = tuple[Any, ...]


def restates(formula: Expr, asked: Expr, claimed: Expr, *, multiples: bool = False) -> bool:
    """Whether ``formula`` is ``asked`` but for the order of terms and factors, numbers that cancel, and transposes that change nothing;
    or is made from ``asked`` where ``claimed`` is not. With ``multiples``, a number as a factor does not count. What takes the transpose in
    ``asked`` inside a product or sum says more than it: (A B)ᵀ = Bᵀ Aᵀ is what such a claim is about. So is a factor that a function
    ignores, where it stands in ``asked`` alone; not one that ``formula`` adds.

    >>> from mathcheck import Scalar
    >>> s, t = Scalar("s"), Scalar("t")
    >>> restates(2 * (t * s) / 2, s * t, s + t), restates(s - t, s * t, s + t)
    (True, False)
    >>> from mathcheck import Matrix, dims
    >>> n = dims("n")
    >>> A, B = Matrix("A", n, n), Matrix("B", n, n)
    >>> restates(0 + (B.T @ A.T).T, A @ B, B @ A)
    True
    """
    if not any(node.operation.call in (np.sum, np.mean) for node in nodes(claimed)):  # else this is what the claim is about
        formula, asked = _summed(formula), _summed(asked)
    if _transposes_whole(asked) and not _transposes_whole(formula):
        return False
    plain = unscaled(asked)
    if plain.fingerprint == asked.fingerprint:
        formula = unscaled(formula)
    (share, one), (part, other) = _scaled(formula), _scaled(asked)
    if one == other and (multiples or share == part):
        return True
    return not isinstance(asked, Leaf) and contains(formula, asked) and not contains(claimed, asked)


def _transposes_whole(formula: Expr) -> bool:
    """Whether the transpose of a product or sum of matrices is a part."""
    return any(
        node.operation.name == "np.transpose" and isinstance(node.args[0], Expr) and _axes(node) == 2
        and node.args[0].operation.name in ("np.add", "np.subtract", "np.multiply", "np.divide", "np.matmul") for node in nodes(formula)
    )  # fmt: skip


def _summed(formula: Expr) -> Expr:
    """The formula with means written as sums over the number of entries."""
    return rewritten(formula, lambda node: np.sum(node.args[0]) / node.args[0].size if _is_plain_mean(node) else node)


def _is_plain_mean(node: Expr) -> bool:
    return node.operation.call is np.mean and len(node.args) == 1 and not node.kwargs and isinstance(node.args[0], Expr)


def _scaled(value: Any) -> tuple[Fraction, Form]:
    """A number, and the form of what it multiplies."""
    if isinstance(value, Constant):
        value = value.args[0]
    if not isinstance(value, Expr):
        whole = isinstance(value, (int, float, np.number)) and bool(np.isfinite(value))
        return (Fraction(float(value)), ()) if whole else (Fraction(1), (("array", repr(value)),))
    if isinstance(value, Leaf):
        return Fraction(1), (("letter", value.fingerprint),)
    row = _ROWS.get(value.operation.name)
    return row(value) if row is not None and not value.kwargs else _applied(value)


def _applied(value: Expr) -> tuple[Fraction, Form]:
    """Any other operation; its keywords are told by the text of the whole."""
    inner = (value.fingerprint,) if value.kwargs or not value.args else tuple(map(_scaled, value.args))
    return Fraction(1), ((value.operation.name, inner),)


def _product(value: Expr) -> tuple[Fraction, Form]:
    (share, one), (part, other) = map(_scaled, value.args)
    return share * part, _together((*one, *other))


def _together(factors: Form) -> Form:
    """Factors in one order, without those that cancel."""
    left: list[Any] = []
    for factor in factors:
        other = factor[1] if factor[0] == "1 /" else ("1 /", factor)
        if other in left:
            left.remove(other)
        else:
            left.append(factor)
    return tuple(sorted(left, key=repr))


def _quotient(value: Expr) -> tuple[Fraction, Form]:
    (share, one), (part, other) = map(_scaled, value.args)
    if part == 0:
        return _applied(value)
    below = tuple(factor[1] if factor[0] == "1 /" else ("1 /", factor) for factor in other)
    return share / part, _together((*one, *below))


def _sum(value: Expr) -> tuple[Fraction, Form]:
    """A sum of multiples, each of something else, in one order; the first one's number is that of the whole."""
    total: dict[Form, Fraction] = {}
    for arg, sign in zip(value.args, (1, 1 if value.operation.name == "np.add" else -1), strict=True):
        share, form = _scaled(arg)
        terms = form[0][1] if len(form) == 1 and form[0][0] == "+" else ((Fraction(1), form),)
        for part, term in terms:
            total[term] = total.get(term, Fraction(0)) + sign * share * part
    left = sorted(((part, term) for term, part in total.items() if part), key=lambda entry: repr(entry[1]))
    if len(left) < 2:
        return left[0] if left else (Fraction(0), ())
    first = left[0][0]
    return first, (("+", tuple((part / first, term) for part, term in left)),)


def _power(value: Expr) -> tuple[Fraction, Form]:
    base, exponent = value.args
    if isinstance(exponent, (Expr, np.ndarray)) or exponent not in (1, 2, 3):
        return _applied(value)
    share, one = _scaled(base)
    return share**exponent, tuple(sorted(one * exponent, key=repr))


def _negative(value: Expr) -> tuple[Fraction, Form]:
    share, one = _scaled(value.args[0])
    return -share, one


def _transpose(value: Expr) -> tuple[Fraction, Form]:
    inner = value.args[0]
    if value.args[1:] or not isinstance(inner, Expr):
        return _applied(value)
    if _axes(inner) in (0, 1) or (isinstance(inner, Variable) and inner.domain.name in ("symmetric", "spd")):
        return _scaled(inner)
    if inner.operation.name == "np.outer":
        return Fraction(1), (("np.outer", tuple(map(_scaled, reversed(inner.args)))),)
    axes = list(map(_axes, inner.args))
    if inner.operation.name in _ENTRYWISE and not inner.kwargs and set(axes) <= {0, 2}:
        return _scaled(
            like(inner, tuple(arg if count == 0 else np.transpose(arg) for count, arg in zip(axes, inner.args, strict=True)))
        )
    if inner.operation.name == "np.matmul" and axes == [2, 2]:
        return _scaled(np.transpose(inner.args[1]) @ np.transpose(inner.args[0]))
    return _undone(value)


def _undone(value: Expr) -> tuple[Fraction, Form]:
    """An operation that undoes itself."""
    inner = value.args[0]
    twice = isinstance(inner, Expr) and inner.operation.name == value.operation.name and not inner.kwargs
    return _scaled(inner.args[0]) if twice else _applied(value)


def _laid_out(value: Expr) -> tuple[Fraction, Form]:
    """An array in a shape that it has already: the array."""
    inner = value.args[0]
    return _scaled(inner) if isinstance(inner, Expr) and _shape(value) == _shape(inner) != "" else _applied(value)


def _shape(value: Expr) -> str:
    """A shape in sizes, as text; empty where nothing can be said about it."""
    try:
        return repr(value.shape)
    except Exception:  # shapes that do not agree are a verdict of the judge
        return ""


def _axes(value: Any) -> int:
    """How many axes a part has; −1 where nothing can be said about it."""
    try:
        return len(value.shape) if isinstance(value, Expr) else np.ndim(value)
    except Exception:  # shapes that do not agree
        return -1


def _itself(value: Expr) -> tuple[Fraction, Form]:
    """What changes no real number."""
    return _scaled(value.args[0])


# What the transpose of a matrix may be taken inside of; of matrices and numbers only, as it does not change a vector.
_ENTRYWISE = ("np.add", "np.subtract", "np.negative", "np.multiply", "np.divide")

_ROWS: dict[str, Callable[[Expr], tuple[Fraction, Form]]] = {
    "np.multiply": _product,
    "np.divide": _quotient,
    "np.add": _sum,
    "np.subtract": _sum,
    "np.power": _power,
    "np.negative": _negative,
    "np.transpose": _transpose,
    "np.linalg.inv": _undone,
    "np.positive": _itself,
    "np.real": _itself,
    **dict.fromkeys(("np.reshape", "np.ravel", "np.broadcast_to", "np.atleast_1d", "np.atleast_2d"), _laid_out),
}
