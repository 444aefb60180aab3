"""Whether the inputs mattered at all: a claim no part of which ever changes its value cannot be refuted by any input."""

from __future__ import annotations

import numpy as np

from mathcheck.engine.program import BinderStep
from mathcheck.engine.search import Search
from mathcheck.language.graph import free
from mathcheck.language.sizes import Size

# Points looked at; a formula that varies shows it among far fewer.
POINTS = 20


def never_mattered(search: Search) -> bool:
    """True where no operation on variables took two different values among the accepted points.

    ``0 * x == 0`` is such a claim. ``sum(softmax(x)) == 1`` is not: the softmax varies, though its sum does not.
    """
    program = search.program
    if any(step.node.operation.opaque for step in program.steps):
        return False  # what happens inside somebody's code is not seen, and it may have failed to give that one value
    watched = [
        step.slot
        for step in program.steps
        if not isinstance(step, BinderStep) and any(not isinstance(leaf, Size) for leaf in free(step.node))
    ]
    if any(isinstance(step, BinderStep) for step in program.steps) and not watched:
        return False  # limits of a body that only exists on the way
    first: dict[tuple[int, tuple[int, ...]], bytes] = {}
    for point in search.kept[:POINTS]:
        frame = search.evaluator.frame(point)
        search.evaluator.run(frame, program.first + program.steps)
        for slot in watched:
            value = np.asarray(frame.memories[0][slot]) + 0  # a zero's sign is no variation
            if first.setdefault((slot, value.shape), value.tobytes()) != value.tobytes():
                return False
    return len(search.points) > 1
