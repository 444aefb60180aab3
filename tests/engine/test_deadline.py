"""A time limit holds for what is inside it, also where another one is inside as well."""

import math
import time

import pytest

from mathcheck import Scalar, check
from mathcheck.engine.deadline import DeadlineExceeded, deadline


def test_an_inner_deadline_that_passes_leaves_the_outer_one():
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded), deadline(0.2):  # noqa: PT012
        with deadline(30.0):
            pass
        time.sleep(20)
    assert time.monotonic() - started < 10


def test_the_outer_deadline_rings_inside_a_longer_one():
    reached = []
    with pytest.raises(DeadlineExceeded), deadline(0.2):  # noqa: PT012
        try:
            with deadline(30.0):
                time.sleep(20)
        except DeadlineExceeded:
            reached.append("inside")
        time.sleep(20)
    assert reached == ["inside"]


def test_an_inner_deadline_that_rings_leaves_the_outer_one():
    with pytest.raises(DeadlineExceeded), deadline(0.4):  # noqa: PT012
        with pytest.raises(DeadlineExceeded), deadline(0.05):
            time.sleep(20)
        time.sleep(20)


def test_nothing_rings_after_the_end():
    started = time.monotonic()
    with deadline(0.1), deadline(5.0):
        pass
    time.sleep(0.3)
    assert time.monotonic() - started >= 0.3, "the sleep was interrupted"


@pytest.mark.parametrize("seconds", [0, -1.0, math.inf, math.nan])
def test_a_time_that_is_none_is_refused(seconds):
    x = Scalar("x")
    with pytest.raises(ValueError, match=r"deadline=.*write a positive number of seconds, such as 60"):
        check(x + x == 2 * x, deadline=seconds)


@pytest.mark.parametrize("examples", [0, -3, 1.5])
def test_a_number_of_inputs_that_is_none_is_refused(examples):
    x = Scalar("x")
    with pytest.raises(ValueError, match=r"max_examples=.*write a whole number of inputs, at least 1"):
        check(x + x == 2 * x, max_examples=examples)
