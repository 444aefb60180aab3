"""The letters of a claim that is added to a file: the file's own where they fit, else new ones under names that are free there."""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterable, Mapping
from pathlib import Path

from mathcheck.commands.skeletons import KINDS, LETTERS, SIZES, Letter, Letters, sized
from mathcheck.commands.source import Source, assigned, bound, read

# Names that a letter of the file may not print as where it stands for another one: two letters of one claim would look the same.
_PRINTED = {row.latex for row in LETTERS.values()} | set(SIZES)


def fitted(kind: str, path: Path, file: Source) -> Letters:
    """The letters of a claim of this kind that is appended to a file. No name that the file binds is bound again.

    A letter of the file fits where it is made once, by the same function, of sizes that go together, with the same domain. No two letters
    of the claim are printed alike.
    """
    known, taken = _known(path, file), _taken(path, file)
    names: dict[str, str] = {}
    wanted = KINDS[kind].letters.split()
    kept = {LETTERS[letter].latex for letter in wanted}  # what no size may print as
    for letter in wanted:
        for name in _alike(letter, known):
            sizes = _fitting(LETTERS[letter], known[name], known, names)
            if sizes is not None and _apart(_prints({**names, **sizes}, known), kept | {_printed(known[name])}):
                names |= {**sizes, letter: name}
                break
    made: list[str] = []
    for size in dict.fromkeys(size for letter in wanted for size in LETTERS[letter].sizes):
        if size not in names:
            there = [name for name in _alike(size, known) if _is_size(known[name]) and name not in names.values()
                     and _apart(_prints({**names, size: name}, known), kept)]  # fmt: skip
            names[size] = there[0] if there else _free(size, taken | {*names.values(), *_prints(names, known)})
            made += [] if there else [names[size]]
    lines = []
    for letter in (letter for letter in LETTERS if letter in wanted and letter not in names):
        names[letter] = _free(letter, taken | {*names.values(), *_prints(names, known)})
        lines.append(f"{names[letter]} = {LETTERS[letter].made(names, names[letter].removeprefix(letter))}")
    return Letters([*sized(sorted(made)), *lines], names)


def _alike(name: str, known: Iterable[str]) -> list[str]:
    """A name of the file, and the same with a number, as an earlier claim may have been given it."""
    return [each for each in known if re.fullmatch(rf"{name}(_\d+)?", each)]


def _free(name: str, taken: Container[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free


def _fitting(row: Letter, value: ast.expr, known: dict[str, ast.expr], names: dict[str, str]) -> dict[str, str] | None:
    """What the sizes of a letter are called where ``value`` makes it; None where it does not, or its sizes go with no others."""
    if not isinstance(value, ast.Call) or _called(value) != row.kind or value.keywords or len(value.args) < 1 + len(row.sizes):
        return None
    latex, sizes, domain = value.args[0], value.args[1 : 1 + len(row.sizes)], value.args[1 + len(row.sizes) :]
    if not isinstance(latex, ast.Constant) or (latex.value != row.latex and latex.value in _PRINTED):
        return None
    if [ast.unparse(each) for each in domain] not in ([row.domain] if row.domain else [], [row.domain or "reals"]):
        return None
    found: dict[str, str] = {}
    for size, given in zip(row.sizes, sizes, strict=True):
        if not isinstance(given, ast.Name) or not _is_size(known.get(given.id)) or names.get(size, given.id) != given.id:
            return None
        found[size] = given.id
    return found


def _is_size(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and _called(value) == "dims" and _printed(value) != ""


def _printed(value: ast.expr | None) -> str:
    """What a letter or size is printed as that a call makes; empty where that does not stand there."""
    first = value.args[0] if isinstance(value, ast.Call) and value.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def _prints(names: Mapping[str, str], known: Mapping[str, ast.expr]) -> list[str]:
    """What the sizes among the chosen names are printed as; those that are made anew print as they are called."""
    return [_printed(known.get(name)) or name for role, name in names.items() if role in SIZES]


def _apart(sizes: list[str], letters: set[str]) -> bool:
    """Whether no two sizes are printed alike, and none like a letter."""
    return len({*sizes}) == len(sizes) and not letters & {*sizes}


def _called(call: ast.Call) -> str:
    """The name of what is called, without the module that it is taken from."""
    return ast.unparse(call.func).rpartition(".")[2]


def _known(path: Path, file: Source) -> dict[str, ast.expr]:
    """What the names that the file binds once are set to, also those that it takes from a file beside it."""
    once = {name for name, count in bound(file.tree).items() if count == 1}
    found = {name: value for name, value in assigned(file.tree).items() if name in once}
    for beside, names in _beside(path, file).items():
        there = assigned(beside)
        own = {name for name, meant in names.items() if name == meant}
        for name, meant in names.items():
            value = there.get(meant)
            if value is not None and name not in found and _sizes(value) <= own:  # its sizes are called so here too
                found[name] = value
    return found


def _sizes(value: ast.expr) -> set[str]:
    arguments = value.args[1:] if isinstance(value, ast.Call) else []
    return {argument.id for argument in arguments if isinstance(argument, ast.Name) and argument.id not in ("positive", "reals")}


def _taken(path: Path, file: Source) -> set[str]:
    return {*bound(file.tree), *(name for names in _beside(path, file).values() for name in names)}


def _beside(path: Path, file: Source) -> dict[ast.Module, dict[str, str]]:
    """The files beside this one that it imports from, and what it calls each name that it takes."""
    found: dict[ast.Module, dict[str, str]] = {}
    trees: dict[str, ast.Module] = {}
    for node in file.tree.body:
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
            tree = trees.setdefault(node.module, _tree(path.parent.joinpath(*node.module.split(".")).with_suffix(".py")))
            names = found.setdefault(tree, {})
            for alias in node.names:
                every = [name for name in bound(tree) if not name.startswith("_")]
                names |= {name: name for name in every} if alias.name == "*" else {alias.asname or alias.name: alias.name}
    return found


def _tree(path: Path) -> ast.Module:
    try:
        return read(path).tree
    except (OSError, SyntaxError, ValueError):
        return ast.Module([], [])
