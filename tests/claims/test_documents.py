"""The documents beside the homework: matrix calculus, where every claim holds, and known errors, each refuted and then corrected."""

from pathlib import Path

import pytest

from mathcheck import loading
from mathcheck.engine.check import check_reading
from mathcheck.language.claims import Claim

CLAIMS = Path(__file__).parents[2] / "claims"
EXAMPLES = 40  # a run draws 100; what needs so many is for the engine's own tests


def stated(document):
    """(section's title, the name and the claim of every variable that is one), in the order of the items."""
    files = [file for file in (CLAIMS / document).glob("*.py") if not file.name.startswith("_")]
    for file in sorted(files, key=loading.title):
        section = loading.load(file, CLAIMS)
        assert section.error is None
        for name, entry in section.variables.items():
            if isinstance(entry, Claim):
                yield loading.title(file), name, entry


CALCULUS, ERRORS = list(stated("matrix_calculus")), list(stated("known_errors"))
READINGS = [(name, entry, reading) for _, name, entry in [*CALCULUS, *ERRORS] for reading in ["", *entry.readings]]


@pytest.mark.parametrize(("name", "entry", "reading"), READINGS, ids=[f"{name}-{reading}" for name, _, reading in READINGS])
def test_verdict(name, entry, reading):
    evidence = check_reading(entry, reading, name=name, max_examples=EXAMPLES)
    assert evidence.verdict == ("refuted" if entry.expect == "refuted" and not reading else "holds"), evidence.reason


def test_matrix_calculus_has_no_error_in_it():
    assert len(CALCULUS) >= 60
    assert all(entry.expect == "holds" for _, _, entry in CALCULUS)


def test_every_known_error_has_its_correction():
    assert len(ERRORS) >= 15
    assert all(entry.expect == "refuted" and entry.readings for _, _, entry in ERRORS)


@pytest.mark.parametrize("document", [CALCULUS, ERRORS], ids=["matrix_calculus", "known_errors"])
def test_items_count_through_their_section_and_say_what_and_where_from(document):
    counted = {}
    for section, name, entry in document:
        counted[section] = counted.get(section, 0) + 1
        assert entry.item == f"{section.split()[0]}.{counted[section]}", name
        assert entry.title, name
        assert entry.note.endswith("."), name
