"""Finite differences against closed forms: the error that is claimed must cover the error that is made."""

import mpmath
import numpy as np
import pytest
import scipy.special

from mathcheck.numerics import derivatives, differences

# Function, derivative in 50 digits, and the points (as exponents of two, and signs) it is defined at.
SMOOTH = {
    "exp": (np.exp, mpmath.exp, True),
    "sin": (np.sin, mpmath.cos, True),
    "tanh": (np.tanh, lambda t: mpmath.sech(t) ** 2, True),
    "log": (np.log, lambda t: 1 / t, False),
    "sqrt": (np.sqrt, lambda t: 1 / (2 * mpmath.sqrt(t)), False),
    "cube": (lambda t: t**3, lambda t: 3 * t**2, True),
    "reciprocal": (lambda t: 1 / t, lambda t: -1 / t**2, True),
    "sigmoid": (scipy.special.expit, lambda t: mpmath.exp(-t) / (1 + mpmath.exp(-t)) ** 2, True),
    "erf": (scipy.special.erf, lambda t: 2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-(t**2)), True),
    "offset": (lambda t: 1e6 + np.sin(t), mpmath.cos, True),
    "tiny": (lambda t: 1e-12 * np.exp(t), lambda t: 1e-12 * mpmath.exp(t), True),
    "fast": (lambda t: np.sin(50 * t), lambda t: 50 * mpmath.cos(50 * t), True),
}
POINTS = 100


def points(negative, seed):
    rng = np.random.default_rng(seed)
    magnitudes = rng.uniform(0.5, 1, POINTS) * 2.0 ** rng.integers(-8, 4, POINTS)
    return magnitudes * (rng.choice([-1.0, 1.0], POINTS) if negative else 1.0)


def errors(name):
    """(claimed, made) for every point, relative to the largest derivative nearby."""
    f, exact, negative = SMOOTH[name]
    claimed, made = [], []
    with mpmath.workdps(50):
        for x in points(negative, len(name)):
            found = differences.slope(lambda t, x=x: f(x + t * abs(x)))
            assert found.exists
            claimed.append(float(found.error))
            made.append(abs(float(mpmath.mpf(float(found.value)) - exact(mpmath.mpf(x)) * mpmath.mpf(abs(x)))))
    return np.array(claimed), np.array(made)


@pytest.mark.parametrize("name", SMOOTH)
def test_the_band_covers_the_error(name):
    claimed, made = errors(name)
    assert np.all(made <= 16 * claimed)


def test_of_a_thousand_points_hardly_one_is_worse_than_claimed():
    both = [errors(name) for name in SMOOTH]
    claimed, made = (np.concatenate(column) for column in zip(*both, strict=True))
    assert claimed.size >= 1000
    assert np.mean(made > 16 * claimed) < 1e-3
    assert np.max(made / claimed) < 160


def test_errors_are_small_where_functions_are_tame():
    for name in ("exp", "sin", "tanh", "cube"):
        claimed, _ = errors(name)
        assert np.median(claimed) < 1e-9


KINKS = {
    "abs": np.abs,
    "relu": lambda t: np.maximum(t, 0),
    "leaky": lambda t: np.where(t > 0, t, 0.99999 * t),
    "huber's corner moved": lambda t: np.where(np.abs(t) < 1, t**2, np.abs(t)) + np.abs(t),
    "max of two lines": lambda t: np.maximum(2 * t, 3 * t),
    "sort": lambda t: np.sort([t, -t])[0],
    "root": lambda t: np.sqrt(np.abs(t)),
    "jump": lambda t: np.where(t >= 0, 1.0, 0.0),
    "steep and flat": lambda t: 1e6 * np.abs(t),
    "faint": lambda t: 1e-9 * np.abs(t),
}
NO_KINKS = {
    "cube": lambda t: t**3,
    "x|x|": lambda t: t * np.abs(t),
    "cos": np.cos,
    "huber": lambda t: np.where(np.abs(t) < 1, t**2 / 2, np.abs(t) - 0.5),
    "abs times root": lambda t: np.abs(t) * np.sqrt(np.abs(t)),
    "exp": lambda t: np.exp(3 * t),
    "fast": lambda t: np.sin(100 * t),
    "constant": lambda t: 0 * t + 1,
    "offset": lambda t: 1e8 + t,
}


@pytest.mark.parametrize("name", KINKS)
def test_at_a_kink_the_derivative_does_not_exist(name):
    assert not differences.slope(lambda t: KINKS[name](np.float64(t))).exists


@pytest.mark.parametrize("name", NO_KINKS)
def test_what_is_smooth_is_not_mistaken_for_a_kink(name):
    found = differences.slope(lambda t: NO_KINKS[name](np.float64(t)))
    assert found.exists
    h = 1e-6
    plain = (NO_KINKS[name](np.float64(h)) - NO_KINKS[name](np.float64(-h))) / (2 * h)
    assert abs(found.value - plain) <= 16 * found.error + 2e-2 * (1 + abs(plain))


def test_lines_do_not_disturb_each_other():
    scales = np.array([1.0, 1e6, 1e-6, 3.0])
    together = differences.slopes(lambda lines, t: np.sin(scales[lines] * t)[:, None], 4)
    alone = [differences.slope(lambda t, s=s: np.array([np.sin(s * t)])) for s in scales]
    assert np.array_equal(together.value[0], [one.value[0] for one in alone])
    assert np.array_equal(together.error[0], [one.error[0] for one in alone])


def test_steps_stay_inside_the_domain():
    places = []

    def curve(t):
        places.append(t)
        return np.log(1e-3 + t)

    found = differences.slope(curve, room=0.5e-3)
    assert abs(found.value - 1e3) <= 16 * found.error
    assert min(places) > -0.5e-3


def test_a_line_that_cannot_be_walked_is_unknown():
    found = differences.slopes(lambda lines, t: np.where(lines == 0, np.nan, t)[:, None], 2)
    assert np.isnan(found.value[0, 0])
    assert np.isinf(found.error[0, 0])
    assert found.value[0, 1] == 1


def test_second_derivatives():
    for f, second in ((np.exp, 1.0), (np.cos, -1.0), (lambda t: t**4 + 3 * t**2, 6.0), (lambda t: 5 * t + 1, 0.0)):
        found = differences.curvature(lambda t, f=f: f(np.float64(t)))
        assert found.exists
        assert abs(found.value - second) <= 16 * found.error < 1e-4
    assert not differences.curvature(lambda t: np.float64(t) * abs(t)).exists


def test_the_jacobian_of_a_matrix_function():
    A, X = np.arange(6.0).reshape(2, 3), np.arange(1.0, 7.0).reshape(3, 2)
    found = derivatives.jacobian(lambda Y: A @ Y, X)
    exact = np.einsum("ik,jl->ijkl", A, np.eye(2))
    assert found.value.shape == (2, 2, 3, 2)
    assert np.all(np.abs(found.value - exact) <= 16 * found.error)
