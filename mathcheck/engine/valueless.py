"""Which operation has no value at a point, and what to say of the inputs so that it has one everywhere."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathcheck.engine.program import Program
from mathcheck.engine.steps import BinderStep
from mathcheck.language.expression import Expr
from mathcheck.language.variables import Variable

# What an operation's last argument must satisfy: the condition, and the domain that a variable would range over.
_NEEDS: dict[Any, tuple[str, str]] = {
    np.log: ("> 0", "positive"),
    np.log2: ("> 0", "positive"),
    np.log10: ("> 0", "positive"),
    np.log1p: ("> -1", ""),
    np.sqrt: (">= 0", "positive"),
    np.true_divide: ("!= 0", ""),
    np.reciprocal: ("!= 0", ""),
    np.arcsin: ("", "interval(-1, 1)"),
    np.arccos: ("", "interval(-1, 1)"),
    np.arctanh: ("", "interval(-0.9, 0.9)"),
    np.arccosh: (">= 1", ""),
}


def meant_inputs(program: Program, memory: list[Any] | None) -> str:
    """A sentence on the operation without a value at the point that ``memory`` was computed for, and how to leave such points out."""
    node = _first(program, memory) if memory is not None else None
    condition, domain = _NEEDS.get(node.operation.call, ("", "")) if node is not None else ("", "")
    usual = "If the claim is meant without them, say so, with a domain such as `positive` or with .given(…)."
    if node is None or not (condition or domain):
        return usual
    argument = node.args[-1]
    if not isinstance(argument, Expr):
        return usual
    ways = [f"`.given({argument!r} {condition})`"] if condition else []
    if domain and isinstance(argument, Variable):
        maker = {0: "Scalar", 1: "Vector", 2: "Matrix"}.get(len(argument.sizes), "Array")
        listed = "".join(f", {size!r}" for size in argument.sizes)
        key, raw = "domain=" if maker == "Array" else "", "r" if "\\" in argument.name else ""
        ways.insert(0, f'`{maker}({raw}"{argument.name}"{listed}, {key}{domain})`')
    elif domain:
        ways.append(f"a domain such as `{domain}`")
    return f"There `{node!r}` has no value. If the claim is meant without such inputs, say so: with {' or '.join(ways)}."


def _first(program: Program, memory: list[Any]) -> Expr | None:
    """The first operation whose arguments all have values and that has none."""
    for step in (*program.first, *program.steps):
        if isinstance(step, BinderStep) or not step.args or step.kwargs:
            continue
        arguments = step.arguments(memory)
        if not _finite(memory[step.slot]) and all(map(_finite, arguments)):
            return step.node
    return None


def _finite(value: Any) -> bool:
    try:
        return bool(np.all(np.isfinite(np.asarray(value, dtype=np.float64))))
    except (TypeError, ValueError):
        return False
