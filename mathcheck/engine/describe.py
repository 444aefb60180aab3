"""The part of the evidence that is known before anything is checked, and a point in a reader's words."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.engine.evidence import Binding, Counterexample, Evidence, Table, Verdict
from mathcheck.engine.judgement import Judgement, wrong_entries
from mathcheck.engine.program import Program
from mathcheck.engine.trial import Found
from mathcheck.language.calculus import Derivative
from mathcheck.language.claims import Claim, Unchecked
from mathcheck.language.expression import Expr, Leaf
from mathcheck.language.graph import free, nodes
from mathcheck.language.printing import python
from mathcheck.language.relations import Relation
from mathcheck.language.sizes import Size
from mathcheck.language.typesetting import definitions, latex
from mathcheck.language.variables import Variable


def describe(claim: Claim | Unchecked, reading: str = "", *, name: str = "") -> Evidence:
    """The evidence of a reading that has not been checked: what is claimed, of what, where. An ``unchecked`` item is complete."""
    if isinstance(claim, Unchecked):
        return Evidence(Verdict.NOT_CHECKABLE, claim.reason, item=claim.item, claim=name, title=claim.title, source=claim.source)
    relation = claim.reading(reading)
    bare = Relation(relation.operation, relation.args)
    roots = (relation, *relation.hypotheses)
    return Evidence(
        Verdict.NOT_CHECKABLE,
        "It was not run.",
        item=claim.item,
        claim=name,
        reading=reading,
        title=claim.title,
        note=claim.note,
        expect=claim.expect if not reading else "holds",
        statement=python(relation),
        latex=latex(bare, *roots),
        hypotheses=tuple((python(h), latex(h, *roots)) for h in relation.hypotheses),
        definitions=tuple(definitions(*roots)),
        domains=tuple((leaf.name, _words(leaf) + _along(leaf, roots)) for leaf in free(*roots)),
        source=claim.source,
    )


def _words(leaf: Any) -> str:
    if isinstance(leaf, Size):
        return f"a size from {leaf.low} to {leaf.high}"
    assert isinstance(leaf, Variable)
    kind = {0: "a number", 1: "a vector", 2: "a matrix"}.get(len(leaf.sizes), "an array")
    lengths = " × ".join(python(length) for length in leaf.sizes)
    sizes = "" if not leaf.sizes else f" of {lengths} entries" if len(leaf.sizes) == 1 else f", {lengths}"
    return f"{kind}{sizes}, {leaf.domain.words}"


def _along(leaf: Leaf, roots: tuple[Expr, ...]) -> str:
    """What has to be said of derivatives by a variable that stays in a set without an inside: across it they are not determined."""
    curved = isinstance(leaf, Variable) and leaf.domain.curved and bool(leaf.sizes)
    derivatives = (node for node in nodes(*roots) if isinstance(node, Derivative) and node.kind != "directional")
    if not curved or not any(node.wrt is leaf for node in derivatives):
        return ""
    return "; derivatives by it are compared along this set, as nothing is determined across it"


def point_bindings(program: Program, point: dict[bytes, Any]) -> tuple[tuple[Binding, ...], tuple[Binding, ...]]:
    """Sizes and variables of a point, as tables."""
    sizes = tuple(Binding(size.name, table(point[size.fingerprint])) for size in program.sizes)
    values = tuple(Binding(v.name, table(point[v.fingerprint])) for v in program.variables if point.get(v.fingerprint) is not None)
    return sizes, values


def table(value: Any) -> Table:
    """A number or array as nested lists; what JSON has no word for becomes text.

    >>> table(np.array([1.0, np.inf])).entries
    [1.0, 'inf']
    """
    array = np.asarray(value)
    return Table(tuple(int(n) for n in array.shape), _plain(array.tolist()))


def _plain(entry: Any) -> Any:
    if isinstance(entry, list):
        return [_plain(inner) for inner in entry]
    if isinstance(entry, float) and not np.isfinite(entry):
        return str(entry)
    return entry


def counterexample(program: Program, found: Found) -> Counterexample:
    """A point at which the relation is false, as plain data."""
    judgement = found.judgement
    sizes, inputs = point_bindings(program, found.point)
    c = 1.0 if judgement.constant is None else judgement.constant
    with np.errstate(all="ignore"):
        difference = np.asarray(judgement.left - c * judgement.right)
        wrong = np.broadcast_to(wrong_entries(judgement), difference.shape)
    confirmation = found.confirmation
    return Counterexample(
        sizes=sizes,
        inputs=inputs,
        relation=judgement.part.relation.symbol,
        left=table(judgement.left),
        right=table(judgement.right),
        difference=table(difference),
        error=table(np.broadcast_to(judgement.band, difference.shape)),
        wrong=table(wrong),
        method=confirmation.method if confirmation is not None else "",
        certified=confirmation.certified if confirmation is not None else None,
        constant=judgement.constant,
        where=judgement.where,
        along=_moving(judgement) if judgement.along else "",
    )


def _moving(judgement: Judgement) -> str:
    """The name of the variable by which a lone derivative is taken."""
    step = judgement.part.direct
    wrt = step.node.wrt if step is not None and isinstance(step.node, Derivative) else None
    return wrt.name if isinstance(wrt, Variable) else ""
