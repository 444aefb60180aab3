"""A counterexample as a script of plain NumPy, to be run by somebody who has no mathcheck and would rather trust their own eyes.

The formulas are written once more as code: derivatives as central differences, limits as values along the approach. What was
written is run, and what does not show what it should is not shown.
"""

from __future__ import annotations

import contextlib
import io
import re
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from mathcheck.engine.evidence import Counterexample
from mathcheck.engine.program import Program
from mathcheck.engine.sampling import Point
from mathcheck.insight.helpers import TANGENTS, needed
from mathcheck.insight.source import NoScript, Scope, approaches_of, array_source
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.expression import Leaf
from mathcheck.language.printing import identifier
from mathcheck.language.relations import Relation
from mathcheck.language.shapes import evaluate_length
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable

# A script longer than this is not copied by anybody.
LONGEST = 12_000

# Differences, relative to the sides, that central differences and the last value of an approach show without doubt.
VISIBLE = 1e-6

# How closely the script's difference must be that of the counterexample.
SAME = 1e-4

_DISAGREE = "The shapes do not agree."
_NOWHERE = "These do not come to one number."


def script(program: Program, point: Point, relation: Relation, example: Counterexample) -> str:
    """A script that shows ``example``, the counterexample to ``relation`` (a part of the program's) at ``point``.

    Nothing where there can be none: somebody's own code in the formula or a curved set of theirs, a derivative too large to be
    computed whole, values that central differences do not come close enough to.
    """
    if example.where:
        return ""
    try:
        scope = _started(program, lambda leaf: _value(leaf, point))
        left, right = scope.text(relation.left), scope.text(relation.right)
        along = _along(scope, relation) if example.along else []
    except (NoScript, RecursionError):
        return ""
    lines = [*scope.lines, "", f"left = {left}", f"right = {right}", *along, *_ending(relation, example)]
    text = _whole(program.relation, scope.helpers, lines)
    return text if len(text) <= LONGEST and _shows(text, relation, example) else ""


def _along(scope: Scope, relation: Relation) -> list[str]:
    """The line by which both sides keep only what lies along the curved set by whose variable is differentiated."""
    wrt = next(side.wrt for side in relation.args if isinstance(side, Derivative))
    tangent = TANGENTS.get(wrt.domain.name) if isinstance(wrt, Variable) else None
    if tangent is None:
        raise NoScript(repr(wrt))
    scope.helpers |= {"along", tangent}
    return [
        f"left, right = (along({tangent}, {scope.text(wrt)}, side) for side in (left, right))  # across the set nothing is determined"
    ]


def shapes_script(program: Program, lengths: Mapping[bytes, Any] | None = None) -> str:
    """A script that shows that the shapes of a relation's sides do not agree, at sizes that differ (or at the given ``lengths``)."""
    if len(program.parts) != 1:
        return ""
    relation = program.parts[0].relation
    sizes = _different(program.sizes) if lengths is None else {size: int(lengths[size.fingerprint]) for size in program.sizes}
    try:
        scope = _started(program, lambda leaf: str(sizes[leaf]) if isinstance(leaf, Size) else _random(leaf, sizes))
        for name, side in (("left", relation.left), ("right", relation.right)):
            inner = scope.inside()
            scope.define(name, "", inner, inner.text(side))
    except (NoScript, RecursionError):
        return ""
    text = _whole(program.relation, scope.helpers, ["rng = np.random.default_rng(0)", *scope.lines, _SHAPES])
    return text if len(text) <= LONGEST and _last_line(_run(text)[1]) == _DISAGREE else ""


_SHAPES = f"""
shapes = []
for name, side in (("left side", left), ("right side", right)):
    try:
        shapes.append(np.shape(side()))
        print(name, "has the shape", shapes[-1])
    except ValueError as error:
        shapes.append(name)
        print(name, "cannot be computed:", error)
print("The shapes agree." if shapes[0] == shapes[1] else "{_DISAGREE}")"""


def approach_script(program: Program, point: Point) -> str:
    """A script that shows that a limit does not exist at ``point``: the last values along the approach, from each side."""
    limits = [side for part in program.parts for side in part.relation.args if isinstance(side, Limit)]
    if len(limits) != 1:
        return ""
    try:
        scope = _started(program, lambda leaf: _value(leaf, point))
        f, approaches = scope.function(limits[0].body, limits[0].variable), ", ".join(approaches_of(limits[0]))
    except (NoScript, RecursionError):
        return ""
    text = _whole(program.relation, scope.helpers, [*scope.lines, "", f"f = {f}", f"approaches = [{approaches}]", _APPROACH])
    return text if len(text) <= LONGEST and _last_line(_run(text)[1]) == _NOWHERE else ""


_APPROACH = f"""ends = []
for points in approaches:
    for t in points[-8:]:
        with np.errstate(all="ignore"):
            ends.append(np.clip(f(t), -1e300, 1e300))
        print(f"at {{t:.6g}} it is {{ends[-1]}}")
spread = np.max(ends, axis=0) - np.min(ends, axis=0)
print("{_NOWHERE}" if np.any(spread > 0.01 * np.max(np.abs(ends))) else "They come to one number.")"""


def _started(program: Program, value: Callable[[Any], str]) -> Scope:
    """A scope in which sizes and variables have values."""
    scope = Scope()
    for leaf in (*program.sizes, *program.variables):
        formula = program.assigned.get(leaf.fingerprint)
        source = value(leaf) if formula is None else scope.text(formula)
        scope.name(leaf, identifier(leaf.name), source)
    return scope


def _value(leaf: Leaf, point: Point) -> str:
    value = point[leaf.fingerprint]
    return str(int(value)) if isinstance(leaf, Size) else array_source(value)


def _different(sizes: list[Size]) -> dict[Size, int]:
    """Lengths that differ from one another as far as they may, none of them 1."""
    found: dict[Size, int] = {}
    for size in sizes:
        free = [n for n in range(max(2, size.low), size.high + 1) if n not in found.values()]
        found[size] = free[0] if free else size.high
    return found


def _random(leaf: Any, sizes: Mapping[Size, int]) -> str:
    shape = tuple(int(evaluate_length(length, sizes)) for length in leaf.sizes)
    return f"rng.random({shape})" if shape else "rng.random()"


def _whole(relation: Relation, helpers: set[str], lines: list[str]) -> str:
    """What is claimed, as a comment; the modules, and the definitions of what NumPy does not have; the lines."""
    definitions = [line for source in needed(helpers) for line in (*source.split("\n"), "")]
    body = re.sub(r"\n\n\n+", "\n\n", "\n".join([*definitions, *lines])).lstrip("\n")
    modules = (["import math", ""] if "math." in body else []) + ["import numpy as np"]
    modules += ["import scipy.special"] if "scipy." in body else []
    comment = textwrap.wrap(" ".join(repr(relation).split()), 110, break_long_words=False, break_on_hyphens=False)
    return "\n".join([*(f"# {line}" for line in comment), *modules, "", body]) + "\n"


def _ending(relation: Relation, example: Counterexample) -> list[str]:
    """Both sides, their difference, and what follows from it."""
    constant, minus = "", "left - right"
    part = ", along the set" if example.along else ""
    if relation.symbol == "proportional":
        constant, minus = f"constant = {example.constant!r}  # the ratio of the sides at another input", "left - constant * right"
    return [
        *([constant] if constant else []),
        f"difference = {minus}",
        f'print("left side{part}", left, sep="\\n")',
        f'print("right side{part}", right, sep="\\n")',
        f'print("{minus}", difference, sep="\\n")',
        "largest = max(np.max(np.abs(left)), np.max(np.abs(right)))",
        f'print("{_refutation(relation)}" if {_test(relation)} else "This shows no difference.")',
    ]


def _test(relation: Relation) -> str:
    if relation.symbol in ("==", "proportional"):
        return f"np.max(np.abs(difference)) > {VISIBLE:.0e} * largest".replace("e-0", "e-")
    return f"not np.all(left {relation.symbol} right)"


def _refutation(relation: Relation) -> str:
    """The last line of a script that shows what it should."""
    known = {"==": "They differ.", "!=": "They are equal.", "proportional": "With this constant they differ."}
    return known.get(relation.symbol, f"The left side is not {relation.symbol} the right side.")


# --- what is written is run -----------------------------------------------------------------------


def _run(text: str) -> tuple[dict[str, Any], str]:
    """What a script leaves behind and what it prints; nothing where it fails."""
    namespace: dict[str, Any] = {}
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
            exec(compile(text, "<script>", "exec"), namespace)
    except Exception:  # then it is no script to be shown
        return {}, ""
    return namespace, printed.getvalue()


def _last_line(printed: str) -> str:
    return printed.strip().rpartition("\n")[2]


def _shows(text: str, relation: Relation, example: Counterexample) -> bool:
    """Whether a script comes to the difference of the counterexample."""
    namespace, printed = _run(text)
    if _last_line(printed) != _refutation(relation):
        return False
    found, wanted = (np.asarray(value, dtype=np.float64) for value in (namespace["difference"], example.difference.entries))
    if found.shape != wanted.shape:
        return False
    return bool(np.all(np.abs(found - wanted) <= SAME * np.max(np.abs(wanted), initial=0.0)))
