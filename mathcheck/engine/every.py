"""All members of small finite domains: where there are few combinations, none is left to chance."""

from __future__ import annotations

import itertools
import math

import numpy as np

from mathcheck.engine.groups import Group
from mathcheck.engine.program import Program
from mathcheck.engine.sampling import Point, assigned_value
from mathcheck.language.shapes import evaluate_length

# So many combinations are tried, and so many of a claim that calls somebody's own code, which may be slow.
COMBINATIONS, WITH_CODE = 400, 100


def every(program: Program) -> Group | None:
    """Every point there is; None where a variable is not of a finite domain, a size varies, or there are too many."""
    drawn = [v for v in program.variables if v.fingerprint not in program.assigned]
    if program.sizes or not drawn:
        return None
    shapes = [tuple(int(evaluate_length(length, {})) for length in v.sizes) for v in drawn]
    most, count = WITH_CODE if program.black_boxes else COMBINATIONS, 1
    choices: list[tuple[float, ...]] = []
    for variable, shape in zip(drawn, shapes, strict=True):
        listed = variable.domain.listed
        if listed is None or math.prod(shape) > most or (count := count * len(listed) ** math.prod(shape)) > most:
            return None
        choices += [tuple(listed.numbers)] * math.prod(shape)
    table = np.array(list(itertools.product(*choices)), dtype=np.float64)
    ends = np.cumsum([0, *map(math.prod, shapes)])
    columns = {v.fingerprint: table[:, ends[i] : ends[i + 1]].reshape(len(table), *shapes[i]) for i, v in enumerate(drawn)}
    return _with_assigned(program, Group({}, columns, [b""] * len(table)))


def _with_assigned(program: Program, group: Group) -> Group:
    """The points with what hypotheses assign; without those where that is not possible."""
    points: list[Point] = [group.point(i) for i in range(len(group.blocks))]
    for variable in program.variables:
        if variable.fingerprint in program.assigned:
            points = [point for point in points if all(value is not None for value in point.values())]
            for point in points:
                point[variable.fingerprint] = assigned_value(program, variable, point)
    points = [point for point in points if all(value is not None for value in point.values())]
    values = {v.fingerprint: np.array([point[v.fingerprint] for point in points], dtype=np.float64) for v in program.variables}
    return Group({}, values, [b""] * len(points))
