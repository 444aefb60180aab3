"""What somebody's code in a formula may do wrong: each has a verdict, and a sentence that says what it was and what to write."""

import itertools
import sys

import numpy as np
import pytest
from hypothesis import strategies as st

from mathcheck import (
    FormulaError,
    Matrix,
    Scalar,
    Vector,
    check,
    claim,
    derivative,
    dims,
    from_strategy,
    function,
    integers,
    interval,
    jacobian,
    one_of,
    positive,
)
from mathcheck.engine.preconditions import learn_precision
from mathcheck.engine.program import compile_relation
from mathcheck.engine.trial import Trial
from mathcheck.engine.watch import RandomCode, call_watched

n = dims("n")
x, t, A = Vector("x", n), Scalar("t"), Matrix("A", n, n)


def raises_sometimes(v):
    if v[0] > 3:
        raise ValueError("too large for me")
    return v.sum()


def mutates(v):
    v *= 2
    return v.sum()


def noisy(v):
    return v * (1 + 1e-14 * np.random.randn())


class Counts:
    """A function that changes its mind after a while."""

    def __init__(self):
        self.calls = 0

    def __call__(self, v):
        self.calls += 1
        return v + (self.calls > 50)


def exits(v):
    sys.exit("bye")


def seen(call, right, argument=x):
    evidence = check(claim(function(call, name="f")(argument) == right, item="1"))
    return str(evidence.verdict), f"{evidence.reason} {evidence.detail}"


@pytest.mark.parametrize(
    ("call", "right", "argument", "verdict", "words"),
    [
        (raises_sometimes, x.sum(), x, "error", "The claim's code raised ValueError: too large for me, at test_bad_code.py, line "),
        (raises_sometimes, x.sum(), x, "error", "at the input\nn = "),
        (lambda v: v[3], t, x, "error", "raised IndexError: index 3 is out of bounds"),
        (mutates, 2 * x.sum(), x, "error", "f changed its argument number 1 in place, from [1.] to [2.]. Work on a copy"),
        (noisy, t, t, "error", "f is random: for one and the same input it returned"),
        (Counts(), t, t, "error", "keeps something from call to call"),
        (exits, t, t, "error", "f ended the program with SystemExit(bye)"),
        (lambda v: v[:1], x, x, "refuted", "the left side is (1,), the right side (n,)"),
        (lambda v: np.outer(v, v), x, x, "refuted", "the left side is (n, n), the right side (n,)"),
        (lambda v: [[1], [1, 2]], x, x, "error", "f returned [[1], [1, 2]], which is not an array of real numbers"),
        (lambda v: "abc", x, x, "error", "f returned 'abc', which is not an array of real numbers"),
        (lambda v: None, x, x, "error", "f returned None: does it end with a `return`?"),
        (
            lambda v: v + 1j,
            x,
            x,
            "error",
            "f returned complex numbers, [1.+1.j]: a claim is about real numbers; take .real or np.abs",
        ),
        (lambda v: np.nan, t, t, "inconclusive", "a side has no finite value there (NaN or infinite)"),
        (lambda v: np.inf, t, t, "inconclusive", "a side has no finite value there (NaN or infinite)"),
    ],
)
def test_what_code_does_wrong_has_a_sentence(call, right, argument, verdict, words):
    found, sentence = seen(call, right, argument)
    assert found == verdict
    assert words in sentence


@pytest.mark.parametrize(
    ("call", "right"),
    [
        (lambda v: [2 * entry for entry in v], 2 * x),
        (lambda v: np.array([float(entry) for entry in v], dtype=object), x),
        (lambda v: np.rint(v).astype(int), np.rint(x)),
        (lambda v: v > 0, np.where(x > 0, 1, 0)),
        (lambda v: v + 0j, x),
    ],
)
def test_lists_objects_integers_truth_values_and_empty_imaginary_parts_are_numbers(call, right):
    assert seen(call, right)[0] == "holds"
    assert seen(call, right + 1e-3)[0] == "refuted"


def test_complex_numbers_from_numpy():
    evidence = check(claim(np.linalg.eigvals(A).sum() == np.trace(A), item="1"))
    assert evidence.verdict == "error"
    assert "np.linalg.eigvals returned complex numbers" in evidence.reason


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        (np.log(t) == np.log(t**2) / 2, "the left side has none at ordinary inputs where the other side has one"),
        (derivative(np.abs(t) ** 1.5, t) == 1.5 * np.sqrt(t), "the right side has none at ordinary inputs"),
        (1 / (t - t) == t, "No input could decide: at 100 inputs a side has no finite value"),
        (np.log(-(t**2)) * 2 == np.log(-(t**2)) + np.log(-(t**2)), "a side has no finite value there"),
        (np.linalg.inv(A - A) == A, "a side has no finite value there"),
    ],
)
def test_nan_and_infinity_never_agree(relation, words):
    evidence = check(relation)
    assert evidence.verdict == "inconclusive"
    assert words in evidence.reason


def test_where_one_side_has_no_value_can_be_left_out_by_saying_so():
    s = Scalar("s", positive)
    assert check(np.log(s) == np.log(s**2) / 2).verdict == "holds"
    assert check((np.log(t) == np.log(t**2) / 2).given(t > 0)).verdict == "holds"


def test_a_value_that_is_missing_at_single_points_is_left_out():
    evidence = check(t / t + x.sum() == 1 + x.sum())
    assert evidence.verdict == "holds"
    assert evidence.tally.undefined > 0


def test_too_few_inputs_are_counted_and_not_called_none():
    s = Scalar("s")
    evidence = check((t * s <= t**2 + s**2).given(t == s + 1, s == 2 * t))
    assert evidence.verdict == "vacuous"
    few, rejected = evidence.tally.accepted, evidence.tally.rejected
    assert 0 < few < 5
    assert f"Only {few} of {few + rejected} generated inputs satisf" in evidence.reason
    assert "the hypotheses, which is too few to say anything. `s == 2 * t` gives s no value" in evidence.reason
    assert "nothing was tested" not in evidence.reason


def test_what_is_constant_only_as_a_letter_stands_there_twice_says_something():
    a = Vector("a", 3)
    assert check(np.cross(a, a) == 0).verdict == "holds"
    assert check(0 * a == 0).verdict == "vacuous"
    assert check(0 * (a * 0) == a * 0).verdict == "vacuous"


@pytest.mark.parametrize(
    ("relation", "verdict", "words"),
    [
        ((t == 2 * t).given(t**2 < 0), "vacuous", "No generated input satisfies the hypotheses, so nothing was tested."),
        (
            (t + x @ x >= t).given(t == t**2 - 1),
            "vacuous",
            "No generated input satisfies the hypotheses, so nothing was tested. `t == t ** 2 - 1` gives t no value, as t stands on both sides: "
            "solve it for one letter that stands alone, as t == …, or take a domain that constructs such values.",
        ),
        ((t + x @ x >= t).given(x @ x == 1.3), "vacuous", "`x @ x == 1.3` gives no letter a value, as none stands alone on a side"),
        (Scalar("s", from_strategy(st.nothing())) == 1.0, "vacuous", "No input could be generated"),
        (Scalar("s", from_strategy(st.text())) == 1.0, "error", "The strategy of `s` returned ['']"),
        (
            Scalar("s", from_strategy(st.integers().map(lambda v: v / 0))) == 1.0,
            "error",
            "The strategy of `s` raised ZeroDivisionError",
        ),
        (
            Vector("s", n, from_strategy(lambda shape: st.just(np.zeros(2)))) == 0.0,
            "error",
            "gave an array of shape (2,) where the variable has shape (1,)",
        ),
    ],
)
def test_domains_and_hypotheses_that_leave_nothing(relation, verdict, words):
    evidence = check(relation)
    assert evidence.verdict == verdict
    assert words in evidence.reason


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: interval(2, 1), "interval(2, 1) holds no number"),
        (lambda: integers(3, 2), "integers(3, 2) holds no number"),
        (lambda: one_of(), "one_of() lists no value"),
        (lambda: from_strategy(3), "give a Hypothesis strategy"),
        (lambda: dims("k", low=1, high=1), "the size can only be 1, so it is no variable: write the number 1"),
        (lambda: dims("k", low=3, high=1), "no size lies between 3 and 1"),
        (
            lambda: claim(x + Vector("x", dims("m")) == 2 * x, item="7"),
            "item 7: `x` stands for two different variables",
        ),
        (
            lambda: claim(x.sum() == Vector("y", dims("n", low=2)).sum(), item="7"),
            "item 7: `n` stands for two different variables",
        ),
        (lambda: Scalar(""), "a variable needs a name in LaTeX"),
    ],
)
def test_refused_at_once(make, words):
    with pytest.raises(FormulaError) as refusal:
        make()
    assert words in str(refusal.value)


def test_malformed_latex_in_a_name_is_shown_as_it_is():
    from mathcheck.report.formulas import mathml

    s = Scalar(r"\frac{a}{")
    evidence = check(claim(s + 1 == s, item="1"))
    assert evidence.verdict == "refuted"
    assert "frac" in mathml(evidence.latex)


@pytest.mark.parametrize(
    ("call", "returned"),
    [
        (lambda v: np.random.default_rng().random(), "two different numbers"),
        (lambda v: v + np.random.default_rng().random(v.shape), "two different arrays"),
    ],
)
def test_what_is_said_of_random_code_is_the_same_from_run_to_run(call, returned):
    right = t if returned.endswith("numbers") else x
    reasons = {check(claim(function(call, name="f")(x) == right, item="1")).reason for _ in range(2)}
    assert reasons == {
        f"f is random: for one and the same input it returned {returned}. A formula has one value: seed the generator inside the function, or "
        "pass the random numbers in as an argument."
    }


def test_code_that_returns_other_shapes_each_time_is_random():
    lengths = itertools.count(1)
    with pytest.raises(RandomCode, match="it returned arrays of different shapes"):
        call_watched("f", lambda: np.ones(next(lengths)), (), {}, twice=True)


def test_a_generator_made_anew_is_seen_where_small_inputs_do_not_show_it():
    f = function(lambda v: v * (np.random.default_rng().random(v.shape) < 0.9), name="f")
    for relation in (f(A) == A, jacobian(f(x).sum(), x) == 1, f(A) == f(A).T):
        evidence = check(claim(relation, item="1"))
        assert evidence.verdict == "error"
        assert "f is random: for one and the same input it returned" in evidence.reason


def test_code_that_rounds_its_arguments_and_returns_doubles_is_single_precision():
    def softmax_of(q, k):  # the root is a double, and so is everything after it
        e = np.exp(q.astype(np.float32) * k.astype(np.float32) / np.sqrt(np.float64(len(k))))
        return e / e.sum()

    y = Vector("y", n)
    e = np.exp(x * y / np.sqrt(n))
    assert str(check(claim(function(softmax_of, name="f")(x, y) == e / e.sum(), item="1")).verdict) in ("holds", "inconclusive")
    program = compile_relation(function(softmax_of, name="f")(x, y) == e / e.sum())
    learn_precision(Trial(program))
    assert set(program.precision.values()) == {2.0**-23}


@pytest.mark.parametrize(
    ("code", "slope"),
    [
        (lambda v: v + np.tanh(v.astype(np.float32)), 2 - np.tanh(x) ** 2),
        (lambda v: 3 * np.tanh(v.astype(np.float32)).astype(float) + v**2, 3 - 3 * np.tanh(x) ** 2 + 2 * x),
    ],
)
def test_code_of_which_one_part_is_single_precision_is_not_refuted_for_its_rounding(code, slope):
    f = function(code, name="f")
    assert check(claim(derivative(f(x), x) == slope, item="1")).verdict == "holds"
    assert check(claim(derivative(f(x), x) == 1.01 * slope, item="1")).verdict == "refuted"


def test_code_that_varies_fast_is_not_taken_for_single_precision():
    f = function(lambda v: np.sin(1e5 * v), name="f")
    assert check(claim(derivative(f(x), x) == 1.0001e5 * np.cos(1e5 * x), item="1")).verdict == "refuted"


def test_a_strict_inequality_says_where_the_sides_may_be_equal():
    f = function(lambda v: float(np.sqrt(np.sum(v * v))), name="f")
    evidence = check(claim(f(x + A @ x) < f(x) + f(A @ x), item="1"))
    assert evidence.verdict == "holds"
    assert "more the two sides are equal as far as rounding lets see, and may be equal" in evidence.reason


def test_complex_numbers_on_the_way_belong_inside_a_function():
    evidence = check(np.sum(np.abs(np.fft.fft(x)) ** 2) == n * np.sum(x**2))
    assert evidence.verdict == "error"
    assert "keep these inside, as in f = function(lambda x: np.abs(np.fft.fft(x)), name='f')" in evidence.reason
    f = function(lambda x: np.abs(np.fft.fft(x)), name="f")
    assert check(np.sum(f(x) ** 2) == n * np.sum(x**2)).verdict == "holds"


@pytest.mark.parametrize(
    ("relation", "inside"),
    [
        (np.real(np.fft.fft(x))[0] == np.sum(x), "lambda x: np.real(np.fft.fft(x))"),
        (np.imag(np.fft.fft(x)[0]) == 0, "lambda x: np.imag(np.fft.fft(x)[0])"),
        (
            np.sum(np.real(np.fft.ifft(np.fft.fft(x) * np.fft.fft(A @ x)))) == np.sum(x) * np.sum(A @ x),
            "lambda x, A: np.real(np.fft.ifft(np.fft.fft(x) * np.fft.fft(A @ x)))",
        ),
    ],
)  # fmt: skip
def test_what_makes_complex_numbers_real_is_kept_as_it_was_written(relation, inside):
    evidence = check(relation)
    assert evidence.verdict == "error"
    assert f"as in f = function({inside}, name='f')" in evidence.reason
