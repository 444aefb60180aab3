"""Inputs: sizes first, then values. Each array is one draw of bytes, decoded into exact binary fractions.

A block of bytes draws and shrinks fast: all zeros is the simplest block and decodes to small whole numbers. The style
of a block decides what the bytes mean; styles are listed simplest first, because Hypothesis shrinks towards the first.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException
from numpy.typing import NDArray

from mathcheck.engine.program import Program
from mathcheck.engine.styles import ARRANGED, ARRANGEMENTS, FREE, REGIME_OF, STYLES, decode, landmarks_of, special
from mathcheck.engine.watch import CodeError, as_floats
from mathcheck.language.expression import Expr, Leaf
from mathcheck.language.graph import free, nodes
from mathcheck.language.nested import substitute
from mathcheck.language.shapes import evaluate_length
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable

Floats = NDArray[np.float64]
Point = dict[bytes, Any]

# Combinations of sizes are listed up to this many; beyond, each size is drawn on its own.
MANY_SIZES = 4096

# All combinations of this many lengths of each size are tried, and up to this many larger ones of one size at a time.
COMMON_SIZES = 4
LARGER_SIZES = 6

# Hypothesis puts constants that it finds in the modules loaded so far in place of what it draws, where they fit: short bytes, small
# numbers. What is drawn here fits none of them, so that a claim's inputs do not depend on what else the process has imported.
LEAST_BLOCK = 64

# No more entries are drawn than this, of all arrays together (2-byte entries, and Hypothesis's buffer holds 8 KiB): a large array is
# unfolded from its share of them.
MANY_ENTRIES = 3600


@dataclass(frozen=True)
class Sampler:
    """A program's inputs as a Hypothesis strategy."""

    program: Program
    choices: list[tuple[int, ...]] | None  # the combinations of sizes, simplest first; None: too many to list
    landmarks: Floats

    def strategy(self) -> st.SearchStrategy[Point]:
        """Points: a value for every size and variable, by fingerprint."""
        return _points(self)

    def choices_of(self, lengths: tuple[int, ...], block: bytes) -> list[Any]:
        """What Hypothesis would have to choose for this strategy to draw the point of ``block``."""
        block = block.ljust(LEAST_BLOCK, b"\0")
        if not self.program.sizes:
            return [block]
        if self.choices is None:
            codes = [length - size.low for length, size in zip(lengths, self.program.sizes, strict=True)]
        else:
            codes = [self.choices.index(lengths)]
        return [b"".join(code.to_bytes(2, "big") for code in codes).ljust(LEAST_BLOCK, b"\0"), block]

    def draw(self, draw: Callable[[Any], Any]) -> Point:
        """One point: sizes first, then a block of bytes for all values."""
        sizes = self._sizes(draw)
        point: Point = {size.fingerprint: length for size, length in sizes.items()}
        shapes = {v.fingerprint: tuple(int(evaluate_length(s, sizes)) for s in v.sizes) for v in self.program.variables}
        drawn = [v for v in self.program.variables if v.fingerprint not in self.program.assigned and v.domain.strategy is None]
        counts = drawn_entries([math.prod(shapes[v.fingerprint]) for v in drawn])
        # One draw for all values: a byte for the regime, two for each variable's style, two for each entry.
        length = 1 + sum(2 + 2 * count for count in counts)
        length = max(length, LEAST_BLOCK)
        block = draw(st.binary(min_size=length, max_size=length))
        regime, offset, entries = regime_of(block), 1, iter(counts)
        for variable in self.program.variables:
            shape = shapes[variable.fingerprint]
            if variable.fingerprint in self.program.assigned:
                point[variable.fingerprint] = assigned_value(self.program, variable, point)
            elif variable.domain.strategy is not None:
                point[variable.fingerprint] = _from_strategy(draw, variable, shape)
            else:
                end = offset + 2 + 2 * next(entries)
                point[variable.fingerprint] = constructed(variable, shape, block[offset:end], regime, self.landmarks)
                offset = end
        return point

    def _sizes(self, draw: Callable[[Any], Any]) -> dict[Size, int]:
        named = self.program.sizes
        if not named:
            return {}
        count = max(LEAST_BLOCK, 2 * len(named))
        codes = np.frombuffer(draw(st.binary(min_size=count, max_size=count)), dtype=">u2")
        if self.choices is not None:
            lengths: Any = self.choices[int(codes[0]) % len(self.choices)]
        else:
            lengths = [size.low + int(code) % (size.high - size.low + 1) for size, code in zip(named, codes, strict=False)]
        return dict(zip(named, lengths, strict=True))


@st.composite
def _points(draw: Callable[[Any], Any], sampler: Sampler) -> Point:
    return sampler.draw(draw)


def drawn_entries(wanted: list[int]) -> list[int]:
    """How many entries of each array are drawn, if so many are ``wanted``: small arrays get theirs, large ones share what is left.

    >>> drawn_entries([6, 250000, 9])
    [6, 3585, 9]
    >>> drawn_entries([250000, 10000])
    [1800, 1800]
    """
    counts, left = [0] * len(wanted), MANY_ENTRIES
    for place, i in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        counts[i] = min(wanted[i], left // (len(wanted) - place))
        left -= counts[i]
    return counts


def regime_of(block: bytes) -> int:
    """What is done to all variables together: a point's first byte says."""
    return REGIME_OF[block[0] % len(REGIME_OF)]


def constructed(variable: Variable, shape: tuple[int, ...], block: bytes, regime: int, landmarks: Floats) -> Any:
    """The value that a variable's block stands for: a byte for the style, one for the arrangement, two for each entry."""
    style, arrangement, entries = block[0] % STYLES, ARRANGED[block[1] % ARRANGEMENTS], block[2:]
    if len(entries) < 2 * math.prod(shape):
        entries = _unfolded(np.frombuffer(entries, dtype=">u2"), math.prod(shape))
    raw = decode(entries, style, arrangement, shape, landmarks) if regime == FREE else special(entries, regime, shape, landmarks)
    value = variable.domain.construct(raw)
    return value[()] if not shape else np.asarray(value, dtype=np.float64)


def _unfolded(codes: NDArray[np.uint16], count: int) -> bytes:
    """As many codes as a large array has entries: those drawn, then the same again, changed each time by other fixed numbers."""
    changes = np.random.default_rng(17).integers(0, 2**16, count, dtype=np.uint16)
    changes[: codes.size] = 0
    return (np.resize(codes, count).astype(np.uint16) ^ changes).astype(">u2").tobytes()


def _from_strategy(draw: Callable[[Any], Any], variable: Variable, shape: tuple[int, ...]) -> Any:
    """The values of a domain that its author gave as a strategy; what is wrong with it is a :class:`CodeError`."""
    strategy, name = variable.domain.strategy, f"The strategy of `{variable.name}`"
    try:
        drawn = (
            [draw(strategy) for _ in range(math.prod(shape))] if isinstance(strategy, st.SearchStrategy) else draw(strategy(shape))
        )
    except HypothesisException:
        raise
    except Exception as error:
        raise CodeError(f"{name} raised {type(error).__name__}: {error}") from error
    array = np.asarray(as_floats(name, drawn), dtype=np.float64)
    if array.size != math.prod(shape):
        raise CodeError(f"{name} gave an array of shape {array.shape} where the variable has shape {shape}")
    return array.reshape(shape)[()]


def assigned_value(program: Program, variable: Variable, point: Point) -> Any:
    """The value that a hypothesis ``variable == formula`` gives to ``variable``; a None where it cannot have that shape or domain."""
    formula = program.assigned[variable.fingerprint]
    values = dict(point)
    with np.errstate(all="ignore"):
        for node in nodes(formula):
            if node.fingerprint not in values:
                args = substitute(node.args, lambda e: values[e.fingerprint])
                kwargs = substitute(dict(node.kwargs), lambda e: values[e.fingerprint])
                try:
                    values[node.fingerprint] = node.operation.call(*args, **kwargs)
                except np.linalg.LinAlgError:  # a singular matrix has no inverse
                    return None
    value = np.asarray(values[formula.fingerprint], dtype=np.float64)
    sizes = {size: point[size.fingerprint] for size in program.sizes}
    shape = tuple(int(evaluate_length(length, sizes)) for length in variable.sizes)
    if value.shape == () and shape:
        value = np.full(shape, value)
    fits = value.shape == shape and bool(np.all(np.isfinite(value))) and variable.domain.contains(value)
    return value[()] if fits else None


def sampler(program: Program) -> Sampler:
    """A sampler whose combinations of sizes satisfy the hypotheses that speak of sizes alone."""
    combos = _combinations(program.sizes)
    if combos is None:
        return Sampler(program, None, landmarks_of(program))
    conditions = size_conditions(program)
    allowed = [c for c in combos if _allowed(dict(zip(program.sizes, c, strict=True)), conditions)]
    return Sampler(program, allowed, landmarks_of(program))


def _combinations(sizes: list[Size]) -> list[tuple[int, ...]] | None:
    """Every combination of the smallest few of each size; a larger size together with small others, one at a time; simplest first."""
    common = [range(size.low, min(size.high, size.low + COMMON_SIZES - 1) + 1) for size in sizes]
    if math.prod(map(len, common)) > MANY_SIZES:
        return None
    combos = set(itertools.product(*common))
    small = [min(size.low + 1, size.high) for size in sizes]
    for i, size in enumerate(sizes):
        larger = np.unique(np.linspace(size.low + COMMON_SIZES, size.high, LARGER_SIZES).astype(int))
        combos |= {(*small[:i], int(n), *small[i + 1 :]) for n in larger if common[i].stop <= n <= size.high}
    return sorted(combos, key=lambda lengths: (sum(lengths), lengths))


def size_conditions(program: Program) -> list[Expr]:
    """The hypotheses in which only sizes occur."""
    found = list(program.relation.hypotheses)
    return [h for h in found if not any(isinstance(leaf, Leaf) and not isinstance(leaf, Size) for leaf in free(h))]


def _allowed(sizes: dict[Size, int], conditions: list[Expr]) -> bool:
    return all(bool(np.all(evaluate_length(condition, sizes))) for condition in conditions)


def generic_point(program: Program) -> Point | None:
    """One point with sizes above one and unremarkable values; None where a domain comes from a strategy."""
    rng = np.random.default_rng(5)
    sizes = {size: min(size.high, max(size.low, 3)) for size in program.sizes}
    point: Point = {size.fingerprint: length for size, length in sizes.items()}
    for variable in program.variables:
        if variable.domain.strategy is not None or variable.fingerprint in program.assigned:
            return None
        shape = tuple(int(evaluate_length(length, sizes)) for length in variable.sizes)
        point[variable.fingerprint] = variable.domain.construct(rng.uniform(-2, 2, shape))
    return point


def unconstrained_point(program: Program, number: int) -> Point:
    """One of a few points at which every letter stands for ordinary numbers, whatever its domain and the hypotheses say."""
    rng = np.random.default_rng(number)
    low, high = (0.5, 2.0) if number < 4 else (-30.0, 30.0)  # where roots and logarithms exist, and where steps and cases show
    sizes = {size: max(size.low, 2) if number % 2 == 0 else min(size.high, 3) for size in program.sizes}
    point: Point = {size.fingerprint: length for size, length in sizes.items()}
    for variable in program.variables:
        shape = tuple(int(evaluate_length(length, sizes)) for length in variable.sizes)
        point[variable.fingerprint] = np.asarray(rng.uniform(low, high, shape))[()]
    return point
