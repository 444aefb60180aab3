"""Wrong formulas with the true ones that they were meant to be, as people slip: to measure how well mistakes are named and mended."""

from __future__ import annotations

import importlib
import pkgutil

from slips.slip import Slip


def slips() -> list[Slip]:
    """All of them, by module. Raises ``ValueError`` for a name used twice."""
    package = importlib.import_module("slips")
    modules = sorted(module.name for module in pkgutil.iter_modules(package.__path__) if module.name != "slip")
    found = [slip for module in modules for slip in importlib.import_module(f"slips.{module}").SLIPS]
    names = [slip.name for slip in found]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"slips with one name: {sorted(twice)}")
    return found
