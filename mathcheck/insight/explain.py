"""A check and its explanation: the engine decides, then what is known of a refuted claim's mistake is put beside the verdict."""

from __future__ import annotations

import traceback
from dataclasses import replace
from typing import TYPE_CHECKING

from mathcheck.engine.check import DEADLINE, check_reading
from mathcheck.engine.deadline import DeadlineExceeded
from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.engine.search import Search
from mathcheck.insight.confusions import SHAPES, VALUES, confusion
from mathcheck.insight.diagnosis import NAMED, diagnosis
from mathcheck.insight.figures import figures
from mathcheck.insight.proportion import constant_changes
from mathcheck.insight.script import approach_script, script, shapes_script
from mathcheck.language.claims import Claim
from mathcheck.language.display import progress
from mathcheck.language.errors import FormulaError
from mathcheck.language.relations import Relation

if TYPE_CHECKING:
    from mathcheck.language.offered import Statement


def explain(search: Search, evidence: Evidence) -> Evidence:
    """The evidence with what can be said beyond its verdict. What one part fails at, the others do not lose."""
    for part in (with_script, _with_diagnosis, _with_figures):
        try:
            evidence = part(search, evidence)
        except DeadlineExceeded:  # what is known by now stands
            return evidence
        except Exception as error:  # a defect of ours, which must not be silent
            failed = "".join(traceback.format_exception(error))
            evidence = replace(evidence, detail=evidence.detail or f"The verdict stands; explaining it failed.\n{failed}")
    return evidence


def _with_figures(search: Search, evidence: Evidence) -> Evidence:
    """The evidence with what is better looked at."""
    return replace(evidence, figures=figures(search, evidence))


def _with_diagnosis(search: Search, evidence: Evidence) -> Evidence:
    """The evidence with the mistake by name, and what would hold."""
    if evidence.verdict is not Verdict.REFUTED:
        return evidence
    shapes = evidence.simplest is None and search.mismatch is None and not search.trial.limitless
    mistakes, repairs = confusion(search.program.relation, evidence.seed, SHAPES if shapes else VALUES)
    if not repairs and not any(mistake.kind == "confusion" for mistake in mistakes):  # a confusion that is sure explains everything
        found, repairs = diagnosis(search, evidence.seed)
        sure = tuple(mistake for mistake in mistakes if mistake.kind == "unmended")
        moved = constant_changes(search)
        # What would hold says more than what does not.
        found = (*found[:1], *([moved] if moved else []), *found[1:]) if repairs else (*([moved] if moved else []), *found)
        mistakes = tuple(dict.fromkeys((*sure, *found, *(mistakes if shapes else ()))))[:NAMED]
    return replace(evidence, mistakes=mistakes, repairs=repairs)


def with_script(search: Search, evidence: Evidence) -> Evidence:
    """The evidence with a script that shows the simplest counterexample, or that shapes do not agree, or that there is no limit."""
    if evidence.verdict is not Verdict.REFUTED:
        return evidence
    if search.simplest is not None and evidence.simplest is not None:
        relation = search.simplest.judgement.part.relation
        return replace(evidence, script=script(search.program, search.simplest.point, relation, evidence.simplest))
    if search.mismatch is not None:
        return replace(evidence, script=shapes_script(search.program, search.mismatch[0]))
    if search.trial.limitless:
        return replace(evidence, script=approach_script(search.program, search.trial.limitless[0][0]))
    return replace(evidence, script=shapes_script(search.program))


def check(
    claim: Claim | Statement, *, max_examples: int = 100, seed: int = 0, reading: str = "", deadline: float = DEADLINE
) -> Evidence:
    """Try to refute ``claim`` and say how hard it was tried. The same seed gives the same verdict.

    ``max_examples`` inputs are generated; ``reading`` names one of the claim's other readings; ``deadline`` is in seconds. In a notebook
    a check that takes over a second shows how far it has come.

    Never raises for what a claim does: its errors are the verdict *error*. Raises ``KeyError`` for an unknown reading, ``ValueError`` for a
    number of inputs or seconds that is none and :class:`~mathcheck.FormulaError` for something that is not a claim.

    >>> from mathcheck import Scalar, check, claim
    >>> x = Scalar("x")
    >>> str(check(claim((x + 1) ** 2 == x**2 + 2 * x + 1, item="1")).verdict)
    'holds'
    >>> evidence = check(claim((x + 1) ** 2 == x**2 + 1, item="1"))
    >>> str(evidence.verdict), evidence.simplest.difference.entries
    ('refuted', 2.0)
    >>> print(evidence)
    refuted: The two sides differ, by 2.
    A term is missing: `+ 2 * x`.
    would hold as (x + 1) ** 2 == x ** 2 + 1 + 2 * x
    """
    if isinstance(claim, Relation):
        claim = Claim(claim, item="", title="")
    if not isinstance(claim, Claim):
        raise FormulaError(f"check({claim!r}): give a relation, as in check(a == b), or a claim of one")
    with progress() as told:
        return check_reading(claim, reading, max_examples=max_examples, seed=seed, deadline=deadline, explain=explain, told=told)
