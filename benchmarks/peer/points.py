"""Inputs of a fact as a user would write them: one seeded random point, and Hypothesis strategies.

Standard normal entries where the domain is all reals; otherwise the textbook construction. Bounded sets are drawn a little inside.
"""

import math
import zlib

import numpy as np
from corpus.fact import domain
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

TRIES = 1000  # draws until the hypotheses of a fact hold
EDGE = 0.01  # from an open end of a set, as one does so that difference steps stay inside
WIDE = 10.0  # the largest number drawn by Hypothesis from an unbounded set
LARGEST = 6  # size drawn by Hypothesis


class NoPoint(Exception):
    """No draw met the hypotheses."""


def sizes_of(fact):
    """The named sizes, in order."""
    return sorted({size for entry in fact.inputs.values() for size in entry.sizes if not size.isdigit()})


def point(fact, seed):
    """One random input of the fact's domain that meets its hypotheses; sizes 3, 4, 5, … all different."""
    rng = np.random.default_rng([seed, zlib.crc32(fact.name.encode())])
    sizes = {name: 3 + i for i, name in enumerate(sizes_of(fact))}
    for _ in range(TRIES):
        drawn = {name: _drawn(entry, shape(entry, sizes), rng) for name, entry in fact.inputs.items()}
        if holds(fact, drawn):
            return drawn
    raise NoPoint(f"no draw of {TRIES} met the hypotheses")


def shape(entry, sizes):
    return tuple(int(size) if size.isdigit() else sizes[size] for size in entry.sizes)


def holds(fact, drawn):
    return fact.given is None or bool(np.all(fact.given(*drawn.values())))


def _named(words, table):
    """``positive`` or ``interval(0, 2)`` looked up in ``table``; None for a set it does not know."""
    try:
        return eval(words, {"__builtins__": {}, "inf": math.inf, "pi": math.pi}, table)
    except NameError:
        return None


# --- one random point --------------------------------------------------------------------------------


def _drawn(entry, shape, rng):
    sampler = _named(entry.domain, SAMPLERS)
    value = domain(entry.domain).construct(rng.standard_normal(shape)) if sampler is None else sampler(rng, shape)
    return np.asarray(value, dtype=np.float64)[()]


def _ends(a, b):
    """Finite ends: 10 from the other one where an end is infinite."""
    return (a if math.isfinite(a) else min(b, 0) - WIDE), (b if math.isfinite(b) else max(a, 0) + WIDE)


def _uniform(a, b):
    if math.isfinite(a) != math.isfinite(b):
        return lambda rng, shape: a + abs(rng.standard_normal(shape)) if math.isfinite(a) else b - abs(rng.standard_normal(shape))
    low, high = _ends(a, b)
    return lambda rng, shape: rng.uniform(low, high, shape)


def _listed(*values):
    table = values[0] if len(values) == 1 and not np.isscalar(values[0]) else values
    return lambda rng, shape: rng.choice(np.asarray(table, dtype=float), shape)


def _symmetrised(a):
    return (a + a.T) / 2


def _definite(a):
    return a @ a.T + np.eye(len(a))


def _unit(a):
    return a / np.linalg.norm(a)


SAMPLERS = {
    "reals": lambda rng, shape: rng.standard_normal(shape),
    "positive": lambda rng, shape: abs(rng.standard_normal(shape)),
    "unit_interval": lambda rng, shape: rng.uniform(EDGE, 1 - EDGE, shape),
    "interval": _uniform,
    "integers": lambda a, b: lambda rng, shape: rng.integers(a, b, shape, endpoint=True),
    "signs": _listed(-1, 1),
    "one_of": _listed,
    "simplex": lambda rng, shape: rng.dirichlet(np.ones(shape[0])),
    "one_hot": lambda rng, shape: np.eye(shape[0])[rng.integers(shape[0])],
    "symmetric": lambda rng, shape: _symmetrised(rng.standard_normal(shape)),
    "spd": lambda rng, shape: _definite(rng.standard_normal(shape)),
    "invertible": lambda rng, shape: rng.standard_normal(shape),
    "orthogonal": lambda rng, shape: np.linalg.qr(rng.standard_normal(shape))[0],
    "unit_norm": lambda rng, shape: _unit(rng.standard_normal(shape)),
}


# --- strategies of Hypothesis ------------------------------------------------------------------------


def example(fact, data):
    """Inputs drawn inside a test; those that do not meet the hypotheses are assumed away."""
    sizes = {name: data.draw(st.integers(1, LARGEST)) for name in sizes_of(fact)}
    drawn = {name: _example(entry, shape(entry, sizes), data) for name, entry in fact.inputs.items()}
    assume(holds(fact, drawn))
    return drawn


def _example(entry, shape, data):
    strategy = _named(entry.domain, STRATEGIES)
    if strategy is None:
        return domain(entry.domain).construct(data.draw(arrays(np.float64, shape, elements=st.floats(-WIDE, WIDE))))[()]
    return np.asarray(data.draw(strategy(shape)), dtype=np.float64)[()]


def _entries(elements, finish=lambda a: a):
    return lambda shape: arrays(np.float64, shape, elements=elements).map(finish)


def _floats(a, b):
    return _entries(st.floats(*_ends(a, b)))


def _chosen(*values):
    table = values[0] if len(values) == 1 and not np.isscalar(values[0]) else values
    return _entries(st.sampled_from([float(value) for value in table]))


def _norm_one(shape):
    return arrays(np.float64, shape, elements=st.floats(-WIDE, WIDE)).filter(lambda a: np.linalg.norm(a) > EDGE).map(_unit)


STRATEGIES = {
    "reals": _floats(-WIDE, WIDE),
    "positive": _floats(EDGE, WIDE),
    "unit_interval": _floats(EDGE, 1 - EDGE),
    "interval": _floats,
    "integers": lambda a, b: _entries(st.integers(a, b).map(float)),
    "signs": _chosen(-1, 1),
    "one_of": _chosen,
    "simplex": _entries(st.floats(EDGE, 1), lambda a: a / a.sum()),
    "one_hot": lambda shape: st.integers(0, shape[0] - 1).map(lambda i: np.eye(shape[0])[i]),
    "symmetric": _entries(st.floats(-WIDE, WIDE), _symmetrised),
    "spd": _entries(st.floats(-2, 2), _definite),
    "invertible": _entries(st.floats(-1, 1), lambda a: a + (len(a) + 1) * np.eye(len(a))),  # dominated by its diagonal
    "orthogonal": _entries(st.floats(-1, 1), lambda a: np.linalg.qr(a)[0]),
    "unit_norm": _norm_one,
}
