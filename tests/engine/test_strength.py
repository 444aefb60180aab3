"""What a pass is worth, and where the inputs look for trouble. Without these a claim that holds would say nothing of how it was tried."""

import numpy as np
import pytest
from hypothesis.strategies import floats

from mathcheck import (
    Matrix,
    Scalar,
    Vector,
    check,
    derivative,
    dims,
    from_strategy,
    function,
    gradient,
    hessian,
    jacobian,
    limit,
    proportional,
    symmetric,
)
from mathcheck.functions import relu, softmax

m, n = dims("m n")
x, y, t = Vector("x", n), Vector("y", n), Scalar("t")
drawn = Scalar("q", from_strategy(floats(1, 2)))
A, W, S = Matrix("A", n, n), Matrix("W", m, n), Matrix("S", n, n, symmetric)


@pytest.mark.parametrize(
    "claim",
    [
        jacobian(W @ x, x) == W,
        derivative(np.tanh(x), x) == 1 - np.tanh(x) ** 2,
        gradient(x @ A @ x, x) == (A + A.T) @ x,
        np.sum(softmax(x)) == 1,
        proportional(gradient(x @ x, x), x),
    ],
    ids=repr,
)
def test_altered_formulas_are_refuted_on_the_same_inputs(claim):
    strength = check(claim).strength
    assert strength is not None
    assert strength.killed >= 3
    assert strength.survived == ()


def test_the_same_function_written_otherwise_is_no_survivor():
    # S is symmetric, so S.T in its place is the same function; A is not, and A.T is another one.
    assert check(gradient(x @ S @ x, x) == 2 * S @ x).strength.equivalent > 0
    assert check(jacobian(A @ x, x) == A).strength.equivalent == 0


def test_what_drowns_in_an_offset_is_weak():
    evidence = check(1 * A + 0 * np.abs(A) == (1e9 + A) - 1e9 + 0 * A, max_examples=40)
    assert evidence.verdict in ("holds", "inconclusive")
    weak = check(jacobian((1e13 + A @ x) - 1e13, x) == A)
    assert weak.verdict != "refuted"


CASES = {
    "far out": np.where(t > 1e9, 0, t) == t,
    "a sum": np.where(x.sum() > 5e5, 0, 1) * x == x,
    "all entries small": gradient(x @ x, x) == np.where(x @ x < 1e-6, 1, 2) * x,
    "a ramp that never starts": relu(np.exp(t) - 1e7) + t == t,
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_unmet_side_of_a_comparison_is_found(name, seed):
    assert check(CASES[name], seed=seed).verdict == "refuted"


@pytest.mark.parametrize("seed", range(4))
def test_a_violation_in_a_sliver_is_found(seed):
    # t² > t⁴ + 0.249999 only where t² is within 0.001 of a half, and by at most a millionth; no drawing meets that.
    assert check(t**2 <= t**4 + 0.249999, seed=seed).verdict == "refuted"
    assert check(x @ y <= np.linalg.norm(x) * np.linalg.norm(y), seed=seed).slack < 1e-6


def test_polynomials_without_rounding():
    evidence = check(gradient(x @ A @ x, x) == (A + A.T) @ x)
    assert evidence.degree == 3
    assert evidence.chance < 1e-15
    assert check(derivative(np.tanh(x), x) == 1 - np.tanh(x) ** 2).chance is None
    assert check(gradient(x @ A @ x, x) == (A + A.T) @ x + 1e-30 * x).verdict == "refuted"


def test_a_large_jacobian_names_one_wrong_entry():
    k = dims("k", low=199, high=200)
    z = Vector("z", k)
    ends = np.where(np.cumsum(z * 0 + 1) == 1, 1, 0)
    evidence = check(jacobian(np.sin(z), z) == np.diag(np.cos(z)) + 0.001 * np.outer(ends, ends), max_examples=3)
    assert evidence.verdict == "refuted"
    assert evidence.simplest.where == "entry [0, 0]"
    assert evidence.simplest.difference.entries == pytest.approx(-0.001)


LIMITS = {
    "one number": np.abs(t) == np.where(np.cos(t) == 0.3, 7, np.abs(t)),
    "far out": np.tanh(t - 1e9) == -1,
    "inside code": function(lambda v: 7.0 if v > 1e9 else v, name="f")(t) == t,
    "below the resolution": derivative(np.sin(t), t) == (1 + 1e-14) * np.cos(t),
}


@pytest.mark.parametrize("name", LIMITS)
def test_what_the_documents_say_is_not_seen(name):
    # Should one of these be refuted some day, docs/limits.md and docs/trust.md must say so.
    assert check(LIMITS[name]).verdict == "holds"


def test_one_input_is_one_input():
    assert check((t**2 == 4).given(t == 2)).reason == "Not refuted on 1 distinct input."


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (x @ x >= 0, "what is looser than a true inequality is true as well"),
        (t != t + 1, "nearly every other formula differs as well"),
        (drawn / 2 == drawn * 0.5, "come from a strategy"),
        (t * np.trace(hessian(x @ x, x)) == 2 * n * t, "looked at one by one"),  # a Hessian inside a formula
        (limit(np.sin(t) / t, t, 0) == 1, "nothing varies"),
    ],
    ids=repr,
)
def test_where_no_altered_formulas_are_tried_it_says_why(claim, why):
    evidence = check(claim, max_examples=20)
    assert evidence.verdict == "holds"
    assert evidence.strength is None
    assert why in evidence.unmeasured


def test_a_strength_needs_no_excuse_and_zero_is_known_as_such():
    measured, zero = check(t + t == 2 * t), check(x @ y - y @ x == 0)
    assert (measured.unmeasured, measured.beside_zero) == ("", False)
    assert (zero.unmeasured, zero.beside_zero) == ("", True)
