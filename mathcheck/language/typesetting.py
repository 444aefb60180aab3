r"""A formula as LaTeX. The author's form is kept: nothing is simplified or reordered."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from mathcheck.language.calculus import Limit
from mathcheck.language.constants import written
from mathcheck.language.digits import shortened
from mathcheck.language.errors import ShapeMismatch
from mathcheck.language.expression import Constant, Expr, Leaf
from mathcheck.language.graph import nodes
from mathcheck.language.marks import CHANGED
from mathcheck.language.operations import ATOM, POWER, PRODUCT, SUM
from mathcheck.language.printing import LISTS, is_identity, number_text, python, python_argument, python_index
from mathcheck.language.relations import Relation


def latex(expr: Any, *beside: Expr) -> str:
    """The formula as LaTeX. Its long numbers are shortened, but never so that two that differ look alike, in it or in the formulas that
    will stand ``beside`` it, with what those name."""
    others = [text for other in beside for text in (_whole(other), *(_whole(node.args[0]) for node in _named(other)))]
    return shortened(_whole(expr), others)


def _whole(expr: Any) -> str:
    """The formula with all its hypotheses, and all digits of its numbers."""
    text = _latex(expr)[0]
    if isinstance(expr, Relation) and expr.hypotheses:
        text += r" \quad \text{given } " + r" \text{ and } ".join(_latex(condition)[0] for condition in expr.hypotheses)
    return text


def definitions(*roots: Expr) -> list[tuple[str, str, str]]:
    """The named sub-expressions, innermost first: (name as LaTeX, definition as Python, definition as LaTeX)."""
    return [(node.operation.symbol, python(node.args[0]), latex(node.args[0], *roots)) for node in _named(*roots)]


def _named(*roots: Expr) -> list[Expr]:
    return [node for node in nodes(*roots) if node.operation.name == "named"]


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
    if _turns(expr):
        return rf"{_row(args[0])} \, {_latex_wrap(args[1], POWER)}", PRODUCT
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
    return f"{_base(whole, '_')}_{{{_python_index_latex(index)}}}"


# Brackets that grow, with nothing of the kind inside.
_BRACKETS = r"\\left(?![A-Za-z])(?:(?!\\(?:left|right)(?![A-Za-z])).)*\\right(?![A-Za-z])"


def _without(pattern: str, text: str) -> str:
    """The text without what matches, the innermost first."""
    while (rest := re.sub(pattern, "", text)) != text:
        text = rest
    return text


def _base(latex: str, sign: str) -> str:
    """LaTeX to which one may attach a script (with ``_`` or ``^``): in braces where it has one there, as two in a row are no LaTeX."""
    outside = _without(_BRACKETS, latex)
    outside = _without(r"\{[^{}]*\}", re.sub(r"\\.", "", outside))
    return f"{{{latex}}}" if sign in outside else latex


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
        text = _latex_wrap(args[int(key)], int(level)) if level else _latex(args[int(key)])[0]
        return _base(text, "^") if template[match.end() :].startswith("^") else text

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


def _turns(expr: Expr) -> bool:
    """Whether a product has a vector on its left: in NumPy a vector is neither row nor column, on paper it is a column and has to be turned."""
    if expr.operation.call not in (np.matmul, np.dot) or len(expr.args) != 2 or expr.kwargs:
        return False
    return _axes(expr.args[0]) == 1 and _axes(expr.args[1]) in (1, 2)


def _row(vector: Any) -> str:
    """A vector on the left of a product, as a row: transposed, unless it is set as a row already. A number before it stays before it."""
    bare = vector
    while isinstance(bare, Expr) and bare.operation is CHANGED:
        bare = bare.args[0]
    numbers = not isinstance(bare, Expr) or isinstance(bare, Constant)  # these are set in a row
    if numbers or bare.operation.call in (np.transpose, np.matrix_transpose) or _turns(bare):
        return _first_factor(vector)
    if bare is vector and bare.operation.symbol == "*" and _axes(bare.args[0]) == 0 and _axes(bare.args[1]) == 1:
        return rf"{_number_before(bare.args[0])} \, {_row(bare.args[1])}"
    return rf"{_base(_latex_wrap(vector, ATOM), '^')}^{{\top}}"


def _number_before(factor: Any) -> str:
    """A number as the left factor: an inner product in brackets, as its right vector would seem to be multiplied by what follows."""
    inner = isinstance(factor, Expr) and _turns(factor)
    return rf"\left({_latex(factor)[0]}\right)" if inner else _first_factor(factor)


def _reaches(expr: Any) -> bool:
    return isinstance(expr, Expr) and expr.operation.name in _PREFIXES and not expr.kwargs


def _latex_product(a: Any, b: Any) -> str:
    left, right = _number_before(a) if _axes(a) == 0 else _first_factor(a), _latex_wrap(b, POWER)
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
    if isinstance(value, (float, np.floating)) and (known := written(float(value))):
        return known.latex, known.latex_level
    if isinstance(value, (int, float, np.number)):
        text = number_text(float(value)) if isinstance(value, (float, np.floating)) else str(value)
        text = text.replace("np.inf", r"\infty")
        text = re.sub(r"e([+-]?)0*(\d+)$", lambda m: rf" \cdot 10^{{{m[1].replace('+', '')}{m[2]}}}", text)
        return text, SUM if text.startswith("-") else ATOM
    if isinstance(value, np.ndarray):
        return (_latex_array(value), ATOM) if value.ndim else _latex_value(value.item())
    if isinstance(value, list) and _is_matrix(value):
        return _latex_array(np.array(value)), ATOM
    if isinstance(value, list):
        return rf"\left[{_comma(value)}\right]", ATOM
    if isinstance(value, tuple):
        return rf"\left({_comma(value)}\right)", ATOM
    return rf"\text{{{value!r}}}", ATOM


# Of a row or column of numbers longer than LONG, the first FIRST and the last LAST are set: no page has room for more.
LONG, FIRST, LAST = 10, 5, 2


def _latex_array(value: np.ndarray[Any, Any]) -> str:
    """Numbers as a matrix, a vector as its only row; what has more axes as the list of what it holds."""
    if value.ndim > 2:
        inner = ", ".join(_ends(list(map(_latex_array, value)), r"\ldots"))
        return rf"\left[{inner}\right]"
    if is_identity(value):
        return f"I_{{{len(value)}}}"
    rows = value if value.ndim == 2 else value.reshape(1, -1)
    return _latex_table(_ends([_ends([_latex_value(entry.item())[0] for entry in row], r"\ldots") for row in rows]))


def _ends(entries: list[Any], dots: str = "") -> list[Any]:
    """Entries or rows, with dots for the middle ones where there are too many."""
    if len(entries) <= LONG:
        return entries
    return [*entries[:FIRST], dots or [r"\vdots"] * len(entries[0]), *entries[-LAST:]]


def _is_matrix(value: list[Any]) -> bool:
    """Whether a list is a matrix of numbers, written as a list of its rows."""
    rows = bool(value) and all(isinstance(row, list) and row for row in value) and _is_table(value)
    return rows and all(isinstance(entry, (int, float, np.number)) for row in value for entry in row)


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
    return re.sub(r"\bNone\b", r"\\text{None}", re.sub(r"_", r"\_", python_index(_listed(index))))


def _listed(index: Any) -> Any:
    """An index whose arrays are lists, which are shorter to read."""
    if isinstance(index, tuple):
        return tuple(map(_listed, index))
    return index.tolist() if isinstance(index, np.ndarray) else index
