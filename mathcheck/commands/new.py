"""``mathcheck new``: a claims folder that runs, and claims to fill in. Nothing is overwritten."""

from __future__ import annotations

import ast
import keyword
import re
from pathlib import Path

import click

from mathcheck.commands import skeletons
from mathcheck.commands.screen import table_help
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
        _write(place / file, text)
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
    if place.suffix != ".py" or CLAIMS not in place.absolute().parts[:-1]:
        raise Misused(f"{place} is no claims file: those are Python files below {CLAIMS}/, such as {CLAIMS}/sheet_1/section.py")
    before = _read(place)
    name = _free(skeletons.KINDS[wanted].name, before or "")
    there = _assigned(before or "")
    letters = [line for line in skeletons.letters([wanted], _bound(before or "")) if not _assigned(line).items() <= there.items()]
    text = "\n".join([*letters, *([""] if letters else []), skeletons.claim(wanted, name, "?")])
    if before is None:
        _make(place.parent)
        _write(place, "\n".join([f'"""{_titled(place.stem)}"""', "", *skeletons.imports(text), "", text]))
    else:
        _write(place, f"{_importing(before, text)}\n{text}")
    number = place.read_text(encoding="utf-8").splitlines().index(f"{name} = claim(") + 1
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


def _read(path: Path) -> str | None:
    """A claims file that one can append to; None where there is none yet."""
    if not path.exists():
        return None
    try:
        text = path.read_text(encoding="utf-8")
        ast.parse(text)
    except OSError as error:
        raise Misused(f"{path} cannot be read: {error.strerror or error}") from None
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise Misused(
            f"{path}{f', line {line},' if line else ''} is not valid Python, so nothing is added to it: mend it first"
        ) from None
    return text


def _bound(text: str) -> set[str]:
    """The names that a module binds, as far as they stand in its text."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return found


def _assigned(text: str) -> dict[str, str]:
    """What each name at the top of a module is last set to, as text; ``a, b = f(), g()`` sets two."""
    found: dict[str, str] = {}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            pairs: list[tuple[ast.expr, ast.expr]] = [(target, node.value)]
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(target.elts, node.value.elts, strict=False))
            found.update({ast.unparse(name): ast.unparse(value) for name, value in pairs})
    return found


def _free(name: str, before: str) -> str:
    """``name``, with a number where it is taken."""
    taken = _bound(before)
    names = [name, *(f"{name}_{number}" for number in range(2, len(taken) + 3))]
    return next(free for free in names if free not in taken and f"{free}_step" not in taken)


def _importing(before: str, text: str) -> str:
    """A module with the imports that ``text`` needs and it lacks, after its last import."""
    bound = _bound(before)
    front, functions = ([name for name in group if name not in bound] for group in skeletons.used(text))
    lines = ["import numpy as np"] if "np." in text and "np" not in bound else []
    lines += [f"from mathcheck import {', '.join(front)}"] if front else []
    lines += [f"from mathcheck.functions import {', '.join(functions)}"] if functions else []
    body = ast.parse(before).body
    last = [node.end_lineno or 0 for node in body if isinstance(node, (ast.Import, ast.ImportFrom))]
    docstring = body[0].end_lineno or 0 if ast.get_docstring(ast.parse(before)) is not None else 0
    at = last[-1] if last else docstring
    rows = before.rstrip().splitlines()
    added = [*([] if last else [""]), *lines] if lines else []
    return "\n".join([*rows[:at], *added, *rows[at:]]).rstrip() + "\n"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misused(f"{folder} cannot be made: {error.strerror or error}") from None


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Misused(f"{path} cannot be written: {error.strerror or error}") from None
