"""One item on the page: what it comes to, its claims, of each the readings with the printed one first, and behind each reading its card."""

from __future__ import annotations

import re
from collections.abc import Callable

from mathcheck.engine.evidence import Evidence
from mathcheck.report import strip as strips
from mathcheck.report.card import escape
from mathcheck.report.formulas import mathml
from mathcheck.report.outline import QUIET, WRONG, Group, Item, Reading
from mathcheck.report.strip import kind, sign

# What makes a reading's card.
Card = Callable[[Evidence], str]


def unfolding(item: Item, card: Card) -> str:
    """An item with everything that is known of it; open where somebody has to look."""
    unfolded = "" if item.verdict in QUIET else " open"
    claims = "".join(_claim(group, card, unfold=item.verdict in WRONG and group.decides) for group in item.claims)
    return (
        f'<details class="item" data-verdict="{kind(item.verdict)}"{" data-wrong" if item.verdict in WRONG else ""}{unfolded}>'
        f"<summary>{_heading(item, escape(item.name))}{_about(item)}</summary>"
        f'<div class="claims" id="{escape(item.anchor)}">{claims}</div></details>\n'
    )


def row(item: Item, address: str) -> str:
    """An item in an index of pages: what is said of it elsewhere, without the cards."""
    claims = "".join(f'<span class="claim" data-find="{_find(group)}">{escape(group.title)}</span>' for group in item.claims)
    link = f'<a href="{escape(address)}">{escape(item.name)}</a>'
    return (
        f'<div class="item" id="{escape(item.anchor)}" data-verdict="{kind(item.verdict)}"{" data-wrong" if item.verdict in WRONG else ""}>'
        f'<div class="summary">{_heading(item, link)}</div><div class="titles">{claims}</div></div>\n'
    )


def _heading(item: Item, name: str) -> str:
    words = "; ".join(item.readings) if item.readings else ""
    aside = f'<span class="aside">{escape(words)}</span>' if words else ""
    return f'{sign(item.verdict)}<h4>{name}</h4><span class="verdict v-{kind(item.verdict)}">{item.verdict}</span>{aside}'


def _about(item: Item) -> str:
    """The titles of an item's claims, for the eye that goes over folded items; not what the item is called anyhow."""
    titles = [title for title in dict.fromkeys(group.title for group in item.claims) if title != item.name]
    return f'<span class="about">{escape(" · ".join(titles))}</span>' if titles else ""


def _find(group: Group) -> str:
    """What a search finds a claim by beside the words that are seen: its name, verdicts, Python and LaTeX."""
    texts = [text for reading in group.readings for text in (reading.evidence.statement, _typed(reading.evidence.latex))]
    names = [f"{reading.evidence.claim} {reading.verdict}" for reading in group.readings]
    return escape(" ".join(dict.fromkeys((*names, *texts))))


def _typed(latex: str) -> str:
    r"""LaTeX as one would type it: without what only sets spaces and sizes.

    >>> _typed(r"\nabla_{\! x} \, \left(x\right)")
    '\\nabla_{x} (x)'
    """
    plain = re.sub(r"\\[!,;:]|\\(?:left|right)(?![a-zA-Z])", "", latex)
    return re.sub(r"(?<=[{(])\s+", "", re.sub(r"\s+", " ", plain))


def _claim(group: Group, card: Card, *, unfold: bool) -> str:
    shown = "".join(_reading(reading, group, card, unfold=unfold and number == 0) for number, reading in enumerate(group.readings))
    return f'<article class="claim" data-find="{_find(group)}">{shown}</article>'


def _reading(reading: Reading, group: Group, card: Card, *, unfold: bool) -> str:
    evidence = reading.evidence
    name = (
        f'<span class="read-as">Read as: {escape(evidence.reading)}</span>' if evidence.reading else f"<b>{escape(group.title)}</b>"
    )
    formula = f'<span class="formula">{_light(mathml(evidence.latex, lines=True))}</span>' if evidence.latex else ""
    quiet = reading.verdict in QUIET or _as_documented(reading)
    words = "" if quiet else f'<span class="why">{strips.why(evidence)}{strips.remedy(evidence)}</span>'
    verdict = f'<span class="verdict v-{kind(_tone(reading))}">{reading.verdict}{_aside(reading)}</span>'
    return (
        f'<details class="reading{" other" if evidence.reading else ""}"{" open" if unfold else ""}>'
        f'<summary>{sign(_tone(reading))}<span class="what">{name}{formula}{words}</span>{verdict}</summary>{_light(card(evidence))}</details>'
    )


def _as_documented(reading: Reading) -> bool:
    return reading.evidence.expect == "refuted" and reading.verdict == "refuted"


def _tone(reading: Reading) -> str:
    """The verdict whose colour and sign a reading has: a known error that is found again is well."""
    return "holds" if _as_documented(reading) else reading.verdict


def _aside(reading: Reading) -> str:
    return ", as expected" if _as_documented(reading) else ""


# What HTML takes for granted in the formulas' markup, and so what a page is smaller without.
_GRANTED = [
    (' xmlns="http://www.w3.org/1998/Math/MathML"', ""), (' display="inline"', ""), ("></mspace>", "/>"),
    *((f'<mo stretchy="true" fence="true" form="prefix">{mark}', f"<mo>{mark}") for mark in "(["),
    *((f'<mo stretchy="true" fence="true" form="postfix">{mark}', f"<mo>{mark}") for mark in ")]"),
]  # fmt: skip


def _light(markup: str) -> str:
    """The same markup in fewer bytes. Text from a claim is escaped, so none of it is met here."""
    for granted, short in _GRANTED:
        markup = markup.replace(granted, short)
    return markup
