"""A copy without answers: without these one forgotten file would give them away."""

import pytest
from _run import evidences, run

from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.engine.findings import Figure, Mistake, Repair
from mathcheck.report import reading, text
from mathcheck.report.card import card
from mathcheck.report.redaction import redacted

# The true value is 7919 times the input; claimed is 7907 times, so that they differ by 12 at 1.
CLAIMS = '''
"""1 A factor"""
import numpy as np
from mathcheck import Scalar, claim, function, limit, positive, proportional
t, u = Scalar("t", positive), Scalar("u")
truth = function(lambda t: 7919.0 * t, name="truth")
wrong = claim(truth(t) == 7907 * t, item="1(a)", title="The factor", readings={"as it is": truth(t) == 7919 * t, "half": truth(t) == 7919 * t / 2})
least = claim(truth(t) <= 7907 * t, item="1(b)", title="A bound")
nowhere = claim(limit(truth(np.sign(u)), u, 0) == 1, item="1(c)", title="A limit")
ratio = claim(proportional(truth(t) * t, t), item="1(d)", title="A proportion")
'''


@pytest.fixture
def project(pytester):
    folder = pytester.mkdir("claims") / "sheet"
    folder.mkdir()
    (folder / "factor.py").write_text(CLAIMS, encoding="utf-8")
    return pytester


def files(project):
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in (*(project.path / "reports").iterdir(), project.path / "junit.xml", project.path / "mine.html")
    }


def check(project, *options):
    return project.runpytest_subprocess(
        "claims", "-p", "no:cacheprovider", "--mathcheck-examples=20", "--junitxml=junit.xml", "--html=mine.html", "--self-contained-html",
        *options,
    )  # fmt: skip


def test_answers_are_there_without_the_option(project):
    check(project)
    for name in ("index.html", "report.html", "evidence.json", "mine.html"):
        assert "7919" in files(project)[name], name


@pytest.mark.parametrize("how", ["option, two workers", "setting"])
def test_no_file_gives_the_answer_away(project, how):
    if how == "setting":
        project.makeini("[pytest]\nmathcheck_hide_answers = true\n")
    result = check(project, *(["--mathcheck-hide-answers", "-n", "2"] if how != "setting" else []))
    assert result.ret == 1
    written = files(project)
    assert {"index.html", "report.html", "evidence.json", "evidence.csv", "junit.xml", "mine.html"} <= set(written)
    for name, content in {**written, "the terminal": result.stdout.str()}.items():
        assert "7919" not in content, name
        assert "by 12" not in content, name
    assert "at the input" in written["index.html"]
    for item in ("1(a)", "1(b)", "1(c)", "1(d)"):
        assert item in written["index.html"]
        assert item in written["report.html"]


def test_a_stopped_run_hides_the_formulas_of_readings_too(project):
    check(project, "--mathcheck-hide-answers", "-x")
    assert all("7919" not in content for content in files(project).values())


def test_everything_that_tells_is_gone_and_the_rest_can_be_read():
    for evidence in evidences():
        told = Repair("t == t", "t", ("SECRET for x",)), Mistake("sign", "SECRET"), Figure("curve", "SECRET", {"y": [1]})
        full = type(evidence)(
            **{
                **vars(evidence),
                "repairs": told[:1],
                "mistakes": told[1:2],
                "figures": told[2:],
                "script": "SECRET",
                "note": evidence.note,
            }
        )
        bare = redacted(full)
        assert "SECRET" not in repr(bare)
        assert redacted(bare) == bare
        assert (bare.verdict, bare.item, bare.tally) == (full.verdict, full.item, full.tally)
        assert card(bare)
        assert text.card(bare)
        assert type(bare).from_dict(bare.to_dict()) == bare
        if full.simplest is not None:
            assert bare.simplest is bare.worst is None
            assert bare.detail.startswith("at the input\n")
        if bare.verdict is Verdict.REFUTED:
            assert "by" not in bare.reason.split()
    assert reading.pages(run([redacted(evidence) for evidence in evidences()]))["index.html"]


def test_the_input_and_the_wrong_entries_are_said():
    (found,) = [evidence for evidence in evidences() if evidence.item == "1.1(b)"]
    assert redacted(found).detail == "at the input\nn = 1\nx = [1]\nwrong at [0]"
    assert redacted(found).reason == "The two sides differ."


def test_what_there_is_instead_of_a_limit_is_not_said():
    found = Evidence(Verdict.REFUTED, "The limit does not exist. By ball arithmetic it is 7919 from the right.", detail="at 7919")
    assert redacted(found).reason == "The limit does not exist."
    assert redacted(found).detail == ""
