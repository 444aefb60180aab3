"""What somebody who read only the documentation came upon: underflow on the way to a limit, edges of domains, rates, and how far off."""

import numpy as np
import pytest

from mathcheck import Matrix, Scalar, Vector, check, dims, gradient, limit, positive, symmetric, unit_interval

n = dims("n")
x, p = Vector("x", n), Scalar("p", positive)
largest = np.max(np.abs(x))
u, t, a = Scalar("u", unit_interval), Scalar("t"), Scalar("a", positive)


def test_the_limit_of_the_norms_is_the_largest_entry():
    assert check(limit(np.linalg.norm(x, p), p, np.inf) == largest).verdict == "holds"
    assert check(limit(np.linalg.norm(x, p), p, np.inf) == np.sum(np.abs(x))).verdict == "refuted"


@pytest.mark.parametrize("ord", [2.5, 3])
def test_balls_know_every_norm_of_a_vector(ord):
    found = check(np.linalg.norm(x, ord) >= np.linalg.norm(x, 2))
    assert found.verdict == "refuted"
    assert found.simplest.method.startswith("ball arithmetic")
    assert check(np.linalg.norm(x, ord) <= np.linalg.norm(x, 2)).verdict == "holds"


@pytest.mark.parametrize(
    ("relation", "side"),
    [
        (limit(p * np.log(p), p, 0) == 0, "+"),
        (limit(np.abs(p) / p, p, 0) == 1, "+"),
        (limit(np.log(p), p, 0) == -np.inf, "+"),
        (limit(u * np.log(u) + (1 - u) * np.log(1 - u), u, 1) == 0, "-"),
    ],
)
def test_at_the_edge_of_a_domain_a_limit_comes_from_inside(relation, side):
    assert relation.left.side == side
    assert check(relation).verdict == "holds"


def test_inside_a_domain_it_comes_from_both_sides():
    assert limit(p**2, p, 1).side is None
    assert check(limit(np.abs(p - 1) / (p - 1), p, 1) == 1).verdict == "refuted"


def test_the_rate_is_that_of_the_values():
    r = Scalar("r", positive)
    assert check(limit(a / (a + r), r, np.inf) == 0).rate == "algebraic, order 1"
    assert check(limit(a / np.log(a + r), r, np.inf) == 0).rate in ("logarithmic", "")


@pytest.mark.parametrize(
    ("curve", "to", "rate"),
    [
        ((np.exp(t - 1) - 1) / (t - 1), 1, "algebraic, order 1"),
        (np.cos(t - 1), 1, "algebraic, order 2"),
        (1 + np.sqrt(np.abs(t - 2)), 2, "algebraic, order 0.5"),
        (np.sin(t) / t, 0, "algebraic, order 2"),
        (t**2 / (1 + t**2), np.inf, "algebraic, order 2"),
    ],
)
def test_the_order_of_an_approach_is_that_of_the_places_it_is_seen_at(curve, to, rate):
    """Towards a number other than 0 the places come nearer by less."""
    assert check(limit(a * curve, t, to) == a).rate == rate


def test_an_inequality_is_off_by_what_violates_it():
    t = Scalar("t")
    assert check(np.stack([100 + t**2, -1 - t**2]) >= 0).reason.endswith("it is off by 2.")


def test_a_derivative_along_a_set_is_said_to_be_one():
    """What a formula says across the set is not determined, so both hold, and neither is called an identity of polynomials."""
    Y, B = Matrix("Y", n, n, symmetric), Matrix("B", n, n)
    for claimed in (B, B.T):
        found = check(gradient(np.trace(Y @ B), Y) == claimed)
        assert (found.verdict, found.chance) == ("holds", None)
        assert [words for name, words in found.domains if "compared along this set" in words and name == "Y"]
    assert check(gradient(np.trace(B @ B), B) == 2 * B.T).chance is not None
