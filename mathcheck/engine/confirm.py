"""The second, independent method: a refutation is not said before it agrees.

First ball arithmetic: every operation encloses the exact result, derivatives are dual numbers, so a difference that
does not contain zero is a proof. Where a formula's functions are not available there, or somebody's own code is in the
formula, a second family of finite differences: other steps, other directions, other rounding errors.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.ball_run import BallRun, NotHere
from mathcheck.engine.confirmation import Confirmation, Status
from mathcheck.engine.judgement import Judgement, Outcome
from mathcheck.engine.other_steps import by_other_steps
from mathcheck.engine.premises import certain
from mathcheck.engine.program import Program
from mathcheck.language.calculus import Limit
from mathcheck.language.expression import Constant
from mathcheck.language.relations import Relation
from mathcheck.numerics import balls, literals
from mathcheck.numerics.ball_limits import Diverges, NoLimit, TooSlow

Floats = NDArray[np.float64]

# Bits of precision, tried in turn: enough for most, then for cancellation that eats all of a double twice over.
# Far along the approach of a limit there may be no bits left of that.
PRECISIONS, FOR_LIMITS = (128, 512), 2048

# A difference of this share of the sides may be one between a number as it is written and its nearest floating-point number.
WRITTEN = 2.0**-40

# Less than this is nothing to floating point.
NOTHING = 1e-300

# An enclosure this narrow, relative to what it is compared with, is as good as a point.
NEGLIGIBLE = 1e-9


def confirm(
    program: Program, point: dict[bytes, Any], judgement: Judgement, constants: dict[int, tuple[float, dict[bytes, Any]]], *,
    rigorous: bool = False,
) -> Confirmation:  # fmt: skip
    """Whether the part that ``judgement`` is about is false at ``point``, by a method independent of the first.

    ``constants`` holds, for each `proportional`, the reference point its constant comes from. With ``rigorous`` only ball
    arithmetic counts.
    """
    found = _asked(program, point, judgement, constants, rigorous=rigorous)
    if found.status in (Status.DIFFERS, Status.NO_LIMIT) and not certain(program, point):
        return Confirmation(Status.OUTSIDE, "")
    return found


def _asked(
    program: Program, point: dict[bytes, Any], judgement: Judgement, constants: dict[int, tuple[float, dict[bytes, Any]]], *,
    rigorous: bool = False,
) -> Confirmation:  # fmt: skip
    """As :func:`confirm`, of the claim alone."""
    part, unable = judgement.part, False
    reference = constants.get(program.parts.index(part), (1.0, None))[1]
    limits = any(isinstance(step.node, Limit) for step in program.steps)
    for bits in (*PRECISIONS, FOR_LIMITS) if limits else PRECISIONS:
        try:
            with balls.precision(bits):
                answer = _by_balls(program, point, judgement, reference, bits)
        except TooSlow:
            return Confirmation(Status.UNKNOWN, "")
        except NoLimit as none:
            return Confirmation(Status.NO_LIMIT, f"ball arithmetic: {none}")
        except Diverges as limit:
            return Confirmation(_infinite(part.relation, limit.sign), "ball arithmetic")
        except (NotHere, balls.Unsupported):
            unable = True
            continue
        except (balls.Undecided, balls.Undefined):
            continue
        if answer is not None:
            return answer
    # Where balls know the formula and cannot tell at this point, floating point has no business to.
    if rigorous or not unable or judgement.outcome is not Outcome.DIFFERS:
        return Confirmation(Status.UNKNOWN, "")
    return by_other_steps(program, point, judgement)


def _infinite(part: Relation, sign: int) -> Status:
    """What a limit that goes to infinity says of a relation that it is alone on a side of."""
    lone = [isinstance(side, Limit) for side in part.args]
    if part.symbol != "==" or sum(lone) != 1:
        return Status.UNKNOWN
    other = part.args[lone.index(False)]
    named = isinstance(other, Constant) and np.all(np.asarray(other.value) == sign * np.inf)
    return Status.AGREES if named else Status.DIFFERS


def absent(program: Program, point: dict[bytes, Any], judgement: Judgement) -> bool:
    """Whether the side that has no floating-point value at ``point`` has none in ball arithmetic either, and the other has.

    What ball arithmetic cannot evaluate (somebody's own code) is taken at its word.
    """
    try:
        with balls.precision(PRECISIONS[-1]):
            sides = BallRun(program, point).sides(judgement.part)
    except (NotHere, balls.Unsupported, balls.Undefined):
        return True
    except (balls.Undecided, TooSlow, Diverges, NoLimit):
        return False
    gone = [bool(np.any(np.isnan(balls.enclosure(np.asarray(side, dtype=object))))) for side in sides]
    return gone == [judgement.absent == "left", judgement.absent == "right"]


def _by_balls(program: Program, point: dict[bytes, Any], judgement: Judgement, reference: Any, bits: int) -> Confirmation | None:
    symbol = judgement.part.relation.symbol
    left, right, low, high = _enclosed(program, point, judgement, reference)
    method = "ball arithmetic" + (f" ({bits} bits)" if bits > PRECISIONS[0] else "")
    violated = _certified(symbol, low, high)
    if violated is not None and np.any(np.isnan(low) | np.isnan(high)):
        return None
    # From an infinity everything finite is infinitely far, also what is only not yet seen to grow.
    if violated is not None and not np.isfinite(violated) and any(map(_wide, (left, right))):
        return None
    if violated and violated <= WRITTEN * max(_largest(_middle(side)) for side in (left, right)):
        with literals.blurred():
            left, right, low, high = _enclosed(program, point, judgement, reference)
        violated = _certified(symbol, low, high)
    if violated is not None:
        certified = violated if np.isfinite(violated) else None
        return Confirmation(Status.DIFFERS, method, certified, (_middle(left), _middle(right)), high - low)
    agrees = _holds(symbol, low, high) or (
        symbol in ("==", "proportional", "<=", ">=") and _narrow(low, high, (left, right), judgement)
    )
    return Confirmation(Status.AGREES, method) if agrees else None


def _enclosed(program: Program, point: dict[bytes, Any], judgement: Judgement, reference: Any) -> tuple[Any, Any, Floats, Floats]:
    """Both sides, and lower and upper bounds of their difference."""
    part = judgement.part
    run = BallRun(program, point)
    left, right = run.along(part, judgement.directions) if judgement.directions else run.sides(part)
    if reference is not None:
        a, b = BallRun(program, reference).sides(part)
        # |a| = c |b| at the reference point: compare a(x) |b₀| with b(x) |a₀|, which needs no division.
        a0, b0 = (balls.apply(np.sqrt, (np.sum(side * side),), {}) for side in (a, b))
        scale = float(np.ravel(balls.enclosure(b0)[0])[0]) or 1.0
        left, right = left * b0 / scale, right * a0 / scale
    left, right = (side.astype(float) if getattr(side, "dtype", None) == np.bool_ else side for side in (left, right))
    return left, right, *balls.enclosure(np.asarray(left - right, dtype=object))


def _narrow(low: Floats, high: Floats, sides: tuple[Any, Any], judgement: Judgement) -> bool:
    """Whether an enclosure of left − right that contains zero is so narrow that nothing worth seeing hides in it: beside the sides,
    or, where both are zero, beside what floating point took for a difference or could not see through."""
    bounds = [bound for side in sides for bound in balls.enclosure(np.asarray(side, dtype=object))]
    size = max(_largest(np.asarray(values)) for values in (*bounds, judgement.excess, judgement.band))
    return bool(np.all(high - low <= max(NEGLIGIBLE * size, NOTHING)))


def _middle(side: Any) -> Floats:
    low, high = balls.enclosure(np.asarray(side, dtype=object))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(low == high, low, low + (high - low) / 2), dtype=np.float64)


def _wide(side: Any) -> bool:
    """Whether an enclosure says less of a number than its order of magnitude."""
    low, high = balls.enclosure(np.asarray(side, dtype=object))
    with np.errstate(invalid="ignore"):
        return bool(np.any(high - low > 1 + np.minimum(np.abs(low), np.abs(high))))


def _largest(values: Floats) -> float:
    """The largest finite magnitude."""
    return float(np.max(np.abs(values), initial=0.0, where=np.isfinite(values)))


def _certified(symbol: str, low: Floats, high: Floats) -> float | None:
    """A lower bound on the largest violation, None where none is certain. ``low`` and ``high`` enclose left − right."""
    if symbol in ("==", "proportional"):
        apart = np.maximum(low, -high)
        return abs(float(np.max(apart))) if np.any(apart > 0) else None
    if symbol in (">", ">="):
        low, high = -high, -low
    if symbol in ("<=", ">="):
        return float(np.max(low)) if np.any(low > 0) else None
    if symbol in ("<", ">"):
        return abs(float(np.max(low))) if np.any(low >= 0) else None
    return 0.0 if np.any((low == 0) & (high == 0)) else None


def _holds(symbol: str, low: Floats, high: Floats) -> bool:
    if symbol in (">", ">="):
        low, high = -high, -low
    if symbol in ("<", ">"):
        return bool(np.all(high < 0))
    if symbol in ("<=", ">="):
        return bool(np.all(high <= 0))
    return symbol == "!=" and bool(np.all((low > 0) | (high < 0)))
