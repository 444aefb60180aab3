"""What stopped a claims file: the sentence, the author's line with the spot underlined, and a hint where Python's own words need one."""

from __future__ import annotations

import ast
import difflib
import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import scipy.special

from mathcheck import functions
from mathcheck.language.domain import Domain
from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Expr
from mathcheck.language.spot import Spot, spot_of

# Modules that formulas are written with, by the names that everybody gives them.
_USUAL = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "scipy": "import scipy.special",
    "math": "import numpy as np, and np.… for math.…",
}


# Signs as they stand on paper or in other languages, and as Python writes them.
_SIGNS = {
    "=>": ">=",
    "=<": "<=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "<>": "!=",
    "·": "* or @",
    "×": "*",
    "−": "-",
    "÷": "/",
    "²": "**2",
    "ᵀ": ".T",
}

# Letters that stand for something on paper and for nothing here.
_LETTERS = {
    "E": "An expectation is a sum with weights, p @ f(x) for the probabilities p, or np.mean(f(x)) over a sample",
    **dict.fromkeys(("Var", "var"), "A variance is np.var(x), or p @ x**2 - (p @ x)**2 for the probabilities p"),
    **dict.fromkeys(("d", "D", "diff", "grad"), "A derivative is written derivative(f, t), gradient(f, x) or jacobian(f, x)"),
    **dict.fromkeys(("inf", "oo", "infinity"), "Infinity is np.inf"),
    "pi": "The number is np.pi",
    **dict.fromkeys(("lim", "Limit"), "A limit is written limit(f, t, np.inf)"),
    **dict.fromkeys(("I", "Id", "identity"), "The identity matrix is eye(n), from mathcheck.functions"),
    "norm": "A norm is np.linalg.norm(x)",
    **dict.fromkeys(("det", "inv", "trace"), "Write np.linalg.det(A), np.linalg.inv(A), np.trace(A)"),
}


def explain(error: BaseException, path: Path) -> tuple[str, str]:
    """Why a module could not be read: a sentence or two, and the author's line, underlined."""
    if isinstance(error, SyntaxError):
        name = Path(error.filename).name if error.filename else path.name
        shown = (error.text or "").rstrip("\n")
        bare = shown.lstrip()
        start = max(0, (error.offset or 1) - 1 - (len(shown) - len(bare)))
        width = max(1, (error.end_offset or 0) - (error.offset or 0)) if error.end_lineno == error.lineno else 1
        return (
            f"{name}, line {error.lineno} is not valid Python: {_ended(error.msg)}{_misspelt(shown)}",
            f"{bare}\n{' ' * start}{'^' * width}" if bare else "",
        )
    spot = spot_of(error)
    place = f"{Path(spot.path).name}, line {spot.line}" if spot is not None else path.name
    if isinstance(error, FormulaError):
        sentence = f"{place}: {_ended(str(error))}"
    else:
        sentence = f"{place} raised {type(error).__name__} while it was read: {_ended(str(error))}"
    hints = (rule(error, spot) for rule in RULES) if spot is not None else ()
    hint = next((words for words in hints if words), "")
    if hint and isinstance(error, (TypeError, ImportError)):
        sentence, hint = f"{place}: {hint}", ""  # Python's own words speak of classes of ours
    return f"{sentence} {hint}".rstrip(), spot.underlined() if spot is not None else ""


def _misspelt(line: str) -> str:
    """Signs of mathematics that Python writes otherwise."""
    code = re.sub(r"""("[^"]*"|'[^']*'|#.*)""", "", line)
    found = next((pair for pair in _SIGNS.items() if pair[0] in code), None)
    return f" The sign `{found[0]}` is written `{found[1]}`." if found else ""


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else f"{sentence.rstrip('.')}."


def _unknown(error: BaseException, spot: Spot) -> str:
    """A name that was not imported."""
    name = getattr(error, "name", None)
    if not isinstance(error, NameError) or not name:
        return ""
    home = "mathcheck" if name in _public() else "mathcheck.functions" if name in functions.__all__ else ""
    line = f"from {home} import {name}" if home else _USUAL.get(name, "")
    if line:
        return f"Write `{line}` at the top."
    if name in _LETTERS:
        return f"{_LETTERS[name]}."
    if hasattr(np, name) and name.isidentifier():
        return f"Write `np.{name}`."
    sign = next((sign for sign in _SIGNS if sign in name), "")
    return f"The sign `{sign}` is written `{_SIGNS[sign]}`." if sign else ""


def _imported(error: BaseException, spot: Spot) -> str:
    """A name that mathcheck does not have."""
    found = re.match(r"cannot import name '(\w+)'", str(error)) if isinstance(error, ImportError) else None
    name, home = found.group(1) if found else "", getattr(error, "name", None) or ""
    if not name or not home.startswith("mathcheck"):
        return ""
    return f"{home} has no `{name}`: {_home(name, home)}."


def _home(name: str, home: str) -> str:
    """Where a name that ``home`` does not have is to be found."""
    elsewhere = "mathcheck" if name in _public() else "mathcheck.functions" if name in functions.__all__ else ""
    if elsewhere and elsewhere != home:
        return f"write `from {elsewhere} import {name}`"
    for module, shown in ((np, "np"), (np.linalg, "np.linalg"), (scipy.special, "scipy.special")):
        if hasattr(module, name):
            return f"write `{shown}.{name}(…)`, as functions of NumPy and SciPy are used as they are"
    close = difflib.get_close_matches(name, [*functions.__all__, *_public()], 1)
    return f"perhaps `{close[0]}` is meant" if close else f"its functions are {', '.join(functions.__all__)}"


def _shadowed(error: BaseException, spot: Spot) -> str:
    """Something called that is no function: a name of mathcheck given away, or a product written without its sign."""
    if not isinstance(error, TypeError) or not str(error).endswith("is not callable"):
        return ""
    for call in (node for node in spot.chain if isinstance(node, ast.Call)):
        name, value = spot.text(call.func), _value(spot, call.func)
        if callable(value):
            continue
        if isinstance(value, Domain):
            return f'{name} is a domain, no function: it stands after a variable\'s sizes, as in `Vector("x", n, {name})`.'
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("T", "shape", "ndim", "size"):
            entry = f"`{name}[{spot.text(call.args[0])}]`, in square brackets" if call.args else f"`{name}` without the brackets"
            return f"{name} is no function: write {entry}."
        if name in _public() or name in functions.__all__:
            return f"`{name}` is {_brief(value)} here, no longer mathcheck's function: give that value another name."
        return f"{name} is no function; a product is written with its sign: `{name} * ({', '.join(map(spot.text, call.args))})`, or with `@`."
    return ""


def _public() -> list[str]:
    """The names that people import from mathcheck; not imported above, as the front door opens into every room."""
    names: list[str] = importlib.import_module("mathcheck").__all__
    return names


def _value(spot: Spot, node: ast.AST) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    return spot.names.get(node.id, len) if isinstance(node, ast.Name) else None


def _brief(value: Any) -> str:
    text = f"the formula {value!r}" if isinstance(value, Expr) else repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _unpacked(error: BaseException, spot: Spot) -> str:
    """Sizes that are not as many as the names that they are given to."""
    statement = spot.chain[-1] if spot.chain else None
    if (
        not isinstance(error, ValueError)
        or not isinstance(statement, ast.Assign)
        or not isinstance(statement.targets[0], ast.Tuple)
    ):
        return ""
    names = [spot.text(target) for target in statement.targets[0].elts]
    if not re.match(r"(mathcheck\.)?dims\(", spot.text(statement.value)):
        return ""
    return f'Name as many sizes as variables: `{", ".join(names)} = dims("{" ".join(names)}")`.'


def _generator(error: BaseException, spot: Spot) -> str:
    """NumPy's sum of a generator, which Python's own takes."""
    if not isinstance(error, TypeError) or "generator" not in str(error):
        return ""
    for call in (node for node in spot.chain if isinstance(node, ast.Call)):
        if call.args and isinstance(call.args[0], ast.GeneratorExp) and spot.text(call.func).startswith("np."):
            return f"`{spot.text(call.func)}` takes an array: write `sum{ast.unparse(call.args[0])}`, Python's own sum."
    return ""


RULES: list[Callable[[BaseException, Spot], str]] = [_unknown, _imported, _shadowed, _generator, _unpacked]
