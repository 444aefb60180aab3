"""Evidence for a copy that must not give the answers away.

What is left says which readings are wrong and at which input, which entries of the answer are, and how hard it was tried. Neither side
of the relation is left, because which of them is the true one only its author knows; nor what their difference is in words or in numbers.
Everything that reports read is made from the evidence that comes out here, so nothing has to be hidden a second time.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from mathcheck.engine.evidence import Counterexample, Evidence, Table, Verdict

# What stands where a value was.
HIDDEN = "hidden"


def redacted(evidence: Evidence) -> Evidence:
    """The evidence without repairs, mistakes, true values, differences, figures and script; of another reading than the printed one also
    without its formula, which may be the answer. Redacting twice changes nothing.

    >>> from mathcheck.engine.findings import Repair
    >>> found = Evidence(Verdict.REFUTED, "The shapes do not agree.", repairs=(Repair("x.T == y", "x", ("x.T for x",)),))
    >>> redacted(found).repairs
    ()
    """
    plain = replace(
        evidence, simplest=_point(evidence.simplest), worst=None, mistakes=(), repairs=(), figures=(), script="", reason=_reason(evidence),
        detail="" if evidence.verdict is Verdict.REFUTED else evidence.detail,
    )  # fmt: skip
    if not evidence.reading:
        return plain
    return replace(
        plain,
        statement="",
        latex="",
        note="",
        hypotheses=(),
        definitions=(),
        domains=(),
        strength=None,
        detail="",
        rate="",
        constant=None,
    )


def _reason(evidence: Evidence) -> str:
    if evidence.reading:
        return "Another reading of the claim; its formula is hidden."
    if evidence.verdict is not Verdict.REFUTED:
        return evidence.reason
    if evidence.simplest is None:
        return evidence.reason.partition(". ")[0].rstrip(".") + "."  # what there is instead comes in a second sentence
    wrong = _flat(evidence.simplest.wrong.entries)
    if evidence.simplest.relation == "!=":
        return "The two sides are equal at an input."
    if evidence.simplest.relation != "==":
        return "The relation is false at an input."
    return "The two sides differ" + (f" in {sum(map(bool, wrong))} of {len(wrong)} entries." if len(wrong) > 1 else ".")


def _point(example: Counterexample | None) -> Counterexample | None:
    if example is None:
        return None
    blank = Table((), HIDDEN)
    return replace(
        example, left=blank, right=blank, difference=blank, error=Table((), _rounded(example.error)), certified=None, constant=None
    )


def _rounded(error: Table) -> float:
    """The largest error, up to its power of ten: the digits would tell how large the sides are."""
    largest = max((float(entry) for entry in _flat(error.entries)), default=0.0)
    return 10.0 ** math.ceil(math.log10(largest)) if 0 < largest < math.inf else largest


def _flat(entries: Any) -> list[Any]:
    return [value for entry in entries for value in _flat(entry)] if isinstance(entries, list) else [entries]
