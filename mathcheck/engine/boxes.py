"""What is not seen inside somebody's code: the precision it computes in, and the noise that it makes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.program import Program
from mathcheck.engine.roundings import EPS
from mathcheck.engine.roundings import noise as signs
from mathcheck.engine.steps import Step, fetch_keywords
from mathcheck.engine.watch import as_floats, call_watched
from mathcheck.numerics import noise

Floats = NDArray[np.float64]

# Whether this machine's arithmetic has a type wider than a double.
EXTENDED = np.finfo(np.longdouble).eps < np.finfo(np.float64).eps / 2

# Code rounds more than once, and not always so that it looks like noise: it is taken to be off by so many roundings.
ROUGH = 64

# A rounding of whole numbers that changes a result by more than this share of it meets labels or counts.
LABELS = 1e-6

# Pairs of calls for one and the same input, before anything else.
AGAIN = 6

# The types that code may compute in which are narrower than a double, by the size of their rounding.
_NARROW: dict[float, Any] = {float(np.finfo(narrow).eps): narrow for narrow, _ in noise.FILLED}

# The noise of such code is looked for this far apart, relative to the arguments, and at these shares of the arguments: what is rounded
# inside may hardly change near by, or have been rounded away.
FAR = (2.0**-12, 2.0**-7)
SHARES = (1.0, 0.5, 0.25)

# Where one part of such code is single precision, its rounding shows at the second of these spacings, stays within a factor at the third,
# and is not there at the first; it is so large a share of the values. What is smooth, however fast, grows by the factor's fifth power.
PARTLY, SINGLE, STAYS = (2.0**-36, 2.0**-24, 2.0**-22), (2.0**-30, 2.0**-20), 8.0


def internal_noise(program: Program, step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Floats | float:
    """The noise of a black box's value near ``args``, entry by entry; 0 where nothing can be moved, or the box fails nearby.

    Whole numbers stay: they may be labels or counts. Code that carries NumPy's extended precision through to its result shows its
    rounding error itself, also one that changes smoothly with the argument and looks like a part of the function. Of code that computes
    in less than double precision noise is all there is to see, and whole numbers are moved as well.
    """
    narrow = _NARROW.get(program.precision.get(step.slot, EPS))
    if narrow is not None:
        return _narrow_level(step, args, kwargs, float(np.finfo(narrow).eps)) + float(np.finfo(narrow).tiny)
    nearby = _nearby(step, args, kwargs, [_direction(arg, step.slot + i) for i, arg in enumerate(args)])
    level: Floats | float = 0.0
    with contextlib.suppress(Exception):  # what code does wrong is said of the points themselves
        level = 0.0 if nearby is None else noise.measured(nearby)
    given = np.maximum(_of_whole_numbers(step, args, kwargs), _of_square_matrices(step, args, kwargs))
    return np.maximum(level, np.maximum(_beyond(program, step, args, kwargs), given))


def _of_whole_numbers(step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Floats | float:
    """What the roundings of whole numbers among the arguments change, where that is little: else they are labels or counts."""
    whole = [_is_float(arg) and bool(np.any((arg != 0) & (arg == np.rint(arg)))) for arg in args]
    found = _changed(step, args, kwargs, whole, 3)
    if found is None:
        return 0.0
    value, change = found
    return change if np.all(change <= LABELS * np.max(np.abs(value), initial=0.0)) else 0.0


def _of_square_matrices(step: Step, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Floats | float:
    """What the roundings of a square matrix change in any entry of one of the same shape that code makes of it.

    A function of a matrix, as its exponential, mixes entries, and what it is off by inside grows with the matrix and lies in every entry of its
    value, also in those that the roundings of the given entries alone leave in place, for the sake of zeros among them.
    """
    square = [_is_float(arg) and np.ndim(arg) == 2 and len(arg) == np.shape(arg)[1] > 1 for arg in args]
    found = _changed(step, args, kwargs, square, 5)
    if found is None:
        return 0.0
    value, change = found
    largest, made = (
        np.max(change, initial=0.0),
        any(s and np.shape(arg) == np.shape(value) for s, arg in zip(square, args, strict=True)),
    )
    return np.full(np.shape(value), largest) if made and largest <= LABELS * np.max(np.abs(value), initial=0.0) else 0.0


def _changed(
    step: Step, args: tuple[Any, ...], kwargs: dict[str, Any], moved: list[bool], replica: int
) -> tuple[Floats, Floats] | None:
    """The value, and how far it moves once the arguments that are to be ``moved`` are rounded roughly; None where none is, or the code fails."""
    if not any(moved):
        return None
    operation = step.node.operation
    rounded = [
        arg + ROUGH * EPS * arg * signs(np.shape(arg), step.slot + i, replica) if m else _copied(arg)
        for i, (m, arg) in enumerate(zip(moved, args, strict=True))
    ]
    with contextlib.suppress(Exception):  # what code does wrong is said of the points themselves
        value, other = (as_floats(operation.name, operation.call(*given, **kwargs)) for given in ([*map(_copied, args)], rounded))
        return np.asarray(value), np.asarray(np.abs(other - value))
    return None


def _narrow_level(step: Step, args: tuple[Any, ...], kwargs: dict[str, Any], eps: float) -> Floats | float:
    """The largest noise of a box at a few places between its arguments and zero.

    An error inside that is the same near by looks like a part of the function (1 + erf(x) where erf(x) is almost -1; a quotient that
    hardly changes), and shows where it is not. Beside the noise there is what one rounding (``eps``) of the arguments changes, as the first
    operation inside rounds too: of the exponent in a softmax of large numbers it is most of the error.
    """
    found: Any = 0.0
    for share in SHARES:
        there = tuple(share * arg if _is_float(arg) else arg for arg in args)
        every, some = ([move(arg, step.slot + i) for i, arg in enumerate(there)] for move in (_everywhere, _direction))
        for nearby in (_nearby(step, there, kwargs, every), _nearby(step, there, kwargs, some)):
            with contextlib.suppress(Exception):  # where numbers that it counts with are moved, code may fail
                levels = [] if nearby is None else [noise.level(nearby(spacing)) for spacing in FAR]
                if nearby is not None and share == 1.0:
                    levels.append(np.ptp(nearby(eps), axis=0) / (noise.PLACES - 1))
                found = np.max(np.broadcast_arrays(found, *levels), axis=0)
                break
    return np.asarray(found)


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


def _nearby(step: Step, args: tuple[Any, ...], kwargs: dict[str, Any], directions: list[Any]) -> Callable[[float], Floats] | None:
    """The box's values at a few places, so far apart, as its arguments move along ``directions``; None where none moves."""
    if all(direction is None for direction in directions):
        return None
    operation = step.node.operation

    def value(far: float) -> Floats:
        moved = [_copied(arg) if v is None else arg + far * v for arg, v in zip(args, directions, strict=True)]
        return np.asarray(as_floats(operation.name, operation.call(*moved, **kwargs)), dtype=np.float64)

    return lambda spacing: np.stack([value(place * spacing) for place in range(1, noise.PLACES + 1)])


def _direction(arg: Any, slot: int) -> Any:
    """How each entry moves that is no whole number; None where there is none."""
    if not _is_float(arg):
        return None
    array = np.asarray(arg)
    moving = np.isfinite(array) & (array != np.rint(array))
    return np.where(moving, array * signs(array.shape, slot, 3), 0.0)[()] if np.any(moving) else None


def _everywhere(arg: Any, slot: int) -> Any:
    """How each entry moves, of its own size or, where it is zero, of the largest one's."""
    if not _is_float(arg) or not np.all(np.isfinite(arg)):
        return None
    array = np.asarray(arg)
    size = np.where(array == 0, float(np.max(np.abs(array), initial=0.0)) or 1.0, np.abs(array))
    return (size * signs(array.shape, slot, 3))[()]


def _copied(arg: Any) -> Any:
    return arg.copy() if isinstance(arg, np.ndarray) else arg


def learn_precisions(program: Program, memory: list[Any]) -> None:
    """Keep with ``program`` how precisely each black box computes, told from the values at one generic point.

    Each is called there again and again first: a mask that is drawn anew is often the same twice, and small inputs hardly show it. Raises
    :class:`~mathcheck.engine.watch.RandomCode`.
    """
    for step in (*program.first, *program.steps):
        if step.node.operation.opaque:
            args, kwargs = step.arguments(memory), fetch_keywords(step, memory)
            for _ in range(AGAIN):
                call_watched(step.node.operation.name, step.node.operation.call, args, kwargs, twice=True)
            given = [np.ravel(np.asarray(arg)) for arg in step.arguments(memory) if _is_float(arg)]
            returned = np.ravel(np.asarray(memory[step.slot]))
            if given and returned.dtype == np.float64:
                told = noise.precision_of(np.concatenate(given), returned)
                rounds = told == EPS and (_rounds_arguments(step, memory) or _rounds_a_part(step, memory))
                program.precision[step.slot] = float(np.finfo(np.float32).eps) if rounds else max(told, ROUGH * EPS)


def _rounds_arguments(step: Step, memory: list[Any]) -> bool:
    """Whether a box returns doubles, and yet rounds what it is given to single precision: then rounding that before changes nothing,
    as larger changes do."""
    args, kwargs = step.arguments(memory), fetch_keywords(step, memory)
    rounded = tuple(arg.astype(np.float32).astype(np.float64) if _is_float(arg) else arg for arg in map(_as_array, args))
    nearby = _nearby(step, args, kwargs, [_direction(arg, step.slot + i) for i, arg in enumerate(args)])
    if nearby is None or all(np.array_equal(a, b) for a, b in zip(map(_as_array, args), rounded, strict=True)):
        return False
    operation = step.node.operation
    with contextlib.suppress(Exception):
        once = as_floats(operation.name, operation.call(*[_copied(arg) for arg in args], **kwargs))
        again = as_floats(operation.name, operation.call(*[arg[()] if _is_float(arg) else arg for arg in rounded], **kwargs))
        return np.array_equal(once, again) and bool(np.any(np.ptp(nearby(FAR[0]), axis=0) > 0))
    return False


def _rounds_a_part(step: Step, memory: list[Any]) -> bool:
    """Whether a part of what a box computes is rounded to about single precision: there are steps where arguments move by as much, which
    do not become larger further apart, and none where they move by a thousandth of it."""
    args, kwargs = step.arguments(memory), fetch_keywords(step, memory)
    nearby = _nearby(step, args, kwargs, [_direction(arg, step.slot + i) for i, arg in enumerate(args)])
    if nearby is None:
        return False
    with contextlib.suppress(Exception):
        fine, here, further = (noise.level(nearby(spacing)) for spacing in PARTLY)
        least, most = (share * np.max(np.abs(nearby(PARTLY[0])), axis=0) for share in SINGLE)
        return bool(np.any((least < here) & (here < most) & (further < STAYS * here) & (fine < here / STAYS**3)))
    return False


def _as_array(arg: Any) -> Any:
    return np.asarray(arg) if _is_float(arg) else arg


def _is_float(arg: Any) -> bool:
    return isinstance(arg, (float, np.floating, np.ndarray)) and np.asarray(arg).dtype == np.float64
