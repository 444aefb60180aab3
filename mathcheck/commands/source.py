"""A Python file as it is written: its text, the encoding and the line ends that it has, and the names that it binds."""

from __future__ import annotations

import ast
import io
import os
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

# What stands in these has names of its own.
_SCOPES = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


@dataclass(frozen=True)
class Source:
    """The text of a file, line by line with the ends that it has, and how it is encoded."""

    rows: tuple[str, ...] = ()
    encoding: str = "utf-8"
    tree: ast.Module = field(default_factory=lambda: ast.Module([], []))

    @property
    def end(self) -> str:
        """How its lines end; the first one's end where they differ."""
        first = self.rows[0] if self.rows else "\n"
        return first[len(first.rstrip("\r\n")) :] or "\n"

    @property
    def comments_end(self) -> int:
        """The last line of the comments that it begins with: one of them may declare its encoding."""
        return next((number for number, row in enumerate(self.rows) if not row.startswith("#")), len(self.rows))

    @property
    def docstring_end(self) -> int:
        """The last line of its docstring; 0 where it has none."""
        return self.tree.body[0].end_lineno or 0 if ast.get_docstring(self.tree, clean=False) is not None else 0

    @property
    def imports_end(self) -> int:
        """The last line of its last import; 0 where it has none."""
        return max((node.end_lineno or 0 for node in self.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))), default=0)


def read(path: Path) -> Source:
    """A file, decoded as its first lines declare. Raises ``OSError``, ``SyntaxError`` or ``ValueError`` where it is no Python."""
    raw = path.read_bytes()
    encoding, _ = tokenize.detect_encoding(io.BytesIO(raw).readline)
    text = raw.decode(encoding)
    return Source(tuple(io.StringIO(text, newline="")), encoding, ast.parse(raw))


def write(path: Path, before: Source, after: list[str]) -> None:
    """Write the lines ``after`` as ``before`` was written. A letter that its encoding does not have is written as Python's escape for it."""
    rows = [row if row.endswith(("\n", "\r")) else row + before.end for row in after]
    path.write_bytes("".join(rows).encode(before.encoding, "backslashreplace"))


def bound(tree: ast.Module) -> Counter[str]:
    """How often a module binds each name, as far as that stands in its text."""
    return Counter(_stored(tree))


def _stored(node: ast.AST) -> Iterator[str]:
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.Name) and not isinstance(inner.ctx, ast.Load):
            yield inner.id
        elif isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield inner.name
        elif isinstance(inner, ast.alias):
            yield (inner.asname or inner.name).partition(".")[0]
        elif isinstance(inner, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and inner.name:
            yield inner.name
        elif isinstance(inner, ast.MatchMapping) and inner.rest:
            yield inner.rest
        yield from (name for name in _stored(inner) if not isinstance(inner, _SCOPES))
        yield from (name for node in ast.walk(inner) if isinstance(node, ast.Global) for name in node.names)


def all_taken(tree: ast.Module, module: str) -> bool:
    """Whether a file takes everything from a module, with ``from … import *``."""
    return any(alias.name == "*" for node in _imports(tree, module) for alias in node.names)


def importing(tree: ast.Module, module: str) -> ast.ImportFrom | None:
    """The last line at the top of a file that takes names from a module; None where there is none."""
    return next((node for node in reversed(_imports(tree, module)) if node.names[0].name != "*"), None)


def _imports(tree: ast.Module, module: str) -> list[ast.ImportFrom]:
    return [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == module and not node.level]


def widened(before: Source, there: ast.ImportFrom, names: list[str]) -> tuple[int, list[str]]:
    """The index of an import's last row that holds a name, and the rows to stand there, with more names: each on a row of its own where
    those before are."""
    last, place = there.names[-1], (there.names[-1].end_lineno or 1) - 1
    row = before.rows[place]
    end = len(row.encode()[: last.end_col_offset].decode())  # the syntax tree counts bytes
    start = len(row.encode()[: last.col_offset].decode())
    alone = len(there.names) > 1 and there.names[-2].lineno != last.lineno and not row[:start].strip()
    if not alone or row[end:].lstrip(" ,").startswith(")"):
        return place, [f"{row[:end]}, {', '.join(names)}{row[end:]}"]
    rest = row[end:] if row[end:].lstrip().startswith(",") else f",{row[end:]}"
    return place, [f"{row[:end]}{rest}", *(f"{row[:start]}{name},{before.end}" for name in names)]


def assigned(tree: ast.Module) -> dict[str, ast.expr]:
    """What each name at the top of a module is last set to; ``a, b = f(), g()`` sets two, and so does
    ``a, b = dims("a b")``: to ``dims("a")`` and ``dims("b")``."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name):
            found[node.target.id] = node.value
        elif isinstance(node, ast.Assign):
            found |= {name: value for target in node.targets for name, value in _pairs(target, node.value)}
    return found


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    targets, values = [target], [value]
    if isinstance(target, (ast.Tuple, ast.List)):
        targets = target.elts
        alike = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(targets)
        values = value.elts if alike and isinstance(value, (ast.Tuple, ast.List)) else _each(value, len(targets))
    yield from ((name.id, each) for name, each in zip(targets, values, strict=True) if isinstance(name, ast.Name))


def _each(value: ast.expr, count: int) -> list[ast.expr]:
    """What each of several names is set to by one call that takes their names in one text; else the whole."""
    names = value.args[0] if isinstance(value, ast.Call) and value.args else None
    words = names.value.replace(",", " ").split() if isinstance(names, ast.Constant) and isinstance(names.value, str) else []
    if not isinstance(value, ast.Call) or len(words) != count:
        return [value] * count
    return [ast.Call(value.func, [ast.Constant(word), *value.args[1:]], value.keywords) for word in words]


def below(path: Path, folder: Path) -> bool:
    """Whether a file lies below a folder once ``..`` and links are followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
