"""A true formula and the wrong one that somebody who derived it by hand may write down instead.

Formulas are text, as a repair is: both are read with the same names, the variables among them. The relation has a gap, ``?``, for what
was slipped in.

>>> slip = one("a square", "x", "derivative(x**2, x) == ?", "2 * x", "x", "the factor is lost", "factor")
>>> slip.original(), slip.relation()
(derivative(x ** 2, x) == 2 * x, derivative(x ** 2, x) == x)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy.special
from corpus.fact import arguments, variables

import mathcheck
from mathcheck import functions
from mathcheck.language.graph import leaves
from mathcheck.language.printing import identifier

# The names that a mistake may be given.
KINDS = frozenset(
    (
        "sign", "factor", "variable factor", "transposed", "axes", "only diagonal", "should be diagonal", "elementwise", "missing term",
        "only positive", "only without ties", "only n = 1", "only symmetric", "inner for outer", "exchanged", "neighbour function", "index",
        "none",
    )
)  # fmt: skip

# What formulas are printed with.
NAMES: dict[str, Any] = {
    **{name: getattr(mathcheck, name) for name in mathcheck.__all__},
    **{name: getattr(functions, name) for name in functions.__all__},
    "np": np,
    "scipy": scipy,
}
# What they may also be written with here.
SHORT = {"inv": np.linalg.inv, "det": np.linalg.det, "norm": np.linalg.norm, "ndtr": scipy.special.ndtr}


@dataclass(frozen=True)
class Slip:
    """One wrong formula; made by :func:`one`, :func:`two`, :func:`under` and :func:`beyond`.

    ``kinds`` are the names of the mistake that fit, the best first, ``"none"`` among them where it may go without a name. ``slips`` counts the slips;
    0 where no small edit mends it. ``hypothesis`` is one under which the wrong formula holds.
    """

    name: str
    inputs: str
    stem: str
    right: str  # "" where nothing is known that holds
    wrong: str
    slips: int
    what: str
    kinds: tuple[str, ...]
    hypothesis: str = ""
    letters: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def group(self) -> str:
        """Which of the four sorts it is."""
        if self.hypothesis:
            return "a hypothesis"
        return {0: "no small edit", 1: "one slip", 2: "two slips"}[self.slips]

    def original(self) -> Any:
        """The true relation; ``None`` where there is none."""
        return self.read(self.stem.replace("?", self.right)) if self.right else None

    def relation(self) -> Any:
        """The wrong relation."""
        return self.read(self.stem.replace("?", self.wrong))

    def conditional(self) -> Any:
        """The wrong relation under its hypothesis, where it holds."""
        return self.relation().given(self.read(self.hypothesis))

    def read(self, text: str) -> Any:
        """The formula that a text stands for."""
        return read(text, self.letters)


def read(text: str, letters: dict[str, Any]) -> Any:
    """The formula (or, with numbers for the letters, the value) that a text stands for. Raises what Python raises for bad text."""
    return eval(text, {"__builtins__": {}, **NAMES, **SHORT, **letters})


def _made(
    name: str, inputs: str, stem: str, right: str, wrong: str, slips: int, what: str, kinds: str, hypothesis: str = ""
) -> Slip:
    named = tuple(kinds.split("|"))
    if unknown := set(named) - KINDS:
        raise ValueError(f"{name}: {sorted(unknown)} are no kinds of mistakes; they are {sorted(KINDS)}")
    if stem.count("?") != 1:
        raise ValueError(f"{name}: {stem!r} needs one gap, ?")
    found = variables(arguments(inputs))
    letters = {identifier(leaf.name): leaf for leaf in leaves(*found.values())}
    return Slip(name, inputs, stem, right, wrong, slips, what, named, hypothesis, letters)


def one(name: str, inputs: str, stem: str, right: str, wrong: str, what: str, kinds: str) -> Slip:
    """One slip. ``inputs`` is as in :func:`corpus.fact.stated`; ``kinds`` are separated by ``|``."""
    return _made(name, inputs, stem, right, wrong, 1, what, kinds)


def two(name: str, inputs: str, stem: str, right: str, wrong: str, what: str, kinds: str) -> Slip:
    """Two slips at once."""
    return _made(name, inputs, stem, right, wrong, 2, what, kinds)


def under(name: str, inputs: str, stem: str, wrong: str, hypothesis: str, what: str, kinds: str, right: str = "") -> Slip:
    """A formula that holds under a hypothesis that was left out; ``right`` holds without it, where such a formula is near."""
    return _made(name, inputs, stem, right, wrong, 1, what, kinds, hypothesis)


def beyond(name: str, inputs: str, stem: str, right: str, wrong: str, what: str, kinds: str) -> Slip:
    """A formula that no small edit mends; ``right`` is far away."""
    return _made(name, inputs, stem, right, wrong, 0, what, kinds)
