"""One reading's evidence as HTML: what stands behind its row in the report."""

from __future__ import annotations

import html
import re
from typing import Any

from mathcheck.engine.evidence import Counterexample, Evidence, Strength, Table
from mathcheck.report.formulas import mathml
from mathcheck.report.text import command, error, number

# Arrays with more entries than this are cut; the whole of them is in evidence.json.
ENTRIES = 120


def escape(text: str) -> str:
    """Text as it may stand in HTML, also inside attributes."""
    return html.escape(text, quote=True)


def card(evidence: Evidence) -> str:
    """The card of one reading."""
    parts = [
        f'<p class="mc-reason">{_code(evidence.reason)}{_expected(evidence)}</p>',
        f'<p class="mc-note">{escape(evidence.note)}</p>' if evidence.note else "",
        _statement(evidence),
        _example("Simplest counterexample", evidence.simplest),
        _worst(evidence),
        f'<pre class="mc-detail">{escape(evidence.detail)}</pre>' if evidence.detail else "",
        _tried(evidence),
        _again(evidence),
    ]
    return f'<div class="mc-card">{"".join(parts)}</div>'


def _code(sentence: str) -> str:
    """A sentence in which what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(sentence))


def _expected(evidence: Evidence) -> str:
    if evidence.expect != "refuted":
        return ""
    return (
        " It was expected to be refuted." if evidence.verdict == "refuted" else " It was expected to be refuted, so its test fails."
    )


def _statement(evidence: Evidence) -> str:
    if not evidence.statement:
        return ""
    rows = [("Claimed", mathml(evidence.latex, block=True))]
    rows += [("given", mathml(latex)) for _, latex in evidence.hypotheses]
    rows += [("where", mathml(f"{name} = {latex}")) for name, _, latex in evidence.definitions]
    rows += [("for", f"{mathml(name)} {escape(words)}") for name, words in evidence.domains]
    rows.append(("in Python", f"<code>{escape(evidence.statement)}</code>"))
    return _list(rows, "mc-statement")


def _list(rows: list[tuple[str, str]], kind: str) -> str:
    inner = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f'<dl class="{kind}">{inner}</dl>'


def _worst(evidence: Evidence) -> str:
    if evidence.worst is None or evidence.worst == evidence.simplest:
        return ""
    return f"<details><summary>The worst one seen</summary>{_example('', evidence.worst)}</details>"


def _example(title: str, example: Counterexample | None) -> str:
    if example is None:
        return ""
    inputs = "".join(
        f"<div>{mathml(binding.name)} <span>=</span> {array(binding.value)}</div>" for binding in (*example.sizes, *example.inputs)
    )
    factor = "" if example.constant is None else f" (× {escape(number(example.constant))})"
    sides = "".join(
        f"<figure><figcaption>{name}</figcaption>{array(value, example.wrong)}</figure>"
        for name, value in (
            ("Left side", example.left),
            (f"Right side{factor}", example.right),
            ("Difference", example.difference),
        )
    )
    sure = f"The computation's own error is {escape(error(example))}."
    if example.method:
        certified = f": the sides differ by at least {example.certified:.6g}" if example.certified else ""
        sure += f" Confirmed by {escape(example.method)}{certified}."
    heading = f"<h4>{escape(title)}</h4>" if title else ""
    return f'<section class="mc-example">{heading}<div class="mc-inputs">{inputs}</div><div class="mc-sides">{sides}</div><p>{sure}</p></section>'


def array(table: Table, wrong: Table | None = None) -> str:
    """A number, a vector or a matrix; entries that are wrong are marked with colour and a sign.

    >>> array(Table((), 2.0))
    '<span class="mc-number">2</span>'
    """
    if not table.shape:
        return _number(table.entries, bool(wrong and wrong.entries is True))
    if len(table.shape) > 2 or _count(table.shape) > ENTRIES:
        shape = " × ".join(map(str, table.shape))
        return f'<span class="mc-big">an array of {shape}: {escape(_brief(table.entries))}</span>'
    marks: Any = wrong.entries if wrong is not None and wrong.shape == table.shape else None
    if len(table.shape) == 1:
        rows, row_marks = [table.entries], None if marks is None else [marks]
    else:
        rows, row_marks = table.entries, marks
    body = "".join(
        "<tr>" + "".join(f"<td>{_number(entry, bool(row_marks and row_marks[i][j]))}</td>" for j, entry in enumerate(row)) + "</tr>"
        for i, row in enumerate(rows)
    )
    kind = "mc-vector" if len(table.shape) == 1 else "mc-matrix"
    return f'<table class="mc-array {kind}"><tbody>{body}</tbody></table>'


def _count(shape: tuple[int, ...]) -> int:
    total = 1
    for length in shape:
        total *= length
    return total


def _brief(entries: Any) -> str:
    def walk(value: Any) -> str:
        return f"[{', '.join(map(walk, value))}]" if isinstance(value, list) else number(value)

    text = walk(entries)
    return text if len(text) <= 600 else text[:599] + "…"


def _number(value: Any, wrong: bool) -> str:
    text = escape(number(value))
    return (
        f'<span class="mc-number mc-wrong">{text} <abbr title="differs">≠</abbr></span>'
        if wrong
        else f'<span class="mc-number">{text}</span>'
    )


def _tried(evidence: Evidence) -> str:
    tally = evidence.tally
    words = [
        (tally.accepted, "compared"),
        (tally.degenerate, "of them with zeros, ties or a size of 1"),
        (tally.settled, "settled by ball arithmetic"),
        (tally.rejected, "rejected by the hypotheses"),
        (tally.at_kinks, "dropped where the derivative or limit does not exist"),
        (tally.undefined, "dropped where a side has no value"),
        (tally.undecided, "dropped because rounding could explain any difference"),
    ]
    rows = [(f"{count}", escape(what)) for count, what in words if count]
    rows += [(f"{low}–{high}", f"sizes of {mathml(name)}") for name, low, high in tally.sizes]
    if evidence.resolution is not None:
        seen = (
            "relative error that would still have been seen"
            if evidence.resolution
            else "no rounding at all: any error would have been seen"
        )
        rows.append((f"{evidence.resolution:.0e}" if evidence.resolution else "exact", seen))
    if evidence.strength is not None:
        rows.append((f"{evidence.strength.killed} of {evidence.strength.tried}", _altered(evidence.strength)))
    if evidence.slack is not None:
        rows.append((f"{evidence.slack:.1e}", "the least room between the sides, relative to them"))
    if evidence.chance is not None:
        rows.append((f"{evidence.chance:.0e}", f"the chance that a false identity between polynomials of degree {evidence.degree} passes one "
                     "evaluation without rounding, made at one size"))  # fmt: skip
    if evidence.rate:
        rows.append(("approach", escape(evidence.rate)))
    if evidence.constant is not None:
        rows.append((number(evidence.constant), "the constant of proportionality"))
    refuting = (
        ", the last of which refutes the claim" if evidence.simplest is not None and evidence.examples > tally.accepted else ""
    )
    return (
        f"<details open><summary>Inputs tried: {evidence.examples}{refuting}</summary>{_list(rows, 'mc-tried')}</details>"
        if rows
        else ""
    )


def _altered(strength: Strength) -> str:
    same = f"; {strength.equivalent} more are the same function" if strength.equivalent else ""
    words = escape("altered formulas would have been refuted on the same inputs" + same)
    return words + "".join(f"<br>not: <code>{escape(survivor)}</code>" for survivor in strength.survived)


def _again(evidence: Evidence) -> str:
    if not command(evidence):
        return ""
    line = f"<code>{escape(command(evidence))}</code>"
    source = f" <span>{escape(evidence.source)}</span>" if evidence.source else ""
    return f'<p class="mc-again">Check it again: {line}{source}</p>'
