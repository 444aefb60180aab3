"""Rows of changes that concern numbers and letters: signs, factors, exponents, brackets, one function for another."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from mathcheck.insight.context import SHORT, Context, Found
from mathcheck.insight.multiples import written
from mathcheck.insight.plainly import over, times
from mathcheck.language import functions
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.constants import settled
from mathcheck.language.expression import Constant, Expr, Leaf, as_expr, like
from mathcheck.language.graph import nodes
from mathcheck.language.operations import operation_of
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable


def letters(node: Expr, context: Context) -> Found:
    """Another letter of the same sizes, or something else of that shape that occurs in the claim."""
    others: Found = [("letter", other) for other in context.alike(node)] if isinstance(node, Variable) else []
    if isinstance(node, (Size, Constant)) or sum(1 for _ in nodes(node)) > SHORT:
        return others
    shape = context.shape(node)
    alike = [word for word in context.words if context.shape(word) == shape and not isinstance(word, (Leaf, Constant))]
    return others + [("letter", word) for word in alike if word.fingerprint != node.fingerprint]


def sums(node: Expr, context: Context) -> Found:
    """The sum of a vector as a factor, which is 1 where the vector is one of probabilities."""
    if isinstance(node, (Size, Constant)) or context.shape(node) is None:
        return []
    totals = [np.sum(v) for v in context.letters if isinstance(v, Variable) and len(v.sizes) == 1]
    return [("variable factor", changed) for total in totals for changed in (times(total, node), node / total)]


def _cousins(node: Expr, context: Context) -> Found:
    """Functions that are taken for one another in what is right."""
    for family in _COUSINS:
        calls = [getattr(f, "operation", None) or operation_of(f) for f in family]
        if node.operation.call in [row.call for row in calls]:
            return [
                ("neighbour", f(*node.args)) for f, row in zip(family, calls, strict=True) if row.call is not node.operation.call
            ]
    return []


def _numbers(node: Expr, context: Context) -> Found:
    """A number in a formula: off by one, of the other sign, twice or half of it, ten times, not rounded."""
    if isinstance(node, (Leaf, Derivative, Limit)) or node.operation.name == "getitem":
        return []
    found: Found = []
    for i, arg in enumerate(node.args):
        if isinstance(arg, (int, float)) and not isinstance(arg, bool):
            idle = (0, 1) if node.operation.symbol == "*" or (node.operation.symbol in ("/", "**") and i == 1) else (0,)
            others = [x for x in dict.fromkeys([*near_numbers(arg), *context.numbers]) if x not in idle and x != arg]
            found += [
                ("sign" if other == -arg else "number", like(node, (*node.args[:i], other, *node.args[i + 1 :])))
                for other in others
            ]
    return found


def _sizes(node: Expr, context: Context) -> Found:
    """Another size of the claim as a factor or divisor: the number of features for that of examples."""
    if isinstance(node, (Leaf, Derivative, Limit)) or node.operation.symbol not in ("*", "/", "+", "-", "**"):
        return []
    sizes = [letter for letter in context.letters if isinstance(letter, Size)]
    return [
        ("size", like(node, (*node.args[:i], other, *node.args[i + 1 :])))
        for i, arg in enumerate(node.args) if isinstance(arg, Size) for other in sizes if other is not arg
    ]  # fmt: skip


def near_numbers(number: float) -> list[float]:
    """Numbers that may have been meant.

    >>> near_numbers(2)
    [3, 1, -2, 4]
    >>> 0.5 in near_numbers(0.50003), 0.044715 in near_numbers(0.44715)
    (True, True)
    """
    rounded = [
        round(number, digits) for digits in (0, 1, 2, 3) if number and abs(round(number, digits) - number) <= 0.02 * abs(number)
    ]
    halves = [math.copysign(round(abs(number) * k) / k, number) for k in (2, 3, 4, 6, 8) if number]
    near = [half for half in halves if half and abs(half - number) <= 0.02 * abs(number)]
    others = [number + 1, number - 1, -number, 2 * number, number / 2]
    if float(number) != round(number):
        shifted = [float(f"{number * 10.0**places:.12g}") for places in (-1, 1)]  # the point one digit off
        others += [*(settled(other) for other in (number * math.sqrt(2), number / math.sqrt(2), 1 / number)), *shifted]
    whole = [int(x) if float(x).is_integer() and isinstance(number, float) and abs(x) < 1e6 else x for x in (*rounded, *near)]
    return [x for x in dict.fromkeys([*whole, *others]) if x != number]


def _terms(node: Expr, context: Context) -> Found:
    """Brackets: a factor that belongs to both terms or to one; and one more or less."""
    symbol = node.operation.symbol
    if isinstance(node, (Leaf, Constant)) or len(node.args) != 2:
        return [("missing term", node + 1), ("missing term", node - 1), ("complement", 1 - node)]
    a, b = node.args
    found: Found = [("missing term", node + 1), ("missing term", node - 1), ("complement", 1 - node)]
    if symbol in ("+", "-"):
        found += [("brackets", _sum(symbol, a.args[0], b) * a.args[1])] if _is_product(a) else []
        found += [("brackets", b.args[0] * _sum(symbol, a, b.args[1]))] if _is_product(b) else []
        found += [("product", a * b)] + ([("exchanged", b - a)] if symbol == "-" else [])
    if symbol in ("*", "/") and isinstance(a, Expr) and a.operation.symbol in ("+", "-") and len(a.args) == 2:
        found.append(("brackets", _sum(a.operation.symbol, a.args[0], like(node, (a.args[1], b)))))
        found.append(("brackets", _sum(a.operation.symbol, like(node, (a.args[0], b)), a.args[1])))
    if symbol == "*" and isinstance(b, Expr) and b.operation.symbol in ("+", "-") and len(b.args) == 2:
        found.append(("brackets", _sum(b.operation.symbol, a * b.args[0], b.args[1])))
    if symbol == "/":
        found.append(("reciprocal", over(b, a)))
        found += [("reciprocal", a / b.args[0] * b.args[1])] if _is_product(b) else []
    if symbol == "*":
        found += [("quotient", over(a, b)), ("quotient", over(b, a)), ("sum", a + b), ("sum", a - b)]
    return found


def _is_product(value: Any) -> bool:
    return isinstance(value, Expr) and value.operation.symbol == "*" and len(value.args) == 2


def _sum(symbol: str, a: Any, b: Any) -> Any:
    return a + b if symbol == "+" else a - b


def _powers(node: Expr, context: Context) -> Found:
    """A square missing or too much, an exponent off by one, a root, a reciprocal."""
    if isinstance(node, Size):
        return []
    if node.operation.symbol == "**":
        a, b = node.args
        off = [a ** (b - 1), a] if not isinstance(b, np.ndarray) else [a]
        return [("exponent", other) for other in off] + [("exponent", a ** (-b))]
    if node.operation.call in (np.square, np.sqrt):
        return [("exponent", node.args[0])]
    return [("exponent", node**2), ("exponent", np.sqrt(node)), ("reciprocal", over(1, node))]


def _powers_of_sizes(node: Expr, context: Context) -> Found:
    """A factor, or a sign, that counts once for every row, as beside a determinant."""
    if isinstance(node, Leaf) or context.axes(node) != 0:
        return []
    sizes = [letter for letter in context.letters if isinstance(letter, Size)]
    if node.operation.symbol == "*":
        a, b = node.args
        number = isinstance(a, (int, float)) or (isinstance(a, Variable) and not a.sizes)
        return [("exponent", a**size * b) for size in sizes] if number else []
    if node.operation.call is np.negative:
        return [("sign", (-1) ** size * node.args[0]) for size in sizes]
    return [("sign", (-1) ** size * node) for size in sizes] if node.operation.call is np.linalg.det else []


def _factors(node: Expr, context: Context) -> Found:
    """A factor 2 or ½ inside; a letter or a size that a product has lost."""
    found: Found = [("factor", 2 * node), ("factor", node / 2)]
    for letter in context.scalars:
        if letter.fingerprint != node.fingerprint:
            found += [("variable factor", times(letter, node)), ("variable factor", node / letter)]
    shape = context.shape(node)
    if shape and not isinstance(node, Size):
        arrays = [v for v in context.letters if isinstance(v, Variable) and v.sizes and v is not node]
        found += [("variable factor", times(other, node)) for other in arrays if context.shape(other) == shape]
    found += [("inner derivative", node * slope) for slope in context.slopes if context.shape(slope) in (shape, ())]
    if node.operation.symbol == "@":
        a, b = node.args
        found += [("inner derivative", a @ np.diag(slope) @ b) for slope in context.slopes if context.axes(slope) == 1]
    return found


def _arguments(node: Expr, context: Context) -> Found:
    """The argument of an elementwise function in other units: normal densities are of x / √2 beside the error function, waves of π x."""
    inner = node.args[0] if len(node.args) == 1 and not isinstance(node, (Leaf, Constant)) else None
    call = node.operation.call
    wave = isinstance(call, np.ufunc) or call in (np.sinc, functions.sigmoid.operation.call)
    if not wave or call in _HOMOGENEOUS or not isinstance(inner, Expr) or isinstance(inner, (Constant, Size)):
        return []
    units = (written(np.sqrt, 2), as_expr(np.pi))
    return [("argument", like(node, (changed,))) for unit in units for changed in (inner / unit, unit * inner)]


def _wrapped(node: Expr, context: Context) -> Found:
    """A function forgotten: of the claim's own argument, or around it."""
    call = node.operation.call
    found: Found = []
    if call in _REMOVABLE and len(node.args) == 1 and isinstance(node.args[0], Expr):
        found.append(("function", node.args[0]))
    if isinstance(node, Variable) or node.operation.symbol in ("-", "*", "+", "@", "/"):
        found += [("function", wrap(node)) for wrap in (np.abs, np.exp, np.log, np.tanh, functions.sigmoid)]
    return found


def _comparisons(node: Expr, context: Context) -> Found:
    """A comparison the other way round."""
    flipped = {"<": np.greater, ">": np.less, "<=": np.greater_equal, ">=": np.less_equal}.get(node.operation.symbol)
    return [("comparison", flipped(*node.args))] if flipped is not None and len(node.args) == 2 else []


# Of these a factor in the argument is one of the whole.
_HOMOGENEOUS = (np.abs, np.sqrt, np.cbrt, np.square, np.sign, np.negative, np.positive, np.reciprocal)

_REMOVABLE = (np.abs, np.exp, np.log, np.tanh, np.sum, np.mean, functions.sigmoid.operation.call, np.sign, np.log1p, np.expm1)


_COUSINS: list[tuple[Any, ...]] = [
    (functions.softmax, functions.sigmoid, np.exp),
    (np.log, np.log2, np.log10),
    (np.tanh, np.arctan),
    (np.log, functions.softplus),
]


NUMBERS: list[Callable[[Expr, Context], Found]] = [
    _cousins, _numbers, _sizes, _terms, _powers, _powers_of_sizes, _factors, _arguments, _wrapped, _comparisons,
]  # fmt: skip
