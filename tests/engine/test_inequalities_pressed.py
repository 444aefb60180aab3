"""Violations that live where nobody draws: in a sliver far out, at one whole number of many, at small or ill-conditioned matrices; and
sides that are many powers of ten apart."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.linalg import expm

from mathcheck import Matrix, Scalar, Vector, check, dims, function, gradient, integers, jacobian, one_of, proportional, spd
from mathcheck.engine.check import check_reading
from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.judge import judge
from mathcheck.engine.judgement import Outcome
from mathcheck.engine.other_steps import by_other_steps
from mathcheck.engine.program import compile_relation
from mathcheck.functions import eye
from mathcheck.language.claims import Claim

n = dims("n")
x = Vector("x", n)
S, B, C = Matrix("S", n, n, spd), Matrix("B", n, n), Matrix("C", n, n)
exponential = function(expm, name="expm")
k, m, d = Scalar("k", integers(1, 200)), Scalar("m", integers(1, 10**6)), Scalar("d", one_of(2, 1, 4))
e = Scalar("e", integers(1, 60))
p = Scalar("p", one_of([1.5, *(2.0**i for i in range(-300, 300))]))
labels = Vector("l", 20, integers(0, 9))
prime = function(lambda number: 1.0 * all(number % i for i in range(2, int(number**0.5) + 1)), name="prime")
t, s = Scalar("t"), Scalar("s")


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


@pytest.mark.parametrize(
    "bound",
    [
        t**2 - 40 * t + 399 >= 0, t**2 - 200 * t + 9900 >= 0, t**2 - 400 * t + 30000 >= 0, 40 * t - t**2 - 399 <= 0,
        s**2 + t**2 - 40 * s - 60 * t + 1299 >= 0, x @ x - 40 * np.sum(x) + 399 * n >= 0, t**2 - 40 * t + 399 >= -(s**2) / 1000,
        t**2 * (t - 20) * (t - 20.5) >= 0,
    ],
)  # fmt: skip
def test_inequalities_beside_zero_are_followed_down(bound):
    assert check(bound).verdict == "refuted"


@pytest.mark.parametrize(
    "bound", [t**2 - 40 * t + 400 >= 0, (t - 20) ** 2 * (s - 3) ** 2 >= 0, np.exp(t) > 0, np.exp(x) > 0, x @ S @ x >= 0]
)
def test_what_meets_zero_without_crossing_it_holds(bound):
    assert check(bound).verdict == "holds"


def test_how_little_room_there_is_beside_zero_is_still_relative():
    assert check(t**2 + 1 >= 0).slack == 1.0
    assert check((t - 20) ** 2 >= 0).slack == 0.0


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(
    "bound",
    [
        np.trace(S) > 0.01, np.linalg.eigvalsh(S)[0] > 0.01, x @ S @ x >= 0.1 * (x @ x), np.trace(np.linalg.inv(S)) < 100 * n,
        np.linalg.cond(S) < 1e4, np.linalg.det(S) > 1e-6,
    ],
)  # fmt: skip
def test_small_and_ill_conditioned_definite_matrices_are_met(bound, seed):
    assert check(bound, seed=seed).verdict == "refuted"


@pytest.mark.parametrize(
    "claimed",
    [
        S @ np.linalg.inv(S) == eye(n), gradient(np.log(np.linalg.det(S)), S) == np.linalg.inv(S), np.linalg.det(S) > 0,
        jacobian(np.linalg.cholesky(S) @ x, x) == np.linalg.cholesky(S),
    ],
)  # fmt: skip
def test_such_matrices_do_not_spoil_what_is_true_of_all(claimed):
    assert check(claimed).tally.accepted == 100


def test_members_of_every_scale_are_definite_by_a_wide_margin():
    for first in range(64):
        member = spd.construct(np.array([[first / 2048, 3.0, 0.25], [-7.5, -2.0, 9.125], [11.0, -15.5, 0.5]]))
        assert spd.contains(member)
        assert np.linalg.cond(member) < 1e11


@pytest.mark.parametrize(
    "claimed",
    [
        k**2 - 40 * k + 399 >= 0, k**2 + 399 >= 40 * k, (k - 100) ** 2 > 0, k != 77, (k * d != 6).given(k > 5), prime(e * e - e + 41) == 1,
    ],
)  # fmt: skip
def test_of_a_small_finite_domain_every_member_is_tried(claimed):
    assert check(claimed).verdict == "refuted"


def test_that_every_member_was_tried_is_seen_in_the_count():
    assert check((k - 100) ** 2 >= 0).tally.distinct == 200
    assert check((k + d >= 2).given(d == k / 2)).tally.distinct == 3


@pytest.mark.parametrize(
    "claimed",
    [
        m**2 - 40 * m + 399 >= 0, m**2 + 399 >= 40 * m, (m - 77777) ** 2 > 0, (m - 700) ** 2 + (t - 3) ** 2 >= 0.5, p**2 + 2 >= 3 * p,
        (m - 500) ** 2 + (k - 100) ** 2 > 0,
    ],
)  # fmt: skip
def test_among_many_whole_numbers_inequalities_are_followed_in_whole_steps(claimed):
    assert check(claimed).verdict == "refuted"


def test_many_labels_do_not_keep_numbers_from_being_moved():
    assert check(t**2 - 40 * t + 399 + 0 * np.sum(labels) >= 0).verdict == "refuted"


def test_chance_among_few_roundings_does_not_refute_somebody_elses_code():
    claimed = exponential(B - B.T) @ exponential(B - B.T).T == eye(n)
    evidence = [check(claimed, seed=seed) for seed in range(3)]
    assert [one.verdict for one in evidence] == ["holds"] * 3
    assert check(exponential(B) @ exponential(C) == exponential(B + C)).verdict == "refuted"
    assert check(exponential(B - B.T) == eye(n) * (1 + 1e-7) @ exponential(B - B.T)).verdict == "refuted"


def test_a_check_for_its_verdict_alone_leaves_the_counterexample_as_it_was_found():
    claimed = Claim(np.sum(x**3) <= 100 * n, item="")
    simplest, found = (check_reading(claimed, simple=simple).simplest for simple in (True, False))
    shown = [sum(len(str(entry.value.entries)) for entry in one.inputs) for one in (simplest, found)]
    assert shown[0] < shown[1]


@pytest.mark.parametrize(("factor", "status"), [(1 + 2.0**-50, "agrees"), (1 + 1e-6, "differs")])
def test_a_difference_of_somebodys_code_must_exceed_the_errors_of_several_families_of_roundings(factor, status):
    z = Vector("z", 3)
    program = compile_relation(function(lambda v: v * factor, name="f")(z) == z)
    point = {z.fingerprint: np.array([1.7, -0.3, 2.9])}
    evaluator = Evaluator(program)
    frame = evaluator.frame(point)
    evaluator.run(frame, program.first + program.steps)
    found = judge(evaluator, frame, program.parts[0])
    # As though the few roundings of the first family had hidden what the code is off by.
    blind = replace(found, outcome=Outcome.DIFFERS, band=np.zeros(3), excess=np.abs(found.left - found.right))
    assert by_other_steps(program, point, blind).status.value == status
