"""What a change that mends a formula says of the mistake in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mathcheck.engine.findings import Mistake
from mathcheck.insight.changes import Change
from mathcheck.language.expression import Call, Constant, Expr, Leaf
from mathcheck.language.graph import nodes
from mathcheck.language.marks import unmarked
from mathcheck.language.nested import substitute
from mathcheck.language.operations import Operation, _constant
from mathcheck.language.printing import python, python_argument
from mathcheck.language.relations import Relation

# Two formulas of more characters than this are not read in a sentence.
READABLE = 70

# What stands for parts of a formula that are left out, one or several, and the letters that hold their places until it is printed.
DOTS, SEVERAL = "…", ("…₁", "…₂", "…₃")
_HOLES = [Leaf(Operation("hole", _constant), f"leftout{letter}") for letter in "abc"]


def mistake(change: Change) -> Mistake:
    """What a change that mends the formula says of the mistake in it."""
    template = _WORDS.get(change.kind, "`{before}` stands where `{after}` belongs.")
    before, after, hidden = _short(unmarked(change.before), unmarked(change.after))
    text = template.format(before=before, after=after)
    where = " and ".join(f"`{dots}` is `{part}`" for dots, part in hidden.items())
    return Mistake(_KINDS.get(change.kind, change.kind), f"{text.removesuffix('.')}, where {where}." if where else text)


def _short(before: Any, after: Any) -> tuple[str, str, dict[str, str]]:
    """Two formulas that differ, as Python that is read in a sentence: the smallest parts in which they differ, with dots for what long
    parts they have in common; and what the dots stand for."""
    while _long(before, after) and (inner := _differing(before, after)) and all(map(_composed, inner)):
        before, after = inner
    hidden: list[Expr] = []
    while _long(before, after) and len(hidden) < len(_HOLES) and (part := _largest_in_common(before, after)) is not None:
        before, after = (_without(part, formula, _HOLES[len(hidden)]) for formula in (before, after))
        hidden.append(part)
    while _long(before, after) and (inner := _differing(before, after)):
        before, after = inner
    seen = {hole.name: part for hole, part in zip(_HOLES, hidden, strict=False) if hole.name in python(before) + python(after)}
    dots = dict(zip(seen, SEVERAL if len(seen) > 1 else (DOTS,), strict=False))
    return _text(before, dots), _text(after, dots), {dots[name]: _text(part, dots) for name, part in seen.items()}


def _text(formula: Any, dots: Mapping[str, str]) -> str:
    """A formula with dots in its holes, cut where it is still too long."""
    whole = python(formula)
    for hole in _HOLES:
        whole = whole.replace(hole.name, dots.get(hole.name, DOTS))
    return whole if len(whole) <= READABLE else f"{whole[:READABLE].rstrip()} {DOTS}"


def _composed(formula: Any) -> bool:
    return isinstance(formula, Expr) and not isinstance(formula, (Leaf, Constant))


def _long(before: Any, after: Any) -> bool:
    return len(python(before)) + len(python(after)) > READABLE


def _differing(before: Any, after: Any) -> tuple[Any, Any] | None:
    """The one argument, or entry of a list, in which two formulas differ; None where they differ in more."""
    inner: tuple[Any, Any]
    if isinstance(before, Expr) and isinstance(after, Expr):
        alike = before.operation is after.operation and python_argument(before.kwargs) == python_argument(after.kwargs)
        inner = (before.args, after.args) if alike else ((), ())
    else:
        inner = (before, after) if isinstance(before, (list, tuple)) and type(before) is type(after) else ((), ())
    pairs = list(zip(*inner, strict=True)) if len(inner[0]) == len(inner[1]) else []
    found = [pair for pair in pairs if python_argument(pair[0]) != python_argument(pair[1])]
    return found[0] if len(found) == 1 else None


def _largest_in_common(before: Any, after: Any) -> Expr | None:
    """The longest formula, more than a letter, that stands within both, and is neither of them."""
    inner = [
        {node.fingerprint: node for node in nodes(formula) if node is not formula and _composed(node)}
        for formula in (before, after) if isinstance(formula, Expr)
    ]  # fmt: skip
    common = [inner[0][key] for key in inner[0] if key in inner[1]] if len(inner) == 2 else []
    return max(common, key=lambda node: len(python(node)), default=None)


def _without(part: Expr, formula: Any, hole: Leaf) -> Any:
    """A formula with a hole in the place of a part."""
    if not isinstance(formula, Expr):
        return formula
    if formula.fingerprint == part.fingerprint:
        return hole
    if isinstance(formula, (Leaf, Constant)):
        return formula
    args, kwargs = (substitute(value, lambda node: _without(part, node, hole)) for value in (formula.args, dict(formula.kwargs)))
    return Relation(formula.operation, args) if isinstance(formula, Relation) else Call(formula.operation, args, kwargs)


_KINDS = {"dropped": "extra", "neighbour": "neighbour function"}


_WORDS = {
    "sign": "A sign is wrong: `{before}` should be `{after}`.",
    "factor": "A factor is wrong: `{before}` should be `{after}`.",
    "factor 1/n": "A factor that depends on a size is missing: `{before}` should be `{after}`.",
    "variable factor": "A factor is missing or too much: `{before}` should be `{after}`.",
    "argument": "An argument is off by a factor: `{before}` should be `{after}`.",
    "dropped": "A term or a factor is too much: `{before}` should be `{after}`.",
    "exchanged": "The order is wrong: `{before}` should be `{after}`.",
    "transposed": "A transpose is missing or too much: `{before}` should be `{after}`.",
    "inner for outer": "Inner and outer product are exchanged: `{before}` should be `{after}`.",
    "elementwise": "A vector stands where its diagonal matrix belongs: `{before}` should be `{after}`.",
    "should be diagonal": "`{before}` should be `{after}`.",
    "neighbour": "A similar function is meant: `{before}` should be `{after}`.",
    "exponent": "An exponent is wrong: `{before}` should be `{after}`.",
    "size": "One size stands for another: `{before}` should be `{after}`.",
    "number": "A number is wrong: `{before}` should be `{after}`.",
    "brackets": "Brackets are wrong: `{before}` should be `{after}`.",
    "only symmetric": "It is right only for symmetric matrices: `{before}` should be `{after}`.",
    "sum": "A sign between two terms is lost: `{before}` should be `{after}`.",
    "index": "An index is off: `{before}` should be `{after}`.",
    "axes": "Rows and columns are mixed up: `{before}` should be `{after}`.",
}
