"""Whether slopes along lines belong to a derivative."""

from __future__ import annotations

import numpy as np

from mathcheck.engine.arithmetic import Frame
from mathcheck.engine.comparison import finite_size
from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.judgement import FLOOR, SAFETY
from mathcheck.engine.program import Part


def bent(evaluator: Evaluator, frame: Frame, part: Part) -> bool:
    """Whether the slopes along two directions do not add up to that along their sum: then there is no derivative, though there may be a
    slope along every line (the mean of all entries but the largest and the smallest, where all are equal)."""
    step = part.direct
    if step is None or step.node.operation.name not in ("jacobian", "gradient") or np.size(frame.memories[0][step.moving]) < 2:
        return False
    scale = evaluator.directions(frame, step)
    g, h = (evaluator.gaussian(frame, step, scale, number) for number in (3, 4))
    one, two, both = (evaluator.slope(frame, step, v) for v in (g, h, g + h))
    apart = np.abs(both.value - one.value - two.value)
    return bool(np.any(apart > SAFETY * (one.error + two.error + both.error) + FLOOR * finite_size(both.value, one.value)))
