"""Formulas with a slip whose true form is known: the search for repairs finds it, for a sample, and the benchmark can tell.

``python benchmarks/repairs.py`` measures the same on all of them.
"""

import sys
from pathlib import Path

import pytest

from mathcheck import check
from mathcheck.engine.findings import Repair

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from mending.measure import judged, recovery, reread
from slips import slips

SLIPS = {slip.name: slip for slip in slips()}
SAMPLE = [slip.name for slip in SLIPS.values() if slip.group == "one slip"][::12]


@pytest.fixture(scope="module")
def found():
    """The repairs of every slip of the sample."""
    return {name: check(SLIPS[name].relation()).repairs for name in SAMPLE}


@pytest.mark.parametrize("name", SAMPLE)
def test_what_was_slipped_from_is_found(found, name):
    slip = SLIPS[name]
    ways = [recovery(slip, *reread(slip, repair)) for repair in found[name]]
    assert "formula" in ways, [repair.statement for repair in found[name]]


@pytest.mark.parametrize("slip", list(SLIPS.values())[::12], ids=lambda slip: slip.name)
def test_a_sample_of_slips_is_judged_as_it_is_labelled(slip):
    assert check(slip.relation()).verdict == "refuted"
    if slip.right:
        assert check(slip.original()).verdict == "holds"
    if slip.hypothesis:
        assert check(slip.conditional()).verdict == "holds"


def test_there_are_enough_slips_of_every_sort():
    groups = [slip.group for slip in SLIPS.values()]
    least = {"one slip": 70, "two slips": 25, "a hypothesis": 15, "no small edit": 10}
    assert all(groups.count(group) >= count for group, count in least.items())


def test_the_true_formula_counts_as_recovered_and_the_wrong_one_does_not():
    """Else the benchmark would praise or blame a search for nothing."""
    slip = SLIPS["quadratic form"]
    rewritten = judged(slip, Repair("A.T @ x + A @ x == gradient(x @ A @ x, x)", "", ()))
    assert (rewritten.recovered, set(rewritten.verdicts)) == ("formula", {"holds"})
    wrong = judged(slip, Repair(repr(slip.relation()), "", ()))
    assert (wrong.recovered, set(wrong.verdicts)) == ("", {"refuted"})
    assert judged(slip, Repair("gradient(x @ A @ x, x) == B @ x", "", ())).verdicts[0].startswith("unreadable")


@pytest.mark.parametrize(
    ("condition", "way"),
    [("np.all(x > 0)", "hypothesis"), ("x >= 0", "hypothesis"), ("np.all(x > 1)", ""), ("n == 1", "")],
)
def test_a_hypothesis_counts_where_it_is_as_general(condition, way):
    slip = SLIPS["size of a number"]
    repair = Repair(repr(slip.relation()), "", (), hypothesis=(condition, ""))
    assert recovery(slip, *reread(slip, repair)) == way
