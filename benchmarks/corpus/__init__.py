"""Stated facts, half of them wrong: :func:`development` was open while the judge was tuned, :func:`held_out` was not looked at.

``opened`` was kept apart at first, measured, and then opened: what it had caught the judge on belongs to the tuning now.
"""

from __future__ import annotations

import importlib
import pkgutil

from corpus.fact import Fact


def development() -> list[Fact]:
    """The part that the judge was tuned on."""
    return _distinct(_facts("development") + _facts("opened"))


def held_out() -> list[Fact]:
    """The part kept apart."""
    return _distinct(_facts("held_out"))


def _facts(part: str) -> list[Fact]:
    """The lists ``FACTS`` of all modules of a folder, in order."""
    package = importlib.import_module(f"corpus.{part}")
    modules = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [fact for module in modules for fact in importlib.import_module(f"corpus.{part}.{module}").FACTS]


def _distinct(facts: list[Fact]) -> list[Fact]:
    """The facts. Raises ``ValueError`` for a name used twice."""
    names = [fact.name for fact in facts]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"facts with one name: {sorted(twice)}")
    return facts
