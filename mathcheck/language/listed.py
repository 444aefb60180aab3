"""Finitely many numbers, in ascending order: what an entry of a discrete domain may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Listed:
    """The numbers of a ``range`` of whole numbers, or of a tuple.

    >>> Listed(range(1, 7)).nearest(np.array([2.6, 99.0]))
    array([3., 6.])
    >>> Listed((1.0, 2.0, 8.0)).beside(np.array([2.0, 8.0]), 1)
    array([8., 8.])
    """

    numbers: Sequence[float]

    def __len__(self) -> int:
        return len(self.numbers)

    def nearest(self, raw: Reals) -> Reals:
        """The number nearest to each entry."""
        return self._at(self._places(raw))

    def beside(self, raw: Reals, places: int) -> Reals:
        """The number so many ``places`` above the one nearest to each entry (below it, where negative); the last one where there is none."""
        return self._at(self._places(raw) + places)

    def _places(self, raw: Reals) -> Reals:
        if isinstance(self.numbers, range):
            return np.rint(raw) - self.numbers.start
        table = np.asarray(self.numbers)
        return np.argmin(np.abs(np.asarray(raw)[..., None] - table), axis=-1).astype(np.float64)

    def _at(self, places: Reals) -> Reals:
        kept = np.clip(places, 0, len(self.numbers) - 1)
        if isinstance(self.numbers, range):
            return np.asarray(self.numbers.start + kept, dtype=np.float64)
        return np.asarray(self.numbers, dtype=np.float64)[kept.astype(int)]
