"""A stated fact in plain NumPy, true or wrong, that any checker can be given.

A fact is two functions of the same arguments and how they are related: ``f`` differentiated is ``g``, ``f`` equals ``g``, ``f``
tends to ``g``, and so on. Called with arrays they are plain NumPy; called with the variables of a claim they are its formula.

>>> fact = stated("square", "derivative", "x: n", lambda x: x**2, lambda x: 2 * x, by="x")
>>> fact.relation()
derivative(x ** 2, x) == 2 * x
>>> fact.true
True
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import mathcheck

KINDS = (
    "jacobian",  # ∂f/∂by == g, shape of f followed by shape of by
    "gradient",  # the same for a scalar f
    "derivative",  # of an elementwise f, entry by entry
    "hessian",  # of a scalar f
    "identity",  # f == g
    "at most",  # f <= g
    "less",  # f < g
    "limit",  # of f as the scalar by tends to `to`; g does not depend on it
    "proportional",  # f == c·g with one positive c for all inputs
)
DERIVATIVES = KINDS[:4]

# How a fact is wrong (gross; by little: a relative 1e-2 to 1e-5; in one branch, one entry, one region of the inputs, or only for
# some sizes), or how hard a true one is to see through.
WRONG_LEVELS = ("gross", "little", "branch", "entry", "region", "size")
TRUE_LEVELS = ("plain", "nasty")


@dataclass(frozen=True)
class Input:
    """An argument: the names (or numbers) of its sizes, and its domain as written."""

    sizes: tuple[str, ...]
    domain: str


@dataclass(frozen=True)
class Fact:
    """One stated fact; made by :func:`stated`. ``why`` says what is wrong and why, or what makes a true one nasty."""

    name: str
    kind: str
    inputs: Mapping[str, Input]
    f: Callable[..., Any]
    g: Callable[..., Any]
    by: str
    to: float
    side: str | None
    given: Callable[..., Any] | None
    true: bool
    level: str
    why: str
    witness: Mapping[str, Any] | None

    def relation(self) -> Any:
        """The fact as a relation of mathcheck's."""
        letters = self.letters()
        f, g = self.f(*letters.values()), self._right(letters)
        moved = letters.get(self.by)
        if self.kind in DERIVATIVES:
            relation = getattr(mathcheck, self.kind)(f, moved) == g
        elif self.kind == "limit":
            relation = mathcheck.limit(f, moved, self.to, self.side) == g
        elif self.kind == "proportional":
            relation = mathcheck.proportional(f, g)
        else:
            relation = {"identity": lambda: f == g, "at most": lambda: f <= g, "less": lambda: f < g}[self.kind]()
        return relation if self.given is None else relation.given(self.given(*letters.values()))

    def _right(self, letters: Mapping[str, Any]) -> Any:
        """``g`` is given every argument but the one that tends somewhere."""
        return self.g(*[letter for name, letter in letters.items() if self.kind != "limit" or name != self.by])

    def letters(self) -> dict[str, Any]:
        """The variables of the claim, in the order of the arguments."""
        return variables(self.inputs)


def variables(inputs: Mapping[str, Input]) -> dict[str, Any]:
    """A variable for every input, in their order."""
    names = sorted({size for entry in inputs.values() for size in entry.sizes if not size.isdigit()})
    sizes = {name: mathcheck.dims(name) for name in names}
    return {
        name: mathcheck.Array(
            name, *(int(size) if size.isdigit() else sizes[size] for size in entry.sizes), domain=domain(entry.domain)
        )
        for name, entry in inputs.items()
    }


def arguments(inputs: str) -> dict[str, Input]:
    """What a line such as ``"A: m n, x: n positive, t: interval(0,2)"`` lists (no spaces inside a domain)."""
    listed: dict[str, Input] = {}
    for entry in _split(inputs):
        label, _, words = entry.partition(":")
        parts = words.split()
        sizes = [part for part in parts if len(part) == 1 or part.isdigit()]
        rest = [part for part in parts if part not in sizes]
        listed[label.strip()] = Input(tuple(sizes), rest[0] if rest else "reals")
    return listed


def domain(words: str) -> Any:
    """The domain of mathcheck's that ``words`` name: ``positive``, ``interval(-2, 2)``."""
    known = {name: getattr(mathcheck, name) for name in mathcheck.__all__}
    return eval(words, {"__builtins__": {}, "inf": math.inf, "pi": math.pi}, known)


def stated(
    name: str,
    kind: str,
    inputs: str,
    f: Callable[..., Any],
    g: Callable[..., Any],
    *,
    by: str = "",
    to: float = np.inf,
    side: str | None = None,
    given: Callable[..., Any] | None = None,
    wrong: str = "",
    why: str = "",
    witness: Mapping[str, Any] | None = None,
    level: str = "plain",
) -> Fact:
    """A fact from one line. ``inputs`` lists the arguments, as in ``"A: m n, x: n positive, t: interval(0,2)"`` (no spaces inside a domain).

    A wrong fact has ``wrong="level: what is wrong and why"``, and a ``witness``, inputs at which it is false, wherever random inputs
    do not show it. A true one has ``level="nasty"`` and ``why`` where it is hard.
    """
    if kind not in KINDS:
        raise ValueError(f"{name}: kind {kind!r} is none of {KINDS}")
    if wrong:
        level, _, why = (part.strip() for part in wrong.partition(":"))
    if level not in (WRONG_LEVELS if wrong else TRUE_LEVELS):
        raise ValueError(f"{name}: level {level!r} is none of {WRONG_LEVELS if wrong else TRUE_LEVELS}")
    return Fact(name, kind, arguments(inputs), f, g, by, float(to), side, given, not wrong, level, why, witness)


def _split(inputs: str) -> list[str]:
    """At commas outside brackets."""
    parts, depth = [""], 0
    for character in inputs:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part for part in parts if part.strip()]
