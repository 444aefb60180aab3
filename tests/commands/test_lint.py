"""Each rule of `lint` on a claim that breaks it, and none on claims that are well."""

import json
from pathlib import Path

import pytest

from mathcheck.commands.lint import RULES, linted

HEAD = '''"""1 Questions"""
import numpy as np
from mathcheck import Scalar, Vector, claim, dims, gradient, integers, interval, one_of, positive
n = dims("n")
x, t, s = Vector("x", n), Scalar("t"), Scalar("s")
first = claim(x @ x >= 0 * s * t, item="1")
'''

# rule: (lines after the head, the line that is named, words of the finding)
BROKEN = {
    "unused-variable": ('k = dims("k")\nu = Vector("u", n)', 7, "The size k stands in no claim."),
    "narrow-size": ('m = dims("m", low=2, high=3)\nw = Vector("w", m)\nc = claim(w @ w >= t - t, item="1")', 7, "only ever 2 or 3"),
    "narrow-domain": ('u = Scalar("u", integers(2, 2))\nc = claim(u * t == t + t, item="1")', 7, "a single number"),
    "always-true": ('c = claim((t * t >= 0 * s).given(s * s > -1), item="1")', 7, "was always true"),
    "never-true": ('c = claim((t == 2 * s).given(t * t < -1), item="1")', 7, "was never true"),
    "unsolved": ('c = claim((t * s >= t).given(t == t**2 - 1), item="1")', 7, "`t == t ** 2 - 1` gives t no value, as t stands on both sides"),
    "drawn-once": ('rng = np.random.default_rng(0)\nw = rng.normal()\nc = claim(t * w == w * t, item="1")', 9, "`rng.normal()` is drawn once"),
    "same-reading": ('c = claim(2 * t == s, item="1", readings={"other": 1 * t * 2 == s + 0})', 7, "'other' of c says the same as the printed one"),
    "same-sides": ('c = claim(s + t * 2 == 1 * (2 * t) + s, item="1")', 7, "Both sides of c are"),
    "no-item": ('c = claim(t * s == s * t + 0 * abs(t), item="")', 7, "c answers no item"),
    "unclaimed": ("answer = t == s * t\nuse = t > 0\nc = claim((abs(t) == t).given(use), item='1')", 7, "No claim states the relation answer."),
    "not-bound": ('both = [claim(abs(t) >= t, item="1")]', 7, "only the collection both holds"),
}  # fmt: skip


@pytest.mark.parametrize("rule", BROKEN)
def test_a_rule_finds_what_breaks_it(sheet, rule):
    lines, line, words = BROKEN[rule]
    sheet.write_text(HEAD + lines + "\n", encoding="utf-8")
    found = [entry for entry in linted([]) if entry.rule == rule]
    assert found[0].line == line
    assert found[0].path == sheet
    assert words in found[0].sentence
    assert found[0].remedy


def test_claims_that_are_well_are_not_found_fault_with(sheet):
    assert linted([]) == []
    sheet.write_text(
        HEAD + 'r = Scalar("r", interval(100, 101))\nu = Scalar("u", one_of(0, 1))\n'
        'c = claim((np.sqrt(r * r) == r + u * 0).given(t > 0), item="1", readings={"s": (r == s).given(r == s)})\n',
        encoding="utf-8",
    )
    assert linted([]) == []


@pytest.mark.parametrize(
    ("lines", "call"),
    [
        ("c = claim(\n    t * np.random.rand() == s * t,\n    item='1',\n)", "np.random.rand()"),
        ("import random\nc = claim(t * random.gauss(0, 1) == s * t, item='1')", "random.gauss(0, 1)"),
        ("from random import random\nc = claim(t * random() == s * t, item='1')", "random()"),
        ("c = claim(x * np.random.default_rng(1).random() == s * x, item='1')", "np.random.default_rng(1).random()"),
        ("c = claim(x * np.random.RandomState(1).rand() == s * x, item='1')", "np.random.RandomState(1).rand()"),
        ("rng = np.random.default_rng(0)\na, b = rng.normal(size=2)\nw = a + 1\nf = w * t\nc = claim(f == s * t, item='1')", "rng.normal(size=2)"),
        ("rng = np.random.default_rng(0)\ndef noise(k):\n    return k * rng.normal()\nc = claim(t + noise(2) == s, item='1')", "rng.normal()"),
        ("rng = np.random.default_rng(0)\nif True:\n    w = rng.normal()\nc = claim(t + w == s, item='1', readings={'r': t == s})", "rng.normal()"),
        ("from ._drawn import w\nc = claim(t + w == s, item='1')", "np.random.rand()"),
    ],
)  # fmt: skip
def test_what_is_drawn_while_the_file_is_read_is_found_also_through_names(sheet, lines, call):
    (sheet.parent / "_drawn.py").write_text("import numpy as np\nv = np.random.rand()\nw = 2 * v\n")
    sheet.write_text(HEAD + lines + "\n", encoding="utf-8")
    (found,) = [entry for entry in linted([]) if entry.rule == "drawn-once"]
    assert f"`{call}` is drawn once, when the file is read: c is about that one value" in found.sentence
    assert found.line == next(number for number, row in enumerate((HEAD + lines).splitlines(), 1) if row.startswith("c = "))


@pytest.mark.parametrize(
    "lines",
    [
        "rng = np.random.default_rng(0)\nnp.random.seed(0)\nw = 3\nc = claim(t * w == t + 2 * t, item='1')",
        "w = np.random.rand()\ndef twice(w):\n    return 2 * w\nc = claim(twice(t) == t + t, item='1')",  # another w
    ],
)
def test_a_generator_that_no_claim_draws_from_is_no_finding(sheet, lines):
    sheet.write_text(HEAD + lines + "\n", encoding="utf-8")
    assert "drawn-once" not in {entry.rule for entry in linted([])}


@pytest.mark.parametrize(
    ("hypothesis", "words"),
    [
        ("t == s * t + 1", "`t == s * t + 1` gives t no value, as t stands on both sides: it was true on "),
        (
            "t == s + 1, s == 2 * t",
            "`s == 2 * t` gives s no value, as the other hypotheses compute its other side from s: it was true on ",
        ),
        ("t * s == 1", "`t * s == 1` gives no letter a value, as none stands alone on a side: it was true on "),
        ("t == s + 1", ""),
        ("x == abs(x)", ""),  # one input in two is enough
        ("t == t + 1", "`t == t + 1` gives t no value"),
    ],
)
def test_an_equation_that_is_waited_for_says_how_to_solve_it(sheet, hypothesis, words):
    sheet.write_text(HEAD + f"c = claim((t * s >= x @ x).given({hypothesis}), item='1')\n", encoding="utf-8")
    found = [entry for entry in linted([]) if entry.rule in ("unsolved", "never-true")]
    assert [entry.rule for entry in found] == ["unsolved"] * bool(words)
    if words:
        letter = words.split("gives ")[1][0].replace("n", "t")
        assert found[0].sentence.startswith(words)
        assert found[0].remedy.startswith(f"Solve it for one letter that stands alone, as {letter} == …")


def test_items_are_compared_with_the_list_of_the_document(sheet, call):
    (sheet.parent / "items.toml").write_text('items = [\n "1(a)",\n "1(c)", "1(d)", "1(e)",\n]\n')
    result = call("lint")
    assert result.exit_code == 1
    assert "claims/sheet/items.toml:3: uncovered-item: No claim answers item 1(e)." in result.output
    assert "claims/sheet/section.py:11: unknown-item: The item 1(b) of roots is not in items.toml" in result.output
    assert result.output.endswith("2 findings.\n")
    assert {row["rule"] for row in json.loads(call("lint", "--json").output)} == {"uncovered-item", "unknown-item"}


@pytest.mark.parametrize("text", ["items = 3", "items = [1]", "items = [", "other = []"])
def test_a_list_of_items_that_is_none_is_a_sentence(sheet, call, text):
    (sheet.parent / "items.toml").write_text(text)
    result = call("lint")
    assert result.exit_code == 2
    assert 'write items = ["1(a)", "1(b)"]' in result.output


def test_letters_of_shared_notation_may_be_used_by_any_section(sheet):
    (sheet.parent / "_notation.py").write_text('from mathcheck import Scalar\na, b = Scalar("a"), Scalar("b")\n')
    (sheet.parent / "other.py").write_text(
        'from mathcheck import claim\nfrom ._notation import a\nc = claim(abs(a) >= a, item="2")\n', encoding="utf-8"
    )
    (entry,) = linted([])
    assert (entry.path.name, entry.rule, entry.sentence) == (
        "_notation.py",
        "unused-variable",
        "The variable b stands in no claim.",
    )
    assert linted([str(sheet)]) == []


def test_a_comment_allows_a_rule(sheet):
    sheet.write_text(HEAD + 'k = dims("k")  # lint: unused-variable\n', encoding="utf-8")
    assert linted([]) == []


def test_every_rule_is_explained_in_the_help(call):
    help_text = call("lint", "--help").output
    assert all(rule in help_text for rule in RULES)
    assert set(BROKEN) | {"uncovered-item", "unknown-item"} == set(RULES)


def test_the_homework_is_clean(monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[2])
    assert linted(["claims"]) == []


@pytest.mark.parametrize(
    "lines",
    [
        "w = np.random.default_rng(0).normal()\nprint(w)\nw = Scalar('w')\nc = claim(t * w == w * t, item='1')",
        "f = function(lambda v: v + 0 * np.random.default_rng(0).normal(), name='f')\nc = claim(f(t) == t, item='1')",
    ],
)
def test_what_is_drawn_elsewhere_is_no_part_of_a_formula(sheet, lines):
    sheet.write_text(HEAD + "from mathcheck import function\n" + lines + "\n", encoding="utf-8")
    assert [entry for entry in linted([]) if entry.rule == "drawn-once"] == []


def test_a_file_that_cannot_be_read_is_told_after_the_findings_of_the_others(sheet, call):
    sheet.write_text(HEAD + 'shared = Scalar("r")\nc = claim(abs(t) >= t, item="?")\n', encoding="utf-8")
    (sheet.parent / "items.toml").write_text('items = ["1", "2"]\n')
    (sheet.parent / "broken.py").write_text(
        'from .section import shared\nfrom mathcheck import claim\nc = claim(shared >= 1 if shared > 0 else 0, item="2")\n'
    )
    result = call("lint")
    assert result.exit_code == 2
    assert "section.py:8: no-item: c answers no item" in result.output
    assert "1 finding in what can be read; the rules unused-variable, " in result.output
    assert "Error: broken.py, line 3" in result.output
    assert [row["rule"] for row in json.loads(call("lint", "--json").stdout)] == ["no-item"]
    # What the broken file uses and answers is known once it can be read.
    (sheet.parent / "broken.py").unlink()
    assert {entry.rule for entry in linted([])} == {"no-item", "unused-variable", "uncovered-item"}
