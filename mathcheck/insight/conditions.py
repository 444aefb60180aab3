"""Under which condition a claim is right: a hypothesis that people leave out, told from the inputs at which the claim holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.insight.bench import Bench
from mathcheck.language import functions
from mathcheck.language.expression import Expr, as_expr
from mathcheck.language.graph import free, nodes
from mathcheck.language.operations import COMPARISONS
from mathcheck.language.printing import python
from mathcheck.language.relations import Relation, related
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Condition:
    """A hypothesis that may be missing: the name of the mistake, in words that are better than Python if there are such, as a formula.
    ``seldom`` ones are met by accident only; of several ``about`` the same thing the weakest that holds is meant."""

    kind: str
    better: str
    formula: Expr
    seldom: bool = False
    about: bytes = b""

    @property
    def words(self) -> str:
        """The hypothesis in a sentence."""
        return self.better or f"`{python(self.formula)}`"


def candidates(relation: Relation, hypotheses: tuple[Expr, ...]) -> Iterator[Condition]:
    """Hypotheses that may be missing from a relation, simplest first."""
    letters = free(relation, *hypotheses)
    sizes = [leaf for leaf in letters if isinstance(leaf, Size)]
    variables = [leaf for leaf in letters if isinstance(leaf, Variable)]
    for m, n in itertools.combinations(sizes, 2):
        yield Condition("only square", "", related("==", m, n))
    for v in variables:
        if not _bounds(relation, v):
            yield from _of_a_letter(v)
    for v, w in itertools.combinations(variables, 2):
        if repr(v.sizes) == repr(w.sizes) and v.domain is w.domain:
            yield Condition("only equal", "", related("==", w, v), seldom=True)
    for vector in _compared(relation):
        yield Condition("only without ties", f"the maximum of `{python(vector)}` is unique", functions.unique_maximum(vector))
    for s in _scores(relation):
        yield from _compared_with(s, (("only positive", ">", 0), ("only positive", ">=", 0), ("only away from zero", "!=", 0)))
    for n in sizes:
        if n.low <= 1:
            yield Condition("only n = 1", "", related("==", n, number(1)))


def _bounds(relation: Relation, v: Variable) -> bool:
    """Whether a relation only says how large a letter is: then the letter's size is no hypothesis of it."""
    sides = [(one, other) for one, other in (relation.args, relation.args[::-1]) if not free(other)]
    return any(repr(one) in (repr(v), repr(abs(v))) for one, _ in sides)


def _compared_with(side: Expr, rows: Iterable[tuple[str, str, float]]) -> Iterator[Condition]:
    """A formula compared with numbers: strict before not strict, as equality has to be seen to be right."""
    for kind, symbol, bound in rows:
        yield Condition(kind, "", related(symbol, side, number(bound)), about=side.fingerprint)


def number(value: float) -> Expr:
    """A number as a side of a relation."""
    return as_expr(value)


_SIGNS = (
    ("only positive", ">", 0), ("only positive", ">=", 0), ("only negative", "<", 0), ("only negative", "<=", 0),
    ("only away from zero", "!=", 0),
)  # fmt: skip


def _of_a_letter(v: Variable) -> Iterator[Condition]:
    if v.domain.name == "reals" or v.domain.name.startswith("interval"):
        yield from _compared_with(v, _SIGNS)
        for condition in _compared_with(abs(v), (("only small", "<", 1), ("only small", "<=", 1))):
            yield replace(condition, about=v.fingerprint)
        yield from _compared_with(v, (("only large", ">", 1), ("only large", ">=", 1)))
    if len(v.sizes) == 2 and repr(v.sizes[0]) == repr(v.sizes[1]) and v.domain.name in ("reals", "invertible"):
        yield Condition("only symmetric", f"`{python(v)}` is symmetric", functions.is_symmetric(v), seldom=True)


def _compared(relation: Relation) -> list[Expr]:
    """Vectors whose largest entry is looked for."""
    found = [node.args[0] for node in nodes(relation) if node.operation.name in ("one_hot_argmax", "np.max", "np.argmax")]
    unique = {v.fingerprint: v for v in found if isinstance(v, Expr)}
    return [v for v in unique.values() if _axes(v) == 1]


def _axes(formula: Expr) -> int:
    try:
        return formula.ndim
    except Exception:  # shapes that nothing can be said about
        return -1


def _scores(relation: Relation) -> list[Expr]:
    """What is compared or cut off inside: the arguments of relu, sign, where."""
    names = ("relu", "leaky_relu", "np.sign", "np.abs")
    found = [node.args[0] for node in nodes(relation) if node.operation.name in names]
    found += [
        node.args[0] for node in nodes(relation)
        if node.operation.symbol in {symbol for symbol, _ in COMPARISONS.values()} and node is not relation
    ]  # fmt: skip
    inner = {s.fingerprint: s for s in found if isinstance(s, Expr) and not isinstance(s, (Variable, Size))}
    return list(inner.values())[:2]


# A condition is believed only where it was met so often by right inputs, and where so much of the others is wrong.
MET, WRONG = 4, 0.3


def consistent(bench: Bench, claimed: Expr, condition: Condition) -> Flags | None:
    """Which inputs satisfy the condition, if the claim is right at all of them and wrong at enough of the others."""
    met = others = wrong = 0
    found = []
    for number, sheet in enumerate(bench.sheets):
        right = bench.right(claimed, number)
        truth = _truth(bench, condition.formula, number)
        if truth is None:
            return None
        truth = truth[sheet.usable]
        fine: Any = np.zeros(truth.shape, dtype=bool) if right is None else right.reshape(len(right), -1).all(axis=1)
        if np.any(truth & ~fine):
            return None
        found.append(truth)
        met, others, wrong = met + int(np.sum(truth)), others + int(np.sum(~truth)), wrong + int(np.sum(~truth & ~fine))
    believed = others > 0 and wrong >= WRONG * others and (condition.seldom or met >= MET)
    return np.concatenate(found) if believed else None


def weakest(met: list[tuple[Condition, Flags]]) -> list[tuple[Condition, set[str]]]:
    """The conditions that no other one about the same thing is weaker than, or as weak and named before; with the kinds of mistake that
    each stands for."""
    kept: list[tuple[Condition, set[str]]] = []
    for place, (condition, flags) in enumerate(met):
        alike = [(i, other, at) for i, (other, at) in enumerate(met) if condition.about and other.about == condition.about]
        if any(np.all(at | ~flags) and (np.any(at & ~flags) or i < place) for i, _, at in alike if i != place):
            continue
        kept.append((condition, {condition.kind, *(other.kind for _, other, at in alike if np.all(flags | ~at))}))
    return kept


def _truth(bench: Bench, condition: Expr, number: int) -> Any:
    value = bench.value(condition, number)
    points = bench.sheets[number].points
    return None if value is None else np.broadcast_to(np.asarray(value, dtype=bool).reshape(len(value), -1).all(axis=1), (points,))
