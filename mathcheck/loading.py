"""Claims modules imported from their files, under their own names, without leaving anything behind.

A module is known as ``claims.<document>.<section>`` below packages made for the purpose, so that ``from ._notation import W1`` and
``from claims.<document>._notation import W1`` both work, whatever else is installed under those names.
"""

from __future__ import annotations

import ast
import importlib
import importlib.machinery
import importlib.util
import sys
import traceback
from pathlib import Path
from types import ModuleType


def load(path: Path, root: Path) -> ModuleType:
    """The module at ``path``, below the claims folder ``root``; raises whatever its code raises."""
    parts = path.relative_to(root.parent).with_suffix("").parts
    importlib.invalidate_caches()
    for depth in range(1, len(parts)):
        _package(".".join(parts[:depth]), root.parent.joinpath(*parts[:depth]))
    name = ".".join(parts)
    known = sys.modules.get(name)
    if known is not None and getattr(known, "__file__", None) == str(path):
        return known
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _package(name: str, folder: Path) -> None:
    known = sys.modules.get(name)
    if known is not None and str(folder) in list(getattr(known, "__path__", [])):
        return
    for stale in [other for other in sys.modules if other == name or other.startswith(f"{name}.")]:
        del sys.modules[stale]  # another project's folder of the same name, in the same process
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    package.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
    package.__spec__.submodule_search_locations = [str(folder)]
    sys.modules[name] = package


def title(source: Path) -> str:
    """The first line of a Python file's docstring; empty where there is none or the file cannot be read."""
    try:
        docstring = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8")))
    except (OSError, SyntaxError, ValueError):
        return ""
    return docstring.strip().splitlines()[0].strip() if docstring else ""


def explain(error: BaseException, path: Path) -> tuple[str, str]:
    """Why a module could not be read: a sentence, and the author's line."""
    if isinstance(error, SyntaxError):
        place = f"{path.name}, line {error.lineno}"
        shown = (error.text or "").rstrip("\n")
        mark = " " * max(0, (error.offset or 1) - 1) + "^"
        return f"{place} is not valid Python: {error.msg}.", f"{shown}\n{mark}" if shown else ""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == path]
    place = f"{path.name}, line {frames[-1].lineno}" if frames else path.name
    sentence = f"{place} raised {type(error).__name__} while it was read: {error}"
    return sentence, (frames[-1].line or "") if frames else ""


def rebound(path: Path) -> dict[str, list[int]]:
    """Module variables that are bound more than once to a claim, and the lines: all but the last claim are lost silently."""
    lines: dict[str, list[int]] = {}
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign) and _makes_claim(statement.value):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    lines.setdefault(target.id, []).append(statement.lineno)
    return {name: found for name, found in lines.items() if len(found) > 1}


def unbound(path: Path) -> list[int]:
    """Lines on which a claim is made and bound to no name."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [s.lineno for s in body if isinstance(s, ast.Expr) and _makes_claim(s.value)]


def _makes_claim(value: ast.expr) -> bool:
    if not isinstance(value, ast.Call):
        return False
    name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
    return name in ("claim", "unchecked")
