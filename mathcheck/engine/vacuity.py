"""Whether there were inputs, and whether they mattered at all: a claim no part of which ever changes its value cannot be refuted by any."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.program import Program
from mathcheck.engine.sampling import unconstrained_point
from mathcheck.engine.steps import BinderStep, Step, fetch_keywords
from mathcheck.engine.unsolved import described, unsolved
from mathcheck.language.calculus import Limit
from mathcheck.language.printing import counted

# Points looked at; a formula that varies shows it at the second.
POINTS = 8


def never_mattered(program: Program) -> bool:
    """True where no operation takes two different values, whatever numbers the letters stand for.

    ``0 * x == 0`` is such a claim. ``sum(softmax(x)) == 1`` is not: the softmax varies, though its sum does not. Nor is
    ``np.cross(a, a) == 0``: it would vary, were it not the same vector twice. Domains are left aside: that ``e @ e == 1`` for one-hot
    vectors says something shows only when the letters are free.
    """
    watched = [step.slot for step in program.first + program.steps if not isinstance(step, BinderStep)]
    if any(step.node.operation.opaque for step in program.steps):
        return False  # what happens inside somebody's code is not seen, and it may have failed to give that one value
    if any(isinstance(step.node, Limit) for step in program.steps):
        return False  # the body exists only on the way, and its variable moves there
    if not watched or not (program.variables or program.sizes):
        return False  # nothing that could vary
    evaluator = Evaluator(program)
    seen: dict[tuple[int, int, tuple[int, ...]], bytes] = {}
    for number in range(POINTS):
        try:
            frame = evaluator.frame(unconstrained_point(program, number))
            evaluator.run(frame, program.first + program.steps)
        except Exception:  # outside the domain anything may happen; then the letters matter
            return False
        for slot in watched:
            values = frame.memories[0][slot]
            for place, part in enumerate(values if isinstance(values, tuple) else (values,)):
                value = np.asarray(part) + 0  # a zero's sign is no variation
                if seen.setdefault((slot, place, value.shape), value.tobytes()) != value.tobytes():
                    return False
        if any(_varies_apart(step, frame.memories[0]) for step in program.first + program.steps):
            return False
    return True


def _varies_apart(step: Step, memory: list[Any]) -> bool:
    """Whether an operation on the same numbers twice, as in ``np.cross(a, a)``, has another value once they differ: that it does not
    vary then says something of it."""
    if isinstance(step, BinderStep) or len(set(step.inputs)) == len(step.inputs):
        return False
    args = step.arguments(memory)
    apart = [
        arg + (i + np.arange(1.0, np.size(arg) + 1).reshape(np.shape(arg)) / 8) if _floats(arg) else arg
        for i, arg in enumerate(args)
    ]
    try:
        values = [np.asarray(step.function(*given, **fetch_keywords(step, memory))) for given in (args, apart)]
    except Exception:  # outside the domain anything may happen; then the letters matter
        return True
    return not np.array_equal(values[0], values[1], equal_nan=True)


def _floats(value: Any) -> bool:
    return np.asarray(value).dtype.kind == "f" if not isinstance(value, tuple) else False


def only_trivial(program: Program, accepted: int) -> str:
    """Why inputs that satisfy the hypotheses show nothing: each satisfies an equation for want of anything in it."""
    equation = unsolved(program)[0]
    why, remedy = described(program, equation)
    inputs = f"The {accepted} generated inputs that satisfy the hypotheses are"
    if accepted == 1:
        inputs = "The only generated input that satisfies the hypotheses is"
    return (
        f"{inputs} trivial: in {'each' if accepted != 1 else 'it'} a letter of `{equation!r}` is 0, or the same number "
        f"in all its entries, so next to nothing was tested. {why}: {remedy}."
    )


def left_no_input(program: Program, tried: int, rejected: int) -> str:
    """Why (almost) no input was left: the domains, or the hypotheses, and among these an equation that gives no letter a value."""
    if not rejected:
        return "No input could be generated: a domain, or the hypotheses on sizes, leave none, so nothing was tested."
    reason = "No generated input satisfies the hypotheses, so nothing was tested."
    if tried:
        satisfy = "satisfies" if tried == 1 else "satisfy"
        reason = f"Only {tried} of {counted(tried + rejected, 'generated input')} {satisfy} the hypotheses, which is too few to say anything."
    waited = unsolved(program)
    if waited:
        why, remedy = described(program, waited[0])
        reason += f" {why}: {remedy}."
    return reason
