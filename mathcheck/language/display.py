"""How a notebook shows claims and evidence. The front door says who draws them, so that nothing before it knows of reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# What draws an object as HTML; empty until the front door has been gone through.
_DRAWERS: list[Callable[[Any], str]] = []


def draw_with(drawer: Callable[[Any], str]) -> None:
    """Let ``drawer`` draw every claim and all evidence from now on."""
    _DRAWERS[:] = [drawer]


def drawn(thing: Any) -> str | None:
    """A claim or evidence as HTML; None where nobody draws, and a notebook then shows its text."""
    return _DRAWERS[0](thing) if _DRAWERS else None
