"""``mathcheck check``: claims checked as pytest checks them, without what else it says."""

from __future__ import annotations

import json
from typing import Any

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from mathcheck.collection import failed
from mathcheck.commands.names import located
from mathcheck.commands.screen import console, lines, printable, table_help
from mathcheck.commands.session import Found, check
from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.report import page, text
from mathcheck.report.frame import NOT_RUN

# Of no more readings than this those that hold are listed.
FEW = 10


@click.command(
    "check",
    epilog=table_help(
        "mathcheck check claims/sheet_1 --examples 300",
        {
            0: "all claims hold (or are refuted as expected)",
            1: "one does not",
            2: "a path or claim does not exist or a file cannot be read",
        },
    ),
)
@click.argument("targets", nargs=-1, metavar="[PATH[::CLAIM]]...")
@click.option("--seed", type=click.IntRange(min=0), metavar="N", help="Seed: the same one gives the same verdicts.")
@click.option("--examples", type=click.IntRange(min=1), metavar="N", help="Inputs generated for each claim.")
@click.option("-v", "verbose", is_flag=True, help="Also list the claims that hold, in a line each.")
@click.option("-x", "first", is_flag=True, help="Stop after the first claim that does not hold.")
@click.option("--report/--no-report", default=True, help="Write the report, or not (default: write it).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of cards.")
def command(
    targets: tuple[str, ...], seed: int | None, examples: int | None, verbose: bool, first: bool, report: bool, as_json: bool
) -> None:
    """Check claims, show what is wrong, and write the report.

    PATH is a folder or file of claims, CLAIM a claim in it; without any, all claims of the project are checked. CLAIM alone, or the label of
    an item, will do where it stands for one claim of the project. The verdicts and the report are those of pytest, with the options that its
    configuration file sets. The report holds what was checked. What is wrong has a card; what holds is listed with -v, or where PATH or CLAIM
    names no more than ten readings.
    """
    options = [f"--mathcheck-{name}={value}" for name, value in (("seed", seed), ("examples", examples)) if value is not None]
    found = run(tuple(located(targets, "check")), [*options, *(["-x"] if first else [])], report=report)
    wrong = [evidence for evidence in found.evidences if evidence.nodeid not in found.missing and failed(evidence)]
    click.echo(as_object(found, wrong)) if as_json else show(
        found, wrong, listed=verbose or (bool(targets) and len(found.evidences) <= FEW)
    )
    raise SystemExit(status(found, wrong))


def run(targets: tuple[str, ...], options: list[str], *, report: bool, known: dict[str, Evidence] | None = None) -> Found:
    """The claims checked, with a progress bar where somebody looks."""
    screen = console(errors=True)
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=screen, transient=True, disable=not screen.is_terminal, redirect_stdout=False, redirect_stderr=False
    ) as bar:
        task = bar.add_task("checking", total=None)
        return check(
            targets, options, report=report, known=known,
            begin=lambda count: bar.update(task, total=count), step=lambda: bar.advance(task),
        )  # fmt: skip


def status(found: Found, wrong: list[Evidence]) -> int:
    """The exit status: a file that cannot be read comes before claims that do not hold."""
    return 2 if found.unread else 1 if wrong or found.missing or found.trouble else 0


def show(found: Found, wrong: list[Evidence], *, listed: bool) -> None:
    """The cards of what is wrong, the result in a sentence, and where the report is; where it is to be ``listed``, also what holds, in a line
    each."""
    screen = console()
    for evidence in wrong:
        screen.print(carded(evidence, found))
        screen.print("─" * text.WIDTH, style="dim")
    held = [evidence for evidence in found.evidences if evidence.verdict is Verdict.HOLDS and evidence not in wrong]
    for evidence in held if listed else []:
        screen.print(printable(text.brief(evidence)))
    hidden = "" if listed or not held else "  (-v lists what holds)"
    screen.print(page.counts(found.table) + hidden)
    screen.print(page.headline(found.table))
    where = found.settings.reports
    if where is not None:
        screen.print(found.trouble or f"report: {found.shown(where / 'index.html')}  (mathcheck open shows it)")


def carded(evidence: Evidence, found: Found) -> str:
    """A card, and below it what the claim's other readings came to."""
    checked = [other for other in found.evidences if other.nodeid not in found.missing]
    return lines("\n\n".join(filter(None, (text.card(evidence), text.beside(evidence, checked)))))


def as_object(found: Found, wrong: list[Evidence]) -> str:
    """The result for programs; everything that is known of a claim is in evidence.json."""
    failing, missing = {evidence.nodeid for evidence in wrong}, set(found.missing)
    where = found.settings.reports
    content: dict[str, Any] = {
        "headline": page.headline(found.table),
        "verdicts": {str(name): int(count) for name, count in found.table["verdict"].astype(str).value_counts().items()},
        "seed": found.settings.seed,
        "examples": found.settings.examples,
        "report": None if where is None or found.trouble else found.shown(where / "index.html"),
        "readings": [
            {
                "target": evidence.nodeid, "source": evidence.source, "item": evidence.item, "title": evidence.title,
                "claim": evidence.claim, "reading": evidence.reading, "statement": evidence.statement,
                "verdict": NOT_RUN if evidence.nodeid in missing else str(evidence.verdict), "expect": evidence.expect,
                "ok": evidence.nodeid not in failing | missing, "reason": evidence.reason,
            }
            for evidence in found.evidences
        ],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1)
