"""Formulas print as they were written. Without these the report would show something else than what was claimed."""

import numpy as np
import pytest
import scipy.special

from mathcheck import Matrix, Scalar, Vector, dims, directional, function, gradient, hessian, jacobian, limit, named, proportional
from mathcheck.functions import eye, ones, softmax, unique_maximum
from mathcheck.language.printing import identifier
from mathcheck.language.typesetting import definitions, latex
from mathcheck.report.formulas import mathml

m, n = dims("m n")
x, y, A, B = Vector("x", n), Vector("y", n), Matrix("A", m, n), Matrix("B", n, n)
t = Scalar(r"\beta")

FORMS = [
    (A @ (B @ x), "A @ (B @ x)", r"A \, \left(B \, x\right)"),
    ((A @ B) @ x, "A @ B @ x", r"A \, B \, x"),
    (x - (y - x), "x - (y - x)", r"x - \left(y - x\right)"),
    (x - y - x, "x - y - x", r"x - y - x"),
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
    (1e-7 * x, "1e-07 * x", r"1 \cdot 10^{-7} \, x"),
    (scipy.special.erf(x), "scipy.special.erf(x)", r"\operatorname{erf}\left(x\right)"),
    (softmax(t * x), "softmax(beta * x)", r"\operatorname{softmax}\left(\beta \, x\right)"),
    (eye(n), "eye(n)", "I_{n}"),
    (ones(m, n), "ones(m, n)", r"\mathbf{1}_{m \times n}"),
    (jacobian(A @ x, x), "jacobian(A @ x, x)", r"\frac{\partial \, \left(A \, x\right)}{\partial \, x}"),
    (gradient(x @ x, x), "gradient(x @ x, x)", r"\nabla_{\! x} \, \left(x \, x\right)"),
    (hessian(x @ x, x), "hessian(x @ x, x)", r"\nabla^{2}_{\! x} \, \left(x \, x\right)"),
    (directional(x @ x, x, y), "directional(x @ x, x, y)", r"\mathrm{D}_{y} \, \left(x \, x\right)"),
    (limit(t * x, t, 0, side="+"), "limit(beta * x, beta, 0, side='+')", r"\lim_{\beta \to 0^{+}} \beta \, x"),
    (limit(t * x, t, -np.inf), "limit(beta * x, beta, -np.inf)", r"\lim_{\beta \to -\infty} \beta \, x"),
    (x <= y, "x <= y", r"x \le y"),
    (proportional(x, y), "proportional(x, y)", r"x \;\propto\; y"),
    ((x > 0) & (y > 0), "(x > 0) & (y > 0)", r"x > 0 \;\text{ and }\; y > 0"),
    ((x == y).given(unique_maximum(x)), "(x == y).given(unique_maximum(x))", None),
    (function(lambda v: v, name="my_code")(x), "my_code(x)", r"\operatorname{my\_code}\left(x\right)"),
]


@pytest.mark.parametrize(("formula", "python", "tex"), FORMS, ids=[python for _, python, _ in FORMS])
def test_prints_as_written(formula, python, tex):
    assert repr(formula) == python
    if tex is not None:
        assert latex(formula) == tex


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
