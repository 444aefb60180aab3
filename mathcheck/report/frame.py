"""All evidence of a run as one pandas frame, and the files made from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from mathcheck.engine.evidence import SCHEMA_VERSION, Evidence, Verdict

# What a row says first; everything else follows in the order of the fields of Evidence.
FIRST = ["document", "section", "item", "claim", "reading", "title", "verdict", "reason", "examples", "seed"]

# The verdict of a reading that was collected but never checked, because the run stopped before.
NOT_RUN = "not run"

# What an item is rolled up to beside the verdicts: one of its readings holds, but not the printed one; a documented error was not found, or
# it was.
AS_READING, UNEXPECTED, DOCUMENTED = "holds as reading", "unexpectedly holds", "known error"

# Columns that hold more than a cell of a spreadsheet can.
NESTED = "simplest worst definitions hypotheses domains sizes mistakes repairs figures script".split()

# Half a character, which Python's text may hold and a file may not, is written as its escape; JSON reads it back.
LONE: Literal["backslashreplace"] = "backslashreplace"

_WORST_FIRST = [Verdict.REFUTED, Verdict.ERROR, UNEXPECTED, Verdict.VACUOUS, Verdict.INCONCLUSIVE, NOT_RUN, AS_READING, Verdict.HOLDS,
                DOCUMENTED, Verdict.NOT_CHECKABLE]  # fmt: skip


def natural(text: str) -> list[tuple[int, int, str]]:
    """A sort key that puts 1.9 before 1.10.

    >>> sorted(["1.10", "1.9", "1"], key=natural)
    ['1', '1.9', '1.10']
    """
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[^\d.]+", text)]


def ordered(evidences: Iterable[Evidence]) -> list[Evidence]:
    """In the document's order: documents by folder, sections by their titles' numbers, claims as they are written."""

    def place(evidence: Evidence) -> tuple[Any, ...]:
        path = evidence.nodeid.partition("::")[0]  # first of all: a reading's name may hold slashes too
        return path.rpartition("/")[0], natural(evidence.section), path, evidence.position

    return sorted(evidences, key=place)


def frame(evidences: Iterable[Evidence], not_run: Iterable[str] = ()) -> pd.DataFrame:
    """One row a reading, in the document's order. ``not_run`` lists the node ids of readings that were never checked."""
    missing = set(not_run)
    rows = [_row(evidence, evidence.nodeid in missing) for evidence in ordered(evidences)]
    columns = FIRST + [name for name in (rows[0] if rows else {}) if name not in FIRST]
    return pd.DataFrame(rows, columns=columns)


def _row(evidence: Evidence, missing: bool) -> dict[str, Any]:
    data = evidence.to_dict()
    tally = data.pop("tally")
    simplest = data["simplest"] or {}
    strength = data.pop("strength") or {}
    data["verdict"] = NOT_RUN if missing else data["verdict"]
    data["reason"] = "The run ended before it was checked." if missing else data["reason"]
    return {
        **data,
        **{name: value for name, value in tally.items() if name != "sizes"},
        "altered_killed": strength.get("killed"),
        "altered_survived": "; ".join(strength.get("survived", ())),
        "altered_equivalent": strength.get("equivalent"),
        "sizes": [list(size) for size in tally["sizes"]],
        "method": simplest.get("method", ""),
        "certified": simplest.get("certified"),
    }


def stated(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of claims: without those of files that could not be read, and of lines that state what is not checked."""
    return table[~(_unread(table) | _lost(table))]


def unread(table: pd.DataFrame) -> int:
    """How many files could not be read to their end."""
    return int(_unread(table).sum())


def lost(table: pd.DataFrame) -> int:
    """At how many lines something is stated that is not checked."""
    return int(_lost(table).sum())


# No claim is called so: the one is a keyword, the other has a blank.
def _unread(table: pd.DataFrame) -> pd.Series:
    return table["claim"].astype(str) == "import"


def _lost(table: pd.DataFrame) -> pd.Series:
    return table["claim"].astype(str).str.startswith("line ")


def by_item(table: pd.DataFrame) -> pd.DataFrame:
    """One row an item: its verdict rolled up over its claims, in which reading it holds where the printed one does not, the titles of
    the claims that decide, and what each of its claims comes to (by name).

    A claim *holds as reading* when its printed reading does not hold but another does; an item takes its worst claim.
    """
    groups: dict[tuple[str, str, str], dict[str, list[dict[str, Any]]]] = {}
    columns = ["document", "section", "item", "claim", "reading", "title", "verdict", "expect"]
    for values in table[columns].itertuples(index=False, name=None):
        row = dict(zip(columns, values, strict=True))
        groups.setdefault((row["document"], row["section"], row["item"]), {}).setdefault(row["claim"], []).append(row)
    rows = []
    for (document, section, item), claims in groups.items():
        rolled = {name: (*_claim(readings), str(readings[0]["title"] or name)) for name, readings in claims.items()}
        verdict = min((found for found, _, _ in rolled.values()), key=_WORST_FIRST.index)
        deciding = [(names, title) for found, names, title in rolled.values() if found == verdict]
        rows.append(
            {
                "document": document, "section": section, "item": item, "verdict": verdict,
                "readings": list(dict.fromkeys(name for names, _ in deciding for name in names)),
                "titles": [title for _, title in deciding],
                "claims": {name: found for name, (found, _, _) in rolled.items()},
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=["document", "section", "item", "verdict", "readings", "titles", "claims"])


def _claim(readings: list[dict[str, Any]]) -> tuple[str, list[str]]:
    printed, *rest = readings
    if printed["expect"] == "refuted" and printed["verdict"] in (Verdict.REFUTED, Verdict.HOLDS):
        return (DOCUMENTED if printed["verdict"] == Verdict.REFUTED else UNEXPECTED), []  # a documented error, found or not
    others = [str(row["reading"]) for row in rest if row["verdict"] == Verdict.HOLDS]
    if printed["verdict"] in (Verdict.REFUTED, Verdict.INCONCLUSIVE):
        if others:
            return AS_READING, others
        if NOT_RUN in {row["verdict"] for row in readings}:
            return NOT_RUN, []  # what it may have meant was not looked at
    return str(printed["verdict"]), []


def write(table: pd.DataFrame, folder: Path) -> None:
    """``evidence.json`` and ``evidence.csv`` in ``folder``. Raises ``OSError`` where it cannot be written."""
    records = table.astype(object).where(table.notna(), None).to_dict(orient="records")
    content = {"schema": SCHEMA_VERSION, "evidence": records}
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / "evidence.json").write_text(text + "\n", encoding="utf-8", errors=LONE)
    flat = table.drop(columns=[c for c in NESTED if c in table])
    flat.map(_unformula).to_csv(folder / "evidence.csv", index=False, encoding="utf-8", errors=LONE)


def _unformula(cell: Any) -> Any:
    # A spreadsheet takes a cell that starts so for a formula and runs it.
    return "'" + cell if isinstance(cell, str) and cell[:1] in ("=", "+", "@", "\t", "\r") else cell
