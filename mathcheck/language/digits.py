r"""The digits of a formula's numbers: as many as are written, and of those that were computed as many as tell them apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from fractions import Fraction

# Nobody writes a number with more digits than WRITTEN; one that has them was computed, and of those no more than SHOWN are read where
# these are enough to tell it from the other numbers.
WRITTEN, SHOWN = 12, 6

# A ratio is taken for a fraction up to this denominator where it is that near: fractions are so far apart that none is met by accident.
DENOMINATOR, NEAR = 100, 1e-9

_DECIMAL = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])")


def shortened(latex: str, beside: Iterable[str] = ()) -> str:
    r"""A formula in LaTeX with its long decimals cut, and dots for what is left out. What is left begins no other number in the formula or
    in those ``beside`` it; what stands before the point is not cut.

    >>> shortened("0.3333333333333333 x + 3.1415926535"), shortened("123456789012345.0")
    ('0.333333\\ldots x + 3.1415926535', '123456789012345')
    >>> shortened("0.7978845608028654 x = 0.7978849 x")
    '0.7978845\\ldots x = 0.7978849 x'
    """
    numbers = {number for text in (latex, *beside) for number in _DECIMAL.findall(text)}
    return _DECIMAL.sub(lambda match: _cut(match[0], numbers - {match[0]}), latex)


def equals(value: float) -> str:
    """That something is a number that was computed: which fraction, or about which decimal.

    >>> equals(0.16666666666), equals(2.0000000000001), equals(0.123456789), equals(2**0.5)
    ('= 1/6', '= 2', '= 0.123456789', '≈ 1.414214')
    """
    if not math.isfinite(value):
        return f"= {value}"
    near = Fraction(value).limit_denominator(DENOMINATOR)
    if near and abs(float(near) - value) <= NEAR * abs(value):
        return f"= {near}"
    written = f"{value:.10g}"
    return f"= {written}" if math.isclose(float(written), value, rel_tol=1e-14) else f"≈ {value:.7g}"


def _cut(number: str, others: set[str]) -> str:
    whole, _, decimals = number.partition(".")
    digits = (whole + decimals).lstrip("0")
    if len(digits) <= WRITTEN:
        return number
    if not decimals.strip("0"):
        return whole
    for shown in range(SHOWN, WRITTEN + 1):
        kept = decimals[: max(1, len(decimals) - len(digits) + shown)]
        if not any(other.startswith(f"{whole}.{kept}") for other in others):
            return f"{whole}.{kept}" + r"\ldots" * bool(decimals[len(kept) :].strip("0"))
    return number
