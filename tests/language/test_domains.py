"""Domains: members are made from reals, and every part of a set is met."""

import numpy as np
import pytest

from mathcheck import interval, unit_interval

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
