"""A run as its reader goes through it: documents, sections, items, claims, readings, each with what it comes to and each item with an address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.report.frame import DOCUMENTED, NOT_RUN, UNEXPECTED, by_item, ordered

# What an item can come to that its author has to do something about.
WRONG = (Verdict.REFUTED.value, Verdict.ERROR.value, UNEXPECTED, Verdict.VACUOUS.value, Verdict.INCONCLUSIVE.value)
# What nobody has to look at.
QUIET = (Verdict.HOLDS.value, DOCUMENTED, Verdict.NOT_CHECKABLE.value, NOT_RUN)


@dataclass(frozen=True)
class Reading:
    """One reading, and its verdict (which may be that it was not run)."""

    evidence: Evidence
    verdict: str


@dataclass(frozen=True)
class Group:
    """The readings of one claim, the printed one first; ``decides`` says whether the item's verdict rests on it."""

    readings: tuple[Reading, ...]
    verdict: str
    decides: bool

    @property
    def title(self) -> str:
        """The claim's title, or its name."""
        evidence = self.readings[0].evidence
        return evidence.title or evidence.claim


@dataclass(frozen=True)
class Item:
    """An item of a document; ``readings`` names those in which it holds, where the printed one does not."""

    label: str
    verdict: str
    anchor: str
    claims: tuple[Group, ...]
    readings: tuple[str, ...]

    @property
    def deciding(self) -> list[Group]:
        """The claims that its verdict rests on."""
        return [claim for claim in self.claims if claim.decides]

    @property
    def name(self) -> str:
        """What to call it: its label, or the title of its first claim where it has none."""
        return self.label or self.claims[0].title


@dataclass(frozen=True)
class Section:
    """A section of a document."""

    document: str
    title: str
    items: tuple[Item, ...]


def slug(text: str) -> str:
    """A text as part of an address, readable as what it names.

    >>> slug("1.1.2(a)(b)"), slug("  Übung 3: <b> ")
    ('1.1.2-a-b', 'übung-3-b')
    """
    return re.sub(r"[^\w.]+", "-", text.lower()).strip("-._")


def outline(evidences: Iterable[Evidence], missing: Iterable[str], table: pd.DataFrame) -> list[Section]:
    """The run in the document's order. ``table`` is the frame of the same evidence, ``missing`` the node ids of what was not run."""
    lost = set(missing)
    groups: dict[tuple[str, str, str], dict[str, list[Reading]]] = {}
    for evidence in ordered(evidences):
        reading = Reading(evidence, NOT_RUN if evidence.nodeid in lost else str(evidence.verdict))
        claims = groups.setdefault((evidence.document, evidence.section, evidence.item), {})
        claims.setdefault(evidence.claim, []).append(reading)
    anchors = _anchors([(section, item or next(iter(claims))) for (_, section, item), claims in groups.items()])
    sections: dict[tuple[str, str], list[Item]] = {}
    for anchor, entry in zip(anchors, by_item(table).to_dict("records"), strict=True):
        claims = groups[entry["document"], entry["section"], entry["item"]]
        found = [
            Group(tuple(readings), str(verdict), verdict == entry["verdict"])
            for readings, verdict in ((claims[name], entry["claims"][name]) for name in claims)
        ]
        item = Item(str(entry["item"]), str(entry["verdict"]), anchor, tuple(found), tuple(entry["readings"]))
        sections.setdefault((str(entry["document"]), str(entry["section"])), []).append(item)
    return [Section(document, title, tuple(items)) for (document, title), items in sections.items()]


def _anchors(names: list[tuple[str, str]]) -> list[str]:
    """An address for each (section, item): the item's alone where no other section has it, so that it stays as sections come and go."""
    plain = Counter(slug(item) for _, item in names)
    taken: set[str] = set()
    found = []
    for section, item in names:
        short = slug(item) or "item"
        wanted = short if plain[slug(item)] == 1 else f"{slug(section)}-{short}".strip("-")
        anchor, count = wanted, 1
        while anchor in taken:
            count += 1
            anchor = f"{wanted}-{count}"
        taken.add(anchor)
        found.append(anchor)
    return found


def items(sections: Iterable[Section]) -> Iterator[Item]:
    """Every item, in order."""
    for section in sections:
        yield from section.items
