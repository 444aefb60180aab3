"""A run at a glance: a mark for every item in the document's order, and what is wrong in a line each."""

from __future__ import annotations

import re
from collections.abc import Callable

from mathcheck.engine.evidence import Evidence
from mathcheck.report.card import escape
from mathcheck.report.formulas import mathml
from mathcheck.report.outline import WRONG, Group, Item, Section, items
from mathcheck.report.words import powers

# A verdict's sign, so that colour is not needed to tell one from another.
SIGNS = {
    "refuted": "✗", "error": "!", "unexpectedly holds": "!", "vacuous": "∅", "inconclusive": "?", "holds as reading": "◐",
    "holds": "✓", "known error": "⊘", "not checkable": "–", "not run": "…",
}  # fmt: skip

# Up to so many items, marks carry the items' names.
NAMED = 150
# So many rows it has at most.
ROWS = 16
# So many lines are shown of what is wrong; the rest is folded behind them.
LINES = 40

# Where an item is found: on this page, or on one of several.
Address = Callable[[Item], str]


def kind(verdict: str) -> str:
    """A verdict as a class and as a word in addresses.

    >>> kind("holds as reading")
    'holds-as-reading'
    """
    return verdict.replace(" ", "-")


def sign(verdict: str) -> str:
    """A verdict's mark, for the eye only."""
    return f'<span class="sign v-{kind(verdict)}" aria-hidden="true">{SIGNS.get(verdict, "?")}</span>'


def strip(sections: list[Section], address: Address) -> str:
    """One mark an item, each a link to it, in a row for every section; for every document where those would be too many."""
    named = sum(1 for _ in items(sections)) <= NAMED
    rows = "".join(
        f'<li><span class="strip-title">{escape(title)}</span><ol>{"".join(_mark(item, address, named) for item in listed)}</ol></li>'
        for title, listed in _rows(sections).items()
    )
    return f'<nav class="strip{"" if named else " strip-small"}" aria-label="All items"><ol>{rows}</ol></nav>'


def _rows(sections: list[Section]) -> dict[str, list[Item]]:
    several = len({section.document for section in sections}) > 1
    titles: list[Callable[[Section], str]] = [
        lambda section: f"{section.document} · {section.title}" if several else section.title,
        lambda section: section.document,
        lambda section: "All items",
    ]
    found = []
    for title in titles:
        rows: dict[str, list[Item]] = {}
        for section in sections:
            rows.setdefault(title(section), []).extend(section.items)
        found.append(rows)
    return next((rows for rows in found if len(rows) <= ROWS), found[-1])


def _mark(item: Item, address: Address, named: bool) -> str:
    words = escape(f"{item.name}: {item.verdict}")
    inner = f'<span class="sign" aria-hidden="true">{SIGNS.get(item.verdict, "?")}</span>'
    text = (
        f'{escape(item.name)}<span class="unseen">: {escape(item.verdict)}</span>'
        if named
        else f'<span class="unseen">{words}</span>'
    )
    return f'<li><a class="mark v-{kind(item.verdict)}" href="{escape(address(item))}" title="{words}">{inner}{text}</a></li>'


def findings(sections: list[Section], address: Address) -> str:
    """What is wrong, claim by claim, and after it what holds only in another reading; nothing where all is well."""
    wrong = [_line(item, address, "".join(map(_words, item.deciding))) for item in items(sections) if item.verdict in WRONG]
    other = [
        _line(item, address, f"<p>{'; '.join(map(escape, item.readings))}{_as_printed(item)}</p>")
        for item in items(sections)
        if item.readings
    ]
    return _listed("What is wrong", wrong, "wrong") + _listed(
        "What holds only in another reading than the printed one", other, "other"
    )


def _as_printed(item: Item) -> str:
    """What is wrong with an item as it is printed, where another reading of it holds."""
    printed = [group.readings[0].evidence for group in item.claims if len(group.readings) > 1]
    told = [evidence for evidence in printed if evidence.verdict == "refuted" and evidence.mistakes]
    return f' <span class="why">As printed: {why(told[0])}</span>' if told else ""


def _listed(title: str, lines: list[str], name: str) -> str:
    if not lines:
        return ""
    shown, rest = lines[:LINES], lines[LINES:]
    more = f'<details><summary>{len(rest)} more</summary><ul class="findings">{"".join(rest)}</ul></details>' if rest else ""
    return f'<section class="found" aria-labelledby="_{name}"><h2 id="_{name}">{title}</h2><ul class="findings">{"".join(shown)}</ul>{more}</section>'


def _line(item: Item, address: Address, words: str) -> str:
    link = f'<a href="{escape(address(item))}">{escape(item.name)}</a>'
    return f'<li>{sign(item.verdict)}<span class="findings-item">{link}</span><div>{words}</div></li>'


def _words(group: Group) -> str:
    printed = group.readings[0].evidence
    return f'<p><b>{escape(group.title)}</b> <span class="why">{why(printed)}{remedy(printed)}</span></p>'


def coded(sentence: str) -> str:
    """A sentence in which what stands between backticks is code.

    >>> coded("`x` < 1")
    '<code>x</code> &lt; 1'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(sentence))


def why(evidence: Evidence) -> str:
    """The mistake by name where it is known, otherwise what was seen, as HTML.

    >>> from mathcheck.engine.evidence import Verdict
    >>> why(Evidence(Verdict.REFUTED, "The two sides differ, by 1.894e-07."))
    'The two sides differ, by 1.894·10⁻⁷.'
    """
    words = evidence.mistakes[0].words if evidence.mistakes and evidence.verdict == "refuted" else evidence.reason
    return coded(powers(words))


# Formulas of more LaTeX than this are not set in a line; what was changed in them is.
SHORT = 400


def remedy(evidence: Evidence) -> str:
    """What would hold, where something close is known to."""
    if not evidence.repairs:
        return ""
    repair = evidence.repairs[0]
    if repair.hypothesis is not None:
        words = f"where {mathml(repair.hypothesis[1], lines=True)}"
    elif len(repair.latex) <= SHORT:
        words = f"as {mathml(repair.latex, lines=True)}"
    else:
        words = "with " + " and ".join(f"<code>{escape(edit)}</code>" for edit in repair.edits)
    return f' <span class="remedy">Would hold {words}</span>'
