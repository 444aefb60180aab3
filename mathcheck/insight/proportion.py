"""What the constant of a proportion changes with, where it is none: the letters that move it, each varied alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mathcheck.engine.findings import Mistake
from mathcheck.engine.judge import judge
from mathcheck.engine.judgement import Outcome
from mathcheck.engine.preconditions import ratio
from mathcheck.engine.program import Part
from mathcheck.engine.sampling import Point, assigned_value, sampler
from mathcheck.engine.search import Search
from mathcheck.language.expression import Expr, Leaf
from mathcheck.language.graph import contains
from mathcheck.language.printing import identifier
from mathcheck.language.shapes import evaluate_length
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable

# Combinations of sizes at which letters are varied, and values tried of each letter.
PLACES, VALUES = 3, 4

# Constants that are nearer to each other than this, relative, are the same: one is read off only where it is known to 1e-6.
SAME = 1e-5


def constant_changes(search: Search) -> Mistake | None:
    """That the sides of a refuted proportion are multiples of each other input by input, and which letters their ratio changes with;
    None where there is no such ratio, or none that more than one input has."""
    if search.first is None or search.first.judgement.part.relation.symbol != "proportional":
        return None
    part, program = search.first.judgement.part, search.program
    if program.drawn_whole or program.black_boxes or _opposite(search):
        return None
    with np.errstate(all="ignore"):
        varied = _Varied(search, part)
        moving, still = varied.letters()
        apart = not moving and varied.apart()
    if apart:
        return Mistake("no multiple", "Input by input, the sides are no multiples of each other: no constant fits even one input.")
    if not moving:
        return None
    but = f", but not with {_listed(still, 'or')}" if still else ""
    return Mistake("constant varies", f"The ratio of the two sides is not constant: it changes with {_listed(moving)}{but}.")


def _opposite(search: Search) -> bool:
    """Whether the sides have opposite signs where they are shown: then that is what is wrong, before anything that the constant does."""
    shown = search.simplest or search.first
    assert shown is not None
    with np.errstate(all="ignore"):
        return bool(np.sum(shown.judgement.left * shown.judgement.right) < 0)


def _listed(letters: list[Leaf], last: str = "and") -> str:
    names = [f"`{identifier(letter.name)}`" for letter in letters]
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]


class _Varied:
    """The constant at inputs in which one letter at a time has other values."""

    def __init__(self, search: Search, part: Part) -> None:
        self.search, self.part, self.program = search, part, search.program
        self.rng = np.random.default_rng(search.seed + 5)
        self.starts = list(self.bases())

    def letters(self) -> tuple[list[Leaf], list[Leaf]]:
        """The letters with which the constant changes, and those of which it was seen that it does not."""
        bases = self.starts
        free = [v for v in self.program.variables if v.fingerprint not in self.program.assigned]
        moving, still = _sorted(free, [[self.changes(base, v) for base in bases] for v in free])
        known: list[Size] = []
        flags: list[list[bool | None]] = []
        for size in self.program.sizes:
            shaped = [v for v in free if any(contains(length, size) for length in v.sizes if isinstance(length, Expr))]
            # Else the values that a size brings along could be what changes it.
            if not {v.fingerprint for v in shaped} & {v.fingerprint for v in moving}:
                known.append(size)
                flags.append([self.changes(base, size, shaped) for base in bases])
        more, less = _sorted(known, flags)
        return [*moving, *more], [*still, *less]

    def bases(self) -> Iterator[Point]:
        """Inputs of a few sizes, none of them 1 where that is possible."""
        choices = sampler(self.program).choices or []
        larger = [choice for choice in choices if all(length > 1 for length in choice)] or choices
        for choice in larger[:PLACES]:
            sizes: Point = {size.fingerprint: length for size, length in zip(self.program.sizes, choice, strict=True)}
            yield self.drawn(sizes, self.program.variables)

    def drawn(self, point: Point, variables: list[Variable]) -> Point:
        """The point with new values for ``variables``."""
        found = dict(point)
        sizes = {size: point[size.fingerprint] for size in self.program.sizes}
        for variable in variables:
            shape = tuple(int(evaluate_length(length, sizes)) for length in variable.sizes)
            found[variable.fingerprint] = variable.domain.construct(self.rng.uniform(-2, 2, shape))[()]
        for variable in self.program.variables:
            if variable.fingerprint in self.program.assigned:
                found[variable.fingerprint] = assigned_value(self.program, variable, found)
        return found

    def constant(self, point: Point) -> float | None:
        """The constant with which the sides agree at this point; None where none does, or the hypotheses do not hold."""
        found, outcome = self.best(point)
        return found if outcome is Outcome.AGREES else None

    def best(self, point: Point) -> tuple[float | None, Outcome | None]:
        """The one constant that could fit this point, and whether it does; None where there is none to be tried."""
        frame = self.search.trial.frame(point)
        found = None if frame is None else ratio(frame, self.part)
        if frame is None or found is None:
            return None, None
        return found, judge(self.search.trial.evaluator, frame, self.part, constant=found).outcome

    def apart(self) -> bool:
        """Whether no constant fits any of the inputs, each for itself."""
        return bool(self.starts) and all(self.best(base)[1] is Outcome.DIFFERS for base in self.starts)

    def changes(self, base: Point, letter: Leaf, along: list[Variable] | None = None) -> bool | None:
        """Whether the constant changes as a letter does, with the variables that have to change ``along``; None where that is not seen."""
        start = self.constant(base)
        others: list[Point] = []
        for i in range(VALUES):
            if isinstance(letter, Size):
                length = letter.low + i
                if length <= letter.high and length != base[letter.fingerprint]:
                    others.append(self.drawn({**base, letter.fingerprint: length}, along or []))
            elif isinstance(letter, Variable):
                others.append(self.drawn(base, [letter]))
        seen = [value for point in others if (value := self.constant(point)) is not None]
        if start is None or not seen:
            return None
        return any(abs(value - start) > SAME * max(abs(value), abs(start)) for value in seen)


def _sorted(letters: list[Leaf] | list[Size] | list[Variable], flags: list[list[bool | None]]) -> tuple[list[Leaf], list[Leaf]]:
    """The letters that changed something anywhere, and those that were varied and never did."""
    moving: list[Leaf] = [letter for letter, seen in zip(letters, flags, strict=True) if any(seen)]
    still: list[Leaf] = [letter for letter, seen in zip(letters, flags, strict=True) if not any(seen) and False in seen]
    return moving, still
