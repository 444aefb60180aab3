"""What has to be settled around a search: that maps are elementwise, that code keeps nothing, and the constant of a proportion."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from mathcheck.engine.arithmetic import Frame
from mathcheck.engine.boxes import learn_precisions
from mathcheck.engine.program import Part
from mathcheck.engine.sampling import Point, generic_point
from mathcheck.engine.trial import Trial
from mathcheck.engine.watch import CodeError, RandomCode
from mathcheck.language.calculus import Derivative

# A side gives a constant only where it is this many times larger than its own error.
CLEAR = 1e6


def learn_precision(trial: Trial) -> None:
    """Tell from one generic point how precisely each black box computes. What its code does wrong there, it does elsewhere too.

    Only that it is random is said at once, as it does not show everywhere: a mask drawn for one entry is often the same twice. Raises
    :class:`~mathcheck.engine.watch.RandomCode`.
    """
    point = generic_point(trial.program) if trial.program.black_boxes else None
    try:
        frame = None if point is None else trial.frame(point)
        if point is not None and frame is not None:
            trial.remember(point, frame)
            learn_precisions(trial.program, frame.memories[0])
    except RandomCode:
        raise
    except Exception:
        return


def check_elementwise(trial: Trial) -> None:
    """Before any input of size one hides it: a map given to ``derivative`` must not mix entries. One generic point shows it.

    Raises :class:`~mathcheck.engine.evaluation.NotElementwise`.
    """
    steps = [s for s in trial.program.steps if isinstance(s.node, Derivative) and s.node.kind == "derivative"]
    point = generic_point(trial.program) if steps else None
    frame = None if point is None else trial.frame(point)
    for step in steps:
        if frame is not None:
            trial.evaluator.derivative(frame, step)  # type: ignore[arg-type]


def check_memoryless(trial: Trial, point: Point, before: bytes) -> None:
    """Afterwards, the first input again: somebody's own code that has kept something in the meantime is no formula.

    ``before`` is what :meth:`Trial.sides` was then. Raises :class:`CodeError`.
    """
    frame = trial.frame(point)
    after = trial.sides(frame) if frame is not None else b""
    if after != before:
        raise CodeError(
            "A function of the claim keeps something from call to call: for one and the same input it gave another value at the end "
            "of the check than at its beginning. A formula has one value: let the function depend on its arguments alone"
        )


def constant_finder(trial: Trial) -> Callable[[Point], bool] | None:
    """A look at a point that reads off the constant of each `proportional` there, and says whether all are known; None where
    the relation has none."""
    wanted = [i for i, part in enumerate(trial.program.parts) if part.relation.symbol == "proportional"]

    def find(point: Point) -> bool:
        frame = trial.frame(point)
        for index in wanted:
            value = None if frame is None or index in trial.constants else ratio(frame, trial.program.parts[index])
            if value is not None:
                trial.constants[index] = (value, point)
        return len(trial.constants) == len(wanted)

    return find if wanted else None


def ratio(frame: Frame, part: Part) -> float | None:
    """|a| / |b| where each is far from zero, measured by its own error: the two may differ by many powers of ten."""
    left, right = (np.asarray(frame.memories[0][slot], dtype=np.float64) for slot in (part.left, part.right))
    if left.shape != right.shape or frame.nowhere or not (np.all(np.isfinite(left)) and np.all(np.isfinite(right))):
        return None
    a, b = float(np.linalg.norm(left)), float(np.linalg.norm(right))
    clear = all(
        size > CLEAR * float(np.max(frame.deviation(slot), initial=0.0)) for size, slot in ((a, part.left), (b, part.right))
    )
    return a / b if clear and a > 0 and b > 0 and 0 < a / b < math.inf else None
