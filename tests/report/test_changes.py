"""What changed between two runs, on the page and by the command: without these a grader would compare two reports by eye."""

import json

import pytest
from _run import evidences, run
from click.testing import CliRunner

from mathcheck.cli import main
from mathcheck.report import changes, reading


def row(name="c", verdict="holds", **more):
    return {
        "nodeid": f"claims/s.py::{name}",
        "verdict": verdict,
        "item": "1",
        "title": "A title",
        "reading": "",
        "expect": "holds",
        **more,
    }


def rows(*listed):
    return {entry["nodeid"]: entry for entry in listed}


def kinds(before, after):
    return [(change.kind, change.words) for change in changes.compare(rows(before) if before else {}, rows(after) if after else {})]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (row(), row(), []),
        (row(), row(verdict="refuted"), [("newly refuted", "holds, now refuted")]),
        (row(verdict="refuted"), row(), [("newly holding", "refuted, now holds")]),
        (row(verdict="inconclusive"), row(verdict="refuted"), [("newly refuted", "inconclusive, now refuted")]),
        (row(), row(verdict="inconclusive"), [("changed", "holds, now inconclusive")]),
        (row(), row(verdict="not run"), []),
        (row(verdict="not run"), row(verdict="refuted"), [("newly refuted", "not run, now refuted")]),
        (row(expect="refuted"), row(verdict="refuted", expect="refuted"), [("changed", "holds, now refuted")]),
        (row(verdict="refuted", expect="refuted"), row(verdict="refuted"), [("newly refuted", "refuted, now refuted")]),
        (None, row(), [("appeared", "holds")]),
        (None, row(verdict="refuted"), [("newly refuted", "not in the earlier run, now refuted")]),
        (row(), None, [("gone", "was holds")]),
        (row(accepted=100), row(accepted=50), []),
        (row(accepted=100), row(accepted=49), [("weaker", "49 inputs compared, 100 before")]),
        (row(resolution=1e-12), row(resolution=1e-10), [("weaker", "errors below 1e-10 would not be seen, 1e-12 before")]),
        (
            row(altered_killed=10.0, altered_survived=""),
            row(altered_killed=8.0, altered_survived="a; b"),
            [("weaker", "80% of the altered formulas refuted, 100% before")],
        ),
        (row(accepted=None, resolution="x", altered_killed=True), row(accepted=1, resolution=1.0), []),
    ],
)
def test_a_change_by_its_name(before, after, found):
    assert kinds(before, after) == found


def test_the_worst_comes_first_then_the_order_of_the_later_run():
    before = rows(row("a"), row("b"), row("c", verdict="refuted"), row("d"))
    after = rows(row("d", verdict="refuted"), row("c"), row("b", verdict="vacuous"), row("a", verdict="refuted"))
    assert [change.nodeid[-1] for change in changes.compare(before, after)] == ["d", "a", "b", "c"]


BROKEN = ["", "{", "[]", "null", '{"evidence": 3}', '{"schema": 1}', "[" * 100_000]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_earlier_run_is_none(tmp_path, text):
    (tmp_path / "evidence.json").write_text(text)
    assert changes.last(tmp_path) == {}
    with pytest.raises(changes.NoRun, match="evidence"):
        changes.read(tmp_path)


def test_an_earlier_schema_is_read_as_far_as_it_goes(tmp_path):
    old = {"schema": 1, "evidence": [{"nodeid": "claims/s.py::c", "verdict": "holds"}, {"verdict": "holds"}, 3]}
    (tmp_path / "evidence.json").write_text(json.dumps(old))
    assert list(changes.last(tmp_path)) == ["claims/s.py::c"]


def test_no_earlier_run_is_not_spoken_of():
    assert "run before" not in reading.pages(run(evidences()))["index.html"]


def test_the_page_says_what_changed():
    found = evidences()
    now = {e.nodeid: {**e.to_dict(), "verdict": str(e.verdict)} for e in found}
    before = {nodeid: {**entry, "verdict": "refuted" if entry["verdict"] == "holds" else "holds"} for nodeid, entry in now.items()}
    page = reading.pages(run(found, changes=tuple(changes.compare(before, now))))["index.html"]
    assert "Newly refuted" in page
    assert "holds, now refuted" in page
    assert "Newly holding" in page
    same = reading.pages(run(found, changes=tuple(changes.compare(now, now))))["index.html"]
    assert "Nothing has changed since the run before." in same


@pytest.fixture
def runs(tmp_path):
    """Two folders with a run each: ``a`` has a claim that holds, in ``b`` it is refuted."""
    for name, verdict in (("a", "holds"), ("b", "refuted")):
        (tmp_path / name).mkdir()
        content = {"schema": 3, "evidence": [row(verdict=verdict)]}
        (tmp_path / name / "evidence.json").write_text(json.dumps(content))
    return tmp_path


def call(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_diff_says_what_is_newly_refuted_and_its_status_too(runs):
    result = call("diff", runs / "a", runs / "b" / "evidence.json")
    assert result.exit_code == 1
    assert "Newly refuted:" in result.output
    assert "A title: holds, now refuted" in result.output
    result = call("diff", runs / "b", runs / "a")
    assert result.exit_code == 0
    assert "Newly holding:" in result.output
    assert call("diff", runs / "a", runs / "a").output == "Nothing changed.\n"


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (row(), row(verdict="error"), 1),
        (row(), row(verdict="inconclusive"), 1),
        (None, row("import", verdict="error"), 1),  # a file that cannot be read any more; its claims are gone
        (row(expect="refuted", verdict="refuted"), row(expect="refuted"), 1),
        (row(verdict="error"), row(verdict="error"), 0),
        (row(verdict="refuted"), row(verdict="vacuous"), 0),
        (row(), row(verdict="not checkable"), 0),
        (row(), row(verdict="not run"), 0),
        (row(), None, 0),
    ],
)
def test_strict_also_ends_with_1_where_what_was_right_has_no_verdict_any_more(tmp_path, before, after, status):
    for name, entry in (("a", before), ("b", after)):
        (tmp_path / name).write_text(json.dumps({"evidence": [entry] if entry else []}))
    assert call("diff", tmp_path / "a", tmp_path / "b").exit_code == 0
    assert call("diff", "--strict", tmp_path / "a", tmp_path / "b").exit_code == status


def test_annotations_name_file_and_line_of_what_fails(runs):
    told = row(verdict="refuted", source="claims/a,b/s.py:12", reason="Off by 50 %:\nsee.", title="f: x → y")
    (runs / "b" / "evidence.json").write_text(json.dumps({"evidence": [told, row("d")]}))
    lines = call("diff", "--annotations", runs / "a", runs / "b").output.splitlines()
    assert [line for line in lines if line.startswith("::")] == [
        "::error file=claims/a%2Cb/s.py,line=12,title=1 f%3A x → y::holds, now refuted. Off by 50 %25: see."
    ]
    (runs / "b" / "evidence.json").write_text(json.dumps({"evidence": [row(verdict="refuted")]}))
    assert "::error title=1 A title::holds, now refuted." in call("diff", "--annotations", runs / "a", runs / "b").output
    assert call("diff", "--annotations", "--json", runs / "a", runs / "b").exit_code == 2
    assert "::" not in call("diff", "--annotations", runs / "b", runs / "a").output


def test_diff_as_json(runs):
    result = call("diff", "--json", runs / "a", runs / "b")
    assert result.exit_code == 1
    content = json.loads(result.output)
    assert content["newly_refuted"][0]["nodeid"] == "claims/s.py::c"
    assert content["weaker"] == content["gone"] == []


def test_bad_use_has_a_sentence_and_a_status_of_its_own(runs):
    result = call("diff", runs / "a", runs / "nowhere")
    assert result.exit_code == 2
    assert "does not exist: give a folder that a run has written to" in result.output
    (runs / "b" / "evidence.json").write_text("{")
    assert call("diff", runs / "a", runs / "b").exit_code == 2
    assert call("diff", runs / "a").exit_code == 2


def test_what_is_printed_holds_no_commands_for_the_terminal(runs):
    (runs / "b" / "evidence.json").write_text(json.dumps({"evidence": [row(verdict="refuted", title="a\x1b[31m\nb")]}))
    result = CliRunner().invoke(main, ["diff", str(runs / "a"), str(runs / "b")], color=True)
    assert "\x1b" not in result.output
    assert "a[31m b" in result.output
