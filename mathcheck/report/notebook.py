"""Claims and evidence in a notebook: the same card, with its style sheet, in the notebook's own colours."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from typing import Any

from mathcheck.engine.describe import describe
from mathcheck.engine.evidence import Evidence
from mathcheck.language.claims import Claim, Unchecked
from mathcheck.language.display import Told
from mathcheck.language.printing import counted
from mathcheck.report.card import card, drawn, style
from mathcheck.report.parts import Block, Row, Words, letters, statement

# Seconds after which a check shows how far it has come, and between two looks at it.
PATIENCE, BETWEEN = 1.0, 0.2


@contextmanager
def progress() -> Iterator[Told]:
    """Below the cell that is running: a bar that appears where a check takes over a second, and is gone when it has ended."""
    import IPython.display

    cell: Any = IPython.display  # it has no types
    shown: Any = None
    said, due = "", time.monotonic() + PATIENCE

    def told(done: int, of: int, words: str) -> None:
        nonlocal shown, said, due
        if time.monotonic() < due and (shown is None or words == said):
            return
        said, due = words, time.monotonic() + BETWEEN
        bar = cell.HTML(bar_html(done, of, words))
        if shown is None:
            shown = cell.display(bar, display_id=True)
        else:
            shown.update(bar)

    try:
        yield told
    finally:
        if shown is not None:
            shown.update(cell.HTML(""))


def bar_html(done: int, of: int, words: str) -> str:
    """How far a check has come.

    >>> bar_html(40, 100, "")
    '<progress max="100" value="40" aria-label="check"></progress> 40 of 100 inputs'
    """
    shown = escape(words) or f"{done} of {counted(of, 'input')}"
    return f'<progress max="{of}" value="{done}" aria-label="check"></progress> {shown}'


def html(thing: Any) -> str:
    """Evidence as its card; a claim as mathematics, with its hypotheses, its letters and its readings.

    >>> from mathcheck import Scalar, claim
    >>> x = Scalar("x")
    >>> "<math" in html(claim((x + 1) ** 2 == x**2 + 1, item="1"))
    True
    """
    body = card(thing, heading=True) if isinstance(thing, Evidence) else drawn(_stated(thing))
    return f"<style>{style()}</style>{body}"


def _stated(claim: Claim | Unchecked) -> list[Block]:
    """The blocks of a claim that has not been checked."""
    rows = [Row("item", Words(claim.item)), Row("title", Words(claim.title))]
    heading = Block("heading", tuple(row for row in rows if isinstance(row.content, Words) and row.content.text))
    if isinstance(claim, Unchecked):
        return [heading, Block("letters", (Row("unchecked", Words(claim.reason)),))]
    note = Block("letters", (Row("note", Words(claim.note)),) if claim.note else ())
    blocks, known = [heading, note], set[Row]()
    for name in ["", *claim.readings]:
        described = describe(claim, name)
        described_letters = letters(described).rows
        fresh = [row for row in described_letters if row not in known]  # letters that a reading shares are said once
        known.update(described_letters)
        title = f"read as: {name}" if name else ""
        blocks += [replace(statement(described), title=title), Block("letters", tuple(fresh))]
    return [block for block in blocks if block.rows]
