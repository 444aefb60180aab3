"""Changes that mend a formula: the slips of :mod:`mathcheck.language.edits` undone, and a few more that only a search for what is right needs.

A row of the table turns a node into what may belong there. :func:`changes` applies every row at every place, the outermost first.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mathcheck.insight.context import Context
from mathcheck.insight.rows_arrays import ARRAYS
from mathcheck.insight.rows_numbers import NUMBERS, letters, sums
from mathcheck.language.edits import SLIPS, Rebuild, places
from mathcheck.language.expression import Expr, as_expr
from mathcheck.language.marks import marked, unmarked


@dataclass(frozen=True)
class Change:
    """One change: ``before`` became ``after``, and the whole ``formula``; ``rebuild`` puts something else in that place."""

    kind: str
    before: Expr
    after: Any
    formula: Expr
    rebuild: Rebuild

    @functools.cached_property
    def shown(self) -> Expr:
        """The whole formula with the change marked, and earlier ones. Few changes are ever looked at, so it is made when it is."""
        whole: Expr = self.rebuild(marked(self.after))
        return whole

    @property
    def words(self) -> str:
        """The change in a line of Python."""
        return f"{unmarked(self.after)!r} for {unmarked(self.before)!r}"


def changes(formula: Expr, context: Context) -> Iterator[Change]:
    """Every formula that is one change away, each once; last those in which a part is something else that occurs in the claim, or a sum is a
    factor, as that explains least."""
    seen = {formula.fingerprint}
    made: dict[bytes, Any] = {}
    for rows in (_slips, _others):
        for node, rebuild in places(formula):
            whole = node is formula
            for kind, after in rows(node, context, whole):
                if isinstance(after, Expr) and after.fingerprint == node.fingerprint:
                    continue
                try:
                    plain = rebuild(after if isinstance(after, Expr) else as_expr(after).args[0])
                except Exception:  # a change that makes no formula here
                    continue
                if isinstance(plain, Expr) and plain.fingerprint not in seen:
                    seen.add(plain.fingerprint)
                    yield Change(kind, node, after, unmarked(plain, made), rebuild)


def _slips(node: Expr, context: Context, whole: bool) -> Iterator[tuple[str, Any]]:
    for slip in SLIPS:
        yield from _safely(slip, node, context.axes)
    for row in (*ARRAYS, *NUMBERS):
        yield from _safely(row, node, context)
    if not whole:
        yield "sign", -node


def _others(node: Expr, context: Context, whole: bool) -> Iterator[tuple[str, Any]]:
    yield from _safely(letters, node, context)
    yield from _safely(sums, node, context)


def _safely(row: Any, *given: Any) -> list[tuple[str, Any]]:
    try:
        return list(row(*given))
    except Exception:  # a row that this node is not made for
        return []
