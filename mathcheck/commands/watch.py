"""``mathcheck watch``: what changes while somebody edits is checked again."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from mathcheck.collection import failed
from mathcheck.commands.check import carded, run
from mathcheck.commands.screen import console, table_help
from mathcheck.commands.session import Found
from mathcheck.commands.targets import Misused, target
from mathcheck.engine.evidence import Evidence
from mathcheck.report import page

# Seconds between two looks at the files, and how long a file rests before it is read: editors write in several steps.
PAUSE, REST = 0.5, 0.1

Times = dict[Path, int]


@click.command(
    "watch", epilog=table_help("mathcheck watch claims/sheet_1", {0: "it was ended with Ctrl-C", 2: "a path does not exist"})
)
@click.argument("path", required=False)
def command(path: str | None) -> None:
    """Check again what changes while you edit, and write the report again.

    PATH is a folder or file of claims; without one, all claims of the project are watched. After a change the file and those that mention
    it are checked; of the others the verdicts stand. Ctrl-C ends it.
    """
    sys.dont_write_bytecode = True  # two versions of the same second and length would be taken for one
    try:
        for _ in watched(path, time.sleep):
            pass
    except KeyboardInterrupt:
        click.echo("\nStopped.")


def watched(path: str | None, sleep: Callable[[float], object]) -> Iterator[Found | None]:
    """A run for every change, the first at once; None where what is there cannot be checked at all. Never ends by itself."""
    paths = (path,) if path is not None else ()
    for text_ in paths:
        target(text_)
    known: dict[str, Evidence] = {}
    places: list[Path] = []
    while True:
        before = _times(places)
        found = _again(paths, known)
        if found is not None and not places:
            places = _places(found)
            before = _times(places)
        yield found
        if found is None and not places:
            raise Misused("there are no claims to watch: mathcheck new document NAME makes some")
        if found is not None:
            known = {entry.nodeid: entry for entry in found.evidences if entry.nodeid not in found.missing}
        while (changed := _changed(before, _times(places))) == set():
            sleep(PAUSE)
        sleep(REST)
        stale = _reached(changed, list(_times(places)))
        root = found.root if found is not None else Path.cwd()
        known = {nodeid: entry for nodeid, entry in known.items() if root / nodeid.partition("::")[0] not in stale}
        click.echo(f"\nchanged: {', '.join(sorted(file.name for file in changed))}")


def _again(paths: tuple[str, ...], known: dict[str, Evidence]) -> Found | None:
    """One run, and what it comes to in a few lines: only what is new is shown in full."""
    try:
        found = run(paths, [], report=True, known=known)
    except Misused as error:
        click.echo(error.format_message())
        return None
    screen = console()
    for entry in found.evidences:
        if failed(entry) and entry.nodeid not in known and entry.nodeid not in found.missing:
            screen.print(carded(entry, found), "\n")
    screen.print(page.headline(found.table))
    if found.settings.reports is not None:
        screen.print(found.trouble or f"report: {found.shown(found.settings.reports / 'index.html')}")
    return found


def _places(found: Found) -> list[Path]:
    """The folders whose files are watched: the claims folders, as a new document is a change too."""
    roots = [getattr(item.parent, "root", item.path.parent) for item in found.items]
    return list(dict.fromkeys(roots))


def _times(places: list[Path]) -> Times:
    """When each Python file there was last written."""
    files = (file for place in places if place.is_dir() for file in place.rglob("*.py"))
    return {file: status.st_mtime_ns for file in files if (status := _status(file)) is not None}


def _status(file: Path) -> os.stat_result | None:
    try:
        return file.stat()
    except OSError:  # an editor is replacing it
        return None


def _changed(before: Times, now: Times) -> set[Path]:
    return {file for file in before.keys() | now.keys() if before.get(file) != now.get(file)}


def _reached(changed: set[Path], files: list[Path]) -> set[Path]:
    """The changed files, and those that mention one of them, and so on. A document's own file reaches all of the document."""
    reached, left = set(changed), list(changed)
    while left:
        file = left.pop()
        word = re.compile(rf"\b{re.escape(file.stem)}\b")
        for other in files:
            whole = file.stem == "__init__" and file.parent in other.parents
            if other not in reached and (whole or word.search(_text(other))):
                reached.add(other)
                left.append(other)
    return reached


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
