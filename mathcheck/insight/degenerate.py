"""Hypotheses that say nothing: that two letters are equal, say, where then there is nothing left to be right or wrong."""

from __future__ import annotations

import numpy as np

from mathcheck.engine.comparison import INEQUALITIES
from mathcheck.insight.bench import NOTHING, Bench
from mathcheck.insight.conditions import Condition, Flags
from mathcheck.insight.replacing import replaced
from mathcheck.language.calculus import Derivative
from mathcheck.language.expression import Constant, Expr
from mathcheck.language.graph import free, nodes
from mathcheck.language.relations import Relation


def degenerate(bench: Bench, part: Relation, condition: Condition) -> bool:
    """Whether a condition makes two letters equal, and with that both sides one formula of the same letters, or the same number whatever
    the input, or makes nothing of their difference where the claim is about it. Where each side is of a letter of its own, that they are
    equal is what is wrong."""
    equal = condition.formula
    if condition.kind != "only equal" or not isinstance(equal, Relation):
        return False
    letters = [{leaf.fingerprint for leaf in free(side)} for side in part.args]
    if any(_is_difference(node, equal) for node in nodes(part)):
        return True
    then = None if _bound(part, equal) else replaced(part, equal.left, equal.right)
    if then is None:
        return False
    same = letters[0] == letters[1] and then.left.fingerprint == then.right.fingerprint
    return same or all(map(bench.settled, then.args))


def nothing_left(bench: Bench, claimed: Expr, flags: Flags) -> bool:
    """Whether an inequality compares nothing with nothing wherever a condition is met (``flags``)."""
    if bench.symbol not in INEQUALITIES or isinstance(claimed, Constant):
        return False
    ends = np.cumsum([int(np.sum(sheet.usable)) for sheet in bench.sheets])
    for number, (sheet, met) in enumerate(zip(bench.sheets, np.split(flags, ends[:-1]), strict=True)):
        value, near = bench.value(claimed, number), NOTHING * sheet.largest[sheet.usable][met]
        if value is None or any(np.any(np.abs(side[sheet.usable][met].T) > near) for side in (value, sheet.target)):
            return False
    return True


def _is_difference(node: Expr, equal: Relation) -> bool:
    """Whether something is the difference of two letters."""
    sides = [side.fingerprint for side in equal.args]
    return node.operation.name == "np.subtract" and [getattr(arg, "fingerprint", b"") for arg in node.args] in (sides, sides[::-1])


def _bound(part: Relation, equal: Relation) -> bool:
    """Whether a derivative moves one of two letters: then one cannot stand for the other."""
    moved = {node.wrt.fingerprint for node in nodes(part) if isinstance(node, Derivative)}
    return any(side.fingerprint in moved for side in equal.args)
