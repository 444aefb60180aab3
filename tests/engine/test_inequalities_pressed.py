"""Violations that live where nobody draws: in a sliver far out, at one whole number of many, at small or ill-conditioned matrices; and
sides that are many powers of ten apart."""

import numpy as np
import pytest

from mathcheck import Matrix, Scalar, Vector, check, dims, integers, one_of, positive, proportional, spd
from mathcheck.functions import eye

n = dims("n")
x, y = Vector("x", n), Vector("y", n)
S = Matrix("S", n, n, spd)
t, s, r = Scalar("t"), Scalar("s"), Scalar("r", positive)


@pytest.mark.parametrize("power", [6, 12, 20])
def test_proportional_sides_may_be_many_powers_of_ten_apart(power):
    assert check(proportional(10.0**power * t, t)).constant == pytest.approx(10.0**power)
    assert check(proportional(10.0**-power * t, 10.0**power * t)).constant == pytest.approx(10.0 ** (-2 * power))
    assert check(proportional(10.0**-power * t, 10.0**power * s)).verdict == "refuted"


@pytest.mark.parametrize(
    ("unfit", "why"), [(np.log(-1 - t**2), "no finite value"), ((1 + t * 1e-20) - 1, "rounding could explain")]
)
def test_without_a_constant_the_reason_is_what_hides_it(unfit, why):
    evidence = check(proportional(unfit, t))
    assert evidence.verdict == "inconclusive"
    assert why in evidence.reason
    assert "does not exist" not in evidence.reason
