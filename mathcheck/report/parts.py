"""The card of a claim as plain data: named blocks in the order in which a reader needs them, to be drawn as HTML or as text.

What decides comes first: the verdict, the formula, the mistake and what would hold, the smallest counterexample. What it rests on
and how to do it again follow.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

from mathcheck.engine.evidence import Counterexample, Evidence, Table, Verdict
from mathcheck.engine.findings import Figure, Repair
from mathcheck.language.digits import equals
from mathcheck.language.printing import counted, identifier
from mathcheck.report.digits import needed
from mathcheck.report.words import powers, rough, sentences

# No more mistakes and repairs than these; the others are in evidence.json.
MISTAKES, REPAIRS = 3, 4


@dataclass(frozen=True)
class Words:
    """A sentence or more; what stands between backticks is code."""

    text: str


@dataclass(frozen=True)
class Formula:
    """The same formula as LaTeX and as Python, with a few words after it; ``display`` on a line of its own."""

    latex: str
    python: str = ""
    words: str = ""
    display: bool = False


@dataclass(frozen=True)
class Array:
    """A number or an array: the entries that are ``wrong`` are marked, the more the larger their ``difference``. So many ``digits`` tell
    what has to be told apart; of an input that is ``given`` it has to be said that it is rounded."""

    table: Table
    wrong: Table | None = None
    difference: Table | None = None
    digits: int = 1
    given: bool = False


@dataclass(frozen=True)
class Source:
    """Text to be shown letter by letter, and copied; ``fold`` is what stands in its place until it is opened."""

    text: str
    fold: str = ""


Content = Words | Formula | Array | Source | Figure


@dataclass(frozen=True)
class Row:
    """Something with a label: plain words, or a letter of the claim."""

    label: str | Formula
    content: Content


@dataclass(frozen=True)
class Block:
    """Rows that belong together; ``kind`` says how to draw them, ``folded`` whether they wait to be opened."""

    kind: str
    rows: tuple[Row, ...]
    title: str = ""
    folded: bool = False


def blocks(evidence: Evidence, *, heading: bool = False) -> tuple[Block, ...]:
    """The blocks of a reading's card; with ``heading``, item and title too.

    >>> [block.kind for block in blocks(Evidence(Verdict.NOT_CHECKABLE, "The figure is missing."), heading=True)]
    ['verdict']
    """
    made = [
        *([_heading(evidence)] if heading else []),
        _verdict(evidence),
        statement(evidence),
        _mistakes(evidence),
        *map(_repair, evidence.repairs[:1]),
        _example("Counterexample", evidence.simplest),
        _example(
            "The worst one seen, by its difference relative to the sides",
            evidence.worst if evidence.worst != evidence.simplest else None,
            folded=True,
        ),
        *(replace(_repair(repair), title="Another formula that would hold", folded=True) for repair in evidence.repairs[1:REPAIRS]),
        Block("detail", (Row("", Source(evidence.detail.rstrip())),) if evidence.detail else ()),
        letters(evidence),
        Block("figures", tuple(Row("", figure) for figure in evidence.figures)),
        Block("evidence", tuple(Row("", Words(text)) for text in sentences(evidence)[_said(evidence) :]), "What this rests on"),
        _counts(evidence),
        _again(evidence),
    ]
    return tuple(block for block in made if block.rows)


def _heading(evidence: Evidence) -> Block:
    title = " ".join(evidence.title.split()) or evidence.claim
    rows = [Row("item", Words(evidence.item)), Row("title", Words(title if len(title) <= 200 else f"{title[:199]}…"))]
    rows.append(Row("reading", Words(evidence.reading)))
    return Block("heading", tuple(row for row in rows if isinstance(row.content, Words) and row.content.text))


def _said(evidence: Evidence) -> int:
    """How many of the sentences on the evidence are the verdict's own: of a claim that holds, how hard it was tried, and what it
    cannot be told apart from."""
    if evidence.verdict is not Verdict.HOLDS or not evidence.tally.distinct:
        return 0
    return 2 if evidence.strength is not None and evidence.strength.survived else 1


def _verdict(evidence: Evidence) -> Block:
    reason = " ".join(sentences(evidence)[: _said(evidence)]) or powers(evidence.reason)
    if evidence.expect == "refuted":
        reason += " It was expected to be refuted"
        reason += "." if evidence.verdict is Verdict.REFUTED else ", so its test fails."
    rows = [Row("verdict", Words(reason)), *([Row("note", Words(evidence.note))] if evidence.note else [])]
    return Block("verdict", tuple(rows), str(evidence.verdict))


def statement(evidence: Evidence) -> Block:
    """What is claimed, with its hypotheses."""
    if not evidence.statement:
        return Block("statement", ())
    rows = [Row("claimed", Formula(evidence.latex, bare(evidence), display=True))]
    rows += [Row("given", Formula(latex, python)) for python, latex in evidence.hypotheses]
    return Block("statement", tuple(rows))


def bare(evidence: Evidence) -> str:
    """The statement as Python, without the hypotheses, which have rows of their own.

    >>> bare(Evidence(Verdict.HOLDS, "", statement="(t == abs(t)).given(t >= 0)", hypotheses=(("t >= 0", r"t \\ge 0"),)))
    't == abs(t)'
    """
    under = f".given({', '.join(python for python, _ in evidence.hypotheses)})"
    if not evidence.hypotheses or not evidence.statement.endswith(under):
        return evidence.statement
    text = evidence.statement.removesuffix(under)
    return text[1:-1] if text.startswith("(") else text  # a call stands without brackets of its own


def letters(evidence: Evidence) -> Block:
    """What the letters of the statement stand for, and the statement as it was written."""
    rows = [
        Row("where", Formula(f"{name} = {latex}", f"{identifier(name)} = {python}")) for name, python, latex in evidence.definitions
    ]
    alike: dict[str, list[str]] = {}
    for name, words in evidence.domains:
        alike.setdefault(words, []).append(name)
    rows += [
        Row("for", Formula(r",\, ".join(names), words=f"each {words}" if len(names) > 1 else words))
        for words, names in alike.items()
    ]
    if evidence.statement:
        rows.append(Row("in Python", Words(f"`{evidence.statement}`")))
    return Block("letters", tuple(rows))


def _mistakes(evidence: Evidence) -> Block:
    rows = []
    for i, mistake in enumerate(evidence.mistakes[:MISTAKES]):
        share = f" This explains {mistake.share:.0%} of the inputs that refute it." if mistake.share < 0.995 else ""
        label = "mistake" if i == 0 else "also"
        rows.append(Row(label, Words(mistake.words + share)))
        rows += [Row("", Formula(mistake.latex))] if mistake.latex else []
    return Block("mistake", tuple(rows))


# An edit of more characters than this is not said: what it changed is marked in the formula.
EDIT = 90


def _repair(repair: Repair) -> Block:
    label = "would hold as" if repair.hypothesis is None else "would hold if"
    python, latex = (repair.statement, repair.latex) if repair.hypothesis is None else repair.hypothesis
    rows = [Row(label, Formula(latex, python, display=repair.hypothesis is None))]
    short = [edit for edit in repair.edits if len(edit) <= EDIT]  # a longer one is the formula once more
    said = [f"With {_joined([_edit(edit) for edit in short])}."] if short and len(short) == len(repair.edits) else []
    said += [f"Not refuted on {counted(repair.examples, 'input')}."] if repair.examples else []
    return Block("repair", (*rows, *([Row("", Words(" ".join(said)))] if said else [])))


def _edit(edit: str) -> str:
    """What stands for what, each as code."""
    return " for ".join(f"`{formula}`" for formula in edit.split(" for "))


def _joined(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _example(title: str, example: Counterexample | None, *, folded: bool = False) -> Block:
    if example is None:
        return Block("example", ())
    rows = [Row(Formula(binding.name), Array(binding.value, given=True)) for binding in (*example.sizes, *example.inputs)]
    digits, c = needed(example), example.constant
    minus = "difference" if c is None else "left − c · right"
    part = ", along the set" if example.along else ""
    sides = [
        (f"left side{part}", example.left, digits),
        (f"right side{part}", example.right, digits),
        (minus, example.difference, 1),
    ]
    rows += [Row(label, Array(table, example.wrong, example.difference, least)) for label, table, least in sides]
    if c is not None:
        rows.append(Row("constant c", Words(f"{equals(c).removeprefix('= ')}, the ratio of the sides at another input")))
    rows += [Row("along the set", Words(_along(identifier(example.along))))] if example.along else []
    where = f", {example.where}" if example.where else ""
    return Block("example", tuple(rows), f"{title}{where}", folded)


def _along(letter: str) -> str:
    """Why a side of the counterexample is not what one computes from its formula alone."""
    return f"the part of each side in the directions in which `{letter}` stays in its set: a derivative by `{letter}` determines no other"


def _counts(evidence: Evidence) -> Block:
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
    rows = [Row(str(count), Words(what)) for count, what in words if count]
    rows += [Row(f"{low}–{high}", Formula(name, words="(a size)")) for name, low, high in tally.sizes]
    if evidence.resolution and evidence.resolution >= sys.float_info.epsilon:
        error = "error relative to the numbers it is computed from" if evidence.beside_zero else "relative error"
        rows.append(Row(rough(evidence.resolution, toward="up"), Words(f"{error} that would still have been seen")))
    if evidence.strength is not None:
        altered = f"{evidence.strength.killed} of {evidence.strength.tried}"
        formulas = "altered formula" + ("s" if evidence.strength.tried != 1 else "")
        rows.append(Row(altered, Words(f"{formulas} refuted on the same inputs")))
        rows += [Row("not", Words(f"`{survivor}`")) for survivor in evidence.strength.survived]
        if same := evidence.strength.equivalent:
            formulas = "altered formula that is" if same == 1 else "altered formulas that are"
            rows.append(Row(str(same), Words(f"{formulas} the same function")))
    return Block("counts", tuple(rows), f"Inputs tried: {evidence.examples}", folded=True)


def command(evidence: Evidence) -> str:
    """The line that checks this reading again."""
    return f"pytest {_quoted(evidence.nodeid)} --mathcheck-seed={evidence.seed}" if evidence.nodeid else ""


def _quoted(nodeid: str) -> str:
    return '"' + nodeid.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$").replace("`", "\\`") + '"'


def _again(evidence: Evidence) -> Block:
    rows = [Row("again", Source(command(evidence)))] if evidence.nodeid else []
    rows += [Row("written in", Words(evidence.source))] if evidence.source and evidence.nodeid else []
    rows += [Row("script", Source(evidence.script, "A NumPy script that shows it, without mathcheck"))] if evidence.script else []
    return Block("again", tuple(rows))
