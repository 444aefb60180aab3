"""The tour of the whole: a claim goes in, evidence comes out.

Shapes first, in symbols; then inputs by Hypothesis, each evaluated with its errors and judged; a refutation is confirmed by
a second method and shrunk; what happened on the way is the evidence. Whatever goes wrong in a claim's own code is a verdict.
"""

from __future__ import annotations

import math
import time
import traceback
import warnings
from collections.abc import Callable
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
from mathcheck.language.display import Told
from mathcheck.language.relations import Relation
from mathcheck.language.shapes import disagreement

# Seconds a claim may take: a hundred times what the slowest ordinary claim needs.
DEADLINE = 60.0

# What is made of a finished search beyond its verdict: evidence in, evidence out.
Explain = Callable[[Search, Evidence], Evidence]


def check_reading(
    claim: Claim | Unchecked,
    reading: str = "",
    *,
    name: str = "",
    max_examples: int = 100,
    seed: int = 0,
    deadline: float = DEADLINE,
    database_key: str = "",
    explain: Explain | None = None,
    told: Told | None = None,
    simple: bool = True,
) -> Evidence:
    """The evidence for one reading of a claim, with everything that identifies it filled in.

    Never raises for what a claim does: its errors are the verdict *error*. ``explain`` is handed every search that came to a verdict;
    ``told`` hears how far it has come. Without ``simple`` a counterexample is left as it was found, where only the verdict is wanted.
    Raises ``KeyError`` for an unknown reading, ``ValueError`` for a number of inputs or seconds that is none.
    """
    _check_bounds(max_examples, deadline)
    blank = replace(describe(claim, reading, name=name), max_examples=max_examples, seed=seed)
    if isinstance(claim, Unchecked):
        return blank
    started = time.perf_counter()
    try:
        with time_limit(deadline), memory_limit(), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            key = database_key or f"{name}[{reading}]:{blank.statement}"
            evidence = _judged(claim.reading(reading), blank, key, explain, told, simple=simple)
    except DeadlineExceeded:
        reason = (
            f"The check did not end within {deadline:g} seconds. Smaller sizes (dims(…, high=3)) or fewer examples make a slow claim faster; "
            "a limit of a derivative is the slowest there is. Or is there a loop that never ends in a function of the claim?"
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


def _check_bounds(max_examples: object, deadline: float) -> None:
    """Raise ``ValueError`` for a number of inputs or seconds that is none."""
    if not isinstance(max_examples, (int, np.integer)) or max_examples < 1:
        raise ValueError(f"max_examples={max_examples!r}: write a whole number of inputs, at least 1")
    if not 0 < deadline < math.inf:
        raise ValueError(f"deadline={deadline!r}: write a positive number of seconds, such as 60")


def _judged(
    relation: Relation, blank: Evidence, database_key: str, explain: Explain | None, told: Told | None, *, simple: bool
) -> Evidence:
    mismatch = disagreement(relation)
    search = Search(compile_relation(relation), blank.seed, blank.max_examples, database_key, told, simple=simple)
    if mismatch is None:
        search.run()
        evidence = conclude(search, blank)
    else:  # at any sizes, so there is nothing to search; the search is handed on as it is, to be explained
        evidence = replace(blank, verdict=Verdict.REFUTED, reason=f"{mismatch[0].upper()}{mismatch[1:]}.")
    search.looks.tell("" if evidence.verdict is not Verdict.REFUTED else "looking for the mistake")
    return evidence if explain is None else _explained(search, evidence, explain)


def _explained(search: Search, evidence: Evidence, explain: Explain) -> Evidence:
    """The evidence with its explanation. A verdict that has been reached is not lost by what goes wrong in explaining it."""
    try:
        return explain(search, evidence)
    except (DeadlineExceeded, MemoryError):
        return evidence
    except Exception as error:
        detail = "".join(traceback.format_exception(error))
        return replace(evidence, detail=evidence.detail or f"The verdict stands; explaining it failed.\n{detail}")


__all__: list[Any] = ["DEADLINE", "check_reading", "describe", "point_bindings"]
