"""Small edits of a formula, one at a time: the slips that people make, and their repairs.

A row of the table is a slip: what it is called and what it turns a node into. :func:`edits` applies every row at every place of a
formula, the outermost places first. Bodies of derivatives and limits are left alone: they are what is asked, not what is answered.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.special

from mathcheck.language import functions
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.callables import Function
from mathcheck.language.expression import Constant, Expr, Leaf, apply, like
from mathcheck.language.nested import rebuilt
from mathcheck.language.operations import operation_of
from mathcheck.language.sizes import Size

# Places of a formula that are edited; a longer formula's deepest places are left out.
PLACES = 60

Axes = Callable[[Expr], int]
Change = tuple[str, Any]


@dataclass(frozen=True)
class Edit:
    """A formula that differs from another in one place: ``before`` became ``after`` by a slip of this ``kind``."""

    kind: str
    before: Expr
    after: Expr
    formula: Expr

    @property
    def words(self) -> str:
        """The edit in a line of Python.

        >>> from mathcheck import Scalar
        >>> x = Scalar("x")
        >>> [edit.words for edit in edits(np.tanh(x), [], lambda e: 0) if edit.kind == "sign"]
        ['-np.tanh(x) for np.tanh(x)']
        """
        return f"{self.after!r} for {self.before!r}"


def edits(formula: Expr, sizes: list[Size], axes: Axes) -> Iterator[Edit]:
    """Every formula that is one slip away, each once. ``sizes`` are those it may be divided by; ``axes`` gives a node's number of axes."""
    seen = {formula.fingerprint}
    for node, rebuild in places(formula):
        changes = [change for row in SLIPS for change in row(node, axes)]
        if node is formula:
            changes += _whole(formula, sizes)
        for kind, changed in changes:
            whole = rebuild(changed)
            if whole.fingerprint not in seen:
                seen.add(whole.fingerprint)
                yield Edit(kind, node, changed, whole)


# --- places ---------------------------------------------------------------------------------------


Rebuild = Callable[[Any], Any]


def places(formula: Expr) -> Iterator[tuple[Expr, Rebuild]]:
    """Nodes with a function that puts something else in their place; breadth first, no more than ``PLACES``."""
    waiting: deque[tuple[Expr, Callable[[Any], Any]]] = deque([(formula, lambda changed: changed)])
    for _ in range(PLACES):
        if not waiting:
            return
        node, rebuild = waiting.popleft()
        if node.operation.name != "changed":
            yield node, rebuild
        if isinstance(node, (Leaf, Constant, Derivative, Limit)):
            continue
        for position, argument in enumerate(node.args):
            for inner, replace in _inside(argument):
                waiting.append((inner, _placing(node, position, replace, rebuild)))


def _inside(argument: Any) -> Iterator[tuple[Expr, Callable[[Any], Any]]]:
    """The formulas of an argument: itself, or the entries of a list."""
    if isinstance(argument, Expr) and not isinstance(argument, Size):
        yield argument, lambda changed: changed
    elif isinstance(argument, (list, tuple)):
        for i, entry in enumerate(argument):
            if isinstance(entry, Expr) and not isinstance(entry, Size):
                yield entry, functools.partial(_entry_replaced, argument, i)


def _entry_replaced(argument: Any, i: int, changed: Any) -> Any:
    return rebuilt(argument, [*argument[:i], changed, *argument[i + 1 :]])


def _placing(node: Expr, position: int, replace: Callable[[Any], Any], rebuild: Callable[[Any], Any]) -> Callable[[Any], Any]:
    if node.operation.name == "named":
        return rebuild  # what was changed is no longer what the name stands for

    def put(changed: Any) -> Any:
        args = (*node.args[:position], replace(changed), *node.args[position + 1 :])
        return rebuild(like(node, args))

    return put


# --- slips ----------------------------------------------------------------------------------------


def _whole(formula: Expr, sizes: list[Size]) -> list[Change]:
    """What happens to a whole side: its sign, a factor."""
    factors = [("factor", 2 * formula), ("factor", formula / 2)]
    return [("sign", -formula), *factors, *(("factor 1/n", formula / size) for size in sizes)]


def _terms(node: Expr, axes: Axes) -> list[Change]:
    """A term's sign, a term lost."""
    if node.operation.symbol not in ("+", "-") or len(node.args) != 2:
        return []
    a, b = node.args
    other = a - b if node.operation.symbol == "+" else a + b
    return [("sign", other)] + [("dropped", term) for term in (a, b) if isinstance(term, Expr)]


def _products(node: Expr, axes: Axes) -> list[Change]:
    """Operands exchanged, one product for another, a factor lost, a quotient turned into a product."""
    symbol = node.operation.symbol
    if len(node.args) != 2 or symbol not in ("@", "*", "/", "**"):
        return []
    a, b = node.args
    formulas = [factor for factor in (a, b) if isinstance(factor, Expr)]
    if symbol == "@":
        return [("exchanged", b @ a), ("product", a * b)]
    if symbol == "*":
        both = len(formulas) == 2 and min(map(axes, formulas)) > 0
        return [("dropped", factor) for factor in formulas] + ([("product", a @ b)] if both else [])
    if symbol == "/":
        return [("quotient", a * b)] + ([("dropped", a)] if isinstance(a, Expr) else [])
    return [("exponent", a ** (b + 1))] if isinstance(a, Expr) and not isinstance(b, np.ndarray) else []


def _transposes(node: Expr, axes: Axes) -> list[Change]:
    """A transpose too many or too few."""
    if node.operation.call is np.transpose and len(node.args) == 1:
        return [("transposed", node.args[0])] if axes(node.args[0]) == 2 else []
    return [("transposed", node.T)] if not isinstance(node, (Constant, Size)) and axes(node) == 2 else []


def _exchanges(node: Expr, axes: Axes) -> list[Change]:
    """Arguments in the wrong order: of an outer or Kronecker product, the branches of a case."""
    if node.operation.call in (np.outer, np.kron):
        a, b = node.args[:2]
        return [("exchanged", like(node, (b, a, *node.args[2:])))]
    if node.operation.call is np.where and len(node.args) == 3:
        condition, a, b = node.args
        return [("exchanged", np.where(condition, b, a))]
    return []


def _indices(node: Expr, axes: Axes) -> list[Change]:
    """An index off by one: the last for the first."""
    if node.operation.name != "getitem" or not isinstance(node.args[1], int) or isinstance(node.args[1], bool):
        return []
    return [("index", node.args[0][node.args[1] - 1])]


def _neighbours(node: Expr, axes: Axes) -> list[Change]:
    """A function's neighbour."""
    found = _NEIGHBOUR.get(node.operation.call, ())
    changes: list[Change] = [("neighbour", apply(other, *node.args, **node.kwargs)) for other in found]
    if node.operation is functions.eye.operation:
        n = node.args
        changes.append(("neighbour", functions.ones(n[0], n[-1])))
    return changes


SLIPS: list[Callable[[Expr, Axes], list[Change]]] = [_terms, _products, _transposes, _exchanges, _indices, _neighbours]

# Functions that are mistaken for one another; each row holds in all directions.
_FAMILIES: list[tuple[Any, ...]] = [
    (np.tanh, functions.sigmoid),
    (np.sin, np.cos),
    (np.sinh, np.cosh),
    (np.exp, np.expm1),
    (np.log, np.log1p),
    (np.sqrt, np.square),
    (np.abs, functions.relu),
    (np.sign, np.heaviside),
    (np.sum, np.mean),
    (np.max, np.min),
    (np.maximum, np.minimum),
    (functions.softmax, functions.log_softmax),
    (functions.silu, functions.gelu),
    (scipy.special.erf, np.tanh),
    (scipy.special.ndtr, functions.sigmoid),
    (scipy.special.expit, np.tanh),
]


def _row_of(function: Any) -> Any:
    return function.operation if isinstance(function, Function) else operation_of(function)


def _families() -> dict[Any, tuple[Any, ...]]:
    found: dict[Any, tuple[Any, ...]] = {}
    for family in _FAMILIES:
        rows = [_row_of(function) for function in family]
        for row in rows:
            others = tuple(other for other in rows if other is not row)
            found[row.call] = found.get(row.call, ()) + others
    return found


_NEIGHBOUR = _families()
