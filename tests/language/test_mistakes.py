# ruff: noqa: E501
"""What people new to mathcheck write, what it says, and what to write instead. The page docs/mistakes.md is this table.

Each mistake is a claims file read as pytest reads it; the message must hold the important words, and what it says to write must work.
After a change of words: ``python tests/language/test_mistakes.py`` writes the page again.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from mathcheck import Claim, check, hints, loading
from mathcheck.lost import lost

PRELUDE = """\
import math
import numpy as np
from mathcheck import *
from mathcheck.functions import arange, eye, ones, zeros
m, n = dims("m n")
A, B, x, y = Matrix("A", m, n), Matrix("B", n, n), Vector("x", n), Vector("y", n)
s, t = Scalar("s"), Scalar("t")
"""
PAGE = Path(__file__).parents[2] / "docs" / "mistakes.md"


def claimed(relation, item="1"):
    return f'c = claim({relation}, item="{item}")'


# Title, what is written, words that the message must hold, what to write.
MISTAKES = [
    ("`*` for a product of matrices", claimed("jacobian(A * x, x) == A"), ["do not agree", "multiplies entry by entry", "`A @ x`"], claimed("jacobian(A @ x, x) == A")),
    ("a column for a vector", 'v = Matrix("v", n, 1)\n' + claimed("jacobian(B @ v, v) == B"), ["one column", '`Vector("v", n)`'], 'v = Vector("v", n)\n' + claimed("jacobian(B @ v, v) == B")),
    ("sizes that do not fit", claimed('np.dot(A, Vector("z", m)) == y'), ["np.dot of (m, n), (m,)", "over n on the left and m on the right"], 'z = Vector("z", m)\n' + claimed("np.dot(A.T, z) == z @ A")),
    ("a Python function differentiated", "def f(v):\n    return v @ v\n" + claimed("jacobian(f, x) == 2 * x"), ["f is a Python function", "write jacobian(f(x), x)"], "def f(v):\n    return v @ v\n" + claimed("jacobian(f(x), x) == 2 * x")),
    ("the gradient of an array", claimed("gradient(A @ x, x) == A"), ["needs a scalar", "`jacobian(A @ x, x)`"], claimed("jacobian(A @ x, x) == A")),
    ("the derivatives of the entries for a Jacobian", claimed("jacobian(x**2, x) == 2 * x"), ["one by one", "np.diag(2 * x)"], claimed("jacobian(x**2, x) == np.diag(2 * x)")),
    ("the elementwise derivative of a number", claimed("derivative(x @ x, x) == 2 * x"), ["elementwise", "`gradient(x @ x, x)`"], claimed("gradient(x @ x, x) == 2 * x")),
    ("a derivative by something else", claimed("derivative(t**2, s) == 2 * t"), ["`s` does not occur in `t ** 2`", "differentiate by `t`"], claimed("derivative(t**2, t) == 2 * t")),
    ("a logarithm's domain forgotten", claimed("np.exp(np.log(t)) == t"), ["`np.log(t)` has no value", '`Scalar("t", positive)`'], 't = Scalar("t", positive)\n' + claimed("np.exp(np.log(t)) == t")),
    ("`if` in a formula", claimed("abs(t) == (t if t > 0 else -t)"), ["true for some inputs and false for others", "np.where(t > 0, t, -t)"], claimed("abs(t) == np.where(t > 0, t, -t)")),
    ("an `if` statement", "def relu(v):\n    if v > 0:\n        return v\n    return 0 * v\n" + claimed("relu(t) == (t + abs(t)) / 2"), ["instead of `if` write np.where(v > 0, a, b)"], claimed("np.where(t > 0, t, 0 * t) == (t + abs(t)) / 2")),
    ("`sum` over entries", claimed("x @ x == sum(v**2 for v in x)"), ["np.sum(x ** 2)"], claimed("x @ x == np.sum(x**2)")),
    ("Python's `max`", claimed("max(t, -t) == abs(t)"), ["np.maximum(t, -t)"], claimed("np.maximum(t, -t) == abs(t)")),
    ("`and`", claimed("(t**2 >= 0) and (abs(t) >= t)"), ["instead of `and` write (t**2 >= 0) & (abs(t) >= t)"], claimed("(t**2 >= 0) & (abs(t) >= t)")),
    ("`&` without parentheses", claimed("t**2 >= 0 & abs(t) >= t"), ["binds tighter than a comparison", "in parentheses"], claimed("(t**2 >= 0) & (abs(t) >= t)")),
    ("`not`", claimed("(abs(t) == t).given(not t < 0)"), ["instead of `not` write t >= 0"], claimed("(abs(t) == t).given(t >= 0)")),
    ("two comparisons in one", claimed("(t**2 < t).given(0 < t < 1)"), ["write (0 < t) & (t < 1)"], claimed("(t**2 < t).given((0 < t) & (t < 1))")),
    ("`np.array` of formulas", claimed("np.array([t, s]).sum() == t + s"), ["np.stack([t, s])"], claimed("np.stack([t, s]).sum() == t + s")),
    ("`np.array` of rows", claimed("np.linalg.det(np.array([[t, 1], [1, s]])) == t * s - 1"), ["np.block([[t, 1], [1, s]])"], claimed("np.linalg.det(np.block([[t, 1], [1, s]])) == t * s - 1")),
    ("functions of `math`", claimed("math.exp(t) * math.exp(-t) == 1"), ["instead of math.exp write np.exp(t)"], claimed("np.exp(t) * np.exp(-t) == 1")),
    ("complex numbers", claimed("np.abs(np.exp(-6.28j * t)) == 1 + 0 * t"), ["-6.28j is complex", "formulas are real", "np.cos(t) and np.sin(t) for np.exp(1j * t)"], claimed("np.cos(-6.28 * t) ** 2 + np.sin(-6.28 * t) ** 2 == 1")),
    ("`float`", claimed("float(t) * 2 == t + t"), ["leave float(…) out and write t"], claimed("t * 2 == t + t")),
    ("`len`", claimed("np.mean(x) == np.sum(x) / len(x)"), ["write x.shape[0]"], claimed("np.mean(x) == np.sum(x) / x.shape[0]")),
    ("`np.eye` of a size", claimed("np.eye(n) @ x == 1 * x"), ["write eye(n), from mathcheck.functions"], claimed("eye(n) @ x == 1 * x")),
    ("`np.zeros` of a size", claimed("np.maximum(x, np.zeros(n)) == (x + abs(x)) / 2"), ["write zeros(n), from mathcheck.functions"], claimed("np.maximum(x, zeros(n)) == (x + abs(x)) / 2")),
    ("`range` of a size", claimed("sum(i for i in range(n)) == n * (n - 1) / 2"), ["arange(n)", "np.sum"], claimed("np.sum(arange(n)) == n * (n - 1) / 2")),
    ("a loop over entries", "total = 0\nfor v in x:\n    total = total + v\n" + claimed("total == x.sum()"), ["instead of a loop", "np.sum"], claimed("np.sum(x) == x @ ones(n)")),
    ("an entry set", "x[0] = 1\n" + claimed("x[0] == 1"), ["np.where(arange(x.shape[0]) == 0, 1, x)"], "z = np.where(arange(x.shape[0]) == 0, 1, x)\n" + claimed("z[0] + t == 1 + t")),
    ("`+=`", "t += 1\n" + claimed("t == 1 + s"), ["write t = t + 1"], "t = t + 1\n" + claimed("t * s == s * t")),
    ("`^` for a power", claimed("t ^ 2 == t * t"), ["write t ** 2"], claimed("t**2 == t * t")),
    ("a product without its sign", claimed("t * s + t == t(s + 1)"), ["t is no function", "`t * (s + 1)`"], claimed("t * s + t == t * (s + 1)")),
    ("`=` for `==`", "c = claim(t = s, item='1')", ["an equation is written with `==`"], claimed("t + s == s + t")),
    ("`assert`", "assert t + t == 2 * t", ["write my_claim = claim(t + t == 2 * t"], claimed("t + t == 2 * t")),
    ("a comparison that stands alone", "t + t == 2 * t", ["nothing checks it", "my_claim = claim(t + t == 2 * t"], claimed("t + t == 2 * t")),
    ("a relation with a name, and no claim", "doubled = t + t == 2 * t\nhalved = t - t / 2 == t / 2", ["`doubled` names a relation", "doubled = claim(t + t == 2 * t", "1 more of this file"], "doubled = " + claimed("t + t == 2 * t").removeprefix("c = ")),
    ("`np.allclose`", "c = claim(np.allclose(t + t, 2 * t), item='1')", ["fixed tolerance", "t + t == 2 * t"], claimed("t + t == 2 * t")),
    ("a claim without a name", "claim(t + t == 2 * t, item='1')", ["no name holds", "my_claim = claim(…)"], claimed("t + t == 2 * t")),
    ("a claim in a function", "def test_it():\n    c = claim(t + t == 2 * t, item='1')", ["inside the function test_it", "top level"], claimed("t + t == 2 * t")),
    ("claims in a loop", "for p in (1, 2, 3):\n    claim(abs(p * t) == p * abs(t), item=f'1({p})')", ["no name holds", "p = Scalar(\"p\", one_of(1, 2, 3))"], 'p = Scalar("p", one_of(1, 2, 3))\n' + claimed("abs(p * t) == p * abs(t)")),
    ("a check in a claims file", "check(t + t == 2 * t)", ["while the file is read", "my_claim = claim(t + t == 2 * t"], claimed("t + t == 2 * t")),
    ("a variable called `limit`", "limit = 3\n" + claimed("limit(t**2, t, 0) + s == s"), ["`limit` is 3 here", "another name"], claimed("limit(t**2, t, 0) + s == s")),
    ("a claim called `claim`", 'claim = claim(t + t == 2 * t, item="1")\nd = claim(t * 0 == s * 0, item="2")', ["the claim of item 1", "another name"], claimed("t + t == 2 * t")),
    ("no `item`", "c = claim(t + t == 2 * t)", ["misses item=", 'claim(a == b, item="1(a)")'], claimed("t + t == 2 * t")),
    ("readings in a list", 'c = claim(abs(t) == t, item="1", readings=[abs(t) >= t])', ['readings={"what it assumes": np.abs(t) >= t}'], 'c = claim(abs(t) >= t, item="1", readings={"it is positive": (abs(t) == t).given(t > 0)})'),
    ("hypotheses of a claim", 'c = claim(abs(t) == t, item="1").given(t > 0)', ["belong to the relation", "(np.abs(t) == t).given(t > 0)"], claimed("(abs(t) == t).given(t > 0)")),
    ("a matrix of one size", 'M = Matrix("M", n)', ["a matrix has two sizes", "Matrix('M', n, n)"], 'M = Matrix("M", n, n)\n' + claimed("M.T.T @ x == M @ x")),
    ("a vector without size", 'v = Vector("v")', ["misses n", 'Vector("x", n)'], 'v = Vector("v", n)\n' + claimed("v + v == 2 * v")),
    ("two variables of one name", 'z = Vector("x", n)\n' + claimed("x + z == z + x"), ["two different variables", "its own name"], 'z = Vector("z", n)\n' + claimed("x + z == z + x")),
    ("infinity in quotes", claimed('limit(1 / t + s, t, "inf") == s'), ["write np.inf without quotes"], claimed("limit(1 / t + s, t, np.inf) == s")),
    ("a domain in quotes", 'p = Scalar("p", "positive")', ["write positive without quotes", "the domains are reals"], 'p = Scalar("p", positive)\n' + claimed("abs(p) == p")),
    ("sizes in one word", 'j, k = dims("jk")', ['write j, k = dims("j k")'], 'j, k = dims("j k")\n' + claimed("(j + k) * t == j * t + k * t")),
    ("more names than sizes", 'i, j, k = dims("i j")', ['dims("i j k")'], 'i, j, k = dims("i j k")\n' + claimed("(i + j) * k == i * k + j * k")),
    ("a comma after one size", 'k, = dims("k")', ["one size", "write k = dims('k'), without the comma"], 'k = dims("k")\n' + claimed("k + k == 2 * k")),
    ("a method that arrays do not have", claimed("x.norm() ** 2 == x @ x"), ["np.linalg.norm(…)"], claimed("np.linalg.norm(x) ** 2 == x @ x")),
    ("a name that is not imported", claimed("softmax(x).sum() == 1"), ["`from mathcheck.functions import softmax`"], "from mathcheck.functions import softmax\n" + claimed("softmax(x).sum() == 1")),
    ("a limit's place as a named argument", claimed("limit(np.sin(t) / t, t=0) == 1"), ["has no argument t=0", "write limit(np.sin(t) / t, t, 0)"], claimed("limit(np.sin(t) / t, t, 0) == 1")),
    ("two bounds for a domain", 'q = Scalar("q", 0, 1)', ["write Scalar('q', interval(0, 1))"], 'q = Scalar("q", interval(0, 1))\n' + claimed("abs(q) == q")),
    ("a pair for a domain", 'q = Scalar("q", (0, 1))', ["write interval(0, 1) for the numbers between the two", "one_of(0, 1)"], 'q = Scalar("q", one_of(0, 1))\n' + claimed("q**2 == q")),
    ("rows that are probabilities", 'P = Matrix("P", m, n, simplex)', ["needs a vector", "softmax(Z) from mathcheck.functions with a matrix Z"], "from mathcheck.functions import softmax\n" + claimed("np.sum(softmax(A), axis=1) == ones(m)")),
    ("a domain called", claimed("one_hot(x) == x"), ["one_hot is a domain, no function", 'Vector("x", n, one_hot)'], 'k = Vector("k", n, one_hot)\n' + claimed("k @ k == 1")),
    ("a second derivative", claimed("derivative(np.sin(t), t, 2) == -np.sin(t)"), ["write derivative(derivative(np.sin(t), t), t)"], claimed("derivative(derivative(np.sin(t), t), t) == -np.sin(t)")),
    ("the arguments of a derivative exchanged", claimed("gradient(x, x @ x) == 2 * x"), ["comes first", "write gradient(x @ x, x)"], claimed("gradient(x @ x, x) == 2 * x")),
    ("`np.gradient`", claimed("np.gradient(x @ x, x) == 2 * x"), ["differences between the entries", "`gradient(x @ x, x)`, from mathcheck"], claimed("gradient(x @ x, x) == 2 * x")),
    ("a function of SciPy that computes with numbers", "import scipy.special\n" + claimed("scipy.special.logsumexp(x) == np.log(np.sum(np.exp(x)))"), ["write `logsumexp(x)`, from mathcheck.functions"], "from mathcheck.functions import logsumexp\n" + claimed("logsumexp(x) == np.log(np.sum(np.exp(x)))")),
    ("a distribution of SciPy", 'import scipy.stats\nS, z = Matrix("S", n, n, spd), Vector("z", n)\n' + claimed("scipy.stats.multivariate_normal(x, S).pdf(z) == scipy.stats.multivariate_normal(z, S).pdf(x)"), ["function(lambda z, x, S: scipy.stats.multivariate_normal(x, S).pdf(z), name='pdf')(z, x, S)"], 'import scipy.stats\nS, z = Matrix("S", n, n, spd), Vector("z", n)\npdf = function(lambda z, x, S: scipy.stats.multivariate_normal(x, S).pdf(z), name="pdf")\n' + claimed("pdf(z, x, S) == pdf(x, z, S)")),
    ("an integral by SciPy", "from scipy.integrate import quad\n" + claimed("quad(lambda z: z * t, 0, 1)[0] == t / 2"), ["function(lambda t: quad(lambda z: z * t, 0, 1)[0], name='quad')(t)"], "from scipy.integrate import quad\n" + claimed("function(lambda t: quad(lambda z: z * t, 0, 1)[0], name='quad')(t) == t / 2")),
    ("`np.sum` of a generator", claimed("np.sum(x * k for k in range(3)) == 3 * x"), ["write `sum(x * k for k in range(3))`"], claimed("sum(x * k for k in range(3)) == 3 * x")),
    ("a function of NumPy looked for in mathcheck", "from mathcheck.functions import norm", ["has no `norm`", "write `np.linalg.norm(…)`"], claimed("np.linalg.norm(x) ** 2 == x @ x")),
    ("a sign written otherwise", claimed("t**2 => 0"), ["The sign `=>` is written `>=`"], claimed("t**2 >= 0")),
    ("an expectation", claimed("E(x) == np.mean(x)"), ["sum with weights", "np.mean(f(x)) over a sample"], claimed("np.mean(x - np.mean(x)) == 0")),
    ("`.T()`", claimed("A.T() == A.transpose()"), ["write `A.T` without the brackets"], claimed("A.T[0] == A[:, 0]")),
    ("an axis lost in a sum", claimed("np.sum(A / np.sum(A, axis=1), axis=1) == ones(m)"), ["loses the axis that it sums along", "keepdims=True"], claimed("np.sum(A / np.sum(A, axis=1, keepdims=True), axis=1) == ones(m)")),
    ("an axis that is not there", claimed("np.sum(A, axis=2) == A @ ones(n)"), ["has 2 axes, counted from 0", "axis=1, not axis=2"], claimed("np.sum(A, axis=1) == A @ ones(n)")),
    ("the inverse of a matrix that is not square", claimed("np.linalg.inv(A) @ A == eye(n)"), ["`A` is m × n", "only a square matrix has an inverse"], 'C = Matrix("C", n, n, invertible)\n' + claimed("np.linalg.inv(C) @ C == eye(n)")),
    ("`S**-1` for the inverse", 'S = Matrix("S", n, n, spd)\n' + claimed("S**-1 @ S == eye(n)"), ["takes the power of each entry", "np.linalg.inv(S)"], 'S = Matrix("S", n, n, spd)\n' + claimed("np.linalg.inv(S) @ S == eye(n)")),
    ("`/` by a matrix", 'S = Matrix("S", n, n, spd)\n' + claimed("x / S == np.linalg.inv(S) @ x"), ["divides entry by entry", "np.linalg.solve(S, x)"], 'S = Matrix("S", n, n, spd)\n' + claimed("np.linalg.solve(S, x) == np.linalg.inv(S) @ x")),
    ("`>=` for positive semidefinite", claimed("B @ B.T >= 0"), ["compares entry by entry", "np.linalg.eigvalsh(B @ B.T) >= 0"], claimed("np.linalg.eigvalsh(B @ B.T) >= 0")),
    ("a number among joined arrays", claimed("np.concatenate([t, x])[1:] == x"), ["joins arrays along an axis, and a number has none", "np.hstack([t, x])"], claimed("np.hstack([t, x])[1:] == x + zeros(n)")),
    ("an entry that short vectors do not have", claimed("np.sum(x[:2]) == x[0] + x[1]"), ["at n = 1", 'n = dims("n", low=2)'], 'k = dims("k", low=2)\nz = Vector("z", k)\n' + claimed("np.sum(z[:2]) == z[0] + z[1]")),
]  # fmt: skip


def said(source, folder):
    """What a person reads: the reason, the mistakes and repairs found, and the author's line underlined."""
    path = Path(folder) / "claims" / "section.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(PRELUDE + source + "\n", encoding="utf-8")
    section = loading.load(path, path.parent)
    if section.error is not None:
        sentence, line = hints.explain(section.error, path)
        return "error", re.sub(r"^section.py, line \d+:? ", "", sentence), line
    unheld = lost(section, path)
    if unheld:
        return "error", unheld[0][1], loading.source_line(path, unheld[0][0])
    evidence = check([value for value in section.variables.values() if isinstance(value, Claim)][-1])
    more = [mistake.words for mistake in evidence.mistakes[:1]] + [
        f"Would hold: `{repair.statement}`." for repair in evidence.repairs[:1]
    ]
    return str(evidence.verdict), " ".join([evidence.reason, *more]), evidence.detail


@pytest.mark.parametrize(("wrong", "words"), [row[1:3] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_the_message_says_what_is_wrong_and_what_to_write(wrong, words, tmp_path):
    verdict, sentence, line = said(wrong, tmp_path)
    assert verdict != "holds"
    for word in words:
        assert word.replace("`", "") in sentence.replace("`", "")
    if verdict == "error" and "holds" not in sentence and "\n" in line:
        assert line.splitlines()[0] in [written.strip() for written in wrong.splitlines()]
        assert "^" in line.splitlines()[1]
    for jargon in ("Expr", "Variable", "FormulaError", "ufunc", "Traceback"):
        assert jargon not in sentence


@pytest.mark.parametrize("right", [row[3] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_what_to_write_instead_works(right, tmp_path):
    assert said(right, tmp_path)[0] == "holds"


@pytest.mark.parametrize("fine", [
    "x.T @ B @ x == x @ (B @ x)",  # the transpose of a vector is the vector
    "jacobian(np.sum(x**2), x) == 2 * x",  # of a number the Jacobian is the gradient
])  # fmt: skip
def test_what_looks_like_a_mistake_and_is_none(fine, tmp_path):
    assert said(claimed(fine), tmp_path)[0] == "holds"


def test_pytest_shows_the_line_underlined_and_keeps_the_other_claims(pytester):
    pytester.mkdir("claims").joinpath("section.py").write_text(
        PRELUDE + 'good = claim(t + t == 2 * t, item="1")\nbad = claim(max(t, 1) >= t, item="2")\n', encoding="utf-8"
    )
    result = pytester.runpytest_subprocess("claims", "--mathcheck-examples=10")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["*section.py, line 9*", "*np.maximum(t, 1)*", "bad = claim(max(t, 1) >= t*", "            ^^^^^^^^^", "*again*"]
    )
    assert "Traceback" not in result.stdout.str()
    assert "bad = claim(max(t, 1)" in (pytester.path / "reports" / "index.html").read_text(encoding="utf-8")


def test_a_script_ends_in_its_own_line(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(PRELUDE + "z = np.zeros(n)\n", encoding="utf-8")
    ended = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=60)
    *_, line, mark, sentence = ended.stderr.splitlines()
    assert line.strip() == "z = np.zeros(n)"
    assert mark.strip() == "^^^^^^^^^^^"
    assert sentence == "mathcheck.FormulaError: `n` has no number yet: write `zeros(n)`, from mathcheck.functions"


def page(folder):
    """docs/mistakes.md as it should be."""
    lines = [
        "# Mistakes, and what mathcheck says",
        "",
        "What people new to mathcheck write, what they read then, and what to write instead. The terminal and the report show the line too, with",
        "the spot underlined; the claims before it in the file, and other files, are checked all the same. `tests/language/test_mistakes.py` makes this page and keeps it true.",
        'Known there are `m, n = dims("m n")`, matrices `A` (m × n) and `B` (n × n), vectors `x` and `y`, numbers `s` and `t`.',
    ]
    for number, (title, wrong, _, right) in enumerate(MISTAKES):
        inner = Path(folder) / str(number)
        inner.mkdir(parents=True)
        _, sentence, _ = said(wrong, inner)
        lines += [
            "",
            f"## {title[0].upper()}{title[1:]}",
            "",
            "```python",
            wrong,
            "```",
            "",
            f"> {sentence}",
            "",
            "```python",
            right,
            "```",
        ]
    return "\n".join(lines) + "\n"


def test_the_page_is_this_table(tmp_path):
    assert PAGE.read_text(encoding="utf-8") == page(tmp_path)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        PAGE.write_text(page(made), encoding="utf-8")
