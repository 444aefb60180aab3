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
half = claim(t / 2 == {}, item="3", title="Half")
"""


def compared(script, folder):
    """Run a script of the page as a pipeline does: stop at the first command that fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, capture_output=True, text=True, env={**os.environ, "PATH": path}
    )


SHOWN = re.search(r"```sh\n(mathcheck check \|\|.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
RIGHT, WRONG = ("2 * t", "0.5 * t"), ("3 * t", 'function(lambda v: 1 / 0, name="f")(t)')


@pytest.mark.parametrize("written", [RIGHT, WRONG], ids=["nothing new", "newly wrong"])
def test_the_pipeline_fails_on_what_is_newly_wrong(tmp_path, written):
    for place, formulas in ((tmp_path / "base", RIGHT), (tmp_path, written)):
        (place / "claims" / "sheet").mkdir(parents=True)
        (place / "claims" / "sheet" / "a.py").write_text(SECTION.format(*formulas))
        (place / "pytest.ini").write_text("[pytest]\nmathcheck_examples = 20\n")
    run = compared(SHOWN, tmp_path)
    assert run.returncode == (written is WRONG), run.stdout + run.stderr
    told = [line.partition(". ")[0] for line in run.stdout.splitlines() if line.startswith("::")]
    assert told == [
        "::error file=claims/sheet/a.py,line=5,title=2 Double::holds, now refuted",
        "::error file=claims/sheet/a.py,line=6,title=3 Half::holds, now error",
    ] * (written is WRONG)
    wrong = [case.get("name") for case in ET.parse(tmp_path / "verdicts.xml").iter("testcase") if len(case)]
    assert wrong == ["1 A known wrong answer", *(["2 Double", "3 Half"] if written is WRONG else [])]


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
