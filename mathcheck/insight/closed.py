"""Mistakes that concern a whole side, told from its values: how what is claimed is related to what is right, whatever the formula is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mathcheck.insight.factors import multiples, variable_factors, zero
from mathcheck.insight.layout_mistakes import diagonals, elementwise, permuted
from mathcheck.insight.terms import missing_terms
from mathcheck.insight.view import Found, View
from mathcheck.language.expression import Constant

Detector = Callable[[View], list[Found]]


_BRIEF: list[Detector] = [multiples, permuted, elementwise]
_LONG: list[Detector] = [diagonals, missing_terms, variable_factors]


def found(view: View, *, brief: bool = False) -> list[Found]:
    """All that is told of the formula, what explains most first. ``brief`` leaves out what takes longest."""
    number = isinstance(view.formula, Constant)
    with np.errstate(all="ignore"):
        if not brief and not number and (nothing := zero(view)):  # then it is every multiple of nothing too
            return nothing
        detectors = _BRIEF if brief or number else _BRIEF + _LONG
        return [result for detector in detectors for result in detector(view)]
