"""The reading copy: pages for somebody who wants to know which answers are wrong, why, and what would be right.

One page that needs nothing else and asks no network; where it would be too large, an index of pages. Everything on it can be read without its
script, which only searches, filters, and walks from one wrong item to the next.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from mathcheck.engine.evidence import Evidence
from mathcheck.language.printing import counted
from mathcheck.report import strip as strips
from mathcheck.report.card import card, escape
from mathcheck.report.changes import KINDS, Change, sentence
from mathcheck.report.item import Card, row, unfolding
from mathcheck.report.outline import Item, Section, items, outline, slug
from mathcheck.report.page import headline
from mathcheck.report.strip import Address, kind, sign

# Bytes of cards from which on they are moved to pages of their own, and how many such a page holds.
LARGEST = 2_500_000
PART = 1_000_000
PARTS = "parts"

# Up to so many documents are named on top.
NAMED = 4

# Changes that are listed; the others are counted.
LISTED = ("newly refuted", "weaker", "changed", "newly holding")

WORDS = {
    "holds": "Not refuted on many inputs, by a check that could have refuted it. This is not a proof.",
    "holds as reading": "False as it is printed, but it holds in another reading of the words, which is named.",
    "refuted": "False at the input that is shown, by more than any rounding can explain; or its shapes cannot agree.",
    "inconclusive": "Neither refuted nor supported: rounding could explain the difference, or there is no derivative where it was asked.",
    "vacuous": "Nothing was tested: no input satisfies the hypotheses, or none could have made the claim false.",
    "error": "The claim could not be checked, because its code failed.",
    "unexpectedly holds": "Documented as an error, but none was found.",
    "not checkable": "Nothing that could be checked by computing, or something it needs is not installed.",
    "not run": "The run ended before it was checked.",
}


@dataclass(frozen=True)
class Run:
    """What a run came to: evidence, its frame, the node ids of readings that were not run, and the changes since the run before (None
    where there was none). ``when`` is the time to print, ``card`` what makes a reading's card."""

    evidences: tuple[Evidence, ...]
    table: pd.DataFrame
    missing: tuple[str, ...] = ()
    changes: tuple[Change, ...] | None = None
    when: str = ""
    card: Card = card


def pages(run: Run) -> dict[str, str]:
    """The pages of a run by their paths in its folder; ``index.html`` is the first to read."""
    sections = outline(run.evidences, run.missing, run.table)
    bodies = {item.anchor: unfolding(item, run.card) for item in items(sections)}
    if sum(map(len, bodies.values())) <= LARGEST:
        return {"index.html": _page(run, sections, lambda item: f"#{item.anchor}", _documents(sections, bodies))}
    parts, places = _parts(sections, bodies), {}
    found = {}
    for name, part in parts.items():
        places.update({item.anchor: name for item in items(part)})
        found[name] = _part(part, _documents(part, bodies))
    rows = {item.anchor: row(item, f"{places[item.anchor]}#{item.anchor}") for item in items(sections)}
    return {
        "index.html": _page(run, sections, lambda item: f"{places[item.anchor]}#{item.anchor}", _documents(sections, rows)),
        **found,
    }


def write(run: Run, folder: Path) -> None:
    """The pages in ``folder``, in place of an earlier run's. Raises ``OSError`` where they cannot be written."""
    for stale in (folder / PARTS).glob("*.html"):
        stale.unlink()
    if (folder / PARTS).is_dir() and not any((folder / PARTS).iterdir()):
        (folder / PARTS).rmdir()
    for name, text in pages(run).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", errors="backslashreplace")


def _parts(sections: list[Section], bodies: dict[str, str]) -> dict[str, list[Section]]:
    """Sections, cut where they are large, by the path of the page that holds them."""
    found: dict[str, list[Section]] = {}
    for section in sections:
        stem = "-".join(filter(None, (slug(section.document), slug(section.title)))) or "part"
        for chunk in _chunks(section.items, bodies):
            count, name = 1, f"{PARTS}/{stem}.html"
            while name in found:
                count += 1
                name = f"{PARTS}/{stem}-{count}.html"
            found[name] = [Section(section.document, section.title, tuple(chunk))]
    return found


def _chunks(listed: Iterable[Item], bodies: dict[str, str]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in listed:
        if chunk and size + len(bodies[item.anchor]) > PART:
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += len(bodies[item.anchor])
    yield chunk


def _page(run: Run, sections: list[Section], address: Address, main: str) -> str:
    found, _, rest = headline(run.table).rstrip(".").partition("; ")
    titles = list(dict.fromkeys(section.document for section in sections if section.document))
    documents = ", ".join(titles) if len(titles) <= NAMED else f"{len(titles)} documents"
    also = f'<p class="also">{escape(rest[0].upper() + rest[1:])}.</p>' if rest else ""
    top = (
        f'<header class="top"><p class="eyebrow">{escape(documents)}</p><h1>{escape(found)}</h1>{also}'
        f'{strips.strip(sections, address)}<p class="hint"><a href="#_words">What the words mean</a> · '
        '<a href="report.html">Test log</a></p></header>'
    )
    body = f"{top}<main>{strips.findings(sections, address)}{_changes(run.changes)}{_tools(sections)}{main}</main>{_foot(run)}"
    return _shell(f"{found} · {documents or 'mathcheck'}", body)


def _part(sections: list[Section], main: str) -> str:
    title = " · ".join(filter(None, (sections[0].document, sections[0].title)))
    top = f'<header class="top"><p class="eyebrow"><a href="../index.html">All items</a></p><h1>{escape(title)}</h1></header>'
    return _shell(title, f"{top}<main>{_tools(sections)}{main}</main>")


def _shell(title: str, body: str) -> str:
    script = _resource("page.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n'
        f'<style>\n{_styles()}</style>\n</head>\n<body>\n<a class="skip" href="#_items">Skip to the items</a>\n{body}\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


@functools.cache
def _styles() -> str:
    folder = Path(__file__).parent
    own = folder / "card.css"
    return _resource(own.name if own.is_file() else "style.css") + _resource("page.css")


@functools.cache
def _resource(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _tools(sections: list[Section]) -> str:
    """Search and filters; the script shows them, as without it they do nothing."""
    listed = [item.verdict for item in items(sections)]
    buttons = "".join(
        f'<button type="button" data-filter="{kind(verdict)}" aria-pressed="false">{sign(verdict)} {verdict} '
        f"<span>{listed.count(verdict)}</span></button>"
        for verdict in strips.SIGNS
        if verdict in listed
    )
    return (
        '<div class="tools" role="search" hidden><label class="unseen" for="_search">Search titles, items, formulas and verdicts</label>'
        '<input id="_search" type="search" placeholder="Search titles, items, formulas, LaTeX" autocomplete="off" spellcheck="false">'
        f'<div class="filters" role="group" aria-label="Show only">{buttons}</div>'
        f'<p class="status"><span id="_status" role="status" aria-live="polite">{counted(len(listed), "item")}</span>'
        '<span class="keys"><kbd>/</kbd> search <kbd>j</kbd> <kbd>k</kbd> next, previous wrong item</span>'
        '<button type="button" id="_unfold">Unfold all</button></p></div>'
    )


def _documents(sections: list[Section], bodies: dict[str, str]) -> str:
    parts, before = ['<div id="_items" tabindex="-1">'], ""
    for section in sections:
        if section.document != before or not before:
            parts.append(f'<h2 class="document">{escape(section.document or "Claims")}</h2>')
            before = section.document
        inner = "".join(bodies[item.anchor] for item in section.items)
        parts.append(f'<section class="part"><h3>{escape(section.title or "Claims")}</h3>{inner}</section>')
    parts.append('<p class="none" hidden>Nothing matches.</p></div>')
    return "\n".join(parts)


def _changes(changes: tuple[Change, ...] | None) -> str:
    if changes is None:
        return ""
    shown = [change for change in changes if change.kind in LISTED and change.before]
    if not shown:
        return '<p class="changes">Nothing has changed since the run before.</p>'
    groups = ""
    for name in LISTED:
        lines = [change for change in shown if change.kind == name]
        if lines:
            groups += f"<dt>{KINDS[name]}</dt>" + "".join(f"<dd>{_change(change)}</dd>" for change in lines[: strips.LINES])
            groups += f"<dd>and {len(lines) - strips.LINES} more</dd>" if len(lines) > strips.LINES else ""
    return f'<details class="changes" open><summary><h2>Since the run before</h2> {escape(sentence(shown))}</summary><dl>{groups}</dl></details>'


def _change(change: Change) -> str:
    reading = f" (read as: {escape(change.reading)})" if change.reading else ""
    return f"<b>{escape(change.item)}</b> {escape(change.title)}{reading}: {escape(change.words)}"


def _foot(run: Run) -> str:
    seeds = ", ".join(map(str, sorted({evidence.seed for evidence in run.evidences})))
    most = max((evidence.max_examples for evidence in run.evidences), default=0)
    claims = len({(evidence.nodeid.partition("::")[0], evidence.claim) for evidence in run.evidences})
    legend = "".join(
        f'<div><dt>{sign(verdict)} <span class="verdict v-{kind(verdict)}">{verdict}</span></dt><dd>{words}</dd></div>'
        for verdict, words in WORDS.items()
    )
    read = f"{counted(len(run.evidences), 'reading')} of {counted(claims, 'claim')}, {counted(most, 'generated input')} each"
    when = f" Written {escape(run.when)}." if run.when else ""
    return (
        f'<footer><h2 id="_words">What the words mean</h2><dl class="legend">{legend}</dl>'
        f"<p>{read}, seed {seeds}.{when} "
        'Also: <a href="report.html">the test log</a>, <a href="evidence.json">evidence.json</a> and '
        '<a href="evidence.csv">evidence.csv</a> for programs.</p></footer>'
    )
