"""What is given to a derivative or a limit: refused, with what to write, where it is not a formula and a letter of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Expr
from mathcheck.language.graph import contains, leaves
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable


def formula(kind: str, body: Any, what: str) -> Expr:
    """``body``, which is ``what`` a derivative or limit (``kind``) is of. Raises :class:`FormulaError` for what is no formula."""
    if isinstance(body, Expr):
        return body
    if callable(body):
        name, how = _called_name(body)
        raise FormulaError(
            f"{kind}({name}, …): {what} must be a formula, and {name} is a Python function: write {kind}({how}(x), x)"
        )
    if isinstance(body, (list, tuple)):
        raise FormulaError(f"{kind}({body!r}, …): {what} must be one formula, not a list: write {kind}(np.stack({body!r}), x)")
    raise FormulaError(f"{kind}({body!r}, …): {what} must be a formula; the derivative or limit of a number needs no check")


def _called_name(function: Any) -> tuple[str, str]:
    """A Python function's name, and what stands before its brackets where it is called on a formula."""
    if isinstance(function, np.ufunc):
        return f"np.{function.__name__}", f"np.{function.__name__}"
    name = getattr(function, "__name__", "") or type(function).__name__
    return ("your lambda", "f") if name == "<lambda>" else (name, name)


def shown(value: Any) -> str:
    """A number as people write it; infinity as ``np.inf``."""
    return f"{'-' * (value < 0)}np.inf" if isinstance(value, float) and math.isinf(value) else repr(value)


def _instead_of(body: Expr, wrt: Expr) -> str:
    """What to differentiate by, where ``wrt`` does not occur in ``body``."""
    letters = [leaf for leaf in leaves(body) if isinstance(leaf, Variable)]
    if isinstance(wrt, Variable):
        if any(leaf.name == wrt.name for leaf in letters):
            return f"though another variable of that name does: make {wrt!r} once and use it everywhere"
        known = " or ".join(f"`{leaf!r}`" for leaf in letters)
        return f"so the derivative would be 0: differentiate by {known}" if known else "which has no variable at all"
    return "written like that: keep the sub-expression in a Python variable (s = W @ x) and use that same s in the formula and here"


def check_wrt(kind: str, body: Expr, wrt: Any) -> None:
    """Raise :class:`FormulaError` where ``body`` cannot be differentiated by ``wrt``."""
    if not isinstance(wrt, Expr):
        hint = f", not by its name: write {kind}(f, {wrt})" if isinstance(wrt, str) and wrt.isidentifier() else ""
        raise FormulaError(f"{kind}(…, {wrt!r}): differentiate by a variable or a sub-expression of the formula{hint}")
    if isinstance(wrt, Size):
        raise FormulaError(f"{kind}(…, {wrt!r}): a size is a whole number and has no derivative; differentiate by a variable")
    if isinstance(wrt, Variable) and wrt.domain.discrete:
        raise FormulaError(f"{kind}(…, {wrt!r}): its domain {wrt.domain.name} is discrete, so there is no derivative by it")
    if not contains(body, wrt) and isinstance(body, Variable) and contains(wrt, body):
        raise FormulaError(f"{kind}({body!r}, {wrt!r}): what is differentiated comes first: write {kind}({wrt!r}, {body!r})")
    if not contains(body, wrt):
        raise FormulaError(f"{kind}: `{wrt!r}` does not occur in `{body!r}`, {_instead_of(body, wrt)}")


def twice(args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """A derivative of higher order, where the order is given as elsewhere."""
    body, wrt, order = args if len(args) == 3 else (None, None, None)
    if not isinstance(body, Expr) or not isinstance(wrt, Expr):
        return ""
    letters = [wrt, order] if isinstance(order, Expr) else [wrt] * order if isinstance(order, int) and 1 < order < 5 else []
    written = repr(body) if letters else ""
    for letter in letters:
        written = f"derivative({written}, {letter!r})"
    return written


def towards(args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """The place that a letter tends to, where it is given by the letter's name. Raises :class:`FormulaError` where it is given by no letter."""
    given = [*args[1:], *(value for name, value in kwargs.items() if name == "to")]
    if args and isinstance(args[0], Expr) and len(given) == 1 and isinstance(given[0], (int, float)):
        letters = [leaf for leaf in leaves(args[0]) if isinstance(leaf, Variable) and not leaf.sizes]
        moving = repr(letters[0]) if len(letters) == 1 else "t"
        write = f"limit({args[0]!r}, {moving}, {shown(given[0])})"
        which = f", with {' or '.join(map(repr, letters))} for t" if len(letters) > 1 else ""
        raise FormulaError(f"limit(…) misses the letter that moves, which comes second: write {write}{which}") from None
    named = [(name, to) for name, to in kwargs.items() if name not in ("expr", "variable", "to", "side")]
    if len(args) != 1 or len(named) != 1 or not isinstance(named[0][1], (int, float)):
        return ""
    return f"limit({args[0]!r}, {named[0][0]}, {shown(named[0][1])})"
