"""What a domain is: a set of numbers or arrays that constructs its members."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.language.listed import Listed

Reals = NDArray[np.float64]


# Membership of a constructed or assigned value: constructions round a few times, sums over a few entries.
MEMBERSHIP = 1e-9


def free(x: Reals, v: Reals) -> Reals:
    """Every direction stays inside."""
    return v


def unbounded(x: Reals, v: Reals) -> float:
    """One may go any way."""
    return math.inf


def no_members(shape: tuple[int, ...]) -> Iterator[Reals]:
    """None of its members is simple as a whole; what is simple are their entries."""
    return iter(())


def anything(x: Reals) -> bool:
    """Everything is a member."""
    return True


@dataclass(frozen=True, eq=False)
class Domain:
    """A set of scalars or arrays.

    ``construct(raw)`` maps an array of arbitrary reals onto a member of the same shape; ``contains(x)`` tells members (up to
    rounding); ``tangent(x, v)`` projects a direction onto those along which one can leave ``x`` inside the set; ``room(x, v)``
    is how far; ``exact`` says that members are floating-point numbers exactly (a normalised vector is not); ``square`` that
    only square matrices qualify; ``mirrored`` that their entries below the diagonal repeat those above; ``discrete`` that there is
    nothing to differentiate; ``simple(shape)`` lists the members that are easiest to check by hand, where a member is more than its
    entries.
    """

    name: str
    words: str
    construct: Callable[[Reals], Reals]
    contains: Callable[[Reals], bool] = anything
    tangent: Callable[[Reals, Reals], Reals] = free
    room: Callable[[Reals, Reals], float] = unbounded
    exact: bool = True
    square: bool = False
    mirrored: bool = False
    vector: bool = False
    discrete: bool = False
    strategy: Any = None
    simple: Callable[[tuple[int, ...]], Iterator[Reals]] = no_members
    listed: Listed | None = None  # the numbers that an entry may be, where they are finitely many and each entry is free
    exactly: Callable[[Reals], bool] = anything  # whether the floating-point numbers themselves are a member, where not all are

    def __repr__(self) -> str:
        return self.name

    @property
    def bounded(self) -> bool:
        """Whether one may not go any way in any direction."""
        return self.room is not unbounded

    def along(self, x: Any, rows: Any) -> Any:
        """What of each row (an array of the shape of ``x`` at the end of ``rows``) lies along the set at ``x``."""
        lead = rows.shape[: rows.ndim - x.ndim]
        return np.stack([self.tangent(x, rows[index]) for index in np.ndindex(*lead)]).reshape(rows.shape) if rows.size else rows

    @property
    def curved(self) -> bool:
        """Whether only some directions stay inside."""
        return self.tangent is not free


def positive_raw(raw: Reals) -> Reals:
    """Positive numbers from any."""
    return np.where(raw == 0, 1.0, np.abs(raw))


def between(low: float, high: float) -> Callable[[Reals, Reals], float]:
    """How far one may go between two bounds."""

    def room(x: Reals, v: Reals) -> float:
        moving = v != 0
        if not np.any(moving):
            return math.inf
        gap = np.minimum(x - low, high - x)
        return float(np.min(gap[moving] / np.abs(v[moving])))

    return room
