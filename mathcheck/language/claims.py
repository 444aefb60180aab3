"""Claims: one assertion of a document each, with the readings it allows."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

import numpy as np

from mathcheck.language.calculus import Limit
from mathcheck.language.display import drawn
from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Leaf
from mathcheck.language.graph import free, leaves, nodes
from mathcheck.language.relations import Relation
from mathcheck.language.usage import called
from mathcheck.language.variables import Variable

if TYPE_CHECKING:
    from mathcheck.language.offered import Statement

Expectation = Literal["holds", "refuted"]


@dataclass(frozen=True, eq=False)
class Claim:
    """One assertion; made by :func:`claim`."""

    relation: Relation
    item: str
    title: str = ""
    note: str = ""
    readings: Mapping[str, Relation] = field(default_factory=dict)
    expect: Expectation = "holds"
    source: str = ""

    def reading(self, name: str = "") -> Relation:
        """The relation of a reading; ``""`` is the printed one. Raises ``KeyError`` for an unknown name."""
        return self.relation if not name else self.readings[name]

    @property
    def statement(self) -> str:
        """The printed reading as Python."""
        return repr(self.relation)

    @property
    def latex(self) -> str:
        """The printed reading as LaTeX."""
        from mathcheck.language.typesetting import latex

        return latex(self.relation)

    def given(self, *conditions: Any) -> NoReturn:
        """Hypotheses belong to the relation."""
        stated = f"({self.relation!r}).given({', '.join(map(repr, conditions))})"
        raise FormulaError(
            f'item {self.item}: hypotheses belong to the relation, not to the claim: write claim({stated}, item="{self.item}")'
        )

    def __call__(self, *args: Any, **more: Any) -> NoReturn:
        """A claim is no function: where it is called, its name was mathcheck's own before."""
        raise FormulaError(
            f"what is called here is no longer mathcheck's function, it is the claim of item {self.item}: give that claim another name, as in "
            "my_answer = claim(…)"
        )

    def _repr_html_(self) -> str | None:
        return drawn(self)


@dataclass(frozen=True, eq=False)
class Unchecked:
    """An item with nothing formal to check; made by :func:`unchecked`."""

    item: str
    title: str
    reason: str
    source: str = ""

    def _repr_html_(self) -> str | None:
        return drawn(self)


Stated = TypeVar("Stated", Claim, Unchecked)
_STATED: ContextVar[list[Claim | Unchecked] | None] = ContextVar("stated", default=None)


@contextlib.contextmanager
def recording() -> Iterator[list[Claim | Unchecked]]:
    """Everything stated inside the block, in order, whether or not it is bound to a name.

    >>> from mathcheck import Scalar
    >>> x = Scalar("x")
    >>> with recording() as stated:
    ...     for c in (1, 2):
    ...         _ = claim(abs(c * x) == c * abs(x), item=str(c))
    >>> [entry.item for entry in stated]
    ['1', '2']
    """
    stated: list[Claim | Unchecked] = []
    token = _STATED.set(stated)
    try:
        yield stated
    finally:
        _STATED.reset(token)


def _state(entry: Stated) -> Stated:
    stated = _STATED.get()
    if stated is not None:
        stated.append(entry)
    return entry


@called('claim(a == b, item="1(a)")')
def claim(
    relation: Statement,
    *,
    item: str,
    title: str | None = None,
    note: str | None = None,
    readings: Mapping[str, Statement] | None = None,
    expect: Expectation = "holds",
) -> Claim:
    """State ``relation`` as the answer to ``item``. The claim's name is the module variable it is bound to.

    ``relation`` is the printed reading, taken literally; ``readings`` names others that the text may have meant. ``expect="refuted"``
    documents a known error: the claim then passes its test by being refuted. Raises :class:`FormulaError` for something that is not
    a relation, an unknown ``expect``, or a letter that stands for two different variables.

    >>> from mathcheck import Scalar, claim
    >>> x = Scalar("x")
    >>> claim((x + 1) ** 2 == x**2 + 2 * x + 1, item="1").statement
    '(x + 1) ** 2 == x ** 2 + 2 * x + 1'
    """
    where = _caller()
    stated = _checked(relation, item, "")
    if readings is not None and not isinstance(readings, Mapping):
        first = next(iter(readings), relation) if isinstance(readings, (list, tuple, set)) else readings
        raise FormulaError(
            f'item {item}: readings={readings!r} does not say what each reading assumes: write readings={{"what it assumes": {first!r}}}'
        )
    named: dict[str, Relation] = {}
    for name, other in dict(readings or {}).items():
        if not isinstance(name, str) or not name.strip():
            raise FormulaError(f"item {item}: a reading needs a name that says what it assumes, not {name!r}")
        named[name] = _checked(other, item, f", reading {name!r}")
    if expect not in ("holds", "refuted"):
        raise FormulaError(f'item {item}: expect={expect!r}; write expect="refuted" for a known error, or leave it out')
    return _state(Claim(stated, str(item), title or "", note or "", named, expect, where))


@called('unchecked(item="1(b)", title="…", reason="…")')
def unchecked(*, item: str, title: str, reason: str) -> Unchecked:
    """An item with nothing formal to check (a missing figure, an opinion): it stays in the report with its ``reason``.

    >>> unchecked(item="1.2(b)", title="Computational graph", reason="the figure is not in the text").item
    '1.2(b)'
    """
    if not reason:
        raise FormulaError(f'item {item}: say why there is nothing to check, reason="…"')
    return _state(Unchecked(str(item), title, reason, _caller()))


def _caller() -> str:
    frame = sys._getframe(3)  # this function, the one that asked, what checked its arguments
    return f"{Path(frame.f_code.co_filename)}:{frame.f_lineno}"


def _checked(relation: Any, item: str, where: str) -> Relation:
    """``relation``, which is one and says something."""
    if not isinstance(relation, Relation):
        shown = f"the claim of item {relation.item}" if isinstance(relation, Claim) else repr(relation)
        raise FormulaError(
            f"item {item}{where}: {shown} is not a relation{_why_none(relation)}: write claim(a == b, …), a <= b, proportional(a, b), or "
            "join relations with &"
        )
    _refuse_bound_and_free(relation, f"item {item}{where}")
    letters: dict[str, Leaf] = {}
    found = leaves(relation, *relation.hypotheses)
    if not found:
        raise FormulaError(f"item {item}{where}: `{relation!r}` has no variable, so no input could refute it")
    for leaf in found:
        other = letters.setdefault(leaf.name, leaf)
        if other is not leaf:
            raise FormulaError(
                f"item {item}{where}: `{leaf.name}` stands for two different variables in `{relation!r}`, {_made(other)} and {_made(leaf)}: "
                "make it once and use it everywhere, or give the other one its own name"
            )
    return relation


def _made(leaf: Leaf) -> str:
    """How a variable or size was made, in a few words."""
    if not isinstance(leaf, Variable):
        return "a size"
    kind = {0: "a number", 1: "a vector", 2: "a matrix"}.get(len(leaf.sizes), "an array")
    sizes = " × ".join(map(repr, leaf.sizes))
    return f"{kind} ({leaf.domain!r})" if not leaf.sizes else f"{kind} of {sizes} ({leaf.domain!r})"


def _why_none(relation: Any) -> str:
    symbol = getattr(getattr(relation, "operation", None), "symbol", "")
    if isinstance(relation, str):
        return " (it is text)"
    if symbol in ("|", "~", "^"):
        return f" (`{symbol}` makes a formula with truth values: a claim is one relation, or several joined with &)"
    if hasattr(relation, "fingerprint"):
        return " (a formula alone says nothing)"
    if isinstance(relation, (bool, np.bool_)):
        return " (both sides were plain numbers, and NumPy compared them at once)"
    return " (it says nothing of two sides)"


def _refuse_bound_and_free(relation: Relation, where: str) -> None:
    roots = (relation, *relation.hypotheses)
    unbound = {leaf.fingerprint for leaf in free(*roots)}
    for node in nodes(*roots):
        if isinstance(node, Limit) and node.variable.fingerprint in unbound:
            raise FormulaError(
                f"{where}: `{node.variable!r}` moves in `{node!r}` and also stands outside it: use another letter outside the limit"
            )
