"""Evidence for a copy that must not give the answers away.

What is left says which readings are wrong and at which input, which entries of the answer are, and how hard it was tried. Neither side
of the relation is left, because which of them is the true one only its author knows; nor what their difference is in words or in numbers.
Everything that reports read is made from the evidence that comes out here, so nothing has to be hidden a second time.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mathcheck.engine.evidence import Counterexample, Evidence, Verdict
from mathcheck.language.printing import identifier
from mathcheck.report.digits import rounded
from mathcheck.report.text import array

# What the lines begin with that say where a claim is false, and so many wrong entries are listed in them.
AT, PLACES = "at the input", 20


def redacted(evidence: Evidence) -> Evidence:
    """The evidence without repairs, mistakes, true values, differences, figures and script; of another reading than the printed one also
    without its formula, which may be the answer. Redacting twice changes nothing.

    >>> from mathcheck.engine.findings import Repair
    >>> found = Evidence(Verdict.REFUTED, "The shapes do not agree.", repairs=(Repair("x.T == y", "x", ("x.T for x",)),))
    >>> redacted(found).repairs
    ()
    """
    plain = replace(
        evidence, simplest=None, worst=None, mistakes=(), repairs=(), figures=(), script="", reason=_reason(evidence),
        detail=_detail(evidence),
    )  # fmt: skip
    if not evidence.reading:
        return plain
    return replace(
        plain, statement="", latex="", note="", hypotheses=(), definitions=(), domains=(), strength=None, unmeasured="", beside_zero=False,
        rate="", constant=None,
    )  # fmt: skip


def _detail(evidence: Evidence) -> str:
    """The input at which a claim is false, and which entries are; of a claim whose code failed what its author needs to mend it."""
    if evidence.simplest is not None:
        return "\n".join([AT, *_input(evidence.simplest)])
    kept = evidence.detail.startswith(AT) or (evidence.verdict is not Verdict.REFUTED and not evidence.reading)
    return evidence.detail if kept else ""


def _input(example: Counterexample) -> list[str]:
    bindings = ((binding.name, binding.value) for binding in (*example.sizes, *example.inputs))
    rows = [f"{identifier(name)} {'≈' if rounded(value) else '='} {array(value)}" for name, value in bindings]
    places = (
        np.argwhere(np.asarray(example.wrong.entries, dtype=bool)).tolist() if example.wrong.shape and not example.where else []
    )
    shown = ", ".join(str(place) for place in places[:PLACES]) + (", …" if len(places) > PLACES else "")
    return [*rows, *([f"wrong at {shown}"] if places else [])]


def _reason(evidence: Evidence) -> str:
    if evidence.reading:
        return "Another reading of the claim; its formula is hidden."
    if evidence.verdict is not Verdict.REFUTED:
        return evidence.reason
    if evidence.simplest is None:
        return evidence.reason.partition(". ")[0].rstrip(".") + "."  # what there is instead comes in a second sentence
    wrong = np.ravel(np.asarray(evidence.simplest.wrong.entries, dtype=bool))
    if evidence.simplest.relation == "!=":
        return "The two sides are equal at an input."
    if evidence.simplest.relation != "==":
        return "The relation is false at an input."
    return "The two sides differ" + (f" in {int(np.sum(wrong))} of {wrong.size} entries." if wrong.size > 1 else ".")
