"""What the bytes of a block mean: styles of arrays, from small whole numbers to wide ranges, simplest first.

Hypothesis shrinks towards the first style and towards zero bytes, which are small whole numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.program import Program
from mathcheck.language.expression import Leaf
from mathcheck.language.graph import nodes

Floats = NDArray[np.float64]

# Numbers that a formula mentions are taken as landmarks where they are no smaller and no larger than this, so many of them; and what
# counts as beside one.
SMALLEST, LARGEST, MENTIONED, BESIDE = 1e-6, 1e6, 12, 2.0**-5

_SMALL = np.array([1, 0, 2, -1, 3, -2, 4, -3, 5, -4, 6, -5, 7, -6, 8, -7], dtype=np.float64)


def _whole(b: NDArray[np.uint16]) -> Floats:
    return _SMALL[b >> 12]


def _halves(b: NDArray[np.uint16]) -> Floats:
    # Between two whole numbers: where rounding ties.
    return _SMALL[b >> 12] / 2.0


def _generic(b: NDArray[np.uint16]) -> Floats:
    # 16 bits, the sign last so that small codes are small numbers: multiples of 1/2048 (a prime shift keeps them from zero) within ±16.
    magnitude = ((b >> 1).astype(np.float64) + 1.0) / 2048.0
    return np.where(b & 1, -magnitude, magnitude)


def _first_again(b: NDArray[np.uint16]) -> Floats:
    return np.broadcast_to(_generic(b[:1]), b.shape).copy()


def _ties(b: NDArray[np.uint16]) -> Floats:
    values = _generic(b)
    return np.where(b % 3 == 0, values, values[0])


def _near_ties(b: NDArray[np.uint16]) -> Floats:
    return _first_again(b) + (b % 7 - 3.0) / 1024.0


def _some_zeros(b: NDArray[np.uint16]) -> Floats:
    return np.where(b % 3 == 0, 0.0, _generic(b))


def _near_one(b: NDArray[np.uint16]) -> Floats:
    return np.ldexp(_generic(b), -3)


def _wide(b: NDArray[np.uint16]) -> Floats:
    return np.ldexp(_generic(b), ((b * 7) % 33).astype(int) - 16)


# (style, how often): generic values find most errors; the others find those that live at special places.
_STYLES: list[tuple[Callable[[NDArray[np.uint16]], Floats], int]] = [
    (_whole, 5),
    (_halves, 1),
    (_generic, 8),
    (_some_zeros, 2),
    (_first_again, 1),
    (_ties, 2),
    (_near_ties, 2),
    (lambda b: np.zeros(b.shape), 1),
    (lambda b: np.where(b & 1, -1.0, 1.0), 1),
    (lambda b: np.abs(_generic(b)), 1),
    (lambda b: -np.abs(_generic(b)), 1),
    (_near_one, 2),
    (lambda b: np.ldexp(_generic(b), 10), 1),
    (lambda b: np.ldexp(_generic(b), -10), 1),
    (_wide, 1),
]
# Beside these: numbers that the formula itself mentions, and numbers between them (see `landmarks_of`).
LANDMARKS_WEIGHT = 3
_WEIGHTED = [style for style, often in _STYLES for _ in range(often)]

# What is done to all variables together. Some errors live only where several are special at once: a score b + w·x of zero, two
# arguments that are equal. FREE leaves each variable its own style.
FREE, _ALL_ZERO, _ALL_UNITS, _ALL_ALIKE, _ALL_WHOLE, _ALL_LANDMARKS = range(6)
REGIME_OF = [FREE] * 13 + [_ALL_ZERO, _ALL_UNITS, _ALL_UNITS, _ALL_ALIKE, _ALL_WHOLE, _ALL_LANDMARKS, _ALL_LANDMARKS]

# What is done to a matrix as a whole: nothing, mostly.
_PLAIN, _SYMMETRIC, _EQUAL_ROWS, _DIAGONAL = range(4)
ARRANGED = [_PLAIN] * 9 + [_SYMMETRIC, _EQUAL_ROWS, _DIAGONAL]


STYLES, REGIMES, ARRANGEMENTS = len(_WEIGHTED) + LANDMARKS_WEIGHT, len(REGIME_OF), len(ARRANGED)


def decode(block: bytes, style: int, arrangement: int, shape: tuple[int, ...], landmarks: Floats = _SMALL) -> Floats:
    """The array that a block of two bytes an entry stands for. The last style takes its entries from ``landmarks``.

    >>> decode(bytes(4), 0, 0, (2,))
    array([1., 1.])
    """
    codes = np.frombuffer(block, dtype=">u2")
    if style >= len(_WEIGHTED):
        array = landmarks[codes % len(landmarks)].reshape(shape)
    else:
        array = _WEIGHTED[style](codes).reshape(shape) if codes.size else np.zeros(shape)
    if len(shape) == 2 and arrangement != _PLAIN and codes.size:
        if arrangement == _EQUAL_ROWS:
            array = np.broadcast_to(array[0], shape).copy()
        elif shape[0] == shape[1]:
            array = np.triu(array) + np.triu(array, 1).T if arrangement == _SYMMETRIC else np.diag(np.diag(array))
    return array


def special(block: bytes, regime: int, shape: tuple[int, ...], landmarks: Floats = _SMALL) -> Floats:
    """The array that a block stands for where all variables are special together: zeros, entries −1, 0 and 1, one number
    everywhere, the formula's landmarks, whole numbers."""
    codes = np.frombuffer(block, dtype=">u2")
    if regime == _ALL_ZERO or not codes.size:
        return np.zeros(shape)
    if regime == _ALL_UNITS:
        return (codes % 3 - 1.0).reshape(shape)
    if regime == _ALL_ALIKE:
        return np.full(shape, 2.0)
    if regime == _ALL_LANDMARKS:
        return landmarks[codes % len(landmarks)].reshape(shape)
    return _whole(codes).reshape(shape)


def landmarks_of(program: Program) -> Floats:
    """Where a formula is likely to change its mind: at the numbers it mentions, just beside them, half-way between neighbours, and at
    their opposites; simple ones first."""
    found: set[float] = set()
    for node in nodes(program.relation, *program.relation.hypotheses):
        if isinstance(node, Leaf) or node.operation.name == "getitem":
            continue
        for argument in (*node.args, *node.kwargs.values()):
            numbers = argument.ravel().tolist() if isinstance(argument, np.ndarray) else [argument]
            found |= {abs(float(x)) for x in numbers if isinstance(x, (int, float)) and not isinstance(x, bool)}
    told = sorted(x for x in found if SMALLEST <= x <= LARGEST)[:MENTIONED]
    between = [(a + b) / 2 for a, b in itertools.pairwise([0.0, *told])]
    beside = [x * (1 + sign * BESIDE) for x in told for sign in (1, -1)]
    every = [*told, *between, *beside]
    return np.array([sign * x for x in every for sign in (1.0, -1.0)]) if every else _SMALL
