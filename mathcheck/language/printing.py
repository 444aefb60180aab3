r"""A formula as the Python it was written in. The author's form is kept: nothing is simplified or reordered."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from mathcheck.language.constants import written
from mathcheck.language.expression import Constant, Expr, Leaf
from mathcheck.language.marks import CHANGED
from mathcheck.language.operations import ATOM, POWER, PRODUCT, RELATION, SUM
from mathcheck.language.relations import Relation

# Functions of a list of arrays: the list needs no brackets of its own.
LISTS = frozenset("np.concatenate np.stack np.vstack np.hstack np.column_stack".split())


_METHODS = {"np.transpose": ".T"}


def python(expr: Any) -> str:
    """The formula as Python source, with variables by name."""
    return _python(expr)[0]


_INFIX = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT, "@": PRODUCT, "**": POWER}


def _python(expr: Any) -> tuple[str, int]:
    if isinstance(expr, Leaf):
        return identifier(expr.name), ATOM
    if isinstance(expr, Constant):
        return _python(expr.value)
    if not isinstance(expr, Expr):
        value = expr.item() if isinstance(expr, np.ndarray) and not expr.ndim else expr
        known = written(float(value)) if isinstance(value, (float, np.floating)) else None
        return python_argument(value), known.level if known is not None else ATOM if not _negative(value) else SUM
    name, args = expr.operation.name, expr.args
    if expr.operation is CHANGED:
        return _python(args[0])
    if name == "named":
        return identifier(expr.operation.symbol), ATOM
    if name == "getitem":
        return f"{_wrap(args[0], ATOM)}[{python_index(args[1])}]", ATOM
    if isinstance(expr, Relation):
        return _python_relation(expr)
    symbol = expr.operation.symbol
    if symbol in _INFIX and len(args) == 2 and not expr.kwargs:
        level = _INFIX[symbol]
        left, right = (level + 1, level) if symbol == "**" else (level, level + 1)
        first = python(args[0]) if level == PRODUCT and _minus(args[0]) else _wrap(args[0], left)
        second = _wrap(args[1], right)
        return f"{first} {symbol} {f'({second})' if second.startswith('-') else second}", level
    if symbol in ("-", "+", "~") and len(args) == 1:
        whole = isinstance(args[0], Expr) and args[0].operation.symbol in ("//", "%")  # -a // b rounds another way
        return f"{symbol}{_wrap(args[0], ATOM if whole else PRODUCT)}", SUM
    if symbol in ("&", "|", "^"):
        return f"{_wrap(args[0], ATOM)} {symbol} {_wrap(args[1], ATOM)}", RELATION
    if name in _METHODS and len(args) == 1 and not expr.kwargs:
        return f"{_wrap(args[0], ATOM)}{_METHODS[name]}", ATOM
    inner = [python_argument(arg) for arg in args]
    inner += [_keyword(key, value) for key, value in expr.kwargs.items() if not (name == "limit" and value is None)]
    return f"{name}({', '.join(inner)})", ATOM


def _keyword(key: str, value: Any) -> str:
    return python_argument(value) if key == "to" else f"{key}={python_argument(value)}"


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


def python_argument(value: Any) -> str:
    """An argument, which may be no formula, as Python source."""
    if isinstance(value, Expr):
        return _python(value)[0]
    if isinstance(value, (list, tuple)):
        inner = ", ".join(map(python_argument, value))
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, np.ndarray):
        return _array(value) if value.ndim else python_argument(value.item())
    if isinstance(value, (float, np.floating)):
        return number_text(float(value))
    return value.__name__ if callable(value) and hasattr(value, "__name__") else repr(value)


def is_identity(value: np.ndarray[Any, Any]) -> bool:
    """Whether an array is the identity matrix as ``np.eye`` makes it; one of whole numbers was written out."""
    return value.ndim == 2 and len(value) > 1 and value.dtype.kind == "f" and np.array_equal(value, np.eye(len(value)))


# Of an axis of an array with more entries than MANY altogether, as many as this are written at either end.
MANY, ENDS = 1000, 3


def _array(value: np.ndarray[Any, Any]) -> str:
    """An array of numbers as the call that makes it, on one line and to the last digit; of a large one, as NumPy does, the ends."""

    def nested(part: Any) -> str:
        if not isinstance(part, list):
            return python_argument(part)
        cut = value.size > MANY and len(part) > 2 * ENDS
        shown = [*map(nested, part[:ENDS]), "...", *map(nested, part[-ENDS:])] if cut else list(map(nested, part))
        return f"[{', '.join(shown)}]"

    return f"np.eye({len(value)})" if is_identity(value) else f"np.array({nested(value.tolist())})"


def number_text(value: float) -> str:
    """A number as Python source."""
    if known := written(value):
        return known.python
    special = {np.inf: "np.inf", -np.inf: "-np.inf"}
    return special.get(value, str(int(value)) if value.is_integer() and abs(value) < 1e6 else repr(value))


def _negative(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0


def _minus(value: Any) -> bool:
    """Whether a factor begins with a minus sign of its own, which binds as it does in Python."""
    if isinstance(value, Expr):
        return value.operation.call is np.negative or (isinstance(value, Constant) and _negative(value.value))
    return _negative(value)


def python_index(index: Any) -> str:
    """An index as Python source."""
    if isinstance(index, tuple):
        return ", ".join(map(python_index, index))
    if isinstance(index, slice):
        ends = [("" if part is None else python_argument(part)) for part in (index.start, index.stop)]
        return ":".join(ends) + ("" if index.step is None else f":{python_argument(index.step)}")
    return "..." if index is Ellipsis else python_argument(index)


def counted(number: int, noun: str) -> str:
    """So many of what a noun names in the singular.

    >>> counted(1, "input"), counted(2, "input")
    ('1 input', '2 inputs')
    """
    return f"{number} {noun}" + ("s" if number != 1 else "")


def identifier(name: str) -> str:
    r"""A LaTeX name as a Python name: ``\beta`` is ``beta``, ``\tilde{y}`` is ``tilde_y``.

    >>> identifier(r"\mathbf{W}^{(1)}")
    'W_1'
    """
    plain = re.sub(r"\\(mathbf|boldsymbol|mathrm|bm|vec|text|operatorname)\b", "", name)
    words = re.findall(r"[A-Za-z]+|\d+|\\'|'", plain)
    return "_".join("prime" if word == "'" else word for word in words) or "v"
