"""What a floating-point literal in a formula means: the decimal that was typed, or the constant that it is the nearest double of."""

from __future__ import annotations

import contextlib
import functools
import math
from collections.abc import Iterator
from contextvars import ContextVar
from fractions import Fraction
from typing import Any

import flint
from flint import arb

# A literal with fewer significant digits than this was typed as a decimal and means that decimal; one with more is the result
# of a computation (np.sqrt(2)) and is known to half a unit in its last place.
DECIMAL_DIGITS = 15

# What is so near a whole number has few digits whether it was typed or computed: np.exp(1e-10) is 1.0000000001.
NEXT_TO = 1e-6

# Multiples of a named constant are simple up to this.
NAMED = 12.5

# Multiples of 1/1024 are binary fractions that people type.
DYADIC = 1024.0


_BLURRED = ContextVar("literals are blurred", default=False)


@contextlib.contextmanager
def blurred() -> Iterator[None]:
    """Inside the block a literal that is no binary fraction is only known to a rounding: what it was typed as and the floating-point number
    are both meant. A difference that is not certain then lies in how a number is written."""
    token = _BLURRED.set(True)
    try:
        yield
    finally:
        _BLURRED.reset(token)


def literal(x: float) -> Any:
    """The number that ``x`` stands for, enclosed at the current precision.

    A number with few digits is that decimal; a simple multiple of a named constant is that constant; any other came out of a
    computation and is known to a rounding.

    >>> (literal(0.1) * 10).contains(1), (literal(math.sqrt(2)) ** 2).contains(2), literal(0.5).is_exact()
    (True, True, True)
    """
    return _literal(x, flint.ctx.prec, _BLURRED.get())


@functools.lru_cache(maxsize=4096)
def _literal(x: float, precision: int, blurry: bool) -> Any:
    if not math.isfinite(x) or _binary(x):
        return arb(x)
    named = None if blurry else _named(x)
    if named is not None:
        return named
    typed = not blurry and _few_digits(x) and not 0 < abs(x - round(x)) < NEXT_TO * abs(x)
    return arb(repr(x)) if typed else arb(x, abs(x) * 2.0**-52)


def _binary(x: float) -> bool:
    """Whether a number is a binary fraction that people type: 0.375, 2.0**60; not 1e200, though its nearest double is a whole number."""
    small = abs(x) < 2.0**53 and (x * DYADIC).is_integer() and (abs(x) < 2.0**53 / DYADIC or x.is_integer())
    return small or abs(math.frexp(x)[0]) == 0.5


def _few_digits(x: float) -> bool:
    return len(repr(x).split("e")[0].replace("-", "").replace(".", "").strip("0")) < DECIMAL_DIGITS


def decimal(x: float) -> float | None:
    """``x`` where it stands for a decimal with few digits, which is no binary fraction."""
    if _BLURRED.get() or not math.isfinite(x) or _binary(x) or not _few_digits(x) or 0 < abs(x - round(x)) < NEXT_TO * abs(x):
        return None
    return x


def drawn(x: float) -> Any:
    """An input's number: exactly what it is, but for the decimals that a domain or a formula mentions, such as the end of ``interval(0.1, 1)``.

    >>> (drawn(0.1) * 10).contains(1), drawn(0.1 + 2.0**-50).is_exact()
    (True, True)
    """
    return arb(x) if not math.isfinite(x) or _binary(x) or not _few_digits(x) else arb(repr(x))


def _named(x: float) -> Any:
    """The constant that a literal is the nearest double of: a simple multiple of π, 1/π, √π, 1/√π or log 2, or a simple root.

    There are a few thousand of these, and 2^52 doubles to each power of two: none is met by accident.
    """
    for name, approximate in _CONSTANTS.items():
        quotient = x / approximate
        if abs(quotient) > NAMED:  # no simple multiple, and perhaps no number
            continue
        fraction = Fraction(quotient).limit_denominator(12)
        if fraction and abs(fraction.numerator) <= 12 and abs(quotient - float(fraction)) <= 4e-16 * abs(quotient):
            exact = _exact(name) * fraction.numerator / fraction.denominator
            if float(exact.mid()) == x or abs(float(exact.mid()) - x) <= 2.0**-52 * abs(x):
                return exact
    return None


_CONSTANTS = {
    "pi": math.pi, "1/pi": 1 / math.pi, "sqrt(pi)": math.sqrt(math.pi), "1/sqrt(pi)": 1 / math.sqrt(math.pi),
    "sqrt(2 pi)": math.sqrt(2 * math.pi), "1/sqrt(2 pi)": 1 / math.sqrt(2 * math.pi), "log(2)": math.log(2), "log(10)": math.log(10),
    "sqrt(2)": math.sqrt(2), "sqrt(3)": math.sqrt(3), "e": math.e, "1": 1.0,
}  # fmt: skip


def _exact(name: str) -> Any:
    """One of these at the current precision."""
    pi = arb.pi()
    return {
        "pi": lambda: pi, "1/pi": lambda: 1 / pi, "sqrt(pi)": lambda: pi.sqrt(), "1/sqrt(pi)": lambda: 1 / pi.sqrt(),
        "sqrt(2 pi)": lambda: (2 * pi).sqrt(), "1/sqrt(2 pi)": lambda: 1 / (2 * pi).sqrt(), "log(2)": lambda: arb(2).log(),
        "log(10)": lambda: arb(10).log(), "sqrt(2)": lambda: arb(2).sqrt(), "sqrt(3)": lambda: arb(3).sqrt(), "e": lambda: arb(1).exp(),
        "1": lambda: arb(1),
    }[name]()  # fmt: skip
