"""``mathcheck open``: the report in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from mathcheck.commands.screen import table_help
from mathcheck.commands.targets import Misused


@click.command(
    "open",
    epilog=table_help("mathcheck open", {0: "a browser was asked to show it", 1: "there is none here", 2: "there is no report"}),
)
@click.argument("folder", default="reports", metavar="[FOLDER]", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Open the report in the browser, and say where it is.

    FOLDER is where a run has written to (default: reports).
    """
    page = (folder / "index.html" if folder.suffix != ".html" else folder).absolute()
    if not page.is_file():
        raise Misused(f"{folder} holds no report: mathcheck check writes one, or name the folder that a run has written to")
    click.echo(str(page))
    try:
        opened = webbrowser.open(page.as_uri())
    except (webbrowser.Error, OSError):
        opened = False
    if not opened:
        click.echo("No browser could be opened: open that file by hand.", err=True)
        raise SystemExit(1)
