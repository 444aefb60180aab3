"""``mathcheck new``: a claims folder that runs, and claims to fill in. Nothing is overwritten."""

from __future__ import annotations

import itertools
import keyword
import os
import re
from pathlib import Path

import click

from mathcheck.commands import skeletons, source
from mathcheck.commands.letters import fitted
from mathcheck.commands.screen import table_help
from mathcheck.commands.source import Source
from mathcheck.commands.targets import Misused

CLAIMS = "claims"


@click.group("new")
def command() -> None:
    """Write a claims folder that runs, or a claim to fill in.

    Nothing that exists is overwritten.
    """


@command.command(
    short_help="Make a claims folder that runs.",
    epilog=table_help(
        "mathcheck new document sheet_1", {0: "it was written", 2: "it exists already or NAME cannot be one of a folder"}
    ),
)
@click.argument("name")
def document(name: str) -> None:
    """Make the folder claims/NAME with an example of each kind of claim.

    NAME is part of a Python name, as sheet_1 is: letters, digits, underscores.
    """
    if not name.isidentifier() or keyword.iskeyword(name):
        raise Misused(
            f"{name!r} cannot be the name of a document: write letters, digits and underscores, such as {_identifier(name)}"
        )
    folder = Path.cwd() if Path.cwd().name == CLAIMS else Path(CLAIMS)
    place = folder / name
    if place.exists():
        raise Misused(
            f"{place} exists already, and nothing is overwritten: choose another name, or add to it with mathcheck new claim KIND"
        )
    title = _titled(name)
    files = {"__init__.py": f'"""{title}"""\n', "examples.py": skeletons.section("1 Examples, one of each kind")}
    _make(place)
    for file, text in files.items():
        _write(place / file, Source(), text.splitlines())
        click.echo(f"wrote {place / file}")
    click.echo(
        "\nThe first docstring of __init__.py is the document's title, that of examples.py the section's. Next:\n"
        "  mathcheck check          check all claims and write reports/index.html\n"
        f"  mathcheck new claim gradient --in {place / 'examples.py'}"
    )


@command.command(
    short_help="Append a claim of a kind to a claims file.",
    epilog=table_help(
        "mathcheck new claim gradient --in claims/sheet_1/section.py",
        {0: "it was written", 2: "there is no such kind, or not one claims file to write to"},
    ),
)
@click.argument("kind", metavar="KIND", shell_complete=lambda *_: list(skeletons.KINDS))
@click.option(
    "--in",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The claims file; made where it does not exist.",
)
def claim(kind: str, file: Path | None) -> None:
    """Append a claim of a kind to a claims file, with an item to fill in.

    KIND is jacobian, gradient, limit, identity, inequality or update-rule. Without --in the file is the only one there is in claims/.
    """
    wanted = kind.replace(" ", "-").replace("_", "-")
    if wanted not in skeletons.KINDS:
        raise Misused(f"there is no kind {kind!r} of claim: write one of {', '.join(skeletons.KINDS)}")
    place = _only() if file is None else file
    _refuse_outside(place)
    before = _read(place)
    there = before or Source()
    name = _free(skeletons.KINDS[wanted].name, there)
    letters = skeletons.fresh([wanted]) if before is None else fitted(wanted, place, there)
    text = "\n".join([*letters.lines, *([""] if letters.lines else []), skeletons.claim(wanted, name, "?", letters)])
    if before is None:
        _make(place.parent)
        after = "\n".join([f'"""{_titled(place.stem)}"""', "", *skeletons.imports(text), "", text]).splitlines()
    else:
        after = _appended(there, text)
    _write(place, there, after)
    number = next(i for i, row in enumerate(after, 1) if row.rstrip("\r\n") == f"{name} = claim(")
    click.echo(f"wrote {name} to {place}, line {number}. Put your formula and item in the place of the example's. Next:")
    click.echo(f"  mathcheck show {place}::{name} --check")


def _titled(name: str) -> str:
    return name.replace("_", " ").strip().capitalize() or name


def _identifier(name: str) -> str:
    plain = re.sub(r"\W+", "_", name).strip("_") or "sheet_1"
    return plain if plain.isidentifier() and not keyword.iskeyword(plain) else f"sheet_{plain}"


def _only() -> Path:
    """The one claims file of this project."""
    files = [path for path in sorted(Path(CLAIMS).rglob("*.py")) if not path.name.startswith("_")]
    if len(files) != 1:
        if not files:
            raise Misused(f"there is no claims file in {CLAIMS}/: say which to make, --in {CLAIMS}/sheet_1/section.py")
        raise Misused(f"there are {len(files)} claims files in {CLAIMS}/: say which, --in {files[0]}")
    return files[0]


def _refuse_outside(place: Path) -> None:
    """Refuse a file that does not lie below the claims folder that its path names, also once ``..`` and links are followed."""
    parts = place.absolute().parts[:-1]
    if place.suffix != ".py" or CLAIMS not in parts:
        raise Misused(f"{place} is no claims file: those are Python files below {CLAIMS}/, such as {CLAIMS}/sheet_1/section.py")
    last = max(i for i, part in enumerate(parts) if part == CLAIMS)
    folder = Path(*parts[: last + 1])
    if not source.below(place, folder):
        raise Misused(
            f"{place} leads to {os.path.realpath(place)}, which is not below the claims folder {folder}: give a file that is, such as "
            f"{CLAIMS}/sheet_1/{place.name}"
        )


def _read(path: Path) -> Source | None:
    """A claims file that one can append to; None where there is none yet."""
    if not path.exists():
        return None
    try:
        return source.read(path)
    except OSError as error:
        raise Misused(f"{path} cannot be read: {error.strerror or error}") from None
    except (SyntaxError, ValueError) as error:
        line, words = getattr(error, "lineno", None), getattr(error, "msg", None) or str(error)
        raise Misused(
            f"{path}{f', line {line},' if line else ''} is not valid Python ({words}), so nothing is added to it: mend it first"
        ) from None


def _free(name: str, before: Source) -> str:
    """``name``, with a number where it is taken."""
    taken = source.bound(before.tree)
    names = [name, *(f"{name}_{number}" for number in range(2, len(taken) + 3))]
    return next(free for free in names if free not in taken and f"{free}_step" not in taken)


def _appended(before: Source, text: str) -> list[str]:
    """The lines of a module with ``text`` at its end, and the imports that this needs and it lacks: in its import of that module where it
    has one, else after its last import."""
    bound = source.bound(before.tree)
    lines = ["import numpy as np"] if "np." in text and "np" not in bound else []
    wider: dict[int, list[str]] = {}  # rows that become others
    for module, names in zip(("mathcheck", "mathcheck.functions"), skeletons.used(text), strict=True):
        lacking = [name for name in names if name not in bound and not source.all_taken(before.tree, module)]
        there = source.importing(before.tree, module)
        if lacking and there is not None:
            number, row = source.widened(before, there, lacking)
            wider[number] = row
        elif lacking:
            lines += [f"from {module} import {', '.join(lacking)}"]
    last = before.imports_end
    at = last or before.docstring_end or before.comments_end
    added = [*([] if last or not at else [""]), *lines] if lines else []
    rows = list(before.rows)
    while rows and not rows[-1].strip():
        rows.pop()
    kept = [wider.get(number, [row]) for number, row in enumerate(rows)]
    return [*itertools.chain(*kept[:at]), *added, *itertools.chain(*kept[at:]), "", *text.splitlines()]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misused(f"{folder} cannot be made: {error.strerror or error}") from None


def _write(path: Path, before: Source, after: list[str]) -> None:
    try:
        source.write(path, before, after)
    except OSError as error:
        raise Misused(f"{path} cannot be written: {error.strerror or error}") from None
