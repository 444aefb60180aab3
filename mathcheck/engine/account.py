"""The account of a search: what every generated point came to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from mathcheck.engine.evidence import Tally
from mathcheck.engine.sampling import Point

# The magnitudes of ordinary numbers.
LEAST, MOST = 1e-3, 32.0


@dataclass
class Account:
    """Counts by outcome, the points accepted, the sizes met, and how small an error each point would have shown."""

    counts: dict[str, int] = field(default_factory=dict)
    points: set[bytes] = field(default_factory=set)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    resolutions: list[float] = field(default_factory=list)
    examples: int = 0
    trivial: int = 0  # of the points accepted, those that satisfy an equation among the hypotheses for want of anything in it

    def count(self, name: str, by: int = 1) -> None:
        """Add to one of the fields of :class:`~mathcheck.engine.evidence.Tally`."""
        self.counts[name] = self.counts.get(name, 0) + by

    def accept(self, key: bytes, degenerate: bool, sizes: dict[str, int], resolution: float | None) -> None:
        """A point at which the sides agree."""
        self.count("accepted")
        self.count("degenerate", int(degenerate))
        self.points.add(key)
        if resolution is not None:
            self.resolutions.append(resolution)
        for name, length in sizes.items():
            low, high = self.sizes.get(name, (length, length))
            self.sizes[name] = (min(low, length), max(high, length))

    @property
    def examined(self) -> int:
        """The points that satisfied the hypotheses."""
        return self.examples - self.counts.get("rejected", 0)

    def tally(self) -> Tally:
        """The account as evidence."""
        sizes = tuple((name, low, high) for name, (low, high) in self.sizes.items())
        return replace(Tally(), **self.counts, distinct=len(self.points), sizes=sizes)


def key_of(point: Point) -> bytes:
    """What tells a point from others."""
    return b"".join(key + np.asarray(value).tobytes() for key, value in point.items() if value is not None)


def degenerate(point: Point, mirrored: frozenset[bytes] = frozenset()) -> bool:
    """Whether the point has a size of one, a zero, or equal entries; of the arrays in ``mirrored`` only what a triangle holds counts."""
    for key, value in point.items():
        array = np.asarray(value)
        if array.dtype.kind == "i":
            if np.any(array == 1):
                return True
            continue
        entries = array[np.triu_indices(len(array))] if key in mirrored else array
        if np.any(entries == 0) or np.unique(entries).size < entries.size:
            return True
    return False


def ordinary(point: Point) -> bool:
    """Whether nothing about the point is special: no zero, no tie, nothing very large or small."""
    values = [np.abs(np.asarray(value)) for value in point.values() if np.asarray(value).dtype.kind != "i"]
    return not degenerate(point) and all(bool(np.all((value > LEAST) & (value < MOST))) for value in values)
