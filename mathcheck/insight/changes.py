"""Changes that mend a formula: the slips of :mod:`mathcheck.language.edits` undone, and a few more that only a search for what is right needs.

A row of the table turns a node into what may belong there. :func:`changes` applies every row at every place, the outermost first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from mathcheck.language import functions
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.edits import SLIPS, places
from mathcheck.language.expression import Constant, Expr, Leaf, like
from mathcheck.language.graph import nodes
from mathcheck.language.operations import operation_of
from mathcheck.language.printing import marked, unmarked
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable

# Formulas of no more nodes than this are taken for something else that occurs in the claim.
SHORT = 4


@dataclass(frozen=True)
class Change:
    """One change: ``before`` became ``after``; ``shown`` is the whole formula with the change marked, ``formula`` without."""

    kind: str
    before: Expr
    after: Any
    shown: Expr

    @property
    def formula(self) -> Expr:
        """The whole formula after the change."""
        whole: Expr = unmarked(self.shown)
        return whole

    @property
    def words(self) -> str:
        """The change in a line of Python."""
        return f"{unmarked(self.after)!r} for {unmarked(self.before)!r}"


@dataclass(frozen=True)
class Context:
    """What a change may use: the letters of the claim, and how many axes a formula has (−1: it has no value)."""

    letters: list[Leaf]
    axes: Callable[[Expr], int]
    words: list[Expr]  # what occurs in the claim
    slopes: list[Expr]  # the derivatives of the elementwise functions that occur in it
    numbers: list[float]  # the numbers that it mentions
    shape: Callable[[Expr], tuple[int, ...] | None]

    def alike(self, leaf: Variable) -> list[Variable]:
        """The other letters of the same sizes."""
        shape = repr(leaf.sizes)
        return [v for v in self.letters if isinstance(v, Variable) and v is not leaf and repr(v.sizes) == shape]

    @property
    def scalars(self) -> list[Leaf]:
        """Numbers that a formula may be multiplied by."""
        return [v for v in self.letters if isinstance(v, Size) or (isinstance(v, Variable) and not v.sizes)]


def changes(formula: Expr, context: Context) -> Iterator[Change]:
    """Every formula that is one change away, each once."""
    seen = {formula.fingerprint}
    for node, rebuild in places(formula):
        whole = node is formula
        for kind, after in _rows(node, context, whole):
            if isinstance(after, Expr) and after.fingerprint == node.fingerprint:
                continue
            try:
                plain = rebuild(after)
                shown = rebuild(marked(after) if isinstance(after, Expr) or not whole else after)
            except Exception:  # a change that makes no formula here
                continue
            if isinstance(plain, Expr) and plain.fingerprint not in seen:
                seen.add(plain.fingerprint)
                yield Change(kind, node, after, shown if isinstance(shown, Expr) else plain)


def _rows(node: Expr, context: Context, whole: bool) -> Iterator[tuple[str, Any]]:
    for slip in SLIPS:
        yield from _safely(slip, node, context.axes)
    for row in _ROWS:
        yield from _safely(row, node, context)
    if not whole:
        yield "sign", -node


def _safely(row: Any, *given: Any) -> list[tuple[str, Any]]:
    try:
        return list(row(*given))
    except Exception:  # a row that this node is not made for
        return []


# --- rows -----------------------------------------------------------------------------------------

Found = list[tuple[str, Any]]


def _products(node: Expr, context: Context) -> Found:
    """An outer for an inner product, and for a product of entries; rows scaled instead of columns."""
    symbol, call = node.operation.symbol, node.operation.call
    if call is np.outer:
        a, b = node.args[:2]
        return [("inner for outer", a @ b), ("product", a * b)]
    if symbol not in ("@", "*") or len(node.args) != 2:
        return []
    a, b = node.args
    ranks = context.axes(a) if isinstance(a, Expr) else 0, context.axes(b) if isinstance(b, Expr) else 0
    found: Found = []
    if ranks == (1, 1):
        found += [
            ("inner for outer", np.outer(a, b)),
            ("inner for outer", np.outer(b, a)),
            ("product", a @ b if symbol == "*" else a * b),
        ]
    if symbol == "*" and sorted(ranks) == [1, 2]:
        v, M = (a, b) if ranks[0] == 1 else (b, a)
        found += [("axes", v[:, None] * M), ("axes", v[None, :] * M)]
    if symbol == "@":
        found += [("dropped", factor) for factor in (a, b)]
        found += [
            ("transposed", a @ b.T),
            ("transposed", a.T @ b),
            ("exchanged", b.T @ a.T),
            ("exchanged", b @ a.T),
            ("exchanged", b.T @ a),
        ]
    return found


def _diagonals(node: Expr, context: Context) -> Found:
    """A vector and its diagonal matrix; the identity and ones."""
    call = node.operation.call
    if call is np.diag and len(node.args) == 1:
        return [("should be diagonal", node.args[0])]
    found: Found = []
    if context.axes(node) == 1:
        found.append(("elementwise", np.diag(node)))
    if node.operation is functions.ones.operation and 1 <= len(node.args) <= 2:
        found += [("should be diagonal", functions.eye(n)) for n in dict.fromkeys(node.args)]
    return found


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
    return [("exponent", node**2), ("exponent", np.sqrt(node)), ("reciprocal", 1 / node)]


def _factors(node: Expr, context: Context) -> Found:
    """A factor 2 or ½ inside; a letter or a size that a product has lost."""
    found: Found = [("factor", 2 * node), ("factor", node / 2)]
    for letter in context.scalars:
        if letter.fingerprint != node.fingerprint:
            found += [("variable factor", letter * node), ("variable factor", node / letter)]
    shape = context.shape(node)
    if shape and not isinstance(node, Size):
        arrays = [v for v in context.letters if isinstance(v, Variable) and v.sizes and v is not node]
        found += [("variable factor", other * node) for other in arrays if context.shape(other) == shape]
    found += [("inner derivative", node * slope) for slope in context.slopes if context.shape(slope) in (shape, ())]
    if node.operation.symbol == "@":
        a, b = node.args
        found += [("inner derivative", a @ np.diag(slope) @ b) for slope in context.slopes if context.axes(slope) == 1]
    return found


def _letters(node: Expr, context: Context) -> Found:
    """Another letter of the same sizes, or something else of that shape that occurs in the claim."""
    others: Found = [("letter", other) for other in context.alike(node)] if isinstance(node, Variable) else []
    if isinstance(node, (Size, Constant)) or sum(1 for _ in nodes(node)) > SHORT:
        return others
    shape = context.shape(node)
    alike = [word for word in context.words if context.shape(word) == shape and not isinstance(word, (Leaf, Constant))]
    return others + [("letter", word) for word in alike if word.fingerprint != node.fingerprint]


def _symmetric(node: Expr, context: Context) -> Found:
    """A matrix taken for symmetric: its symmetric part, or that of what is made from it, twice."""
    if isinstance(node, (Size, Constant)) or context.axes(node) != 2:
        return []
    found: Found = [("only symmetric", node + node.T), ("only symmetric", (node + node.T) / 2)]
    if node.operation.symbol == "*" and not isinstance(node.args[0], Expr) and node.args[0] == 2:
        found.append(("only symmetric", node.args[1] + node.args[1].T))
    return found


def _numbers(node: Expr, context: Context) -> Found:
    """A number in a formula: off by one, of the other sign, twice or half of it, not rounded."""
    if isinstance(node, (Leaf, Derivative, Limit)) or node.operation.name == "getitem":
        return []
    found: Found = []
    for i, arg in enumerate(node.args):
        if isinstance(arg, (int, float)) and not isinstance(arg, bool):
            idle = (0, 1) if node.operation.symbol in ("*", "/", "**") else (0,)
            others = [x for x in dict.fromkeys([*near_numbers(arg), *context.numbers]) if x not in idle and x != arg]
            found += [("number", like(node, (*node.args[:i], other, *node.args[i + 1 :]))) for other in others]
    return found


def near_numbers(number: float) -> list[float]:
    """Numbers that may have been meant.

    >>> near_numbers(2)
    [3, 1, -2, 4]
    >>> 0.5 in near_numbers(0.50003)
    True
    """
    rounded = [
        round(number, digits) for digits in (0, 1, 2, 3) if number and abs(round(number, digits) - number) <= 0.02 * abs(number)
    ]
    halves = [math.copysign(round(abs(number) * k) / k, number) for k in (2, 3, 4, 6, 8) if number]
    near = [half for half in halves if half and abs(half - number) <= 0.02 * abs(number)]
    others = [number + 1, number - 1, -number, 2 * number, number / 2]
    if float(number) != round(number):
        others += [number * math.sqrt(2), number / math.sqrt(2), 1 / number]
    whole = [int(x) if float(x).is_integer() and isinstance(number, float) and abs(x) < 1e6 else x for x in (*rounded, *near)]
    return [x for x in dict.fromkeys([*whole, *others]) if x != number]


def _centred(node: Expr, context: Context) -> Found:
    """A mean that was not subtracted; the number 1 for the identity."""
    found: Found = [("missing term", node - np.mean(node))] if context.axes(node) == 1 else []
    if node.operation.symbol in ("+", "-") and len(node.args) == 2 and context.axes(node) == 2:
        for i, arg in enumerate(node.args):
            if not isinstance(arg, Expr) and arg == 1:
                found.append(
                    ("should be diagonal", like(node, (*node.args[:i], functions.eye(node.shape[0]), *node.args[i + 1 :])))
                )
    return found


def _reductions(node: Expr, context: Context) -> Found:
    """A sum for a mean, a maximum for a minimum, and what else makes one number of many."""
    if node.operation.call not in _REDUCTIONS:
        return []
    return [("neighbour", other(*node.args, **node.kwargs)) for other in _REDUCTIONS if other is not node.operation.call]


def _cousins(node: Expr, context: Context) -> Found:
    """Functions that are taken for one another in what is right."""
    for family in _COUSINS:
        calls = [getattr(f, "operation", None) or operation_of(f) for f in family]
        if node.operation.call in [row.call for row in calls]:
            return [
                ("neighbour", f(*node.args)) for f, row in zip(family, calls, strict=True) if row.call is not node.operation.call
            ]
    return []


def _inverses(node: Expr, context: Context) -> Found:
    """An inverse forgotten, or too much."""
    if node.operation.call is np.linalg.inv:
        return [("reciprocal", node.args[0])]
    shape = context.shape(node) or ()
    return [("reciprocal", np.linalg.inv(node))] if len(shape) == 2 and shape[0] == shape[1] else []


def _indices(node: Expr, context: Context) -> Found:
    """The first for the last, one further."""
    if node.operation.name != "getitem" or not isinstance(node.args[1], int) or isinstance(node.args[1], bool):
        return []
    return [("index", node.args[0][i]) for i in (0, node.args[1] + 1) if i != node.args[1]]


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
        found.append(("reciprocal", b / a))
        found += [("reciprocal", a / b.args[0] * b.args[1])] if _is_product(b) else []
    if symbol == "*":
        found += [("quotient", a / b), ("quotient", b / a), ("sum", a + b), ("sum", a - b)]
    return found


def _is_product(value: Any) -> bool:
    return isinstance(value, Expr) and value.operation.symbol == "*" and len(value.args) == 2


def _sum(symbol: str, a: Any, b: Any) -> Any:
    return a + b if symbol == "+" else a - b


def _axes(node: Expr, context: Context) -> Found:
    """The other axis of a sum; a row for a column."""
    found: Found = []
    axis = node.kwargs.get("axis")
    if isinstance(axis, int) and not isinstance(axis, bool):
        found += [
            ("axes", type(node)(node.operation, node.args, {**node.kwargs, "axis": other})) for other in (0, 1) if other != axis
        ]
    if node.operation.name == "getitem" and isinstance(node.args[1], tuple):
        index = node.args[1]
        if len(index) == 2 and None in index and any(isinstance(entry, slice) for entry in index):
            found.append(("axes", like(node, (node.args[0], index[::-1]))))
    return found


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


_REMOVABLE = (np.abs, np.exp, np.log, np.tanh, np.sum, np.mean, functions.sigmoid.operation.call, np.sign, np.log1p, np.expm1)
_REDUCTIONS: tuple[Any, ...] = (np.sum, np.mean, np.max, np.min, np.prod)
_COUSINS: list[tuple[Any, ...]] = [
    (functions.softmax, functions.sigmoid, np.exp),
    (np.log, np.log2, np.log10),
    (np.tanh, np.arctan),
    (np.log, functions.softplus),
]
_ROWS: list[Callable[[Expr, Context], Found]] = [
    _products, _diagonals, _symmetric, _letters, _reductions, _cousins, _inverses, _indices, _numbers, _axes, _terms, _centred, _powers,
    _factors, _wrapped, _comparisons,
]  # fmt: skip
