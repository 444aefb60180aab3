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
    """``point`` with as many entries as possible replaced by simple numbers, such that ``refutes`` stays true."""
    current = dict(point)
    for variable in program.variables:
        if variable.fingerprint in program.assigned or not variable.domain.exact:
            continue
        if variable.domain.strategy is not None:
            continue  # only the strategy knows what it may draw, and Hypothesis has shrunk that
        if np.size(current[variable.fingerprint]) > ENTRIES:
            continue
        value = np.asarray(current[variable.fingerprint], dtype=np.float64)
        for candidate in (_identity,) if variable.domain.square else _candidates(value):
            trial = {
                **current,
                variable.fingerprint: candidate(np.array(current[variable.fingerprint], dtype=np.float64)),
            }
            if _key(trial[variable.fingerprint]) == _key(current[variable.fingerprint]):
                continue
            if _accepted(program, variable, trial, refutes):
                current = trial
    return current


Change = Callable[[Any], Any]


def _candidates(value: Any) -> Iterator[Change]:
    """Changes to try, in order: all entries at once, then each entry for itself."""
    for number in SIMPLE[:3]:
        yield partial(_filled, number=number)
    yield np.rint
    for index in np.ndindex(value.shape):
        for number in SIMPLE:
            yield partial(_simpler, index=index, number=number)


def _identity(array: Any) -> Any:
    """Of matrices that are more than their entries only the simplest is tried."""
    return np.eye(len(array))


def _filled(array: Any, number: float) -> Any:
    return np.full(array.shape, number)[()]


def _simpler(array: Any, index: tuple[int, ...], number: float) -> Any:
    if array[index] in SIMPLE and SIMPLE.index(float(array[index])) <= SIMPLE.index(number):
        return array[()]
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
