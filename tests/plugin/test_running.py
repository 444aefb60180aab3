"""Claims as tests: names, selection, options, exit status. Without these pytest's users would not find what they expect."""

import json

import pytest

CLAIMS = '''
"""1.2 Conceptual questions"""
import numpy as np
from mathcheck import Scalar, Vector, claim, dims, gradient, unchecked

n = dims("n")
x, t = Vector("x", n), Scalar("t")

squares = claim(gradient(x @ x, x) == 2 * x, item="1(a)", title="Gradient of the squared norm")
roots = claim(
    np.sqrt(t**2) == t, item="1(b)", title="Root of a square",
    readings={"t is not negative": (np.sqrt(t**2) == t).given(t >= 0), "the absolute value": np.sqrt(t**2) == abs(t)},
)
figure = unchecked(item="1(c)", title="A figure", reason="it is not in the text")
known = claim(t + 1 == t + 1.5, item="1(d)", title="A known error", expect="refuted")
'''

NAMES = ["squares", "roots", "roots[t is not negative]", "roots[the absolute value]", "figure", "known"]


@pytest.fixture
def project(pytester):
    """A project with one section of claims beside an ordinary test."""
    folder = pytester.mkdir("claims") / "sheet"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Sheet 1"""\n')
    (folder / "conceptual.py").write_text(CLAIMS, encoding="utf-8")
    pytester.makepyfile(test_ordinary="def test_ordinary():\n    pass\n")
    return pytester


def run(project, *args):
    return project.runpytest_subprocess("-p", "no:cacheprovider", "--mathcheck-examples=30", *args)


def evidence(project, folder="reports"):
    return json.loads((project.path / folder / "evidence.json").read_text(encoding="utf-8"))["evidence"]


def test_one_test_a_reading_in_the_order_written(project):
    result = run(project, "claims", "--collect-only", "-q")
    result.stdout.fnmatch_lines([f"claims/sheet/conceptual.py::{name.replace('[', '[[]')}" for name in NAMES])
    assert not (project.path / "reports").exists()


def test_outcomes_summary_and_report(project):
    result = run(project)
    result.assert_outcomes(passed=4, failed=1, skipped=1, xfailed=1)
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "*1(b)  Root of a square*",
            "*claimed*np.sqrt(t ?? 2) == t*",
            "*REFUTED*",
            "*t *-*",
            "*left side*",
            "*right side*",
            "*difference*",
            "*evidence*input generated refuted it*",
            "*ball arithmetic*",
            '*again*pytest "claims/sheet/conceptual.py::roots" --mathcheck-seed=0*',
            "6 readings: 3 hold, 2 refuted, 1 not checkable",
            "*1(b)*holds as: t is not negative; the absolute value*",
            "report: *index.html*report.html*",
        ]
    )
    page = (project.path / "reports" / "report.html").read_text(encoding="utf-8")
    assert "Root of a square" in page
    assert "test_ordinary" in page
    rows = evidence(project)
    assert [row["claim"] + (f"[{row['reading']}]" if row["reading"] else "") for row in rows] == NAMES
    assert rows[0]["document"] == "Sheet 1"
    assert rows[0]["section"] == "1.2 Conceptual questions"
    first = "document,section,item,claim,reading,title,verdict,reason,examples,seed"
    assert (project.path / "reports" / "evidence.csv").read_text(encoding="utf-8").startswith(first)


def test_both_pages_lead_to_each_other_and_a_second_run_says_what_changed(project):
    run(project, "claims")
    pages = {name: (project.path / "reports" / name).read_text(encoding="utf-8") for name in ("index.html", "report.html")}
    assert 'href="report.html"' in pages["index.html"]
    assert 'href="index.html"' in pages["report.html"]
    assert "run before" not in pages["index.html"]
    file = project.path / "claims" / "sheet" / "conceptual.py"
    file.write_text(CLAIMS.replace("== 2 * x", "== 3 * x"), encoding="utf-8")
    run(project, "claims")
    page = (project.path / "reports" / "index.html").read_text(encoding="utf-8")
    assert "Gradient of the squared norm: holds, now refuted" in page
    (project.path / "reports" / "evidence.json").write_text("{")
    run(project, "claims")
    assert "run before" not in (project.path / "reports" / "index.html").read_text(encoding="utf-8")


def test_a_card_that_cannot_be_made_does_not_lose_the_others(project):
    project.makeconftest(
        "import mathcheck.gathering\n\ndef broken(evidence, made=mathcheck.gathering.card):\n"
        "    if evidence.claim == 'squares':\n        raise ValueError('no card')\n    return made(evidence)\n\n"
        "mathcheck.gathering.card = broken\n"
    )
    run(project, "claims").assert_outcomes(passed=3, failed=1, skipped=1, xfailed=1)
    page = (project.path / "reports" / "index.html").read_text(encoding="utf-8")
    assert "Its card could not be made: ValueError: no card" in page
    assert "Root of a square" in page


def test_a_node_id_selects_a_reading(project):
    result = run(project, "claims/sheet/conceptual.py::roots[t is not negative]")
    result.assert_outcomes(passed=1)
    assert result.ret == 0


def test_a_file_named_on_the_command_line_is_collected_once(project):
    result = run(project, "claims/sheet/conceptual.py")
    result.assert_outcomes(passed=3, failed=1, skipped=1, xfailed=1)


def test_keyword_selection(project):
    run(project, "claims", "-k", "squares").assert_outcomes(passed=1, deselected=5)


def test_last_failed(project):
    project.runpytest_subprocess("claims", "--mathcheck-examples=30")
    result = project.runpytest_subprocess("claims", "--lf", "--mathcheck-examples=30")
    result.assert_outcomes(failed=1)


def test_last_failed_finds_readings_again(project):
    (project.path / "claims" / "sheet" / "conceptual.py").write_text(
        CLAIMS.replace("== abs(t)}", "== abs(t) + 1}"), encoding="utf-8"
    )
    project.runpytest_subprocess("claims", "--mathcheck-examples=30").assert_outcomes(passed=2, failed=2, skipped=1, xfailed=1)
    project.runpytest_subprocess("claims", "--lf", "--mathcheck-examples=30").assert_outcomes(failed=2)


def test_stopping_early_lists_what_was_not_run(project):
    run(project, "claims", "-x")
    rows = evidence(project)
    assert [row["verdict"] for row in rows] == ["holds", "refuted", "not run", "not run", "not run", "not run"]
    assert "not run" in (project.path / "reports" / "report.html").read_text(encoding="utf-8")


def test_two_workers_agree_with_one(project):
    run(project, "claims")
    alone = evidence(project)
    result = run(project, "claims", "-n", "2")
    result.assert_outcomes(passed=3, failed=1, skipped=1, xfailed=1)
    together = evidence(project)
    for row in alone + together:
        row["seconds"] = 0
    assert together == alone


def test_options_and_settings(project):
    project.makeini("[pytest]\nmathcheck_examples = 12\nmathcheck_reports = out\n")
    project.runpytest_subprocess("claims", "--mathcheck-seed=5", "-k", "squares")
    (row,) = evidence(project, "out")
    assert (row["examples"], row["seed"]) == (12, 5)


def test_hypothesis_seed_is_taken_for_ours(project):
    run(project, "claims", "--hypothesis-seed=7", "-k", "squares")
    assert evidence(project)[0]["seed"] == 7


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--mathcheck-examples=many", "write a whole number, at least 1"),
        ("--mathcheck-examples=0", "at least 1"),
        ("--mathcheck-seed=-1", "at least 0"),
        ("--mathcheck-deadline=soon", "a number of seconds"),
    ],
)
def test_a_bad_option_says_so(project, option, words):
    result = project.runpytest_subprocess(option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{option.replace('--', '')}*{words}*"])


def test_another_folder_may_hold_the_claims(project):
    (project.path / "claims").rename(project.path / "answers")
    project.makeini("[pytest]\nmathcheck_claims = answers\n")
    run(project, "answers", "-k", "squares").assert_outcomes(passed=1, deselected=5)


def test_a_run_without_claims_writes_nothing(project):
    result = run(project, "test_ordinary.py")
    result.assert_outcomes(passed=1)
    assert "mathcheck" not in result.stdout.str().partition("short test summary")[0].partition("plugins:")[2].partition("\n")[2]
    assert not (project.path / "reports").exists()


def test_a_page_asked_of_pytest_html_has_the_same_rows(project):
    run(project, "claims", "--html=mine.html", "--self-contained-html")
    assert "Root of a square" in (project.path / "mine.html").read_text(encoding="utf-8")


def test_notation_is_shared_between_sections(project):
    folder = project.path / "claims" / "sheet"
    (folder / "_notation.py").write_text('from mathcheck import Scalar\nt = Scalar("t")\n')
    (folder / "more.py").write_text(
        "from mathcheck import claim\nfrom ._notation import t\nfrom claims.sheet._notation import t as same\n"
        "assert t is same\ntwice = claim(t + t == 2 * t, item='2')\n"
    )
    run(project, "claims/sheet/more.py").assert_outcomes(passed=1)


def test_the_claims_of_another_section_are_not_collected_again(project):
    folder = project.path / "claims" / "sheet"
    (folder / "more.py").write_text("from .conceptual import squares\n")
    result = run(project, "claims/sheet/more.py", "--collect-only", "-q")
    assert "squares" not in result.stdout.str()


def test_sections_come_in_the_order_of_their_numbers(project):
    folder = project.path / "claims" / "sheet"
    one = "from mathcheck import Scalar, claim\nt = Scalar('t')\nc = claim(t + t == 2 * t, item='1')\n"
    (folder / "a.py").write_text('"""1.10 Later"""\n' + one)
    (folder / "z.py").write_text('"""1.9 Earlier"""\n' + one)
    run(project, "claims", "-k", "not conceptual")
    assert [row["section"] for row in evidence(project)] == ["1.9 Earlier", "1.10 Later"]


def test_a_test_below_a_folder_named_claims_stays_a_test(pytester):
    folder = pytester.mkdir("tests").joinpath("claims")
    folder.mkdir()
    (folder / "test_sums.py").write_text("def test_sum():\n    assert 1 + 1 == 2\n")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)
