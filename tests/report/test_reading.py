"""The reading copy as text: order, addresses, sizes. What only a browser can tell is in test_page_in_browser.py."""

import re
from dataclasses import replace

import pytest
from _run import evidences, run

from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.engine.findings import Mistake, Repair
from mathcheck.report import outline, reading, strip
from mathcheck.report.outline import items, slug


def holding(item, section="1 A", document="Sheet", number=0, **more):
    """Evidence of a claim that holds, told apart by its number."""
    return Evidence(
        Verdict.HOLDS, "Not refuted.", document=document, section=section, item=item, claim=f"c{number}", title=f"Claim {number}",
        nodeid=f"claims/{document}/{section}.py::c{number}", position=number, **more,
    )  # fmt: skip


def sections(found):
    whole = run(found)
    return outline.outline(whole.evidences, (), whole.table)


def anchors(*pairs):
    found = [holding(item, section, number=number) for number, (section, item) in enumerate(pairs)]
    return {
        (claim.readings[0].evidence.section, item.label): item.anchor for item in items(sections(found)) for claim in item.claims
    }


def test_an_items_address_is_its_label_where_no_other_section_has_it():
    assert anchors(("1 A", "1.2(a)"), ("1 A", "1.2(b)")) == {("1 A", "1.2(a)"): "1.2-a", ("1 A", "1.2(b)"): "1.2-b"}
    assert anchors(("1 A", "(a)"), ("2 B", "(a)")) == {("1 A", "(a)"): "1-a-a", ("2 B", "(a)"): "2-b-a"}


def test_no_two_items_share_an_address():
    found = anchors(("1 A", "a b"), ("1 A", "a-b"), ("1 A", "???"), ("1 A", "!!!"), ("2", "1-a-a-b"), ("3", "_search"))
    assert len(set(found.values())) == len(found)
    assert not {"_search", "_items", "_status", "_unfold"} & set(found.values())


@pytest.mark.parametrize("text", ["a=b", "#a", 'a" onload="b', "a b", "<a>", "%", "_a_", "a/../b"])
def test_an_address_holds_nothing_that_means_something_in_one(text):
    assert re.fullmatch(r"[\w.-]*", slug(text))


def test_items_without_a_label_have_names():
    (found,) = items(sections([holding("")]))
    assert found.name == "Claim 0"


def test_an_items_line_has_the_titles_of_its_claims():
    named = [replace(holding("1", number=number), title=title) for number, title in enumerate(["Norm", "<b>", "Norm"])]
    page = reading.pages(run([*named, holding("", number=3)]))["index.html"]
    titled, unlabelled = re.findall(r'<details class="item".*?<summary>(.*?)</summary>', page)
    assert '<span class="about">Norm · &lt;b&gt;</span>' in titled
    assert unlabelled.count("Claim 3") == 1  # what it is called already


def test_one_item_is_not_called_items():
    assert ">1 item</span>" in reading.pages(run([holding("1")]))["index.html"]
    assert ">2 items</span>" in reading.pages(run([holding("1"), holding("2", number=1)]))["index.html"]


def test_readings_of_a_claim_are_together_the_printed_one_first():
    for item in items(sections(evidences())):
        for claim in item.claims:
            assert claim.readings[0].evidence.reading == ""
            assert {reading.evidence.claim for reading in claim.readings} == {claim.readings[0].evidence.claim}


def test_the_mistake_and_what_would_hold_stand_beside_a_wrong_answer():
    wrong = replace(
        holding("1"), verdict=Verdict.REFUTED, mistakes=(Mistake("sign", "The sign of `x` is wrong."),),
        repairs=(Repair("-x == y", "-x", ("-x for x",), 100),),
    )  # fmt: skip
    page = strip.findings(sections([wrong]), lambda item: "#" + item.anchor)
    assert "The sign of <code>x</code> is wrong." in page
    assert "Would hold as <math" in page
    given = replace(wrong, repairs=(Repair("x == y", "x", (), 100, ("x < 1", "x < 1")),))
    assert "Would hold where <math" in strip.findings(sections([given]), lambda item: "")


def test_marks_of_many_sections_share_rows():
    found = [holding("1", f"{number} S", f"d{number % 3}", number) for number in range(60)]
    page = strip.strip(sections(found), lambda item: "")
    assert page.count("strip-title") == 3
    assert page.count('class="mark') == 60


def test_a_large_run_is_cut_into_pages_and_an_earlier_one_is_cleared(tmp_path, monkeypatch):
    found = [holding(f"{number}(a)", f"{number // 10} S", number=number) for number in range(40)]
    monkeypatch.setattr(reading, "LARGEST", 1000)
    monkeypatch.setattr(reading, "PART", 4000)
    reading.write(run(found), tmp_path)
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    parts = list((tmp_path / "parts").iterdir())
    assert len(parts) > 4
    for link in set(re.findall(r'href="(parts/[^"]+)"', index)):
        path, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (tmp_path / path).read_text(encoding="utf-8")
    assert all(part.stat().st_size < 4000 + 40_000 for part in parts)  # what every page has besides
    monkeypatch.undo()
    reading.write(run(found), tmp_path)
    assert not (tmp_path / "parts").exists()


def test_half_a_character_does_not_lose_the_page(tmp_path):
    reading.write(run([replace(holding("1"), title="bad \ud800 title")]), tmp_path)
    assert r"bad \ud800 title" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_same_run_is_the_same_page():
    found = evidences()
    assert reading.pages(run(found)) == reading.pages(run(list(reversed(found))))


def test_what_was_not_run_is_listed():
    found = [holding("1"), holding("2", number=1)]
    page = reading.pages(run(found, missing=(found[1].nodeid,)))["index.html"]
    assert 'data-verdict="not-run"' in page


def test_an_answer_that_holds_in_another_reading_says_what_is_wrong_as_printed():
    printed = replace(holding("1"), verdict=Verdict.REFUTED, mistakes=(Mistake("sign", "The sign of `x` is wrong."),))
    other = replace(holding("1"), reading="another sign", nodeid=printed.nodeid + "[another sign]")
    page = strip.findings(sections([printed, other]), lambda item: "")
    assert "another sign" in page
    assert "As printed: The sign of <code>x</code> is wrong." in page
