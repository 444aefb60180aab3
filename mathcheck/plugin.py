"""pytest's hooks: which files are claims, what an option means, where a run's results go."""

from __future__ import annotations

import math
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from mathcheck.collection import EVIDENCE, SETTINGS, BrokenItem, ClaimFile, ClaimItem, Settings, claims_root, is_section
from mathcheck.engine.check import DEADLINE
from mathcheck.engine.evidence import Evidence
from mathcheck.gathering import GATHERED, Gathered, is_claim
from mathcheck.report import changes, page, reading
from mathcheck.report import frame as frames

_OPTIONS = {
    "examples": ("100", "inputs generated for each claim"),
    "seed": ("0", "seed of the generated inputs; the same seed gives the same verdicts"),
    "reports": ("reports", "folder that the report is written to, relative to the root"),
    "deadline": (f"{DEADLINE:g}", "seconds that a claim may take"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, each also a setting in the configuration file."""
    group = parser.getgroup("mathcheck", "mathcheck: mathematical claims")
    for name, (default, words) in _OPTIONS.items():
        group.addoption(f"--mathcheck-{name}", default=None, metavar=name.upper(), help=f"{words} (default: {default})")
        parser.addini(f"mathcheck_{name}", words, default=default)
    hide = "hide repairs and true values, for a copy that is handed to students"
    group.addoption("--mathcheck-hide-answers", action="store_true", default=None, help=hide)
    parser.addini("mathcheck_hide_answers", hide, type="bool", default=False)
    parser.addini("mathcheck_claims", "name or path of the folder that holds claims", default="claims")


def pytest_configure(config: pytest.Config) -> None:
    """Read the options; raises ``UsageError`` for a value that cannot be."""
    values = {name: config.getoption(f"--mathcheck-{name}") for name in _OPTIONS}
    given = {name: str(config.getini(f"mathcheck_{name}") if v is None else v) for name, v in values.items()}
    hypothesis_seed = config.getoption("--hypothesis-seed", default=None)
    if values["seed"] is None and str(hypothesis_seed or "").isdigit():
        given["seed"] = str(hypothesis_seed)
    config.stash[SETTINGS] = Settings(
        claims=str(config.getini("mathcheck_claims")).strip("/") or "claims",
        examples=_number("examples", given, int, 1),
        seed=_number("seed", given, int, 0),
        reports=config.rootpath / given["reports"],
        deadline=_number("deadline", given, float, 0.001),
        hide_answers=bool(config.getoption("--mathcheck-hide-answers") or config.getini("mathcheck_hide_answers")),
    )
    config.stash[GATHERED] = Gathered()


def _number(name: str, given: dict[str, str], kind: Any, least: float) -> Any:
    try:
        value = kind(given[name])
    except ValueError:
        value = None
    if value is None or not least <= value < math.inf:
        what = "a whole number" if kind is int else "a number of seconds"
        raise pytest.UsageError(f"--mathcheck-{name}={given[name]}: write {what}, at least {least:g}")
    return value


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Generator[None, Any, Any]:
    """A Python file below the claims folder that is not named like a test is a section, and nothing else, also when the command
    line names it."""
    others = yield
    config = parent.config
    root = claims_root(file_path, config.rootpath, config.stash[SETTINGS].claims)
    if root is None or not is_section(file_path, config):
        return others
    return [ClaimFile.from_parent(parent, path=file_path, root=root)]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Remember what will be checked, so that what is not checked in the end can be named."""
    gathered = session.config.stash[GATHERED]
    items = [item for item in session.items if isinstance(item, (ClaimItem, BrokenItem))]
    gathered.expect([item.nodeid for item in items])
    gathered.static.update({item.nodeid: item.described() for item in items})


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: list[str]) -> None:
    """With several workers only they collect; the node ids come here."""
    node.config.stash[GATHERED].expect([nodeid for nodeid in ids if is_claim(nodeid, node.config)])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Evidence travels with the test report, as plain data that a worker can send."""
    report = yield
    if report.when == "call" and EVIDENCE in item.stash:
        report.mathcheck = item.stash[EVIDENCE].to_dict()
    return report


def _writes(config: pytest.Config) -> bool:
    """Whether this process writes the report: workers of a distributed run do not."""
    return not hasattr(config, "workerinput") and not config.option.collectonly


def pytest_sessionstart(session: pytest.Session) -> None:
    """Start to gather test reports in the process that writes the report."""
    if _writes(session.config):
        session.config.pluginmanager.register(Listener(session.config.stash[GATHERED]), "mathcheck-listener")


class Listener:
    """Hands every test report to what is gathered."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report: Any) -> None:
        """Keep the report; a page that the user asked of pytest-html gets the card too."""
        self.gathered.add(report)
        if report.nodeid in self.gathered.evidence and report.when == "call":
            report.extras = [page.extra(self.gathered.card(self.gathered.evidence[report.nodeid]))]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the report and its data, also after an interruption."""
    config = session.config
    gathered = config.stash[GATHERED]
    if not _writes(config) or not gathered.expected:
        return
    folder = config.stash[SETTINGS].reports
    if folder is None:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        whole = gathered.whole(config)
        before = changes.last(folder)
        frames.write(whole.table, folder)
        found = tuple(changes.compare(before, changes.read(folder))) if before else None
        when = time.strftime("%Y-%m-%d %H:%M")
        reading.write(reading.Run(whole.evidences, whole.table, whole.missing, found, when, gathered.card), folder)
        page.Page(folder / "report.html", config).make(session, _reports(gathered, config))
    except OSError as error:
        gathered.trouble = f"The report could not be written to {folder}: {error.strerror or error}"
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED  # what lies there is not this run's


def _reports(gathered: Gathered, config: pytest.Config) -> list[Any]:
    """All test reports: claims in the document's order, then ordinary tests; one made up for each claim that was not run."""
    whole = gathered.whole(config)
    missing = set(whole.missing)
    result: list[Any] = []
    for evidence in whole.evidences:
        reports = gathered.reports.get(evidence.nodeid, [])
        if not any(report.when == "call" for report in reports):
            outcome: Any = "skipped" if evidence.nodeid in missing else "failed"
            reports = [
                pytest.TestReport(evidence.nodeid, ("", 0, evidence.claim), {}, outcome, None, "call"),
                pytest.TestReport(evidence.nodeid, ("", 0, evidence.claim), {}, "passed", None, "teardown"),
            ]
        for report in reports:
            report.mathcheck = evidence.to_dict()
            report.mathcheck_missing = evidence.nodeid in missing
            report.extras = [page.extra(gathered.card(evidence))] if report.when == "call" else []
        result += reports
    claims = {evidence.nodeid for evidence in whole.evidences}
    return result + [report for nodeid, reports in gathered.reports.items() if nodeid not in claims for report in reports]


@pytest.hookimpl(optionalhook=True)
def pytest_html_results_table_header(cells: list[str]) -> None:
    """Our columns."""
    cells[:] = page.HEADER


@pytest.hookimpl(optionalhook=True)
def pytest_html_results_table_row(report: Any, cells: list[str]) -> None:
    """A claim's cells, or an ordinary test's in the same columns; pytest-html's first cell stays, its filters need it."""
    evidence = _evidence(report)
    if evidence is not None:
        cells[1:] = page.row(evidence, missing=getattr(report, "mathcheck_missing", False))
    else:
        cells[1:] = page.plain_row(report.nodeid, report.outcome)


@pytest.hookimpl(optionalhook=True)
def pytest_html_results_table_html(report: Any, data: list[str]) -> None:
    """A claim's card says what its log says, better."""
    if _evidence(report) is not None:
        del data[:]


@pytest.hookimpl(optionalhook=True)
def pytest_html_results_summary(prefix: list[str], session: pytest.Session) -> None:
    """Counts and the roll-up on top of the page."""
    table = session.config.stash[GATHERED].whole(session.config).table
    if len(table):
        prefix += [session.config.stash.get(page.LINK, ""), page.summary(table)]


def _evidence(report: Any) -> Evidence | None:
    data = getattr(report, "mathcheck", None)
    return None if data is None else Evidence.from_dict(data)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Counts by verdict, what is wrong by item, and where the report is."""
    gathered = config.stash[GATHERED]
    if not _writes(config) or not gathered.expected:
        return
    table = gathered.whole(config).table
    terminalreporter.section("mathcheck")
    terminalreporter.write_line(page.counts(table))
    terminalreporter.write_line(page.headline(table))
    for (document, section), items in frames.by_item(table).groupby(["document", "section"], sort=False):
        listed = [
            entry
            for _, entry in items.iterrows()
            if entry["verdict"] not in ("holds", frames.DOCUMENTED, "not checkable", frames.NOT_RUN)
        ]
        if listed and table[["document", "section"]].drop_duplicates().shape[0] > 1:
            terminalreporter.write_line(f"  {document} · {section}")
        for entry in listed:
            words = "holds as" if entry["readings"] else entry["verdict"]
            terminalreporter.write_line(f"  {entry['item'] or 'no item':<14} {words}: {page.decisive(entry)}")
    folder = config.stash[SETTINGS].reports
    if folder is None:
        return
    terminalreporter.write_line(gathered.trouble or f"report: {folder / 'index.html'}  (test log: {folder / 'report.html'})")
