"""What a reviewer and a second reader of the documentation came upon: each verdict was wrong once."""

import numpy as np
import pytest
from scipy.linalg import expm

from mathcheck import (
    Matrix,
    Scalar,
    Vector,
    check,
    dims,
    function,
    integers,
    interval,
    invertible,
    limit,
    orthogonal,
    positive,
    spd,
    symmetric,
    unit_norm,
)
from mathcheck.engine.program import compile_relation
from mathcheck.engine.ranks import about_rank
from mathcheck.engine.roundings import wobbled
from mathcheck.engine.vacuity import only_trivial
from mathcheck.functions import eye, ones, zeros
from mathcheck.numerics import balls

n, h = dims("n"), dims("h", low=2)
A, B, T = Matrix("A", n, n), Matrix("B", n, n), Matrix("T", h, h)
S, P, R = Matrix("S", n, n, spd), Matrix("P", n, n, symmetric), Matrix("R", n, n, invertible)
x, u, w = Vector("x", n), Vector("u", h), Vector("w", 2)
t, s = Scalar("t"), Scalar("s")
exponential, J = function(expm, name="expm"), np.array([[0.0, -1.0], [1.0, 0.0]])
turned = np.block([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])
parts = np.linalg.qr(R)


@pytest.mark.parametrize(
    "bound",
    [
        np.linalg.det(S) >= 1, np.linalg.eigvalsh(S @ S - S) >= 0, np.diag(S) >= 1, x @ S @ x >= x @ x, np.linalg.norm(S, 2) >= 1,
        x @ np.linalg.inv(S) @ x <= x @ x, np.linalg.cond(S) <= 1000, np.linalg.norm(S, 2) <= 1000,
    ],
)  # fmt: skip
def test_positive_definite_matrices_of_every_size_are_met(bound):
    assert check(bound).verdict == "refuted"


@pytest.mark.parametrize(
    "claimed",
    [
        (A == 0 * A).given(A == -A.T), (np.trace(A @ A) >= 0).given(A == -A.T), (A == 0 * A).given(A + A.T == 0),
        (A @ B == A.T @ B).given(A @ B == B @ A, A >= 0), (P @ B == 0 * P).given(P @ B == -B @ P),
    ],
)  # fmt: skip
def test_an_equation_that_only_trivial_inputs_satisfy_leaves_nothing_to_test(claimed):
    evidence = check(claimed)
    assert evidence.verdict == "vacuous"
    assert "are trivial: in each a letter of" in evidence.reason
    assert "solve it for one letter that stands alone" in evidence.reason


def test_a_single_trivial_input_is_told_in_the_singular():
    program = compile_relation((abs(t) == t).given(t == t**2 - t))
    assert only_trivial(program, 1).startswith(
        "The only generated input that satisfies the hypotheses is trivial: in it a letter of"
    )


def test_an_equation_that_other_inputs_satisfy_too_is_tested():
    assert check((A @ x == x @ A).given(A == A.T)).verdict == "holds"
    assert check((abs(t) == t).given(t == abs(t))).verdict == "holds"


@pytest.mark.parametrize(
    "identity",
    [
        exponential(t * J) == turned, exponential((t + s) * J) == exponential(t * J) @ exponential(s * J),
        exponential(A) @ exponential(-A) == eye(n), np.linalg.slogdet(exponential(A))[1] == np.trace(A),
    ],
)  # fmt: skip
def test_code_that_rounds_more_than_once_is_not_refuted_for_it(identity):
    assert check(identity).verdict == "holds"
    assert check(1.00001 * identity.left == identity.right).verdict == "refuted"


@pytest.mark.parametrize(
    "wrong",
    [
        np.array([[1e10, 0], [0, 1.0]]) @ np.exp(w) == np.array([1e10, 1.0]) * np.exp(w) * (1 + np.array([0, 1e-7])),
        np.diag(np.array([1e12, 1.0])) @ (2 * w) == 2 * np.array([1e12, 1.0]) * w * np.array([1, 1 + 1e-6]),
        np.sum(np.outer(np.array([1e10, 1.0]), np.exp(w)), axis=1) == np.array([1e10, 1 + 1e-7]) * np.sum(np.exp(w)),
    ],
)
def test_small_entries_beside_large_ones_are_seen(wrong):
    assert check(wrong).verdict == "refuted"


@pytest.mark.parametrize(
    "zero",
    [
        np.sign(np.triu(T, 1) @ np.exp(u))[-1] == 0, np.sign(np.diff(np.repeat(np.exp(u), 2)))[0] == 0,
        np.where(np.trace(np.triu(np.outer(np.exp(u), np.exp(u)), 1)) == 0, 1.0, 2.0) == 1,
    ],
)  # fmt: skip
def test_a_zero_of_the_structure_is_one(zero):
    evidence = check(zero)
    assert evidence.verdict == "holds"
    assert evidence.tally.undecided < 5


@pytest.mark.parametrize(
    "true",
    [
        np.all(np.diff(np.sort(u)) >= 0) == True, np.stack(parts)[0] @ np.stack(parts)[1] == R, np.linalg.multi_dot(parts) == R,  # noqa: E712
        function(lambda both: both[0] @ both[1], name="product")(parts) == R, np.dot(2 * x, b=x) == 2 * (x @ x), np.sum(a=2 * x) == 2 * np.sum(x),
        np.abs(np.prod(np.diag(parts.R))) == np.abs(np.linalg.det(R)), np.tensordot(A @ x, ones(n), 1) == np.sum(A @ x),
    ],
)  # fmt: skip
def test_ways_of_calling_that_people_use(true):
    assert check(true).verdict == "holds"


def test_balls_do_not_go_over_to_floating_point():
    """NumPy's QR turns objects into doubles, whose entries would be taken for exact."""
    with balls.precision(128), pytest.raises(balls.Unsupported, match="computes in floating point"):
        balls.apply(np.linalg.qr, (balls.lift(np.eye(2) / 3),), {})


def test_a_limit_whose_formula_overflows_is_told_from_the_samples_before():
    s, z, k = Scalar("s", positive), Vector("z", dims("n"), interval(-500, 500)), Scalar("k", positive)
    assert check(limit(np.log(1 + np.exp(s)) - s, s, np.inf) == 0).verdict == "holds"
    assert check(limit(np.log(1 + np.exp(1 / s)) - 1 / s, s, 0) == 0).verdict == "holds"
    evidence = check(limit(np.log(np.sum(np.exp(k * z))) / k, k, np.inf) == np.max(z))
    assert (evidence.verdict, evidence.tally.accepted) == ("holds", 100)  # none is left out as undecided
    refuted = check(limit(np.log(np.cosh(300 * s)) - 300 * s, s, np.inf) == -np.log(3))
    assert refuted.verdict == "refuted"
    assert abs(refuted.simplest.difference.entries - np.log(1.5)) < 1e-6


def test_a_black_box_that_overflows_at_once_has_not_the_limit_infinity():
    s = Scalar("s", positive)
    f = function(lambda t: np.log(np.exp(300 * t) + np.exp(290 * t)) - 300 * t, name="f")
    assert check(limit(f(s), s, np.inf) == 0).verdict in ("holds", "inconclusive")


@pytest.mark.parametrize(
    ("formula", "to", "right", "wrong"),
    [
        (s / (s + 1e-200), 0, 0, 1),
        (s / (s + 1e-60), 0, 0, 1),
        (s / (s + 1e200), np.inf, 1, 0),
        (np.tanh(1e-30 * s), np.inf, 1, 0),
        (np.sqrt(s**2 + 1e-12) / s, 0, np.inf, 1),
        ((1 - np.cos(s)) / (s**2 + 1e-16), 0, 0, 0.5),  # rounding hides it from floating point
        ((1 + 1e-10 * s) ** (1 / s), 0, np.exp(1e-10), 1),
    ],
)
def test_a_limit_is_looked_at_beyond_the_numbers_of_its_formula(formula, to, right, wrong):
    side = "+" if to == 0 else None
    assert check(limit(formula, s, to, side=side) == right).verdict == "holds"
    assert check(limit(formula, s, to, side=side) == wrong).verdict == "refuted"


def test_a_difference_that_only_enclosures_show_is_shown_as_they_have_it():
    evidence = check(limit((1 + 1e-10 * s) ** (1 / s), s, 0, side="+") == 1)
    assert abs(evidence.simplest.left.entries - (1 + 1e-10)) < 1e-15
    assert evidence.simplest.difference.entries == pytest.approx(1e-10, rel=1e-5)
    assert evidence.simplest.error.entries < 1e-15


@pytest.mark.parametrize(
    ("positional", "named"),
    [
        (np.linalg.svd(A, False)[1], np.linalg.svd(A, full_matrices=False)[1]),
        (np.linalg.svd(A, True, False), np.linalg.svd(A, compute_uv=False)),
        (np.linalg.qr(A, "complete")[1], np.linalg.qr(A, mode="complete")[1]),
        (np.linalg.qr(A, "r"), np.linalg.qr(A, mode="r")),
    ],
)
def test_options_of_decompositions_mean_the_same_without_their_names(positional, named):
    assert check(positional == named).verdict == "holds"
    assert check(positional == named + 1).verdict == "refuted"


def test_a_rank_is_settled_where_the_entries_are_exact():
    assert check(np.linalg.matrix_rank(A) == n).verdict == "refuted"
    assert check(np.linalg.matrix_rank(np.outer(x, u)) <= 1).verdict == "holds"
    assert check(np.linalg.pinv(A) @ A == eye(n)).verdict == "refuted"
    assert check(A @ np.linalg.pinv(A) @ A == A).verdict == "holds"
    for meant in (np.linalg.matrix_rank(R) == n, (np.linalg.matrix_rank(A) == n).given(np.linalg.det(A) != 0)):
        assert check(meant).verdict == "holds"


def test_a_rank_that_nothing_settles_says_why_and_what_to_write():
    evidence = check(np.linalg.matrix_rank(np.outer(np.exp(x), np.exp(x))) == 1)
    assert evidence.verdict == "inconclusive"
    assert "`np.linalg.matrix_rank(np.outer(np.exp(x), np.exp(x)))` is a step function: " in evidence.reason
    assert "(full rank: `.given(np.linalg.det(np.outer(np.exp(x), np.exp(x))) != 0)`)" in evidence.reason
    assert "step function" not in check(t + 0.0 * s == t * (1 + 1e-14)).reason


def test_a_rank_of_a_matrix_that_is_not_square_is_full_by_its_gram_matrix():
    said = about_rank(np.linalg.matrix_rank(np.outer(x, u)) == 1)
    assert "(full rank: `.given(np.linalg.det(np.outer(x, u).T @ np.outer(x, u)) != 0)`)" in said


C, Q, m = Matrix("C", n, n, invertible), Matrix("Q", n, n, orthogonal), dims("m")
M, b, v, y, k, r = Matrix("M", m, n), Vector("b", m), Vector("v", n), Vector("y", n), Scalar("k", integers(1, 9)), Scalar("r")
q = Vector("q", n, unit_norm)


@pytest.mark.parametrize(
    "stated",
    [
        (M.T @ (M @ x - b) == 0).given(x == np.linalg.pinv(M) @ b),
        (eye(n) == A @ C).given(np.linalg.inv(C) == A),
        (np.sum(x) == 0).given(x == v - np.mean(v)),
        (x @ v == 0).given(x == y - (v @ y) / (v @ v) * v),
        (s * t - 1 == 0).given(t == 1 / s, s != 0),
        (np.sin(t) == 0).given(t == np.pi * k),
        (np.sqrt(1 - x @ x) == 0).given(x == v / np.linalg.norm(v)),
        (zeros(n, n) == B @ B - B).given(np.outer(q, q) == B),
        (np.sum(x) == 0).given(x == function(lambda z: z - np.mean(z), name="centre")(v)),
        (t + s == 2 * r).given(t == r, s == r),  # two letters that are the same one
        (eye(n) == A @ B).given(np.linalg.inv(B) == A),  # which has no value at singular matrices
    ],
)
def test_a_letter_that_a_hypothesis_assigns_is_its_formula_and_no_rounded_number(stated):
    evidence = check(stated)
    assert evidence.verdict == "holds", evidence.reason
    wrong = stated.args[0] * (1 + 1e-7) == stated.args[1] + 1e-7
    assert check(wrong.given(*stated.hypotheses)).verdict == "refuted"


def test_a_logarithm_of_what_is_nearly_one_is_off_by_a_rounding_of_one():
    assert check(np.linalg.slogdet(Q)[1] == 0).verdict == "holds"
    (step,) = (
        step for step in compile_relation(np.linalg.slogdet(Q)[1] == 0).steps if step.node.operation.call is np.linalg.slogdet
    )
    _sign, logarithm = wobbled((1.0, 1e-20), step.slot, 0, norm=True, least=step.node.operation.least)
    assert 2.0**-55 < abs(logarithm - 1e-20) < 2.0**-50


@pytest.mark.parametrize(
    "stated",
    [
        np.linalg.norm(1e-200 * x) * 1e200 == np.linalg.norm(x),
        t * 1e-200 * s * 1e-200 * 1e200 * 1e200 == s * t,
        (t / 10) ** 200 * 1e200 == t**200,
        np.linalg.inv(1e-200 * C) == 1e200 * np.linalg.inv(C),
        limit((1 + 150 / s) ** s, s, np.inf) == np.exp(150),
        np.exp(-(800 + t**2)) * np.exp(400 + t**2) * np.exp(400) == 1,
        1e308 * t / 1e308 == t,
    ],
)
def test_numbers_mean_what_they_are_written_as_however_large(stated):
    assert check(stated).verdict == "holds"
    assert check(stated.left == stated.right * (1 + 1e-7)).verdict == "refuted"


@pytest.mark.parametrize("edge", [0.1, 0.25, -0.3, 1e-3])
def test_the_ends_of_an_interval_are_the_numbers_that_were_written(edge):
    inner = Scalar("g", interval(edge, 3))
    assert check(inner > edge).verdict == "refuted"
    assert check(inner >= edge).verdict == "holds"
    assert check(np.abs(t) == np.where(t == edge, 7, np.abs(t))).verdict == "refuted"


def test_a_side_that_overflows_is_shown_as_the_second_method_has_it():
    shown = check(limit((1 + 150 / s) ** s, s, np.inf) == np.exp(150) * 1.5).simplest
    assert np.isclose(shown.left.entries, np.exp(150))


@pytest.mark.parametrize(
    "stated",
    [
        (np.linalg.det(M.T @ M) > 0).given(m >= n, np.linalg.det(M.T @ M) != 0),
        (m >= n).given(np.linalg.det(M.T @ M) != 0),
        (n <= m).given(np.linalg.det(M.T @ M) > 0),
        (np.linalg.det(B) != 0).given(np.linalg.det(B @ B) != 0),
    ],
)
def test_a_hypothesis_that_only_rounding_makes_true_refutes_nothing(stated):
    evidence = check(stated)
    assert evidence.verdict == "holds"
    assert evidence.tally.rejected > 0
    assert check((m <= n).given(np.linalg.det(M.T @ M) != 0)).verdict == "refuted"


@pytest.mark.parametrize(
    ("formula", "right", "wrong"),
    [
        (np.exp(s) / s**100, np.inf, 0),
        (np.exp(s / 1000) / s**15, np.inf, 0),
        (s**200 / np.exp(s), 0, np.inf),
        (s**60 / np.exp(np.sqrt(s)), 0, np.inf),
        (s**100 * np.exp(-s / 1000), 0, np.inf),
    ],
)
def test_what_overflows_before_it_decides_is_left_to_the_second_method(formula, right, wrong):
    assert check(limit(formula, s, np.inf) == right).verdict == "holds"
    assert check(limit(formula, s, np.inf) == wrong).verdict == "refuted"


def test_digits_that_cancel_inside_a_black_box_are_not_taken_for_its_limit():
    cosine = function(lambda v: 1 - np.cos(v), name="c")
    assert check(limit(cosine(t) / t**2, t, 0) == 0.5).verdict == "holds"
    assert check(limit(cosine(t) / t**2, t, 0) == 0).verdict == "refuted"
    naive = function(lambda v: np.log(np.sum(np.exp(v))), name="lse")
    assert check(limit(naive(t * x) / t, t, np.inf) == np.max(x)).verdict == "holds"


@pytest.mark.parametrize(
    ("formula", "to"),
    [
        (1 / (t - 0.3), 0.3),
        (np.abs(t - 0.3) / (t - 0.3), 0.3),
        (np.sign(t - np.pi), np.pi),
        (np.tan(t), np.pi / 2),
        (np.exp(1 / (t - 3)), 3),
    ],
)
def test_a_jump_is_seen_at_the_number_that_was_written(formula, to):
    evidence = check(limit(formula, t, to) == 1)
    assert evidence.verdict == "refuted"
    assert "The limit does not exist" in evidence.reason
