"""Domains: sets that variables range over. Each *constructs* its members from raw reals; none filters.

A row of the table says how a member is made from an array of arbitrary reals, how to tell a member, the
words a reader sees, which directions stay inside the set (its tangent space), and how far one may go.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from mathcheck.language.domain import Domain, Reals, between, positive_raw
from mathcheck.language.errors import FormulaError
from mathcheck.language.listed import Listed

# Reals are drawn within ±16, mostly. In a bounded interval those up to the first number stand for themselves, if they lie in it; the
# others are spread over it, and those beyond the second are its edges.
SPREAD_FROM, SPREAD_TO = 8.0, 15.0


def _fraction(raw: Reals) -> Reals:
    """Numbers of (0, 1) that stand for themselves; the others by a monotone map of the reals that sends 0 to 1/2 and ±1 to 1/4 and 3/4."""
    inside = 0.5 + 0.5 * raw / (1.0 + np.abs(raw))
    return np.where((raw > 0) & (raw < 1), raw, np.clip(inside, 2.0**-40, 1.0 - 2.0**-40))


def _between_edges(raw: Reals, a: float, b: float) -> Reals:
    """Numbers of [a, b] that are drawn often stand for themselves (zero, small whole numbers, what a formula mentions); larger ones
    are spread over the interval from its middle outwards, evenly, and the largest are its edges."""
    spread = np.clip((np.abs(raw) - SPREAD_FROM) / (SPREAD_TO - SPREAD_FROM), 0.0, 1.0) * np.sign(raw)
    small = np.abs(raw) <= SPREAD_FROM
    spread = np.where(small, raw / SPREAD_FROM, spread)
    middle, half = a / 2 + b / 2, b / 2 - a / 2
    placed = np.where(np.abs(spread) >= 1, np.where(spread > 0, b, a), np.clip(middle + half * spread, a, b))
    return np.where(small & (raw >= a) & (raw <= b), raw, placed)


def _counted(raw: Reals, count: int) -> Reals:
    """A whole number below ``count`` for each real, every one of them about as often; small whole numbers give themselves."""
    small = np.floor(np.abs(raw))
    if count <= 8:
        return np.mod(small, count)
    # Reals are drawn small, and mostly as multiples of 1/2048: their fraction spreads them over what is left.
    return np.mod(small + np.floor(np.abs(raw) * 2048.0) * (raw != np.rint(raw)), count)


def interval(a: float, b: float) -> Domain:
    """The closed interval from ``a`` to ``b``, edges included; either may be infinite.

    Raises :class:`FormulaError` where no number lies between them.

    >>> interval(0, 2).words
    'between 0 and 2'
    """
    if not a < b:
        raise FormulaError(f"interval({a}, {b}) holds no number: the first bound must be below the second")

    def construct(raw: Reals) -> Reals:
        if math.isinf(a) or math.isinf(b):
            sign, edge = (1.0, a) if math.isinf(b) else (-1.0, b)
            return raw if math.isinf(edge) else np.where((raw >= a) & (raw <= b), raw, edge + sign * np.abs(raw))
        return _between_edges(raw, a, b)

    return Domain(
        f"interval({a!r}, {b!r})", f"between {a:g} and {b:g}", construct, lambda x: bool(np.all((x >= a) & (x <= b))),
        room=between(a, b),
    )  # fmt: skip


def integers(a: int, b: int) -> Domain:
    """The whole numbers from ``a`` to ``b``, both included.

    Raises :class:`FormulaError` where there are none.

    >>> integers(0, 9).construct(np.array([3.0, -1.0]))
    array([3., 1.])
    """
    if not a <= b:
        raise FormulaError(f"integers({a}, {b}) holds no number: the first bound must not be above the second")

    def construct(raw: Reals) -> Reals:
        return a + _counted(raw, b - a + 1)

    whole = math.isfinite(a) and math.isfinite(b) and a == int(a) and b == int(b)
    return Domain(
        f"integers({a}, {b})", f"whole numbers from {a} to {b}", construct,
        lambda x: bool(np.all((x >= a) & (x <= b) & (x == np.rint(x)))), discrete=True,
        listed=Listed(range(int(a), int(b) + 1)) if whole else None,
    )  # fmt: skip


def one_of(*values: Any) -> Domain:
    """One of the numbers listed, entry by entry.

    Raises :class:`FormulaError` for an empty list or something that is not a number.

    >>> one_of(1, 2, 4).words
    'one of 1, 2, 4'
    """
    listed = values[0] if len(values) == 1 and isinstance(values[0], Sequence) else values
    try:
        table = np.asarray(listed, dtype=np.float64)
    except (TypeError, ValueError):
        raise FormulaError(f"one_of{values!r}: a domain lists numbers, as in one_of(1, 2, 4)") from None
    if table.ndim != 1 or table.size == 0:
        raise FormulaError("one_of() lists no value: write the numbers a variable may take, as in one_of(1, 2, 4)")
    words = ", ".join(f"{value:g}" for value in table)
    return Domain(
        f"one_of({words})", f"one of {words}", lambda raw: table[_counted(raw, table.size).astype(int)],
        lambda x: bool(np.all(np.isin(x, table))), discrete=True, listed=Listed(tuple(np.unique(table).tolist())),
    )  # fmt: skip


def from_strategy(strategy: Any) -> Domain:
    """Values from a Hypothesis strategy: of entries, or a function from the shape (a tuple of ints) to a strategy of whole arrays.

    Raises :class:`FormulaError` for anything else.

    >>> from hypothesis import strategies as st
    >>> from_strategy(st.sampled_from([0.5, 2.0])).words
    'drawn from sampled_from([0.5, 2.0])'
    """
    from hypothesis.strategies import SearchStrategy

    if not isinstance(strategy, SearchStrategy) and not callable(strategy):
        raise FormulaError(f"from_strategy({strategy!r}): give a Hypothesis strategy, as in from_strategy(st.floats(0, 1))")
    words = getattr(strategy, "__name__", None) or repr(strategy)
    return Domain(f"from_strategy({words})", f"drawn from {words}", lambda raw: raw, strategy=strategy)


reals = Domain("reals", "any real numbers", lambda raw: raw)


positive = Domain("positive", "positive", positive_raw, lambda x: bool(np.all(x > 0)), room=between(0.0, math.inf))


unit_interval = Domain(
    "unit_interval",
    "strictly between 0 and 1",
    _fraction,
    lambda x: bool(np.all((x > 0) & (x < 1))),
    room=between(0.0, 1.0),
)


signs = Domain(
    "signs", "+1 or −1", lambda raw: np.where(raw < 0, -1.0, 1.0), lambda x: bool(np.all(np.abs(x) == 1)), discrete=True,
    listed=Listed((-1.0, 1.0)),
)  # fmt: skip
