"""The corpus of stated facts: as large and as balanced as docs/trust.md says, and a sample of it judged as it is labelled.

Without this the benchmark could rot unnoticed between two runs of it.
"""

import sys
from pathlib import Path

import pytest

from mathcheck import check

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from corpus import development, held_out

FACTS = [*development(), *held_out()]


def test_half_of_the_facts_are_wrong():
    for part, least in ((development(), 800), (held_out(), 400)):
        wrong = sum(not fact.true for fact in part)
        assert len(part) >= least
        assert 0.45 <= wrong / len(part) <= 0.55


def test_every_fact_can_be_stated():
    for fact in FACTS:
        assert fact.relation() is not None
        assert fact.true or fact.why


@pytest.mark.parametrize("fact", development()[::15], ids=lambda fact: fact.name)
def test_a_sample_is_judged_as_it_is_labelled(fact):
    evidence = check(fact.relation())
    assert evidence.verdict == ("holds" if fact.true else "refuted"), evidence.reason
