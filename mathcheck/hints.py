"""What stopped a claims file: the sentence, the author's line with the spot underlined, and a hint where Python's own words need one."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from mathcheck import functions
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


def explain(error: BaseException, path: Path) -> tuple[str, str]:
    """Why a module could not be read: a sentence or two, and the author's line, underlined."""
    if isinstance(error, SyntaxError):
        name = Path(error.filename).name if error.filename else path.name
        shown = (error.text or "").rstrip("\n")
        bare = shown.lstrip()
        start = max(0, (error.offset or 1) - 1 - (len(shown) - len(bare)))
        width = max(1, (error.end_offset or 0) - (error.offset or 0)) if error.end_lineno == error.lineno else 1
        return (
            f"{name}, line {error.lineno} is not valid Python: {_ended(error.msg)}",
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
    if hint and isinstance(error, TypeError):
        sentence, hint = f"{place}: {hint}", ""  # Python's own words speak of classes of ours
    return f"{sentence} {hint}".rstrip(), spot.underlined() if spot is not None else ""


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else f"{sentence.rstrip('.')}."


def _unknown(error: BaseException, spot: Spot) -> str:
    """A name that was not imported."""
    name = getattr(error, "name", None)
    if not isinstance(error, NameError) or not name:
        return ""
    home = "mathcheck" if name in _public() else "mathcheck.functions" if name in functions.__all__ else ""
    line = f"from {home} import {name}" if home else _USUAL.get(name, "")
    return f"Write `{line}` at the top." if line else ""


def _shadowed(error: BaseException, spot: Spot) -> str:
    """Something called that is no function: a name of mathcheck given away, or a product written without its sign."""
    if not isinstance(error, TypeError) or not str(error).endswith("is not callable"):
        return ""
    for call in (node for node in spot.chain if isinstance(node, ast.Call)):
        name, value = spot.text(call.func), _value(spot, call.func)
        if callable(value):
            continue
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


RULES: list[Callable[[BaseException, Spot], str]] = [_unknown, _shadowed, _unpacked]
