"""docs/reference.md lists all there is: names, domains, options, fields. A name that is added and not listed fails here."""

import re
from pathlib import Path

import mathcheck
from mathcheck import Evidence, Verdict, functions
from mathcheck.engine.evidence import SCHEMA_VERSION
from mathcheck.language.domain import Domain
from mathcheck.report import frame

PAGE = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")
DOMAINS = {name: value for name in mathcheck.__all__ if isinstance(value := getattr(mathcheck, name), Domain)}


def cells(heading):
    """The rows of the first table below a heading."""
    part = PAGE.partition(f"\n## {heading}\n")[2]
    rows = re.search(r"^\|.*?\n\n", part, re.MULTILINE | re.DOTALL)[0].strip().splitlines()[2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def test_every_public_name_is_listed():
    listed = re.findall(r"^\.\. auto(?:function|class):: (\w+)", PAGE, re.MULTILINE)
    assert sorted([*listed, *DOMAINS]) == sorted([*mathcheck.__all__, *functions.__all__, "frame"])


def test_every_domain_is_listed_in_its_own_words():
    assert {name.strip("`"): words for name, words in cells("Domains")} == {name: value.words for name, value in DOMAINS.items()}


def test_every_option_is_listed(pytestconfig):
    from mathcheck.plugin import _OPTIONS

    listed = {re.search(r"mathcheck[-_]([\w-]+)", row[0])[1]: row[1].strip("`") for row in cells("Options of pytest")}
    expected = {name: str(default) for name, (default, _) in _OPTIONS.items()}
    assert listed == {**expected, "hide-answers": "off", "claims": "claims"}


def test_every_field_of_the_evidence_is_listed():
    listed = {name: "†" in row[0] for row in cells("evidence.json") for name in re.findall(r"`(\w+)`", row[0])}
    columns = frame.frame([Evidence(Verdict.HOLDS, "")]).columns
    assert sorted(listed) == sorted(columns)
    assert sorted(name for name, nested in listed.items() if nested) == sorted(frame.NESTED)
    assert f'"schema": {SCHEMA_VERSION}' in PAGE
