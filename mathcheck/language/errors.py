"""The refusals of the language: each says what was wrong and what to write instead."""

from __future__ import annotations


class FormulaError(Exception):
    """A formula was written in a way that cannot mean what it says.

    Not a ``TypeError``: NumPy catches those inside ``np.ones(n)`` and the like, and its own words would hide ours.
    """


class ShapeMismatch(Exception):
    """The shapes inside a formula do not agree; ``str()`` names the operation and its shapes in symbols."""
