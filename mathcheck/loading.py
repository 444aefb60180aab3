"""Claims modules imported from their files, under their own names, without leaving anything behind.

A module is known as ``claims.<document>.<section>`` below packages made for the purpose, so that ``from ._notation import W1`` and
``from claims.<document>._notation import W1`` both work, whatever else is installed under those names.
"""

from __future__ import annotations

import ast
import importlib
import importlib.machinery
import importlib.util
import linecache
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from mathcheck.language.claims import Claim, Unchecked, recording


@dataclass(frozen=True)
class Section:
    """A claims module as far as it could be read: its variables, everything it stated, and what stopped it."""

    variables: dict[str, Any]
    stated: list[Claim | Unchecked]
    error: Exception | SystemExit | None = None


_SECTION = "__mathcheck_section__"


def load(path: Path, root: Path) -> Section:
    """The module at ``path``, below the claims folder ``root``. What its code raises is kept, with everything before it."""
    parts = path.relative_to(root.parent).with_suffix("").parts
    importlib.invalidate_caches()
    for depth in range(1, len(parts)):
        _package(".".join(parts[:depth]), root.parent.joinpath(*parts[:depth]))
    name = ".".join(parts)
    known = getattr(sys.modules.get(name), _SECTION, None)
    if known is not None and getattr(sys.modules[name], "__file__", None) == str(path):
        return cast(Section, known)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    with recording() as stated:
        try:
            spec.loader.exec_module(module)
        except (Exception, SystemExit) as error:  # one file that ends the program does not end the run
            del sys.modules[name]
            return Section(vars(module), stated, error)
        except BaseException:
            del sys.modules[name]
            raise
    section = Section(vars(module), stated)
    setattr(module, _SECTION, section)
    return section


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


def forget(folder: Path) -> None:
    """Leave no module that was read below ``folder``: the next :func:`load` reads its file again, and what it imports from there."""
    for name, module in list(sys.modules.items()):
        held = getattr(module, "__dict__", {})  # asked of the dictionary: some modules import others when they are asked for a name
        places = [held.get("__file__"), *held.get("__path__", [])]
        if any(place and Path(str(place)).is_relative_to(folder) for place in places):
            del sys.modules[name]


def title(source: Path) -> str:
    """The first line of a Python file's docstring; empty where there is none or the file cannot be read."""
    docstring = ast.get_docstring(parsed(source))
    return docstring.strip().splitlines()[0].strip() if docstring else ""


def parsed(path: Path) -> ast.Module:
    """The syntax of a Python file, in the encoding that it declares; empty where the file cannot be read."""
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return ast.Module([], [])


def source_line(path: Path, line: int) -> str:
    """A line of a file, without what it is indented by; nothing where it cannot be read."""
    return linecache.getline(str(path), line).strip()
