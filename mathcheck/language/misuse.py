"""What NumPy's functions and operators would do with formulas that is not what their author means: each refuses, and says what is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mathcheck.language import advice, statements
from mathcheck.language.errors import FormulaError
from mathcheck.language.refusals import refuse

# Operators on truth values, as Python writes them.
LOGIC = {np.bitwise_and: "&", np.bitwise_or: "|", np.bitwise_xor: "^", np.invert: "~"}


def check_ufunc(ufunc: np.ufunc, inputs: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Raise :class:`FormulaError` where a ufunc is called as it cannot be on formulas."""
    from mathcheck.language.expression import Expr, as_expr

    if kwargs.get("out") is not None:
        usual = "write `y = y + a` instead of `y += a`, and leave out the argument `out=`"
        refuse("a formula never changes, and this would change one in place", statements.augmented, usual)
    for operand in inputs:
        if not isinstance(operand, (Expr, list, tuple)):
            as_expr(operand)


def check_logic(ufunc: np.ufunc, inputs: tuple[Any, ...]) -> None:
    """Refuse `&`, `|`, `^`, `~` of numbers: what was meant is a power, or a comparison that binds less tightly."""
    from mathcheck.language.expression import as_expr
    from mathcheck.language.relations import truth_valued

    for operand in inputs:
        if truth_valued(as_expr(operand)):
            continue
        symbol, shown = LOGIC[ufunc], " ".join(map(repr, inputs))
        if symbol == "^":
            raise FormulaError(f"`^` is no power in Python, it joins truth values: write `{inputs[0]!r} ** {inputs[1]!r}`")
        if symbol == "~":
            raise FormulaError(
                f"`~{shown}`: `~` negates a condition, and {shown} is a number: write ~(x > 0), or -x for the negative"
            )
        raise FormulaError(
            f"`{symbol}` joins conditions and binds tighter than a comparison, so here it joins {operand!r}, a number: write the comparisons in "
            f"parentheses, (x > 0) {symbol} (x < 1)"
        )


def check_function(func: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Raise :class:`FormulaError` where a function of NumPy is no part of a formula, or takes something else for it."""
    if func in (np.allclose, np.isclose, np.array_equal):
        raise FormulaError(
            f"np.{func.__name__} compares with a fixed tolerance, and here every number carries its own error: write "
            f"`{' == '.join(repr(arg) for arg in args[:2])}`"
        )
    if kwargs.get("out") is not None:
        raise FormulaError("a formula never changes: leave out the argument `out=`")
    if func is np.gradient and len(args) == 2 and advice.is_formula(args[0]) and not args[0].shape:
        raise FormulaError(
            f"np.gradient takes differences between the entries of an array of samples: the gradient of a formula is "
            f"`gradient({args[0]!r}, {args[1]!r})`, from mathcheck"
        )


def check_real(value: Any, array: np.ndarray[Any, Any]) -> None:
    """Refuse what is no array of real numbers."""
    if array.dtype.kind == "c":
        shown = f"{value.imag:g}j" if array.ndim == 0 and not value.real else value
        raise FormulaError(
            f"{f'{shown} is complex' if array.ndim == 0 else 'an array of complex numbers is given'}, and formulas are real: state the real and "
            "the imaginary part each by itself, as np.cos(t) and np.sin(t) for np.exp(1j * t); what is complex only on the way stays inside a "
            'function, as in function(lambda v: np.abs(np.fft.fft(v)), name="spectrum")(x)'
        )
    if array.dtype.kind not in "bif":
        raise FormulaError(f"{value!r} is not a formula, a real number or an array of real numbers")
