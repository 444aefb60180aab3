"""The refusals of the language: each says what was wrong and what to write instead."""

from __future__ import annotations

from mathcheck.language.spot import told


class FormulaError(Exception):
    """A formula was written in a way that cannot mean what it says.

    Not a ``TypeError``: NumPy catches those inside ``np.ones(n)`` and the like, and its own words would hide ours.
    """

    def _render_traceback_(self) -> list[str]:
        """How a notebook shows it: the author's lines and the sentence."""
        return "".join(told(self)).splitlines()


class ShapeMismatch(Exception):
    """The shapes inside a formula do not agree; ``str()`` names the operation and its shapes in symbols."""


FormulaError.__module__ = "mathcheck"  # under which name people import it
