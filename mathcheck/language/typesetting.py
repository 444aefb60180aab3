r"""A formula as LaTeX. The author's form is kept: nothing is simplified or reordered."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from mathcheck.language.calculus import Limit
from mathcheck.language.errors import ShapeMismatch
from mathcheck.language.expression import Constant, Expr, Leaf
from mathcheck.language.graph import nodes
from mathcheck.language.marks import CHANGED
from mathcheck.language.operations import ATOM, POWER, PRODUCT, SUM
from mathcheck.language.printing import LISTS, number_text, python, python_argument, python_index
from mathcheck.language.relations import Relation


def latex(expr: Any) -> str:
    """The formula as LaTeX."""
    text = _latex(expr)[0]
    if isinstance(expr, Relation) and expr.hypotheses:
        text += r" \quad \text{given } " + r" \text{ and } ".join(latex(condition) for condition in expr.hypotheses)
    return text


def definitions(*roots: Expr) -> list[tuple[str, str, str]]:
    """The named sub-expressions, innermost first: (name as LaTeX, definition as Python, definition as LaTeX)."""
    found = [node for node in nodes(*roots) if node.operation.name == "named"]
    return [(node.operation.symbol, python(node.args[0]), latex(node.args[0])) for node in found]


def _latex(expr: Any) -> tuple[str, int]:
    if isinstance(expr, Leaf):
        return expr.name, ATOM
    if isinstance(expr, Constant):
        return _latex(expr.value)
    if not isinstance(expr, Expr):
        return _latex_value(expr)
    operation, args = expr.operation, expr.args
    if operation is CHANGED:
        text, level = _latex(args[0])
        return rf"\color{{changed}}{{{text}}}", level
    if isinstance(expr, Limit):
        return _latex_limit(expr), POWER
    if operation.name == "getitem":
        return _latex_entry(*args[:2]), ATOM
    if operation.symbol == "*" and len(args) == 2:
        return _latex_product(*args), PRODUCT
    if operation.name == "np.block" and len(args) == 1 and _is_table(args[0]):
        return _latex_table([[_latex_value(entry)[0] for entry in row] for row in args[0]]), ATOM
    if operation.name in LISTS and len(args) == 1 and isinstance(args[0], (list, tuple)) and not expr.kwargs:
        name = operation.name[3:].replace("_", r"\_")
        return rf"\operatorname{{{name}}}\left({_comma(args[0])}\right)", ATOM
    if operation.latex and not _plain_call(expr):
        return _fill(operation.latex, args), operation.level
    inner = [_latex_value(arg)[0] for arg in args]
    inner += [rf"\text{{{key}}}={_latex_value(value)[0]}" for key, value in expr.kwargs.items()]
    label = operation.name.rsplit(".", 1)[-1].replace("_", r"\_")
    return rf"\operatorname{{{label}}}\left({', '.join(inner)}\right)", ATOM


def _latex_entry(array: Any, index: Any) -> str:
    whole = _latex_wrap(array, ATOM)
    base = f"{{{whole}}}" if _has_subscript(whole) else whole  # two subscripts in a row are no LaTeX
    return f"{base}_{{{_python_index_latex(index)}}}"


def _has_subscript(latex: str) -> bool:
    """Whether LaTeX has a subscript outside braces."""
    outside = re.sub(r"\\.", "", latex)
    while (inner := re.sub(r"\{[^{}]*\}", "", outside)) != outside:
        outside = inner
    return "_" in outside


def _plain_call(expr: Expr) -> bool:
    # A template knows the positional arguments only: with axis= and the like the call is written out.
    more = {key: value for key, value in expr.kwargs.items() if value is not None}
    expected = {int(found) for found in re.findall(r"<(\d)", expr.operation.latex)}
    listed = "<*>" in expr.operation.latex or "<x>" in expr.operation.latex
    return bool(more) or (not listed and bool(expected) and max(expected) + 1 != len(expr.args))


def _fill(template: str, args: tuple[Any, ...]) -> str:
    def slot(match: re.Match[str]) -> str:
        key, level = match.groups()
        if key in ("*", "x"):
            return (", " if key == "*" else r" \times ").join(_latex(arg)[0] for arg in args)
        if level == str(PRODUCT) and match.start() == 0 and match.end() < len(template):
            return _first_factor(args[int(key)])
        return _latex_wrap(args[int(key)], int(level)) if level else _latex(args[int(key)])[0]

    return re.sub(r"<([0-9*x])(?::(\d))?>", slot, template)


def _latex_wrap(expr: Any, level: int) -> str:
    text, own = _latex(expr)
    return text if own >= level else rf"\left({text}\right)"


# What stands before its argument without brackets: as a factor before others it would seem to go for those too.
_PREFIXES = frozenset("gradient hessian directional limit np.sum np.prod".split())


def _first_factor(expr: Any) -> str:
    """The left operand of a product, in brackets where it would be read as reaching over the right one."""
    name = expr.operation.name if isinstance(expr, Expr) else ""
    reaches = (
        name in _PREFIXES or (name == "np.matmul" and _reaches(expr.args[1])) or (name == "np.multiply" and _reaches(expr.args[1]))
    )
    return _latex_wrap(expr, ATOM + 1 if reaches else PRODUCT)


def _reaches(expr: Any) -> bool:
    return isinstance(expr, Expr) and expr.operation.name in _PREFIXES and not expr.kwargs


def _latex_product(a: Any, b: Any) -> str:
    left, right = _first_factor(a), _latex_wrap(b, POWER)
    if _axes(a) > 0 and _axes(b) > 0:
        return rf"{left} \odot {right}"
    return (
        rf"{left} \cdot {right}" if right[:1].isdigit() or (left[-1:].isdigit() and right[:1].isdigit()) else rf"{left} \, {right}"
    )


def _axes(value: Any) -> int:
    try:
        return len(value.shape) if isinstance(value, Expr) else np.ndim(value)
    except ShapeMismatch:
        return 1


def _latex_limit(expr: Limit) -> str:
    goal, _ = _latex_value(expr.to)
    side = f"^{{{expr.side}}}" if expr.side else ""
    return rf"\lim_{{{expr.variable.name} \to {goal}{side}}} {_latex_wrap(expr.body, PRODUCT)}"


def _comma(values: Any) -> str:
    return ", ".join(_latex_value(entry)[0] for entry in values)


def _latex_value(value: Any) -> tuple[str, int]:
    if isinstance(value, Expr):
        return _latex(value)
    if isinstance(value, bool) or value is None or isinstance(value, str) or callable(value):
        return rf"\text{{{python_argument(value)}}}".replace("_", r"\_"), ATOM
    if isinstance(value, (int, float, np.number)):
        text = _cut(number_text(float(value))) if isinstance(value, (float, np.floating)) else str(value)
        text = text.replace("np.inf", r"\infty").replace("np.pi", r"\pi").replace("np.e", "e")
        text = re.sub(r"e([+-]?)0*(\d+)$", lambda m: rf" \cdot 10^{{{m[1].replace('+', '')}{m[2]}}}", text)
        return text, SUM if text.startswith("-") else ATOM
    if isinstance(value, np.ndarray) and value.ndim:
        return _latex_array(value), ATOM
    if isinstance(value, list):
        return rf"\left[{_comma(value)}\right]", ATOM
    if isinstance(value, tuple):
        return rf"\left({_comma(value)}\right)", ATOM
    return rf"\text{{{value!r}}}", ATOM


# Nobody writes a number with more digits than this; one that has them was computed, and no more than SHOWN are read.
WRITTEN, SHOWN = 12, 6


def _cut(text: str) -> str:
    r"""A number's text, cut after a few digits where it has so many that it was computed; with dots for the others. What stands before the
    point is not cut.

    >>> _cut("0.3333333333333333"), _cut("-1.4142135623730951e-20"), _cut("3.1415926535"), _cut("123456789012345.0")
    ('0.333333\\ldots', '-1.41421\\ldots e-20', '3.1415926535', '123456789012345')
    """
    mantissa, e, exponent = text.partition("e")
    whole, _, decimals = mantissa.partition(".")
    digits = (whole + decimals).lstrip("-0")
    if not digits.isdigit() or len(digits) <= WRITTEN:
        return text
    kept = decimals.removesuffix("0" if decimals == "0" else "")[: max(1, len(decimals) - len(digits) + SHOWN)]
    dropped = decimals[len(kept) :].strip("0")
    return f"{whole}{'.' if kept else ''}{kept}" + r"\ldots" * bool(dropped) + (f" {e}{exponent}" if e else "")


def _latex_array(value: np.ndarray[Any, Any]) -> str:
    rows = value if value.ndim == 2 else value.reshape(1, -1)
    return _latex_table([[_latex_value(entry.item())[0] for entry in row] for row in rows])


def _is_table(value: Any) -> bool:
    """Whether a list is one of rows of the same length."""
    rows = value if isinstance(value, (list, tuple)) else []
    return all(isinstance(row, (list, tuple)) for row in rows) and len({len(row) for row in rows}) == 1


def _latex_table(rows: list[list[str]]) -> str:
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def _python_index_latex(index: Any) -> str:
    if isinstance(index, Expr):
        return _latex(index)[0]
    return re.sub(r"\bNone\b", r"\\text{None}", re.sub(r"_", r"\_", python_index(index)))
