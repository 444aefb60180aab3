"""`open`, `watch` and `export`: what is done with a report."""

import contextlib
import os
import subprocess
import sys
import webbrowser
import xml.etree.ElementTree as ET

import pytest

from mathcheck.commands.tables import Row, latex, markdown, rows
from mathcheck.commands.watch import watched
from mathcheck.report.tex import escaped, safe
from mathcheck.report.unicode import unicode


def test_open_shows_the_report_and_says_where_it_is(sheet, call, monkeypatch):
    shown = []
    monkeypatch.setattr(webbrowser, "open", lambda address: shown.append(address) or True)
    result = call("open")
    assert result.exit_code == 2
    assert "reports holds no report: mathcheck check writes one" in result.output
    call("check")
    result = call("open")
    assert result.exit_code == 0
    assert shown == [f"file://{result.output.strip()}"]
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    assert call("open").exit_code == 1


def test_watch_checks_again_what_changed_and_keeps_the_rest(project, sheet, capsys):
    other, notation = sheet.parent / "other.py", sheet.parent / "_notation.py"
    notation.write_text('from mathcheck import Scalar\na = Scalar("a")\n')
    other.write_text('from mathcheck import claim\nfrom ._notation import a\nc = claim(abs(a) == a, item="2")\n')
    edits = [
        lambda: other.write_text(other.read_text().replace("== a", ">= a")),
        lambda: notation.write_text('from mathcheck import Scalar, positive\na = Scalar("a", positive)\n'),
        lambda: other.write_text("c = (\n"),
    ]

    def sleep(seconds):
        if seconds > 0.2:  # the pause between two looks
            if not edits:
                raise KeyboardInterrupt
            edits.pop(0)()

    runs = []
    with contextlib.suppress(KeyboardInterrupt):
        for found in watched(None, sleep):
            text = (project / "reports" / "index.html").read_text(encoding="utf-8")
            runs.append(
                ({entry.claim: (str(entry.verdict), entry.seconds) for entry in found.evidences}, text, capsys.readouterr().out)
            )
    (first, _, said), (second, page, said_then), (third, *_), (fourth, *_) = runs
    assert (first["c"][0], second["c"][0], third["c"][0]) == ("refuted", "holds", "holds")
    assert second["squares"] == first["squares"] == third["squares"]  # with the seconds it took: it was not checked again
    assert third["c"] != second["c"]  # what it imports has changed
    assert "Root of a square" in said
    assert "Root of a square" not in said_then  # its card was shown before
    assert "Root of a square" in page
    assert fourth["import"][0] == "error"


def test_export_writes_each_format(project, sheet, call):
    result = call("export", "--latex", "v.tex")
    assert result.exit_code == 2
    assert "mathcheck check makes a run" in result.output
    call("check")
    assert call("export").exit_code == 2
    assert call("export", "--latex", "v.tex", "--markdown", "v.md", "--junit", "v.xml").exit_code == 0
    text = (project / "v.tex").read_text(encoding="utf-8")
    assert text.isascii()
    assert r"1(b) & \raggedright Root of a square & \raggedright $\sqrt{t^{2}} = t$ & \textbf{refuted} \\" in text
    assert r"$\sqrt{t^{2}} = t \quad \text{given } t > 0$ & holds \\" in text
    assert "refuted, as expected" in text
    assert r"| 1(b) | Root of a square | $\sqrt{t^{2}} = t$ | refuted |" in (project / "v.md").read_text(encoding="utf-8")
    root = ET.parse(project / "v.xml").getroot()
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["5", "1", "0", "1"]
    assert [case.get("line") for case in root.iter("testcase")] == ["10", "11", "11", "15", "16"]
    failure = root.find(".//failure")
    assert failure.get("message") == "The two sides differ, by 2."
    assert failure.text.splitlines() == [
        "np.sqrt(t ** 2) == t", "mistake: `t` stands where `np.abs(t)` belongs.", "would hold: np.sqrt(t ** 2) == np.abs(t)",
        "t = -1.0", "left side = 1.0", "right side = -1.0",
    ]  # fmt: skip
    assert call("export", "--markdown", "-").output.startswith("# Verdicts")
    result = call("export", "--markdown", "no/such/folder.md")
    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_text_in_latex_is_escaped_and_ascii():
    text = "50 % of {x_1} & $y$ # ~ ^ \\ ∂C/∂W⁽²⁾ ∈ 日 naïve ß [1] <b> „q“ \x1b"
    record = {
        "title": text,
        "item": text,
        "document": text,
        "reading": text,
        "verdict": "holds",
        "latex": r"\input{x}",
        "statement": text,
    }
    (row,) = rows([record])
    made = latex([row])
    assert made.isascii()
    assert r"\input" not in made.partition(r"\begin{document}")[2].replace(r"\textbackslash{}input", "")
    assert r"50 \% of \{x\_1\} \& \$y\$ \# \textasciitilde{} \textasciicircum{} \textbackslash{}" in made
    assert escaped("W⁽²⁾ᵢⱼ") == "W$^{(2)}$$_{ij}$"


@pytest.mark.parametrize(
    "formula",
    [r"x^", r"\hat", r"\frac{1}", r"W^{(1)}^{\top}", r"x^{2}'", "a & b", r"\left(", "{", "}", "%", r"x\\y", r"x^{a^}", r"\sqrt[",
     r"\text{a", r"\begin{matrix}\end{cases}", r"\begin{cases} a & b & c \end{cases}", r"\right) x \left(", r"\def\x{}", "x\x00", "", " ",
     r"\left(\begin{cases} a \right) \end{cases}", r"\write18{x}", r"\text{\input{x}}", r"x^\frac{1}{2}"],
)  # fmt: skip
def test_a_formula_that_tex_would_stumble_over_is_not_set(formula):
    assert not safe(formula)


def test_a_bar_does_not_end_a_cell_of_markdown():
    (line,) = [
        row
        for row in markdown(
            [Row("", "", "a|b", "c", "t|u", "", "s", r"\left| x \right|", "holds", "", True, 0.0, "", 0)]
        ).splitlines()
        if "holds" in row
    ]
    assert line == r"| a\|b | t\|u | $\left\vert  x \right\vert $ | holds |"


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (r"\nabla_{\! W^{(2)}} \, C = \operatorname{f}\left(x\right)", "∇_(W⁽²⁾) C = f(x)"),
        (r"\frac{\partial \, \left(3 \, x\right)}{\partial \, x_{i}} \le \left| x \right|", "∂(3 x)/∂xᵢ ≤ |x|"),
        (r"\begin{cases} 3 & \text{if } s > 0 \\ 0 & \text{otherwise} \end{cases}", "{3 if s > 0; 0 otherwise}"),
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "[1, 2; 3, 4]"),
        (r"\sqrt[3]{x + 1} \, \mathbf{1}_{n \times n}", "∛(x + 1) 1_(n × n)"),
        (r"\tilde{y}_1^{\top}", "ỹ₁ᵀ"),
        (r"\sqrt{t^{2}} + \sqrt{t}", "√(t²) + √t"),  # not the square of a root
        (r"\frac{1}{2} \, x + \frac{x}{2}", "(1/2) x + x/2"),  # not one over 2x
        (r"\unknown{x}", ""), (r"\frac{1", ""), ("x\x1b", ""), ("}", ""),
    ],
)  # fmt: skip
def test_formulas_for_a_terminal(formula, line):
    assert unicode(formula) == line


def test_the_help_needs_no_numpy_and_fits_80_columns():
    code = "import sys; from mathcheck.cli import main; main(['--help'], standalone_mode=False); print('numpy' in sys.modules)"
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ, "COLUMNS": "80"}
    )
    assert "Completion" in made.stdout
    assert all(len(line) <= 80 for line in made.stdout.splitlines())


@pytest.mark.parametrize("name", ["check", "diff", "export", "lint", "list", "open", "show", "watch", "new document", "new claim"])
def test_each_help_has_an_example_and_the_status(call, name):
    output = call(*name.split(), "--help").output
    assert "Example:\n    mathcheck " in output
    assert "Exit status:\n    0  " in output
    assert all(len(line) <= 80 for line in output.splitlines())
