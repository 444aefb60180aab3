"""Numbers that formulas are off by: small fractions, well-known constants, powers of sizes; and how to write a formula times one."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from mathcheck.insight.plainly import is_one, times
from mathcheck.language.expression import Constant, Expr, apply, as_expr
from mathcheck.language.operations import operation_of
from mathcheck.language.sizes import Size

Lengths = dict[Size, int]

# Fractions are told up to this denominator and numerator, and numbers to within this, relative.
LARGEST, NEAR = 12, 1e-6


@dataclass(frozen=True)
class Multiple:
    """A number that may depend on sizes; ``of(formula)`` writes a formula times it."""

    words: str  # the number in Python: "2", "1 / n", "np.log(10)"
    of: Callable[[Any], Any]
    at: Callable[[Lengths], float]


def written(function: Any, argument: float) -> Expr:
    """A function of a number, that is not computed."""
    made: Expr = apply(operation_of(function), argument)
    return made


# Constants by value: (value, in Python, as a formula or number).
_CONSTANTS: list[tuple[float, str, Callable[[], Any]]] = [
    (math.pi, "np.pi", lambda: np.pi),
    (2 * math.pi, "2 * np.pi", lambda: 2 * np.pi),
    (math.sqrt(2), "np.sqrt(2)", lambda: written(np.sqrt, 2)),
    (math.sqrt(3), "np.sqrt(3)", lambda: written(np.sqrt, 3)),
    (math.sqrt(math.pi), "np.sqrt(np.pi)", lambda: written(np.sqrt, np.pi)),
    (math.sqrt(2 * math.pi), "np.sqrt(2 * np.pi)", lambda: written(np.sqrt, 2 * np.pi)),
    (math.log(2), "np.log(2)", lambda: written(np.log, 2)),
    (math.log(10), "np.log(10)", lambda: written(np.log, 10)),
    (math.e, "np.e", lambda: np.e),
]


def fraction(value: float) -> Fraction | None:
    """The small fraction that a number is, if it is one.

    >>> fraction(0.6666666667), fraction(0.1234567)
    (Fraction(2, 3), None)
    """
    if not math.isfinite(value) or value == 0:
        return None
    near = Fraction(value).limit_denominator(LARGEST)
    fits = near != 0 and abs(near.numerator) <= 10 * LARGEST and abs(float(near) - value) <= NEAR * abs(value)
    return near if fits else None


def _times(share: Fraction) -> Callable[[Any], Any]:
    top, bottom = share.numerator, share.denominator

    def of(formula: Any) -> Any:
        if is_one(formula):
            return Constant(top) / bottom if bottom != 1 else Constant(top)
        if abs(top) != 1:
            return top * formula / bottom if bottom != 1 else top * formula
        signed = -formula if top < 0 else formula
        return signed / bottom if bottom != 1 else signed

    return of


def constant(value: float) -> Multiple | None:
    """The number ``value`` as a multiple that people write: a small fraction, or a well-known constant times one.

    >>> constant(-0.5).words, constant(2.302585093).words, constant(0.123456)
    ('-1/2', 'np.log(10)', None)
    >>> from mathcheck.language.expression import Constant
    >>> [constant(value).of(Constant(1)) for value in (-0.125, 2 / 3, 1.5707963268)]
    [-1 / 8, 2 / 3, np.pi / 2]
    """
    share = fraction(value)
    if share is not None:
        return Multiple(str(share), _times(share), functools.partial(_always, float(share)))
    for known, words, formula in _CONSTANTS:
        for exponent in (1, -1):
            share = fraction(value / known**exponent)
            if share is not None and max(abs(share.numerator), share.denominator) <= 4:
                return _scaled(share, known, words, formula(), exponent)
    return None


def _always(value: float, sizes: Lengths) -> float:
    return value


def _scaled(share: Fraction, known: float, words: str, formula: Any, exponent: int) -> Multiple:
    def of(other: Any) -> Any:
        if is_one(other):
            name, (top, bottom) = as_expr(formula), share.as_integer_ratio()
            return _times(share)(name) if exponent > 0 else Constant(top) / (bottom * name if bottom != 1 else name)
        if exponent < 0:
            return _times(share)(other) / formula
        top, bottom = share.as_integer_ratio()
        whole = (formula if abs(top) == 1 else abs(top) * formula) * other  # 2π times it, as it is called, and not π times twice it
        signed = -whole if top < 0 else whole
        return signed / bottom if bottom != 1 else signed

    shown = words if exponent > 0 else f"1 / {words}" if " " not in words else f"1 / ({words})"
    text = shown if share == 1 else f"-{shown}" if share == -1 else f"{share} * {shown}"
    return Multiple(text, of, lambda sizes: float(share) * known**exponent)


def _powers(n: Size) -> list[tuple[str, Callable[[Lengths], float], Callable[[Any], Any]]]:
    return [
        (f"{n.name}", lambda s: s[n], lambda f: times(n, f)),
        (f"1 / {n.name}", lambda s: 1 / s[n], lambda f: f / n),
        (f"{n.name} - 1", lambda s: s[n] - 1, lambda f: times(n - 1, f)),
        (f"1 / ({n.name} - 1)", lambda s: 1 / (s[n] - 1) if s[n] > 1 else math.nan, lambda f: f / (n - 1)),
        (f"{n.name} + 1", lambda s: s[n] + 1, lambda f: times(n + 1, f)),
        (f"1 / ({n.name} + 1)", lambda s: 1 / (s[n] + 1), lambda f: f / (n + 1)),
        (f"{n.name}**2", lambda s: s[n] ** 2, lambda f: times(n**2, f)),
        (f"1 / {n.name}**2", lambda s: s[n] ** -2.0, lambda f: f / n**2),
        (f"np.sqrt({n.name})", lambda s: math.sqrt(s[n]), lambda f: times(np.sqrt(n), f)),
        (f"1 / np.sqrt({n.name})", lambda s: 1 / math.sqrt(s[n]), lambda f: f / np.sqrt(n)),
        (f"{n.name} / ({n.name} - 1)", lambda s: s[n] / (s[n] - 1) if s[n] > 1 else math.nan, lambda f: n * f / (n - 1)),
        (f"({n.name} - 1) / {n.name}", lambda s: (s[n] - 1) / s[n], lambda f: (n - 1) * f / n),
    ]


def _pairs(m: Size, n: Size) -> list[tuple[str, Callable[[Lengths], float], Callable[[Any], Any]]]:
    return [
        (f"{m.name} * {n.name}", lambda s: s[m] * s[n], lambda f: m * n * f),
        (f"1 / ({m.name} * {n.name})", lambda s: 1 / (s[m] * s[n]), lambda f: f / (m * n)),
        (f"{m.name} / {n.name}", lambda s: s[m] / s[n], lambda f: m * f / n),
        (f"{n.name} / {m.name}", lambda s: s[n] / s[m], lambda f: n * f / m),
    ]


def sized(ratios: Sequence[tuple[Lengths, float]], sizes: Sequence[Size]) -> Multiple | None:
    """The multiple that ``ratios``, met at different sizes, are: a power of one or two sizes, times a small fraction.

    >>> from mathcheck import dims
    >>> n = dims("n")
    >>> sized([({n: 2}, 0.5), ({n: 5}, 0.2)], [n]).words
    '1 / n'
    """
    rows = [row for n in sizes for row in _powers(n)]
    rows += [row for i, m in enumerate(sizes) for n in sizes[i + 1 :] for row in _pairs(m, n)]
    for words, at, of in rows:
        shares = [ratio / at(lengths) if at(lengths) else math.nan for lengths, ratio in ratios]
        known = [share for share in shares if math.isfinite(share)]
        if len(known) < 2 or max(known) - min(known) > NEAR * abs(known[0]):
            continue
        share = fraction(known[0])
        if share is not None and max(abs(share.numerator), share.denominator) <= 4:
            text = words if share == 1 else f"{share} * {words}" if share != -1 else f"-{words}"
            return _share_of(share, text, at, of)
    return None


def _share_of(share: Fraction, words: str, at: Callable[[Lengths], float], of: Callable[[Any], Any]) -> Multiple:
    return Multiple(words, lambda formula: of(_times(share)(formula)), lambda sizes: float(share) * at(sizes))


def multiple(ratios: Sequence[tuple[Lengths, float]], sizes: Sequence[Size]) -> Multiple | None:
    """The multiple that the ratios met at different sizes are, if it is one that people write."""
    values = [ratio for _, ratio in ratios]
    if not values or not all(math.isfinite(value) and value != 0 for value in values):
        return None
    if max(values) - min(values) <= NEAR * abs(values[0]):
        return constant(values[0])
    return sized(ratios, sizes)
