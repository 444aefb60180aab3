"""Nodes turned into steps; what derivatives and limits have to compute anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mathcheck.engine.extent import extent
from mathcheck.engine.steps import BinderStep, Slot, Step
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.expression import Constant, Expr, Leaf
from mathcheck.language.graph import nodes
from mathcheck.language.nested import substitute

if TYPE_CHECKING:
    from mathcheck.engine.program import Program


class Compiler:
    """Turns nodes into steps; holds what is known of each node while doing so."""

    def __init__(self, listed: list[Expr], slots: dict[bytes, int]) -> None:
        self.listed, self.slots = listed, slots
        self.bound: dict[bytes, frozenset[bytes]] = {}
        binders = {node.variable.fingerprint for node in listed if isinstance(node, Limit)}
        for node in listed:
            inner = frozenset().union(*(self.bound[child.fingerprint] for child in node.children))
            inner |= {node.fingerprint} & binders
            self.bound[node.fingerprint] = inner - {node.variable.fingerprint} if isinstance(node, Limit) else inner
        self.made: dict[bytes, Step] = {}

    def steps(self) -> list[Step]:
        """Those of all nodes that no limit binds, in order."""
        for node in self.listed:
            if not isinstance(node, (Leaf, Constant)):
                self.made[node.fingerprint] = self.step(node)
        return [
            self.made[node.fingerprint]
            for node in self.listed
            if node.fingerprint in self.made and not self.bound[node.fingerprint]
        ]

    def step(self, node: Expr) -> Step:
        """One node's."""
        args = substitute(node.args, lambda e: Slot(self.slots[e.fingerprint]))
        kwargs = substitute(dict(node.kwargs), lambda e: Slot(self.slots[e.fingerprint]))
        plain = tuple(a.index for a in args) if all(isinstance(a, Slot) for a in args) else None
        slot = self.slots[node.fingerprint]
        if isinstance(node, (Derivative, Limit)):
            moving = node.wrt if isinstance(node, Derivative) else node.variable
            along = self.slots[node.along.fingerprint] if isinstance(node, Derivative) and node.along is not None else None
            return BinderStep(
                slot, node, args, kwargs, plain, self.slots[node.body.fingerprint], self.slots[moving.fingerprint], along,
                self.dynamic(node, moving), extent(node) if isinstance(node, Limit) else 0,
            )  # fmt: skip
        return Step(slot, node, args, kwargs, plain)

    def dynamic(self, binder: Derivative | Limit, moving: Expr) -> list[Step]:
        """The steps of the body that depend on what moves, and on no letter bound further inside."""
        allowed = self.bound[binder.fingerprint] | ({moving.fingerprint} if isinstance(binder, Limit) else frozenset())
        depends: set[bytes] = {moving.fingerprint}
        found: list[Step] = []
        for node in nodes(binder.body):
            if node.fingerprint in depends or not any(c.fingerprint in depends for c in node.children):
                continue
            depends.add(node.fingerprint)
            if self.bound[node.fingerprint] <= allowed:
                found.append(self.made[node.fingerprint])
        return found


def extension(program: Program, formula: Expr) -> tuple[list[Step], int, int]:
    """The steps that compute a formula beyond what the program computes already, the slot of its value, and how many slots there are then."""
    compiler = Compiler([], dict(program.slots))
    steps = []
    for node in nodes(formula):
        if node.fingerprint not in compiler.slots:
            compiler.slots[node.fingerprint] = len(compiler.slots)
            steps.append(compiler.step(node))
    return steps, compiler.slots[formula.fingerprint], len(compiler.slots)
