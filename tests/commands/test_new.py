"""`new`: what it writes runs, holds, and takes nothing away."""

import json

import pytest

from mathcheck.commands.lint import linted
from mathcheck.commands.skeletons import KINDS


def test_a_new_document_holds_with_an_example_of_each_kind(project, call):
    result = call("new", "document", "sheet_1")
    assert result.exit_code == 0
    assert "wrote claims/sheet_1/examples.py" in result.output
    assert "mathcheck check" in result.output
    checked = call("check", "--json")
    rows = json.loads(checked.output)["readings"]
    assert [row["verdict"] for row in rows] == ["holds"] * len(KINDS)
    assert checked.exit_code == 0
    assert linted([]) == []


def test_nothing_is_overwritten(project, call):
    call("new", "document", "sheet_1")
    file = project / "claims" / "sheet_1" / "examples.py"
    file.write_text("mine = 1\n")
    result = call("new", "document", "sheet_1")
    assert result.exit_code == 2
    assert "claims/sheet_1 exists already, and nothing is overwritten" in result.output
    assert file.read_text() == "mine = 1\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_claim_holds_in_a_new_file_and_in_an_old_one(project, call, kind):
    assert call("new", "claim", kind, "--in", "claims/sheet/section.py").exit_code == 0
    file = project / "claims" / "sheet" / "section.py"
    before = file.read_text(encoding="utf-8")
    assert {entry.rule for entry in linted([])} == {"no-item"}
    result = call("new", "claim", kind)
    assert result.exit_code == 0
    after = file.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip())
    name = f"{KINDS[kind].name}_2"
    line = after.splitlines().index(f"{name} = claim(") + 1
    assert f"wrote {name} to claims/sheet/section.py, line {line}." in result.output
    rows = json.loads(call("check", "--json", "--no-report").output)["readings"]
    assert [(row["claim"], row["verdict"]) for row in rows] == [(KINDS[kind].name, "holds"), (name, "holds")]


def test_what_a_file_lacks_is_imported_after_its_docstring(sheet, call):
    sheet.write_text('"""1 Questions"""\nfrom __future__ import annotations\nx = 3\n', encoding="utf-8")
    assert call("new", "claim", "limit").exit_code == 0
    rows = sheet.read_text(encoding="utf-8").splitlines()
    assert rows[:3] == [
        '"""1 Questions"""',
        "from __future__ import annotations",
        "from mathcheck import Scalar, Vector, claim, dims, limit",
    ]
    assert call("check", "--no-report").exit_code == 0


def test_letters_that_are_there_are_not_made_again(sheet, call):
    sheet.write_text("from mathcheck import Vector, dims\nn = dims('n')\nw, x = Vector('w', n), Vector('x', n)\n")
    assert call("new", "claim", "gradient").exit_code == 0
    assert sheet.read_text(encoding="utf-8").count("x = ") == 1
    sheet.write_text("from mathcheck import Vector, dims\nn = dims('n')\nw, x = Vector('x', n), Vector('w', n)\n")
    assert call("new", "claim", "gradient").exit_code == 0
    assert 'x = Vector("x", n)' in sheet.read_text(encoding="utf-8")  # it was another letter


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["document", "sheet 1"], "write letters, digits and underscores, such as sheet_1"),
        (["document", "../up"], "cannot be the name of a document"),
        (["document", "class"], "cannot be the name of a document"),
        (["claim", "gradiant"], "there is no kind 'gradiant' of claim"),
        (["claim", "gradient"], "there is no claims file in claims/"),
        (["claim", "gradient", "--in", "other/section.py"], "other/section.py is no claims file"),
    ],
)
def test_what_cannot_be_written_is_a_sentence(project, call, arguments, said):
    result = call("new", *arguments)
    assert result.exit_code == 2
    assert said in result.output
    assert not (project / "claims").exists()


def test_nothing_is_added_to_a_file_that_is_not_python(sheet, call):
    sheet.write_text("x = (\n")
    result = call("new", "claim", "gradient")
    assert result.exit_code == 2
    assert "line 1, is not valid Python" in result.output
    assert sheet.read_text() == "x = (\n"
