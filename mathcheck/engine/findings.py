"""What is said beyond a verdict: the mistake by name, what would hold, what can be drawn. Plain data, like all evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mistake:
    """What is wrong, by name, found on inputs; ``share`` is the share of the wrong inputs that it explains.

    ``words`` is one sentence of plain text in which what stands between backticks is code; ``latex`` the formula it speaks of, if any.
    """

    kind: str  # "sign", "factor", "transposed", …: a row of the table of mistakes
    words: str
    latex: str = ""
    share: float = 1.0


@dataclass(frozen=True)
class Repair:
    r"""A formula close to the claimed one that the full judge did not refute.

    ``latex`` marks what was changed by ``\color{changed}{…}``. ``hypothesis`` is (Python, LaTeX) where the formula stays as it is
    and holds under one more hypothesis.
    """

    statement: str  # the relation as Python
    latex: str  # the relation as LaTeX, the change marked
    edits: tuple[str, ...]  # each small change in a line of Python: "x.T for x"
    examples: int = 0  # the inputs on which it was not refuted
    hypothesis: tuple[str, str] | None = None


@dataclass(frozen=True)
class Figure:
    """Something that people would rather look at than read: ``data`` holds the numbers to draw, by names that depend on ``kind``."""

    kind: str  # "curve", "approach", "errors", "heat" or "graph"
    caption: str  # a sentence of plain text that says what is seen
    data: dict[str, Any]


def mistake(data: dict[str, Any]) -> Mistake:
    """From its plain data."""
    return Mistake(**data)


def repair(data: dict[str, Any]) -> Repair:
    """From its plain data."""
    hypothesis = data["hypothesis"]
    pair = None if hypothesis is None else (str(hypothesis[0]), str(hypothesis[1]))
    return Repair(**{**data, "edits": tuple(data["edits"]), "hypothesis": pair})


def figure(data: dict[str, Any]) -> Figure:
    """From its plain data."""
    return Figure(**data)
