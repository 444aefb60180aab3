"""In a notebook a claim is mathematics and evidence a card; a script that never asks must not pay for it."""

import json
import subprocess
import sys

import numpy as np
import pytest

from mathcheck import Matrix, Scalar, Vector, check, claim, dims, gradient, positive, unchecked
from mathcheck.report import notebook

m, n = dims("m n")
x, A = Vector("x", n, positive), Matrix("A", n, n)
STATED = claim(
    (gradient(x @ (A @ x), x) == 2 * A @ x).given(x[0] > 1),
    item="3(a)", title="A <b>quadratic</b> form", note="from the sheet",
    readings={"A is symmetric": (gradient(x @ (A @ x), x) == 2 * A @ x).given(A == A.T)},
)  # fmt: skip


def test_a_claim_is_shown_as_mathematics():
    html = STATED._repr_html_()
    assert html.count('display="block">') == 2  # both readings
    for part in ("3(a)", "from the sheet", "read as: A is symmetric", "a vector of n entries, ", "a size from 1", "∇", "<style>"):
        assert part in html, part
    assert "<b>" not in html


def test_evidence_is_shown_as_its_card():
    evidence = check(STATED)
    html = evidence._repr_html_()
    for part in ("mc-refuted", "3(a)", "Counterexample", "≠", "NumPy script", "<style>"):
        assert part in html, part


def test_an_unchecked_item_says_why():
    assert "the figure is missing" in unchecked(item="2", title="A figure", reason="the figure is missing")._repr_html_()


def test_every_rule_stays_inside_the_card():
    html = check(np.abs(Scalar("t")) == Scalar("t_2"))._repr_html_()
    rules = html.partition("<style>")[2].partition("</style>")[0]
    selectors = [line for line in rules.splitlines() if "{" in line and not line.startswith("@")]
    assert len(selectors) > 40
    for line in selectors:
        for selector in line.partition("{")[0].split(","):
            assert ".mc-" in selector or selector.strip().startswith("math ["), selector


def test_a_notebook_shows_them_and_a_script_does_not_import_reports():
    code = (
        "import sys, json; from mathcheck import *; x = Scalar('x'); c = claim(x + 1 == x + 2, item='1'); check(c);"
        "before = [m for m in sys.modules if m.startswith('mathcheck.report')]; html = c._repr_html_();"
        "print(json.dumps([before, html[:7]]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[], "<style>"]


def test_where_no_notebook_runs_a_long_check_shows_nothing(monkeypatch, capsys):
    """The notebook's libraries may be imported by another program."""
    pytest.importorskip("ipykernel")
    monkeypatch.setattr(notebook, "PATIENCE", -1.0)
    assert check(STATED).verdict == "refuted"
    assert capsys.readouterr().out == ""
