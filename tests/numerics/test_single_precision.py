"""Values that carry the noise of single precision: slopes to a few digits, with errors that say so."""

import numpy as np
import pytest

from mathcheck.engine.sampling import MANY_ENTRIES, drawn_entries
from mathcheck.numerics import differences

NOISE = 2.0**-24

CURVES = [
    (np.exp, 1.0),
    (lambda t: np.sin(3 * t), 3.0),
    (lambda t: np.tanh(t + np.float32(0.5)), 1 - np.tanh(0.5) ** 2),
    (lambda t: 1 / (1 + t), -1.0),
]


@pytest.mark.parametrize(("curve", "slope"), CURVES)
def test_a_slope_of_single_precision_has_a_useful_error(curve, slope):
    found = differences.slope(lambda t: np.array([float(curve(np.float32(t)))]), noise=NOISE)
    assert abs(found.value[0] - slope) <= 16 * found.error[0] < 5e-3 * abs(slope)


def test_without_large_steps_the_error_is_several_times_as_large(monkeypatch):
    def error():
        return differences.slope(lambda t: np.array([float(np.exp(np.float32(t)))]), noise=NOISE).error[0]

    with_them = error()
    monkeypatch.setattr(differences, "_again_with_large_steps", lambda ladder, lines: None)
    assert error() > 4 * with_them


def test_a_kink_is_no_derivative_also_where_steps_are_large():
    assert not differences.slope(lambda t: np.array([float(np.abs(np.float32(t)))]), noise=1e-9).exists[0]


def test_large_arrays_share_what_is_drawn():
    assert sum(drawn_entries([10**6] * 7)) <= MANY_ENTRIES
    assert drawn_entries([3, 4]) == [3, 4]
