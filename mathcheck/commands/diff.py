"""``mathcheck diff``: what changed from one run to another."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import click

from mathcheck.commands.screen import printable, table_help
from mathcheck.report import changes


@click.command(
    "diff",
    epilog=table_help(
        "mathcheck diff reports.before reports",
        {0: "nothing is newly refuted", 1: "something is (also if A did not have it)", 2: "A or B cannot be read"},
    ),
)
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of lines.")
@click.option("--strict", is_flag=True, help="End with 1 also where what was right is now inconclusive, vacuous or an error.")
@click.option(
    "--annotations", is_flag=True, help="Print what ends with 1 as GitHub's workflow commands, which show it at its line."
)
@click.pass_context
def command(context: click.Context, a: Path, b: Path, as_json: bool, strict: bool, annotations: bool) -> None:
    """Say what changed from run A to run B.

    A and B are folders that runs have written to, or their evidence.json.
    """
    if as_json and annotations:
        raise click.UsageError("--json prints one object and --annotations lines: give one of them", ctx=context)
    try:
        before, after = changes.read(a), changes.read(b)
    except changes.NoRun as error:
        raise click.UsageError(str(error), ctx=context) from None
    found = changes.compare(before, after)
    failing = [
        change
        for change in found
        if change.kind == "newly refuted" or (strict and changes.lost(before.get(change.nodeid), after.get(change.nodeid)))
    ]
    click.echo(_as_json(found) if as_json else _as_lines(found))
    if annotations:
        for change in failing:
            click.echo(_annotation(change, after[change.nodeid]))
    context.exit(1 if failing else 0)


def _as_json(found: list[changes.Change]) -> str:
    groups: dict[str, list[dict[str, str]]] = {kind: [] for kind in changes.KINDS}
    for change in found:
        row = dataclasses.asdict(change)
        groups[row.pop("kind")].append(row)
    return json.dumps({kind.replace(" ", "_"): rows for kind, rows in groups.items()}, ensure_ascii=False, indent=1)


def _as_lines(found: list[changes.Change]) -> str:
    lines = []
    for kind, heading in changes.KINDS.items():
        listed = [change for change in found if change.kind == kind]
        if listed:
            lines += [f"{heading}:", *(f"  {_line(change)}" for change in listed), ""]
    return "\n".join([*lines, changes.sentence(found)])


def _line(change: changes.Change) -> str:
    reading = f"  [{change.reading}]" if change.reading else ""
    return printable(f"{change.item or 'no item':<14} {change.title}{reading}: {change.words}")


def _annotation(change: changes.Change, row: dict[str, Any]) -> str:
    """A line that GitHub shows beside the claim; what its syntax is made of is written as %XX."""
    file, _, line = str(row.get("source") or "").rpartition(":")
    where = [f"file={_encoded(file)}", f"line={line}"] if file and line.isdigit() else []
    reading = f" [{change.reading}]" if change.reading else ""
    title = f"title={_encoded(printable(f'{change.item} {change.title}{reading}'.strip()))}"
    words = printable(f"{change.words}. {row.get('reason') or ''}".strip())
    return f"::error {','.join([*where, title])}::{words.replace('%', '%25')}"


def _encoded(text: str) -> str:
    return "".join(f"%{ord(letter):02X}" if letter in "%:,\r\n" else letter for letter in text)
