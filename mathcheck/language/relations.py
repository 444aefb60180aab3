"""Relations: what ``==``, ``<``, ``proportional`` and ``&`` declare, and the hypotheses under which."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mathcheck.language import advice
from mathcheck.language.errors import FormulaError, ShapeMismatch
from mathcheck.language.expression import Constant, Expr, _set, as_expr
from mathcheck.language.operations import COMPARISONS, RELATION, Operation
from mathcheck.language.refusals import refuse
from mathcheck.language.usage import called

if TYPE_CHECKING:
    from mathcheck.language.offered import Operand, Statement


class Relation(Expr):
    """A statement about two formulas, possibly under hypotheses. It declares; it has no truth value of its own.

    Inside a formula (``np.where(x > 0, a, b)``) it is the array of truth values, as in NumPy.
    """

    __slots__ = ("hypotheses",)
    hypotheses: tuple[Expr, ...]

    def __init__(self, operation: Operation, args: tuple[Any, ...], hypotheses: tuple[Expr, ...] = ()) -> None:
        super().__init__(operation, args)
        _set(self, hypotheses=hypotheses)

    def given(self, *conditions: Statement | Expr) -> Relation:
        """The same relation, claimed only where all ``conditions`` (relations, or formulas with truth values) hold.

        ``.given(W2 == W1)`` makes the two equal instead of waiting for it to happen.

        >>> from mathcheck import Scalar
        >>> x = Scalar("x")
        >>> (abs(x) == x).given(x >= 0)
        (np.abs(x) == x).given(x >= 0)
        """
        if not conditions:
            raise FormulaError(".given() names no hypothesis: write .given(x > 0)")
        hypotheses = list(self.hypotheses)
        for condition in conditions:
            if not isinstance(condition, Expr):
                raise FormulaError(
                    f".given({condition!r}): a hypothesis is a relation such as x > 0, or a formula with truth values such as "
                    "unique_maximum(x)"
                )
            if not truth_valued(condition):
                raise FormulaError(f".given({condition!r}): this is a number, not something that is true or false: write a relation such as "
                                   f"{condition!r} > 0")  # fmt: skip
            hypotheses.append(condition)
        return type(self)(self.operation, self.args, tuple(hypotheses))

    @property
    def left(self) -> Expr:
        """The left side."""
        side: Expr = self.args[0]
        return side

    @property
    def right(self) -> Expr:
        """The right side."""
        side: Expr = self.args[1]
        return side

    @property
    def symbol(self) -> str:
        """``==``, ``<``, ``<=``, ``>``, ``>=``, ``!=``, ``proportional`` or ``&``."""
        return self.operation.symbol

    def __and__(self, other: Operand) -> Relation:
        return conjunction(self, other)

    def __rand__(self, other: Operand) -> Relation:
        return conjunction(other, self)

    if not TYPE_CHECKING:  # a type checker shall not be told that there is a truth value

        def __bool__(self) -> bool:
            usual = (
                "state it with claim(…); in a formula write np.where(condition, a, b) instead of `if`, `&` instead of `and`, "
                "`(0 < x) & (x < 1)` instead of `0 < x < 1`"
            )
            refuse(f"`{self!r}` may be true for some inputs and false for others", advice.truth, usual)


def truth_valued(condition: Expr) -> bool:
    """Whether a formula has truth values, as far as a trial shows."""
    from mathcheck.language.shapes import UnknownShape, prime_sizes, trial

    if isinstance(condition, Relation):
        return True
    try:
        value = trial(condition, prime_sizes(condition))[condition.fingerprint]
    except (UnknownShape, ShapeMismatch):
        return True  # said where the claim is checked
    return np.asarray(value).dtype.kind == "b"


def compare(ufunc: np.ufunc, left: Any, right: Any) -> Relation:
    """The relation that a comparison of two formulas declares."""
    left, right = as_expr(left), as_expr(right)
    _refuse_same(left, right, COMPARISONS[ufunc][0])
    return Relation(_ROWS[COMPARISONS[ufunc][0]], (left, right))


@called("proportional(a, b)")
def proportional(a: Operand, b: Operand) -> Relation:
    r"""The relation a = c·b with one positive constant c, the same for all inputs and all sizes.

    >>> import numpy as np
    >>> from mathcheck import Vector, dims, gradient
    >>> x = Vector("x", dims("n"))
    >>> proportional(gradient(x @ x, x), x)
    proportional(gradient(x @ x, x), x)
    """
    left, right = as_expr(a), as_expr(b)
    _refuse_same(left, right, "proportional")
    return Relation(_ROWS["proportional"], (left, right))


def related(symbol: str, left: Expr, right: Expr, hypotheses: tuple[Expr, ...] = ()) -> Relation:
    """The relation ``left symbol right`` as data: nothing is refused, also not two sides that are the same formula."""
    return Relation(_ROWS[symbol], (left, right), hypotheses)


def conjunction(a: Any, b: Any) -> Relation:
    """``a & b``: both hold. The hypotheses of both apply to both."""
    for side in (a, b):
        if not isinstance(side, Expr):
            raise FormulaError(f"`&` joins relations, and {side!r} is none: write (x > 0) & (x < 1)")
    hypotheses = (*getattr(a, "hypotheses", ()), *getattr(b, "hypotheses", ()))
    bare = [Relation(side.operation, side.args) if isinstance(side, Relation) else side for side in (a, b)]
    return Relation(_ROWS["&"], tuple(bare), hypotheses)


def conjuncts(relation: Expr) -> list[Expr]:
    """The relations that ``&`` joins, in order; the relation itself when there is no ``&``."""
    if isinstance(relation, Relation) and relation.symbol == "&":
        return [part for side in relation.args for part in conjuncts(side)]
    return [relation]


def _refuse_same(left: Expr, right: Expr, symbol: str) -> None:
    if left.fingerprint == right.fingerprint and not isinstance(left, Constant):
        raise FormulaError(f"both sides of `{left!r} {symbol} {right!r}` are the same formula, so it checks nothing")


def _proportional(a: Any, b: Any) -> Any:
    raise FormulaError("proportional(a, b) speaks of all inputs together and cannot be part of a formula or a hypothesis")


_ROWS: dict[str, Operation] = {
    symbol: Operation(symbol, ufunc, f"<0:1> {latex} <1:1>", RELATION, "exact", symbol=symbol, breaks=True)
    for ufunc, (symbol, latex) in COMPARISONS.items()
}
_ROWS["proportional"] = Operation(
    "proportional", _proportional, r"<0:1> \;\propto\; <1:1>", RELATION, "exact", symbol="proportional"
)
_ROWS["&"] = Operation("&", np.logical_and, r"<0:0> \;\text{ and }\; <1:0>", RELATION, "exact", symbol="&", breaks=True)
