"""Numbers and arrays as HTML: entries that are wrong are marked with colour and a sign, the stronger the more they are off."""

from __future__ import annotations

import html
import itertools
import math
from typing import Any

from mathcheck.engine.evidence import Table
from mathcheck.report.digits import USUAL, rounded
from mathcheck.report.words import flat, number, rough

# A vector with more entries than this, a matrix with more rows or columns, is summarised; the whole of it is in evidence.json.
ENTRIES, SIDE = 24, 12

# Entries of arrays larger than EXACT have fewer digits, so that a row stays a row.
EXACT, BRIEF = 16, 4

# Wrong entries that are listed of an array too large to be shown.
LISTED = 6

# Steps of colour.
SHADES = 4

_DIFFERS = ' <abbr title="differs">≠</abbr>'


def array(table: Table, wrong: Table | None = None, difference: Table | None = None, digits: int = 1) -> str:
    """A number, a vector or a matrix; ``wrong`` tells which entries are, ``difference`` by how much, each if it has the same shape. At
    least so many ``digits`` are shown.

    >>> array(Table((), 2.0))
    '<span class="mc-number">2</span>'
    >>> array(Table((), 2.0), Table((), True), Table((), 1.0))
    '<span class="mc-number mc-wrong">2 <abbr title="differs">≠</abbr></span>'
    """
    shades = _shades(table, wrong, difference)
    if not table.shape:
        return _number(table.entries, bool(shades), digits)
    if _too_large(table):
        return _summary(table, shades, digits)
    rows = [table.entries] if len(table.shape) == 1 else table.entries
    body = "".join(
        f"<tr>{''.join(_cell(table, shades, i, j, entry, digits) for j, entry in enumerate(row))}</tr>"
        for i, row in enumerate(rows)
    )
    kind = "mc-vector" if len(table.shape) == 1 else "mc-matrix"
    return f'<table class="mc-array {kind}"><tbody>{body}</tbody></table>'


def _cell(table: Table, shades: dict[tuple[int, ...], int], i: int, j: int, entry: Any, digits: int) -> str:
    shade = shades.get((j,) if len(table.shape) == 1 else (i, j), 0)
    kind = f' class="mc-shade-{shade}"' if shade else ""
    return f"<td{kind}>{_number(entry, bool(shade), digits, brief=_brief(table))}</td>"


def is_rounded(table: Table) -> bool:
    """Whether a number of what :func:`array` shows of the table is rounded."""
    return rounded(table) or (_brief(table) and any(float(f"{value:.{BRIEF}g}") != value for value in flat(table.entries)))


def _brief(table: Table) -> bool:
    return math.prod(table.shape) > EXACT and not _too_large(table)


def _number(value: Any, wrong: bool, digits: int, *, brief: bool = False) -> str:
    short = brief and isinstance(value, float)
    text = html.escape(rough(value, max(BRIEF, digits)) if short else number(value, max(USUAL, digits)))
    return f'<span class="mc-number mc-wrong">{text}{_DIFFERS}</span>' if wrong else f'<span class="mc-number">{text}</span>'


def _shades(table: Table, wrong: Table | None, difference: Table | None) -> dict[tuple[int, ...], int]:
    """The wrong entries, each with a step of colour: 4 for the largest difference, 1 for those below a quarter of it."""
    if wrong is None or wrong.shape != table.shape:
        return {}
    marked = [index for index in itertools.product(*map(range, table.shape)) if _at(wrong.entries, index)]
    if difference is None or difference.shape != table.shape:
        return dict.fromkeys(marked, SHADES)
    sizes = [abs(value) for value in flat(difference.entries) if math.isfinite(value)]
    largest = max(sizes, default=0.0)
    return {index: _shade(abs(float(_at(difference.entries, index))), largest) for index in marked}


def _shade(size: float, largest: float) -> int:
    if not largest or not math.isfinite(size):
        return SHADES
    return max(1, math.ceil(SHADES * size / largest))


def _at(entries: Any, index: tuple[int, ...]) -> Any:
    for i in index:
        entries = entries[i]
    return entries


def _too_large(table: Table) -> bool:
    return len(table.shape) > 2 or max(table.shape, default=0) > (ENTRIES if len(table.shape) == 1 else SIDE)


def _summary(table: Table, shades: dict[tuple[int, ...], int], digits: int) -> str:
    """An array too large to be shown: how many entries are wrong, and those that are most."""
    total = math.prod(table.shape)
    shape = " × ".join(map(str, table.shape))
    if not shades:
        return f'<span class="mc-big">an array of {shape}: {html.escape(_written(table.entries))}</span>'
    strongest = sorted(shades, key=lambda index: (-shades[index], index))[:LISTED]
    listed = "".join(
        f"<li>[{', '.join(map(str, index))}] {_number(_at(table.entries, index), True, digits)}</li>" for index in strongest
    )
    more = f"<li>and {len(shades) - LISTED} more</li>" if len(shades) > LISTED else ""
    return f'<div class="mc-big">an array of {shape}, {len(shades)} of {total} entries wrong:<ul>{listed}{more}</ul></div>'


def _written(entries: Any) -> str:
    def walk(value: Any) -> str:
        return f"[{', '.join(map(walk, value))}]" if isinstance(value, list) else number(value)

    text = walk(entries)
    return text if len(text) <= 600 else text[:599] + "…"
