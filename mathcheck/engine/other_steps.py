"""The second method where ball arithmetic cannot be: the same comparison with other steps, other directions and other rounding errors."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.engine.comparison import wrong
from mathcheck.engine.confirmation import Confirmation, Status
from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.judge import judge
from mathcheck.engine.judgement import Judgement, Outcome, decisive, wrong_entries
from mathcheck.engine.program import Program
from mathcheck.engine.steps import BinderStep

# Families of rounding errors by which somebody's own code must be wrong, beside the first.
FAMILIES = 3


def by_other_steps(program: Program, point: dict[bytes, Any], judgement: Judgement) -> Confirmation:
    """The same comparison with other steps, another direction and other rounding errors; no proof, but independent of the first.

    It must find the same entries wrong (the same rows, along directions). What somebody's own code is off by inside shows in the replicas
    alone, and a few of these may lie close to the value by chance: such a difference must exceed the errors of several families.
    """
    if program.black_boxes and not any(isinstance(step, BinderStep) for step in program.steps):
        return _by_many_roundings(program, point, judgement)
    evaluator = Evaluator(program, variant=1)
    frame = evaluator.frame(point)
    evaluator.run(frame, program.first + program.steps)
    again = judge(evaluator, frame, judgement.part, constant=judgement.constant, whole=judgement.whole or bool(judgement.where))
    steps = any(isinstance(step, BinderStep) for step in program.steps)
    method = "a second family of steps" if steps else "a second evaluation with other rounding errors"
    # Floating point saying that two numbers are equal proves nothing, and a strict inequality would be refuted by it.
    blurred = judgement.part.relation.symbol in ("<", ">") and not np.any(again.excess > np.finfo(float).tiny)
    confirmed = again.outcome is Outcome.DIFFERS and not blurred and np.any(wrong_entries(judgement) & wrong_entries(again))
    return Confirmation(Status.DIFFERS if confirmed else Status.UNKNOWN, method)


def _by_many_roundings(program: Program, point: dict[bytes, Any], judgement: Judgement) -> Confirmation:
    """The same comparison with several families of rounding errors, by the largest error that any of them shows, entry by entry."""
    symbol, found = judgement.part.relation.symbol, [judgement]
    for variant in range(1, FAMILIES + 1):
        evaluator = Evaluator(program, variant=variant)
        frame = evaluator.frame(point)
        evaluator.run(frame, program.first + program.steps)
        found.append(judge(evaluator, frame, judgement.part, constant=judgement.constant, whole=True))
    method = "evaluations with other rounding errors"
    if any(np.shape(one.excess) != np.shape(judgement.excess) for one in found):
        return Confirmation(Status.UNKNOWN, method)
    excess, band = np.min([one.excess for one in found], axis=0), np.max([one.band for one in found], axis=0)
    blurred = symbol in ("<", ">") and not np.any(excess > np.finfo(float).tiny)
    if not blurred and np.any(np.all([wrong_entries(one) for one in found], axis=0) & wrong(symbol, excess, band)):
        return Confirmation(Status.DIFFERS, method)
    with np.errstate(all="ignore"):
        size = float(np.max(np.maximum(np.abs(judgement.left), np.abs(judgement.right)), initial=0.0))
        explained = bool(np.all(judgement.excess <= band)) and float(np.max(band, initial=0.0)) <= decisive(program) * size
    agrees = explained and symbol in ("==", "<=", ">=")
    return Confirmation(Status.AGREES if agrees else Status.UNKNOWN, method)
