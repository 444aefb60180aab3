"""Refuted claims with one slip each: the mistake by name, and what would hold instead; nothing is said where nothing is known."""

import numpy as np
import pytest
import scipy.special

from mathcheck import (
    Array,
    Matrix,
    Scalar,
    Vector,
    check,
    derivative,
    dims,
    directional,
    function,
    gradient,
    hessian,
    integers,
    jacobian,
    limit,
    named,
    one_of,
    positive,
    proportional,
    simplex,
    spd,
)
from mathcheck.engine.check import check_reading
from mathcheck.engine.deadline import DeadlineExceeded
from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.functions import arange, eye, gelu, gelu_tanh, log_softmax, logsumexp, one_hot_argmax, ones, sigmoid, softmax
from mathcheck.insight import explain, repair
from mathcheck.insight.bench import Bench
from mathcheck.insight.changes import Change
from mathcheck.insight.conditions import Condition, weakest
from mathcheck.insight.naming import mistake
from mathcheck.language.claims import Claim

m, n = dims("m n")
A, B, W1, W2 = Matrix("A", m, n), Matrix("B", n, n), Matrix("W_1", n, n), Matrix("W_2", n, n)
x, y, u, a3 = Vector("x", n), Vector("y", n), Vector("u", m), Vector("a", 3)
s, b, t = Scalar("s"), Scalar(r"\beta"), Scalar("t", positive)
q, r = Vector("q", n, simplex), Vector("r", n, simplex)
p = softmax(x)

# What is claimed, the kind of the first mistake that is named, and what is said to hold.
SLIPS = {
    "transposed": (jacobian(A @ x, x) == A.T, "transposed", "jacobian(A @ x, x) == A"),
    "sign": (gradient(-np.sum(np.cos(x)), x) == -np.sin(x), "sign", "gradient(-np.sum(np.cos(x)), x) == np.sin(x)"),
    "factor": (gradient(np.sum((x - y) ** 2), x) == x - y, "factor", "gradient(np.sum((x - y) ** 2), x) == 2 * (x - y)"),
    "by a size": (gradient(np.mean(x**2), x) == 2 * x, "factor", "gradient(np.mean(x ** 2), x) == 2 * x / n"),
    "ln 10": (derivative(np.log10(t), t) == 1 / t, "factor", "derivative(np.log10(t), t) == 1 / t / np.log(10)"),
    "by a letter": (
        derivative(np.tanh(b * s), s) == 1 - np.tanh(b * s) ** 2,
        "variable factor",
        "derivative(np.tanh(beta * s), s) == beta * (1 - np.tanh(beta * s) ** 2)",
    ),
    "a term": (
        (s + b) ** 2 == s**2 + b**2,
        "missing term",
        "(s + beta) ** 2 == s ** 2 + beta ** 2 + 2 * (s * beta)",
    ),
    "half of a product rule": (
        directional(x @ B @ x, x, y) == y @ B @ x,
        "only symmetric",
        "directional(x @ B @ x, x, y) == y @ (B + B.T) @ x",
    ),
    "elementwise": (
        jacobian(np.tanh(x), x) == 1 - np.tanh(x) ** 2,
        "elementwise",
        "jacobian(np.tanh(x), x) == np.diag(1 - np.tanh(x) ** 2)",
    ),
    "outer": (
        gradient(u @ A @ x, A) == np.outer(x, u),
        "exchanged",
        "gradient(u @ A @ x, A) == np.outer(u, x)",
    ),
    "inner, and something too much": (
        gradient(u @ A @ x, A) == u @ A @ x,
        "inner for outer",
        "gradient(u @ A @ x, A) == np.outer(u, x)",
    ),
    "symmetric only": (gradient(x @ B @ x, x) == 2 * B @ x, "only symmetric", "gradient(x @ B @ x, x) == (B + B.T) @ x"),
    "hessian": (hessian(x @ B @ x, x) == 2 * B, "only symmetric", "hessian(x @ B @ x, x) == B + B.T"),
    "ones": (
        jacobian(x - np.mean(x), x) == ones(n, n) - 1 / n,
        "should be diagonal",
        "jacobian(x - np.mean(x), x) == eye(n) - 1 / n",
    ),
    "another function": (gradient(logsumexp(x), x) == np.exp(x), "neighbour function", "gradient(logsumexp(x), x) == softmax(x)"),
    "another letter": (
        jacobian(p, x) == np.diag(p) - np.outer(p, x),
        "letter",
        "jacobian(softmax(x), x) == np.diag(softmax(x)) - np.outer(softmax(x), softmax(x))",
    ),
    "a square": (
        derivative(np.tanh(x), x) == 1 - np.tanh(x),
        "exponent",
        "derivative(np.tanh(x), x) == 1 - np.tanh(x) ** 2",
    ),
    "the wrong way": (np.linalg.norm(x) >= np.sum(np.abs(x)), None, "np.linalg.norm(x) <= np.sum(np.abs(x))"),
    "proportional": (
        proportional(gradient(np.sum(x**3), x), x),
        "exponent",
        "proportional(gradient(np.sum(x ** 3), x), x ** 2)",
    ),
    "a power of a letter": (derivative(t**b, t) == b * t**b, "variable factor", "derivative(t ** beta, t) == beta * t ** beta / t"),
    "inside a name": (
        derivative(np.sin(5 * s), s) == 5 * np.cos(named("w", 5 + s)),
        "product",
        "derivative(np.sin(5 * s), s) == 5 * np.cos(5 * s)",
    ),
    "along a set": (gradient(np.sum(q * np.log(q)), q) == -np.log(q), "sign", "gradient(np.sum(q * np.log(q)), q) == np.log(q)"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_and_mended(name):
    relation, kind, repaired = SLIPS[name]
    evidence = check(relation)
    assert evidence.verdict == "refuted"
    assert repaired in [found.statement for found in evidence.repairs], evidence.repairs
    if kind is not None:
        assert kind in [named.kind for named in evidence.mistakes], evidence.mistakes
    assert "explaining it failed" not in evidence.detail


CONDITIONS = {
    "positive": (derivative(np.abs(s), s) == 1, "only positive", "s > 0"),
    "not negative": (np.sqrt(s**2) == s, "only positive", "s >= 0"),
    "not positive": (np.abs(s) == -s, "only negative", "s <= 0"),
    "no value at the bound": (1 / np.abs(s) == 1 / s, "only positive", "s > 0"),
    "not zero": (s**2 > 0, "only away from zero", "s != 0"),
    "entries": (np.abs(x) == x, "only positive", "x >= 0"),
    "ties": (limit(softmax(t * x), t, np.inf) == one_hot_argmax(x), "only without ties", "unique_maximum(x)"),
    "equal": (np.linalg.inv(W1 @ W2) == np.linalg.inv(W1) @ np.linalg.inv(W2), None, None),
    "a size": (W1 @ W2 == W2 @ W1, "only n = 1", "n == 1"),
    "symmetric": (np.trace(B @ W1) == np.sum(B * W1), "only symmetric", "is_symmetric(B)"),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_a_hypothesis_that_was_left_out_is_found(name):
    relation, kind, condition = CONDITIONS[name]
    evidence = check(relation)
    assert evidence.verdict == "refuted"
    if kind is None:
        assert evidence.repairs
    else:
        assert condition in [found.hypothesis[0] for found in evidence.repairs if found.hypothesis]
        assert kind in [named.kind for named in evidence.mistakes]


@pytest.mark.parametrize(
    "relation",
    [
        np.sin(x) == np.exp(x) * y - 7.3,
        W1 @ W2 == W2 @ W1 + 0.37 * W1 @ W1 @ W2,
        derivative(np.exp(-(s**2)), s) == np.arctan(b) + 3 * s**5,
    ],
)
def test_nothing_is_said_of_what_no_small_change_mends(relation):
    evidence = check(relation)
    assert evidence.verdict == "refuted"
    assert evidence.repairs == ()


@pytest.mark.parametrize("relation", [s > 0, s >= 0, s <= 1, np.abs(s) < 2, s > 0.5])
def test_a_bound_of_a_letter_is_no_hypothesis_of_another_bound(relation):
    evidence = check(relation)
    assert evidence.verdict == "refuted"
    assert (evidence.mistakes, evidence.repairs) == ((), ())


def test_of_conditions_about_one_thing_the_weakest_is_meant():
    about = {"formula": s, "better": "", "about": b"s"}
    strict, loose, alike = (Condition(kind, **about) for kind in ("strict", "loose", "alike"))
    other = Condition("other", "", s)
    seen, more = np.array([True, False, False]), np.array([True, True, False])
    kept = weakest([(strict, seen), (loose, more), (alike, more), (other, seen)])
    assert kept == [(loose, {"strict", "loose", "alike"}), (other, {"other"})]


def test_axes_that_are_put_back_are_not_permuted_twice():
    T = Array("T", n, n, n)
    evidence = check(gradient(np.sum(T**2) / 2, T) == np.transpose(T, (2, 1, 0)))
    assert [found.statement for found in evidence.repairs] == ["gradient(np.sum(T ** 2) / 2, T) == T"]


@pytest.mark.parametrize(
    "relation",
    [np.linalg.inv(A) == A.T, np.linalg.inv(A) * 2 == A, np.linalg.inv(A.T) == np.linalg.inv(A).T, np.linalg.det(A) == np.trace(A)],
)
def test_beside_a_side_without_a_shape_no_mistake_is_named(relation):
    evidence = check(relation)
    assert "The shapes do not agree" in evidence.reason
    assert {mistake.kind for mistake in evidence.mistakes} <= {"unmended"}  # what only a square matrix has
    assert not evidence.repairs


def test_a_condition_that_makes_both_sides_one_formula_is_none():
    assert all("W_2 == W_1" not in repair.statement for repair in check(W1 @ W2 == W2 @ W1).repairs)


def test_a_repair_is_not_the_other_side_in_disguise():
    statements = [found.statement for found in check(W1 @ W2 == W2 @ W1).repairs]
    assert all("W_1 @ W_2 == W_1" not in statement for statement in statements)


def test_a_strict_inequality_does_not_fit_where_the_sides_are_equal():
    relation = np.abs(s) > s
    bench = Bench(relation, relation.left, (), 0)
    assert not bench.fits(relation.right)
    assert bench.fits(relation.right, ">=")


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (hessian(np.sum(np.sin(x)), x) == -np.sin(x), "It lists the second derivatives by each entry. They are the diagonal of the Hessian"),
        (jacobian(np.sin(x), x) == np.cos(x), "It lists the derivatives of the entries, one by one. They are the diagonal of the Jacobian"),
        (hessian(x @ B @ x, x) == 2 * B, "It is right only for symmetric matrices: `2 * B` should be `B + B.T`."),
        (derivative(np.sin(s) + s, s) == np.cos(s) + 1 + s, "A term or a factor is too much: `np.cos(s) + 1 + s` should be `np.cos(s) + 1`."),
        (np.sum((A @ x) ** 2) / m == np.mean((A @ x) ** 2) * n / m, "One size stands for another: `np.mean((A @ x) ** 2) * n / m` should be"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_the_terms_of_what_is_asked(relation, words):
    assert any(named.words.startswith(words) for named in check(relation).mistakes), check(relation).mistakes


def test_a_diagonal_is_right_only_where_there_is_something_to_be_right():
    words = "Only the diagonal is right."
    both = np.outer(x, y)
    assert words in [named.words for named in check(both * both.T == both * both).mistakes]
    # Both sides are skew.
    assert words not in [named.words for named in check(both - both.T == np.sin(both - both.T)).mistakes]


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (proportional(gradient(x @ x, x), n * x), "changes with `n`, but not with `x`."),
        (proportional(t**2 * x, x), "changes with `t`, but not with `x` or `n`."),
        (proportional(x * n * t, x * m * s**2), "changes with `t`, `s`, `n` and `m`, but not with `x`."),
        (proportional((x @ x) * x, x), "changes with `x`."),  # whether with n cannot be seen: another n is another x
        (proportional(t * s, s * s).given(s == t**3), "changes with `t`."),  # s is no letter of its own here
        (proportional(np.exp(x) * x, x), "the sides are no multiples of each other: no constant fits even one input."),
    ],
)
def test_what_a_constant_of_proportionality_changes_with_is_named(relation, words):
    told = [named.words for named in check(relation).mistakes if named.kind in ("constant varies", "no multiple")]
    assert [text[-len(words) :] for text in told] == [words]


def test_opposite_signs_have_a_constant_that_changes_with_nothing():
    for relation in (proportional(-x, x), proportional(-np.exp(x), np.exp(2 * x))):
        assert not {"constant varies", "no multiple"} & {named.kind for named in check(relation).mistakes}


LONG, OTHER = np.linalg.norm(B @ x - y) + np.exp(np.sum(x * y)), np.linalg.norm(B @ x + y) - np.exp(np.sum(x / y))
SVD = np.linalg.svd(A, compute_uv=False)
TOLD = {
    "short": ("sign", s, -s, "A sign is wrong: `s` should be `-s`."),
    "an exponent": (
        "exponent", np.sum(SVD), np.sqrt(np.sum(SVD**2)),
        "An exponent is wrong: `np.sum(…)` should be `np.sqrt(np.sum(… ** 2))`, where `…` is `np.linalg.svd(A, compute_uv=False)`.",
    ),
    "one part of several": (
        "number", LONG + np.sin(2 * s), LONG + np.sin(3 * s), "A number is wrong: `np.sin(2 * s)` should be `np.sin(3 * s)`.",
    ),
    "an order": (
        "exchanged", LONG @ OTHER, OTHER @ LONG,
        "The order is wrong: `…₁ @ …₂` should be `…₂ @ …₁`, where `…₁` is `np.linalg.norm(B @ x - y) + np.exp(np.sum(x * y))` and "
        "`…₂` is `np.linalg.norm(B @ x + y) - np.exp(np.sum(x / y))`.",
    ),
    "a number in a list": (
        "number", np.stack([s] * 30), np.stack([s] * 29 + [b]),
        "A number is wrong: `s` should be `beta`.",
    ),
    "inside a derivative": (
        "number", gradient(np.sum(LONG * x) * 2, x), gradient(np.sum(LONG * x) * 3, x),
        "A number is wrong: `… * 2` should be `… * 3`, "
        "where `…` is `np.sum((np.linalg.norm(B @ x - y) + np.exp(np.sum(x * y))) * x)`.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_of_long_formulas_the_part_that_is_wrong_is_told(case):
    kind, before, after, words = TOLD[case]
    assert mistake(Change(kind, before, after, after, lambda changed: changed)).words == words


def test_what_the_judge_refutes_is_no_repair(monkeypatch):
    claim = gradient(np.sum(np.sin(x) * y), x) == -np.cos(x) * y
    assert check(claim).repairs
    monkeypatch.setattr(repair, "check_reading", lambda *args, **kwargs: Evidence(Verdict.REFUTED, "No."))
    assert check(claim).repairs == ()


def test_the_same_seed_names_the_same():
    first, again = (check(gradient(np.sum((x - y) ** 2), x) == 3 * (y - x)) for _ in range(2))
    assert (first.mistakes, first.repairs) == (again.mistakes, again.repairs)


def test_what_goes_wrong_in_one_part_of_an_explanation_loses_neither_the_verdict_nor_the_others(monkeypatch):
    def fails(search, seed):
        raise ZeroDivisionError("a defect")

    monkeypatch.setattr(explain, "diagnosis", fails)
    evidence = check(s**2 == s)
    assert evidence.verdict == "refuted"
    assert "a defect" in evidence.detail
    assert evidence.script


def test_a_claim_that_holds_is_not_explained():
    evidence = check(s + s == 2 * s)
    assert evidence.mistakes == evidence.repairs == ()


def test_repairs_hold_at_other_inputs():
    evidence = check(gradient(np.sum(np.log(1 + np.exp(x))), x) == sigmoid(2 * x))
    (found,) = evidence.repairs
    assert "sigmoid(x)" in found.statement
    again = check_reading(Claim(gradient(np.sum(np.log(1 + np.exp(x))), x) == sigmoid(x), item=""), seed=5, max_examples=300)
    assert again.verdict == "holds"


@pytest.mark.parametrize(
    "relation",
    [
        np.linalg.det(2 * B) == 2 * np.linalg.det(B),
        np.trace(np.linalg.inv(B + B.T)) == 1 / np.trace(B + B.T),
        (1 / s == s).given(s > 0),
        proportional(s * x, np.abs(x)),
        2 / (1 + np.exp(-s)) == 1 + np.exp(-s),
        t**2 == 2 * t,
        np.outer(x, y) == np.outer(y, x),
    ],
)
def test_what_is_asked_for_is_no_repair_of_itself(relation):
    evidence = check(relation)
    asked = evidence.statement.partition(" == ")[0].lstrip("(")
    assert evidence.verdict == "refuted"
    for found in evidence.repairs:
        if found.hypothesis is None:
            right = found.statement.partition(" == ")[2]
            assert asked not in right
    assert not any(found.edits and "1 / (1 / s)" in found.statement for found in evidence.repairs)


@pytest.mark.parametrize(
    ("relation", "belongs"),
    [
        (limit(np.sin(3 * s) / s, s, 0) == 1, "3"),
        (limit(np.log(t) / t, t, np.inf) == 1, "0"),
        (limit((1 - np.cos(s)) / s**2, s, 0) == 1, "1 / 2"),
    ],
)
def test_the_number_that_a_limit_is(relation, belongs):
    evidence = check(relation)
    assert [mistake.words for mistake in evidence.mistakes] == [f"The number is wrong: `{belongs}` belongs there."]
    assert not any("e−" in figure.caption for figure in evidence.figures)


def test_a_factor_is_told_once():
    evidence = check(gradient(np.sum(x**3), x) == 2 * x**2)
    assert [named.kind for named in evidence.mistakes] == ["number"]


def test_a_repair_that_keeps_a_derivative_is_not_lost_beside_a_pole():
    """The derivative of log p where p is nearly 0 is known too poorly there to tell formulas apart."""
    k, h = dims("k h")
    W, a, c = Matrix("W", k, h), Vector("a", h), Vector("c", k)
    label = Vector("y", k, one_of(0, 1))
    score = named("s", W @ a + c)
    answer = named("p", sigmoid(score))
    loss = -np.sum(label * np.log(answer)) / k
    evidence = check(gradient(loss, W) == jacobian(loss, answer) @ jacobian(answer, score) @ a)
    assert [found.words for found in evidence.mistakes] == [
        "Inner and outer product are exchanged: `… @ a` should be `np.outer(…, a)`, where `…` is "
        "`jacobian(-np.sum(y * np.log(p)) / k, p) @ jacobian(p, s)`."
    ]
    assert "np.outer" in evidence.repairs[0].statement


def test_where_time_ends_in_looking_for_a_repair_the_rest_of_the_explanation_stands(monkeypatch):
    def late(search, seed):
        raise DeadlineExceeded

    monkeypatch.setattr(explain, "diagnosis", late)
    evidence = check(gradient(x @ x, x) == x)
    assert evidence.verdict == "refuted"
    assert "import numpy" in evidence.script


@pytest.mark.parametrize(
    ("relation", "repair"),
    [
        (
            np.linalg.inv(B @ W1) == np.linalg.inv(B) @ np.linalg.inv(W1),
            "np.linalg.inv(B @ W_1) == np.linalg.inv(W_1) @ np.linalg.inv(B)",
        ),
        (
            jacobian(np.linalg.det(B), B) == np.linalg.det(B) * np.linalg.inv(B),
            "jacobian(np.linalg.det(B), B) == np.linalg.det(B) * np.linalg.inv(B).T",
        ),
    ],
)
def test_an_input_without_an_inverse_does_not_spoil_the_others(relation, repair):
    assert check(relation).repairs[0].statement == repair


@pytest.mark.parametrize(
    ("relation", "repair"),
    [
        (np.cross(a3, a3) == a3, "np.cross(a, a) == 0"),
        (np.trace(B - B.T) == np.trace(B), "np.trace(B - B.T) == 0"),
        (limit(np.exp(-t) * x, t, np.inf) == x, "limit(np.exp(-t) * x, t, np.inf) == 0"),
    ],
)
def test_what_is_always_zero_is_not_mended_by_subtracting_the_formula_from_itself(relation, repair):
    evidence = check(relation)
    assert [mistake.words for mistake in evidence.mistakes] == ["It is zero, whatever the input."]
    assert [found.statement for found in evidence.repairs] == [repair]


@pytest.mark.parametrize(
    ("relation", "repair"),
    [
        (np.linalg.det(2 * B) == 2 * np.linalg.det(B), "np.linalg.det(2 * B) == 2 ** n * np.linalg.det(B)"),
        (np.linalg.det(t * B) == t * np.linalg.det(B), "np.linalg.det(t * B) == t ** n * np.linalg.det(B)"),
        (np.linalg.det(-B) == -np.linalg.det(B), "np.linalg.det(-B) == (-1) ** n * np.linalg.det(B)"),
        (np.linalg.det(-B) == np.linalg.det(B), "np.linalg.det(-B) == (-1) ** n * np.linalg.det(B)"),
    ],
)
def test_a_factor_that_counts_once_for_every_row(relation, repair):
    assert [found.statement for found in check(relation).repairs] == [repair]


def test_a_derivative_along_a_direction_is_no_gradient_on_a_curved_set():
    S, Q = Matrix("S", n, n, spd), Matrix("Q", n, n)
    evidence = check(directional(np.linalg.inv(S), S, Q) == np.linalg.inv(S) @ Q @ np.linalg.inv(S))
    assert [mistake.kind for mistake in evidence.mistakes] == ["sign"]
    assert [found.statement for found in evidence.repairs] == [
        "directional(np.linalg.inv(S), S, Q) == -np.linalg.inv(S) @ Q @ np.linalg.inv(S)"
    ]
    assert "compared along this set" not in str(evidence.to_dict())


@pytest.mark.parametrize("same", [np.reshape(x, -1), np.ravel(x), np.atleast_1d(x), np.broadcast_to(x, (n,)), +x])
def test_the_other_side_in_the_shape_that_it_has_already_is_no_repair(same):
    evidence = check(x == 2 * same)
    assert evidence.repairs == ()
    assert evidence.mistakes[0].words == "It is off by a factor: `1/2` times it is right."


def test_another_shape_is_a_repair():
    row = Matrix("M", 1, n)
    assert check(np.ravel(row) == 2 * np.reshape(row, -1)).repairs[0].statement == "np.ravel(M) == np.reshape(M, -1)"


def test_what_one_small_change_says_is_not_said_again_of_the_whole_side():
    evidence = check(jacobian(np.linalg.det(B), B) == np.linalg.det(B) * np.linalg.inv(B))
    assert [mistake.kind for mistake in evidence.mistakes] == ["transposed", "only symmetric"]


@pytest.mark.parametrize("M", [A, W1])
def test_how_a_transpose_goes_inside_a_product_is_no_restatement_where_the_claim_is_about_it(M):
    evidence = check((M @ B).T == M.T @ B.T)
    assert [mistake.kind for mistake in evidence.mistakes] == ["exchanged"]
    assert [found.statement for found in evidence.repairs] == [f"({M!r} @ B).T == B.T @ {M!r}.T"]


def test_inputs_at_which_the_answer_is_rounding_only_refute_no_repair():
    """The condition number of a singular matrix is as large as rounding lets it be."""
    evidence = check(np.linalg.cond(A.T @ A) == np.linalg.cond(A))
    assert [found.statement for found in evidence.repairs] == ["np.linalg.cond(A.T @ A) == np.linalg.cond(A) ** 2"]


def test_the_rounding_of_a_formula_is_nothing_where_the_answer_is_zero():
    """At two samples every sine is one of a multiple of π, and no such formula would be seen to fit."""
    imaginary = function(lambda x: np.fft.fft(x).imag, name="im")
    phase = 2 * np.pi * np.outer(arange(n), arange(n)) / n
    (found,) = check(imaginary(x) == np.sin(phase) @ x).repairs
    assert (found.statement, found.hypothesis) == (repr(imaginary(x) == -np.sin(phase) @ x), None)


@pytest.mark.parametrize(
    ("relation", "repair"),
    [
        (np.abs(np.sin(2 * s) - 2 * np.sin(s) * np.sin(s)) <= 1e-7, "np.abs(np.sin(2 * s) - 2 * np.sin(s) * np.cos(s)) <= 1e-07"),
        (np.linalg.norm(B @ x - x @ B) < 1e-9, "np.linalg.norm(B @ x - x @ B.T) < 1e-09"),
        (np.sum((softmax(x + 3) - softmax(2 * x)) ** 2) < 1e-9, "np.sum((softmax(x + 3) - softmax(x)) ** 2) < 1e-09"),
    ],
)  # fmt: skip
def test_in_a_difference_that_is_claimed_to_be_tiny_the_mistake_is_looked_for_inside(relation, repair):
    assert check(relation).repairs[0].statement == repair


@pytest.mark.parametrize(
    "relation",
    [
        np.linalg.norm(x - y) == np.abs(np.linalg.norm(x) - np.linalg.norm(y)),  # their difference is zero
        np.linalg.norm(np.sin(x) - np.sin(y)) <= 0.9 * np.linalg.norm(x - y),
        np.linalg.norm(np.cos(x) - np.cos(y)) == np.abs(np.sum(np.sinh(x)) - np.sum(np.sinh(y))),  # and so is all of both sides
        np.sum(q * np.log(q / r)) >= np.sum(np.abs(q - r)) ** 2,  # nor is q - r >= 0 met by others
    ],
)
def test_a_hypothesis_under_which_nothing_is_left_is_not_offered(relation):
    evidence = check(relation)
    assert evidence.verdict == "refuted"
    assert [found for found in evidence.repairs if found.hypothesis] == []


def test_that_two_letters_are_equal_is_offered_where_something_is_left():
    evidence = check(np.trace(W1 @ W2.T) == np.exp(np.sum(W1) - np.sum(W2)) * np.sum(W2**2))
    assert [found.hypothesis[0] for found in evidence.repairs if found.hypothesis] == ["W_2 == W_1"]


def test_a_part_that_is_one_number_whatever_its_letters_are_mends_nothing():
    """The largest of cos² is 1, as the first one is: N / 2 times that is N / 2, and says nothing of the sum."""
    N, k = dims("N", low=2), Scalar("k", integers(1, 8))
    evidence = check(np.sum(np.cos(2 * np.pi * k * arange(N) / N) ** 2) == N / 2)
    assert evidence.verdict == "refuted"
    assert evidence.repairs == ()


def test_the_argument_of_a_function_in_other_units():
    """The normal distribution function is (1 + erf(x / √2)) / 2."""
    evidence = check(gelu(s) == 0.5 * s * (1 + scipy.special.erf(s)))
    assert [mistake.kind for mistake in evidence.mistakes] == ["argument"]
    assert evidence.repairs[0].statement == "gelu(s) == 0.5 * s * (1 + scipy.special.erf(s / np.sqrt(2)))"


def test_a_function_whose_argument_numpy_takes_in_other_units():
    """Mathematicians mean sin(t) / t, signal processing sin(π t) / (π t)."""
    evidence = check(np.sinc(t) == np.sin(t) / t)
    assert [mistake.words for mistake in evidence.mistakes] == [
        "`np.sinc(t)` is `np.sin(np.pi * t) / (np.pi * t)`; without the π it is `np.sinc(t / np.pi)`."
    ]
    assert evidence.repairs[0].statement == "np.sinc(t / np.pi) == np.sin(t) / t"


def test_the_sum_of_a_vector_that_was_taken_for_one():
    """The gradient of −y · log softmax(x) is softmax(x) − y only where the entries of y sum to 1."""
    evidence = check(gradient(-y @ log_softmax(x), x) == softmax(x) - y)
    assert [found.statement for found in evidence.repairs] == ["gradient(-y @ log_softmax(x), x) == np.sum(y) * softmax(x) - y"]


def test_a_number_whose_point_is_one_digit_off():
    """Of the approximation of gelu by tanh, with 0.044715."""
    evidence = check(gelu_tanh(s) == 0.5 * s * (1 + np.tanh(np.sqrt(2 / np.pi) * (s + 0.44715 * s**3))))
    assert [mistake.words for mistake in evidence.mistakes] == [
        "A number is wrong: `0.44715 * s ** 3` should be `0.044715 * s ** 3`."
    ]


@pytest.mark.parametrize(
    ("relation", "term"),
    [
        (np.linalg.norm(x + y) ** 2 == np.linalg.norm(x) ** 2 + np.linalg.norm(y) ** 2, "+ 2 * (x @ y)"),
        (hessian(np.linalg.norm(x), x) == eye(n) / np.linalg.norm(x), "- np.outer(x, x) / np.linalg.norm(x) ** 3"),
    ],
)
def test_a_missing_term_that_is_a_product_of_what_occurs(relation, term):
    assert [mistake.words for mistake in check(relation).mistakes] == [f"A term is missing: `{term}`."]


Spd1, Spd2 = Matrix("S", n, n, spd), Matrix("T", n, n, spd)


@pytest.mark.parametrize(
    ("relation", "repair"),
    [
        (derivative(n * np.log(t) / 2, t) == 2 * t / n, "derivative(n * np.log(t) / 2, t) == n / (2 * t)"),
        (
            np.trace(np.linalg.solve(Spd2, Spd1)) + s == np.trace(np.linalg.inv(Spd1) @ Spd2) + s,
            "np.trace(np.linalg.solve(T, S)) + s == np.trace(np.linalg.inv(T) @ S) + s",
        ),
        (derivative(s * np.log(t), t) == 1 / t, "derivative(s * np.log(t), t) == s / t"),
        (gradient(-y @ np.log(q), q) == -1 / q, "gradient(-y @ np.log(q), q) == -y / q"),
        (np.sum(x - s**2) == np.sum(x) / n - s**2, "np.sum(x - s ** 2) == np.sum(x) - n * s ** 2"),
    ],
)
def test_a_repair_is_written_in_its_simplest_form(relation, repair):
    assert [found.statement for found in check(relation).repairs if found.hypothesis is None] == [repair]


def test_a_second_change_that_leaves_a_number_of_the_first_loses_no_explanation():
    assert "explaining it failed" not in check(gelu(s) == gelu_tanh(s)).detail


def test_a_part_that_stands_in_several_places_is_changed_in_all_of_them():
    """A variance was given to a density that takes the standard deviation."""
    variance = 1 + t
    right = np.exp(-(s**2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
    evidence = check(right == np.exp(-(s**2) / (2 * variance**2)) / np.sqrt(2 * np.pi * variance**2))
    assert evidence.repairs[0].edits == ("np.sqrt(1 + t) for 1 + t",)
