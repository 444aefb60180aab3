"""A number always travels with its error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Estimate:
    """``value``, an estimate of ``|value - truth|`` (before any safety factor; inf where nothing is known), and whether the thing
    estimated exists at all (False at a kink, a jump, an oscillation). Three arrays of one shape."""

    value: NDArray[np.float64]
    error: NDArray[np.float64]
    exists: NDArray[np.bool_]

    @property
    def doubtful(self) -> NDArray[np.bool_]:
        """Where an infinity may as well be a number."""
        return np.asarray(np.isinf(self.value) & np.isinf(self.error))
