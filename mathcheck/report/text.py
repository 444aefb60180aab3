"""Numbers, arrays and one reading's evidence as plain text: what a terminal shows."""

from __future__ import annotations

import math
import textwrap
from typing import Any

from mathcheck.engine.evidence import Counterexample, Evidence, Table, Verdict
from mathcheck.language.printing import identifier

WIDTH = 96


def number(value: Any) -> str:
    """A number as short as it can be without hiding anything that matters for checking by hand.

    >>> number(2.0), number(0.1), number("inf"), number(1e-17)
    ('2', '0.1', 'inf', '1e-17')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e7):
        return str(int(value))
    return f"{value:.10g}" if math.isclose(float(f"{value:.10g}"), value, rel_tol=1e-15) else f"{value:.7g}"


def array(table: Table) -> str:
    """A table as NumPy-like text.

    >>> array(Table((2,), [1.0, 2.5]))
    '[1, 2.5]'
    """
    return _nested(table.entries)


def _nested(entries: Any) -> str:
    return f"[{', '.join(map(_nested, entries))}]" if isinstance(entries, list) else number(entries)


def command(evidence: Evidence) -> str:
    """The line that checks this reading again."""
    return f"pytest {_quoted(evidence.nodeid)} --mathcheck-seed={evidence.seed}" if evidence.nodeid else ""


def _quoted(nodeid: str) -> str:
    return '"' + nodeid.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`") + '"'


def heading(evidence: Evidence) -> str:
    """Item, title and reading in a line."""
    title = " ".join(evidence.title.split())
    parts = [evidence.item, title if len(title) <= 200 else title[:199] + "…"]
    line = "  ".join(part for part in parts if part) or evidence.claim
    return f"{line}  [{evidence.reading}]" if evidence.reading else line


def card(evidence: Evidence) -> str:
    """Everything a reader of the terminal needs about one reading."""
    lines = [heading(evidence), "", *(_wrapped("claimed", evidence.statement) if evidence.statement else [])]
    lines += [line for name, definition, _ in evidence.definitions for line in _wrapped(f"  {identifier(name)} is", definition)]
    lines += _wrapped("verdict", f"{evidence.verdict.upper()}. {evidence.reason}")
    if evidence.expect == "refuted" and evidence.verdict is Verdict.HOLDS:
        lines += _wrapped("", "It was expected to be refuted.")
    if evidence.simplest is not None:
        lines += ["", *counterexample(evidence.simplest)]
    if evidence.detail:
        lines += ["", *evidence.detail.rstrip().splitlines()]
    if command(evidence):
        lines += ["", *_wrapped("again", command(evidence), fold=False)]
    return "\n".join(lines)


def counterexample(example: Counterexample) -> list[str]:
    """The inputs, both sides and their difference, a line each."""
    bindings = (*example.sizes, *example.inputs)
    lines = ["for", *_rows([(identifier(b.name), array(b.value)) for b in bindings])] if bindings else []
    right = "right side" if example.constant is None else f"right side, to be multiplied by {number(example.constant)}"
    rows = [
        ("left side", array(example.left)),
        (right, array(example.right)),
        ("difference", array(example.difference)),
    ]
    rows.append(("its error is", error(example)))
    if example.method:
        bound = "" if not example.certified else f": they differ by at least {example.certified:.4g}"
        rows.append(("confirmed by", example.method + bound))
    return [*lines, *([""] if lines else []), *_rows(rows)]


def error(example: Counterexample) -> str:
    """The largest error bound among the entries."""
    largest = max(_flat(example.error.entries), default=0.0)
    return f"below {largest:.1e}" if largest else "zero: every step was exact"


def _flat(entries: Any) -> list[float]:
    if isinstance(entries, list):
        return [value for entry in entries for value in _flat(entry)]
    return [float(entries)]


def _rows(rows: list[tuple[str, str]]) -> list[str]:
    width = min(44, max((len(name) for name, _ in rows), default=0))
    return [line for name, value in rows for line in _wrapped(name, value, width=width)]


def _wrapped(name: str, value: str, *, width: int = 8, fold: bool = True) -> list[str]:
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
