"""Changes that mend a formula: the slips of :mod:`mathcheck.language.edits` undone, and a few more that only a search for what is right needs.

A row of the table turns a node into what may belong there. :func:`changes` applies every row at every place, the outermost first.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mathcheck.insight.context import Context
from mathcheck.insight.replacing import put
from mathcheck.insight.rows_arrays import ARRAYS
from mathcheck.insight.rows_numbers import NUMBERS, letters, sums
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.edits import SLIPS, Rebuild, places
from mathcheck.language.expression import Constant, Expr, Leaf, as_expr
from mathcheck.language.graph import nodes
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
    """Every formula that is one change away, each once: of one place, of all places in which a part stands, and last those in which a
    part is something else that occurs in the claim, or a sum is a factor, as that explains least."""
    seen = {formula.fingerprint}
    made: dict[bytes, Any] = {}
    for rows, found in ((_slips, places), (_slips, _repeated), (_others, places)):
        for node, rebuild in found(formula):
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


def _repeated(formula: Expr) -> Iterator[tuple[Expr, Rebuild]]:
    """Parts that stand in several places, to be changed in all of them: a variance where a standard deviation was given to a function."""
    if any(isinstance(node, (Derivative, Limit)) for node in nodes(formula)):  # what is asked is not to be changed along with it
        return
    listed = [node for node, _ in places(formula) if not isinstance(node, (Leaf, Constant))]
    often = Counter(node.fingerprint for node in listed)
    for node in {node.fingerprint: node for node in listed if often[node.fingerprint] > 1}.values():
        yield node, functools.partial(put, formula, node)


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
