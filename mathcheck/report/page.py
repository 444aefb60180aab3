"""The report: pytest-html's own page, fed with a run's results in the document's order, with columns and cards of ours.

pytest-html writes rows in the order in which tests end, and decides at the start of a run whether there is a page. Here the
results are handed to it at the end: then the order is the document's, also with several workers, and a run without claims
writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import pytest_html
from pytest_html.report_data import ReportData
from pytest_html.selfcontained_report import SelfContainedReport
from pytest_html.util import _process_css, _read_template

from mathcheck.engine.evidence import Evidence
from mathcheck.language.printing import counted
from mathcheck.report.card import badge, escape, style
from mathcheck.report.formulas import mathml
from mathcheck.report.frame import AS_READING, DOCUMENTED, LONE, NOT_RUN, UNEXPECTED, by_item, lost, stated, unread

TITLE = "mathcheck test log"

# What stands at the top of our own page, and not of one that the user has asked of pytest-html elsewhere.
LINK = pytest.StashKey[str]()
READING_COPY = '<p class="mc-other">To read, take <a href="index.html">the report</a>; this is the log of its tests, from the same evidence.</p>'

HEADER = [
    '<th class="sortable" data-column-type="result">Result</th>',
    "<th>Item</th>",
    "<th>Claim</th>",
    "<th>Formula</th>",
    "<th>Verdict</th>",
    "<th>Inputs</th>",
]


class Page(SelfContainedReport):  # type: ignore[misc]
    """pytest-html's self-contained page at ``path``."""

    def __init__(self, path: Path, config: pytest.Config) -> None:
        resources = Path(pytest_html.__file__).parent / "resources"
        own = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
        css = _process_css(resources / "style.css", []) + "\n" + own + "\n" + style()
        super().__init__(str(path), config, ReportData(config), _read_template([resources]), css)
        self._report.data["initialSort"] = "original"

    def _write_report(self, rendered_report: str) -> None:
        super()._write_report(rendered_report.encode("utf-8", LONE).decode("utf-8"))

    def make(self, session: pytest.Session, reports: Iterable[pytest.TestReport]) -> None:
        """Write the page of a finished run from its ``reports``, in their order."""
        self.pytest_sessionstart(session)
        self._report.title = TITLE
        self._report.set_data("environment", {})
        for report in reports:
            self.pytest_runtest_logreport(report)
        session.config.stash[LINK] = READING_COPY
        self.pytest_sessionfinish(session)
        del session.config.stash[LINK]


def row(evidence: Evidence, *, missing: bool = False) -> list[str]:
    """The cells of a reading's row, after pytest-html's own first one."""
    reading = f'<span class="mc-reading">{escape(evidence.reading)}</span>' if evidence.reading else ""
    verdict = NOT_RUN if missing else str(evidence.verdict)
    count = str(evidence.examples) if evidence.examples else ""
    return [
        f'<td class="mc-item">{escape(evidence.item)}</td>',
        f'<td class="mc-title"><span class="mc-clamp">{escape(evidence.title or evidence.claim)}</span>{reading}</td>',
        f'<td class="mc-formula">{mathml(evidence.latex, lines=True) if evidence.latex else ""}</td>',
        f"<td>{badge(verdict)}{_aside(evidence, verdict)}</td>",
        f'<td class="mc-count">{count}</td>',
    ]


def _aside(evidence: Evidence, verdict: str) -> str:
    if evidence.expect != "refuted" or verdict not in ("refuted", "holds"):
        return ""
    return f'<span class="mc-aside">{"as documented" if verdict == "refuted" else "documented as an error"}</span>'


def plain_row(nodeid: str, outcome: str) -> list[str]:
    """The cells of an ordinary test's row."""
    return [
        "<td></td>",
        f'<td class="mc-title">{escape(nodeid)}</td>',
        "<td></td>",
        f"<td>{badge(outcome)}</td>",
        "<td></td>",
    ]


def extra(content: str) -> dict[str, Any]:
    """A card, as what pytest-html puts behind a row."""
    return {"name": None, "format_type": "html", "content": content, "mime_type": None, "extension": "html"}


def summary(table: pd.DataFrame) -> str:
    """The top of the page: a sentence, counts by verdict, and every item rolled up."""
    counts = table["verdict"].astype(str).value_counts()
    listed = "".join(f"<li>{badge(str(verdict))} {count}</li>" for verdict, count in counts.items())
    return f'<p class="mc-headline">{escape(headline(table))}</p><ul class="mc-counts">{listed}</ul>{_rollup(table)}'


def counts(table: pd.DataFrame) -> str:
    """How many readings came to what; files that could not be read are none.

    >>> counts(pd.DataFrame({"claim": ["roots", "roots", "import"], "verdict": ["refuted", "holds", "error"]}))
    '2 readings: 1 refuted, 1 holds'
    """
    told = stated(table)["verdict"].astype(str)
    several = {"holds": "hold", "error": "errors"}
    parts = [f"{count} {several.get(str(name), name) if count != 1 else name}" for name, count in told.value_counts().items()]
    return ": ".join(filter(None, (counted(len(told), "reading"), ", ".join(parts))))


def headline(table: pd.DataFrame) -> str:
    """The result of the run in a sentence: what its items came to, each counted once, and what is no item because it was not read."""
    claims = stated(table)
    items = by_item(claims)
    verdicts = items["verdict"].astype(str).value_counts()
    total = counted(len(items), "item")
    wrong = int(verdicts.get("refuted", 0))
    words = [
        f"{wrong} of {total} contain{'s' if wrong == 1 else ''} a wrong answer"
        if wrong
        else f"No wrong answer was found in {total}"
        if len(items)
        else "Nothing was checked"
    ]
    words += [
        f"{count} {phrase if count != 1 else single}"
        for verdict, single, phrase in _ALSO
        if (count := int(verdicts.get(verdict, 0))) and (verdict != "holds" or count < len(items))  # all of them are no news
    ]
    words += (
        [f"{counted(count, 'file')} could not be read to {'its' if count == 1 else 'their'} end"]
        if (count := unread(table))
        else []
    )
    words += [f"at {counted(count, 'line')} something is stated that is not checked"] if (count := lost(table)) else []
    printed = claims.loc[claims["reading"].astype(str) == "", ["document", "section", "item"]].drop_duplicates()
    if (other := len(items) - len(printed)) > 0:
        words.append(f"the printed reading of {'it' if len(items) == 1 else other} was not checked")
    return "; ".join(words) + "."


# What else an item can come to: (its roll-up, in words for one, for several).
_ALSO = [
    ("holds", "holds", "hold"),
    (AS_READING, "holds only in another reading than the printed one", "hold only in another reading than the printed one"),
    ("error", "could not be checked, as its code failed", "could not be checked, as their code failed"),
    (UNEXPECTED, "is a documented error that was not found", "are documented errors that were not found"),
    (DOCUMENTED, "is a known error, and was refuted", "are known errors, and were refuted"),
    ("vacuous", "says nothing on any input", "say nothing on any input"),
    ("inconclusive", "could not be decided", "could not be decided"),
    ("not checkable", "is not checkable", "are not checkable"),
    (NOT_RUN, "was not run to its end", "were not run to their end"),
]


def decisive(entry: pd.Series) -> str:
    """What an item's roll-up rests on: the readings in which it holds, or the claims that are wrong. Nothing where all is well."""
    if entry["readings"]:
        return "; ".join(entry["readings"])
    return "; ".join(entry["titles"]) if entry["verdict"] not in ("holds", DOCUMENTED, "not checkable", NOT_RUN) else ""


def _rollup(table: pd.DataFrame) -> str:
    parts = []
    items = by_item(table)
    for (document, section), group in items.groupby(["document", "section"], sort=False):
        title = " · ".join(escape(str(word)) for word in (document, section) if word)
        rows = "".join(
            f"<tr><td>{escape(str(entry['item']))}</td><td>{badge(str(entry['verdict']))}</td>"
            f"<td>{escape(decisive(entry))}</td></tr>"
            for _, entry in group.iterrows()
        )
        parts.append(f'<table class="mc-rollup"><caption>{title}</caption><tbody>{rows}</tbody></table>')
    return "".join(parts)
