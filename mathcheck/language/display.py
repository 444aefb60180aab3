"""How a notebook shows claims and evidence, and how far a check has come. The front door says who draws them, so that nothing before
it knows of reports."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

# How far a check has come: so many inputs of so many, and in words what it is doing where that is something else.
Told = Callable[[int, int, str], None]

# What draws an object as HTML; empty until the front door has been gone through.
_DRAWERS: list[Callable[[Any], str]] = []

# What shows how far a check has come, while it runs.
_SHOWN: list[Callable[[], AbstractContextManager[Told | None]]] = []


def draw_with(drawer: Callable[[Any], str], progress: Callable[[], AbstractContextManager[Told | None]]) -> None:
    """Let ``drawer`` draw every claim and all evidence, and ``progress`` show every check that takes long, from now on."""
    _DRAWERS[:], _SHOWN[:] = [drawer], [progress]


def progress() -> AbstractContextManager[Told | None]:
    """What a check tells how far it has come; None where nobody is shown it."""
    return _SHOWN[0]() if _SHOWN else nullcontext()


def drawn(thing: Any) -> str | None:
    """A claim or evidence as HTML; None where nobody draws, and a notebook then shows its text."""
    return _DRAWERS[0](thing) if _DRAWERS else None
