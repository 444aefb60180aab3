"""The table of a run in the formats that other programs read: a row a reading, in the document's order."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mathcheck.report.tex import escaped, safe, with_texts


@dataclass(frozen=True)
class Row:
    """One reading of a run, as far as a table tells it."""

    document: str
    section: str
    item: str
    claim: str
    title: str
    reading: str
    statement: str
    latex: str  # with its hypotheses
    verdict: str
    reason: str
    expected: bool
    seconds: float
    file: str
    line: int
    found: tuple[str, ...] = ()  # of a refuted one: the mistake, what would hold, the counterexample, a line each


def rows(evidence: list[dict[str, Any]]) -> list[Row]:
    """Rows from the list that ``evidence.json`` holds; what a record lacks is empty."""
    return [_row(record) for record in evidence]


def _row(record: dict[str, Any]) -> Row:
    word = {name: _text(record.get(name)) for name in (
        "document", "section", "item", "claim", "title", "reading", "statement", "latex", "verdict", "reason", "expect", "source")}  # fmt: skip
    hypotheses = [pair[1] for pair in record.get("hypotheses") or [] if isinstance(pair, (list, tuple)) and len(pair) == 2]
    latex = word["latex"] + (r" \quad \text{given } " + r" \text{ and } ".join(map(_text, hypotheses)) if hypotheses else "")
    file, _, line = word["source"].rpartition(":")
    expected = "refuted" if word["expect"] == "refuted" else "holds"
    seconds = record.get("seconds")
    return Row(
        word["document"], word["section"], word["item"], word["claim"], word["title"] or word["claim"], word["reading"],
        word["statement"], latex, word["verdict"], word["reason"], word["verdict"] in (expected, "not checkable"),
        float(seconds) if isinstance(seconds, (int, float)) else 0.0, file, int(line) if line.isdigit() else 0, _found(record),
    )  # fmt: skip


def _found(record: dict[str, Any]) -> tuple[str, ...]:
    lines = []
    for label, name, key in (("mistake", "mistakes", "words"), ("would hold", "repairs", "statement")):
        lines += [f"{label}: {_text(_part(row, key))}" for row in (record.get(name) or [])[:1]]
    example = record.get("simplest")
    for name in ("sizes", "inputs"):
        for row in _part(example, name) or []:
            lines.append(f"{_text(_part(row, 'name'))} = {_part(_part(row, 'value'), 'entries')}")
    for side in ("left", "right") if example else ():
        lines.append(f"{side} side = {_part(_part(example, side), 'entries')}")
    return tuple(lines)


def _part(data: Any, name: str) -> Any:
    return data.get(name) if isinstance(data, dict) else None


def _text(value: Any) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in value).split()) if isinstance(value, str) else ""


def _sections(listed: list[Row]) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = {}
    for row in listed:
        groups.setdefault(" · ".join(filter(None, (row.document, row.section))) or "Claims", []).append(row)
    return list(groups.items())


def _verdict(row: Row) -> str:
    return f"{row.verdict}, as expected" if row.verdict == "refuted" and row.expected else row.verdict


# --- Markdown -------------------------------------------------------------------------------------


def markdown(listed: list[Row]) -> str:
    """A Markdown table for each section, formulas between dollar signs.

    >>> print(markdown([Row("", "S", "1", "c", "a|b", "", "x == 1", "x = 1", "holds", "", True, 0.0, "", 0)]))
    # Verdicts
    <BLANKLINE>
    ## S
    <BLANKLINE>
    | item | claim | statement | verdict |
    | --- | --- | --- | --- |
    | 1 | a\\|b | $x = 1$ | holds |
    <BLANKLINE>
    """
    lines = ["# Verdicts", ""]
    for title, group in _sections(listed):
        lines += [f"## {_marked(title)}", "", "| item | claim | statement | verdict |", "| --- | --- | --- | --- |"]
        for row in group:
            name = _marked(row.title) + (f" *({_marked(row.reading)})*" if row.reading else "")
            lines.append(f"| {_marked(row.item)} | {name} | {_markdown_formula(row)} | {_verdict(row)} |")
        lines.append("")
    return "\n".join(lines)


def _marked(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|$~])", r"\\\1", text)


def _markdown_formula(row: Row) -> str:
    if safe(row.latex):  # a bar would end the cell, and markup begin
        plain = row.latex.replace(r"\|", r"\Vert ").replace("|", r"\vert ").replace("<", r"\lt ").replace(">", r"\gt ")
        return f"${plain}$"
    return f"`{row.statement.replace('`', ' ').replace('|', chr(92) + '|')}`" if row.statement else ""


# --- LaTeX ----------------------------------------------------------------------------------------

_HEAD = r"""\documentclass[10pt]{article}
\usepackage[utf8]{inputenc}
\usepackage[a4paper,landscape,margin=20mm]{geometry}
\usepackage{amsmath,amssymb,longtable}
\setlength{\parindent}{0pt}
\sloppy
\begin{document}
\section*{Verdicts}
"""
_COLUMNS = r"\begin{longtable}{p{20mm}p{62mm}p{120mm}p{30mm}}"
_HEADINGS = r"\textbf{item} & \textbf{claim} & \textbf{statement} & \textbf{verdict} \\ \hline \endhead"


def latex(listed: list[Row]) -> str:
    """A LaTeX document with a table for each section; it needs nothing beyond the AMS packages, geometry and longtable."""
    parts = [_HEAD]
    for title, group in _sections(listed):
        parts += [f"\\subsection*{{{escaped(title)}}}", _COLUMNS, _HEADINGS]
        for row in group:
            name = escaped(row.title) + (rf" \emph{{({escaped(row.reading)})}}" if row.reading else "")
            mark = rf"\textbf{{{escaped(_verdict(row))}}}" if not row.expected else escaped(_verdict(row))
            cells = (escaped(row.item), name, _formula(row), mark)
            parts.append(" & ".join(rf"\raggedright {cell}" for cell in cells[:3]) + rf" & {cells[3]} \\")
        parts.append(r"\end{longtable}")
    return "\n".join([*parts, r"\end{document}", ""])


def _formula(row: Row) -> str:
    if safe(row.latex):
        return f"${with_texts(row.latex)}$"
    return rf"\texttt{{{escaped(row.statement)}}}" if row.statement else ""


# --- JUnit ----------------------------------------------------------------------------------------


def junit(listed: list[Row]) -> str:
    """JUnit XML: a suite for each section, a test for each reading; an answer that is wrong is a failure."""
    root = ET.Element("testsuites", {"name": "mathcheck", **_counts(listed)})
    for title, group in _sections(listed):
        suite = ET.SubElement(root, "testsuite", {"name": title, **_counts(group)})
        for row in group:
            name = f"{row.item} {row.title}".strip() + (f" [{row.reading}]" if row.reading else "")
            where = row.file.removesuffix(".py").replace("/", ".") or title
            case = ET.SubElement(
                suite, "testcase", classname=where, name=name, time=f"{row.seconds:.3f}", file=row.file, line=str(row.line)
            )
            kind = _outcome(row)
            if kind:
                told = {"message": row.reason, **({} if kind == "skipped" else {"type": row.verdict})}
                ET.SubElement(case, kind, told).text = "\n".join([row.statement, *row.found])
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _outcome(row: Row) -> str:
    if row.verdict in ("not checkable", "not run"):
        return "skipped"
    return "" if row.expected else "error" if row.verdict == "error" else "failure"


def _counts(listed: list[Row]) -> dict[str, str]:
    found = [_outcome(row) for row in listed]
    count = {
        "tests": len(listed),
        **{f"{name}s": found.count(name) for name in ("failure", "error")},
        "skipped": found.count("skipped"),
    }
    return {**{name: str(number) for name, number in count.items()}, "time": f"{sum(row.seconds for row in listed):.3f}"}


FORMATS: dict[str, Callable[[list[Row]], str]] = {"latex": latex, "markdown": markdown, "junit": junit}
