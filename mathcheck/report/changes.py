"""What changed from one run to another, from the two runs' ``evidence.json``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mathcheck.language.printing import counted

# What a change can be, worst first, with the words that a list of them begins with.
KINDS = {
    "newly refuted": "Newly refuted",
    "weaker": "Weaker evidence than before",
    "changed": "Changed otherwise",
    "newly holding": "Newly holding",
    "appeared": "Not in the earlier run",
    "gone": "Not in the later run",
}

# Evidence is called weaker where fewer than this share of the points of before were compared, ...
FEWER = 0.5
# ... where an error must be so many times larger to be seen, ...
COARSER = 10.0
# ... or where this much less of the altered formulas was refuted.
SHARE = 0.1


class NoRun(Exception):
    """A path at which no run can be read; the message says why."""


@dataclass(frozen=True)
class Change:
    """One reading that is not what it was."""

    kind: str  # one of KINDS
    nodeid: str
    item: str
    title: str
    reading: str
    before: str  # its verdict; "" where there is none
    after: str
    words: str  # what changed, in a few words


def read(path: Path) -> dict[str, dict[str, Any]]:
    """The readings of a run by node id, from a folder or an ``evidence.json``; of any schema that names them. Raises ``NoRun``."""
    file = path / "evidence.json" if path.is_dir() else path
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoRun(f"{file} does not exist: give a folder that a run has written to, or its evidence.json") from None
    except OSError as error:
        raise NoRun(f"{file} cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise NoRun(f"{file} is not JSON: {error}") from None
    rows = content.get("evidence") if isinstance(content, dict) else None
    if not isinstance(rows, list):
        raise NoRun(f"{file} holds no evidence: it has no list named evidence")
    return {
        row["nodeid"]: row
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("nodeid"), str) and isinstance(row.get("verdict"), str)
    }


def last(folder: Path) -> dict[str, dict[str, Any]]:
    """The run that lies in a folder; nothing where there is none that can be read."""
    try:
        return read(folder)
    except NoRun:
        return {}


def compare(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> list[Change]:
    """Every reading whose verdict or evidence is not what it was, worst first, then in the order of the later run.

    >>> old = {"s.py::c": {"nodeid": "s.py::c", "verdict": "holds"}}
    >>> new = {"s.py::c": {"nodeid": "s.py::c", "verdict": "refuted"}}
    >>> [(change.kind, change.words) for change in compare(old, new)]
    [('newly refuted', 'holds, now refuted')]
    """
    found = [_change(before.get(nodeid), after.get(nodeid)) for nodeid in {**after, **before}]
    order = list(KINDS)
    return sorted((change for change in found if change is not None), key=lambda change: order.index(change.kind))


def _change(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change | None:
    row = after or before or {}
    old, new = str((before or {}).get("verdict", "")), str((after or {}).get("verdict", ""))
    kind, words = _kind(before, after, old, new)
    if not kind:
        return None
    item, title, reading = (str(row.get(name) or "") for name in ("item", "title", "reading"))
    return Change(kind, str(row["nodeid"]), item, title or str(row.get("claim") or ""), reading, old, new, words)


def _kind(before: dict[str, Any] | None, after: dict[str, Any] | None, old: str, new: str) -> tuple[str, str]:
    if after is None:
        return "gone", f"was {old}"
    if _wrong(after) and not (before and _wrong(before)):
        return "newly refuted", f"{old}, now refuted" if before else "not in the earlier run, now refuted"
    if before is None:
        return "appeared", new
    if "not run" in (old, new):
        return "", ""  # that a run was stopped says nothing about an answer
    if new != old:
        return ("newly holding" if new == "holds" and after.get("expect") != "refuted" else "changed"), f"{old}, now {new}"
    weaker = _weaker(before, after) if new == "holds" else ""
    return ("weaker", weaker) if weaker else ("", "")


def _wrong(row: dict[str, Any]) -> bool:
    return row.get("verdict") == "refuted" and row.get("expect") != "refuted"


def lost(before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    """Whether a reading that came out as it should (or was not there) no longer does, without being gone or not run.

    >>> lost({"verdict": "holds"}, {"verdict": "error"}), lost({"verdict": "error"}, {"verdict": "error"})
    (True, False)
    """
    return after is not None and not _well(after) and after.get("verdict") != "not run" and (before is None or _well(before))


def _well(row: dict[str, Any]) -> bool:
    return row.get("verdict") in ("refuted" if row.get("expect") == "refuted" else "holds", "not checkable")


def _weaker(before: dict[str, Any], after: dict[str, Any]) -> str:
    old, new = (_number(row, "accepted") for row in (before, after))
    if old and new is not None and new < FEWER * old:
        return f"{counted(int(new), 'input')} compared, {old:g} before"
    old, new = (_number(row, "resolution") for row in (before, after))
    if old is not None and new is not None and new > COARSER * max(old, 1e-16):
        return f"errors below {new:.0e} would not be seen, {old:.0e} before"
    old, new = _told_apart(before), _told_apart(after)
    if old is not None and new is not None and new < old - SHARE:
        return f"{new:.0%} of the altered formulas refuted, {old:.0%} before"
    return ""


def _told_apart(row: dict[str, Any]) -> float | None:
    killed, survived = _number(row, "altered_killed"), row.get("altered_survived")
    if killed is None or not isinstance(survived, str):
        return None
    tried = killed + len([name for name in survived.split("; ") if name])
    return killed / tried if tried else None


def _number(row: dict[str, Any], name: str) -> float | None:
    value = row.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def sentence(changes: Iterable[Change]) -> str:
    """The changes, counted.

    >>> sentence([])
    'Nothing changed.'
    """
    listed = [change.kind for change in changes]
    parts = [f"{listed.count(kind)} {kind if kind != 'weaker' else 'with weaker evidence'}" for kind in KINDS if kind in listed]
    return (", ".join(parts) if parts else "Nothing changed") + "."
