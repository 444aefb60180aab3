"""How many digits of a number are shown: few, but enough that two that differ look different, and what is rounded is said to be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from mathcheck.engine.evidence import Counterexample, Table

# Digits of a number in a table, and all that a double has.
USUAL, ALL = 7, 17

# A number that a few more digits give within this is shown with them: it was written so, or is meant so.
WRITTEN, SAME = 10, 1e-15


def decimal(value: float, digits: int = USUAL) -> str:
    """A number in Python's notation: with the digits that it was written with, or rounded to ``digits``.

    >>> decimal(0.7978845608), decimal(2**0.5), decimal(2**0.5, 12), decimal(3.0)
    ('0.7978845608', '1.414214', '1.41421356237', '3')
    """
    if value.is_integer() and abs(value) < 1e7:
        return str(int(value))
    written = f"{value:.{WRITTEN}g}"
    return written if math.isclose(float(written), value, rel_tol=SAME) else f"{value:.{digits}g}"


def needed(example: Counterexample) -> int:
    """The fewest digits with which the two sides look different in each entry that is wrong; one where they are not to be compared.

    >>> one, other, no = Table((), 1.41421356), Table((), 1.41421357), Table((), True)
    >>> needed(Counterexample((), (), "==", one, other, one, one, no, "", None))
    9
    """
    if example.relation in ("!=", "proportional"):
        return 1
    left, right, wrong = (np.asarray(table.entries) for table in (example.left, example.right, example.wrong))
    try:
        left, right, wrong = np.broadcast_arrays(left.astype(float), right.astype(float), wrong.astype(bool))
    except ValueError:  # shapes that do not agree
        return 1
    pairs = [(a, b) for a, b in zip(left[wrong].tolist(), right[wrong].tolist(), strict=True) if a != b]
    return max((_apart(a, b) for a, b in pairs), default=1)


def _apart(a: float, b: float) -> int:
    return next((digits for digits in range(1, ALL) if f"{a:.{digits}g}" != f"{b:.{digits}g}"), ALL)


def rounded(table: Table, digits: int = USUAL) -> bool:
    """Whether a number of the table is shown rounded.

    >>> rounded(Table((2,), [0.5, 0.1])), rounded(Table((), 2**0.5))
    (False, True)
    """
    return any(not math.isclose(float(decimal(value, digits)), value, rel_tol=SAME) for value in _floats(table.entries))


def _floats(entries: Any) -> Iterator[float]:
    if isinstance(entries, list):
        for entry in entries:
            yield from _floats(entry)
    elif isinstance(entries, float):  # what has no number in JSON is a word
        yield entries
