"""What goes wrong in a claims file is a verdict with a sentence; it never loses the other claims, and is never a pass."""

import json
import os
import signal
import stat
import subprocess
import sys
from html.parser import HTMLParser

import pytest

GOOD = """
from mathcheck import Scalar, claim
t = Scalar("t")
good = claim(t + t == 2 * t, item="1")
"""


@pytest.fixture
def section(pytester):
    """Write a section beside a good one and run both; returns the rows of evidence, good one last."""
    folder = pytester.mkdir("claims")
    (folder / "z_good.py").write_text(GOOD)

    def run(source, *args):
        (folder / "a_section.py").write_text(source, encoding="utf-8")
        pytester.result = pytester.runpytest_subprocess("claims", "--mathcheck-examples=20", *args)
        return json.loads((pytester.path / "reports" / "evidence.json").read_text(encoding="utf-8"))["evidence"]

    run.pytester = pytester
    return run


def other_claims_are_there(rows):
    return rows[-1]["claim"] == "good" and rows[-1]["verdict"] == "holds"


def test_a_syntax_error(section):
    rows = section('x = claim(a == b, item="1"\n')
    assert rows[0]["verdict"] == "error"
    assert "a_section.py, line 1 is not valid Python: '(' was never closed" in rows[0]["reason"]
    assert 'x = claim(a == b, item="1"' in rows[0]["detail"]
    assert other_claims_are_there(rows)


def test_an_exception_on_import(section):
    rows = section("import numpy as np\nfrom mathcheck import *\nx = 1 / 0\n")
    assert "a_section.py, line 3 raised ZeroDivisionError while it was read: division by zero" in rows[0]["reason"]
    assert rows[0]["detail"] == "x = 1 / 0\n    ^^^^^"
    assert other_claims_are_there(rows)


def test_a_refusal_of_the_language(section):
    rows = section("from mathcheck import *\nx = Vector('x', dims('n'))\nc = claim(float(x) == 1, item='1')\n")
    assert "a_section.py, line 3: `x` has no number yet" in rows[0]["reason"]
    assert "leave float(…) out and write `x`" in rows[0]["reason"]
    assert other_claims_are_there(rows)


def test_two_claims_with_one_name(section):
    rows = section(GOOD + "again = claim(t + 1 == t + 1 + 0 * t, item='2')\nagain = claim(t + t == 2 * t, item='3')\n")
    broken = [row for row in rows if row["verdict"] == "error"]
    assert broken[0]["claim"] == "line 5"
    assert "A claim is made there (item 2) that no name holds in the end, so not checked" in broken[0]["reason"]


def test_a_claim_without_a_name(section):
    rows = section(GOOD + "claim(t == t + 1, item='2')\n")
    broken = [row for row in rows if row["verdict"] == "error"]
    assert broken[0]["claim"] == "line 5"
    assert "bind each claim to a name of its own" in broken[0]["reason"]


def test_claims_lost_in_a_loop(section):
    rows = section(GOOD + "for i in range(1, 4):\n    c = claim(i * t == t + t, item=f'2.{i}')\n")
    broken = [row for row in rows if row["verdict"] == "error"]
    assert [row["claim"] for row in broken] == ["line 6"]
    assert "2 claims are made there (items 2.1, 2.2)" in broken[0]["reason"]


def test_claims_in_a_list(section):
    rows = section(GOOD + "all_of_them = [claim(i * t == t + t, item=f'2.{i}') for i in range(1, 4)]\n")
    broken = [row for row in rows if row["verdict"] == "error"]
    assert "only the collection all_of_them holds" in broken[0]["reason"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("for i in range(1, 4):\n    claim(i * t == t * i, item=str(i))", 'claim in which i is a variable, i = Scalar("i", integers(1, 3))'),
        ("from mathcheck import Vector\nfor n in range(2, 5):\n    x = Vector('x', n)\n    claim(x @ x >= t * 0, item='2')",
         'claim in which n is a size, n = dims("n", low=2, high=4), of which every check tries several'),
        ("from mathcheck import Matrix\nlengths = [1, 2]\ncs = [claim(Matrix('A', m, m)[0, 0] >= t, item='2') for m in lengths]",
         'm is a size, m = dims("m"), of which'),
        ("cs = [claim(p * t == t * p, item='2') for p in (1, 2.5)]", 'p is a variable, p = Scalar("p", one_of(1, 2.5))'),
        ("for p, q in [(1, 2)]:\n    claim(p * t == t * q, item='2')", "what the loop varies is a variable with a domain, as in p = "),
        ("cs = {'a': {'b': [claim(t + t == 2 * t, item='2')]}}", "only the collection cs holds"),
        ("def made(p):\n    return claim(p * t == t * p, item='2')\nmade(3)", "returns to a name of its own each time, my_claim = made("),
        ("def run():\n    c = claim(2 * t == t * 2, item='2')\nrun()", "write it outside of the function run, at the top level"),
        ("class Two:\n    c = claim(2 * t == t * 2, item='2')", "write it outside of the class Two, at the top level"),
        ("check(2 * t == t + t)", 'write `my_claim = claim(2 * t == t + t, item="…")`'),
        ("two = 2 * t == t + t\nprint(check(two))", 'write `my_claim = claim(two, item="…")`'),
        ("assert check((t**2 == 1).given(t == 1)).verdict == 'holds'", "my_claim = claim((t ** 2 == 1).given(t == 1), item="),
        ("def test_two():\n    assert check(2 * t == t + t)", "the function test_two, which no run calls: write `my_claim = claim("),
    ],
)  # fmt: skip
def test_what_no_run_checks_says_what_to_write(section, lines, words):
    (row,) = [row for row in section(f"{GOOD}from mathcheck import check\n{lines}\n") if row["verdict"] == "error"]
    assert words in row["reason"]


@pytest.mark.parametrize(
    "lines",
    [
        "def check(condition):\n    return condition\nd = claim(check(t + t == 2 * t), item='2')",
        "def table(check):\n    return check(t == 1)\nd = claim(2 * t == t + t, item='2')",
        "from mathcheck import check\ndef table():\n    return check(2 * t == t + t)\nseen = table()",
    ],
)
def test_a_check_of_somebody_s_own_and_one_that_is_called_are_left_alone(section, lines):
    assert not [row for row in section(f"{GOOD}{lines}\n") if row["verdict"] == "error"]


def test_a_check_of_a_claim_that_is_there_is_left_alone(section):
    rows = section(
        f"{GOOD}from mathcheck import check\nprint(check(good))\nif __name__ == '__main__':\n    check(t + t == 2 * t)\n"
    )
    assert {row["verdict"] for row in rows} == {"holds"}


def test_claims_before_the_line_that_fails_are_checked(section):
    rows = section(GOOD + "1 / 0\nlater = claim(t == t + 1, item='3')\n")
    assert ("good", "holds") in [(row["claim"], row["verdict"]) for row in rows if row["section"] == rows[0]["section"]]
    broken = [row for row in rows if row["verdict"] == "error"]
    assert "line 5 raised ZeroDivisionError" in broken[0]["reason"]
    assert "The reading before it is checked, nothing after it is." in broken[0]["reason"]


HOSTILE = r"""
from mathcheck import Scalar, claim
t = Scalar(r"\frac{<script>alert(1)</script>")
u = Scalar(r"x_{<img src=x onerror=alert(2)>}")
hostile = claim(
    t + u == u + t, item="<script>alert(3)</script>",
    title="<script>alert(4)</script> & | a\nb\tc </td></tr></table> " + "long " * 2000,
    note="<b onclick=alert(5)>", readings={"<i>reading</i> & | x": t * u == u * t + 1},
)
"""


class Dangers(HTMLParser):
    """Collects what a browser would run: text of scripts, and attributes that hold code."""

    def __init__(self, page):
        super().__init__()
        self.found, self.blob, self.inside = [], "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        self.found += [value for name, value in attrs if name.startswith("on") or name in ("src", "href")]
        self.found += [f"<{tag}>"] if tag in ("img", "i", "iframe") else []
        self.blob = dict(attrs).get("data-jsonblob", self.blob)

    def handle_data(self, data):
        if self.inside == "script":
            self.found.append(data)


def test_hostile_titles_names_and_latex(section):
    rows = section(HOSTILE)
    assert len(rows) == 3
    page = Dangers((section.pytester.path / "reports" / "report.html").read_text(encoding="utf-8"))
    cards = [Dangers(text) for text in _texts(json.loads(page.blob)["tests"])]
    assert not [text for part in (page, *cards) for text in part.found if "alert(" in (text or "")]
    assert "<i>" not in page.found
    assert "&lt;script&gt;alert(4)" in page.blob
    assert other_claims_are_there(rows)


def _texts(value):
    """Every string inside a JSON value."""
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in _texts(part)]


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_reports_folder(section):
    folder = section.pytester.mkdir("sealed")
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    section.pytester.runpytest_subprocess("claims", "--mathcheck-reports=sealed/x").stdout.fnmatch_lines(["*could not be written*"])


def test_a_reports_folder_that_is_a_file(section):
    (section.pytester.path / "taken").write_text("x")
    result = section.pytester.runpytest_subprocess("claims", "--mathcheck-reports=taken")
    result.stdout.fnmatch_lines(["*1 holds*", "*The report could not be written to *taken*"])
    assert result.ret == 1


def test_a_claim_that_never_returns(section):
    rows = section(
        GOOD.replace("good", "hangs").replace("t + t", "function(forever)(t)").replace("import Scalar", "import function, Scalar")
        .replace("t = Scalar", "def forever(v):\n    while True:\n        pass\nt = Scalar"),
        "--mathcheck-deadline=1",
    )  # fmt: skip
    assert rows[0]["verdict"] == "error"
    assert "did not end within 1 seconds" in rows[0]["reason"]
    assert other_claims_are_there(rows)


def test_a_claim_that_swallows_interruptions(section):
    body = "def stubborn(v):\n    import time\n    while True:\n        try:\n"
    body += "            time.sleep(60)\n        except Exception:\n            pass\n"
    source = body + GOOD.replace("import Scalar", "import function, Scalar").replace("t + t ==", "function(stubborn)(t) ==")
    rows = section(source, "--mathcheck-deadline=1")
    assert "did not end within 1 seconds" in rows[0]["reason"]
    assert other_claims_are_there(rows)


def test_a_claim_that_asks_for_too_much_memory(section):
    source = "import numpy as np\n" + GOOD.replace("import Scalar", "import function, Scalar").replace(
        "t + t ==", "function(lambda v: np.ones(int(1.25e10)).sum() * v)(t) =="
    )
    rows = section(source)
    assert "asked for more memory than the machine has" in rows[0]["reason"]
    assert other_claims_are_there(rows)


def test_a_claim_that_ends_the_process(section):
    source = "import os\n" + GOOD.replace("good", "dies").replace("import Scalar", "import function, Scalar").replace(
        "t + t ==", "function(lambda v: os._exit(3))(t) =="
    )
    rows = section(source, "-n", "2")
    assert (rows[0]["claim"], rows[0]["verdict"]) == ("dies", "error")
    assert "worker process died" in rows[0]["reason"]
    section.pytester.result.stdout.fnmatch_lines(["*1 error*", "*could not be checked*"])
    assert other_claims_are_there(rows)
    assert (section.pytester.path / "reports" / "report.html").exists()


def test_an_internal_error_in_one_claim(section):
    # A defect of ours, made on purpose: it must not lose the other claims, and must not pass.
    source = (
        "from mathcheck.language.expression import _set\n" + GOOD.replace("good", "broken") + "_set(broken.relation, args=(1, 2))\n"
    )
    rows = section(source)
    assert rows[0]["verdict"] == "error"
    assert "nternal error" in rows[0]["reason"] or "raised" in rows[0]["reason"]
    assert other_claims_are_there(rows)


def test_an_interrupted_run_leaves_a_complete_report(section):
    folder = section.pytester.path / "claims"
    body = "import os, signal\n" + GOOD.replace("good", "interrupts").replace("import Scalar", "import function, Scalar").replace(
        "t + t ==", "function(lambda v: os.kill(os.getpid(), signal.SIGINT) or v)(t) =="
    )
    (folder / "m_interrupts.py").write_text(body)
    (folder / "a_first.py").write_text(GOOD.replace("good", "first"))
    subprocess.run(
        [sys.executable, "-m", "pytest", "claims"],
        cwd=section.pytester.path,
        capture_output=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whoever runs the tests may ignore it
    )
    rows = json.loads((section.pytester.path / "reports" / "evidence.json").read_text(encoding="utf-8"))["evidence"]
    assert [(row["claim"], row["verdict"]) for row in rows] == [
        ("first", "holds"),
        ("interrupts", "not run"),
        ("good", "not run"),
    ]
    assert "not run" in (section.pytester.path / "reports" / "report.html").read_text(encoding="utf-8")
