"""Whether a relation is violated, entry by entry, when each difference is known up to a band."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

INEQUALITIES = ("<", "<=", ">", ">=")


def finite_size(left: Floats, right: Floats) -> Floats:
    """The larger magnitude of the two sides; of the finite one where the other is an infinite limit, which no rounding blurs."""
    sizes = [np.where(np.isfinite(side), np.abs(side), 0.0) for side in (left, right)]
    return np.asarray(np.maximum(*sizes))


def wrong(symbol: str, excess: Floats, band: Floats) -> NDArray[np.bool_]:
    """Entry by entry, whether the violation is more than the error explains."""
    # For strict relations the violation already allows for the band.
    return np.asarray(excess > band if symbol not in ("<", ">", "!=") else excess > 0)


def violation(symbol: str, difference: Floats, band: Floats) -> Floats:
    """How far the relation is from true; a strict inequality is violated by exact equality, when nothing blurs it."""
    if symbol in ("==", "proportional"):
        return np.abs(difference)
    if symbol == "<=":
        return np.maximum(difference, 0.0)
    if symbol == ">=":
        return np.maximum(-difference, 0.0)
    if symbol == "!=":
        return np.where(difference == 0, 1.0, 0.0)
    signed = difference if symbol == "<" else -difference
    return np.where(signed >= 0, np.where(signed == 0, np.finfo(float).tiny, np.where(signed > band, signed, 0.0)), 0.0)


def decided(symbol: str, narrow: Any, clear: Any) -> Any:
    """Whether a point without a violation counts as agreement: a ``narrow`` band is enough, but for a strict relation, which equality
    would violate; that must be true by ``clear`` more than the error."""
    return clear if symbol in ("<", ">", "!=") else narrow | clear


def satisfied(symbol: str, difference: Floats, band: Floats) -> NDArray[np.bool_]:
    """Entry by entry: an inequality that is true by more than the error needs no small error."""
    if symbol in ("<", "<="):
        return np.asarray(-difference >= band)
    if symbol in (">", ">="):
        return np.asarray(difference >= band)
    return np.asarray((np.abs(difference) > band) & (symbol == "!="))
