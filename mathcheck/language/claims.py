"""Claims: one assertion of a document each, with the readings it allows."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from mathcheck.language.calculus import Limit
from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Leaf
from mathcheck.language.graph import free, leaves, nodes
from mathcheck.language.relations import Relation

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
        from mathcheck.language.printing import latex

        return latex(self.relation)


@dataclass(frozen=True, eq=False)
class Unchecked:
    """An item with nothing formal to check; made by :func:`unchecked`."""

    item: str
    title: str
    reason: str
    source: str = ""


def claim(
    relation: Relation,
    *,
    item: str,
    title: str | None = None,
    note: str | None = None,
    readings: Mapping[str, Relation] | None = None,
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
    _check(relation, item, "")
    named = dict(readings or {})
    for name, other in named.items():
        if not isinstance(name, str) or not name.strip():
            raise FormulaError(f"item {item}: a reading needs a name that says what it assumes, not {name!r}")
        _check(other, item, f", reading {name!r}")
    if expect not in ("holds", "refuted"):
        raise FormulaError(f'item {item}: expect={expect!r}; write expect="refuted" for a known error, or leave it out')
    return Claim(relation, str(item), title or "", note or "", named, expect, where)


def unchecked(*, item: str, title: str, reason: str) -> Unchecked:
    """An item with nothing formal to check (a missing figure, an opinion): it stays in the report with its ``reason``.

    >>> unchecked(item="1.2(b)", title="Computational graph", reason="the figure is not in the text").item
    '1.2(b)'
    """
    if not reason:
        raise FormulaError(f'item {item}: say why there is nothing to check, reason="…"')
    return Unchecked(str(item), title, reason, _caller())


def _caller() -> str:
    frame = sys._getframe(2)
    return f"{Path(frame.f_code.co_filename)}:{frame.f_lineno}"


def _check(relation: Any, item: str, where: str) -> None:
    if not isinstance(relation, Relation):
        hint = "a formula alone says nothing" if hasattr(relation, "fingerprint") else "both sides were plain numbers or arrays"
        hint = "the two sides were compared before mathcheck saw them" if isinstance(relation, bool) else hint
        raise FormulaError(
            f"item {item}{where}: {relation!r} is not a relation ({hint}): write claim(a == b, …), a <= b, proportional(a, b), or "
            "join relations with &"
        )
    _refuse_bound_and_free(relation, f"item {item}{where}")
    letters: dict[str, Leaf] = {}
    found = leaves(relation, *relation.hypotheses)
    if not found:
        raise FormulaError(f"item {item}{where}: `{relation!r}` has no variable, so no input could refute it")
    for leaf in found:
        if letters.setdefault(leaf.name, leaf) is not leaf:
            raise FormulaError(
                f"item {item}{where}: `{leaf.name}` stands for two different variables in `{relation!r}`: make it once and use it "
                "everywhere, or give the other one its own name"
            )


def _refuse_bound_and_free(relation: Relation, where: str) -> None:
    roots = (relation, *relation.hypotheses)
    unbound = {leaf.fingerprint for leaf in free(*roots)}
    for node in nodes(*roots):
        if isinstance(node, Limit) and node.variable.fingerprint in unbound:
            raise FormulaError(
                f"{where}: `{node.variable!r}` moves in `{node!r}` and also stands outside it: use another letter outside the limit"
            )
