"""Every example in a docstring runs; without this they would rot."""

import doctest
import importlib
import pkgutil

import pytest

import mathcheck

MODULES = ["mathcheck", *(found.name for found in pkgutil.walk_packages(mathcheck.__path__, "mathcheck."))]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.failed == 0


def test_the_examples_are_found():
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) > 100
