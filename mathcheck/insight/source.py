"""A formula as the source of a NumPy script: derivatives as calls of a helper on a function, names for what the author named.

Nodes that need a line of their own are written before the formula they stand in; a function of what moves computes anew what
depends on it.
"""

from __future__ import annotations

import itertools
import keyword
import textwrap
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mathcheck.insight.helpers import HELPERS
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.expression import Call, Constant, Expr, Leaf
from mathcheck.language.graph import contains
from mathcheck.language.nested import rebuilt, substitute
from mathcheck.language.operations import Operation, _constant
from mathcheck.language.printing import identifier, python
from mathcheck.language.relations import Relation

# Names that a script needs itself.
_OWN = "np math scipy rng left right difference constant largest shapes name side error print abs max float".split()
RESERVED = {*HELPERS, *keyword.kwlist, *_OWN}

_NAME = Operation("name", _constant)


class NoScript(Exception):
    """There is something in the formula that a script of plain NumPy cannot say."""


@dataclass
class Scope:
    """What has a name where a formula is written: nodes, by fingerprint; the lines that come before; the helpers called anywhere."""

    helpers: set[str] = field(default_factory=set)
    known: dict[bytes, tuple[Expr, Leaf]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: set(RESERVED))
    lines: list[str] = field(default_factory=list)
    outermost: bool = True

    def inside(self, moving: Expr | None = None, letter: Leaf | None = None) -> Scope:
        """The scope of a function, of ``moving``: what depends on it has to be computed again, and may have the same name as outside."""
        known = {key: entry for key, entry in self.known.items() if moving is None or not contains(entry[0], moving)}
        if moving is not None and letter is not None:
            known[moving.fingerprint] = (moving, letter)
        taken = RESERVED | {other.name for _, other in known.values()}
        return Scope(self.helpers, known, taken, outermost=False)

    def give(self, wish: str) -> Leaf:
        """A letter that prints as ``wish``, or much like it, and as nothing else here."""
        wish = wish if wish not in RESERVED else f"{wish}_v"
        tries = itertools.chain([wish], (f"{wish}_{i}" for i in itertools.count(2)))
        name = next(name for name in tries if name not in self.taken)
        self.taken.add(name)
        return Leaf(_NAME, name)

    def name(self, node: Expr, wish: str, source: str) -> Leaf:
        """A line that gives ``node`` a name."""
        letter = self.give(wish)
        self.lines.append(f"{letter.name} = {source}")
        self.known[node.fingerprint] = (node, letter)
        return letter

    def text(self, node: Expr) -> str:
        """A formula as Python; what it needs is written before."""
        if node.fingerprint not in self.known and isinstance(node, (Derivative, Limit)):
            return self._bound(node)
        return python(self._letters(node))

    def _letters(self, node: Expr) -> Expr:
        """The formula with names for everything that has one."""
        if node.fingerprint in self.known:
            return self.known[node.fingerprint][1]
        if node.operation is _NAME:
            return node
        if isinstance(node, Constant):
            return Constant(node.value) if np.ndim(node.value) == 0 else self.name(node, "c", array_source(node.value))
        if isinstance(node, Leaf) or node.operation.opaque:
            raise NoScript(repr(node))
        if isinstance(node, (Derivative, Limit)):
            return self.name(node, "slope" if isinstance(node, Derivative) else "limit", self._bound(node))
        if node.operation.name == "named":
            return self.name(node, identifier(node.operation.symbol), self.text(node.args[0]))
        if node.operation.name in HELPERS:
            self.helpers.add(node.operation.name)
        args, kwargs = (substitute(self._arrays(part), self._letters) for part in (node.args, dict(node.kwargs)))
        return Relation(node.operation, args) if isinstance(node, Relation) else Call(node.operation, args, kwargs)

    def _arrays(self, value: Any) -> Any:
        """An argument in which arrays of numbers are constants with a name."""
        if isinstance(value, np.ndarray) and value.ndim:
            return self._letters(Constant(value))
        if isinstance(value, (tuple, list)):
            return rebuilt(value, list(map(self._arrays, value)))
        return {key: self._arrays(entry) for key, entry in value.items()} if isinstance(value, dict) else value

    def _bound(self, node: Derivative | Limit) -> str:
        """A derivative or limit as the call of a helper."""
        if isinstance(node, Limit):
            self.helpers.add("limit")
            show = "" if self.outermost else ", show=False"
            return f"limit({self.function(node.body, node.variable)}, {approaches_of(node)[0]}{show})"
        helper = "jacobian" if node.kind == "gradient" else node.kind
        self.helpers.add(helper)
        at = self.text(node.wrt)
        along = "" if node.along is None else f", {self.text(node.along)}"
        return f"{helper}({self.function(node.body, node.wrt)}, {at}{along})"

    def function(self, body: Expr, moving: Expr) -> str:
        """``body`` as a function of ``moving``: a lambda, or a name where it takes several lines."""
        if moving.fingerprint in self.known:
            letter = self.known[moving.fingerprint][1]
        else:
            letter = self.give(identifier(moving.name) if isinstance(moving, Leaf) else "u")
        inner = self.inside(moving, letter)
        value = inner.text(body)
        if not inner.lines:
            return f"lambda {letter.name}: {value}"
        name = self.give("f").name
        self.define(name, letter.name, inner, value)
        return name

    def define(self, name: str, argument: str, inner: Scope, value: str) -> None:
        """Write a function of several lines, or of one."""
        body = "\n".join([*inner.lines, f"return {value}"])
        self.lines += ["", f"def {name}({argument}):", textwrap.indent(body, "    "), ""]


def approaches_of(node: Limit) -> list[str]:
    """The points of an approach, as source: from above, from below, or from both sides."""
    if np.isinf(node.to):
        return [f"{'-' if node.to < 0 else ''}2.0 ** np.arange(27)"]
    sides = [node.side] if node.side else ["+", "-"]
    return [(f"{node.to!r} {side} " if node.to else {"+": "", "-": "-"}[side]) + "2.0 ** -np.arange(2.0, 24.0)" for side in sides]


def array_source(value: Any) -> str:
    """A number or array as source, to the last digit."""
    array = np.asarray(value, dtype=np.float64)
    if array.size == 0:
        return f"np.zeros({array.shape})"
    if not array.shape:
        return f"np.float64({float(array)!r})".replace("inf", "np.inf").replace("nan", "np.nan")
    text = np.array2string(array, separator=", ", floatmode="unique", threshold=array.size + 1, max_line_width=100)
    text = text.replace("inf", "np.inf").replace("nan", "np.nan")
    short = " ".join(text.split())
    return f"np.array({short})" if len(short) < 90 else f"np.array(\n{textwrap.indent(text, '    ')}\n)"
