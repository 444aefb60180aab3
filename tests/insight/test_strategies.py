"""Inputs that come from a strategy are drawn one by one, and a mistake is looked for among them all the same."""

import numpy as np
from hypothesis import strategies as st

from mathcheck import Scalar, check, derivative, from_strategy

v = Scalar("v", from_strategy(st.floats(0.1, 5)))


def test_a_slip_is_named_and_mended():
    evidence = check(derivative(np.log(v), v) == -1 / v)
    assert [found.kind for found in evidence.mistakes] == ["sign"]
    assert [found.statement for found in evidence.repairs] == ["derivative(np.log(v), v) == 1 / v"]


def test_the_same_seed_says_the_same():
    claim = derivative(v**3, v) == 2 * v**2
    assert check(claim, seed=5).repairs == check(claim, seed=5).repairs != ()
