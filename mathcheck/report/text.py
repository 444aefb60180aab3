"""One reading's card as plain text: what a terminal shows."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import Any

from mathcheck.engine.evidence import Evidence, Table, Verdict
from mathcheck.language.printing import counted, identifier
from mathcheck.report.digits import USUAL, decimal, rounded
from mathcheck.report.parts import Array, Block, Content, Formula, Row, Source, Words, blocks
from mathcheck.report.unicode import unicode
from mathcheck.report.words import altered

WIDTH = 96

# The column of labels.
LABEL = 13

# Blocks that only the HTML shows: what takes too much room in a terminal, or repeats what it says already.
LEFT_OUT = ("counts", "figures")


def number(value: Any, digits: int = USUAL) -> str:
    """A number as Python writes it, as short as it can be without hiding anything that matters for checking by hand.

    >>> number(2.0), number(0.1), number("inf"), number(1e-17)
    ('2', '0.1', 'inf', '1e-17')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) else decimal(value, digits)


def array(table: Table, digits: int = USUAL) -> str:
    """A table as NumPy-like text.

    >>> array(Table((2,), [1.0, 2.5]))
    '[1, 2.5]'
    """
    return _nested(table.entries, digits)


def _nested(entries: Any, digits: int) -> str:
    if isinstance(entries, list):
        return f"[{', '.join(_nested(entry, digits) for entry in entries)}]"
    return number(entries, digits)


def heading(evidence: Evidence) -> str:
    """Item, title and reading in a line."""
    return _headed(evidence, evidence.title)


def _headed(evidence: Evidence, title: str) -> str:
    title = " ".join(title.split())
    parts = [evidence.item, title if len(title) <= 200 else title[:199] + "…"]
    line = "  ".join(part for part in parts if part) or evidence.claim
    return f"{line}  [{evidence.reading}]" if evidence.reading else line


def brief(evidence: Evidence) -> str:
    """A claim that holds in a line: what it is, and how hard it was tried.

    >>> from mathcheck.engine.evidence import Strength, Tally
    >>> brief(Evidence(Verdict.HOLDS, "", item="1(a)", statement="t == t", tally=Tally(distinct=90), strength=Strength(7)))
    '1(a)  t == t: not refuted on 90 inputs; 7 of 7 altered formulas were.'
    """
    return f"{_headed(evidence, evidence.title or evidence.statement)}: {_tried(evidence)}"


def _tried(evidence: Evidence) -> str:
    """How hard a claim that holds was tried."""
    strength = evidence.strength
    words = f"not refuted on {counted(evidence.tally.distinct, 'input')}"
    return f"{words}; {altered(strength)}." if strength is not None and strength.tried else f"{words}."


def beside(evidence: Evidence, evidences: Iterable[Evidence]) -> str:
    """What the other readings of the same claim came to, in a line each; empty where it has none.

    >>> from mathcheck.engine.evidence import Tally
    >>> held = Evidence(Verdict.HOLDS, "", claim="roots", reading="t is positive", tally=Tally(distinct=90))
    >>> print(beside(Evidence(Verdict.REFUTED, "", claim="roots"), [held]))
      readings       [t is positive] HOLDS: not refuted on 90 inputs.
    """
    told: list[str] = []
    for other in evidences:
        if (_claim(other), other.reading == evidence.reading) == (_claim(evidence), False):
            words = _tried(other) if other.verdict is Verdict.HOLDS else " ".join(other.reason.split())
            name = f"[{other.reading}]" if other.reading else "as printed"
            told += _wrapped("" if told else "readings", f"{name} {str(other.verdict).upper()}: {words}")
    return "\n".join(told)


def _claim(evidence: Evidence) -> tuple[str, str]:
    return evidence.nodeid.partition("::")[0], evidence.claim


def card(evidence: Evidence) -> str:
    """Everything a reader of the terminal needs about one reading: claimed, verdict, mistake, what would hold, counterexample, how to
    do it again."""
    repairs = [block for block in blocks(evidence) if block.kind == "repair"]
    found = {block.kind: block for block in blocks(evidence) if not block.folded and block.kind not in LEFT_OUT}
    # The formula before its verdict: read aloud, it is "claimed this; refuted".
    order = ["statement", "letters", "verdict", *(kind for kind in found if kind not in ("statement", "letters", "verdict"))]
    lines = [heading(evidence)] if found.get("statement") is None else [heading(evidence), ""]
    for kind in order:
        for block in repairs if kind == "repair" else [found[kind]] if kind in found else []:
            lines += _block(block)
    return "\n".join(lines).rstrip()


def _block(block: Block) -> list[str]:
    """A block's lines, an empty one before blocks that stand apart."""
    if block.kind == "verdict":
        first, *notes = block.rows
        sentence = Row("verdict", Words(f"{block.title.upper()}. {_plain(first.content)}"))
        return ["", *(line for row in (sentence, *notes) for line in _row(row))]
    if block.kind == "letters":
        defined = [row for row in block.rows if row.label == "where"]
        return [line for i, row in enumerate(defined) for line in _row(row if i == 0 else Row("", row.content))]
    if block.kind == "detail":
        code, at, point = "\n".join(_plain(row.content) for row in block.rows).partition("at the input\n")
        return ["", *code.splitlines(), *(f"  {line}" for line in (at + point).splitlines())]
    if block.kind == "evidence":
        return ["", *_wrapped("evidence", " ".join(_plain(row.content) for row in block.rows))]
    if block.kind == "again":
        rows = [row for row in block.rows if isinstance(row.content, Source) and not row.content.fold]
        return [""] * bool(rows) + [line for row in rows for line in _wrapped("again", _plain(row.content), fold=False)]
    if block.kind == "example":
        inputs = [row for row in block.rows if isinstance(row.label, Formula)]
        sides = [row for row in block.rows if not isinstance(row.label, Formula)]
        return ["", f"  {block.title.lower()}", *_table(inputs), *_table(sides)]
    told = [
        row for row in block.rows if not isinstance(row.content, Formula) or row.content.python
    ]  # LaTeX is not read in a terminal
    return ["" for _ in told[:1] if block.kind in ("mistake", "repair")] + [line for row in told for line in _row(row)]


def _row(row: Row) -> list[str]:
    return _wrapped(_label(row), _plain(row.content))


def _label(row: Row) -> str:
    if not isinstance(row.label, Formula):
        return row.label
    latex = row.label.latex
    # A Python name has no signs: `x_{t+1}` and `x_{t-1}` would be the same one.
    return (unicode(latex) if re.search(r"[|+-]|\\mid\b", latex) else "") or identifier(latex)


def _plain(content: Content) -> str:
    if isinstance(content, Words):
        return content.text
    if isinstance(content, Formula):
        return content.python or content.latex
    if isinstance(content, Array):
        digits = max(USUAL, content.digits)
        sign = "≈ " if content.given and rounded(content.table, digits) else ""
        return sign + array(content.table, digits)
    return content.text if isinstance(content, Source) else content.caption


def _table(rows: list[Row]) -> list[str]:
    width = min(44, max((len(_label(row)) for row in rows), default=0))
    return [line for row in rows for line in _wrapped(f"  {_label(row)}", _plain(row.content), width=max(width + 2, LABEL))]


def _wrapped(name: str, value: str, *, width: int = LABEL, fold: bool = True) -> list[str]:
    head = f"  {name:<{width}}  "
    if not fold:
        return [head + value]
    return textwrap.wrap(
        value,
        WIDTH,
        initial_indent=head,
        subsequent_indent=" " * len(head),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [head.rstrip()]
