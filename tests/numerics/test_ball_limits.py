"""Limits in ball arithmetic: what swings for ever has none, wherever its first samples lie; what grows slowly is told from what levels off."""

import numpy as np
import pytest

from mathcheck.numerics import ball_limits, balls

SWING = {
    "cosine": (lambda t: np.cos(t), np.inf),
    "ever faster": (lambda t: np.cos(1 / t), 0.0),
    "ever faster, sine": (lambda t: np.sin(1 / t), 0.0),
    "two waves": (lambda t: np.cos(t) + np.sin(2 * t), np.inf),
}


@pytest.mark.parametrize("name", SWING)
def test_no_limit(name):
    f, to = SWING[name]
    with balls.precision(512), pytest.raises(ball_limits.NoLimit, match="keeps changing"):
        ball_limits.limit(f, to, "+" if to == 0 else None)


@pytest.mark.parametrize("f", [lambda t: np.sin(t) / t, lambda t: 1 / np.log(t), lambda t: np.exp(-t)])
def test_what_calms_down_has_one(f):
    with balls.precision(512):
        low, high = balls.enclosure(np.asarray(ball_limits.limit(f, np.inf), dtype=object))
    assert low <= 0 <= high
    assert high - low < 0.1


@pytest.mark.parametrize(
    ("f", "words"),
    [
        (lambda t: abs(t) / t, "from below it is -1, from above 1"),
        (lambda t: np.exp(-1 / t), "from below it goes to ∞, from above to 0"),
    ],
)
def test_what_there_is_on_each_side_is_said_as_people_write_it(f, words):
    with balls.precision(512), pytest.raises(ball_limits.NoLimit) as told:
        ball_limits.limit(f, 0.0)
    assert str(told.value) == words


def test_digits_that_cancel_hide_no_divergence():
    """Nothing is left of (t + log t) - t where t has more digits than the precision; what grows is seen nearer by."""
    with balls.precision(2048), pytest.raises(ball_limits.Diverges):
        ball_limits.limit(lambda t: (t + np.log(t)) - t, np.inf)


@pytest.mark.parametrize(
    "slow",
    [
        lambda t: np.log(t) / (1 + np.log(t) / 1000),
        lambda t: (1 - t**-0.0001) * 1e4,
        lambda t: np.arctan(np.log(t) / 1e4) * 1e4,
    ],
)
def test_what_levels_off_where_digits_cancel_is_not_called_divergent(slow):
    """They tend to 1000, 10⁴ and 5000π, and no place in reach is near enough to tell."""
    with balls.precision(2048), pytest.raises((ball_limits.TooSlow, balls.Undecided)):
        ball_limits.limit(lambda t: (t + slow(t)) - t, np.inf)


def test_what_only_now_comes_near_is_followed_farther():
    """Beside a nearly singular matrix t is small from 2^-105 on: at the first three places the end is not in sight."""
    with balls.precision(2048):
        low, high = balls.enclosure(ball_limits.limit(lambda t: 1 / (1 + t * 2.0**105), 0.0, "+"))
    assert low <= 1 <= high
    assert high - low < 1e-15
