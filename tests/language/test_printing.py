"""Formulas print as they were written. Without these the report would show something else than what was claimed."""

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
    directional,
    function,
    gradient,
    hessian,
    jacobian,
    limit,
    named,
    proportional,
)
from mathcheck.functions import eye, ones, softmax, unique_maximum
from mathcheck.insight.rows_numbers import near_numbers
from mathcheck.language import constants
from mathcheck.language.marks import marked
from mathcheck.language.printing import identifier
from mathcheck.language.typesetting import definitions, latex
from mathcheck.report.formulas import mathml
from mathcheck.report.unicode import unicode

m, n = dims("m n")
x, y, A, B = Vector("x", n), Vector("y", n), Matrix("A", m, n), Matrix("B", n, n)
t = Scalar(r"\beta")

FORMS = [
    (A @ (B @ x), "A @ (B @ x)", r"A \, \left(B \, x\right)"),
    ((A @ B) @ x, "A @ B @ x", r"A \, B \, x"),
    (x - (y - x), "x - (y - x)", r"x - \left(y - x\right)"),
    (x - y - x, "x - y - x", r"x - y - x"),
    # A vector is a column: on the left of a product it is turned, once, and an inner product is a number before others.
    ((x @ y) ** 2, "(x @ y) ** 2", r"\left(x^{\top} \, y\right)^{2}"),
    (np.dot(x, y), "np.dot(x, y)", r"x^{\top} \, y"),
    (x @ B, "x @ B", r"x^{\top} \, B"),
    (x @ B @ y, "x @ B @ y", r"x^{\top} \, B \, y"),
    (x.T @ y, "x.T @ y", r"x^{\top} \, y"),
    (marked(x @ B) @ y, "x @ B @ y", r"\color{changed}{x^{\top} \, B} \, y"),
    (2 * x @ B @ y, "2 * x @ B @ y", r"2 \, x^{\top} \, B \, y"),
    ((x - y) @ (x - y), "(x - y) @ (x - y)", r"\left(x - y\right)^{\top} \, \left(x - y\right)"),
    (y - (y @ x) * x, "y - y @ x * x", r"y - \left(y^{\top} \, x\right) \, x"),
    ((y @ x) * x @ y, "y @ x * x @ y", r"\left(y^{\top} \, x\right) \, x^{\top} \, y"),
    (np.array([1.5, 2.5]) @ Vector("z", 2), "np.array([1.5, 2.5]) @ z", r"\begin{pmatrix} 1.5 & 2.5 \end{pmatrix} \, z"),
    (Vector("x^{(1)}", n) @ x, "x_1 @ x", r"{x^{(1)}}^{\top} \, x"),
    (2 * x, "2 * x", r"2 \, x"),
    (x * 2, "x * 2", r"x \cdot 2"),
    (x * y, "x * y", r"x \odot y"),
    (-(x**2), "-x ** 2", r"-x^{2}"),
    ((-x) ** 2, "(-x) ** 2", r"\left(-x\right)^{2}"),
    (x / (1 + t), "x / (1 + beta)", r"\frac{x}{1 + \beta}"),
    (A.T, "A.T", r"A^{\top}"),
    ((A @ B).T, "(A @ B).T", r"\left(A \, B\right)^{\top}"),
    (np.linalg.inv(B), "np.linalg.inv(B)", "B^{-1}"),
    (x[0], "x[0]", "x_{0}"),
    (x[: n - 1], "x[:n - 1]", "x_{:n - 1}"),
    (np.sum(A, axis=0), "np.sum(A, axis=0)", r"\operatorname{sum}\left(A, \text{axis}=0\right)"),
    (np.where(x > 0, x, 0), "np.where(x > 0, x, 0)", r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}"),
    (np.outer(x, y), "np.outer(x, y)", r"x \, y^{\top}"),
    (np.pi * x, "np.pi * x", r"\pi \, x"),
    # What Python has computed before the formula saw it is written as it was, where it is that very double.
    (2 * np.pi * x, "2 * np.pi * x", r"2 \, \pi \, x"),
    (x / (2 * np.pi), "x / (2 * np.pi)", r"\frac{x}{2 \, \pi}"),
    (x - np.pi / 2, "x - np.pi / 2", r"x - \frac{\pi}{2}"),
    (x ** (np.e / 3), "x ** (np.e / 3)", r"x^{\frac{e}{3}}"),
    (x / np.sqrt(2 * np.pi), "x / np.sqrt(2 * np.pi)", r"\frac{x}{\sqrt{2 \, \pi}}"),
    (-np.sqrt(3) + x, "-np.sqrt(3) + x", r"-\sqrt{3} + x"),
    (6.283 * x, "6.283 * x", r"6.283 \, x"),
    (1e-7 * x, "1e-07 * x", r"1 \cdot 10^{-7} \, x"),
    (scipy.special.erf(x), "scipy.special.erf(x)", r"\operatorname{erf}\left(x\right)"),
    (softmax(t * x), "softmax(beta * x)", r"\operatorname{softmax}\left(\beta \, x\right)"),
    (eye(n), "eye(n)", "I_{n}"),
    (ones(m, n), "ones(m, n)", r"\mathbf{1}_{m \times n}"),
    (jacobian(A @ x, x), "jacobian(A @ x, x)", r"\frac{\partial \, \left(A \, x\right)}{\partial \, x}"),
    (gradient(x @ x, x), "gradient(x @ x, x)", r"\nabla_{\! x} \, \left(x^{\top} \, x\right)"),
    (hessian(x @ x, x), "hessian(x @ x, x)", r"\nabla^{2}_{\! x} \, \left(x^{\top} \, x\right)"),
    (directional(x @ x, x, y), "directional(x @ x, x, y)", r"\mathrm{D}_{y} \, \left(x^{\top} \, x\right)"),
    (limit(t * x, t, 0, side="+"), "limit(beta * x, beta, 0, side='+')", r"\lim_{\beta \to 0^{+}} \beta \, x"),
    (limit(t * x, t, -np.inf), "limit(beta * x, beta, -np.inf)", r"\lim_{\beta \to -\infty} \beta \, x"),
    (x <= y, "x <= y", r"x \le y"),
    (proportional(x, y), "proportional(x, y)", r"x \;\propto\; y"),
    ((x > 0) & (y > 0), "(x > 0) & (y > 0)", r"x > 0 \;\text{ and }\; y > 0"),
    ((x == y).given(unique_maximum(x)), "(x == y).given(unique_maximum(x))", None),
    (np.eye(3) @ B, "np.eye(3) @ B", r"I_{3} \, B"),
    (B @ np.array([[1, 2], [3, 4]]), "B @ np.array([[1, 2], [3, 4]])", r"B \, \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"),
    (x * np.array([1, 1 / 3]), f"x * np.array([1, {1 / 3}])", r"x \odot \begin{pmatrix} 1 & 0.333333\ldots \end{pmatrix}"),
    (B @ [[1, 2], [3, 4]], "B @ [[1, 2], [3, 4]]", r"B \, \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"),
    (t * np.array(-3.0), "beta * (-3)", r"\beta \, \left(-3\right)"),
    (x[np.array([0, 1])], "x[np.array([0, 1])]", "x_{[0, 1]}"),
    (np.ones((1, 2, 1)) * x, "np.array([[[1], [1]]]) * x", None),
    (function(lambda v: v, name="my_code")(x), "my_code(x)", r"\operatorname{my\_code}\left(x\right)"),
]


@pytest.mark.parametrize(("formula", "python", "tex"), FORMS, ids=[python for _, python, _ in FORMS])
def test_prints_as_written(formula, python, tex):
    assert repr(formula) == python
    if tex is not None:
        assert latex(formula) == tex


def test_an_array_of_more_axes_is_set_as_the_matrices_that_it_holds():
    matrix = r"\begin{pmatrix} 1 & 1 \end{pmatrix}"
    assert latex(np.ones((2, 1, 2)) @ x) == rf"\left[{matrix}, {matrix}\right] \, x"


def test_a_large_array_is_set_by_its_ends_and_a_line_of_python_is_one_line():
    row = latex(np.arange(50) @ x)
    assert row == r"\begin{pmatrix} 0 & 1 & 2 & 3 & 4 & \ldots & 48 & 49 \end{pmatrix} \, x"
    assert r"\\ \vdots \\ 48 \\ 49 \end" in latex(np.arange(50.0)[:, None] * x)
    assert "\n" not in repr(np.random.default_rng(0).random((9, 9)) @ x)
    assert repr(np.arange(5000) @ x) == "np.array([0, 1, 2, ..., 4997, 4998, 4999]) @ x"
    assert unicode(latex(np.eye(2, dtype=int)[:, None] @ x)) == "[[1, 0], [0, 1]] x"


def test_numbers_that_differ_look_different():
    # √(2/π), as it is computed with some error, and two that people round it to: of a number that is cut so much is left that it begins no other one.
    assert latex(0.7978845608028631 * t == 0.7978849 * t) == r"0.7978845\ldots \, \beta = 0.7978849 \, \beta"
    assert latex(0.7978845608028631 * t == 0.7978845600000001 * t) == r"0.7978845608\ldots \, \beta = 0.7978845600\ldots \, \beta"
    assert latex(t * math.sqrt(7) == t * 2.64575131106) == r"\beta \cdot 2.6457513110645907 = \beta \cdot 2.64575131106"


def test_numbers_of_one_claim_that_stand_in_different_places_look_different():
    inner = named("c", 0.7978845608028631 * t)
    evidence = check(claim((inner == 0.7978849 * t).given(t < 0.7978845600000001), item="1"))
    assert evidence.definitions[0][2] == r"0.7978845608\ldots \, \beta"
    assert evidence.hypotheses[0][1] == r"\beta < 0.7978845600\ldots"


def test_an_entry_of_what_has_a_subscript_is_set():
    for formula in (Vector("x_1", n)[0], eye(n)[0], Vector("x_1", n)[0] ** 2):
        assert latex(formula).startswith("{")
        assert "<code" not in mathml(latex(formula))


def test_the_left_side_stays_left():
    # abs(x) == x is a node compared with a letter; Python must not turn it round.
    assert repr(abs(x) == x) == "np.abs(x) == x"
    assert repr(x == abs(x)) == "x == np.abs(x)"


def test_named_parts_print_as_their_name_with_a_definition():
    s = named("s_1", A @ x)
    assert repr(np.tanh(s)) == "np.tanh(s_1)"
    assert definitions(np.tanh(s)) == [("s_1", "A @ x", r"A \, x")]


def test_identifiers():
    assert [identifier(name) for name in (r"\beta", r"\tilde{y}", r"W^{(1)}", "x'", r"\mathbf{x}_{12}")] == [
        "beta",
        "tilde_y",
        "W_1",
        "x_prime",
        "x_12",
    ]


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (-B.T @ x, "-B.T @ x"),
        (-(B.T @ x), "-B.T @ x"),
        ((-2) * A @ x, "-2 * A @ x"),
        (t + (-2) * t, "beta + (-2 * beta)"),
        (-(t // 2), "-(beta // 2)"),
        ((-t) // 2, "-beta // 2"),
        ((-t) ** 2, "(-beta) ** 2"),
        (t * (-t), "beta * (-beta)"),
    ],
)
def test_a_minus_sign_has_brackets_only_where_python_needs_them(formula, text):
    assert repr(formula) == text


def test_a_constant_is_written_as_what_computes_it_to_the_last_bit():
    # Otherwise a formula that is copied from a report would be another one.
    for number, how in constants._table().items():
        assert eval(how.python, {"np": np}) == number
    assert constants.written(2 * np.pi * (1 + 2**-52)) is None


def test_what_is_wrong_and_what_would_hold_write_a_constant_alike():
    s = Scalar("s")
    evidence = check(derivative(np.sin(2 * np.pi * s), s) == np.cos(2 * np.pi * s))
    assert "`2 * np.pi`" in evidence.mistakes[0].words
    assert evidence.repairs[0].statement == "derivative(np.sin(2 * np.pi * s), s) == 2 * np.pi * np.cos(2 * np.pi * s)"
    # √2·√π is one rounding off √(2π), and would be a decimal that nobody knows.
    assert math.sqrt(2 * math.pi) in near_numbers(math.sqrt(math.pi))
