"""Claims found and checked by pytest in this process, in silence. So a command sees the same files, options, names and verdicts as
``pytest claims``, and has none of them to keep in step."""

from __future__ import annotations

import contextlib
import importlib.util
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from mathcheck import loading
from mathcheck.collection import SETTINGS, BrokenItem, ClaimItem, Settings, claims_root, is_section
from mathcheck.commands.screen import lines
from mathcheck.commands.targets import Item, Misused, Target, target, unmet
from mathcheck.engine.evidence import Evidence
from mathcheck.gathering import GATHERED

# Files that make a folder pytest's root.
_CONFIGURATION = "pytest.ini .pytest.ini pytest.toml .pytest.toml pyproject.toml tox.ini setup.cfg setup.py".split()


@dataclass
class Found:
    """What pytest found, and what it came to where it was checked."""

    settings: Settings
    root: Path
    items: list[Item] = field(default_factory=list)
    evidences: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
    table: pd.DataFrame = field(default_factory=pd.DataFrame)
    trouble: str = ""

    @property
    def claims(self) -> list[ClaimItem]:
        """The readings that could be read."""
        return [item for item in self.items if isinstance(item, ClaimItem)]

    @property
    def broken(self) -> list[BrokenItem]:
        """The files that could not be read to their end."""
        return [item for item in self.items if isinstance(item, BrokenItem) and item.evidence.claim == "import"]

    @property
    def unread(self) -> list[str]:
        """Why files could not be read, a sentence each."""
        return [item.evidence.reason for item in self.broken]

    def refuse_unread(self) -> None:
        """Raises :class:`Misused` where a file could not be read: why, with its line, underlined. Called once the others are dealt with."""
        if self.broken:
            told = ["\n".join(filter(None, (item.evidence.reason, item.evidence.detail.rstrip()))) for item in self.broken]
            raise Misused(lines("\n".join(told)))

    def shown(self, path: Path) -> str:
        """A path as it is spoken of: relative to the root where it lies below it."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def collect(paths: Sequence[str]) -> Found:
    """The claims at ``paths`` (all, where there are none), unchecked. Raises :class:`Misused`."""
    return _drive([target(text) for text in paths], ["--collect-only"], _Watcher())


def check(
    paths: Sequence[str],
    options: Sequence[str] = (),
    *,
    report: bool = True,
    known: dict[str, Evidence] | None = None,
    begin: Callable[[int], object] = lambda count: None,
    step: Callable[[], object] = lambda: None,
) -> Found:
    """The claims at ``paths``, checked. ``known`` is evidence that still stands and is not gathered again; ``begin`` is told how many
    readings there are, ``step`` is called after each. Raises :class:`Misused`."""
    watcher = _Watcher(report=report, known=known or {}, begin=begin, step=step)
    return _drive([target(text) for text in paths], list(options), watcher)


def _drive(targets: list[Target], options: list[str], watcher: _Watcher) -> Found:
    watcher.targets = targets
    paths = [str(wanted.path) for wanted in dict.fromkeys(targets)] or ["."]
    alone = ["-n0"] if importlib.util.find_spec("xdist") else []  # what is kept here does not reach other processes
    quiet = ["--capture=sys", "--color=no", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    options = [*options, *_rootdir(targets[0].path if targets else Path.cwd())]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        status = pytest.main([*quiet, *alone, *options, *paths], plugins=[watcher])
    if watcher.misused is not None:
        raise watcher.misused
    if watcher.found is None or status in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
        lost = next((wanted for wanted in targets if f"not found: {wanted.path}" in said.getvalue()), None)
        raise (unmet(lost, []) if lost else None) or Misused(f"pytest cannot run here: {_last(said.getvalue())}")
    return watcher.found


def _rootdir(place: Path) -> list[str]:
    """Inside a claims folder without any configuration file above, pytest would take the place itself for the root."""
    above = (Path.cwd(), *Path.cwd().parents)
    if any((folder / name).is_file() for folder in above for name in _CONFIGURATION):
        return []
    folder = next((folder for folder in (place, *place.parents) if folder.name == "claims"), None)
    inside = folder is not None and (Path.cwd() == folder or folder in Path.cwd().parents)
    return [f"--rootdir={folder.parent}"] if folder is not None and inside else []


def _last(said: str) -> str:
    """The line of pytest's that says what is wrong."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line.partition("ERROR: ")[2] for line in lines if "ERROR: " in line] + [line for line in lines if "Error" in line]
    return (errors or lines or ["it does not say why"])[0]


class _Watcher:
    """A plugin that keeps pytest to claims, picks those that are meant, and takes along what it comes to."""

    def __init__(
        self,
        report: bool = True,
        known: dict[str, Evidence] | None = None,
        begin: Callable[[int], object] = lambda count: None,
        step: Callable[[], object] = lambda: None,
    ) -> None:
        self.report, self.known, self.begin, self.step = report, known or {}, begin, step
        self.targets: list[Target] = []
        self.found: Found | None = None
        self.misused: Misused | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Where nothing was named, all claims are meant."""
        config = session.config
        settings = config.stash[SETTINGS]
        folder = _folder(config.rootpath, config.invocation_params.dir, settings.claims)
        if not self.report:
            settings = config.stash[SETTINGS] = replace(settings, reports=None)
        self.found = Found(settings, config.rootpath)
        if not self.targets and folder is None:
            self.misused = Misused(f"there is no folder {settings.claims} here: mathcheck new document NAME makes one")
            config.args = []
        elif not self.targets and folder is not None:
            config.args = [str(folder)]
        for path in {wanted.path for wanted in self.targets} | ({folder} if folder else set()):
            loading.forget(claims_root(path / "_", config.rootpath, settings.claims) or path)

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Path, config: pytest.Config) -> bool | None:
        """Nothing but claims, and nothing at all after a mistake."""
        if self.misused is not None:
            return True
        return True if collection_path.is_file() and not is_section(collection_path, config) else None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Only what is meant."""
        listed = [item for item in items if isinstance(item, (ClaimItem, BrokenItem))]
        self.misused = self.misused or next(filter(None, (unmet(wanted, listed) for wanted in self.targets)), None)
        if not listed and self.misused is None:
            self.misused = Misused("there are no claims here yet: mathcheck new document NAME makes some")
        kept = [item for item in listed if not self.targets or any(wanted.meets(item) for wanted in self.targets)]
        items[:] = [] if self.misused else kept
        for item in kept:
            if isinstance(item, ClaimItem):
                item.known = self.known.get(item.nodeid)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """How many there are."""
        assert self.found is not None
        self.found.items = [item for item in session.items if isinstance(item, (ClaimItem, BrokenItem))]
        self.begin(len(self.found.items))

    def pytest_runtest_logfinish(self) -> None:
        """One more is done."""
        self.step()

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self, config: pytest.Config) -> None:
        """What it came to."""
        gathered: Any = config.stash.get(GATHERED, None)
        if self.found is None or gathered is None or config.option.collectonly:
            return
        whole = gathered.whole(config)
        self.found.evidences, self.found.missing, self.found.table = whole.evidences, whole.missing, whole.table
        self.found.trouble = gathered.trouble


def _folder(root: Path, start: Path, setting: str) -> Path | None:
    """The claims folder: below the root, or the one in which the command was called."""
    if (root / setting).is_dir():
        return root / setting
    return next((place / setting for place in (start, *start.parents) if (place / setting).is_dir()), None) or claims_root(
        start / "_", root, setting
    )
