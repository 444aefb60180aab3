"""What a missing factor or term may be made of: everything that occurs in a claim, and a little beyond."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.insight.bench import Bench
from mathcheck.language import functions
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.callables import Function
from mathcheck.language.expression import Constant, Expr, Leaf
from mathcheck.language.graph import contains, nodes
from mathcheck.language.operations import operation_of
from mathcheck.language.sizes import Size

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Word:
    """A formula that may be missing, and its values."""

    formula: Any
    values: list[Floats]


def vocabulary(bench: Bench, claimed: Expr) -> list[Word]:
    """What occurs in the claim, from its letters upwards: what a missing factor or term may be made of."""
    if not bench.words:
        listed: dict[bytes, Expr] = {}
        for node in nodes(bench.relation):
            if isinstance(node, (Constant, Limit, Derivative)) or contains(node, bench.question) or node is bench.relation:
                continue
            for other in (word for word in (node, *_relatives(node, bench)) if word.fingerprint != bench.question.fingerprint):
                listed.setdefault(other.fingerprint, other)
        letters = sorted(listed.values(), key=lambda node: (not isinstance(node, Leaf), isinstance(node, Size)))
        for formula in letters:
            values = bench.everywhere(formula)
            if values is not None:
                bench.words.append(Word(formula, values))
    return [word for word in bench.words if word.formula.fingerprint != claimed.fingerprint]


def _relatives(node: Expr, bench: Bench) -> list[Any]:
    """What belongs to a letter or a function: a transpose, a sum and a mean; the derivative of an elementwise function."""
    if isinstance(node, Leaf):
        axes = bench.axes(node)
        return [node.T] if axes == 2 else [np.mean(node), np.sum(node)] if axes == 1 else []
    return [slope] if (slope := slope_of(node)) is not None else []


def slope_of(node: Expr) -> Any:
    """The derivative of an elementwise function by its argument, where the table knows it."""
    for function, slope in _SLOPES:
        row = function.operation if isinstance(function, Function) else operation_of(function)
        if node.operation.call is row.call and len(node.args) == 1:
            return slope(node.args[0], node)
    return None


# An elementwise function, and its derivative: of its argument u and its value f.
_SLOPES: list[tuple[Any, Callable[[Any, Any], Any]]] = [
    (np.tanh, lambda u, f: 1 - f**2),
    (functions.sigmoid, lambda u, f: f * (1 - f)),
    (functions.softplus, lambda u, f: functions.sigmoid(u)),
    (functions.relu, lambda u, f: np.where(u > 0, 1, 0)),
    (np.exp, lambda u, f: f),
    (np.sin, lambda u, f: np.cos(u)),
    (np.cos, lambda u, f: -np.sin(u)),
    (np.log, lambda u, f: 1 / u),
]


def identity(bench: Bench) -> list[Word]:
    """The identity, where what is asked for is square."""
    shape = symbolic(bench.question)
    if len(shape) != 2 or repr(shape[0]) != repr(shape[1]):
        return []
    eye = functions.eye(shape[0])
    return [Word(eye, [np.broadcast_to(np.eye(s.shape[0]), s.target.shape) for s in bench.sheets])]


# Parts of a claim that products are made of.
FACTORS = 7


def products(bench: Bench, claimed: Expr) -> list[Word]:
    """Products of two things that occur in the claim, in the shape of what is asked for."""
    axes = len(bench.sheets[0].shape)
    base = [word for word in vocabulary(bench, claimed) if not isinstance(word.formula, Size)]
    made: list[Word] = []
    if axes == 2:
        vectors = [word for word in base if all(v.ndim == 2 for v in word.values)][:FACTORS]
        for a, b in itertools.product(vectors, vectors):
            values = [v[:, :, None] * w[:, None, :] for v, w in zip(a.values, b.values, strict=True)]
            made.append(Word(_outer(a.formula, b.formula), values))
    if axes < 2:
        alike = [
            w for w in base if all(v.ndim == 1 or v.shape == s.target.shape for v, s in zip(w.values, bench.sheets, strict=True))
        ]
        for a, b in itertools.combinations_with_replacement(alike[:FACTORS], 2):
            values = [_multiplied(v, w, s.target) for v, w, s in zip(a.values, b.values, bench.sheets, strict=True)]
            made.append(Word(a.formula * b.formula, values))
    if axes == 0:
        vectors = [word for word in base if all(v.ndim == 2 for v in word.values)][:FACTORS]
        for a, b in itertools.combinations_with_replacement(vectors, 2):
            if all(v.shape == w.shape for v, w in zip(a.values, b.values, strict=True)):
                inner = [np.einsum("ij,ij->i", v, w) for v, w in zip(a.values, b.values, strict=True)]
                made.append(Word(a.formula @ b.formula, inner))
    return made


def _multiplied(v: Floats, w: Floats, like: Floats) -> Floats:
    one, two = shaped_as(v, like), shaped_as(w, like)
    assert one is not None
    assert two is not None
    return one * two


def _outer(a: Any, b: Any) -> Expr:
    product: Any = np.outer(a, b)
    return product


def symbolic(formula: Expr) -> tuple[Any, ...]:
    """A formula's shape in sizes; empty where nothing can be said about it."""
    try:
        return formula.shape
    except Exception:  # shapes that nothing can be said about
        return ()


def shaped_as(value: Floats, like: Floats) -> Floats | None:
    """Values as factors of an array: a number for each point, or of the same shape."""
    if value.ndim == 1:
        return value.reshape(-1, *(1,) * (like.ndim - 1))
    return value if value.shape == like.shape else None
