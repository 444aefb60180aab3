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


IMPORTS = {
    "one line": ("from mathcheck import Vector, dims  # ours\n", "from mathcheck import Vector, dims, claim, gradient  # ours\n"),
    "in brackets": ("from mathcheck import (Vector,\n  dims)\n", "from mathcheck import (Vector,\n  dims, claim, gradient)\n"),
    "a row each": (
        "from mathcheck import (\n    Vector,\n    dims,\n)\n",
        "from mathcheck import (\n    Vector,\n    dims,\n    claim,\n    gradient,\n)\n",
    ),
    "everything": ("from mathcheck import *\n", "from mathcheck import *\n"),
    "a renamed one": ("from mathcheck import dims as d\n", "from mathcheck import dims as d, Vector, claim, dims, gradient\n"),
    "of two": (
        "from mathcheck import Vector\nfrom mathcheck import dims\n",
        "from mathcheck import Vector\nfrom mathcheck import dims, claim, gradient\n",
    ),
    "none": ("import math\n", "import math\nfrom mathcheck import Vector, claim, dims, gradient\n"),
}  # fmt: skip


@pytest.mark.parametrize("how", IMPORTS)
def test_what_a_file_lacks_joins_what_it_imports(sheet, call, how):
    before, after = IMPORTS[how]
    sheet.write_text(before, encoding="utf-8")
    result = call("new", "claim", "gradient")
    written = sheet.read_text(encoding="utf-8")
    assert written.partition("\nn = ")[0] == after
    line = int(result.output.partition(", line ")[2].partition(".")[0])
    assert written.splitlines()[line - 1].endswith(" = claim(")
    assert call("check", "--no-report").exit_code == 0


def test_letters_that_are_there_are_not_made_again(sheet, call):
    sheet.write_text("from mathcheck import Vector, dims\nn = dims('n')\nw, x = Vector('w', n), Vector('x', n)\n")
    assert call("new", "claim", "gradient").exit_code == 0
    assert sheet.read_text(encoding="utf-8").count("x = ") == 1


FRONT = "from mathcheck import Matrix, Scalar, Vector, dims, positive, simplex\n"


@pytest.mark.parametrize(
    ("kind", "before", "added", "statement"),
    [
        ("gradient", 'd = dims("d")\nx = Vector(r"\\mathbf{x}", d)', [], "gradient(x @ x, x) == 2 * x"),
        ("jacobian", 'd = dims("d")\nx = Vector("x", d)', ["m = dims(\"m\")", 'A = Matrix("A", m, d)'], "jacobian(A @ x, x) == A"),
        ("jacobian", 'm = dims("m")\nx = Vector("x", m)', ["m_2 = dims(\"m_2\")", 'A = Matrix("A", m_2, m)'], "jacobian(A @ x, x) == A"),
        ("limit", 'd = dims("d")\nx = Vector("x", d)', ['beta = Scalar(r"\\beta")'], "limit(softmax(beta * x), beta, 0) == ones(d) / d"),
        ("limit", 'beta = Scalar("b", positive)', ["n = dims(\"n\")", 'x = Vector("x", n)', 'beta_2 = Scalar(r"\\beta_2")'],
         "limit(softmax(beta_2 * x), beta_2, 0) == ones(n) / n"),
        ("gradient", "x = 3", ["n = dims(\"n\")", 'x_2 = Vector("x_2", n)'], "gradient(x_2 @ x_2, x_2) == 2 * x_2"),
        ("gradient", 'x = 3\nn = dims("n")\nx_2 = Vector("x_2", n)', [], "gradient(x_2 @ x_2, x_2) == 2 * x_2"),
        ("gradient", 'n = 3\nn_2 = dims("n_2")', ['x = Vector("x", n_2)'], "gradient(x @ x, x) == 2 * x"),
        ("gradient", "n = [3]", ["n_2 = dims(\"n_2\")", 'x = Vector("x", n_2)'], "gradient(x @ x, x) == 2 * x"),
        ("gradient", 'n = dims("n")\nx = Vector("x", n, simplex)', ['x_2 = Vector("x_2", n)'], "gradient(x_2 @ x_2, x_2) == 2 * x_2"),
        ("gradient", 'n = dims("n")\nfor x in (Vector("x", n),):\n    pass', ['x_2 = Vector("x_2", n)'], "gradient(x_2 @ x_2, x_2) == 2 * x_2"),
        ("gradient", 'n = dims("n")\nx = Vector("x", n)\nx = x + 1', ['x_2 = Vector("x_2", n)'], "gradient(x_2 @ x_2, x_2) == 2 * x_2"),
        ("inequality", 'n = dims("n")\nu = Vector("v", n)', ['u_2 = Vector("u_2", n)', 'v = Vector("v", n)'],
         "(u_2 @ v) ** 2 <= (u_2 @ u_2) * (v @ v)"),
        ("gradient", 'n = dims("x")', ["n_2 = dims(\"n_2\")", 'x = Vector("x", n_2)'], "gradient(x @ x, x) == 2 * x"),
        ("gradient", 'n = dims("x_2")\nx = 3', ['x_3 = Vector("x_3", n)'], "gradient(x_3 @ x_3, x_3) == 2 * x_3"),
        ("jacobian", 'n = dims("m")', ["m, n_2 = dims(\"m n_2\")", 'A = Matrix("A", m, n_2)', 'x = Vector("x", n_2)'], "jacobian(A @ x, x) == A"),
        ("jacobian", 'n = dims("m")\nx = Vector("x", n)', ["m_2 = dims(\"m_2\")", 'A = Matrix("A", m_2, n)'], "jacobian(A @ x, x) == A"),
        ("jacobian", 'm, n = dims("m A")', ["n_2 = dims(\"n_2\")", 'A = Matrix("A", m, n_2)', 'x = Vector("x", n_2)'],
         "jacobian(A @ x, x) == A"),
        ("limit", 'n = dims(r"\\beta")', ["n_2 = dims(\"n_2\")", 'x = Vector("x", n_2)', 'beta = Scalar(r"\\beta")'],
         "limit(softmax(beta * x), beta, 0) == ones(n_2) / n_2"),
        ("gradient", "from ._notation import n, x", [], "gradient(x @ x, x) == 2 * x"),
        ("gradient", "from ._notation import *", [], "gradient(x @ x, x) == 2 * x"),
        ("gradient", "from ._notation import x", ["n = dims(\"n\")", 'x_2 = Vector("x_2", n)'], "gradient(x_2 @ x_2, x_2) == 2 * x_2"),
    ],
)  # fmt: skip
def test_letters_of_the_file_are_used_where_they_fit_and_never_bound_again(sheet, call, kind, before, added, statement):
    (sheet.parent / "_notation.py").write_text('from mathcheck import Vector, dims\nn = dims("n")\nx = Vector("x", n)\n')
    sheet.write_text(FRONT + before + "\n", encoding="utf-8")
    assert call("new", "claim", kind).exit_code == 0
    made, _, claimed = sheet.read_text(encoding="utf-8").partition(f"# {kind}")
    there = f"{FRONT}{before}".splitlines()
    assert [row for row in made.splitlines() if row and row not in there and not row.startswith("from mathcheck")] == added
    assert claimed.splitlines()[2].strip() == f"{statement},"
    (row,) = json.loads(call("check", "--json", "--no-report").output)["readings"]
    assert row["verdict"] == "holds"


@pytest.mark.parametrize("written", ["claims/../x.py", "claims/sheet/../../x.py", "claims/away/x.py", "claims/sheet/link.py"])
def test_what_leads_out_of_the_claims_folder_is_refused(project, sheet, call, written):
    (project / "elsewhere").mkdir()
    (project / "claims" / "away").symlink_to(project / "elsewhere")
    (sheet.parent / "link.py").symlink_to(project / "elsewhere" / "x.py")
    result = call("new", "claim", "gradient", "--in", written)
    assert result.exit_code == 2
    assert f"which is not below the claims folder {project / 'claims'}" in result.output
    assert not list(project.glob("**/x.py"))


def test_a_link_to_the_claims_folder_itself_is_followed(project, call):
    (project / "kept").mkdir()
    (project / "claims").symlink_to(project / "kept")
    assert call("new", "claim", "gradient", "--in", "claims/sheet/section.py").exit_code == 0
    assert (project / "kept" / "sheet" / "section.py").is_file()


def test_the_line_ends_of_a_file_stay_what_they_are(sheet, call):
    before = b'"""1 Questions"""\r\nfrom mathcheck import claim\r\nw = 1\n\x0cv = 2\r\n\r\n'
    sheet.write_bytes(before)
    result = call("new", "claim", "gradient")
    after = sheet.read_bytes()
    assert after.startswith(b'"""1 Questions"""\r\nfrom mathcheck import claim, Vector, dims, gradient\r\nw = 1\n\x0cv = 2\r\n')
    added = after.partition(b"v = 2\r\n")[2]
    assert added.count(b"\n") == added.count(b"\r\n") > 5
    number = after.decode().split("\n").index("squared_norm = claim(\r") + 1
    assert f"line {number}." in result.output


@pytest.mark.parametrize(
    ("head", "encoding"), [("# -*- coding: latin-1 -*-\n", "latin-1"), ("# coding: cp1252\n", "cp1252"), ("", "utf-8-sig")]
)
def test_a_file_keeps_its_encoding(sheet, call, head, encoding):
    before = f"{head}price = 'café'\n"
    sheet.write_bytes(before.encode(encoding))
    assert call("new", "claim", "inequality").exit_code == 0  # its title has a dash
    assert call("new", "claim", "limit").exit_code == 0  # and this one a Greek letter
    after = sheet.read_bytes()
    assert after.decode(encoding).startswith(head)
    assert "café" in after.decode(encoding)
    rows = json.loads(call("check", "--json", "--no-report").output)["readings"]
    assert [(row["title"], row["verdict"]) for row in rows] == [
        ("Cauchy–Schwarz", "holds"),
        ("Softmax tends to the uniform distribution as β tends to 0", "holds"),
    ]


def test_an_encoding_that_there_is_none_of_is_named(sheet, call):
    sheet.write_text("# -*- coding: latin-17 -*-\n")
    result = call("new", "claim", "gradient")
    assert result.exit_code == 2
    assert "is not valid Python (unknown encoding: latin-17)" in result.output


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
