"""What a check leaves behind: frozen, plain, serialisable data.

Reports, the terminal and notebooks read this and nothing else, so everything a reader may ask about
a verdict is a field here. ``to_dict`` and ``from_dict`` are inverse to each other through JSON: that
is how evidence travels from a worker process to the process that writes the report.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mathcheck.engine import findings
from mathcheck.engine.findings import Figure, Mistake, Repair
from mathcheck.language.display import drawn

SCHEMA_VERSION = 3


class Verdict(StrEnum):
    """The six outcomes of a check; the values are the words used everywhere.

    >>> str(Verdict.NOT_CHECKABLE)
    'not checkable'
    """

    HOLDS = "holds"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"
    VACUOUS = "vacuous"
    ERROR = "error"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True)
class Table:
    """An array as nested lists of numbers, with its shape (which nested lists lose when empty).

    Entries are floats, ints or bools; NaN and infinities are the strings ``"nan"``, ``"inf"``, ``"-inf"``,
    because JSON has no word for them.
    """

    shape: tuple[int, ...]
    entries: Any


@dataclass(frozen=True)
class Binding:
    """The value one variable (or size) takes in a counterexample."""

    name: str  # as typed by the author: LaTeX, for example "W_1" or r"\beta"
    value: Table


@dataclass(frozen=True)
class Counterexample:
    """A concrete input at which a relation is false by more than every error in the computation."""

    sizes: tuple[Binding, ...]
    inputs: tuple[Binding, ...]
    relation: str  # "==", "<=", ..., "proportional"
    left: Table
    right: Table
    difference: Table  # left - right, entry by entry (for "proportional": left - constant * right)
    error: Table  # a bound on the computation's own error in that difference
    wrong: Table  # bools: which entries are wrong
    method: str  # the second method that confirmed it, in words
    certified: float | None  # a lower bound on the largest |difference|, where the method gives one
    constant: float | None = None  # the constant tried, for "proportional"
    where: str = ""  # which entry is shown, where the whole derivative is too large to be
    along: str = ""  # the variable along whose curved set both sides are shown, where nothing is determined across it


@dataclass(frozen=True)
class Tally:
    """How hard the check tried: one count for each thing that can happen to a generated input."""

    accepted: int = 0  # points at which the two sides were compared with a decisive error bound
    distinct: int = 0  # of those, different ones
    at_kinks: int = 0  # dropped: the derivative does not exist there
    undefined: int = 0  # dropped: a side has no value there (NaN, or no limit)
    undecided: int = 0  # dropped: rounding or truncation could explain any difference
    rejected: int = 0  # did not satisfy the hypotheses
    degenerate: int = 0  # of the accepted: with zeros, ties or a size of 1
    settled: int = 0  # suspicious in floating point, settled as true by the second method
    sizes: tuple[tuple[str, int, int], ...] = ()  # name, smallest, largest size visited


@dataclass(frozen=True)
class Strength:
    """What the same inputs make of altered formulas: a check that holds for those too is worth nothing."""

    killed: int = 0  # altered formulas that would have been refuted
    survived: tuple[str, ...] = ()  # those that would not, though they are different; each as what was altered
    equivalent: int = 0  # those that are the same function, as far as further inputs show

    @property
    def tried(self) -> int:
        """Altered formulas that are different ones."""
        return self.killed + len(self.survived)


@dataclass(frozen=True)
class Evidence:
    """The verdict on one reading of one claim, and what it rests on."""

    verdict: Verdict
    reason: str  # one sentence (may be two), plain text
    # What was claimed.
    document: str = ""  # title of the document (a folder under claims/)
    section: str = ""  # title of the section (a module's docstring, first line)
    item: str = ""
    claim: str = ""  # the module variable the claim is bound to
    reading: str = ""  # "" is the printed reading
    title: str = ""
    note: str = ""
    expect: str = "holds"  # or "refuted"
    statement: str = ""  # the relation as Python
    latex: str = ""  # the relation as LaTeX
    hypotheses: tuple[tuple[str, str], ...] = ()  # (Python, LaTeX), each
    definitions: tuple[tuple[str, str, str], ...] = ()  # named sub-expressions: (name as LaTeX, Python, LaTeX)
    domains: tuple[tuple[str, str], ...] = ()  # (LaTeX, in words), each variable and size
    # What was found.
    simplest: Counterexample | None = None
    worst: Counterexample | None = None
    resolution: float | None = None  # a relative error above this would have been seen
    beside_zero: bool = False  # a side is the number 0: the error is relative to the numbers that the other one is computed from
    constant: float | None = None  # for a "proportional" that holds
    tally: Tally = field(default_factory=Tally)
    strength: Strength | None = None  # of a claim that holds, where it could be measured
    unmeasured: str = ""  # of a claim that holds: why it could not be
    slack: float | None = None  # for an inequality that holds: the least room between the sides that was met, relative to them
    degree: int | None = None  # of a polynomial claim that is equal at a random point, exactly
    chance: float | None = None  # the probability that a false one of that degree would have been, at those sizes
    rate: str = ""  # for a limit: how it is approached
    detail: str = ""  # for an error: the author's file and line and the exception, several lines
    # What it means.
    mistakes: tuple[Mistake, ...] = ()  # of a refuted claim, those first that explain most; none where none was found
    repairs: tuple[Repair, ...] = ()  # formulas close to it that hold, simplest first
    figures: tuple[Figure, ...] = ()
    # How to do it again.
    script: str = ""  # plain NumPy that shows the simplest counterexample without mathcheck
    examples: int = 0  # generated inputs, whatever became of them
    max_examples: int = 100
    seed: int = 0
    seconds: float = 0.0
    source: str = ""  # "claims/hw/section.py:12"
    position: int = 0  # among the readings of its section, in the order in which they are written
    nodeid: str = ""  # "claims/hw/section.py::name[reading]"

    def to_dict(self) -> dict[str, Any]:
        """As nested dicts, lists, strings and numbers, ready for ``json.dumps``."""
        return {**dataclasses.asdict(self), "verdict": self.verdict.value}

    def __str__(self) -> str:
        """The verdict in a line, and lines for the mistake and for what would hold, where these are known."""
        lines = [f"{self.verdict.value}: {self.reason}", *(mistake.words for mistake in self.mistakes[:1])]
        for repair in self.repairs[:1]:
            under = f" given {repair.hypothesis[0]}" if repair.hypothesis and ".given(" not in repair.statement else ""
            lines.append(f"would hold as {repair.statement}{under}")
        return "\n".join(lines)

    def _repr_html_(self) -> str | None:
        return drawn(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Evidence:
        """The inverse of :meth:`to_dict`, also after a round trip through JSON."""
        plain = dict(data)
        plain["verdict"] = Verdict(plain["verdict"])
        plain["hypotheses"] = _pairs(plain["hypotheses"])
        plain["domains"] = _pairs(plain["domains"])
        plain["definitions"] = tuple((str(a), str(b), str(c)) for a, b, c in plain["definitions"])
        for name in ("simplest", "worst"):
            if plain[name] is not None:
                plain[name] = _counterexample(plain[name])
        tally = dict(plain["tally"])
        tally["sizes"] = tuple((str(n), int(low), int(high)) for n, low, high in tally["sizes"])
        plain["tally"] = Tally(**tally)
        if plain["strength"] is not None:
            plain["strength"] = Strength(**{**plain["strength"], "survived": tuple(plain["strength"]["survived"])})
        plain["mistakes"] = tuple(map(findings.mistake, plain["mistakes"]))
        plain["repairs"] = tuple(map(findings.repair, plain["repairs"]))
        plain["figures"] = tuple(map(findings.figure, plain["figures"]))
        return cls(**plain)


def _pairs(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(a), str(b)) for a, b in rows)


def _table(data: dict[str, Any]) -> Table:
    return Table(tuple(data["shape"]), data["entries"])


def _bindings(rows: Any) -> tuple[Binding, ...]:
    return tuple(Binding(row["name"], _table(row["value"])) for row in rows)


def _counterexample(data: dict[str, Any]) -> Counterexample:
    plain = dict(data)
    plain["sizes"], plain["inputs"] = _bindings(plain["sizes"]), _bindings(plain["inputs"])
    for name in ("left", "right", "difference", "error", "wrong"):
        plain[name] = _table(plain[name])
    return Counterexample(**plain)
