"""What can be drawn of a finished search: the figures of a claim, each only where it tells something that words and tables do not.

A figure is plain data (:class:`~mathcheck.engine.findings.Figure`); drawing it is the report's business. What ``data`` holds:

* ``curve``: ``x``; ``curves``, each with its ``role`` (claimed, measured, left, right), ``label`` and ``y``; ``axis``, the name of what
  moves; ``kinks`` with the derivative on the ``left`` and ``right`` of ``x``; ``at``, the counterexample on both curves; ``relation``; of a
  derivative the ``error`` of the measured one; the ``difference`` where the two would look alike. A value that does not exist is None.
* ``approach``: ``x``, how far along, and ``curves`` of distances from the limit and the claimed one (None where a distance is rounding);
  ``axis``, ``rate``, ``limit``.
* ``errors``: ``counts`` between the ``edges`` (powers of ten of the difference over its band); inputs that are ``exact``, ``beyond`` 1, all.
* ``heat``: ``values``, the difference entry by entry, and which are ``wrong``; what ``rows`` and ``columns`` are.
* ``graph``: ``nodes``, each with a ``label``, a ``value`` and whether it is a ``leaf``; ``edges`` as pairs, from argument to operation.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mathcheck.engine.evidence import Evidence, Verdict
from mathcheck.engine.findings import Figure
from mathcheck.engine.search import Search
from mathcheck.engine.trial import Found
from mathcheck.insight.approach import approach
from mathcheck.insight.curves import curve
from mathcheck.insight.dataflow import graph
from mathcheck.insight.entries import errors, heat

Maker = Callable[[Search, Found | None], Figure | None]

# No more figures of one claim than this.
MOST = 2

# What is tried for each verdict, what tells most first.
MAKERS: dict[Verdict, tuple[Maker, ...]] = {
    Verdict.HOLDS: (curve, approach),
    Verdict.REFUTED: (curve, approach, heat, graph, errors),
    Verdict.INCONCLUSIVE: (errors,),
}


def figures(search: Search, evidence: Evidence) -> tuple[Figure, ...]:
    """The figures of a finished search, at most two. Never raises for what a formula does."""
    made: list[Figure] = []
    if evidence.verdict is Verdict.REFUTED and search.simplest is None:
        return ()  # by its shapes, or as a limit that nowhere exists
    for maker in MAKERS.get(evidence.verdict, ()):
        with np.errstate(all="ignore"):
            drawn = _guarded(maker, search, search.simplest)
        made += [drawn] if drawn is not None else []
        if len(made) == MOST:
            break
    return tuple(made)


def _guarded(maker: Maker, search: Search, found: Found | None) -> Figure | None:
    try:
        return maker(search, found)
    except Exception:  # a formula may fail where nobody claimed anything; then there is no figure
        return None
