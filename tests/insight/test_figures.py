"""A figure that shows something else than the claim is worse than none: its data are held against closed forms."""

import json
import math

import numpy as np
import pytest
import scipy.special

from mathcheck import (
    Matrix,
    Scalar,
    Vector,
    check,
    claim,
    derivative,
    dims,
    function,
    gradient,
    jacobian,
    limit,
    one_of,
    positive,
    proportional,
    simplex,
    unit_interval,
)  # fmt: skip
from mathcheck.engine.check import check_reading
from mathcheck.engine.evidence import Evidence
from mathcheck.functions import gelu, leaky_relu, one_hot_argmax, ones, relu, softmax
from mathcheck.insight import figures as makers
from mathcheck.insight.figures import figures
from mathcheck.insight.lines import letter

t, a, p = Scalar("t"), Scalar(r"\alpha"), Scalar("p", positive)
n = dims("n")
x = Vector("x", n)


def figure(relation, kind):
    """The figure of that kind, and nothing else asked."""
    (found,) = [figure for figure in check(relation).figures if figure.kind == kind]
    return found


def kinds(relation):
    return [figure.kind for figure in check(relation).figures]


def values(data, number):
    """Places and values of one of two curves, where it has one."""
    pairs = [(x, y) for x, y in zip(data["x"], data["curves"][number]["y"], strict=True) if y is not None]
    return np.array(pairs).T


# --- curve ----------------------------------------------------------------------------------------

SMOOTH = {
    "tanh": (np.tanh, lambda t: 1 - np.tanh(t) ** 2),
    "gelu": (gelu, lambda t: scipy.special.ndtr(t) + t * np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi)),
    "sin": (np.sin, np.cos),
}


@pytest.mark.parametrize("name", SMOOTH)
def test_both_curves_of_a_derivative_are_the_closed_form(name):
    f, slope = SMOOTH[name]
    data = figure(derivative(f(t), t) == slope(t), "curve").data
    assert (data["axis"], data["kinks"], data["at"]) == ("t", [], None)
    assert [curve["role"] for curve in data["curves"]] == ["claimed", "measured"]
    for number in range(2):
        at, y = values(data, number)
        assert len(at) >= 61
        np.testing.assert_allclose(y, slope(at), atol=2e-4)
    assert max(e for e in data["error"] if e is not None) < 1e-6


def test_the_slope_of_relu_has_a_kink_at_zero():
    found = figure(derivative(relu(t), t) == np.where(t > 0, 1, 0), "curve")
    assert found.data["kinks"] == [{"x": 0.0, "left": 0.0, "right": 1.0}]
    at, y = values(found.data, 1)
    assert set(y[at < 0]) == {0.0}
    assert set(y[at > 0]) == {1.0}
    assert 0.0 not in at
    assert "At 0 the one-sided derivatives differ." in found.caption


def test_other_letters_stand_for_round_numbers_that_the_caption_tells():
    found = figure(derivative(leaky_relu(t, a), t) == np.where(t > 0, 1, a), "curve")
    assert found.data["kinks"] == [{"x": 0.0, "left": 0.25, "right": 1.0}]
    assert "with α = 0.25" in found.caption


def test_kinks_between_places_are_narrowed_down():
    # max(t², t + 1) changes at the golden ratio and its conjugate, (1 ± √5) / 2.
    relation = derivative(np.maximum(t**2, t + 1), t) == np.where(t**2 > t + 1, 2 * t, 1)
    low, high = figure(relation, "curve").data["kinks"]
    golden = (1 + math.sqrt(5)) / 2
    assert high["x"] == pytest.approx(golden, abs=1e-3)
    assert low["x"] == pytest.approx(1 - golden, abs=1e-3)
    assert high["left"] == pytest.approx(1)
    assert high["right"] == pytest.approx(2 * golden, abs=0.02)


def test_a_steep_curve_is_no_kink():
    assert figure(derivative(np.tanh(40 * t) / 40, t) == 1 - np.tanh(40 * t) ** 2, "curve").data["kinks"] == []


def test_a_wrong_derivative_is_shown_at_its_counterexample():
    evidence = check(derivative(np.tanh(t), t) == 1 - np.tanh(t))
    data = evidence.figures[0].data
    at = evidence.simplest.inputs[0].value.entries
    assert data["at"]["x"] == pytest.approx(at)
    assert data["at"]["y"] == pytest.approx([1 - math.tanh(at), 1 - math.tanh(at) ** 2], abs=1e-4)
    for number, truth in enumerate((lambda t: 1 - np.tanh(t), lambda t: 1 - np.tanh(t) ** 2)):
        where, y = values(data, number)
        np.testing.assert_allclose(y, truth(where), atol=2e-4)


def test_one_entry_of_a_wrong_gradient_moves():
    # ∂/∂xᵢ Σ (x − 2)² is 2xᵢ − 4 whatever the others are.
    data = figure(gradient(np.sum((x - 2) ** 2), x) == 2 * x, "curve").data
    assert data["axis"] == "x[0]"
    at, y = values(data, 1)
    np.testing.assert_allclose(y, 2 * at - 4, atol=1e-3)


def test_a_domain_is_not_left():
    at, y = values(figure(derivative(np.log(p), p) == 1 / p, "curve").data, 1)
    assert at[0] > 0
    np.testing.assert_allclose(y, 1 / at, rtol=1e-3)
    q = Scalar("q", unit_interval)
    at, _ = values(figure(-q * np.log(q) <= 0.2, "curve").data, 0)
    assert 0 < at[0] < 0.02
    assert 0.98 < at[-1] < 1


def test_hypotheses_cut_the_line():
    at, _ = values(figure((derivative(relu(t), t) >= derivative(np.tanh(t), t)).given(t > 0), "curve").data, 0)
    assert at[0] > 0
    assert len(at) > 50


def test_a_far_counterexample_is_in_the_picture():
    evidence = check(np.where(t > 1000, t, np.abs(t)) == np.where(t > 1000, t + 1, np.abs(t)))
    assert evidence.verdict == "refuted"
    data = evidence.figures[0].data
    assert data["x"][0] < data["at"]["x"] < data["x"][-1]


def test_a_pole_interrupts_its_curve():
    data = figure(1 / t <= t, "curve").data
    before, after = (y for x, y in zip(data["x"], data["curves"][0]["y"], strict=True) if y is not None and abs(x) < 1e-2)
    assert before < 0 < after
    assert None in data["curves"][0]["y"]


def test_no_curve_where_one_number_cannot_move_alone():
    s = Vector("s", n, simplex)
    assert "curve" not in kinds(gradient(np.sum(s**2), s) == s)
    k = Scalar("k", one_of(1, 2, 3))
    assert "curve" not in kinds(k**2 <= 8)
    A = Matrix("A", dims("m"), n)
    assert kinds(jacobian(A @ x, x) == A) == []  # it holds, and is no curve but a matrix


def test_somebodys_own_code_is_drawn_without_derivatives():
    calls = []
    cube = function(lambda v: calls.append(v) or v**3, name="cube")
    at, y = values(figure(cube(t) == t**3, "curve").data, 0)
    np.testing.assert_allclose(y, at**3, rtol=1e-3)
    before = len(calls)
    assert before < 1500


# --- approach -------------------------------------------------------------------------------------


def test_the_distance_from_a_limit():
    # |sin p / p − 1| = p²/6 + …, with 1/p on the axis.
    found = figure(limit(np.sin(p) / p, p, 0, side="+") == 1, "approach")
    at, y = values(found.data, 0)
    np.testing.assert_allclose(y[at > 10], 1 / (6 * at[at > 10] ** 2), rtol=0.01)
    assert found.data["axis"] == "1 / |p|"
    assert found.data["rate"] == "algebraic, order 2"


def test_the_distance_from_a_wrong_limit_levels_off():
    found = figure(limit((1 + 2 / p) ** p, p, np.inf) == np.e, "approach")
    measured, claimed = (values(found.data, number)[1] for number in range(2))
    assert measured[-1] < 1e-4
    assert claimed[-1] == pytest.approx(math.e**2 - math.e, rel=1e-3)
    assert "the limit is 7.38906, claimed is 2.71828" in found.caption


def test_rounding_is_not_drawn():
    # (exp t − 1)/t cancels: below t = 1e-8 there is nothing but rounding.
    at, y = values(figure(limit((np.exp(t) - 1) / t, t, 0) == 0, "approach").data, 0)
    assert at[-1] < 1e9
    assert np.all(np.diff(y) < 0)


def test_a_constant_approach_shows_nothing():
    assert kinds(limit(derivative(relu(t), t), t, np.inf) == 1) == []


# --- heat, errors, graph --------------------------------------------------------------------------


def test_the_map_of_a_jacobian_shows_which_entries_are_wrong():
    # The Jacobian of x² is 2 diag(x): the claimed one is off by 3 above the diagonal.
    found = figure(jacobian(x**2, x) == 2 * np.diag(x) + 3 * np.triu(ones(n, n), 1), "heat")
    wrong, amounts = np.array(found.data["wrong"]), np.array(found.data["values"])
    np.testing.assert_array_equal(wrong, np.triu(np.ones(wrong.shape), 1) == 1)
    np.testing.assert_allclose(amounts, 3 * wrong, atol=1e-6)
    assert (found.data["rows"], found.data["columns"]) == ("entries of x ** 2", "entries of x")


def test_the_map_of_a_gradient_by_a_matrix_has_its_rows_and_columns():
    X = Matrix("X", n, n)
    found = figure(gradient(np.trace(X @ X), X) == 2 * X, "heat")  # 2Xᵀ
    assert (found.data["rows"], found.data["columns"]) == ("rows of X", "columns of X")
    assert not np.any(np.diag(found.data["wrong"]))


def test_no_map_where_all_entries_are_alike():
    m = dims("m")
    A = Matrix("A", m, n)
    assert "heat" not in kinds(gradient(np.sum(A), A) == 2 * np.ones(1) * np.ones((1, 1)) + 0 * A)


def test_a_histogram_has_every_input_once():
    data = figure(Matrix("A", n, n) @ Matrix("B", n, n) == Matrix("B", n, n) @ Matrix("A", n, n), "errors").data
    assert sum(data["counts"]) + data["exact"] == data["inputs"] >= 24
    beyond = sum(count for low, count in zip(data["edges"], data["counts"], strict=False) if low >= 0)
    assert beyond == data["beyond"] > 0


def test_the_graph_carries_the_values_of_the_counterexample():
    evidence = check((t + 1) ** 2 * a == (t**2 + 1) * a)
    (found,) = [figure for figure in evidence.figures if figure.kind == "graph"]
    at = {binding.name: binding.value.entries for binding in evidence.simplest.inputs}
    shown = {node["label"]: node["value"] for node in found.data["nodes"]}
    assert float(shown["t"].replace("−", "-")) == at["t"]
    assert float(shown["+ 1"].replace("−", "-")) in (at["t"] + 1, at["t"] ** 2 + 1)
    assert found.data["nodes"][-1]["label"] == "="
    ends = {j for _, j in found.data["edges"]}
    assert ends == {i for i, node in enumerate(found.data["nodes"]) if not node["leaf"]}


def test_a_large_graph_is_left_out():
    total = t
    for k in range(12):
        total = np.sin(total) + k
    assert "graph" not in kinds(total == t)


# --- all of them ----------------------------------------------------------------------------------

SEVERAL = [
    derivative(relu(t), t) == np.where(t > 0, 1, 0),
    derivative(np.tanh(t), t) == 1 - np.tanh(t),
    limit(softmax(p * x), p, np.inf) == one_hot_argmax(x),
    gradient(np.sum(x**3), x) == 2 * x,
    proportional(x, -x),
    np.log(p) <= p - 2,
]


@pytest.mark.parametrize("relation", SEVERAL, ids=repr)
def test_figures_survive_json_and_come_out_the_same_again(relation):
    evidence, again = check(relation), check(relation)
    assert evidence.figures == again.figures
    assert len(evidence.figures) <= 2
    assert Evidence.from_dict(json.loads(json.dumps(evidence.to_dict(), allow_nan=False))) == evidence


def test_a_figure_that_fails_costs_nothing_but_itself(monkeypatch):
    def fails(search, found):
        raise ZeroDivisionError

    monkeypatch.setattr(makers, "MAKERS", dict.fromkeys(makers.MAKERS, (fails,)))
    evidence = check(derivative(np.tanh(t), t) == 1 - np.tanh(t))
    assert (evidence.verdict, evidence.figures, evidence.detail) == ("refuted", (), "")


def test_making_figures_changes_nothing_of_the_search():
    kept = []

    def explain(search, evidence):
        before = search.trial.snapshot()
        first = figures(search, evidence)
        assert search.trial.snapshot() == before
        kept.append((first, figures(search, evidence)))
        return evidence

    for relation in SEVERAL:
        check_reading(claim(relation, item="1"), explain=explain)
    assert all(first == second for first, second in kept)


def test_names_in_plain_letters():
    assert [letter(name) for name in (r"\Gamma", r"\beta", "W^{(12)}", r"\vec{x}", "s_1", "hi")] == [
        "Γ",
        "β",
        "W₁₂",
        "x",
        "s₁",
        "hi",
    ]


def test_a_small_difference_is_drawn_itself():
    # 2/√π is 1.1283791…, and beside it 1.1284 cannot be told apart on paper.
    found = figure(derivative(scipy.special.erf(t), t) == 1.1284 * np.exp(-(t**2)), "curve")
    off = 1.1284 - 2 / math.sqrt(math.pi)
    at = np.array(found.data["x"])
    np.testing.assert_allclose(np.array(found.data["difference"]), off * np.exp(-(at**2)), atol=1e-9)
    assert "would look alike" in found.caption
    assert "difference" not in figure(derivative(np.tanh(t), t) == 1 - np.tanh(t), "curve").data


def test_a_rate_that_the_curve_does_not_show_is_not_named():
    from mathcheck.insight.approach import _seen_rate

    far = np.logspace(0, 6, 40)
    line, fast = [float(1 / place) for place in far], [float(np.exp(-place)) for place in np.linspace(1, 40, 40)]
    assert _seen_rate("algebraic, order 1", far, line) == "algebraic, order 1"
    assert [_seen_rate(rate, far, line) for rate in ("algebraic, order 2", "logarithmic", "exponential", "none")] == [
        "",
        "",
        "",
        "",
    ]
    assert _seen_rate("exponential", np.linspace(1, 40, 40), fast) == "exponential"


def test_a_fast_curve_is_looked_at_closely_enough():
    # 61 places over eight units would show sin(200 t) as a slower wave that is not there.
    data = figure(derivative(np.sin(200 * t), t) == 200 * np.cos(200 * t), "curve").data
    assert data["x"][-1] - data["x"][0] < 0.3
    at, y = values(data, 1)
    np.testing.assert_allclose(y, 200 * np.cos(200 * at), atol=0.1)


def test_a_pole_of_a_derivative_is_no_kink():
    data = figure(derivative(np.log(np.abs(t)), t) == 1 / t, "curve").data
    assert data["kinks"] == []
    assert None in data["curves"][1]["y"]


def test_two_constants_are_no_curves():
    assert kinds(np.cosh(t) ** 2 - np.sinh(t) ** 2 == 1) == []
    assert kinds(derivative(np.sin(t) ** 2 + np.cos(t) ** 2, t) == 0 * t) == []
