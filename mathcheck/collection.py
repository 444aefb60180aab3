"""Claims modules as pytest sees them: a file, and an item for every reading."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from mathcheck import hints, loading
from mathcheck.engine.check import check_reading, describe
from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.insight.explain import explain
from mathcheck.language.claims import Claim, Unchecked
from mathcheck.lost import lost
from mathcheck.report import text
from mathcheck.report.redaction import redacted


@dataclass(frozen=True)
class Settings:
    """The options of a run."""

    claims: str
    examples: int
    seed: int
    reports: Path | None  # None: nothing is written
    deadline: float
    hide_answers: bool = False

    def shown(self, evidence: Evidence) -> Evidence:
        """The evidence as it may leave the check in this run: everything that is reported is made from this."""
        return redacted(evidence) if self.hide_answers else evidence


SETTINGS = pytest.StashKey[Settings]()
EVIDENCE = pytest.StashKey[Evidence]()


class ClaimFailed(Exception):
    """A reading whose verdict fails its test; what is printed is its card."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(evidence.reason)
        self.evidence = evidence


def failed(evidence: Evidence) -> bool:
    """Whether the test of a reading fails: it does not hold, or it does though it was expected not to."""
    expected = Verdict.REFUTED if evidence.expect == "refuted" else Verdict.HOLDS
    return evidence.verdict not in (expected, Verdict.NOT_CHECKABLE)


def claims_root(path: Path, rootpath: Path, setting: str) -> Path | None:
    """The claims folder that ``path`` lies in: a folder of the name (or at the path) that the setting gives, below the root."""
    wanted = Path(setting).parts
    for folder in path.parents:
        if folder.parts[-len(wanted) :] == wanted:
            return folder
        if folder == rootpath:
            break
    return None


def is_section(path: Path, config: pytest.Config) -> bool:
    """Whether a file holds claims: Python below the claims folder, not private, not named like a test."""
    if path.suffix != ".py" or path.name.startswith("_") or path.name == "conftest.py":
        return False
    if any(path.match(pattern) for pattern in config.getini("python_files")):
        return False  # ordinary tests
    return claims_root(path, config.rootpath, config.stash[SETTINGS].claims) is not None


class ClaimFile(pytest.File):
    """A section: a Python module below the claims folder."""

    root: Path

    @classmethod
    def from_parent(cls, parent: Any, *, root: Path, **more: Any) -> ClaimFile:  # type: ignore[override]
        """pytest's constructor, with the claims folder."""
        file: ClaimFile = super().from_parent(parent, **more)
        file.root = root
        return file

    def collect(self) -> Iterator[pytest.Item]:
        """An item a reading, in the order in which they are written; a file that cannot be read is one item that fails."""
        document = self.path.parent
        headings = {
            "document": loading.title(document / "__init__.py") or document.name,
            "section": loading.title(self.path) or self.path.stem,
        }
        section = loading.load(self.path, self.root)
        position = 0
        for position, name, claim, reading in readings(section, self.path):
            label = f"{name}[{reading}]" if reading else name
            yield ClaimItem.from_parent(
                self,
                name=label,
                # pytest would take what is in brackets for a parameter, and not find it again in what failed last.
                nodeid=f"{self.nodeid}::{label}",
                claim=claim,
                variable=name,
                reading=reading,
                headings={**headings, "position": position},
            )
        if section.error is not None:
            sentence, line = hints.explain(section.error, self.path)
            before = "The reading before it is" if position == 1 else f"The {position} readings before it are"
            after = f" {before} checked, nothing after it is." if position else ""
            yield self._broken("import", sentence + after, line, {**headings, "position": position + 1})
        for number, fate in lost(section, self.path):
            line = _underlined(loading.source_line(self.path, number))
            yield self._broken(f"line {number}", fate, line, {**headings, "position": position + 1 + number})

    def _broken(self, name: str, sentence: str, line: str, headings: dict[str, Any]) -> pytest.Item:
        evidence = Evidence(
            Verdict.ERROR, sentence, claim=name, title=self.path.name, detail=line, source=str(self.path), **headings
        )
        return BrokenItem.from_parent(self, name=name, evidence=evidence)


def _underlined(line: str) -> str:
    return f"{line}\n{'^' * len(line)}" if line else ""


def readings(section: loading.Section, path: Path) -> Iterator[tuple[int, str, Claim | Unchecked, str]]:
    """Every reading of a section's claims with its place, the claim's name, and the reading's, in the order in which they are written."""
    places = itertools.count(1)
    for name, claim in _claims(section.variables, path):
        for reading in ["", *getattr(claim, "readings", {})]:
            yield next(places), name, claim, reading


def _claims(variables: dict[str, Any], path: Path) -> Iterator[tuple[str, Claim | Unchecked]]:
    """The claims bound to names, each once; those imported from another section belong there."""
    seen: set[int] = set()
    for name, value in variables.items():
        if not isinstance(value, (Claim, Unchecked)) or id(value) in seen:
            continue
        source = Path(value.source.rpartition(":")[0])
        if source == path or source.name.startswith("_") or source.parent != path.parent:
            seen.add(id(value))
            yield name, value


class ClaimItem(pytest.Item):
    """One reading of one claim."""

    def __init__(self, *, claim: Claim | Unchecked, variable: str, reading: str, headings: dict[str, Any], **more: Any) -> None:
        super().__init__(**more)
        self.claim, self.variable, self.reading, self.headings = claim, variable, reading, headings
        self.known: Evidence | None = None  # what is known from an earlier check and still stands

    def placed(self, evidence: Evidence) -> Evidence:
        """``evidence`` as it may be shown, with document, section, source and node id, paths relative to the root."""
        source, _, line = self.claim.source.rpartition(":")
        try:
            source = str(Path(source).relative_to(self.config.rootpath))
        except ValueError:
            source = self.nodeid.partition("::")[0]
        placed = replace(evidence, **self.headings, source=f"{source}:{line}", nodeid=self.nodeid)
        return self.config.stash[SETTINGS].shown(placed)

    def described(self) -> Evidence:
        """The static part, for a reading that is not run."""
        settings = self.config.stash[SETTINGS]
        blank = describe(self.claim, self.reading, name=self.variable)
        return self.placed(replace(blank, seed=settings.seed, max_examples=settings.examples))

    def runtest(self) -> None:
        """Check the reading; the verdict decides the outcome."""
        evidence = self.stash[EVIDENCE] = self.known or self.placed(self._checked())
        if evidence.verdict is Verdict.NOT_CHECKABLE:
            pytest.skip(evidence.reason)
        if evidence.expect == "refuted" and evidence.verdict is Verdict.REFUTED:
            pytest.xfail("refuted, as expected")
        if failed(evidence):
            raise ClaimFailed(evidence)

    def _checked(self) -> Evidence:
        settings = self.config.stash[SETTINGS]
        return check_reading(
            self.claim, self.reading, name=self.variable, max_examples=settings.examples, seed=settings.seed,
            deadline=settings.deadline, database_key=self.nodeid, explain=explain,
        )  # fmt: skip

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The card instead of a traceback."""
        if isinstance(excinfo.value, ClaimFailed):
            return text.card(excinfo.value.evidence)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the claim is written."""
        line = self.claim.source.rpartition(":")[2]
        return self.path, int(line) - 1 if line.isdigit() else None, self.name


class BrokenItem(pytest.Item):
    """A claims file, or a claim in it, that cannot be checked: it fails and says why; everything else still runs."""

    def __init__(self, *, evidence: Evidence, **more: Any) -> None:
        super().__init__(**more)
        self.evidence = replace(evidence, nodeid=self.nodeid, source=self.nodeid.partition("::")[0])

    def described(self) -> Evidence:
        """The evidence, complete as it is."""
        return self.evidence

    def runtest(self) -> None:
        """Fail with the reason."""
        self.stash[EVIDENCE] = self.evidence
        raise ClaimFailed(self.evidence)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The card instead of a traceback."""
        return text.card(self.evidence) if isinstance(excinfo.value, ClaimFailed) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file."""
        return self.path, 0, self.name
