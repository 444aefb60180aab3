"""A counterexample made easy to check by hand: entry by entry, the simplest number with which it is still one.

Hypothesis shrinks what was drawn, bytes; this walks over the numbers themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from mathcheck.engine.driver import Rejected
from mathcheck.engine.program import Program
from mathcheck.engine.sampling import Point, assigned_value
from mathcheck.language.variables import Variable

# Simplest first. One before zero: a zero often hides what a formula does.
SIMPLE = (1.0, 2.0, 0.0, -1.0, 3.0, -2.0, 0.5, -0.5)

# Arrays larger than this are left as they are.
ENTRIES = 40


def simplified(program: Program, point: Point, refutes: Callable[[Point], bool]) -> Point:
    """``point`` with as many entries as possible replaced by simple numbers, such that ``refutes`` stays true; of a set whose members are
    more than their entries, with the simplest member."""
    current = dict(point)
    for variable in program.variables:
        if variable.fingerprint in program.assigned or np.size(current[variable.fingerprint]) > ENTRIES:
            continue
        if variable.domain.strategy is not None:
            continue  # only the strategy knows what it may draw, and Hypothesis has shrunk that
        member = _member(program, current, variable, refutes)
        if member is not None:
            current = member
        elif variable.domain.exact:
            current = _entry_by_entry(program, current, variable, refutes)
    return current


def _member(program: Program, point: Point, variable: Variable, refutes: Callable[[Point], bool]) -> Point | None:
    """The point with the first of the set's simple members that will do; None where none does."""
    for member in variable.domain.simple(np.shape(point[variable.fingerprint])):
        trial = {**point, variable.fingerprint: member[()]}
        if _key(member) == _key(point[variable.fingerprint]):
            return point
        if _accepted(program, variable, trial, refutes):
            return trial
    return None


def _entry_by_entry(program: Program, point: Point, variable: Variable, refutes: Callable[[Point], bool]) -> Point:
    current = point
    for candidate in _candidates(np.asarray(point[variable.fingerprint], dtype=np.float64), mirrored=variable.domain.mirrored):
        trial = {**current, variable.fingerprint: candidate(np.array(current[variable.fingerprint], dtype=np.float64))}
        if _key(trial[variable.fingerprint]) == _key(current[variable.fingerprint]):
            continue
        if _accepted(program, variable, trial, refutes):
            current = trial
    return current


Change = Callable[[Any], Any]


def _candidates(value: Any, *, mirrored: bool) -> Iterator[Change]:
    """Changes to try, in order: all entries at once, then each entry for itself, or together with its mirror image."""
    for number in SIMPLE[:3]:
        yield partial(_filled, number=number)
    yield np.rint
    for index in np.ndindex(value.shape):
        if not mirrored or index[0] <= index[1]:
            for number in SIMPLE:
                yield partial(_simpler, places={index, index[::-1]} if mirrored else {index}, number=number)


def _filled(array: Any, number: float) -> Any:
    return np.full(array.shape, number)[()]


def _simpler(array: Any, places: set[tuple[int, ...]], number: float) -> Any:
    for index in places:
        if array[index] not in SIMPLE or SIMPLE.index(float(array[index])) > SIMPLE.index(number):
            array[index] = number
    return array[()]


def _accepted(program: Program, variable: Variable, trial: Point, refutes: Callable[[Point], bool]) -> bool:
    if not variable.domain.contains(np.asarray(trial[variable.fingerprint])):
        return False
    for other in program.variables:
        if other.fingerprint in program.assigned:
            trial[other.fingerprint] = assigned_value(program, other, trial)
    try:
        return refutes(trial)
    except Rejected:
        return False


def _key(value: Any) -> bytes:
    return np.asarray(value, dtype=np.float64).tobytes()
