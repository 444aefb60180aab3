"""``mathcheck show``: one claim's card in the terminal."""

from __future__ import annotations

import textwrap

import click

from mathcheck.collection import ClaimItem, failed
from mathcheck.commands.check import carded
from mathcheck.commands.names import located
from mathcheck.commands.screen import console, lines, table_help
from mathcheck.commands.session import Found, check, collect
from mathcheck.commands.targets import Misused, target
from mathcheck.engine.evidence import Evidence
from mathcheck.language.printing import identifier
from mathcheck.report import text
from mathcheck.report.parts import bare
from mathcheck.report.unicode import unicode

WIDTH = 96


@click.command(
    "show",
    epilog=table_help(
        'mathcheck show "claims/sheet_1/section.py::roots[t is positive]" --check',
        {0: "it was shown (with --check: it holds, or as expected)", 1: "with --check: it does not", 2: "there is no such claim"},
    ),
)
@click.argument("claim", metavar="[PATH::]CLAIM[READING]")
@click.option("--check", "checked", is_flag=True, help="Check it, and show the verdict with what it rests on.")
def command(claim: str, checked: bool) -> None:
    """Show a claim: its statement, what its letters stand for, its readings.

    PATH is a claims file, CLAIM a claim in it; without [READING] the printed one is shown, and with
    --check what the others came to in a line each. CLAIM alone, or the label of an item, will do
    where it stands for one claim of the project. A shell takes brackets for its own: write the whole in quotes.
    """
    (claim,) = located([claim], "show")
    if not target(claim).claim:
        raise Misused(f"{claim} names no claim: write PATH::CLAIM; mathcheck list {claim} shows the claims there")
    found = collect([claim])
    chosen = next((item for item in found.claims if item.reading == (target(claim).reading or "")), found.claims[0])
    if not checked:
        console().print(lines(described(chosen, found)))
        return
    # Without a reading the printed one decides, and the others are told beside it.
    reading = f"[{chosen.reading}]" if target(claim).reading is not None else ""
    ran = check([f"{chosen.path}::{chosen.variable}{reading}"], report=False)
    evidence = next(entry for entry in ran.evidences if entry.reading == chosen.reading)
    console().print(carded(evidence, ran))
    raise SystemExit(1 if failed(evidence) else 0)


def described(item: ClaimItem, found: Found) -> str:
    """A claim that has not been checked: heading, statement, letters, other readings, where it is written."""
    evidence = item.described()
    rows = [("claimed", _formula(evidence.latex, bare(evidence)))] if evidence.statement else []
    rows += [("given" if i == 0 else "and", _formula(latex, python)) for i, (python, latex) in enumerate(evidence.hypotheses)]
    rows += [("where" if i == 0 else "", entry) for i, entry in enumerate(_definitions(evidence))]
    rows += [("letters" if i == 0 else "", entry) for i, entry in enumerate(_letters(evidence))]
    if evidence.note:
        rows.append(("note", evidence.note))
    if not evidence.statement:
        rows.append(("", evidence.reason))
    if evidence.expect == "refuted":
        rows.append(("expected", "to be refuted: a known error"))
    others = [name for name in ["", *getattr(item.claim, "readings", {})] if name != item.reading]
    rows += [("readings" if i == 0 else "", name or "as printed") for i, name in enumerate(others)]
    rows.append(("written", evidence.source))
    exact = f"{found.shown(item.path)}::{item.variable}" + (f"[{item.reading}]" if item.reading else "")
    rows.append(("check", f'mathcheck show "{exact}" --check'))
    return "\n".join([text.heading(evidence), "", *(_row(label, words) for label, words in rows if words)])


def _formula(latex: str, python: str) -> str:
    """A formula as Unicode where it can be read so, else as Python."""
    return unicode(latex) or python


def _definitions(evidence: Evidence) -> list[str]:
    return [
        f"{name} = {right}" if (right := unicode(latex)) and (name := unicode(symbol)) else f"{identifier(symbol)} = {python}"
        for symbol, python, latex in evidence.definitions
    ]


def _letters(evidence: Evidence) -> list[str]:
    alike: dict[str, list[str]] = {}
    for name, words in evidence.domains:
        alike.setdefault(words, []).append(unicode(name) or name)
    return [f"{', '.join(names)}: {words}" for words, names in alike.items()]


def _row(label: str, words: str) -> str:
    head = f"  {label:<10}"
    if label == "check":
        return head + words
    return textwrap.fill(
        words, WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_long_words=False, break_on_hyphens=False
    )
