"""The card of one reading as HTML: what stands behind its row in the report, on the page, and in a notebook."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from pathlib import Path

from mathcheck.engine.evidence import Evidence
from mathcheck.engine.findings import Figure
from mathcheck.report.arrays import array, is_rounded
from mathcheck.report.figures import svg
from mathcheck.report.formulas import mathml
from mathcheck.report.parts import Array, Block, Content, Formula, Row, Source, Words, blocks


def escape(text: str) -> str:
    """Text as it may stand in HTML, also inside attributes."""
    return html.escape(text, quote=True)


def card(evidence: Evidence, *, heading: bool = False) -> str:
    """The card of one reading; with ``heading``, item and title too, where the page around it does not show them."""
    return drawn(blocks(evidence, heading=heading))


def drawn(parts: Iterable[Block]) -> str:
    """Blocks as HTML. What a claim says is escaped or rebuilt from a list of harmless elements."""
    return f'<div class="mc-card">{"".join(map(_block, parts))}</div>'


def style() -> str:
    """The rules of the card, all of them inside ``.mc-card``."""
    return Path(__file__).with_name("card.css").read_text(encoding="utf-8")


def badge(verdict: str) -> str:
    """A verdict as a coloured word.

    >>> badge("holds")
    '<span class="mc-v mc-holds">holds</span>'
    """
    return f'<span class="mc-v mc-{escape(verdict.replace(" ", "-"))}">{escape(verdict)}</span>'


# --- blocks ---------------------------------------------------------------------------------------


def _block(block: Block) -> str:
    body = {"heading": _heading, "verdict": _verdict, "example": _example, "figures": _figures}.get(block.kind, _listed)(block)
    if block.folded:
        return f'<details class="mc-{block.kind}"><summary>{escape(block.title)}</summary>{body}</details>'
    title = f"<h4>{escape(block.title)}</h4>" if block.title and block.kind not in ("verdict", "evidence") else ""
    return f'<section class="mc-{block.kind}">{title}{body}</section>'


def _heading(block: Block) -> str:
    return "".join(f'<span class="mc-{row.label}">{_content(row.content)}</span> ' for row in block.rows)


def _verdict(block: Block) -> str:
    first, *notes = block.rows
    sentence = f'<p class="mc-reason">{badge(block.title)} {_content(first.content)}</p>'
    return sentence + "".join(f'<p class="mc-note">{_content(row.content)}</p>' for row in notes)


def _example(block: Block) -> str:
    inputs = [row for row in block.rows if isinstance(row.label, Formula)]
    sides = [row for row in block.rows if not isinstance(row.label, Formula)]
    given = "".join(f"<div>{_label(row)} <span>{_equals(row.content)}</span> {_content(row.content)}</div>" for row in inputs)
    shown = "".join(f"<figure><figcaption>{_label(row)}</figcaption>{_content(row.content)}</figure>" for row in sides)
    return f'<div class="mc-inputs">{given}</div><div class="mc-sides">{shown}</div>'


def _equals(content: Content) -> str:
    """The sign between a letter and its value."""
    return "≈" if isinstance(content, Array) and content.given and is_rounded(content.table) else "="


def _figures(block: Block) -> str:
    return "".join(_content(row.content) for row in block.rows)


def _listed(block: Block) -> str:
    labels = [_label(row) for row in block.rows]
    if block.kind == "letters":  # said once for those that follow each other
        labels = ["" if label == before else label for before, label in zip([None, *labels], labels, strict=False)]
    rows = "".join(
        f"<div><dt>{label}</dt><dd>{_content(row.content)}</dd></div>" for label, row in zip(labels, block.rows, strict=True)
    )
    return f"<dl>{rows}</dl>"


# --- what they hold -------------------------------------------------------------------------------


def _label(row: Row) -> str:
    return _content(row.label) if isinstance(row.label, Formula) else escape(row.label)


def _content(content: Content) -> str:
    if isinstance(content, Words):
        return _code(content.text)
    if isinstance(content, Formula):
        words = f" {escape(content.words)}" if content.words else ""
        return mathml(content.latex, block=content.display, lines=content.display) + words
    if isinstance(content, Array):
        return array(content.table, content.wrong, content.difference, content.digits)
    if isinstance(content, Source):
        return _source(content)
    return _figure(content)


def _code(sentence: str) -> str:
    """A sentence in which what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(sentence))


def _source(source: Source) -> str:
    text = escape(source.text)
    if source.fold:
        return f"<details><summary>{escape(source.fold)}</summary><pre>{text}</pre></details>"
    return f"<pre>{text}</pre>" if "\n" in source.text else f"<code>{text}</code>"


def _figure(figure: Figure) -> str:
    drawing = svg(figure)
    return f'<figure class="mc-figure">{drawing}<figcaption>{escape(figure.caption)}</figcaption></figure>' if drawing else ""
