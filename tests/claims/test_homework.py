"""The homework's verdicts against what was worked out by hand."""

import importlib.util
from pathlib import Path

import pytest
from _expected import HOLDS, NOT_CHECKABLE, TABLE

from mathcheck import loading
from mathcheck.engine.check import check_reading
from mathcheck.language.claims import Claim, Unchecked

CLAIMS = Path(__file__).parents[2] / "claims"
TORCH = {"five_steps_torch": HOLDS, "without_zero_grad_torch": HOLDS}

ROWS = [(section, *row[:3]) for section, rows in TABLE.items() for row in rows] + [
    ("regression", name, "", verdict if importlib.util.find_spec("torch") else NOT_CHECKABLE) for name, verdict in TORCH.items()
]


def section_of(name):
    return loading.load(CLAIMS / "deep_learning_hw1" / f"{name}.py", CLAIMS).variables


def test_the_table_lists_every_reading_once():
    written = [
        (section, name, reading)
        for section in TABLE
        for name, entry in section_of(section).items()
        if isinstance(entry, (Claim, Unchecked))
        for reading in ["", *(entry.readings if isinstance(entry, Claim) else ())]
    ]
    assert sorted(written) == sorted(row[:3] for row in ROWS)
    assert len(written) > 60


@pytest.mark.parametrize(("section", "name", "reading", "verdict"), ROWS, ids=lambda text: str(text) or "printed")
def test_verdict(section, name, reading, verdict):
    evidence = check_reading(section_of(section)[name], reading, name=name)
    assert evidence.verdict == verdict, evidence.reason


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", ["softmax_limit", "composition_squared_first", "leaky_relu_derivative", "sum_twice_first"])
def test_verdicts_do_not_depend_on_the_seed(name, seed):
    claim = section_of("conceptual")[name]
    expected = {row[1]: row[2] for row in TABLE["conceptual"] if row[0] == name}
    assert {reading: check_reading(claim, reading, name=name, seed=seed).verdict for reading in expected} == expected
