"""Whether an input certainly satisfies the hypotheses: before a claim is refuted there.

A strict hypothesis is true of rounding noise: the determinant of a singular matrix comes out as 1e-17, and `det != 0` passes. Where that
cannot be told from equality, the input says nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.engine.arithmetic import strayed
from mathcheck.engine.ball_run import BallRun, NotHere
from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.judgement import SAFETY
from mathcheck.engine.program import Program
from mathcheck.language.graph import nodes
from mathcheck.language.relations import Relation
from mathcheck.numerics import balls
from mathcheck.numerics.ball_limits import Diverges, NoLimit, TooSlow

STRICT = ("<", ">", "!=")

# Bits of precision, tried in turn.
PRECISIONS = (128, 512)


def certain(program: Program, point: dict[bytes, Any]) -> bool:
    """Whether every strict hypothesis that something was computed for holds at ``point`` by more than the error of its sides."""
    asked = [program.slots[node.fingerprint] for node in _strict(program)]
    return all(_holds(program, point, slot) for slot in asked)


def _strict(program: Program) -> list[Relation]:
    """The hypotheses that a rounding may make true; not those that compare letters and numbers as they are."""
    found = [node for node in nodes(*program.relation.hypotheses) if isinstance(node, Relation) and node.symbol in STRICT]
    return [node for node in found if node.fingerprint in program.slots and program.slots[node.fingerprint] in program.conditions]


def _holds(program: Program, point: dict[bytes, Any], slot: int) -> bool:
    step = next(step for step in program.first if step.slot == slot)
    for bits in PRECISIONS:
        try:
            with balls.precision(bits):
                run = BallRun(program, point)
                run.run(run.memory, [other for other in program.first if other.slot != slot])
                left, right = step.arguments(run.memory)
                low, high = balls.enclosure(np.asarray(left - right, dtype=object))
        except (NotHere, balls.Unsupported):
            return _in_floats(program, point, step.inputs, step.node.operation.symbol)
        except (balls.Undecided, balls.Undefined, Diverges, NoLimit, TooSlow):
            continue
        symbol = step.node.operation.symbol
        apart = high < 0 if symbol == "<" else low > 0 if symbol == ">" else (low > 0) | (high < 0)
        if np.all(apart):
            return True
    return False


def _in_floats(program: Program, point: dict[bytes, Any], inputs: list[int], symbol: str) -> bool:
    """The same by floating point: somebody's own code, or a function that ball arithmetic does not know."""
    evaluator = Evaluator(program)
    frame = evaluator.frame(point)
    evaluator.run(frame, program.first)
    plain, *others = [np.asarray(memory[inputs[0]]) - np.asarray(memory[inputs[-1]]) for memory in frame.memories]
    error = SAFETY * strayed(plain, np.stack(others))
    return bool(np.all(plain < -error if symbol == "<" else plain > error if symbol == ">" else np.abs(plain) > error))
