"""Every label of the corpus, settled at 150 digits and more by a route that shares nothing with mathcheck's numerics.

    python benchmarks/verify_labels.py [development|held_out|all] [--only NAME] [--jobs 2]

The functions of a fact run on arrays of mpmath numbers (``high_precision``). Derivatives are central differences with steps so small that
their error is below 1e-40; a point where the one-sided differences disagree (a kink), that the hypotheses exclude, or where a side is
undefined is left out. Limits are followed out to 2^640, and to 2^(2^100) where that decides a slow one.

A true fact is verified if the sides agree to 1e-30 of their size at all points that remain, at least 20. A wrong one is verified if they
differ by more than 1e-7 of their size (or a smaller number that its ``why`` gives as "about 1e-8", but at least 1e-9) at its witness, or at
some point if it has none. Sizes are those of the largest entry. Both are recomputed at 600 digits before a failure or a difference counts.
A limit of a true fact that is still further than 1e-10 away, but approaches, is accepted only with an argument in ``why``, and counted.
In floating point, ordinary NumPy must agree to 1e-6 on at least half of some ordinary points, unless the fact is a nasty one.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import math
import multiprocessing
import re
import sys
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from corpus import development, held_out
from corpus.fact import DERIVATIVES, Fact
from high_precision import Precise, decimally, exactly, precise
from mpmath import mp, mpf

from mathcheck.functions import eye

AGREE, DIFFER, SMALLEST = mpf("1e-30"), mpf("1e-7"), mpf("1e-9")
NOISE = mpf("1e-60")  # absolute: below it, numbers computed from moderate ones are not told from zero
RANDOM, SPECIAL, ENOUGH = 40, 16, 20
ENTRIES, ENTRIES_TWICE, ALL_ENTRIES = 25, 9, 80  # the most entries of what is differentiated (once, twice), and of all inputs
DIGITS = (150, 600)  # at first, and before a verdict against agreement
LIMIT_DIGITS = 700
LEVELS, DEEP = (40, 80, 160, 320, 640), (2**20, 2**40, 2**100)


# --- points ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Point:
    """Raw numbers for every input; a witness gives the members themselves."""

    raw: Mapping[str, Any]
    witness: bool = False

    def build(self, fact: Fact) -> dict[str, Precise]:
        """The inputs, at the present precision."""
        made = {}
        for name, entry in fact.inputs.items():
            if fact.kind == "limit" and name == fact.by and name not in self.raw:
                made[name] = exactly(1.0)  # bound: it takes its own way
                continue
            inner = fact.kind in DERIVATIVES and name == fact.by
            make = _settled if self.witness else _constructed
            made[name] = make(entry.domain, self.raw[name], inner)
        return made


def _arguments(domain: str) -> list[Any]:
    """The numbers in brackets."""
    inside = domain[domain.index("(") + 1 : domain.rindex(")")].strip(",").split(",")
    known = {"__builtins__": {}, "inf": mp.inf, "pi": +mp.pi}
    return [decimally(float(part))[()].item() if _is_number(part) else mpf(eval(part, known)) for part in inside]


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[-+]?[\d.]+(e[-+]?\d+)?", text) is not None


def _array(values: Any) -> Precise:
    return exactly(np.asarray(values, dtype=object))


def _constructed(domain: str, raw: np.ndarray, inner: bool) -> Precise:
    """A member of the domain, exact to the present precision. ``inner``: away from its edges."""
    x, word = exactly(raw), domain.split("(")[0]
    plain = np.asarray(x)
    if word == "reals":
        return x
    if word == "positive":
        return _array(np.where(raw == 0, mpf(1), np.abs(plain)))
    if word == "unit_interval":
        return 0.5 + 0.5 * x / (1 + np.abs(x))
    if word == "interval":
        low, high = _arguments(domain)
        if mp.isinf(low) and mp.isinf(high):
            return x
        if mp.isinf(low) or mp.isinf(high):
            offset = np.abs(plain) + np.where((raw == 0) & inner, 1, 0)
            return _array(low + offset if mp.isinf(high) else high - offset)
        inside = np.asarray(low + (high - low) * (0.5 + 0.5 * x / (1 + np.abs(x))))
        return _array(inside if inner else np.where(raw > 8, high, np.where(raw < -8, low, inside)))
    if word == "signs":
        return exactly(np.where(raw < 0, -1.0, 1.0))
    whole = np.floor(np.abs(raw))
    if word == "integers":
        low, high = map(int, _arguments(domain))
        return exactly(low + np.mod(whole, high - low + 1))
    if word == "one_of":
        table = np.array(_arguments(domain), dtype=object)
        return _array(table[np.mod(whole, len(table)).astype(int)])
    if word == "one_hot":
        hot = np.zeros(len(raw))
        hot[int(np.sum(whole)) % len(raw)] = 1
        return exactly(hot)
    if word == "simplex":
        weights = np.where(raw == 0, mpf(1), np.abs(plain))
        return _array(weights / np.sum(weights))
    if word == "symmetric":
        return np.triu(x) + np.triu(x, 1).T
    if word == "spd":
        low = np.tril(x / max(1.0, float(np.max(np.abs(raw))) / 4))
        return low @ low.T + exactly(np.eye(len(raw)))
    if word == "invertible":
        diagonal = np.where(np.diag(raw) == 0, mpf(1), np.diag(plain))
        return (np.tril(x, -1) + exactly(np.eye(len(raw)))) @ (np.triu(x, 1) + _array(np.diag(diagonal)))
    if word == "unit_norm":
        return _unit(x)
    if word == "orthogonal":
        return _frame(x)
    raise ValueError(f"no construction for the domain {domain!r}")


def _unit(x: Precise) -> Precise:
    norm = np.linalg.norm(x)
    first = np.zeros(x.shape)
    first.flat[0] = 1
    return x / norm if norm > 0 else exactly(first)


def _frame(x: Precise) -> Precise:
    """Orthonormal columns, by Gram–Schmidt on the columns and as many unit vectors as are needed."""
    columns: list[Any] = []
    for column in [*np.asarray(x).T, *np.asarray(exactly(np.eye(len(x))))]:
        for _ in range(2):
            for done in columns:
                column = column - (column @ done) * done
        size = mp.sqrt(column @ column)
        if size > mpf("1e-20") and len(columns) < len(x):
            columns.append(column / size)
    return _array(np.array(columns, dtype=object).T)


def _settled(domain: str, value: Any, inner: bool) -> Precise:
    """A witness as it is written, checked to lie in the domain."""
    x, word = decimally(value), domain.split("(")[0]
    plain, shape = np.asarray(x), np.shape(value)
    if word == "unit_norm":
        x = _unit(x)
    elif word == "orthogonal":
        x = _frame(x)
    elif word == "simplex":
        x = x / np.sum(x)
    inside = {
        "positive": lambda: np.all(plain > 0),
        "unit_interval": lambda: np.all((plain > 0) & (plain < 1)),
        "interval": lambda: np.all((plain >= _arguments(domain)[0]) & (plain <= _arguments(domain)[1])),
        "signs": lambda: np.all(np.abs(plain) == 1),
        "integers": lambda: np.all((plain >= _arguments(domain)[0]) & (plain <= _arguments(domain)[1]) & (plain == np.floor(x))),
        "one_of": lambda: all(entry in _arguments(domain) for entry in plain.ravel()),
        "one_hot": lambda: sorted(plain) == [0] * (len(plain) - 1) + [1],
        "simplex": lambda: np.all(plain > 0),
        "symmetric": lambda: len(shape) == 2 and np.all(plain == plain.T),
        "spd": lambda: np.all(plain == plain.T) and np.all(np.linalg.eigvalsh(x) > 0),
        "invertible": lambda: np.linalg.det(x) != 0,
    }.get(word, lambda: True)
    if not inside():
        raise ValueError(f"the witness {value!r} does not lie in {domain}")
    return x


def _points(fact: Fact) -> Iterator[Point]:
    if fact.witness is not None:
        yield Point(fact.witness, witness=True)
    rng = np.random.default_rng(zlib.crc32(fact.name.encode()))
    names = sorted({size for entry in fact.inputs.values() for size in entry.sizes if not size.isdigit()})
    alone = not names and set(fact.inputs) == {fact.by} and fact.kind == "limit"
    for k in range(1 if alone else RANDOM + SPECIAL):
        sizes = _sizes(fact, names, k, rng)
        style = k - RANDOM if k >= RANDOM else None
        yield Point({name: _raw(rng, [sizes[s] for s in entry.sizes], style, k) for name, entry in fact.inputs.items()})


def _sizes(fact: Fact, names: list[str], k: int, rng: np.random.Generator) -> dict[str, int]:
    low = {1: 1, 3: 2, 5: 3, 7: 5}.get(k)
    sizes = {name: low or int(rng.choice([1, 2, 2, 3, 3, 4, 5])) for name in names}

    def count(name: str) -> int:
        return math.prod(int(s) if s.isdigit() else sizes[s] for s in fact.inputs[name].sizes)

    largest = {"hessian": ENTRIES_TWICE}.get(fact.kind, ENTRIES) if fact.kind in DERIVATIVES else ALL_ENTRIES
    while names and max(sizes.values()) > 1:
        if (fact.kind not in DERIVATIVES or count(fact.by) <= largest) and sum(map(count, fact.inputs)) <= ALL_ENTRIES:
            break
        sizes[max(sizes, key=lambda name: sizes[name])] -= 1
    return {**sizes, **{s: int(s) for entry in fact.inputs.values() for s in entry.sizes if s.isdigit()}}


def _raw(rng: np.random.Generator, shape: list[int], style: int | None, k: int) -> np.ndarray:
    """Generic numbers mostly; whole ones, zeros, ties, large and small ones in the special styles."""
    z = rng.normal(size=shape)
    if style is None:
        return z * (0.5, 1.0, 2.0, 5.0)[k % 4]
    whole = rng.integers(-3, 4, size=shape).astype(float)
    zeros = np.where(rng.random(shape) < 0.5, 0.0, z)
    ties = rng.choice(rng.normal(size=2), size=shape)
    spread = z * 10.0 ** rng.uniform(-4, 3, size=shape)
    equal = np.full(shape, rng.normal())
    every = [whole, whole, zeros, zeros, ties, ties, z * 100, z * 1e-3, spread, spread, np.zeros(shape), np.ones(shape), equal,
             z * 1e4, z * 1e-6, -np.abs(z) * 3]  # fmt: skip
    return every[style % len(every)]


# --- the two sides at a point ---------------------------------------------------------------------


class _Skip(Exception):
    """The point does not count: a kink, an undefined side, a hypothesis that does not hold."""


class _Shapes(Exception):
    """The two sides cannot have the same shape."""


def _numbers(value: Any) -> np.ndarray:
    array = np.asarray(value if isinstance(value, Precise) else decimally(np.asarray(value, dtype=np.float64)))
    if not all(mp.isfinite(entry) for entry in array.ravel()):
        raise _Skip("undefined")
    return array


def _f(fact: Fact, inputs: Mapping[str, Precise]) -> np.ndarray:
    return _numbers(fact.f(*inputs.values()))


def _allowed(fact: Fact, inputs: Mapping[str, Precise]) -> bool:
    return fact.given is None or bool(np.all(fact.given(*inputs.values())))


def _largest(*arrays: Any) -> Any:
    return max((abs(entry) for array in arrays for entry in np.ravel(array)), default=mpf(0))


def _directions(domain: str, x: np.ndarray) -> list[np.ndarray] | None:
    """A tangent direction for every unit direction where the domain is curved."""
    word = domain.split("(")[0]
    if word not in ("simplex", "symmetric", "spd", "unit_norm", "orthogonal"):
        return None
    made = []
    for index in np.ndindex(x.shape):
        v = np.asarray(exactly(np.zeros(x.shape)))
        v[index] = mpf(1)
        if word == "simplex":
            v = v - mpf(1) / x.size
        elif word in ("symmetric", "spd"):
            v = (v + v.T) / mpf(2)
        elif word == "unit_norm":
            v = v - np.sum(v * x) * x
        else:
            turn = x.T @ v
            v = x @ (turn - turn.T) / mpf(2)
        if _largest(v) > mpf("1e-10"):
            made.append(v)
    return made


def _units(x: np.ndarray) -> Iterator[tuple[Any, np.ndarray]]:
    for index in np.ndindex(x.shape):
        v = np.asarray(exactly(np.zeros(x.shape)))
        v[index] = mpf(1)
        yield index, v


class _Moved:
    """A formula as a function of one input, and its differences."""

    def __init__(self, fact: Fact, inputs: Mapping[str, Precise], h: Any) -> None:
        self.fact, self.inputs, self.x = fact, inputs, np.asarray(inputs[fact.by])
        self.h = h
        self.base = self.at(0)

    def at(self, v: Any) -> np.ndarray:
        """The value at x + h·v."""
        return _f(self.fact, {**self.inputs, self.fact.by: _array(self.x + self.h * v)})

    def slope(self, v: np.ndarray) -> np.ndarray:
        """The derivative along ``v``, which must not be a kink."""
        up, down = self.at(v), self.at(-v)
        if up.shape != self.base.shape or down.shape != self.base.shape:
            raise _Skip("shape changes")
        gap = _largest(up - 2 * self.base + down) / self.h
        if gap > mpf("1e-25") and gap > mpf("1e-18") * _largest(up - self.base, down - self.base) / self.h:
            raise _Skip("kink")
        return (up - down) / (2 * self.h)

    def bend(self, v: np.ndarray, w: np.ndarray) -> Any:
        """The second derivative along ``v`` and ``w``."""
        if v is w:
            return (self.at(v) - 2 * self.base + self.at(-v)) / self.h**2
        return (self.at(v + w) - self.at(v - w) - self.at(w - v) + self.at(-v - w)) / (4 * self.h**2)

    def smooth_twice(self, v: np.ndarray) -> None:
        """Skip where second differences to either side along ``v`` differ."""
        one, two, back, twice = self.at(v), self.at(2 * v), self.at(-v), self.at(-2 * v)
        here = one - 2 * self.base + back
        sides = [two - 2 * one + self.base, twice - 2 * back + self.base]
        gap = _largest(*(side - here for side in sides)) / self.h**2
        if gap > mpf("1e-20") and gap > mpf("1e-15") * _largest(here, *sides) / self.h**2:
            raise _Skip("kink")


def _generic(x: np.ndarray) -> np.ndarray:
    """A direction along no coordinate and no tie."""
    v = [mpf(7 + 5 * k + (k * k) % 11) / (13 + k) * (-1) ** k for k in range(x.size)]
    return np.array(v, dtype=object).reshape(x.shape)


def _first(fact: Fact, inputs: Mapping[str, Precise], digits: int) -> tuple[np.ndarray, np.ndarray]:
    g = _numbers(fact.g(*inputs.values()))
    moved = _Moved(fact, inputs, mpf(10) ** (-2 * digits // 5))
    x, shape = moved.x, moved.base.shape
    tangents = _directions(fact.inputs[fact.by].domain, x)
    if fact.kind == "gradient" and shape != ():
        raise TypeError(f"a gradient of a formula of shape {shape}")
    if fact.kind == "derivative":
        if tangents is not None:
            raise TypeError("a derivative entry by entry on a curved set")
        if x.shape == ():
            return moved.slope(np.asarray(exactly(1.0))), _fit(g, shape)
        if shape != x.shape:
            raise TypeError("a derivative of a map that is not elementwise")
        slopes = [(index, moved.slope(v)) for index, v in _units(x)]
        lhs = np.empty(shape, dtype=object)
        for index, slope in slopes:
            lhs[index], slope[index] = slope[index], mpf(0)
            if _largest(slope) > NOISE:
                raise TypeError("a derivative of a map that is not elementwise")
        return lhs, _fit(g, shape)
    g = _fit(g, shape + x.shape)
    axes = tuple(range(-x.ndim, 0)) if x.ndim else ()
    if tangents is not None:
        left = [moved.slope(v) for v in tangents]
        right = [np.asarray(np.sum(g * v, axis=axes)) for v in tangents]
        return (np.array(left, dtype=object), np.array(right, dtype=object)) if left else (np.array([mpf(0)]), np.array([mpf(0)]))
    lhs = np.empty(shape + x.shape, dtype=object)
    for index, v in _units(x):
        lhs[(Ellipsis, *index)] = moved.slope(v)
    v = _generic(x)
    off = _largest(moved.slope(v) - np.sum(lhs * v, axis=axes) if axes else 0)
    if off > mpf("1e-25") and off > mpf("1e-18") * _largest(lhs * v):
        raise _Skip("kink")
    return lhs, g


def _fit(g: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    try:
        return np.broadcast_to(g, shape)
    except ValueError:
        raise _Shapes(f"the right side has shape {g.shape}, the left {shape}") from None


def _second(fact: Fact, inputs: Mapping[str, Precise], digits: int) -> tuple[np.ndarray, np.ndarray]:
    g = _numbers(fact.g(*inputs.values()))
    moved = _Moved(fact, inputs, mpf(10) ** (-4 * digits // 15))
    x = moved.x
    if moved.base.shape != ():
        raise TypeError(f"a Hessian of a formula of shape {moved.base.shape}")
    g = _fit(g, x.shape + x.shape)
    tangents = _directions(fact.inputs[fact.by].domain, x)
    if fact.inputs[fact.by].domain.split("(")[0] in ("unit_norm", "orthogonal"):
        raise TypeError("a Hessian on a sphere is not determined")
    moved.smooth_twice(sum(tangents, np.asarray(exactly(np.zeros(x.shape)))) if tangents else _generic(x))
    if tangents is not None:
        pairs = list(itertools.combinations_with_replacement(tangents, 2))
        axes = tuple(range(x.ndim))
        left = [moved.bend(v, w) for v, w in pairs]
        right = [
            np.tensordot(np.tensordot(g, w, axes=(tuple(a + x.ndim for a in axes), axes)), v, axes=(axes, axes)) for v, w in pairs
        ]
        return np.array(left, dtype=object), np.array(right, dtype=object)
    lhs = np.empty(x.shape + x.shape, dtype=object)
    for (i, v), (j, w) in itertools.combinations_with_replacement(list(_units(x)), 2):
        lhs[i + j] = lhs[j + i] = moved.bend(v, w) if i != j else moved.bend(v, v)
    return lhs, g


def _sides(fact: Fact, inputs: Mapping[str, Precise], digits: int) -> tuple[np.ndarray, np.ndarray]:
    if fact.kind == "hessian":
        return _second(fact, inputs, digits)
    if fact.kind in DERIVATIVES:
        return _first(fact, inputs, digits)
    f, g = _f(fact, inputs), _numbers(fact.g(*inputs.values()))
    try:
        f, g = np.broadcast_arrays(f, g)
    except ValueError:
        raise _Shapes(f"shapes {f.shape} and {g.shape}") from None
    return f, g


def _at(fact: Fact, point: Point, digits: int) -> tuple[np.ndarray, np.ndarray]:
    with mp.workdps(digits):
        inputs = point.build(fact)
        if not _allowed(fact, inputs):
            raise _Skip("hypothesis")
        return _sides(fact, inputs, digits)


def _difference(kind: str, left: Any, right: Any) -> Any:
    """How far the relation is from true at a point, relative to the sides; 0 where it is true."""
    gaps = np.ravel(left - right)
    size = _largest(left, right)
    if kind == "less":
        worst = max(gaps)
        return worst / size if worst > 0 else mpf(1) if size == 0 or worst >= -(mpf(10) ** (-3 * mp.dps // 4)) * size else mpf(0)
    worst = max(gaps) if kind == "at most" else _largest(gaps)
    return worst / size if worst > NOISE else mpf(0)


# --- facts ----------------------------------------------------------------------------------------


def _threshold(fact: Fact) -> Any:
    said = re.search(r"about (\d(?:\.\d+)?e-\d+)", fact.why)
    return max(SMALLEST, mpf(said[1]) / 2) if said and mpf(said[1]) < DIFFER else DIFFER


def _trial(fact: Fact, point: Point) -> Any:
    """The difference at a point, confirmed with more digits unless the sides agree."""
    for digits in DIGITS if fact.kind != "less" else (*DIGITS, 2500):
        try:
            with mp.workdps(digits):
                difference = _difference(fact.kind, *_at(fact, point, digits))
        except _Shapes:
            return mpf(1)
        if difference <= AGREE:
            break
    return difference


def _pointwise(fact: Fact) -> tuple[bool, str]:
    differences: list[Any] = []
    skipped: Counter[str] = Counter()
    for number, point in enumerate(_points(fact)):
        try:
            differences.append(_trial(fact, point))
        except _Skip as reason:
            skipped[str(reason)] += 1
            if point.witness:
                return False, f"the witness does not count: {reason}"
            continue
        if fact.true and differences[-1] > AGREE:
            return False, f"the sides differ by {mp.nstr(differences[-1], 3)} at point {number}: {_shown(fact, point)}"
        if not fact.true and point.witness and differences[-1] <= _threshold(fact):
            return False, f"the sides agree at the witness, to {mp.nstr(differences[-1], 3)}"
        if not fact.true and differences[-1] > _threshold(fact):
            return True, f"differ by {mp.nstr(differences[-1], 3)} at {'the witness' if point.witness else f'point {number}'}"
    if not fact.true:
        return (
            False,
            f"no point shows the error; the largest difference is {mp.nstr(max(differences, default=mpf(0)), 3)}, {dict(skipped)}",
        )
    if len(differences) < ENOUGH:
        return False, f"only {len(differences)} points count; left out: {dict(skipped)}"
    return True, f"agree at {len(differences)} points" + (f", {sum(skipped.values())} left out" if skipped else "")


def _shown(fact: Fact, point: Point) -> str:
    with mp.workdps(20):
        return ", ".join(f"{name}={np.asarray(value, dtype=float).tolist()}" for name, value in point.build(fact).items())


def _proportional(fact: Fact) -> tuple[bool, str]:
    pairs: list[tuple[Any, Any]] = []
    for point in _points(fact):
        try:
            f, g = _at(fact, point, DIGITS[-1])
        except _Skip:
            continue
        if _largest(f, g) > 0:
            pairs.append((f, g))
    with mp.workdps(DIGITS[-1]):
        # The constant from a pair of ordinary size; a witness comes first and is compared with the others.
        f, g = max(pairs[1:] or pairs, key=lambda pair: _largest(pair[1]) if _largest(pair[1]) < 1000 else mpf(0))
        where = max(np.ndindex(g.shape), key=lambda index: abs(g[index]))
        constant = f[where] / g[where] if g[where] else mpf(0)
        worst = max(_difference("identity", f, constant * g) for f, g in pairs)
    if fact.true:
        if constant <= 0 or worst > AGREE:
            return False, f"constant {mp.nstr(constant, 5)}, off by {mp.nstr(worst, 3)}"
        return len(pairs) >= ENOUGH, f"constant {mp.nstr(constant, 8)} at {len(pairs)} points"
    if constant <= 0:
        return True, f"the constant would be {mp.nstr(constant, 5)}"
    return worst > _threshold(fact), f"differ by {mp.nstr(worst, 3)} from one constant"


# --- limits ---------------------------------------------------------------------------------------


def _moving(fact: Fact, k: int, factor: int, sign: int) -> Any:
    """2^k far out, or 2^−k away, and not always at powers of two."""
    scale = mpf(factor) / 11
    if math.isinf(fact.to):
        return mp.ldexp(scale, k) * (1 if fact.to > 0 else -1)
    near = mp.ldexp(scale, -k)
    return near * sign if fact.to == 0 else mpf(repr(fact.to)) + near * sign


def _away(f: np.ndarray, g: np.ndarray) -> Any:
    """How far f is from g; an infinite limit is approached as 1/f goes to 0."""
    f, g = np.broadcast_arrays(f, g)
    finite = [abs(b) for b in g.ravel() if mp.isfinite(b)]
    size = max(finite, default=mpf(1)) or mpf(1)
    worst = mpf(0)
    for a, b in zip(f.ravel(), g.ravel(), strict=True):
        if mp.isnan(a) or mp.isnan(b):
            raise _Skip("undefined")
        missing = abs(a - b) / size if mp.isfinite(a) else mpf(10)
        away = missing if mp.isfinite(b) else 1 / (1 + abs(a)) if a * mp.sign(b) > 0 else mpf(10)
        worst = max(worst, away)
    return worst


def _approach(fact: Fact, point: Point) -> tuple[list[Any], list[Any]]:
    """The largest distances from the limit, at the levels and at the deep ones."""
    with mp.workdps(LIMIT_DIGITS):
        inputs = point.build(fact)
        if not _allowed(fact, {**inputs, fact.by: exactly(1.0)}):
            raise _Skip("hypothesis")
        g = fact.g(*(value for name, value in inputs.items() if name != fact.by))
        g = np.asarray(g if isinstance(g, Precise) else decimally(np.asarray(g, dtype=float)))
        signs = [1] if math.isinf(fact.to) else {None: [1, -1], "+": [1], "-": [-1]}[fact.side]
        found: list[list[Any]] = []
        for levels in (LEVELS, DEEP if math.isinf(fact.to) or fact.to == 0 else ()):
            found.append([])
            for k in levels:
                try:
                    away = []
                    for factor, sign in itertools.product((11, 14, 15, 17, 19), signs):
                        t = precise(_moving(fact, k, factor, sign))
                        f = fact.f(*{**inputs, fact.by: t}.values())
                        away.append(_away(np.asarray(f if isinstance(f, Precise) else decimally(np.asarray(f, dtype=float))), g))
                    found[-1].append(max(away))
                except (_Skip, OverflowError, MemoryError):
                    found[-1].append(None)
        return found[0], found[1]


def _limit_at(fact: Fact, point: Point) -> tuple[str, Any]:
    """``reached`` (to 1e-10), ``approached`` (decreasing, not yet there), or ``missed``."""
    near, deep = _approach(fact, point)
    if near[-1] is None:
        raise _Skip("undefined")
    if near[-1] < mpf("1e-10"):
        return "reached", near[-1]
    far = [away for away in deep if away is not None]
    falling = None not in near and all(later < mpf("0.97") * sooner for sooner, later in itertools.pairwise(near))
    if falling and far and far[-1] < mpf("1e-10"):
        return "reached", far[-1]
    if falling and (not far or far[-1] < mpf("0.9") * near[-1]) and not (len(far) > 1 and far[-1] > mpf("0.9") * far[-2]):
        return "approached", far[-1] if far else near[-1]
    return "missed", far[-1] if falling and far else near[-1]


def _limit(fact: Fact) -> tuple[bool, str]:
    found: Counter[str] = Counter()
    for number, point in enumerate(_points(fact)):
        try:
            verdict, away = _limit_at(fact, point)
        except _Skip as reason:
            found["left out"] += 1
            if point.witness:
                return False, f"the witness does not count: {reason}"
            continue
        found[verdict] += 1
        if fact.true and verdict == "missed":
            return False, f"the limit is missed by {mp.nstr(away, 3)} at point {number}: {_shown(fact, point)}"
        if not fact.true and verdict == "missed" and away > _threshold(fact):
            return True, f"missed by {mp.nstr(away, 3)} at {'the witness' if point.witness else f'point {number}'}"
        if not fact.true and point.witness:
            return False, f"at the witness the limit is {verdict}, to {mp.nstr(away, 3)}"
    if not fact.true:
        return False, f"no point misses the limit: {dict(found)}"
    if found["approached"] and len(fact.why) < 20:
        return False, f"approached, but not to 1e-10, and no argument is given: {dict(found)}"
    alone = set(fact.inputs) == {fact.by}
    return found["reached"] + found["approached"] >= (1 if alone else ENOUGH), ", ".join(f"{n} {word}" for word, n in found.items())


# --- floating point -------------------------------------------------------------------------------


def _in_floating_point(fact: Fact) -> str:
    """Empty, or how NumPy's own numbers disagree with the precise ones."""
    worst: dict[str, list[float]] = {"f": [], "g": []}
    for point in itertools.islice(_points(fact), 8):
        with mp.workdps(DIGITS[0]), np.errstate(all="ignore"):
            inputs = {name: np.asarray(value, dtype=float)[()] for name, value in point.build(fact).items()}
            if fact.kind == "limit":
                inputs[fact.by] = np.float64(
                    fact.to + {"+": 0.5, "-": -0.5, None: 0.5}[fact.side] if math.isfinite(fact.to) else math.copysign(3.0, fact.to)
                )
            exact = {name: exactly(value) for name, value in inputs.items()}
            for side in ("f", "g"):
                names = [name for name in inputs if not (fact.kind == "limit" and side == "g" and name == fact.by)]
                call = getattr(fact, side)
                try:
                    rough = np.asarray(call(*(inputs[name] for name in names)), dtype=float)
                    with _precise_arrays():
                        fine = call(*(exact[name] for name in names))
                except np.linalg.LinAlgError:
                    continue
                fine = np.asarray(fine, dtype=float)
                if rough.shape != fine.shape:
                    return f"{side} has shape {rough.shape} in floating point, {fine.shape} in high precision"
                if np.all(np.isfinite(fine)) and np.all(np.isfinite(rough)) and fine.size:
                    size = max(float(np.max(np.abs(fine))), 1e-300)
                    worst[side].append(float(np.max(np.abs(rough - fine))) / size)
    for side, gaps in worst.items():
        if gaps and float(np.median(gaps)) > 1e-6 and not (fact.true and fact.level == "nasty"):
            return f"{side} in floating point is off by {float(np.median(gaps)):.1e}"
    return ""


@contextlib.contextmanager
def _precise_arrays() -> Iterator[None]:
    """Within it, ``eye``, ``ones``, ``arange`` and the like make high-precision arrays, so that what is computed from them is precise too."""
    kind = type(eye)
    usual = kind.__call__

    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        value = usual(self, *args, **kwargs)
        return decimally(value) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value

    kind.__call__ = call
    try:
        yield
    finally:
        kind.__call__ = usual


def verify(fact: Fact) -> tuple[bool, str]:
    """Whether the label of ``fact`` is verified, and what was seen."""
    settle = {"limit": _limit, "proportional": _proportional}.get(fact.kind, _pointwise)
    try:
        with _precise_arrays():
            ok, message = settle(fact)
        rough = _in_floating_point(fact)
    except Exception as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        return False, f"{type(error).__name__}: {error} ({at.filename.rsplit('/', 1)[-1]}:{at.lineno})"
    return ok and not rough, message + (f"; {rough}" if rough else "")


# --- the command ----------------------------------------------------------------------------------

_FACTS: list[tuple[str, Fact]] = []


def _job(number: int) -> tuple[int, bool, str, float]:
    start = time.perf_counter()
    ok, message = verify(_FACTS[number][1])
    return number, ok, message, time.perf_counter() - start


def _table(done: list[tuple[int, bool, str, float]]) -> str:
    lines = [f"{'part':12} {'kind':13} {'true':>9} {'wrong':>9}   verified of stated"]
    counts: dict[tuple[str, str], Counter[str]] = {}
    for number, ok, _, _ in done:
        part, fact = _FACTS[number]
        for key in ((part, fact.kind), (part, "all")):
            cell = counts.setdefault(key, Counter())
            label = "true" if fact.true else "wrong"
            cell[label] += 1
            cell[f"{label} verified"] += ok
    for (part, kind), cell in sorted(counts.items(), key=lambda item: (item[0][0], item[0][1] == "all", item[0][1])):
        cells = [f"{cell[f'{label} verified']}/{cell[label]}" for label in ("true", "wrong")]
        lines.append(f"{part:12} {kind:13} {cells[0]:>9} {cells[1]:>9}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", choices=("development", "held_out", "all"), default="all")
    parser.add_argument("--only", default="", help="facts whose name contains this")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="what was seen for every fact")
    options = parser.parse_args()
    for part, load in (("development", development), ("held_out", held_out)):
        if options.part in (part, "all"):
            _FACTS.extend((part, fact) for fact in load() if options.only in fact.name)
    done = []
    with multiprocessing.get_context("fork").Pool(options.jobs) as pool:
        for result in pool.imap_unordered(_job, range(len(_FACTS))):
            number, ok, message, seconds = result
            done.append(result)
            fact = _FACTS[number][1]
            if options.verbose or not ok:
                print(
                    f"{'ok' if ok else 'FAILED':6} {'true' if fact.true else 'wrong':5} {fact.name}: {message} ({seconds:.1f} s)",
                    flush=True,
                )
    print(_table(done))
    failures = sum(not ok for _, ok, _, _ in done)
    approached = sum("approached" in message and ok for _, ok, message, _ in done)
    print(f"{len(done)} facts, {len(done) - failures} verified, {failures} failed; {approached} limits by argument only")
    return 1 if failures or not done else 0


if __name__ == "__main__":
    sys.exit(main())
