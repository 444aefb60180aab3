r"""A program along a line: one number of its input moves, all others stay; every point of the line is computed side by side.

When to use which: :func:`tidy_point` for an input with round numbers, :func:`reach` for how far a number may sensibly be moved,
:class:`Line` for what the formula comes to there.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.arithmetic import REPLICAS
from mathcheck.engine.lane_arithmetic import Lanes
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Program
from mathcheck.engine.sampling import Point, assigned_value
from mathcheck.language.domain import Domain
from mathcheck.language.printing import identifier, python
from mathcheck.language.shapes import evaluate_length
from mathcheck.language.variables import Variable

Floats = NDArray[np.float64]

# What stands in for the numbers that do not move: round, of either sign, none special.
TIDY = np.array([0.5, 0.25, 1.5, -0.75, 2.0, -1.25, 0.75, -0.5])

# A number is moved between these, and as far as NEAR if there is something to see; beyond, half its own size to either side.
USUAL, NEAR = 4.0, 16.0

# Places tried in search of a domain's edges, and how often an edge is halved.
TRIED, HALVINGS = 33, 7


@dataclass(frozen=True)
class Line:
    """``point`` with one entry of ``variable`` moved."""

    program: Program
    point: Point
    variable: Variable
    entry: tuple[int, ...]

    def at(self, x: float) -> Any:
        """The variable's value where the entry is ``x``."""
        value = np.array(self.point[self.variable.fingerprint], dtype=np.float64)
        value[self.entry] = x
        return value

    def frame(self, evaluator: LaneEvaluator, xs: Floats) -> tuple[Lanes, NDArray[np.bool_]]:
        """Every node at every place of ``xs`` (all but sides tested along directions), and which places satisfy the hypotheses.

        Raises whatever the formula's operations raise.
        """
        program, count = self.program, len(xs)
        points = [{**self.point, self.variable.fingerprint: self.at(x)[()]} for x in xs]
        for variable in (v for v in program.variables if v.fingerprint in program.assigned):
            for point in points:
                point[variable.fingerprint] = assigned_value(program, variable, point)
        values = {v.fingerprint: np.array([point[v.fingerprint] for point in points], dtype=np.float64) for v in program.variables}
        sizes = {size.fingerprint: int(self.point[size.fingerprint]) for size in program.sizes}
        # Somebody's own code is not run three times where once shows the curve.
        frame = evaluator.lanes(sizes, values, count, 0 if program.black_boxes else REPLICAS)
        evaluator.run(frame, program.first)
        true = [frame.points(slot).reshape(count, -1).all(axis=1) for slot in program.conditions]
        evaluator.run(frame, program.steps)
        return frame, np.asarray(np.all(true, axis=0)) if true else np.ones(count, dtype=bool)

    @property
    def name(self) -> str:
        """What moves, for a reader: ``t``, ``x[0]``."""
        place = f"[{', '.join(map(str, self.entry))}]" if self.entry else ""
        return letter(self.variable.name) + place


def tidy_point(program: Program) -> Point | None:
    """An input with round numbers; None where a domain comes from a strategy or a hypothesis makes a variable what it is."""
    sizes = {size: min(size.high, max(size.low, 2)) for size in program.sizes}
    point: Point = {size.fingerprint: length for size, length in sizes.items()}
    for number, variable in enumerate(program.variables):
        if variable.domain.strategy is not None or variable.fingerprint in program.assigned:
            return None
        shape = tuple(int(evaluate_length(length, sizes)) for length in variable.sizes)
        raw = np.resize(np.roll(TIDY, -number), shape) if shape else np.asarray(TIDY[number % len(TIDY)])
        point[variable.fingerprint] = np.asarray(variable.domain.construct(raw), dtype=np.float64)[()]
    return point


def movable(domain: Domain) -> bool:
    """Whether one number can be moved alone."""
    return not (domain.curved or domain.discrete or domain.strategy is not None or domain.square or not domain.exact)


def reach(line: Line, landmarks: Floats, at: float | None) -> tuple[float, float] | None:
    """The interval over which the entry may be moved to show something: around ``at`` where that is given, inside the domain."""
    if at is not None and abs(at) > NEAR:
        low, high = at - 0.5 * abs(at), at + 0.5 * abs(at)
    else:
        ends = [-USUAL, USUAL, *(1.25 * mark for mark in landmarks if abs(mark) <= 2 * USUAL), *([] if at is None else [1.25 * at])]
        low, high = min(ends), max(ends)
    return _inside(line, low, high, at)


def _inside(line: Line, low: float, high: float, at: float | None) -> tuple[float, float] | None:
    """The part of [low, high] that lies in the domain, an interval."""
    domain = line.variable.domain
    if not domain.bounded and domain.contains(line.at(low)) and domain.contains(line.at(high)):
        return low, high
    tried = np.unique(np.concatenate([np.linspace(low, high, TRIED), [] if at is None else [at]]))
    allowed = [float(x) for x in tried if domain.contains(line.at(x))]
    if not allowed:
        return None
    ends = []
    for inner, outer in ((allowed[0], low), (allowed[-1], high)):
        step = (high - low) / (TRIED - 1)
        beyond = max(outer, inner - step) if outer == low else min(outer, inner + step)
        for _ in range(HALVINGS):
            middle = (inner + beyond) / 2
            inner, beyond = (middle, beyond) if domain.contains(line.at(middle)) else (inner, middle)
        ends.append(inner)
    return (ends[0], ends[1]) if ends[0] < ends[1] else None


def letter(name: str) -> str:
    r"""A LaTeX name in a few characters of plain text.

    >>> letter(r"\beta"), letter("W^{(1)}"), letter(r"\tilde{y}")
    ('β', 'W₁', 'tilde y')
    """
    words = [_greek(word) for word in identifier(name).split("_")]
    text = words[0]
    for word in words[1:]:
        text += word.translate(_LOWERED) if word.isdigit() else f" {word}"
    return text


_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def _greek(word: str) -> str:
    if not re.fullmatch("[A-Za-z]{2,7}", word):
        return word
    try:
        return unicodedata.lookup(f"GREEK {'CAPITAL' if word[0].isupper() else 'SMALL'} LETTER {word.removeprefix('var')}")
    except KeyError:
        return word


def formula(expr: Any) -> str:
    """A formula as Python without the names of libraries.

    >>> from mathcheck import Scalar
    >>> formula(np.exp(Scalar("x")))
    'exp(x)'
    """
    return re.sub(r"\b(np|scipy)\.(\w+\.)*", "", python(expr))


def short(value: float, digits: int = 6) -> str:
    """A number in a caption, or with fewer ``digits`` where there is little room.

    >>> short(0.5), short(-2.0), short(1234567.0, 4)
    ('0.5', '−2', '1.235e+06')
    """
    return f"{value + 0.0:.{digits}g}".replace("-", "−")


def plain(values: Any) -> list[float | None]:
    """Numbers as JSON has them, to five digits; None for what is none.

    >>> plain(np.array([1 / 3, np.nan]))
    [0.33333, None]
    """
    return [float(f"{value:.5g}") if np.isfinite(value) else None for value in np.asarray(values, dtype=np.float64).tolist()]
