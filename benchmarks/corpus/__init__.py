"""Stated facts, half of them wrong: :func:`development` was open while the judge was tuned, :func:`held_out` was not looked at."""

from __future__ import annotations

import importlib
import pkgutil

from corpus.fact import Fact


def development() -> list[Fact]:
    """The part that the judge was tuned on."""
    return _facts("development")


def held_out() -> list[Fact]:
    """The part kept apart."""
    return _facts("held_out")


def _facts(part: str) -> list[Fact]:
    """The lists ``FACTS`` of all modules of a part, in order. Raises ``ValueError`` for a name used twice."""
    package = importlib.import_module(f"corpus.{part}")
    facts = [
        fact
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda m: m.name)
        for fact in importlib.import_module(f"corpus.{part}.{module.name}").FACTS
    ]
    names = [fact.name for fact in facts]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"facts with one name: {sorted(twice)}")
    return facts
