"""`check` and `show`: the same verdicts as pytest, a status that a program can use, no traceback for what is written wrongly."""

import json
import re
import subprocess
import sys

import pytest

from mathcheck.commands.check import FEW

TARGET = "claims/sheet/section.py"


def evidence(project):
    rows = json.loads((project / "reports" / "evidence.json").read_text(encoding="utf-8"))["evidence"]
    return [{name: value for name, value in row.items() if name != "seconds"} for row in rows]


def test_check_and_pytest_leave_the_same_evidence(project, sheet, call):
    result = call("check", "--seed", 3)
    ours = evidence(project)
    assert result.exit_code == 1  # roots is false for t < 0
    command = [sys.executable, "-m", "pytest", "claims", "-q", "-p", "no:cacheprovider", "--mathcheck-seed=3"]
    assert subprocess.run(command, cwd=project, capture_output=True, check=False).returncode == 1
    assert evidence(project) == ours
    assert [row["verdict"] for row in ours] == ["holds", "refuted", "holds", "not checkable", "refuted"]
    assert {row["seed"] for row in ours} == {3}
    assert {row["max_examples"] for row in ours} == {30}


def test_check_shows_the_wrong_ones_the_headline_and_where_the_report_is(project, sheet, call):
    output = call("check").output
    assert "1(b)  Root of a square" in output
    assert "REFUTED" in output
    assert "1(d)" not in output  # refuted as expected
    assert "Gradient of the squared norm" not in output
    assert (
        "No wrong answer was found in 4 items; 1 holds; 1 holds only in another reading than the printed one; 1 is a known error, and was "
        "refuted; 1 is not checkable." in output
    )
    assert "report: reports/index.html" in output
    assert "passed" not in output  # pytest's own words
    assert (project / "reports" / "report.html").is_file()


def test_a_few_claims_that_hold_are_listed_with_their_evidence(sheet, call):
    chosen = call("check", TARGET, "--no-report").output
    (squares,) = [line for line in chosen.splitlines() if "Gradient of the squared norm" in line]
    assert re.fullmatch(
        r"1\(a\)  Gradient of the squared norm: not refuted on 30 inputs; (\d+) of \1 altered formulas were\.", squares
    )
    assert "[t is positive]: not refuted on " in chosen
    many = "".join(f"c{i} = claim(t + {i} == {i} + t, item='9.{i}')\n" for i in range(FEW))
    sheet.write_text(sheet.read_text(encoding="utf-8") + many, encoding="utf-8")
    unlisted = call("check", TARGET, "--no-report").output
    assert "9.3  t + 3 == 3 + t" not in unlisted
    assert "15 readings: 12 hold, 2 refuted, 1 not checkable  (-v lists what holds)\n" in unlisted
    verbose = call("check", TARGET, "-v", "--no-report").output
    assert "9.3  t + 3 == 3 + t: not refuted on" in verbose
    assert "(-v lists" not in chosen + verbose
    assert "9.3  t + 3 == 3 + t: not refuted on" in call("check", f"{TARGET}::c3", "--no-report").output


def test_the_status_is_0_where_all_is_as_expected(project, sheet, call):
    for target in ("squares", "known", "figure", "roots[t is positive]"):
        assert call("check", f"{TARGET}::{target}", "--no-report").exit_code == 0, target
    assert not (project / "reports").exists()


def test_a_claim_is_all_its_readings(sheet, call):
    rows = json.loads(call("check", f"{TARGET}::roots", "--json", "--no-report", "--examples", 20).output)
    assert [(row["reading"], row["verdict"], row["ok"]) for row in rows["readings"]] == [
        ("", "refuted", False), ("t is positive", "holds", True),
    ]  # fmt: skip
    assert (rows["examples"], rows["report"]) == (20, None)


def test_x_stops_at_the_first_wrong_one(sheet, call):
    rows = json.loads(call("check", "-x", "--json").output)
    assert rows["verdicts"] == {"holds": 1, "refuted": 1, "not run": 3}


def test_an_edited_file_is_read_again(sheet, call):
    assert call("check", f"{TARGET}::squares").exit_code == 0
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("== 2 * x", "== 3 * x"), encoding="utf-8")
    assert call("check", f"{TARGET}::squares").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["check", "clams"],
            "clams is no file or folder, and no claim or item is called so (did you mean claims?): mathcheck list shows all",
        ),
        (["check", "clams/sheet.py"], "clams/sheet.py does not exist: give a file or folder below the claims folder"),
        (["check", "square"], "no claim or item is called so (did you mean squares?): mathcheck list shows all claims"),
        (["show", "1(f)"], "no claim or item is called so (did you mean 1(d) or 1(c) or 1(b)?): mathcheck list shows all claims"),
        (["show", "roots[t > 0]"], "roots has no reading [t > 0]: its readings are [t is positive]"),
        (["list", "square"], "square does not exist: give a file or folder below the claims folder"),
        (["check", f"{TARGET}::square"], "section.py states no claim square (did you mean squares?): mathcheck list shows all"),
        (["check", f"{TARGET}::roots[t > 0]"], "roots has no reading [t > 0]: its readings are [t is positive]"),
        (["check", "pytest.ini"], "pytest.ini holds no claims: claims are variables of Python files below the claims folder"),
        (["check", "--examples", "0"], "0 is not in the range x>=1"),
        (["show", TARGET], f"{TARGET} names no claim: write PATH::CLAIM; mathcheck list {TARGET} shows the claims there"),
        (["lint", f"{TARGET}::roots"], f"{TARGET}::roots names a claim: give its file or folder, since rules look at all of it"),
    ],
)
def test_bad_use_is_a_sentence_and_status_2(sheet, call, arguments, said):
    result = call(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_file_outside_of_the_claims_folder_is_said_to_be_there(project, sheet, call):
    (project / "mine.py").write_text("from mathcheck import *\n", encoding="utf-8")
    ended = call("check", "mine.py")
    assert ended.exit_code == 2
    assert "mine.py lies outside of the claims folder" in ended.output
    assert "move it to claims/my_document/mine.py" in " ".join(ended.output.split())


def test_without_claims_the_first_step_is_named(project, call):
    for name in ("check", "list", "lint"):
        result = call(name)
        assert result.exit_code == 2
        assert result.output == "Error: there is no folder claims here: mathcheck new document NAME makes one\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("y = Vektor('x', 3)", "section.py, line 1 raised NameError while it was read: name 'Vektor' is not defined."),
        ("y = Vector('x', 3)", "name 'Vector' is not defined. Write `from mathcheck import Vector` at the top."),
        ("y = softmax", "Write `from mathcheck.functions import softmax` at the top."),
        ("y = np.pi", "Write `import numpy as np` at the top."),
        ("import nothing_here", "No module named 'nothing_here'."),
        ("y = (", "section.py, line 1 is not valid Python"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence_and_the_others_are_checked(sheet, call, line, said):
    (sheet.parent / "other.py").write_text(
        'from mathcheck import Scalar, claim\nt = Scalar("t")\nc = claim(t - t == 0 * t, item="2")\n'
    )
    sheet.write_text(line + "\n")
    for name in ("list", "lint"):
        result = call(name)
        assert result.exit_code == 2
        assert said in result.output
        assert "Traceback" not in result.output
    result = call("check", "--json")
    assert result.exit_code == 2
    rows = {row["claim"]: row["verdict"] for row in json.loads(result.output)["readings"]}
    assert rows["import"] == "error"
    assert rows["c"] != "error"


def test_show_says_what_is_claimed_without_a_check(sheet, call):
    result = call("show", f"{TARGET}::roots[t is positive]")
    assert result.exit_code == 0
    for line in ("1(b)  Root of a square  [t is positive]", "claimed   √(t²) = t", "given     t > 0", "letters   t: a number, any real numbers",
                 "readings  as printed", f"written   {TARGET}:11"):  # fmt: skip
        assert line in result.output
    assert "REFUTED" not in result.output


@pytest.mark.parametrize(
    ("name", "heading"),
    [("roots", "1(b)  Root of a square"), ("1(b)", "1(b)  Root of a square"), ("figure", "1(c)  A figure"),
     ("roots[t is positive]", "1(b)  Root of a square  [t is positive]"), ("1(b)[t is positive]", "1(b)  Root of a square  [t is positive]")],
)  # fmt: skip
def test_a_claim_is_found_by_its_name_or_its_item(sheet, call, name, heading):
    result = call("show", name)
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == heading
    rows = json.loads(call("check", name, "--json", "--no-report", "--examples", 20).output)["readings"]
    assert {row["item"] for row in rows} == {heading[:4]}


def test_a_name_of_several_claims_lists_them_and_what_to_write(sheet, call):
    (sheet.parent / "other.py").write_text(
        'from mathcheck import Scalar, claim\nt = Scalar("t")\nroots = claim(abs(t) >= t, item="2")\n'
        'more = claim(abs(t) >= -t, item="1(b)")\n'
    )
    for name, second in (("roots", "roots  (2)"), ("1(b)", "more  (1(b))")):
        result = call("show", name)
        assert result.exit_code == 2
        assert result.output.splitlines() == [
            f"Error: {name} stands for 2 claims: write one of",
            f"  mathcheck show claims/sheet/other.py::{second}",
            f"  mathcheck show {TARGET}::roots  (1(b) Root of a square)",
        ]
        assert "given     t > 0" in call("show", f"{name}[t is positive]").output  # only one of them has that reading
    wrong = call("show", "roots[t is negative]")
    assert wrong.exit_code == 2
    assert wrong.output.splitlines() == [
        "Error: roots stands for 2 claims, and none of them has a reading [t is negative] (did you mean t is positive?): write one of",
        "  mathcheck show claims/sheet/other.py::roots",
        f"  mathcheck show {TARGET}::roots",
        f"  mathcheck show '{TARGET}::roots[t is positive]'",
    ]
    assert call("check", "roots", "--no-report").output.splitlines()[1] == "  mathcheck check claims/sheet/other.py::roots  (2)"
    (sheet.parent / "broken.py").write_text("x = (\n")
    assert "is called so: mathcheck list shows all claims. broken.py, line 1 is not valid Python" in call("show", "zzz").output


def test_show_with_check_is_the_card(sheet, call):
    result = call("show", f"{TARGET}::roots", "--check")
    assert result.exit_code == 1
    assert "REFUTED" in result.output
    assert call("show", f"{TARGET}::squares", "--check").exit_code == 0


def test_list_is_a_tree_and_data(sheet, call):
    output = call("list").output
    for words in (
        "Sheet 1  claims/sheet",
        "1 Questions",
        "1(b)",
        "roots  Root of a square",
        "[t is positive]",
        "4 claims, 5 readings.",
    ):
        assert words in output
    (document,) = json.loads(call("list", TARGET, "--json").output)
    (section,) = document["sections"]
    claims = [claim for item in section["items"] for claim in item["claims"]]
    assert [claim["claim"] for claim in claims] == ["squares", "roots", "figure", "known"]
    assert claims[1]["readings"] == ["t is positive"]
    assert claims[1]["target"] == f"{TARGET}::roots"
    assert [claim["checkable"] for claim in claims] == [True, True, False, True]


def test_what_a_terminal_would_obey_does_not_reach_it(sheet, call):
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Root of a square", r"Root\x1b[31m red"), encoding="utf-8")
    for arguments in (["list"], ["show", f"{TARGET}::roots"], ["check"]):
        assert "\x1b" not in call(*arguments).output


def test_a_command_that_is_nearly_right_is_named(call):
    result = call("chek")
    assert result.exit_code == 2
    assert "there is no command 'chek': did you mean check?" in result.output


def test_from_inside_the_claims_folder_the_report_goes_to_the_project(project, sheet, call, monkeypatch):
    (project / "pytest.ini").unlink()
    monkeypatch.chdir(sheet.parent)
    assert call("check", "section.py::squares").exit_code == 0
    assert (project / "reports" / "index.html").is_file()
    assert "section.py::squares" in (project / "reports" / "evidence.json").read_text(encoding="utf-8")


def test_several_processes_and_quiet_options_in_the_configuration_do_not_matter(project, sheet, call):
    pytest.importorskip("xdist")
    (project / "pytest.ini").write_text("[pytest]\naddopts = -q -n 2 --tb=no\nfilterwarnings = error\n")
    assert call("check", f"{TARGET}::squares", f"{TARGET}::known", "--examples", 20).exit_code == 0


def test_one_reading_alone_does_not_say_that_the_printed_one_is_right(project, sheet, call):
    result = call("check", f"{TARGET}::roots[t is positive]")
    assert "No wrong answer was found in 1 item; the printed reading of it was not checked." in " ".join(result.output.split())


def test_the_package_is_a_command_too(project):
    result = subprocess.run([sys.executable, "-m", "mathcheck", "--version"], capture_output=True, text=True, check=True)
    assert result.stdout.startswith("mathcheck, version")


def test_a_file_that_cannot_be_read_is_told_after_the_others_are_listed(sheet, call):
    (sheet.parent / "broken.py").write_text(
        'from mathcheck import Scalar, claim\nt = Scalar("t")\nbefore = claim(abs(t) >= t, item="2(a)")\nif t > 0:\n    pass\n'
    )
    result = call("list")
    assert result.exit_code == 2
    assert "squares  Gradient of the squared norm" in result.output
    assert "before" in result.output  # as far as it was read
    assert "5 claims, 6 readings." in result.output
    assert "Error: broken.py, line 4: `t > 0` may be true for some inputs" in result.output
    assert "\nif t > 0:\n   ^^^^^" in result.output
    assert len(json.loads(call("list", "--json").stdout)[0]["sections"]) == 2


def test_a_card_tells_what_the_other_readings_came_to(sheet, call):
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace("(t > 0)}", '(t > 0), "t is large": np.sqrt(t**2) == t + 1}'), encoding="utf-8"
    )
    for arguments in (("check", "--no-report"), ("check", "roots", "--no-report"), ("show", "roots", "--check")):
        output = call(*arguments).output
        assert re.search(r"\n  readings       \[t is positive\] HOLDS: not refuted on \d+ inputs; ", output), arguments
        assert "\n                 [t is large] REFUTED: The two sides differ, by " in output, arguments
    assert "as printed REFUTED" in call("check", "roots", "--no-report").output  # below the card of the other one
    assert "as printed" not in call("show", "roots[t is large]", "--check").output  # which alone was asked for
    assert "readings  " not in call("show", "known", "--check").output


def test_the_counts_add_up_and_tell_items_from_what_was_not_read(sheet, call):
    (sheet.parent / "broken.py").write_text("x = (\n")
    (sheet.parent / "other.py").write_text(
        "import numpy as np\nfrom mathcheck import Scalar, claim, function\n\n\ndef fails(v):\n    raise ValueError('no')\n\n\n"
        't = Scalar("t")\nwrong = claim(t + 1 == t + 2, item="2(a)")\nnever = claim(np.sqrt(-1 - t**2) == t, item="2(b)")\n'
        'code = claim(function(fails)(t) == t, item="2(c)")\nt + 1 == 2\n'
    )
    output = call("check", "--no-report").output
    assert "8 readings: 3 refuted, 2 hold, 1 not checkable, 1 inconclusive, 1 error  (-v" in output.replace(
        "1 error, 1 inconclusive", "1 inconclusive, 1 error"
    )
    (line,) = [line for line in output.splitlines() if "wrong answer" in line]
    first, *rest = line.rstrip(".").split("; ")
    assert first == "1 of 7 items contains a wrong answer"
    assert rest[-2:] == ["1 file could not be read to its end", "at 1 line something is stated that is not checked"]
    assert 1 + sum(int(part.split()[0]) for part in rest[:-2]) == 7
    (sheet.parent / "other.py").unlink()
    assert (
        "Nothing was checked; 1 file could not be read to its end."
        in call("check", sheet.parent / "broken.py", "--no-report").output
    )
