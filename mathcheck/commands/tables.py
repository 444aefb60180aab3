"""The table of a run in the formats that other programs read: a row a reading, in the document's order."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mathcheck.report.symbols import LOWERED, NAMES, RAISED, SYMBOLS, TYPES


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
        float(seconds) if isinstance(seconds, (int, float)) else 0.0, file, int(line) if line.isdigit() else 0,
    )  # fmt: skip


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

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    "–": "--", "—": "---", "…": r"\ldots{}", "−": "$-$", "“": "``", "”": "''", "‘": "`", "’": "'", "„": ",,",
    "‖": r"$\Vert$", "·": r"$\cdot$", "°": r"$^{\circ}$", "✓": r"$\checkmark$", "ϵ": r"$\epsilon$", "′": "$'$", "\"": "''",
}  # fmt: skip
_COMMANDS = {character: rf"$\{name}$" for name, character in reversed(SYMBOLS.items()) if len(character) == 1 and ord(character) > 127}
_SCRIPTS = {
    **{lowered: f"$_{{{plain}}}$" for plain, lowered in LOWERED.items() if ord(lowered) > 127 and plain.isascii()},
    **{raised: f"$^{{{plain}}}$" for plain, raised in RAISED.items() if ord(raised) > 127 and plain.isascii()},
}
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u030a": "r", "\u0327": "c", "\u030c": "v", "\u0304": "=",
    "\u0307": ".", "\u0306": "u", "\u030b": "H",
}  # fmt: skip


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


def escaped(text: str) -> str:
    r"""Text as LaTeX sets it, with a command for every character beyond ASCII that has one, and its number for others.

    >>> escaped("50 % of Σ xᵢ, naïve"), escaped("∂C/∂W⁽²⁾")
    ('50 \\% of $\\Sigma$ x$_{i}$, na\\"{\\i}ve', '$\\partial$C/$\\partial$W$^{(2)}$')
    """
    found = "".join(map(_character, unicodedata.normalize("NFC", text))).replace("[", "{[}").replace("]", "{]}")
    for sign in "^_":  # neighbours share a script
        found = re.sub(rf"\$\{sign}\{{[^{{}}$]*\}}\$(?:\$\{sign}\{{[^{{}}$]*\}}\$)+", _joined, found)
    return found


def _joined(run: re.Match[str]) -> str:
    return f"${run[0][1]}{{{''.join(re.findall(r'{([^{}$]*)}', run[0]))}}}$"


def _character(character: str) -> str:
    for table in (_SPECIAL, _COMMANDS, _SCRIPTS):
        if character in table:
            return table[character]
    if character.isascii():
        return character
    base, *marks = unicodedata.normalize("NFD", character)
    if base.isascii() and base.isalpha() and len(marks) == 1 and marks[0] in _ACCENTS:
        return rf"\{_ACCENTS[marks[0]]}{{{_dotless(base)}}}"
    plain = unicodedata.normalize("NFKD", character)
    if plain.isascii() and plain.isprintable():
        return "".join(map(_character, plain))
    return {"ß": r"\ss{}", "ø": r"\o{}", "Ø": r"\O{}", "æ": r"\ae{}", "Æ": r"\AE{}", "ł": r"\l{}", "Ł": r"\L{}"}.get(
        character, rf"\texttt{{U+{ord(character):04X}}}"
    )


def _dotless(letter: str) -> str:
    return rf"\{letter}" if letter in "ij" else letter


def _formula(row: Row) -> str:
    if safe(row.latex):
        return f"${_text_escaped(row.latex)}$"
    return rf"\texttt{{{escaped(row.statement)}}}" if row.statement else ""


# Commands that formulas are made of; what else a name may hold could do anything, or nothing that is known here.
_SAFE = {
    *SYMBOLS, *NAMES, *TYPES, *"tilde hat bar vec dot ddot widetilde widehat overline frac sqrt text left right begin end quad qquad".split(),
} - {"bm"}  # fmt: skip
_SAFE_ENVIRONMENTS = frozenset("cases pmatrix bmatrix matrix".split())


def safe(formula: str) -> bool:
    r"""Whether a formula is made of known commands, and closes what it opens.

    >>> safe(r"\frac{x}{2}"), safe(r"\frac{x"), safe(r"\input{file}"), safe("x $ y"), safe("x_1_2")
    (True, False, False, False, False)
    """
    tokens = re.findall(r"\\[A-Za-z]+|\\.|[^\\]|\\$", formula, re.DOTALL)
    commands = {token[1:] for token in tokens if len(token) > 1 and token[1:].isalpha()}
    bare = re.sub(r"\\text\{[^{}]*\}", "", formula)
    return (
        bool(formula.strip()) and commands <= _SAFE and "\\" not in tokens and not set(bare) & set("$%#~")
        and set(re.findall(r"\\(?:begin|end)\{([^{}]*)\}", formula)) <= _SAFE_ENVIRONMENTS
        and bare.isascii() and _closed(tokens) and not _misplaced(formula)
    )  # fmt: skip


def _closed(tokens: list[str]) -> bool:
    pairs = {"}": "{", "\\right": "\\left", "\\end": "\\begin"}
    opened: list[str] = []
    for token in tokens:
        if token in pairs.values():
            opened.append(token)
        elif token in pairs and (not opened or opened.pop() != pairs[token]):
            return False
        elif token == "&" and "\\begin" not in opened:
            return False
    return not opened


# What must have a group behind it, and how many; and scripts that TeX refuses: without anything, or two on the same side.
_BARE = re.compile(r"\\(?:mathrm|mathbf|mathit|mathsf|mathtt|mathcal|mathbb|boldsymbol|operatorname|text|tilde|hat|bar|vec|dot|ddot|"
                   r"widetilde|widehat|overline)(?![A-Za-z])(?!\s*\{)|\\sqrt(?!\s*[{\[])|\\frac(?!\s*\{)")  # fmt: skip
_PART = r"(?:\\[A-Za-z]+|[^\s{}\\^_])"
_SCRIPTED = re.compile(
    rf"[\^_]\s*(?:$|[&^_']|\\(?:right|left|end|begin|\\))|\^\s*{_PART}\s*(?:_\s*{_PART}\s*)?[\^']|_\s*{_PART}\s*(?:\^\s*{_PART}\s*)?_"
)


def _misplaced(formula: str) -> bool:
    """Whether TeX would miss something, or find two scripts in one place."""
    if _BARE.search(formula):
        return True
    while True:  # groups from the inside out, each put as one sign once it has been looked at
        inner = re.search(r"\{([^{}]*)\}", formula)
        if _SCRIPTED.search(inner[1] if inner else formula):
            return True
        if inner is None:
            return re.search(r"\\frac\s*@(?!\s*@)", formula) is not None
        if re.search(r"\\frac\s*@(?!\s*[@{])", inner[1]):
            return True
        formula = f"{formula[: inner.start()]}@{formula[inner.end() :]}"


def _text_escaped(formula: str) -> str:
    """The formula with what stands in its texts escaped."""

    def inner(match: re.Match[str]) -> str:
        plain = re.sub(r"\\([_#%&$])", r"\1", match[1])
        return rf"\text{{{escaped(plain)}}}"

    return re.sub(r"\\text\{([^{}]*)\}", inner, formula)


# --- JUnit ----------------------------------------------------------------------------------------


def junit(listed: list[Row]) -> str:
    """JUnit XML: a suite for each section, a test for each reading; an answer that is wrong is a failure."""
    root = ET.Element("testsuites", name="mathcheck", **_counts(listed))
    for title, group in _sections(listed):
        suite = ET.SubElement(root, "testsuite", name=title, **_counts(group))
        for row in group:
            name = f"{row.item} {row.title}".strip() + (f" [{row.reading}]" if row.reading else "")
            where = row.file.removesuffix(".py").replace("/", ".") or title
            case = ET.SubElement(
                suite, "testcase", classname=where, name=name, time=f"{row.seconds:.3f}", file=row.file, line=str(row.line)
            )
            kind = _outcome(row)
            if kind:
                ET.SubElement(case, kind, message=row.reason, **({} if kind == "skipped" else {"type": row.verdict})).text = row.statement
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _outcome(row: Row) -> str:
    if row.verdict in ("not checkable", "not run"):
        return "skipped"
    return "" if row.expected else "error" if row.verdict == "error" else "failure"


def _counts(listed: list[Row]) -> dict[str, str]:
    found = [_outcome(row) for row in listed]
    count = {"tests": len(listed), **{f"{name}s": found.count(name) for name in ("failure", "error")}, "skipped": found.count("skipped")}
    return {**{name: str(number) for name, number in count.items()}, "time": f"{sum(row.seconds for row in listed):.3f}"}


FORMATS: dict[str, Callable[[list[Row]], str]] = {"latex": latex, "markdown": markdown, "junit": junit}
