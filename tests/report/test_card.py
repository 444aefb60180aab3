"""The card must say first what matters, everywhere the same, and escape whatever a claim says."""

import re
from dataclasses import replace

import numpy as np
import pytest

from mathcheck import Matrix, Scalar, Vector, check, claim, dims, gradient, jacobian, one_of, proportional, simplex
from mathcheck.engine.evidence import Evidence, Table, Tally, Verdict
from mathcheck.engine.findings import Figure, Mistake, Repair
from mathcheck.report import card as cards
from mathcheck.report import text
from mathcheck.report.arrays import array
from mathcheck.report.parts import blocks
from mathcheck.report.redaction import redacted

m, n = dims("m n")
A, B, x = Matrix("A", m, n), Matrix("B", n, n), Vector("x", n)

MISTAKE = Mistake("transposed", "The right side is transposed: `A.T` stands for `A`.", r"A^{\top}")
REPAIR = Repair(
    "jacobian(B @ x, x) == B", r"\frac{\partial \, \left(B \, x\right)}{\partial \, x} = \color{changed}{B}", ("B for B.T",), 100
)
NARROWED = Repair("jacobian(B @ x, x) == B.T", r"B = B^{\top}", (), 80, ("B == B.T", r"B = B^{\top}"))


@pytest.fixture(scope="module")
def refuted():
    found = check(claim(jacobian(B @ x, x) == B.T, item="2(b)", title="The Jacobian of Bx", note="as printed"))
    return replace(
        found, mistakes=(MISTAKE, Mistake("sign", "The sign is wrong.", share=0.25)), repairs=(REPAIR, NARROWED),
        figures=(Figure("heat", "Where the sides differ.", {}),), nodeid="claims/sheet.py::b", source="claims/sheet.py:3",
    )  # fmt: skip


# What a reader wants to know, in the order in which it is wanted.
ORDER = [
    "refuted", "The two sides differ", "as printed", "claimed", "The right side is transposed", "This explains 25%", "would hold as",
    "Not refuted on 100 inputs", "ounterexample", "difference", "The worst one", "would hold if", "a matrix, n × n", "A figure",
    "input generated refuted it", "Confirmed by", "pytest &quot;claims/sheet.py::b&quot;", "NumPy script", "import numpy as np",
]  # fmt: skip


def test_what_matters_comes_first(refuted, monkeypatch):
    monkeypatch.setattr(cards, "svg", lambda figure: "<svg>A figure</svg>")
    html = cards.card(refuted)
    places = [html.find(part) for part in ORDER]
    assert -1 not in places, ORDER[places.index(-1)]
    assert places == sorted(places)


def test_sides_along_a_set_are_not_taken_for_the_whole_sides():
    p, y = Vector("p", n, simplex), Vector("y", n)
    # By hand −y/p and −1/p: at p = (½, ½), y = (1, 2) these are (−2, −4) and (−2, −2); without their means (1, −1) and (0, 0).
    found = check(gradient(-y @ np.log(p), p) == -1 / p)
    for shown in (cards.card(found), text.card(found)):
        assert "left side, along the set" in shown
        assert "right side, along the set" in shown
        assert "stays in its set" in " ".join(shown.split())
    # Elsewhere nothing is left out, and nothing is said.
    assert "along the set" not in text.card(check(gradient(-y @ np.log(y**2), y) == -1 / y))


def test_item_and_title_only_where_they_are_asked_for(refuted):
    assert "The Jacobian of Bx" not in cards.card(refuted)
    assert cards.card(refuted, heading=True).index("2(b)") < cards.card(refuted, heading=True).index("The Jacobian of Bx")


def test_the_change_of_a_repair_is_marked(refuted):
    assert cards.card(refuted).count('class="mc-changed"') == 1


def test_the_worst_and_the_script_are_folded(refuted):
    folded = re.findall(r"<summary>(.*?)</summary>", cards.card(refuted))
    assert folded[0] == "The worst one seen, by its difference relative to the sides"
    assert folded[-1].endswith("without mathcheck")


def test_the_terminal_says_the_same_in_the_same_order(refuted):
    shown = text.card(refuted)
    order = ["2(b)", "claimed", "REFUTED", "mistake", "The right side is transposed", "would hold as", "jacobian(B @ x, x) == B\n",
             "With `B` for `B.T`",
             "would hold if", "B == B.T", "counterexample", "left side", "difference", "evidence", 'pytest "claims/sheet.py::b"']  # fmt: skip
    places = [shown.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert max(map(len, shown.splitlines())) <= text.WIDTH
    assert "<" not in shown
    assert "\\top" not in shown


def test_a_claim_that_holds_says_how_hard_it_was_tried_at_once():
    evidence = check(claim(jacobian(B @ x, x) == B, item="2(b)"))
    html = cards.card(evidence)
    assert 'mc-holds">holds</span> Not refuted on 100 inputs, <code>n</code> from 1 to 6' in html
    assert html.count("Not refuted on") == 1


def test_hypotheses_are_printed_once():
    for relation in ((x @ x == 2).given(n > 1, x @ x > 0), proportional(x, 2 * x).given(n > 1)):
        shown = text.card(check(claim(relation, item="1")))
        assert ".given(" not in shown
        assert re.findall("given +(.*)", shown) == [repr(condition) for condition in relation.hypotheses]
        assert re.findall("claimed +(.*)", shown)[0] in repr(relation)


def test_a_name_with_signs_in_it_is_shown_as_it_was_written():
    P, W = Matrix(r"P_{k|k-1}", n, n), Matrix("W^{(1)}", n, n)
    shown = text.card(check(claim(P == W, item="1")))
    assert re.search(r"^ +P_\{k\|k−1\} +\[", shown, re.MULTILINE)
    assert re.search(r"^ +W_1 +\[", shown, re.MULTILINE)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_card(verdict):
    evidence = Evidence(verdict, "A reason with `code`.", item="1", title="t", detail="at the input\nx = 1")
    assert cards.badge(str(verdict)) in cards.card(evidence)
    assert "<code>code</code>" in cards.card(evidence)
    assert verdict.upper() in text.card(evidence)
    assert blocks(evidence)[0].kind == "verdict"


def test_everything_a_claim_says_is_escaped():
    bad = "<script>alert(1)</script>"
    evidence = Evidence(
        Verdict.REFUTED, bad, item=bad, claim=bad, title=bad, note=bad, reading=bad, statement=bad, latex=bad, hypotheses=((bad, bad),),
        definitions=((bad, bad, bad),), domains=((bad, bad),), detail=bad, script=bad, source=bad, nodeid=bad, rate=bad,
        mistakes=(Mistake(bad, bad, bad),), repairs=(Repair(bad, bad, (bad,), 1, (bad, bad)),), figures=(Figure(bad, bad, {bad: bad}),),
        tally=Tally(accepted=3, distinct=3, sizes=((bad, 1, 2),)),
    )  # fmt: skip
    for verdict in (Verdict.REFUTED, Verdict.HOLDS):
        assert "<script" not in cards.card(replace(evidence, verdict=verdict), heading=True)


def test_wrong_entries_are_marked_by_a_sign_and_by_how_much_they_are_off():
    table = Table((2, 2), [[1.0, 2.0], [3.0, 4.0]])
    wrong = Table((2, 2), [[True, False], [False, True]])
    html = array(table, wrong, Table((2, 2), [[8.0, 0.0], [0.0, -1.0]]))
    assert html.count("≠") == 2
    assert re.findall(r"mc-shade-(\d)", html) == ["4", "1"]
    assert html.count("<tr>") == 2
    # An infinite difference is as strong as it gets, and spoils no other.
    html = array(table, wrong, Table((2, 2), [["inf", 0.0], [0.0, 1.0]]))
    assert re.findall(r"mc-shade-(\d)", html) == ["4", "4"]


def test_sides_that_differ_look_different():
    t = Scalar("t")
    example = check(claim(t * 1.41421356237 == t * np.sqrt(2.0), item="1")).simplest
    shown = text.card(Evidence(Verdict.REFUTED, "", simplest=example))
    assert re.search(r"left side +1.41421356237\n", shown)
    assert re.search(r"right side +1.414213562373\n", shown)  # to 7 digits both are 1.414214
    many = tuple(Table((17,), [value] * 17) for value in (1.00001, 1.00002))
    example = replace(example, left=many[0], right=many[1], difference=many[0], wrong=Table((17,), [True] * 17))
    card = cards.card(Evidence(Verdict.REFUTED, "", simplest=example))
    assert (card.count("1.00001"), card.count("1.00002")) == (17, 17)  # to 4 digits all are 1


def test_an_input_that_is_shown_rounded_is_said_to_be():
    t, s = Scalar("t", one_of(1 / 3)), Scalar("s", one_of(0.1))
    evidence = check(claim(t + s == 3 * t, item="1"))
    assert re.search(r" t +≈ 0.3333333\n +s +0.1\n", text.card(evidence))
    assert cards.card(evidence).count("<span>≈</span>") == 1
    assert "t ≈ 0.3333333\ns = 0.1" in redacted(evidence).detail
    assert repr(1 / 3) in evidence.script  # where nothing is rounded


def test_the_constant_of_a_proportion_is_said_to_be_one():
    t = Scalar("t")
    evidence = check(claim(proportional(t**2, 6 * t**2 + 1), item="1"))
    for shown in (text.card(evidence), re.sub("<[^>]*>", " ", cards.card(evidence))):
        # Found at t = 1, where the sides are 1 and 7.
        assert re.search(r"constant c\s+1/7, the ratio of the sides at another input", shown)
        assert "left − c · right" in shown
        assert "left = c · right with c = 1/7" in " ".join(shown.split())


def test_arrays_too_large_are_summarised():
    twelve = Table((12, 12), np.zeros((12, 12)).tolist())
    assert array(twelve).count("<td>") == 144
    more = Table((13, 2), np.zeros((13, 2)).tolist())
    assert "an array of 13 × 2" in array(more)
    wrong = np.zeros((3, 4, 5), dtype=bool)
    wrong[0, 1], wrong[2, 3, 4] = True, True
    html = array(Table((3, 4, 5), np.ones((3, 4, 5)).tolist()), Table((3, 4, 5), wrong.tolist()))
    assert "6 of 60 entries wrong" in html
    assert "[2, 3, 4]" in html
    assert array(Table((0, 3), [])) != ""
