"""The evidence in words must be read as it is meant, and say no more than the counts do."""

import pytest

from mathcheck.engine.evidence import Counterexample, Evidence, Strength, Table, Tally, Verdict
from mathcheck.report.parts import blocks
from mathcheck.report.words import sentences

TALLY = Tally(accepted=240, distinct=240, degenerate=77, sizes=(("m", 1, 4), ("n", 1, 4), ("K", 2, 2)))


def said(verdict, **fields):
    return " ".join(sentences(Evidence(verdict, "", **fields)))


def test_a_claim_that_holds():
    text = said(Verdict.HOLDS, examples=250, tally=TALLY, strength=Strength(58, (), 2), resolution=4.2e-9)
    assert text == (
        "Not refuted on 240 inputs, `m` and `n` from 1 to 4, `K` = 2, 77 of them with zeros, ties or a size of 1; 58 of 58 altered "
        "formulas were refuted on the same inputs (2 more turned out to be the same function); a relative error above 5·10⁻⁹ would "
        "have been seen."
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"resolution": 0.0}, "every error that floating point shows would have been seen"),
        ({"resolution": 4e-145}, "every error that floating point shows would have been seen"),
        ({"resolution": 4e-14, "beside_zero": True}, "an error above 4·10⁻¹⁴ of the numbers that it is computed from would have been seen"),
        ({"unmeasured": "nothing varies"}, "No altered formulas were tried: nothing varies."),
        ({"strength": Strength(3, ("-x for x",))}, "do not tell it apart from the formula with `-x for x`"),
        ({"strength": Strength(1, tuple("abcde"))}, "and 2 more"),
        ({"constant": 1.9999999999999}, "constant of proportionality is c = 2, found from the inputs: left = c · right"),
        ({"constant": 1 / 6 + 1e-12}, "is c = 1/6, found"),
        ({"constant": 2**0.5}, "is c ≈ 1.414214, found"),
        ({"slack": 3.1e-4}, "a room of 3·10⁻⁴"),
        ({"slack": 0.0}, "the two sides are equal, as far as rounding shows"),
        ({"rate": "algebraic, order 1"}, "algebraic, order 1"),
        ({"degree": 3, "chance": 3.3e-16}, "of degree 3 at most, and agree exactly at a random point; the chance that a false identity of that "
                                           "degree does so is below 4·10⁻¹⁶"),
        ({"tally": Tally(accepted=9, distinct=9, at_kinks=1, undefined=2, undecided=3, rejected=4, settled=5)},
         "1 further input said nothing: the derivative or limit does not exist there. 2 further inputs said nothing: a side has no value"),
        ({"tally": Tally(accepted=9, distinct=9, rejected=1)}, "1 generated input did not satisfy the hypotheses"),
    ],
)  # fmt: skip
def test_each_thing_that_is_known_is_said(fields, words):
    assert words in said(Verdict.HOLDS, **{"tally": TALLY, **fields})


def test_nothing_is_said_that_is_not_known():
    assert said(Verdict.HOLDS) == ""
    assert said(Verdict.NOT_CHECKABLE) == ""
    assert "altered" not in said(Verdict.HOLDS, tally=TALLY)


def test_a_refutation():
    one = Table((), 1.0)
    example = Counterexample(
        (), (), "==", one, one, Table((), -3.0), Table((), 1.5e-11), Table((), True), "ball arithmetic", 2.99999
    )
    text = said(Verdict.REFUTED, examples=21, tally=Tally(accepted=20), simplest=example)
    assert "The 21st input generated refuted it; the 20 compared before it agreed" in text
    assert "error is below 2·10⁻¹¹, the difference is 2·10¹¹ times as large." in text
    assert "Confirmed by ball arithmetic: the sides differ by at least 2.999." in text


def test_the_other_verdicts_say_what_became_of_the_inputs():
    text = said(Verdict.INCONCLUSIVE, examples=100, tally=Tally(accepted=2, at_kinks=98))
    assert (
        text
        == "100 inputs generated, 2 of them compared. 98 further inputs said nothing: the derivative or limit does not exist there."
    )


@pytest.mark.parametrize(
    ("verdict", "fields", "words"),
    [
        (Verdict.HOLDS, {"tally": TALLY, "strength": Strength(1)}, "; the one altered formula was refuted on the same inputs"),
        (Verdict.HOLDS, {"tally": TALLY, "strength": Strength(1, ("-x for x",))}, "1 of 2 altered formulas was refuted"),
        (Verdict.HOLDS, {"tally": Tally(accepted=1, distinct=1, degenerate=1)}, "Not refuted on 1 input, with zeros"),
        (Verdict.INCONCLUSIVE, {"examples": 1, "tally": Tally(undefined=1)}, "1 input generated, not compared."),
        (Verdict.INCONCLUSIVE, {"examples": 1, "tally": Tally(accepted=1)}, "1 input generated, and compared."),
        (Verdict.INCONCLUSIVE, {"examples": 2, "tally": Tally(accepted=1)}, "2 inputs generated, 1 of them compared."),
    ],
)  # fmt: skip
def test_one_is_told_in_the_singular(verdict, fields, words):
    assert words in said(verdict, **fields)


def test_the_counts_of_a_card_tell_one_in_the_singular():
    evidence = Evidence(Verdict.HOLDS, "", tally=Tally(accepted=9, distinct=9), strength=Strength(1, (), 1))
    (counts,) = [block for block in blocks(evidence) if block.kind == "counts"]
    told = [row.content.text for row in counts.rows]
    assert told[-2:] == ["altered formula refuted on the same inputs", "altered formula that is the same function"]
