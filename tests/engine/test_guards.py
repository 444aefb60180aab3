"""Each guard of the judge taken away, one at a time: then a true claim comes out wrong, or an error that was reported was none.

A guard that nothing misses could be lost without anybody noticing.
"""

import numpy as np
import pytest

from mathcheck import Scalar, Vector, check, derivative, dims, function, gradient, hessian, interval, jacobian, limit, one_hot
from mathcheck.engine import arithmetic, boxes, judge, lane_arithmetic, screen, trial
from mathcheck.engine.confirmation import Confirmation, Status
from mathcheck.functions import relu, softmax
from mathcheck.numerics import differences, ladder, limits

n = dims("n")
x, z, y, t, a = Vector("x", n), Vector("z", n), Vector("y", n, one_hot), Scalar("t"), Scalar("a")
p = softmax(x)


def worst(claim, seeds=range(4)):
    """The verdicts of a few seeds."""
    return {str(check(claim, seed=seed).verdict) for seed in seeds}


def far(t):
    return np.float64(1e6 + np.sin(t))


def test_the_noise_floor(monkeypatch):
    with_it = differences.slope(lambda h: far(1 + h), noise=2e-10)
    assert abs(with_it.value - np.cos(1)) <= 16 * with_it.error
    monkeypatch.setattr(ladder.Ladder, "noise", lambda self, lines: np.zeros((1, len(lines))))
    without = differences.slope(lambda h: far(1 + h), noise=2e-10)
    assert not abs(without.value - np.cos(1)) <= 16 * without.error < 1e-6


def test_the_kink_test(monkeypatch):
    ramp = derivative(relu(x), x) == np.where(x >= 0, 1, 0)
    assert worst(ramp) == {"holds"}
    monkeypatch.setattr(differences, "_persists", lambda gaps, noise: np.zeros(gaps.shape[1:], dtype=bool))
    monkeypatch.setattr(trial, "tied", lambda *args: False)  # it looks at the edge itself, and would save this one
    assert "inconclusive" in worst(ramp)


def test_the_confirmation(monkeypatch):
    offset = jacobian(softmax(x + 1e9), x) == np.diag(p) - np.outer(p, p)
    assert worst(offset) == {"holds"}
    agreeing = Confirmation(Status.DIFFERS, "nothing at all")
    monkeypatch.setattr(trial, "confirm", lambda *args, **kwargs: agreeing)
    assert "refuted" in worst(offset)


def test_the_noise_inside_black_boxes(monkeypatch):
    def cross_entropy(z, y):
        shifted = z - z.max()
        return -np.sum(y * (shifted - np.log(np.sum(np.exp(shifted)))))

    claim = gradient(function(cross_entropy, name="loss")(z, y), z) == softmax(z) - y
    assert worst(claim, range(10)) == {"holds"}
    for module in (arithmetic, lane_arithmetic):
        monkeypatch.setattr(module, "internal_noise", lambda *args: 0.0)
    assert worst(claim, range(10)) != {"holds"}


@pytest.mark.skipif(not boxes.EXTENDED, reason="long double is a double on this machine")
def test_the_extended_precision_of_black_boxes(monkeypatch):
    near = Scalar("s", interval(1e-7, 1e-5))
    claim = function(lambda t: (1 - np.cos(t)) / t**2, name="share")(near) == 2 * np.sin(near / 2) ** 2 / near**2
    assert worst(claim) == {"holds"}
    monkeypatch.setattr(boxes, "EXTENDED", False)
    assert "refuted" in worst(claim)


def test_two_directions_for_a_hessian(monkeypatch):
    wrong = hessian((a * x) @ (z * x), x) == np.diag(2 * a * z) + np.outer(x, z) - np.outer(z, x)
    assert worst(wrong) == {"refuted"}

    def once(self, frame, step, scale, number=0):
        return original(self, frame, step, scale, 0)

    for evaluator in (judge.Evaluator, screen.LaneEvaluator):
        original = evaluator.gaussian
        monkeypatch.setattr(evaluator, "gaussian", lambda *args, original=original: original(*args[:4], 0))
    assert worst(wrong) == {"holds"}


def test_places_that_share_no_period(monkeypatch):
    wave = limit(np.mod(t, 8) + a, t, np.inf) == a
    assert "holds" not in worst(wave)
    monkeypatch.setattr(limits, "PHASE", 1.0)
    monkeypatch.setattr(limits, "RATIO", 8.0)
    assert np.all(limits.limit(lambda t: (np.mod(np.float64(t), 8.0), np.float64(0)), np.inf).exists)


@pytest.mark.parametrize("wrong", [1.001, 1 + 1e-6, 1 + 1e-9])
def test_what_remains_is_seen(wrong):
    # Guards that let everything pass would be none.
    assert worst(derivative(np.tanh(x), x) == wrong * (1 - np.tanh(x) ** 2)) == {"refuted"}
