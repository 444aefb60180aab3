r"""Derivatives and limits as formulas, in numerator layout."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from mathcheck.language.differentiable import check_wrt, formula, shown, towards, twice
from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Expr, _set, as_expr
from mathcheck.language.graph import contains
from mathcheck.language.operations import POWER, PRODUCT, Operation, _constant
from mathcheck.language.usage import called
from mathcheck.language.variables import Variable

if TYPE_CHECKING:
    from mathcheck.language.offered import Formula, Operand

Kind = Literal["jacobian", "gradient", "derivative", "hessian", "directional"]


# What people write for infinity, in quotes.
_INFINITY = {
    sign + word: f"{'-' * (sign == '-')}np.inf" for sign in ("", "+", "-") for word in ("inf", "np.inf", "oo", "infinity", "∞")
}


class Derivative(Expr):
    """A derivative of ``body`` by ``wrt`` (a variable or a sub-expression of ``body``)."""

    __slots__ = ("along", "body", "kind", "wrt")
    kind: Kind
    body: Expr
    wrt: Expr
    along: Expr | None

    def __init__(self, kind: Kind, body: Any, wrt: Any, along: Any = None) -> None:
        body = formula(kind, body, "what is differentiated")
        check_wrt(kind, body, wrt)
        direction = None if along is None else as_expr(along)
        args = (body, wrt) if direction is None else (body, wrt, direction)
        super().__init__(_DERIVATIVES[kind], args)
        _set(self, kind=kind, body=body, wrt=wrt, along=direction)

    def with_arguments(self, args: tuple[Any, ...]) -> Expr:
        """The same kind of derivative of something else."""
        return Derivative(self.kind, *args)


# A domain goes on from a number where it holds one this far away, relative to the number or 1.
NEARBY = 2.0**-30


class Limit(Expr):
    """The limit of ``body`` as ``variable`` tends to ``to``; the variable is bound, as a summation index is. At the edge of its domain it
    comes from inside."""

    __slots__ = ("body", "side", "to", "variable")
    body: Expr
    variable: Variable
    to: float
    side: str | None

    def __init__(self, body: Any, variable: Any, to: float, side: str | None) -> None:
        body = formula("limit", body, "what tends")
        if not isinstance(variable, Variable) or variable.sizes:
            swapped = isinstance(to, Variable) and not isinstance(variable, Expr)
            write = f"limit(f, {to!r}, {shown(variable)})" if swapped else "limit(f, t, np.inf) with t = Scalar('t')"
            raise FormulaError(
                f"limit(…, {variable!r}, …): what moves is a single number, a Scalar, and it comes second: write {write}"
            )
        if not contains(body, variable):
            raise FormulaError(f"limit: {variable!r} does not occur in {body!r}, so nothing moves")
        if isinstance(to, Expr) or not isinstance(to, (int, float, np.number)) or math.isnan(float(to)):
            guess = _INFINITY.get(to.strip(), "") if isinstance(to, str) else ""
            raise FormulaError(
                f"limit(…, to={to!r}): write {guess or 'a number, np.inf or -np.inf'}" + " without quotes" * bool(guess)
            )
        if side not in (None, "+", "-"):
            raise FormulaError(f'limit(…, side={side!r}): write side="+" (from above), side="-" (from below), or leave it out')
        if side is not None and math.isinf(to):
            raise FormulaError("limit: infinity is approached from one side only; leave out side=")
        side = side or _only_side(variable, float(to))
        super().__init__(_LIMIT, (body, variable), {"to": float(to), "side": side})
        _set(self, body=body, variable=variable, to=float(to), side=side)

    def with_arguments(self, args: tuple[Any, ...]) -> Expr:
        """The same limit of something else."""
        body, variable = args
        return Limit(body, variable, self.to, self.side)


def _only_side(variable: Variable, to: float) -> str | None:
    """The side from which a variable can come to the edge of its domain; None where it can from both, or from neither."""
    if math.isinf(to) or variable.domain.strategy is not None:
        return None
    step = NEARBY * max(1.0, abs(to))
    above, below = (bool(variable.domain.contains(np.asarray(to + sign * step))) for sign in (1, -1))
    return None if above == below else "+" if above else "-"


@called("jacobian(f, x)")
def jacobian(expr: Formula, wrt: Formula) -> Expr:
    r"""The Jacobian ∂expr/∂wrt in numerator layout: shape of ``expr`` followed by shape of ``wrt``.

    ``J[i…, j…] = ∂expr[i…] / ∂wrt[j…]``; an m-vector by an n-vector is m × n, a scalar by an n-vector has shape (n,). Raises
    :class:`FormulaError` where ``wrt`` does not occur in ``expr``.

    >>> from mathcheck import Matrix, Vector, dims
    >>> m, n = dims("m n")
    >>> W, x = Matrix("W", m, n), Vector("x", n)
    >>> jacobian(W @ x, x).shape
    (m, n)
    """
    return Derivative("jacobian", expr, wrt)


@called("gradient(f, x)")
def gradient(expr: Formula, wrt: Formula) -> Expr:
    r"""The gradient of a scalar: ``∂expr/∂wrt[j…]``, with the shape of ``wrt``.

    >>> from mathcheck import Vector, dims
    >>> x = Vector("x", dims("n"))
    >>> gradient(x @ x, x).shape
    (n,)
    """
    return Derivative("gradient", expr, wrt)


@called("derivative(f, x)", twice)
def derivative(expr: Formula, wrt: Formula) -> Expr:
    r"""The derivative of an elementwise map, entry by entry: ``∂expr[j…]/∂wrt[j…]``, with the shape of ``wrt``.

    That the map is elementwise is itself checked: a map that mixes entries makes the claim an error that says so. By a scalar, any
    formula is allowed (the velocity of a curve), and the shape is that of ``expr``.

    >>> import numpy as np
    >>> from mathcheck import Vector, dims
    >>> s = Vector("s", dims("n"))
    >>> derivative(np.tanh(s), s) == 1 - np.tanh(s) ** 2
    derivative(np.tanh(s), s) == 1 - np.tanh(s) ** 2
    """
    return Derivative("derivative", expr, wrt)


@called("hessian(f, x)")
def hessian(expr: Formula, wrt: Formula) -> Expr:
    r"""The matrix of second derivatives of a scalar: ``∂²expr/∂wrt[i…]∂wrt[j…]``; the shape of ``wrt``, twice.

    >>> from mathcheck import Vector, dims
    >>> x = Vector("x", dims("n"))
    >>> hessian(x @ x, x).shape
    (n, n)
    """
    return Derivative("hessian", expr, wrt)


@called("directional(f, x, v)")
def directional(expr: Formula, wrt: Formula, along: Operand) -> Expr:
    r"""The directional derivative d/dt expr(wrt + t·along) at t = 0, with the shape of ``expr``.

    >>> from mathcheck import Vector, dims
    >>> n = dims("n")
    >>> x, v = Vector("x", n), Vector("v", n)
    >>> directional(x @ x, x, v) == 2 * x @ v
    directional(x @ x, x, v) == 2 * x @ v
    """
    if along is None:
        raise FormulaError("directional(expr, wrt, along): give the direction, an array of the shape of wrt")
    return Derivative("directional", expr, wrt, along)


@called("limit(f, t, np.inf)", towards)
def limit(expr: Formula, variable: Expr, to: float, side: Literal["+", "-"] | None = None) -> Expr:
    r"""The limit of ``expr`` as the scalar ``variable`` tends to ``to``: a number, ``np.inf`` or ``-np.inf``.

    A limit at a number is two-sided unless ``side`` is ``"+"`` (from above) or ``"-"`` (from below). A limit may be infinite.

    >>> import numpy as np
    >>> from mathcheck import Scalar, positive
    >>> t = Scalar("t", positive)
    >>> limit(np.sin(t) / t, t, 0, side="+") == 1
    limit(np.sin(t) / t, t, 0, side='+') == 1
    """
    return Limit(expr, variable, to, side)


def _derivative_row(kind: str, latex: str) -> Operation:
    return Operation(kind, _constant, latex, POWER)


_DERIVATIVES: dict[str, Operation] = {
    "jacobian": _derivative_row("jacobian", r"\frac{\partial \, <0:4>}{\partial \, <1:4>}"),
    "gradient": _derivative_row("gradient", r"\nabla_{\! <1>} \, <0:3>"),
    "derivative": _derivative_row("derivative", r"\frac{\mathrm{d} \, <0:4>}{\mathrm{d} \, <1:4>}"),
    "hessian": _derivative_row("hessian", r"\nabla^{2}_{\! <1>} \, <0:3>"),
    "directional": _derivative_row("directional", r"\mathrm{D}_{<2>} \, <0:3>"),
}
_LIMIT = Operation("limit", _constant, "", PRODUCT)
