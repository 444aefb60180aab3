"""Groups of points with the same sizes, from one block of bytes each.

The combinations of sizes are chosen beforehand, so that every length of every size, and every order of any two, occurs; the
groups take them in turn, simplest first.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.program import Program
from mathcheck.engine.sampling import (
    LEAST_BLOCK,
    Point,
    Sampler,
    assigned_value,
    constructed,
    drawn_entries,
    regime_of,
)
from mathcheck.engine.styles import ARRANGEMENTS, REGIMES, STYLES
from mathcheck.language.shapes import evaluate_length
from mathcheck.language.sizes import Size

Floats = NDArray[np.float64]

# No more combinations of sizes than this: many points in a few groups are cheaper than few in many.
COMBINATIONS = 14

# A group's block is not longer than this (Hypothesis draws up to 8 KiB).
LONGEST = 6000

# Every point but a group's first has its bytes changed by fixed ones, so that a block of zeros is not the same point over and over.
_MASK = np.random.default_rng(11).integers(0, 256, LONGEST + 8, dtype=np.uint8)


# Steps from one point's style to the next one's, for each variable another; none divides the number of styles or of regimes.
STRIDES = (7, 13, 17, 19, 23, 29)


@dataclass(frozen=True)
class Group:
    """Points with the same sizes: their stacked values, and each one's own block."""

    sizes: dict[Size, int]
    values: dict[bytes, Floats]
    blocks: list[bytes]

    def point(self, i: int) -> Point:
        """One of them."""
        point: Point = {size.fingerprint: length for size, length in self.sizes.items()}
        return {**point, **{key: array[i][()] for key, array in self.values.items()}}

    def keys(self) -> list[bytes]:
        """What tells each point from others."""
        sizes = b"".join(size.fingerprint + np.asarray(length).tobytes() for size, length in self.sizes.items())
        arrays = list(self.values.items())
        return [sizes + b"".join(key + array[i].tobytes() for key, array in arrays) for i in range(len(self.blocks))]

    def degenerate(self, mirrored: frozenset[bytes]) -> NDArray[np.bool_]:
        """Which points have a size of one, a zero, or equal entries, as :func:`~mathcheck.engine.account.degenerate` has it of one."""
        found = np.full(len(self.blocks), any(length == 1 for length in self.sizes.values()))
        for key, array in self.values.items():
            counted = array[:, *np.triu_indices(array.shape[1])] if key in mirrored else array.reshape(len(array), -1)
            entries = np.sort(counted, axis=1)
            found |= np.any(entries == 0, axis=1) | np.any(entries[:, 1:] == entries[:, :-1], axis=1)
        return found

    def only(self, keep: Any) -> Group:
        """The points that ``keep`` names."""
        kept = np.flatnonzero(keep) if np.asarray(keep).dtype == bool else np.asarray(keep, dtype=int)
        return Group(self.sizes, {key: array[kept] for key, array in self.values.items()}, [self.blocks[i] for i in kept])


class Groups:
    """A program's points, a group a block."""

    def __init__(self, program: Program, source: Sampler, examples: int) -> None:
        self.program, self.landmarks = program, source.landmarks
        self.combos = _chosen(program.sizes, source.choices)
        each = math.ceil(examples / len(self.combos))
        self.plans = [self._plan(combo, each) for combo in self.combos]
        self.length = max(LEAST_BLOCK, *(plan.count * plan.bytes for plan in self.plans))
        self.taken = self.made = 0
        self.shift = 0

    def _plan(self, combo: tuple[int, ...], each: int) -> _Plan:
        sizes = dict(zip(self.program.sizes, combo, strict=True))
        shapes = {v.fingerprint: tuple(int(evaluate_length(s, sizes)) for s in v.sizes) for v in self.program.variables}
        drawn = [v for v in self.program.variables if v.fingerprint not in self.program.assigned]
        lengths = [2 + 2 * count for count in drawn_entries([math.prod(shapes[v.fingerprint]) for v in drawn])]
        *offsets, length = itertools.accumulate(lengths, initial=1)
        return _Plan(sizes, shapes, tuple(offsets), length, max(1, min(each, LONGEST // length)))

    def next(self, block: bytes) -> Group:
        """The points of the next group."""
        plan = self.plans[self.taken % len(self.plans)]
        self.taken += 1
        codes = np.frombuffer(block, dtype=np.uint8)[: plan.count * plan.bytes].reshape(plan.count, plan.bytes)
        shifts = (
            np.arange(1, plan.count) * 7919 % (len(_MASK) - plan.bytes)
            if plan.bytes < len(_MASK)
            else np.zeros(plan.count - 1, int)
        )
        codes = codes.copy()
        self.shift = self.shift or int(codes[0].sum())  # the first block is all zeros
        for row, shift in enumerate(shifts, 1):
            codes[row] ^= _MASK[shift : shift + plan.bytes]
            self.made += 1
            self._take_turns(codes[row], plan)
        blocks = [row.tobytes() for row in codes]
        values: dict[bytes, list[Any]] = {v.fingerprint: [] for v in self.program.variables}
        for one in blocks:
            self._decode(plan, one, values)
        whole = [i for i in range(plan.count) if all(column[i] is not None for column in values.values())]
        stacked = {key: np.array([column[i] for i in whole], dtype=np.float64) for key, column in values.items()}
        return Group(plan.sizes, stacked, [blocks[i] for i in whole])

    def _take_turns(self, codes: NDArray[np.uint8], plan: _Plan) -> None:
        """Put regimes, styles and arrangements into one point's bytes in turns rather than by chance: each occurs as often as its weight
        says, and at every pair of variables in many combinations. Where the turns begin is drawn."""
        turn = self.made + self.shift
        codes[0] = turn * STRIDES[0] % REGIMES
        for place, offset in enumerate(plan.offsets, 1):
            stride = STRIDES[place % len(STRIDES)]
            codes[offset] = (turn * stride + place * self.shift) % STYLES
            codes[offset + 1] = (turn // STYLES + turn * stride) % ARRANGEMENTS

    def _decode(self, plan: _Plan, block: bytes, values: dict[bytes, list[Any]]) -> None:
        regime, ends = regime_of(block), iter(itertools.pairwise((*plan.offsets, plan.bytes)))
        for variable in self.program.variables:
            key, shape = variable.fingerprint, plan.shapes[variable.fingerprint]
            if key in self.program.assigned:
                point: Point = {size.fingerprint: length for size, length in plan.sizes.items()}
                known = {other: column[-1] for other, column in values.items() if len(column) > len(values[key])}
                missing = any(value is None for value in known.values())
                values[key].append(None if missing else assigned_value(self.program, variable, {**point, **known}))
            else:
                values[key].append(constructed(variable, shape, block[slice(*next(ends))], regime, self.landmarks))


@dataclass(frozen=True)
class _Plan:
    """How the points of one combination of sizes lie in a block."""

    sizes: dict[Size, int]
    shapes: dict[bytes, tuple[int, ...]]
    offsets: tuple[int, ...]  # where the bytes of each variable begin
    bytes: int
    count: int


def _chosen(sizes: list[Size], choices: list[tuple[int, ...]] | None) -> list[tuple[int, ...]]:
    """A few combinations in which every length of every size occurs, and of any two sizes each order; simplest first."""
    if choices is None:
        rng = np.random.default_rng(3)
        low, high = np.array([s.low for s in sizes]), np.array([s.high for s in sizes])
        drawn = [tuple(int(n) for n in rng.integers(low, np.minimum(high, low + 3) + 1)) for _ in range(COMBINATIONS)]
        return sorted({tuple(int(n) for n in low), *drawn}, key=lambda c: (sum(c), c))
    if len(choices) <= COMBINATIONS:
        return choices
    step = max(1, len(choices) // 250)
    candidates = [(choice, _features(choice)) for choice in choices[::step]]
    chosen, covered = [choices[0]], set(_features(choices[0]))
    while len(chosen) < COMBINATIONS:
        best, new = max(candidates, key=lambda candidate: len(candidate[1] - covered))
        if not new - covered:
            break
        chosen.append(best)
        covered |= new
    return sorted(set(chosen), key=lambda c: (sum(c), c))


def _features(combo: tuple[int, ...]) -> set[tuple[int, ...]]:
    lengths = {(i, n) for i, n in enumerate(combo)}
    orders = {(i, j, (combo[i] > combo[j]) - (combo[i] < combo[j])) for i, j in itertools.combinations(range(len(combo)), 2)}
    return lengths | orders
