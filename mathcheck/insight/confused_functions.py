"""Functions of NumPy that are not quite what their name stands for elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from mathcheck.insight.replacing import Found, replaced
from mathcheck.language.expression import Expr
from mathcheck.language.graph import nodes
from mathcheck.language.relations import Relation


def other_units(relation: Relation) -> Iterator[Found]:
    """A function whose argument NumPy takes in other units."""
    for node in nodes(relation):
        row = _UNITS.get(node.operation.name)
        inner = node.args[0] if row is not None else None
        if row is not None and isinstance(inner, Expr):
            without, computed = (change(inner) for change in row)
            words = f"`{node!r}` is `{computed!r}`; without the π it is `{without!r}`."
            yield words, f"{without!r} for {node!r}", replaced(relation, node, without)


# By name: the same without the unit, and what NumPy computes, both of the argument.
_UNITS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "np.sinc": (lambda u: np.sinc(u / np.pi), lambda u: np.sin(np.pi * u) / (np.pi * u)),
}
