"""What a run came to, kept in the process that writes the report: test reports and evidence as they arrive."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import pytest

from mathcheck import loading
from mathcheck.collection import SETTINGS, claims_root, is_section, readings
from mathcheck.engine.check import describe
from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.report import frame as frames
from mathcheck.report.card import card, escape

GATHERED = pytest.StashKey["Gathered"]()

DIED = "The worker process died while it checked this claim: its code ended the whole process (os._exit, a crash in compiled code, or memory)."


@dataclass(frozen=True)
class Whole:
    """What a run came to: evidence in the document's order, the node ids of readings that were never checked, all as one frame."""

    evidences: tuple[Evidence, ...]
    missing: tuple[str, ...]
    table: pd.DataFrame


@dataclass
class Gathered:
    """A run so far. ``expected`` are the node ids of all collected readings, ``static`` what is known of them without a check."""

    reports: dict[str, list[Any]] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    expected: list[str] = field(default_factory=list)
    static: dict[str, Evidence] = field(default_factory=dict)
    trouble: str = ""
    _cards: dict[str, str] = field(default_factory=dict)
    _whole: Whole | None = None  # computed when it is asked for, and again after anything has been added

    def expect(self, nodeids: list[str]) -> None:
        """Remember collected claims; several workers collect the same."""
        self._whole = None
        known = set(self.expected)
        self.expected += [nodeid for nodeid in nodeids if nodeid not in known]

    def add(self, report: Any) -> None:
        """A test report, with the evidence it may carry."""
        self._whole = None
        self.reports.setdefault(report.nodeid, []).append(report)
        data = getattr(report, "mathcheck", None)
        if data is not None:
            self.evidence[report.nodeid] = Evidence.from_dict(data)
            self._cards.pop(report.nodeid, None)

    def card(self, evidence: Evidence) -> str:
        """The card of one reading, made once for all that show it. One that cannot be made does not take the others with it."""
        if evidence.nodeid not in self._cards:
            try:
                self._cards[evidence.nodeid] = card(evidence)
            except Exception as error:
                words = f"{evidence.reason} (Its card could not be made: {type(error).__name__}: {error})"
                self._cards[evidence.nodeid] = f'<div class="mc-card"><p class="mc-reason">{escape(words)}</p></div>'
        return self._cards[evidence.nodeid]

    def whole(self, config: pytest.Config) -> Whole:
        """Evidence for every collected reading, with those that were never checked."""
        if self._whole is None:
            evidences, missing = self._complete(config)
            self._whole = Whole(tuple(frames.ordered(evidences)), tuple(missing), frames.frame(evidences, missing))
        return self._whole

    def _complete(self, config: pytest.Config) -> tuple[list[Evidence], list[str]]:
        missing: list[str] = []
        found = dict(self.evidence)
        for nodeid in self.expected:
            if nodeid in found:
                continue
            blank = self.static.get(nodeid) or described(nodeid, config)
            failed = [report for report in self.reports.get(nodeid, []) if report.failed]
            if failed:
                reason = DIED if failed[0].when == "???" else "The test failed before the claim was checked."
                found[nodeid] = replace(blank, verdict=Verdict.ERROR, reason=reason, detail=str(failed[0].longrepr or "")[-4000:])
            else:
                missing.append(nodeid)
                found[nodeid] = blank
        return list(found.values()), missing


def described(nodeid: str, config: pytest.Config) -> Evidence:
    """The static part of a reading that only its node id is known of, from reading its module again."""
    blank = Evidence(Verdict.ERROR, "It was not run.", claim=nodeid.partition("::")[2], nodeid=nodeid)
    path = config.rootpath / nodeid.partition("::")[0]
    settings = config.stash[SETTINGS]
    root = claims_root(path, config.rootpath, settings.claims)
    name, _, reading = nodeid.partition("::")[2].partition("[")
    blank = replace(
        blank, document=loading.title(path.parent / "__init__.py") or path.parent.name,
        section=loading.title(path) or path.stem, seed=settings.seed, max_examples=settings.examples,
    )  # fmt: skip
    if root is None:
        return blank
    wanted = reading.removesuffix("]")
    try:
        found = readings(loading.load(path, root), path)
        position, claim = next((place, c) for place, label, c, other in found if (label, other) == (name, wanted))
        static = describe(claim, wanted, name=name)
    except Exception:  # a module that cannot be read has an item of its own that says so
        return blank
    line = claim.source.rpartition(":")[2]
    return settings.shown(
        replace(
            static, document=blank.document, section=blank.section, nodeid=nodeid, seed=blank.seed, max_examples=blank.max_examples,
            source=f"{nodeid.partition('::')[0]}:{line}", position=position,
        )
    )  # fmt: skip


def is_claim(nodeid: str, config: pytest.Config) -> bool:
    """Whether a node id belongs to a claims module."""
    return is_section(config.rootpath / nodeid.partition("::")[0], config)
