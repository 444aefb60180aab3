"""What is not seen inside somebody's code: the precision it computes in, and the noise that it makes."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.program import Program
from mathcheck.engine.roundings import EPS
from mathcheck.engine.roundings import noise as signs
from mathcheck.engine.steps import Step
from mathcheck.engine.watch import as_floats
from mathcheck.numerics import noise

Floats = NDArray[np.float64]

# Whether this machine's arithmetic has a type wider than a double.
EXTENDED = np.finfo(np.longdouble).eps < np.finfo(np.float64).eps / 2

# The types that code may compute in which are narrower than a double, by the size of their rounding.
_NARROW: dict[float, Any] = {float(np.finfo(narrow).eps): narrow for narrow in (np.float16, np.float32)}

# The noise of a box that computes in less than double precision is looked for at these shares of its arguments too.
NEARER = (0.5, 0.25)


def internal_noise(program: Program, step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Floats | float:
    """The noise of a black box's value near ``args``, entry by entry; 0 where nothing can be moved, or the box fails nearby.

    Whole numbers stay: they may be labels or counts. Only where a box computes in less than double precision they are moved as well,
    as its noise is also there, and large. Code that carries NumPy's extended precision through to its result shows its
    rounding error itself, also one that changes smoothly with the argument and looks like a part of the function.
    """
    narrow = _NARROW.get(program.precision.get(step.slot, EPS))
    if narrow is None:
        return np.maximum(_level(step, args, kwargs), _beyond(program, step, args, kwargs))
    return _narrow_level(step, args, kwargs) + float(np.finfo(narrow).tiny)


def _narrow_level(step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Floats | float:
    """The noise of a box that computes in less than double precision: there, or at a place on the way to zero where it is larger.

    What has been rounded away makes no noise (1 + erf(x) where erf(x) is almost -1), and the error is that of the places where it does.
    """
    found: Any = _level(step, args, kwargs, whole=True)
    if not np.any(found):  # whole numbers were labels, and cannot be moved
        found = np.maximum(found, _level(step, args, kwargs))
    for share in NEARER:
        nearer = _level(step, tuple(share * arg if _is_float(arg) else arg for arg in args), kwargs, whole=True)
        if () in (np.shape(nearer), np.shape(found)) or np.shape(nearer) == np.shape(found):
            found = np.maximum(found, np.where(np.isfinite(nearer), nearer, 0.0))
    return found


def _beyond(program: Program, step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Floats | float:
    """The difference between the value and the one in extended precision; 0 for code (or a machine) that has none."""
    if not EXTENDED or not program.extends.get(step.slot, True):
        return 0.0
    operation = step.node.operation
    try:
        value = np.asarray(operation.call(*[_copied(arg) for arg in args], **kwargs))
        wide = np.asarray(
            operation.call(
                *[np.asarray(arg).astype(np.longdouble)[()] if _is_float(arg) else _copied(arg) for arg in args], **kwargs
            )
        )
    except Exception:  # not written for other types than it is given
        program.extends[step.slot] = False
        return 0.0
    program.extends[step.slot] = wide.dtype == np.longdouble and wide.shape == value.shape
    if not program.extends[step.slot]:
        return 0.0
    with np.errstate(all="ignore"):
        apart = np.abs(wide - value).astype(np.float64)
    return np.where(np.isfinite(apart), apart, 0.0)


def _level(step: Step, args: tuple[Any, ...], kwargs: dict[str, Any], *, whole: bool = False) -> Floats | float:
    directions = [_direction(arg, step.slot + i, whole=whole) for i, arg in enumerate(args)]
    if all(direction is None for direction in directions):
        return 0.0

    def value(far: float) -> Floats:
        moved = [_copied(arg) if v is None else arg + far * v for arg, v in zip(args, directions, strict=True)]
        operation = step.node.operation
        return np.asarray(as_floats(operation.name, operation.call(*moved, **kwargs)), dtype=np.float64)

    try:
        # Nearer than its own rounding, a box of less than double precision does not change at all.
        spacings = noise.SPACINGS[1:] if whole else noise.SPACINGS
        return noise.measured(
            lambda spacing: np.stack([value(place * spacing) for place in range(1, noise.PLACES + 1)]), spacings
        )
    except Exception:  # what code does wrong is said of the points themselves
        return 0.0


def _direction(arg: Any, slot: int, *, whole: bool) -> Any:
    if not isinstance(arg, (float, np.floating)) and not (isinstance(arg, np.ndarray) and arg.dtype == np.float64):
        return None
    array = np.asarray(arg)
    moving = np.isfinite(array) & ((array != np.rint(array)) | (whole & (array != 0)))
    return np.where(moving, array * signs(array.shape, slot, 3), 0.0)[()] if np.any(moving) else None


def _copied(arg: Any) -> Any:
    return arg.copy() if isinstance(arg, np.ndarray) else arg


def learn_precisions(program: Program, memory: list[Any]) -> None:
    """Keep with ``program`` how precisely each black box computes, told from the values at one generic point."""
    for step in (*program.first, *program.steps):
        if step.node.operation.opaque:
            given = [np.ravel(np.asarray(arg)) for arg in step.arguments(memory) if _is_float(arg)]
            returned = np.ravel(np.asarray(memory[step.slot]))
            if given and returned.dtype == np.float64:
                program.precision[step.slot] = noise.precision_of(np.concatenate(given), returned)


def _is_float(arg: Any) -> bool:
    return isinstance(arg, (float, np.floating, np.ndarray)) and np.asarray(arg).dtype == np.float64
