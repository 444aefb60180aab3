"""The tables of docs/homework.md are what a run says; without this they would be what a run once said.

After a change of verdicts or words: ``python tests/docs/test_homework_page.py`` writes them again.
"""

import functools
import re
import runpy
from pathlib import Path

import pytest

from mathcheck import Claim, Unchecked, Verdict, check, loading
from mathcheck.engine.evidence import Evidence
from mathcheck.report import frame

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "homework.md"
SECTIONS = ["regression", "classification", "conceptual", "losses"]


@functools.cache
def sections():
    """Each file's claims and items with nothing to check, by name."""
    found = {}
    for name in SECTIONS:
        variables = loading.load(ROOT / "claims" / "deep_learning_hw1" / f"{name}.py", ROOT / "claims").variables
        found[name] = {key: entry for key, entry in variables.items() if isinstance(entry, (Claim, Unchecked))}
    return found


@functools.cache
def verdicts():
    """The verdict of every reading, as tests/claims/test_homework.py holds it against a check."""
    table = runpy.run_path(str(ROOT / "tests" / "claims" / "_expected.py"))["TABLE"]
    return {(section, *row[:2]): Verdict(row[2]) for section, rows in table.items() for row in rows}


def items():
    """The table of the items: how many claims each has, what they come to."""
    rows = []
    for section, claims in sections().items():
        for name, entry in claims.items():
            for reading in ["", *getattr(entry, "readings", {})]:
                verdict = verdicts().get((section, name, reading), Verdict.NOT_CHECKABLE)  # only where PyTorch is installed
                words = {"item": entry.item, "title": entry.title, "claim": name, "reading": reading, "section": section}
                expect = getattr(entry, "expect", "holds")
                rows.append(Evidence(verdict, "", **words, expect=expect, nodeid=f"{section}::{name}[{reading}]"))
    lines = ["| item | claims | comes to |", "| --- | ---: | --- |"]
    found = frame.by_item(frame.frame(rows))
    order = {item: place for place, item in enumerate(dict.fromkeys(row.item for row in rows))}
    for row in sorted(found.itertuples(), key=lambda row: order[row.item]):
        readings = f": {'; '.join(row.readings)}" if row.verdict == frame.AS_READING else ""
        lines.append(f"| {row.item} | {len(row.claims)} | {'**refuted**' if row.verdict == 'refuted' else row.verdict}{readings} |")
    return lines


def wrong():
    """(section, name) of the claims whose printed reading is refuted and should not be."""
    return [
        (section, name)
        for section, claims in sections().items()
        for name, entry in claims.items()
        if verdicts().get((section, name, "")) == Verdict.REFUTED and entry.expect == "holds"
    ]


# A longer formula is for the report, not for a cell.
LONGEST = 90


def row(section, name):
    """What the page says of a claim that is refuted: the mistake, or else why; what would hold, or else the readings that do."""
    entry = sections()[section][name]
    found = check(entry)
    wrong = found.mistakes[0].words if found.mistakes else found.reason
    repairs = [f"`{repair.statement}`" for repair in found.repairs[:1] if len(repair.statement) <= LONGEST]
    holding = [f"*{reading}*" for reading in entry.readings if verdicts()[section, name, reading] == Verdict.HOLDS]
    holds = repairs or (["the reading " + ", ".join(holding)] if holding else ["–"])
    return f"| {entry.item} | {entry.title} | {wrong} | {holds[0]} |"


HEAD = ["| item | claim | what is wrong | what holds |", "| --- | --- | --- | --- |"]


def listed(name):
    """The lines of a table of the page."""
    return re.search(rf"<!-- {name}: .*? -->\n\n(.*?)\n\n<!-- end -->", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1].splitlines()


def test_the_table_of_the_items_is_what_the_verdicts_come_to():
    assert listed("items") == items()


@pytest.mark.parametrize(("section", "name"), wrong())
def test_a_wrong_answer_is_told_as_a_check_tells_it(section, name):
    assert row(section, name) in listed("wrong")


def test_all_wrong_answers_are_told():
    assert len(listed("wrong")) == len(HEAD) + len(wrong())


def write():
    """The page with its tables made anew."""
    text = PAGE.read_text(encoding="utf-8")
    for name, lines in (("items", items()), ("wrong", [*HEAD, *(row(*place) for place in wrong())])):
        made = "\n".join(lines)
        text = re.sub(
            rf"(<!-- {name}: .*? -->\n\n).*?(\n\n<!-- end -->)", lambda m, made=made: m[1] + made + m[2], text, flags=re.DOTALL
        )
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
