"""``mathcheck export``: a run's verdicts as LaTeX, Markdown or JUnit XML."""

from __future__ import annotations

from pathlib import Path

import click

from mathcheck.commands.screen import table_help
from mathcheck.commands.tables import FORMATS, rows
from mathcheck.commands.targets import Misused
from mathcheck.language.printing import counted
from mathcheck.report import changes

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "export",
    epilog=table_help(
        "mathcheck export --markdown verdicts.md", {0: "it was written", 2: "there is no run, or a file cannot be written"}
    ),
)
@click.option("--latex", type=_FILE, metavar="FILE", help="A LaTeX document with a table of all readings.")
@click.option("--markdown", type=_FILE, metavar="FILE", help="The same as Markdown, with formulas between dollar signs.")
@click.option("--junit", type=_FILE, metavar="FILE", help="JUnit XML, as continuous integration reads it.")
@click.option("--from", "run", type=click.Path(path_type=Path), default="reports", show_default=True, metavar="RUN",
              help="Folder of a run, or its evidence.json.")  # fmt: skip
def command(latex: Path | None, markdown: Path | None, junit: Path | None, run: Path) -> None:
    """Write items, statements and verdicts of the last run as a table.

    A FILE that exists is written anew; "-" prints. Several formats may be asked for at once.
    """
    wanted = {name: file for name, file in (("latex", latex), ("markdown", markdown), ("junit", junit)) if file is not None}
    if not wanted:
        raise Misused("there is no format to write: give --latex FILE, --markdown FILE or --junit FILE")
    try:
        listed = rows(list(changes.read(run).values()))
    except changes.NoRun as error:
        raise Misused(f"{error}; mathcheck check makes a run") from None
    for name, file in wanted.items():
        text = FORMATS[name](listed)
        if str(file) == "-":
            click.echo(text, nl=False)
            continue
        try:
            file.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise Misused(f"{file} cannot be written: {error.strerror or error}") from None
        click.echo(f"wrote {file} ({counted(len(listed), 'reading')})")
