"""``mathcheck lint``: what is legal in claims and useless."""

from __future__ import annotations

import ast
import json
import sys
import tokenize
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from mathcheck.collection import BrokenItem
from mathcheck.commands.randomness import drawn_once
from mathcheck.commands.rules import NO_ITEM, Finding, Module, Stated, findings
from mathcheck.commands.screen import printable, table_help
from mathcheck.commands.session import Found, collect
from mathcheck.commands.targets import Misused, close, shown, target
from mathcheck.language.printing import counted
from mathcheck.loading import parsed

# The list of a document's items, in its folder.
ITEMS = "items.toml"

# Rules about what no file of a document has: they can say nothing where one of the files was not read to its end.
WHOLE = ("unused-variable", "unclaimed", "uncovered-item")

# Each rule and what it finds; `rules.py`, `randomness.py` and this module hold them.
RULES = {
    "unused-variable": "a variable or size that stands in no claim",
    "narrow-size": "a size with fewer than three lengths",
    "narrow-domain": "a domain of a single number, or nearly so",
    "unsolved": "an equation as hypothesis that gives no letter a value",
    "always-true": "a hypothesis that is true on all drawn inputs",
    "never-true": "a hypothesis that is true on none",
    "drawn-once": "a random number that is drawn when the file is read",
    "same-reading": "a reading that says the same as another",
    "same-sides": "two sides that are the same function by trivial rewriting",
    "no-item": "a claim that answers no item",
    "unclaimed": "a relation that stands in no claim, so it is not checked",
    "not-bound": "a claim that no name holds, so it is not checked",
    "uncovered-item": f"an item of {ITEMS} that no claim answers",
    "unknown-item": f"a claim whose item is not in {ITEMS}",
}


def _rules() -> str:
    return "\b\nRules:\n" + "\n".join(f"  {name:<16} {words}" for name, words in RULES.items())


@click.command(
    "lint",
    epilog=_rules()
    + "\n\n"
    + table_help(
        "mathcheck lint claims/sheet_1",
        {0: "nothing was found", 1: "something was", 2: "a path does not exist or a file cannot be read"},
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array of findings instead of lines.")
def command(paths: tuple[str, ...], as_json: bool) -> None:
    """Find what is legal in claims and useless.

    PATH is a folder or file of claims; without one, all claims of the project are looked at. Nothing is checked. A document's items may be
    listed in its folder, in items.toml: items = ["1(a)", "1(b)"]. A comment "# lint: RULE" on the line that is named allows it.
    Where a file cannot be read the others are looked at, and it is said why.
    """
    places, found = _looked_at(paths)
    listed = _findings(places, found)
    if as_json:
        rows = [{**vars(entry), "path": shown(entry.path)} for entry in listed]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for entry in listed:
            click.echo(printable(f"{shown(entry.path)}:{entry.line}: {entry.rule}: {entry.sentence} {entry.remedy}"))
        where = f" in what can be read; the rules {', '.join(WHOLE)} need all of it" if found.broken else ""
        click.echo(f"{counted(len(listed), 'finding')}{where}." if listed else f"Nothing was found{where}.")
    found.refuse_unread()
    raise SystemExit(1 if listed else 0)


def linted(paths: Sequence[str]) -> list[Finding]:
    """The findings at ``paths``, by file and line. Raises :class:`Misused`."""
    return _findings(*_looked_at(paths))


def _looked_at(paths: Sequence[str]) -> tuple[list[Path], Found]:
    """The files and folders that are meant, and the claims of their documents."""
    wanted = [target(text) for text in paths]
    if any(named.claim for named in wanted):
        raise Misused(
            f"{next(text for text in paths if '::' in text)} names a claim: give its file or folder, since rules look at all of it"
        )
    places = [named.path for named in wanted]
    collect(paths)  # refuses what holds no claims
    # A letter may be used by another section, so documents are looked at as a whole.
    return places, collect([str(place.parent if place.is_file() else place) for place in places])


def _findings(places: list[Path], found: Found) -> list[Finding]:
    listed = [entry for folder in dict.fromkeys(item.path.parent for item in found.items) for entry in _document(folder, found)]
    kept = [
        entry for entry in listed
        if not places or any(entry.path == place or place in entry.path.parents for place in places)
    ]  # fmt: skip
    return sorted(
        (entry for entry in dict.fromkeys(kept) if not _allowed(entry)), key=lambda entry: (str(entry.path), entry.line, entry.rule)
    )


def _allowed(entry: Finding) -> bool:
    rows = _text(entry.path).splitlines()
    comment = rows[entry.line - 1].partition("# lint:")[2] if 0 < entry.line <= len(rows) else ""
    return entry.rule in comment.replace(",", " ").split()


def _document(folder: Path, found: Found) -> Iterator[Finding]:
    items = [item for item in found.items if item.path.parent == folder]
    stated = [
        Stated(item.path, item.variable, item.claim) for item in found.claims if item.path.parent == folder and not item.reading
    ]
    modules = list(_modules(folder))
    whole = all(item not in found.broken for item in items)
    told = [*findings(modules, stated), *drawn_once(modules, stated), *_listed(folder / ITEMS, stated)]
    yield from (entry for entry in told if whole or entry.rule not in WHOLE)
    for item in items:
        number = item.evidence.claim.partition("line ")[2] if isinstance(item, BrokenItem) else ""
        if number.isdigit() and isinstance(item, BrokenItem):
            sentence, _, remedy = item.evidence.reason.partition(": ")
            yield Finding(item.path, int(number), "not-bound", f"{sentence}.", f"{remedy[:1].upper()}{remedy[1:]}")


def _modules(folder: Path) -> Iterator[Module]:
    """The files of a document that have been read, with what they bind."""
    for module in list(sys.modules.values()):
        path = Path(str(getattr(module, "__dict__", {}).get("__file__") or ""))
        if path.parent == folder and path.suffix == ".py":
            yield Module(path, _lines(path), vars(module))


def _text(path: Path) -> str:
    try:
        with tokenize.open(path) as file:
            return file.read()
    except (OSError, SyntaxError, ValueError):
        return ""


def _lines(path: Path) -> dict[str, int]:
    """The names that a file binds at its top level, with the line of the last time."""
    found = {}
    for statement in parsed(path).body:
        targets = (
            statement.targets
            if isinstance(statement, ast.Assign)
            else [statement.target]
            if isinstance(statement, ast.AnnAssign)
            else []
        )
        for node in (node for bound in targets for node in ast.walk(bound)):
            if isinstance(node, ast.Name):
                found[node.id] = node.lineno
    return found


def _listed(path: Path, stated: list[Stated]) -> Iterator[Finding]:
    """Items that are listed and not answered, and answered and not listed."""
    if not path.exists():
        return
    items = _items(path)
    answered = {entry.claim.item for entry in stated}
    rows = _text(path).splitlines()
    for item in items:
        if item not in answered:
            line = next((number for number, row in enumerate(rows, 1) if json.dumps(item, ensure_ascii=False) in row), 1)
            yield Finding(path, line, "uncovered-item", f"No claim answers item {item}.",
                          f'Write one, or unchecked(item="{item}", title=…, reason=…).')  # fmt: skip
    for entry in stated:
        item = entry.claim.item
        if item not in items and item.strip() not in NO_ITEM:
            yield Finding(*entry.place, "unknown-item", f"The item {item} of {entry.name} is not in {ITEMS}{close(item, items)}.",
                          f"Mend the item, or add it to {shown(path)}.")  # fmt: skip


def _items(path: Path) -> list[str]:
    example = 'write items = ["1(a)", "1(b)"]'
    try:
        items = tomllib.loads(path.read_text(encoding="utf-8")).get("items")
    except OSError as error:
        raise Misused(f"{shown(path)} cannot be read: {error.strerror or error}") from None
    except ValueError as error:
        raise Misused(f"{shown(path)} is not TOML: {error}; {example}") from None
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise Misused(f"{shown(path)} has no list of texts named items, but {items!r}: {example}")
    return items
