"""Domains: members are made from reals, and every part of a set is met."""

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mathcheck import Matrix, Scalar, check, dims, from_strategy, interval, unit_interval
from mathcheck.functions import ones

EDGES = [(-0.9, 20.0), (0.0, 2.0), (0.0, 1e6), (-1000.0, 1000.0), (0.3, 0.4), (-1e308, 1e308)]


@pytest.mark.parametrize(("low", "high"), EDGES)
def test_an_interval_is_met_everywhere(low, high):
    x = interval(low, high).construct(np.random.default_rng(0).uniform(-16, 16, 10_000))
    assert np.all((x >= low) & (x <= high))
    parts = np.histogram(x / 2, bins=20, range=(low / 2, high / 2))[0]
    assert np.all(parts > 100)
    assert all(0.01 < np.mean(x == edge) < 0.1 for edge in (low, high))


def test_a_number_that_lies_inside_stands_for_itself():
    raw = np.array([0.0, 1.0, 0.3, 1.5])
    assert np.array_equal(interval(-0.9, 20).construct(raw), raw)
    assert np.array_equal(interval(0, np.inf).construct(raw), raw)
    assert unit_interval.construct(np.array([0.3]))[0] == 0.3


def _stochastic(shape):
    whole = arrays(np.float64, shape, elements=st.integers(1, 8))
    return whole.map(lambda rows: rows / rows.sum(axis=-1, keepdims=True))


def test_a_counterexample_is_a_member_of_a_domain_that_only_a_strategy_knows():
    n = dims("n")
    found = check(Scalar("v", from_strategy(st.sampled_from([0.3, 0.7]))) == 0.3)
    assert found.simplest.inputs[0].value.entries == found.worst.inputs[0].value.entries == 0.7
    transposed = check(Matrix("P", n, n, from_strategy(_stochastic)).T @ ones(n) == ones(n))
    for example in (transposed.simplest, transposed.worst):
        assert np.allclose(np.sum(example.inputs[0].value.entries, axis=1), 1)
