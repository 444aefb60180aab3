"""How far the numbers of a formula reach: what a limit does may be decided only beyond them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mathcheck.language.calculus import Limit
from mathcheck.language.expression import Constant
from mathcheck.language.graph import nodes

# Limits are looked at far beyond numbers of so many powers of 2 in any case.
ORDINARY = 24


def extent(limit: Limit) -> int:
    """The largest distance of a number in the formula from 1 in powers of 2; 0 where all are within ordinary reach.

    >>> from mathcheck import Scalar, limit, positive
    >>> t = Scalar("t", positive)
    >>> extent(limit(t / (t + 1e-30), t, 0)), extent(limit((t + 1) / (t + 2), t, 0))
    (100, 0)
    """
    numbers = [arg for node in nodes(limit.body) for arg in node.args if _is_number(arg) or isinstance(node, Constant)]
    sizes = [abs(float(size)) for number in numbers for size in np.ravel(number) if np.isfinite(size) and size != 0]
    furthest = max((math.ceil(abs(math.log2(size))) for size in sizes), default=0)
    return furthest if furthest > ORDINARY else 0


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
