"""Numbers that Python has computed from well-known constants before a formula saw them, as people write them: 2π for 6.283185307179586."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mathcheck.language.operations import ATOM, POWER, PRODUCT, SUM

# Constants as Python and as LaTeX.
_CONSTANTS = [
    (math.pi, "np.pi", r"\pi"), (math.e, "np.e", "e"), (float(np.sqrt(2)), "np.sqrt(2)", r"\sqrt{2}"),
    (float(np.sqrt(3)), "np.sqrt(3)", r"\sqrt{3}"), (float(np.sqrt(np.pi)), "np.sqrt(np.pi)", r"\sqrt{\pi}"),
    (float(np.sqrt(2 * np.pi)), "np.sqrt(2 * np.pi)", r"\sqrt{2 \, \pi}"),
    (float(np.sqrt(2 / np.pi)), "np.sqrt(2 / np.pi)", r"\sqrt{\frac{2}{\pi}}"),
    (float(np.log(2)), "np.log(2)", r"\log\left(2\right)"), (float(np.log(10)), "np.log(10)", r"\log\left(10\right)"),
]  # fmt: skip

# People write fractions of constants with numbers up to LARGEST; an angle of one degree beside them.
LARGEST, DEGREES = 12, 180


@dataclass(frozen=True)
class Written:
    """A number as Python that computes just this number, and as LaTeX, with how strongly each binds."""

    python: str
    latex: str
    level: int
    latex_level: int


def written(value: float) -> Written | None:
    """A multiple or quotient of a constant that is the very double ``value``; None for other numbers.

    There are a few thousand of these, and 2^52 doubles to each power of two: none is met by accident.

    >>> written(2 * math.pi).python, written(-math.pi / 2).python, written(1 / (2 * math.pi)).latex, written(6.28)
    ('2 * np.pi', '-np.pi / 2', '\\\\frac{1}{2 \\\\, \\\\pi}', None)
    """
    found = _table().get(abs(value))
    if found is None or value > 0:
        return found
    return Written(f"-{found.python}", f"-{found.latex}", SUM, SUM)


def settled(value: float) -> float:
    """A number that was computed in another way than people would, as what they would: the constant that it is but for one rounding.

    >>> settled(math.sqrt(2) * math.sqrt(math.pi)) == math.sqrt(2 * math.pi), settled(0.3)
    (True, 0.3)
    """
    near = (value, math.nextafter(value, math.inf), math.nextafter(value, -math.inf))
    return next((number for number in near if abs(number) in _table()), value)


@functools.cache
def _table() -> dict[float, Written]:
    table: dict[float, Written] = {}
    known = [entry for constant in _CONSTANTS for entry in _fractions(*constant)]
    for number, how in sorted(known, key=lambda entry: len(entry[1].python)):
        table.setdefault(number, how)
    return table


def _fractions(c: float, python: str, latex: str) -> Iterator[tuple[float, Written]]:
    """A constant, what it is times and over small numbers, and what small numbers are over it."""
    small = range(2, LARGEST + 1)
    yield c, Written(python, latex, ATOM, ATOM)
    for p in small:
        yield p * c, Written(f"{p} * {python}", rf"{p} \, {latex}", PRODUCT, PRODUCT)
    for q in (*small, DEGREES):
        yield c / q, Written(f"{python} / {q}", rf"\frac{{{latex}}}{{{q}}}", PRODUCT, POWER)
    for p in (1, *small):
        yield p / c, Written(f"{p} / {python}", rf"\frac{{{p}}}{{{latex}}}", PRODUCT, POWER)
    for q in small:
        yield 1 / (q * c), Written(f"1 / ({q} * {python})", rf"\frac{{1}}{{{q} \, {latex}}}", PRODUCT, POWER)
    for p, q in ((p, q) for p in small for q in small if math.gcd(p, q) == 1):
        fraction = rf"\frac{{{p} \, {latex}}}{{{q}}}"
        yield p * c / q, Written(f"{p} * {python} / {q}", fraction, PRODUCT, POWER)
        yield p / q * c, Written(f"{p} / {q} * {python}", fraction, PRODUCT, POWER)
