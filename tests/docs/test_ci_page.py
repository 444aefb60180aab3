"""The scripts of docs/ci.md do what it says: they pass where nothing changed, and fail on what is newly wrong."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "ci.md"
SECTION = """
from mathcheck import Scalar, claim, function
t = Scalar("t")
known = claim(t + t == t, item="1", title="A known wrong answer")
double = claim(t + t == {}, item="2", title="Double")
"""


def compared(script, folder):
    """Run a script of the page as a pipeline does: stop at the first command that fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, capture_output=True, text=True, env={**os.environ, "PATH": path}
    )


SHOWN = re.search(r"```sh\n(mathcheck check \|\|.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
RAISES = 'function(lambda v: 1 / 0, name="f")(t)'


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("2 * t", ""),
        ("3 * t", "holds, now refuted."),
        (RAISES, "holds, now error."),
    ],
    ids=["right", "wrong", "raises"],
)
def test_the_pipeline_fails_on_what_is_newly_wrong(tmp_path, written, words):
    for place, formula in ((tmp_path / "base", "2 * t"), (tmp_path, written)):
        (place / "claims" / "sheet").mkdir(parents=True)
        (place / "claims" / "sheet" / "a.py").write_text(SECTION.format(formula))
        (place / "pytest.ini").write_text("[pytest]\nmathcheck_examples = 20\n")
    run = compared(SHOWN, tmp_path)
    assert run.returncode == bool(words), run.stdout + run.stderr
    assert (f"::error file=claims/sheet/a.py,line=5,title=2 Double::{words}" in run.stdout) == bool(words)
    wrong = [case.get("name") for case in ET.parse(tmp_path / "verdicts.xml").iter("testcase") if len(case)]
    assert wrong == ["1 A known wrong answer", *(["2 Double"] if words else [])]


def test_both_pipelines_run_the_same_lines():
    yaml = pytest.importorskip("yaml")
    text = PAGE.read_text(encoding="utf-8")
    shown = SHOWN.splitlines()
    github, gitlab = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL))
    (step,) = [step for step in github["jobs"]["claims"]["steps"] if step.get("name") == "Compare"]
    assert step["run"].splitlines() == shown
    assert [line for line in gitlab["claims"]["script"] if "mathcheck " in line] == [
        line.removesuffix(" --annotations") for line in shown
    ]
