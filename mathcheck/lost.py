"""What a claims file states and no run checks: claims that no name holds, comparisons that stand alone, checks made while it is read."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mathcheck.language.claims import Claim, Unchecked
from mathcheck.language.relations import Relation
from mathcheck.loading import Section, parsed

_Stated = Claim | Unchecked
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)

# Values of a loop are written out in what is advised where there are no more of them.
_FEW = 6

# What makes arrays, by name and sizes.
_ARRAYS = ("Vector", "Matrix", "Array")


def lost(section: Section, path: Path) -> list[tuple[int, str]]:
    """Claims that a module states and no module variable holds, or that it never comes to state, by line: each line once, and what
    became of them in a sentence."""
    tree = parsed(path)
    held = {id(value) for value in section.variables.values()}
    kept = {id(entry): name for name, value in section.variables.items() for entry in _inside(value)}
    found: dict[tuple[Path, int], list[_Stated]] = {}
    for entry in section.stated:
        if id(entry) not in held and ((place := _place(entry))[0] == path or place[0].name.startswith("_")):
            found.setdefault(place, []).append(entry)
    told: dict[int, str] = {}
    for (source, line), entries in found.items():
        words = _fate(entries, kept, tree if source == path else ast.Module([], []), line)
        told[line] = f"{told[line]} {words}" if line in told else words
    if section.error is None:
        reached = {line for source, line in map(_place, section.stated) if source == path}
        told = {**dict(_never_stated(tree, reached, section.variables)), **told}
        if not section.stated and not told:
            told = dict(_only_relations(tree, section.variables))
    return sorted(told.items())


def _place(entry: _Stated) -> tuple[Path, int]:
    source, _, line = entry.source.rpartition(":")
    return Path(source), int(line)


def _inside(value: Any) -> Iterator[_Stated]:
    """The claims in a collection, also in one inside it."""
    entries: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple, set)) else ()
    for entry in entries:
        yield from [entry] if isinstance(entry, (Claim, Unchecked)) else _inside(entry)


def _fate(entries: list[_Stated], kept: dict[int, str], tree: ast.Module, line: int) -> str:
    items = ", ".join(dict.fromkeys(entry.item for entry in entries))
    many = (
        f"{len(entries)} claims are made there (items {items}) that"
        if len(entries) > 1
        else f"A claim is made there (item {items}) that"
    )
    place = next((kept[id(entry)] for entry in entries if id(entry) in kept), None)
    holder = "no name holds in the end" if place is None else f"only the collection {place} holds"
    return f"{many} {holder}, so not checked: {_advice(tree, line)}."


def _advice(tree: ast.Module, line: int) -> str:
    """What to write, by what the claim stands in."""
    usual = "bind each claim to a name of its own, my_claim = claim(…)"
    for node in reversed(list(_around(tree, line))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if not any(isinstance(inner, ast.Return) and inner.value for inner in ast.walk(node)):
                return f"write it outside of the function {node.name}, at the top level, my_claim = claim(…)"
            return f"bind what the function {node.name} returns to a name of its own each time, my_claim = {node.name}(…)"
        if isinstance(node, ast.ClassDef):
            return f"write it outside of the class {node.name}, at the top level, my_claim = claim(…)"
        if isinstance(node, (ast.For, ast.While, *_COMPREHENSIONS)):
            return f"{usual}, one by one instead of in a loop; or state a single claim in which {_varied(node)}"
    return usual


def _around(tree: ast.AST, line: int) -> Iterator[ast.AST]:
    """What encloses a line, from the outermost inwards."""
    for node in ast.iter_child_nodes(tree):
        if getattr(node, "lineno", line) <= line <= (getattr(node, "end_lineno", None) or line):
            yield node
            yield from _around(node, line)


def _varied(loop: ast.AST) -> str:
    """How what a loop varies is a variable instead."""
    pairs = [(loop.target, loop.iter)] if isinstance(loop, ast.For) else [
        (each.target, each.iter) for each in getattr(loop, "generators", [])
    ]  # fmt: skip
    if len(pairs) == 1 and isinstance(pairs[0][0], ast.Name):
        letter, domain = pairs[0][0].id, _domain(pairs[0][1])
        if _is_size(letter, loop):
            return f'{letter} is a size, {letter} = dims("{letter}"{_lengths(pairs[0][1])}), of which every check tries several'
        if domain:
            return f'{letter} is a variable, {letter} = Scalar("{letter}", {domain})'
    return 'what the loop varies is a variable with a domain, as in p = Scalar("p", one_of(1, 2, 3)), or a vector'


def _is_size(letter: str, loop: ast.AST) -> bool:
    """Whether a loop makes arrays of so many entries."""
    makers = [call for call in _calls(loop) if ast.unparse(call.func).rpartition(".")[2] in _ARRAYS]
    return any(
        isinstance(each, ast.Name) and each.id == letter for call in makers for size in call.args[1:] for each in ast.walk(size)
    )


def _lengths(values: ast.expr) -> str:
    """The ends of a size that takes the lengths of a loop, as further arguments; nothing where they do not stand there."""
    try:
        ran = _ran(values) or list(ast.literal_eval(values))
    except (ValueError, TypeError):
        return ""
    if len(ran) < 2 or not all(type(length) is int for length in ran) or min(ran) < 0:
        return ""
    low = f", low={min(ran)}" if min(ran) != 1 else ""
    return f"{low}, high={max(ran)}"


def _ran(values: ast.expr) -> range | None:
    """The range of whole numbers that stands there."""
    if isinstance(values, ast.Call) and ast.unparse(values.func) == "range" and not values.keywords:
        return range(*map(ast.literal_eval, values.args))
    return None


def _domain(values: ast.expr) -> str:
    """The domain of the numbers that a loop runs through; nothing where they do not stand there."""
    try:
        if (ran := _ran(values)) is not None:
            return f"integers({ran[0]}, {ran[-1]})" if len(ran) > 1 and ran.step == 1 else ""
        listed = list(ast.literal_eval(values))
    except (ValueError, TypeError):
        return ""
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in listed)
    return f"one_of({', '.join(map(repr, listed))})" if numbers and 1 < len(listed) <= _FEW else ""


def _never_stated(tree: ast.Module, reached: set[int], variables: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Claims and checks inside functions that nothing calls, checks made while the file is read, comparisons that stand alone in a line."""
    for function in (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))):
        for call in _calls(function):
            inside = f"stands inside the function {function.name}, which"
            if (
                _is(call, "claim", variables, function)
                and not set(range(call.lineno, (call.end_lineno or call.lineno) + 1)) & reached
            ):
                yield (
                    call.lineno,
                    f"A claim {inside} was not called, so it was never made: write it at the top level, my_claim = claim(…).",
                )
            elif _is(call, "check", variables, function) and not _called(tree, function.name) and (text := _relation(call, {})):
                yield call.lineno, f'A check {inside} no run calls: write `my_claim = claim({text}, item="…")` at the top level.'
    for line in tree.body:
        if isinstance(line, ast.Expr) and isinstance(line.value, ast.Compare):
            text = ast.unparse(line.value)
            yield line.lineno, f'`{text}` stands alone, so nothing checks it: write `my_claim = claim({text}, item="…")`.'
        elif not isinstance(line, (ast.FunctionDef, ast.AsyncFunctionDef)) and not (
            isinstance(line, ast.If) and "__name__" in ast.unparse(line.test)
        ):
            for text, call in ((_relation(call, variables), call) for call in _calls(line) if _is(call, "check", variables)):
                if text:
                    yield (
                        call.lineno,
                        (
                            f"`check({text})` is run while the file is read, and no run or report knows its verdict: write "
                            f'`my_claim = claim({text}, item="…")`.'
                        ),
                    )


def _only_relations(tree: ast.Module, variables: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """The first of the relations to which a file without claims gives names, and how many more there are."""
    named = [
        (line, target.id) for line in tree.body if isinstance(line, ast.Assign) for target in line.targets
        if isinstance(target, ast.Name) and isinstance(variables.get(target.id), Relation)
    ]  # fmt: skip
    for line, name in named[:1]:
        more = f" So it is with {len(named) - 1} more of this file." if len(named) > 1 else ""
        stated = f'{name} = claim({ast.unparse(line.value)}, item="…")'
        yield line.lineno, f"`{name}` names a relation, and only claims are checked: write `{stated}`.{more}"


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (call for call in ast.walk(node) if isinstance(call, ast.Call))


def _is(
    call: ast.Call, name: str, variables: dict[str, Any], function: ast.FunctionDef | ast.AsyncFunctionDef | None = None
) -> bool:
    """Whether mathcheck's function of this name is called, and not one of the author's own."""
    text = ast.unparse(call.func)
    own = function is not None and name in {arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg)}
    if text != name or own:
        return text == f"mathcheck.{name}"
    return getattr(variables.get(name), "__module__", "mathcheck").startswith("mathcheck.") or name not in variables


def _called(tree: ast.Module, name: str) -> bool:
    """Whether a function is called somewhere in the file."""
    return any(ast.unparse(call.func) == name for call in _calls(tree))


def _relation(call: ast.Call, variables: dict[str, Any]) -> str:
    """The relation that is checked, as text; nothing where it is a claim, or cannot be told to be a relation."""
    if not call.args:
        return ""
    asked = call.args[0]
    stated = isinstance(asked, ast.Compare) or (isinstance(asked, ast.Name) and isinstance(variables.get(asked.id), Relation))
    stated = stated or (isinstance(asked, ast.BinOp) and isinstance(asked.op, ast.BitAnd))
    stated = stated or (isinstance(asked, ast.Call) and ast.unparse(asked.func).endswith((".given", "proportional")))
    return ast.unparse(asked) if stated else ""
