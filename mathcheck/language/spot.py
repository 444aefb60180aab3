"""Where in somebody's code something happened: the line, and what was asked there, as far as its source can be read."""

from __future__ import annotations

import ast
import functools
import linecache
import os
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, ModuleType, TracebackType
from typing import Any

# Columns and lines as Python and its syntax trees count them: from 1 and, in bytes, from 0; the last two are where the spot ends.
Position = tuple[int | None, int | None, int | None, int | None]

_FOREIGN = (
    f"{Path(__file__).parent.parent}{os.sep}", *(f"{sysconfig.get_path(name)}{os.sep}" for name in ("stdlib", "platstdlib")), "<frozen",
    "<__array_function__",
)  # fmt: skip
_INSTALLED = ("site-packages", "dist-packages")


@dataclass(frozen=True)
class Spot:
    """A place in somebody's code. ``chain`` holds what stands there and around it in the same statement, the innermost first; it is empty
    where the source cannot be read. ``names`` are the names known there."""

    path: str
    line: int
    position: Position
    source: tuple[str, ...] = ()
    chain: tuple[ast.AST, ...] = ()
    names: Mapping[str, Any] = field(default_factory=dict)

    def text(self, node: ast.AST) -> str:
        """A piece of the source in one line."""
        return ast.unparse(node) if isinstance(node, ast.Tuple) else " ".join((self._segment(node) or ast.unparse(node)).split())

    def _segment(self, node: ast.AST) -> str | None:
        return ast.get_source_segment("".join(self.source), node)

    def value(self, node: ast.AST) -> Any:
        """What a name, or a name in a module, stands for; None where that cannot be told without running anything."""
        if isinstance(node, ast.Attribute) and isinstance(home := self.value(node.value), ModuleType):
            return vars(home).get(node.attr)
        return self.names.get(node.id) if isinstance(node, ast.Name) else None

    def underlined(self) -> str:
        """The line, and below it what stands at the spot underlined; nothing where the source cannot be read."""
        line, end, start, stop = _narrow(self.chain[0]) if self.chain else self.position
        if not self.source or line is None or line > len(self.source):
            return ""
        raw = self.source[line - 1].rstrip("\n")
        if start is None or stop is None:
            return raw.strip()
        encoded = raw.encode()
        first = len(encoded[:start].decode(errors="replace"))
        last = len(encoded[:stop].decode(errors="replace")) if end == line else len(raw.rstrip())
        indent = len(raw) - len(raw.lstrip())
        return f"{raw.strip()}\n{' ' * (first - indent)}{'^' * max(1, last - first)}"


def _narrow(node: ast.AST) -> Position:
    """What of a statement is underlined: not its whole body."""
    for name in ("test", "iter"):
        node = getattr(node, name, node) if isinstance(node, (ast.If, ast.While, ast.For, ast.Assert)) else node
    place: Any = node
    return place.lineno, place.end_lineno, place.col_offset, place.end_col_offset


def here() -> Spot | None:
    """The place in somebody's code that is running now: the innermost one outside mathcheck and the libraries."""
    frame: FrameType | None = sys._getframe(1)
    frames = []
    while frame is not None:
        frames.append((frame, frame.f_lasti, frame.f_lineno))
        frame = frame.f_back
    return _innermost(iter(frames))


def spot_of(error: BaseException) -> Spot | None:
    """The place in somebody's code at which ``error`` was raised; None where only a library's code ran."""
    entries = [(entry.tb_frame, entry.tb_lasti, entry.tb_lineno) for entry in _entries(error.__traceback__)]
    return _innermost(reversed(entries))


def _entries(entry: TracebackType | None) -> Iterator[TracebackType]:
    while entry is not None:
        yield entry
        entry = entry.tb_next


def _innermost(frames: Iterator[tuple[FrameType, int, int]]) -> Spot | None:
    for frame, instruction, line in frames:
        if not _library(frame.f_code.co_filename):
            return _spot(frame, instruction, line)
    return None


@functools.lru_cache(maxsize=4096)
def _library(path: str) -> bool:
    return path.startswith(_FOREIGN) or any(folder in Path(path).parts for folder in _INSTALLED)


def _spot(frame: FrameType, instruction: int, line: int) -> Spot:
    path = frame.f_code.co_filename
    position = _position(frame.f_code, instruction, line)
    source = tuple(linecache.getlines(path, frame.f_globals))
    names = {**frame.f_globals, **frame.f_locals}
    return Spot(path, position[0] or line, position, source, _chain(source, position), names)


def _position(code: CodeType, instruction: int, line: int) -> Position:
    positions = list(code.co_positions())
    found = positions[instruction // 2] if 0 <= instruction // 2 < len(positions) else (None, None, None, None)
    return found if found[0] is not None else (line, None, None, None)


def _chain(source: tuple[str, ...], position: Position) -> tuple[ast.AST, ...]:
    """What encloses a place, from the innermost outwards up to its statement."""
    line, end, start, stop = position
    if line is None or end is None or start is None or stop is None:
        return ()
    tree = _tree(source)
    chain: list[ast.AST] = []
    node: ast.AST | None = tree
    while node is not None:
        node = next((inner for inner in _placed(node) if _encloses(inner, (line, start), (end, stop))), None)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            chain = []  # what stands around a function says nothing of what happens in it
        elif node is not None:
            chain = [node] if isinstance(node, ast.stmt) else [node, *chain]
    return tuple(chain)


@functools.lru_cache(maxsize=16)
def _tree(source: tuple[str, ...]) -> ast.AST:
    try:
        return ast.parse("".join(source))
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _placed(node: ast.AST) -> Iterator[ast.AST]:
    """The next nodes below that have a place."""
    for inner in ast.iter_child_nodes(node):
        if hasattr(inner, "lineno"):
            yield inner
        else:
            yield from _placed(inner)


def _encloses(node: Any, first: tuple[int, int], last: tuple[int, int]) -> bool:
    return (node.lineno, node.col_offset) <= first and last <= (node.end_lineno, node.end_col_offset)


def shortened(shown: Callable[..., Any], kinds: type[BaseException]) -> Callable[..., Any]:
    """``shown`` (a ``sys.excepthook``), to which an error of these ``kinds`` ends in its author's own line."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Any:
        if isinstance(error, kinds):
            trace = own(trace)
            error = error.with_traceback(trace)
        return shown(kind, error, trace)

    return hook


def own(trace: TracebackType | None) -> TracebackType | None:
    """A traceback as far as the innermost line of somebody's own code; all of it where there is none."""
    entries = list(_entries(trace))
    while entries and _library(entries[-1].tb_frame.f_code.co_filename):
        entries.pop()
    kept: TracebackType | None = None
    for entry in reversed(entries):
        kept = TracebackType(kept, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return kept or trace


def told(error: BaseException) -> list[str]:
    """An error as Python would show it, without what happened inside the libraries."""
    return traceback.format_exception(type(error), error, own(error.__traceback__))
