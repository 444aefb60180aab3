"""The tour of the whole: a claim goes in, evidence comes out.

Shapes first, in symbols; then inputs by Hypothesis, each evaluated with its errors and judged; a refutation is confirmed by
a second method and shrunk; what happened on the way is the evidence. Whatever goes wrong in a claim's own code is a verdict.
"""

from __future__ import annotations

import time
import traceback
import warnings
from dataclasses import replace
from typing import Any

import numpy as np

from mathcheck.engine.deadline import DeadlineExceeded, memory_limit
from mathcheck.engine.deadline import deadline as time_limit
from mathcheck.engine.describe import describe, point_bindings
from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.engine.program import compile_relation
from mathcheck.engine.search import Search
from mathcheck.engine.verdict import conclude
from mathcheck.language.claims import Claim, Unchecked
from mathcheck.language.errors import FormulaError
from mathcheck.language.relations import Relation
from mathcheck.language.shapes import disagreement

# Seconds a claim may take: a hundred times what the slowest ordinary claim needs.
DEADLINE = 60.0


def check(
    claim: Claim | Relation, *, max_examples: int = 100, seed: int = 0, reading: str = "", deadline: float = DEADLINE
) -> Evidence:
    """Try to refute ``claim`` and say how hard it was tried. The same seed gives the same verdict.

    ``max_examples`` inputs are generated; ``reading`` names one of the claim's other readings; ``deadline`` is in seconds. Never
    raises for what a claim does: its errors are the verdict *error*. Raises ``KeyError`` for an unknown reading and
    :class:`~mathcheck.FormulaError` for something that is not a claim.

    >>> from mathcheck import Scalar, check, claim
    >>> x = Scalar("x")
    >>> str(check(claim((x + 1) ** 2 == x**2 + 2 * x + 1, item="1")).verdict)
    'holds'
    >>> evidence = check(claim((x + 1) ** 2 == x**2 + 1, item="1"))
    >>> str(evidence.verdict), evidence.simplest.difference.entries
    ('refuted', 2.0)
    """
    if isinstance(claim, Relation):
        claim = Claim(claim, item="", title="")
    if not isinstance(claim, Claim):
        raise FormulaError(f"check({claim!r}): give a claim, as in check(claim(a == b, item='1'))")
    return check_reading(claim, reading, max_examples=max_examples, seed=seed, deadline=deadline)


def check_reading(
    claim: Claim | Unchecked,
    reading: str = "",
    *,
    name: str = "",
    max_examples: int = 100,
    seed: int = 0,
    deadline: float = DEADLINE,
    database_key: str = "",
) -> Evidence:
    """The evidence for one reading of a claim, with everything that identifies it filled in."""
    blank = replace(describe(claim, reading, name=name), max_examples=max_examples, seed=seed)
    if isinstance(claim, Unchecked):
        return blank
    started = time.perf_counter()
    try:
        with time_limit(deadline), memory_limit(), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            evidence = _judged(claim.reading(reading), blank, database_key or f"{name}[{reading}]:{blank.statement}")
    except DeadlineExceeded:
        reason = (
            f"The check did not end within {deadline:g} seconds. Is there a loop that never ends in a function of the claim? Smaller sizes "
            "(dims(…, high=3)) or fewer examples make a slow claim faster."
        )
        evidence = replace(blank, verdict=Verdict.ERROR, reason=reason)
    except MemoryError as error:
        evidence = replace(
            blank,
            verdict=Verdict.ERROR,
            reason=f"The claim asked for more memory than the machine has: {error or 'MemoryError'}.",
        )
    except Exception as error:  # a defect of ours must not lose the other claims' results, nor pass
        detail = "".join(traceback.format_exception(error))
        evidence = replace(blank, verdict=Verdict.ERROR, reason=f"Internal error: {type(error).__name__}: {error}", detail=detail)
    return replace(evidence, seconds=time.perf_counter() - started)


def _judged(relation: Relation, blank: Evidence, database_key: str) -> Evidence:
    mismatch = disagreement(relation)
    if mismatch is not None:
        return replace(blank, verdict=Verdict.REFUTED, reason=f"{mismatch[0].upper()}{mismatch[1:]}.")
    search = Search(compile_relation(relation), blank.seed, blank.max_examples, database_key)
    search.run()
    return conclude(search, blank)


__all__: list[Any] = ["DEADLINE", "check", "check_reading", "describe", "point_bindings"]
