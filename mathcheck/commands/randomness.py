"""Randomness drawn while a claims file is read: one value of it stands in the formula, and no other is ever tried."""

from __future__ import annotations

import ast
import random
from collections.abc import Container, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from mathcheck.commands.rules import Finding, Module, Stated
from mathcheck.loading import parsed

_GENERATORS = (np.random.Generator, np.random.RandomState, random.Random)
# What makes a generator, and one to look a method up in.
_MAKERS: dict[Any, Any] = {
    np.random.default_rng: np.random.default_rng(0), np.random.Generator: np.random.default_rng(0),
    np.random.RandomState: np.random.RandomState(0), random.Random: random.Random(0),
}  # fmt: skip
_DRAW_NOTHING = "seed spawn getstate setstate get_state set_state".split()

# What is drawn as such functions draw; what others draw is a real number.
_DOMAINS = {
    "rand": "unit_interval", "random": "unit_interval", "random_sample": "unit_interval", "uniform": "interval(a, b)",
    "integers": "integers(a, b)", "randint": "integers(a, b)", "randrange": "integers(a, b)", "choice": "one_of(a, b)",
    "dirichlet": "simplex", "exponential": "positive",
}  # fmt: skip


def drawn_once(modules: list[Module], stated: list[Stated]) -> Iterator[Finding]:
    """The claims whose formula holds a value that was drawn when the file was read."""
    files = {module.path: _File(module) for module in modules}
    for file in [*files.values()] * 2:  # one may come before another that it imports from
        file.follow(files)
    for entry in stated:
        path, line = entry.place
        here = files.get(path)
        call = None if here is None else next((call for node in here.at(line) for call in here.draws(node)), None)
        if call is not None:
            text = " ".join(ast.unparse(call).split())
            domain = _DOMAINS.get(ast.unparse(call.func).rpartition(".")[2], "reals")
            yield Finding(path, line, "drawn-once",
                          f"`{text}` is drawn once, when the file is read: {entry.name} is about that one value and no other is tried.",
                          f'Write a variable in its place, Scalar("u", {domain}) or an array of such, which is drawn for each input.')  # fmt: skip


class _File:
    """A claims file: which of its names hold what was drawn, and which functions draw where they are called."""

    def __init__(self, module: Module) -> None:
        self.path, self.variables, self.tree = module.path, module.variables, parsed(module.path)
        self.names: dict[str, ast.Call] = {}
        self.functions: dict[str, ast.Call] = {}

    def follow(self, files: Mapping[Path, _File]) -> None:
        """Learn the names, in the order in which they are written; those of a file beside it as far as they are known."""
        for node in (node for statement in self.tree.body for node in _ordered(statement)):
            if isinstance(node, ast.FunctionDef):
                own = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
                drawn = next((call for inner in node.body for call in self.draws(inner, own)), None)
                self.functions |= {} if drawn is None else {node.name: drawn}
            elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                drawn = next(self.draws(node.value), None)
                stored = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
                fresh = {name: call for name, call in self.names.items() if name not in stored or isinstance(node, ast.AugAssign)}
                self.names = fresh | ({} if drawn is None else dict.fromkeys(stored, drawn))
            elif isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
                beside = files.get(self.path.parent / f"{node.module}.py")
                known = {} if beside is None else beside.names
                self.names |= {alias.asname or alias.name: known[alias.name] for alias in node.names if alias.name in known}

    def at(self, line: int) -> list[ast.stmt]:
        """The innermost statement at a line."""
        around = [
            node for node in ast.walk(self.tree) if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line)
        ]
        return around[-1:]

    def draws(self, node: ast.AST, but: Container[str] = ()) -> Iterator[ast.Call]:
        """The calls that draw what the value of ``node`` is made of; names in ``but`` mean something else there."""
        for inner in _at_once(node):
            if isinstance(inner, ast.Call) and self._draws(inner.func):
                yield inner
            elif isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id in self.functions:
                yield self.functions[inner.func.id]
            elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load) and inner.id in self.names and inner.id not in but:
                yield self.names[inner.id]

    def _draws(self, called: ast.expr) -> bool:
        method = self._value(called)
        return isinstance(getattr(method, "__self__", None), _GENERATORS) and method.__name__ not in _DRAW_NOTHING

    def _value(self, node: ast.expr) -> Any:
        """What stands there, as far as it is a module, a generator or something of theirs; None otherwise."""
        if isinstance(node, ast.Name):
            return self.variables.get(node.id)
        if isinstance(node, ast.Attribute):
            owner = self._value(node.value)
            return getattr(owner, node.attr, None) if isinstance(owner, (ModuleType, *_GENERATORS)) else None
        if isinstance(node, ast.Call):
            maker = self._value(node.func)
            return next((made for known, made in _MAKERS.items() if known is maker), None)
        return None


def _at_once(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is evaluated with it: not what stands in a lambda."""
    yield node
    if not isinstance(node, ast.Lambda):
        for inner in ast.iter_child_nodes(node):
            yield from _at_once(inner)


def _ordered(statement: ast.stmt) -> Iterator[ast.AST]:
    """A statement and what stands in it, as it is written, without what stands in functions."""
    yield statement
    if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        for inner in ast.iter_child_nodes(statement):
            if isinstance(inner, ast.stmt):
                yield from _ordered(inner)
