r"""A formula as text: as the Python it was written in, and as LaTeX. The author's form is kept: nothing is simplified or reordered."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from mathcheck.language.calculus import Limit
from mathcheck.language.errors import ShapeMismatch
from mathcheck.language.expression import Call, Constant, Expr, Leaf, as_expr, like, substitute
from mathcheck.language.graph import children, nodes
from mathcheck.language.operations import ATOM, POWER, PRODUCT, RELATION, SUM, Operation, _constant
from mathcheck.language.relations import Relation

# Functions of a list of arrays: the list needs no brackets of its own.
_LISTS = frozenset("np.concatenate np.stack np.vstack np.hstack np.column_stack".split())

_METHODS = {"np.transpose": ".T"}
_CHANGED = Operation("changed", _constant, rounding="exact")


def python(expr: Any) -> str:
    """The formula as Python source, with variables by name."""
    return _python(expr)[0]


def latex(expr: Any) -> str:
    """The formula as LaTeX."""
    text = _latex(expr)[0]
    if isinstance(expr, Relation) and expr.hypotheses:
        text += r" \quad \text{given } " + r" \text{ and } ".join(latex(condition) for condition in expr.hypotheses)
    return text


def marked(expr: Any) -> Any:
    r"""The formula, to be printed with ``\color{changed}{…}`` around it in LaTeX and as it is in Python.

    >>> from mathcheck import Scalar
    >>> x = Scalar("x")
    >>> latex(1 + marked(2 * x)), python(1 + marked(2 * x))
    ('1 + \\color{changed}{2 \\, x}', '1 + 2 * x')
    """
    return Call(_CHANGED, (as_expr(expr),))


def unmarked(expr: Any) -> Any:
    """The formula without its marks, and without transposes and signs that take each other back."""
    if not isinstance(expr, Expr):
        return expr
    made: dict[bytes, Any] = {}
    for node in nodes(expr):
        args = substitute(node.args, lambda e: made[e.fingerprint])
        same = isinstance(node, (Leaf, Constant)) or all(made[c.fingerprint] is c for c in children(node))
        made[node.fingerprint] = args[0] if node.operation is _CHANGED else _untwisted(node if same else like(node, args))
    return made[expr.fingerprint]


def _untwisted(expr: Any) -> Any:
    """What is turned round twice is not turned round."""
    if not isinstance(expr, Expr) or not expr.args or expr.kwargs or len(expr.args) != 1:
        return expr
    inner = expr.args[0]
    twice = isinstance(inner, Expr) and inner.operation is expr.operation and len(inner.args) == 1 and not inner.kwargs
    return inner.args[0] if twice and expr.operation.call in (np.transpose, np.negative) else expr


def definitions(*roots: Expr) -> list[tuple[str, str, str]]:
    """The named sub-expressions, innermost first: (name as LaTeX, definition as Python, definition as LaTeX)."""
    found = [node for node in nodes(*roots) if node.operation.name == "named"]
    return [(node.operation.symbol, python(node.args[0]), latex(node.args[0])) for node in found]


# --- Python ---------------------------------------------------------------------------------------

_INFIX = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT, "@": PRODUCT, "**": POWER}


def _python(expr: Any) -> tuple[str, int]:
    if isinstance(expr, Leaf):
        return identifier(expr.name), ATOM
    if isinstance(expr, Constant):
        return _python(expr.value)
    if not isinstance(expr, Expr):
        return _python_argument(expr), ATOM if not _negative(expr) else SUM
    name, args = expr.operation.name, expr.args
    if expr.operation is _CHANGED:
        return _python(args[0])
    if name == "named":
        return identifier(expr.operation.symbol), ATOM
    if name == "getitem":
        return f"{_wrap(args[0], ATOM)}[{_python_index(args[1])}]", ATOM
    if isinstance(expr, Relation):
        return _python_relation(expr)
    symbol = expr.operation.symbol
    if symbol in _INFIX and len(args) == 2 and not expr.kwargs:
        level = _INFIX[symbol]
        left, right = (level + 1, level) if symbol == "**" else (level, level + 1)
        return f"{_wrap(args[0], left)} {symbol} {_wrap(args[1], right)}", level
    if symbol in ("-", "+", "~") and len(args) == 1:
        return f"{symbol}{_wrap(args[0], PRODUCT)}", SUM
    if symbol in ("&", "|", "^"):
        return f"{_wrap(args[0], ATOM)} {symbol} {_wrap(args[1], ATOM)}", RELATION
    if name in _METHODS and len(args) == 1 and not expr.kwargs:
        return f"{_wrap(args[0], ATOM)}{_METHODS[name]}", ATOM
    inner = [_python_argument(arg) for arg in args]
    inner += [_keyword(key, value) for key, value in expr.kwargs.items() if not (name == "limit" and value is None)]
    return f"{name}({', '.join(inner)})", ATOM


def _keyword(key: str, value: Any) -> str:
    return _python_argument(value) if key == "to" else f"{key}={_python_argument(value)}"


def _python_relation(expr: Relation) -> tuple[str, int]:
    if expr.symbol == "proportional":
        text, level = f"proportional({python(expr.left)}, {python(expr.right)})", ATOM
    elif expr.symbol == "&":
        text, level = " & ".join(f"({python(side)})" for side in expr.args), RELATION
    else:
        text, level = f"{_wrap(expr.left, SUM)} {expr.symbol} {_wrap(expr.right, SUM)}", RELATION
    if expr.hypotheses:
        text = text if level == ATOM else f"({text})"
        return f"{text}.given({', '.join(python(condition) for condition in expr.hypotheses)})", ATOM
    return text, level


def _wrap(expr: Any, level: int) -> str:
    text, own = _python(expr)
    return text if own >= level else f"({text})"


def _python_argument(value: Any) -> str:
    if isinstance(value, Expr):
        return _python(value)[0]
    if isinstance(value, (list, tuple)):
        inner = ", ".join(map(_python_argument, value))
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, np.ndarray):
        return np.array2string(value, separator=", ")
    if isinstance(value, (float, np.floating)):
        return _number(float(value))
    return value.__name__ if callable(value) and hasattr(value, "__name__") else repr(value)


def _number(value: float) -> str:
    special = {np.inf: "np.inf", -np.inf: "-np.inf", np.pi: "np.pi", np.e: "np.e"}
    return special.get(value, str(int(value)) if value.is_integer() and abs(value) < 1e6 else repr(value))


def _negative(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0


def _python_index(index: Any) -> str:
    if isinstance(index, tuple):
        return ", ".join(map(_python_index, index))
    if isinstance(index, slice):
        ends = [("" if part is None else _python_argument(part)) for part in (index.start, index.stop)]
        return ":".join(ends) + ("" if index.step is None else f":{_python_argument(index.step)}")
    return "..." if index is Ellipsis else _python_argument(index)


def identifier(name: str) -> str:
    r"""A LaTeX name as a Python name: ``\beta`` is ``beta``, ``\tilde{y}`` is ``tilde_y``.

    >>> identifier(r"\mathbf{W}^{(1)}")
    'W_1'
    """
    plain = re.sub(r"\\(mathbf|boldsymbol|mathrm|bm|vec|text|operatorname)\b", "", name)
    words = re.findall(r"[A-Za-z]+|\d+|\\'|'", plain)
    return "_".join("prime" if word == "'" else word for word in words) or "v"


# --- LaTeX ----------------------------------------------------------------------------------------


def _latex(expr: Any) -> tuple[str, int]:
    if isinstance(expr, Leaf):
        return expr.name, ATOM
    if isinstance(expr, Constant):
        return _latex(expr.value)
    if not isinstance(expr, Expr):
        return _latex_value(expr)
    operation, args = expr.operation, expr.args
    if operation is _CHANGED:
        text, level = _latex(args[0])
        return rf"\color{{changed}}{{{text}}}", level
    if isinstance(expr, Limit):
        return _latex_limit(expr), POWER
    if operation.name == "getitem":
        return _latex_entry(*args[:2]), ATOM
    if operation.symbol == "*" and len(args) == 2:
        return _latex_product(*args), PRODUCT
    if operation.name in _LISTS and len(args) == 1 and isinstance(args[0], (list, tuple)) and not expr.kwargs:
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
        return rf"\text{{{_python_argument(value)}}}".replace("_", r"\_"), ATOM
    if isinstance(value, (int, float, np.number)):
        text = _number(float(value)) if isinstance(value, (float, np.floating)) else str(value)
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


def _latex_array(value: np.ndarray[Any, Any]) -> str:
    rows = value if value.ndim == 2 else value.reshape(1, -1)
    body = r" \\ ".join(" & ".join(_latex_value(entry.item())[0] for entry in row) for row in rows)
    return rf"\begin{{pmatrix}} {body} \end{{pmatrix}}"


def _python_index_latex(index: Any) -> str:
    if isinstance(index, Expr):
        return _latex(index)[0]
    return re.sub(r"\bNone\b", r"\\text{None}", re.sub(r"_", r"\_", _python_index(index)))
