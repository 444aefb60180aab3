"""Formulas become MathML that browsers draw, and nothing else of what a claim says comes through."""

import re
import time
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from mathcheck import Matrix, Scalar, Vector, dims, gradient, jacobian, limit
from mathcheck.functions import ones
from mathcheck.language.marks import marked
from mathcheck.language.printing import python
from mathcheck.language.typesetting import latex
from mathcheck.report.formulas import mathml
from mathcheck.report.unicode import unicode

n = dims("n")
A, x, t = Matrix("A", n, n), Vector("x", n), Scalar("t")

HOSTILE = [
    r"\text{<script>alert(1)</script>}",
    r"\href{javascript:alert(1)}{x}",
    r"\color{red;background:url(x)}{x}",
    r"\color{changed;background:url(x)}{x}",
    r"\color{changed\" onclick=\"alert(1)}{x}",
    r"\textcolor{red}{x}",
    r"\style{background:url(x)}{x}",
    r"\class{mc-card}{x}",
    r"\id{y}{x}",
    r"\operatorname{<img src=x onerror=alert(1)>}",
    r"x_{<img src=x onerror=alert(2)>}",
    r"\mathrm{</math><script>alert(1)</script>}",
    "x & y <b> ' \"",
    r"\frac{1",
    r"\left( x",
    "}{",
    "^",
    "_",
    r"\begin{pmatrix} 1 & 2",
    r"\unknown{x}",
    "\x00\x1b",
    "{" * 5000 + "x" + "}" * 5000,
    "{" * 2900 + "x" + "}" * 2900,
    "x + " * 2500,
    "",
]


@pytest.mark.parametrize("source", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_harmful_comes_through(source):
    started = time.perf_counter()
    text = mathml(source)
    assert time.perf_counter() - started < 5
    assert set(re.findall(r"<([a-zA-Z]+)", text)) <= {
        "math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msub", "msup", "mstyle", "mtable", "mtr", "mtd", "code",
    }  # fmt: skip
    inside = re.findall(r"<[^>]*>", text)
    assert not [tag for tag in inside if re.search(r"url\(|\son\w+=|style=|href|id=|color", tag)]
    assert set(re.findall(r'class="([^"]*)"', text)) <= {"latex"}


def test_what_cannot_be_converted_is_shown_as_its_source():
    assert mathml(r"\frac{1") == r'<code class="latex">\frac{1</code>'
    assert mathml("x + " * 2500).startswith('<code class="latex">x + x')


def test_exactly_the_changed_part_is_marked():
    marked = ET.fromstring(mathml(r"A \color{changed}{x^{2}} + y"))
    (change,) = [node for node in marked.iter() if node.get("class") == "mc-changed"]
    assert "".join(change.itertext()) == "x2"
    assert "mc-changed" in mathml(r"A^{\color{changed}{\top}} \, \left(\color{changed}{x}\right)")


def parsed(formula):
    return ET.fromstring(mathml(latex(formula), block=True).replace(' xmlns="http://www.w3.org/1998/Math/MathML"', ""))


def test_a_function_s_name_is_no_operator():
    names = [node for node in parsed(np.linalg.det(A) == np.tanh(t)).iter("mi") if node.text in ("det", "tanh")]
    assert len(names) == 2
    assert not [node for node in parsed(np.max(x) == 1).iter("mo") if node.text == "max"]


def test_limits_stand_under_their_operator():
    under = parsed(limit(np.tanh(t), t, np.inf) == 1).find(".//munder")
    assert under[0].text == "lim"
    assert under[0].get("movablelimits") == "true"
    assert "".join(under[1].itertext()) == "t→∞"


def test_bold_letters_hats_signs_and_cases():
    assert "𝟏" in mathml(latex(ones(n)))
    assert "𝐖" in mathml(r"\mathbf{W}")
    assert 'accent="true"' in mathml(r"\tilde{y}")
    assert '<mo form="prefix">−</mo>' in mathml(r"\exp\left(-x\right)")
    assert '<mo form="prefix">' not in mathml("y - x")
    assert mathml(latex(np.where(x > 0, x, 0))).count('class="mc-left"') == 4


def test_a_matrix_of_entries_is_a_matrix():
    turned = np.block([[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]])
    assert latex(turned).startswith(r"\begin{pmatrix} \cos")
    assert mathml(latex(turned)).count("<mtr>") == 2
    assert "block" in latex(np.block([np.eye(1), t]))


def test_dots_stand_only_for_digits_that_are_left_out():
    assert latex(t * 123456789012345.0) == r"t \cdot 123456789012345"
    assert latex(t * 1234567.123456789) == r"t \cdot 1234567.1\ldots"


def test_a_computed_number_is_cut_and_one_that_was_written_is_not():
    root = t * np.sqrt(7) == 0.9924828246647910 * t + 0.125 + 3.14159265
    assert latex(root) == r"t \cdot 2.64575\ldots = 0.992482\ldots \, t + 0.125 + 3.14159265"
    assert unicode(latex(root)) == "t · 2.64575… = 0.992482… t + 0.125 + 3.14159265"
    assert "…" in mathml(latex(root))
    assert latex(t * (np.pi * 1e-20)) == r"t \cdot 3.14159\ldots \cdot 10^{-20}"
    assert "2.6457513110645907" in python(root)  # what may be copied has every digit
    assert latex(t * 12345678901234) == r"t \cdot 12345678901234"


def test_products_have_no_more_brackets_than_they_need():
    s = A @ x
    assert latex(jacobian(np.sin(x), x) @ (x / t)) == r"\frac{\partial \, \sin\left(x\right)}{\partial \, x} \, \frac{x}{t}"
    assert latex(t * gradient(np.sum(x), x)) == r"t \, \nabla_{\! x} \, \sum x"
    # What stands before its argument without brackets must not seem to reach further.
    assert latex(np.sum(x) * t) == r"\left(\sum x\right) \, t"
    assert (
        latex(gradient(np.sum(s), x) @ s) == r"\left(\nabla_{\! x} \, \sum \left(A \, x\right)\right)^{\top} \, \left(A \, x\right)"
    )
    assert latex((x / t) ** 2) == r"\left(\frac{x}{t}\right)^{2}"


S0, S1, mu = Matrix(r"\Sigma_0", n, n), Matrix(r"\Sigma_1", n, n), Vector(r"\mu", n)
long = 0.5 * (np.trace(np.linalg.inv(S1) @ S0) + mu @ np.linalg.inv(S1) @ mu - n + np.log(np.linalg.det(S1) / np.linalg.det(S0)))


def test_a_long_formula_may_end_a_line_before_a_relation_or_a_sign():
    text = mathml(latex(long == np.trace(S0 @ S1 @ S0) + mu @ mu), block=True, lines=True)
    lines = re.findall(r"<math .*?</math>", text)
    assert text == f'<span class="mc-lines">{" ".join(lines)}</span>'
    starts = [re.sub("<[^>]*>", "", line)[0] for line in lines]
    assert starts == ["0", "+", "−", "+", "=", "+"]  # of 0.5 (tr(…) + … − n + log(…)) = tr(…) + μ …
    assert all('<mo form="infix">' in line for line in lines[1:])  # else it would be set as the sign of a number
    whole = mathml(latex(long == np.trace(S0 @ S1 @ S0) + mu @ mu))
    assert re.sub("<[^>]*>", "", text).replace(" ", "") == re.sub("<[^>]*>", "", whole).replace(" ", "")


def test_a_short_formula_and_one_in_a_sentence_are_one():
    assert mathml(latex(t + 1 == t), block=True, lines=True).count("<math") == 1
    assert mathml(latex(long == t)).count("<math") == 1


def test_what_is_marked_is_marked_on_every_line():
    text = mathml(latex(t - 1 == marked(long) + long), lines=True)
    inside = [line for line in re.findall(r"<math .*?</math>", text) if 'class="mc-changed"' in line]
    assert len(inside) == 4
