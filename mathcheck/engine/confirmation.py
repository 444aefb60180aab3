"""What a second method says of a difference."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Status(Enum):
    """What the second method says."""

    DIFFERS = "differs"
    AGREES = "agrees"
    UNKNOWN = "unknown"
    NO_LIMIT = "no limit"
    OUTSIDE = "outside"  # the hypotheses are not certain there


@dataclass(frozen=True)
class Confirmation:
    """The second method's answer; ``certified`` is a proven lower bound on the largest difference, ``sides`` the middles of what encloses
    them and ``width`` how wide that is, where the method knows."""

    status: Status
    method: str
    certified: float | None = None
    sides: tuple[Floats, Floats] | None = None
    width: Floats | None = None
