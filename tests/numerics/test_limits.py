"""Limits against closed forms: fast and slow approaches, one side, none at all."""

import numpy as np
import pytest

from mathcheck.numerics import limits


def found(f, to, side=None):
    """The limit of ``f``, whose rounding noise is measured as an evaluator would: by how much f moves when its argument rounds."""

    def at(t):
        t = np.float64(t)
        with np.errstate(all="ignore"):
            values = [np.asarray(f(t * (1 + k * 2.0**-52)), dtype=np.float64) for k in (0, 1, -1, 2)]
            noise = max(abs(value - values[0]) for value in values)
        return values[0], noise + 4e-16 * np.abs(values[0])

    return limits.limit(at, to, side=side, doubt=True)


EXIST = {
    "exponential": (lambda t: 1 + np.exp(-t), np.inf, None, 1.0),
    "algebraic": (lambda t: (3 * t + 1) / (t + 2), np.inf, None, 3.0),
    "root": (lambda t: 2 + 1 / np.sqrt(t), np.inf, None, 2.0),
    "logarithmic": (lambda t: 1 + 1 / np.log(t), np.inf, None, 1.0),
    "to minus infinity": (lambda t: np.tanh(t), -np.inf, None, -1.0),
    "sinc": (lambda t: np.sin(t) / t, 0.0, None, 1.0),
    "second order": (lambda t: 2 * np.sin(t / 2) ** 2 / t**2, 0.0, None, 0.5),
    "one-sided": (lambda t: np.abs(t) / t, 0.0, "+", 1.0),
    "other side": (lambda t: np.abs(t) / t, 0.0, "-", -1.0),
    "at a point": (lambda t: (t**2 - 4) / (t - 2), 2.0, None, 4.0),
    "euler": (lambda t: np.exp(t * np.log1p(1 / t)), np.inf, None, np.e),
    "overflow": (lambda t: np.log(1 + np.exp(t)) - t, np.inf, None, 0.0),
    "overflow at once": (lambda t: np.log(np.exp(400 * t) + np.exp(300 * t)) / t, np.inf, None, 400.0),
    "overflow before it begins": (lambda t: np.log(np.exp(300 * t) + np.exp(290 * t)) - 300 * t, np.inf, None, 0.0),
    "overflow near zero": (lambda t: np.log(1 + np.exp(1 / t)) - 1 / t, 0.0, "+", 0.0),
    "overflow at a point": (lambda t: np.log(1 + np.exp(1 / (t - 3))) * (t - 3), 3.0, "+", 1.0),
    "overflow of both sides": (lambda t: np.sinh(t) / np.cosh(t), -np.inf, None, -1.0),
    "constant": (lambda t: 5.0 + 0 * t, np.inf, None, 5.0),
}


@pytest.mark.parametrize("name", EXIST)
def test_limits_that_exist(name):
    f, to, side, exact = EXIST[name]
    estimate = found(f, to, side)
    assert np.all(estimate.exists)
    assert abs(estimate.value - exact) <= 16 * estimate.error + 1e-12
    assert estimate.error < 1e-3


@pytest.mark.parametrize(
    ("f", "to"), [(np.sin, np.inf), (lambda t: np.sin(1 / t), 0.0), (lambda t: np.abs(t) / t, 0.0), (lambda t: np.cos(t), -np.inf)]
)
def test_limits_that_do_not_exist(f, to):
    estimate = found(f, to)
    assert not np.all(estimate.exists) or estimate.error > 0.1


def test_what_is_as_good_as_zero_is_said_to_be():
    estimate = found(lambda t: np.exp(-700 * t / (t + 1)) * 1e-290, np.inf)
    assert estimate.value == 0 or estimate.error < 1e-300
    assert found(lambda t: np.tanh(t) * 0 + np.exp(-t), np.inf).value == 0


@pytest.mark.parametrize(
    ("f", "sign"), [(lambda t: t, 1), (lambda t: -(t**2), -1), (np.exp, 1), (lambda t: -np.exp(90 * t), -1), (lambda t: t**t, 1)]
)
def test_divergence_is_infinite(f, sign):
    assert found(f, np.inf).value == sign * np.inf


@pytest.mark.parametrize(
    ("f", "to", "rate"),
    [
        (lambda t: 1 + np.exp(-t), np.inf, "exponential"),
        (lambda t: np.tanh(t / 50), np.inf, "exponential"),
        (lambda t: 1 + 1 / t, np.inf, "algebraic, order 1"),
        (lambda t: 2 + 3 / np.sqrt(t), np.inf, "algebraic, order 0.5"),
        (lambda t: np.sin(t) / t, 0.0, "algebraic, order 2"),
        (lambda t: 1 / np.log(t), np.inf, "logarithmic"),
        (lambda t: 5 + 0 * t, np.inf, "constant"),
        (lambda t: t**2, np.inf, "divergent"),
    ],
)
def test_the_rate_of_approach(f, to, rate):
    assert found(f, to).rate == rate
