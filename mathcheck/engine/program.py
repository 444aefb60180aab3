"""A relation compiled: every node once, in an order in which it can be computed, with a slot for its value.

Compile, then run: what depends on what is settled here, once a claim; a point then only walks lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.domains import Domain
from mathcheck.language.expression import Constant, Expr, Leaf, substitute
from mathcheck.language.graph import children, free, nodes
from mathcheck.language.relations import Relation, conjuncts
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable


@dataclass(frozen=True)
class Slot:
    """Where in the memory an argument's value is found."""

    index: int


# Sums of an array's own entries.
_TOTALS = (np.sum, np.mean)


@dataclass(eq=False)
class Step:
    """One node: which slot it fills and from where. ``plain`` lists the argument slots when all arguments are nodes."""

    slot: int
    node: Expr
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    plain: tuple[int, ...] | None

    def __post_init__(self) -> None:
        operation = self.node.operation
        self.function = operation.call
        self.inputs = _slots(self.args)
        # Arguments whose own roundings a sum may lay bare by cancellation: those that were computed.
        sums = operation.symbol in ("+", "-") and len(self.node.args) == 2
        computed = [isinstance(a, Expr) and not isinstance(a, (Leaf, Constant)) for a in self.node.args]
        self.bared = [i for i, c in enumerate(computed) if c] if sums else [0] if operation.call in _TOTALS and computed[0] else []
        # Nothing to fetch but slots, nothing to watch: the inner loop of every derivative calls the function directly.
        self.simple = self.plain is not None and not self.kwargs and not operation.opaque and type(self) is Step

    def arguments(self, memory: list[Any]) -> tuple[Any, ...]:
        """The positional arguments' values."""
        if self.plain is not None:
            return tuple([memory[i] for i in self.plain])
        return tuple(_fetch(arg, memory) for arg in self.args)


@dataclass(eq=False)
class BinderStep(Step):
    """A derivative or a limit: ``dynamic`` recomputes its body after the slot ``moving`` was set."""

    body: int
    moving: int
    along: int | None
    dynamic: list[Step] = field(default_factory=list)


@dataclass(eq=False)
class Part:
    """One relation of a conjunction: its sides' slots, and the derivative that alone makes up a side, if one does."""

    relation: Relation
    left: int
    right: int
    direct: BinderStep | None
    direct_is_left: bool


@dataclass(eq=False)
class Program:
    """A compiled relation. ``first`` computes the hypotheses, whose slots ``conditions`` lists, and ``steps`` the rest."""

    relation: Relation
    sizes: list[Size]
    variables: list[Variable]
    slots: dict[bytes, int]
    constants: list[tuple[int, Any]]
    steps: list[Step]
    first: list[Step]
    parts: list[Part]
    conditions: list[int]
    assigned: dict[bytes, Expr]
    breaks: bool
    black_boxes: bool
    precision: dict[int, float] = field(default_factory=dict)  # of each black box's slot, where it is not that of a double
    extends: dict[int, bool] = field(default_factory=dict)  # whether a black box carries extended precision through, once tried

    def slot(self, expr: Expr) -> int:
        """The slot of a node of the relation."""
        return self.slots[expr.fingerprint]


def compile_relation(relation: Relation) -> Program:
    """Compile ``relation`` with its hypotheses. A hypothesis ``variable == formula`` becomes an assignment.

    >>> from mathcheck import Scalar
    >>> x, y = Scalar("x"), Scalar("y")
    >>> [step.node for step in compile_relation(x * y == y * x).steps]
    [x * y, y * x]
    """
    conjoined = [part for part in conjuncts(relation) if isinstance(part, Relation)]
    hypotheses = [part for condition in relation.hypotheses for part in conjuncts(condition)]
    assigned = _assignments(hypotheses)
    conditions = [h for h in hypotheses if not _assigns(h, assigned)]
    roots = [side for part in conjoined for side in part.args] + conditions + list(assigned.values())
    listed = list(nodes(*roots))
    slots = {node.fingerprint: index for index, node in enumerate(listed)}
    needed = {leaf.fingerprint: leaf for leaf in free(*roots, *conditions)}
    for leaf in needed.values():
        slots.setdefault(leaf.fingerprint, len(slots))
    steps = Compiler(listed, slots).steps()
    parts = [_part(part, slots, steps) for part in conjoined]
    asked = {slots[node.fingerprint] for node in nodes(*conditions)}
    return Program(
        relation=relation,
        sizes=[leaf for leaf in needed.values() if isinstance(leaf, Size)],
        variables=_ordered([leaf for leaf in needed.values() if isinstance(leaf, Variable)], assigned),
        slots=slots,
        constants=[(slots[node.fingerprint], node.value) for node in listed if isinstance(node, Constant)],
        steps=[step for step in steps if step.slot not in asked],
        first=[step for step in steps if step.slot in asked],
        parts=parts,
        conditions=[slots[condition.fingerprint] for condition in conditions],
        assigned=assigned,
        breaks=any(node.operation.breaks and not _is_side(node, conjoined) for node in listed),
        black_boxes=any(node.operation.opaque for node in listed),
    )


def _is_side(node: Expr, conjoined: list[Relation]) -> bool:
    return any(node is part for part in conjoined)


def _assignments(hypotheses: Iterable[Expr]) -> dict[bytes, Expr]:
    """Variables that a hypothesis makes equal to a formula without them: fingerprint of the variable, and the formula."""
    assigned: dict[bytes, Expr] = {}
    for condition in hypotheses:
        if not (isinstance(condition, Relation) and condition.symbol == "=="):
            continue
        for target, value in ((condition.left, condition.right), (condition.right, condition.left)):
            if not isinstance(target, Variable) or target.fingerprint in assigned:
                continue
            if not _reaches(value, target, assigned):
                assigned[target.fingerprint] = value
                break
    return assigned


def _reaches(value: Expr, target: Variable, assigned: dict[bytes, Expr]) -> bool:
    """Whether computing ``value`` needs ``target``, also through other assignments."""
    for leaf in free(value):
        if leaf.fingerprint == target.fingerprint:
            return True
        if leaf.fingerprint in assigned and _reaches(assigned[leaf.fingerprint], target, assigned):
            return True
    return False


def _assigns(condition: Expr, assigned: dict[bytes, Expr]) -> bool:
    if not (isinstance(condition, Relation) and condition.symbol == "=="):
        return False
    sides = (condition.left, condition.right)
    return any(assigned.get(a.fingerprint) is b for a, b in (sides, sides[::-1]))


def _ordered(variables: list[Variable], assigned: dict[bytes, Expr]) -> list[Variable]:
    """Drawn variables first, then assigned ones, each after those its formula needs."""
    done: list[Variable] = [v for v in variables if v.fingerprint not in assigned]
    left = [v for v in variables if v.fingerprint in assigned]
    while left:
        known = {v.fingerprint for v in done}
        ready = [
            v for v in left
            if all(leaf.fingerprint in known or isinstance(leaf, Size) for leaf in free(assigned[v.fingerprint]))
        ]  # fmt: skip
        done += ready
        left = [v for v in left if v not in ready] if ready else []
    return done


class Compiler:
    """Turns nodes into steps; holds what is known of each node while doing so."""

    def __init__(self, listed: list[Expr], slots: dict[bytes, int]) -> None:
        self.listed, self.slots = listed, slots
        self.bound: dict[bytes, frozenset[bytes]] = {}
        binders = {node.variable.fingerprint for node in listed if isinstance(node, Limit)}
        for node in listed:
            inner = frozenset().union(*(self.bound[child.fingerprint] for child in children(node)))
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
                self.dynamic(node, moving),
            )  # fmt: skip
        return Step(slot, node, args, kwargs, plain)

    def dynamic(self, binder: Derivative | Limit, moving: Expr) -> list[Step]:
        """The steps of the body that depend on what moves, and on no letter bound further inside."""
        allowed = self.bound[binder.fingerprint] | ({moving.fingerprint} if isinstance(binder, Limit) else frozenset())
        depends: set[bytes] = {moving.fingerprint}
        found: list[Step] = []
        for node in nodes(binder.body):
            if node.fingerprint in depends or not any(c.fingerprint in depends for c in children(node)):
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


def needed(program: Program, slots: set[int]) -> list[Step]:
    """The steps, in order, that what stands in ``slots`` is computed by. A derivative or limit is needed with all of its body."""
    wanted, found = set(slots), []
    for step in reversed(program.steps):
        if step.slot in wanted:
            found.append(step)
            wanted |= set(step.inputs)
            if isinstance(step, BinderStep):
                wanted |= {inner for other in step.dynamic for inner in (other.slot, *other.inputs)} | {step.body, step.moving}
    return found[::-1]


def _part(relation: Relation, slots: dict[bytes, int], steps: list[Step]) -> Part:
    """A relation's slots; an equality with a lone Jacobian, gradient or Hessian on one side can be tested along directions."""
    left, right = relation.left, relation.right
    direct: BinderStep | None = None
    lone_left = False
    if relation.symbol == "==":
        for side, other in ((left, right), (right, left)):
            if isinstance(side, Derivative) and side.kind != "directional" and not _inside(side, other):
                direct = next(s for s in steps if s.slot == slots[side.fingerprint])  # type: ignore[assignment]
                lone_left = side is left
                break
    return Part(relation, slots[left.fingerprint], slots[right.fingerprint], direct, lone_left)


def curved(step: BinderStep) -> Domain | None:
    """The domain of what a derivative is by, if only some directions stay inside it."""
    wrt = step.node.wrt if isinstance(step.node, Derivative) else None
    return wrt.domain if isinstance(wrt, Variable) and wrt.domain.curved and wrt.sizes else None


def _inside(side: Expr, other: Expr) -> bool:
    return any(node.fingerprint == side.fingerprint for node in nodes(other))


def _slots(value: Any) -> list[int]:
    """The slots inside a (nested) argument."""
    if isinstance(value, Slot):
        return [value.index]
    return [slot for entry in value for slot in _slots(entry)] if isinstance(value, (tuple, list)) else []


def _fetch(value: Any, memory: list[Any]) -> Any:
    if isinstance(value, Slot):
        return memory[value.index]
    if isinstance(value, tuple):
        return tuple(_fetch(entry, memory) for entry in value)
    if isinstance(value, list):
        return [_fetch(entry, memory) for entry in value]
    if isinstance(value, dict):
        return {key: _fetch(entry, memory) for key, entry in value.items()}
    if isinstance(value, slice):
        return slice(_fetch(value.start, memory), _fetch(value.stop, memory), _fetch(value.step, memory))
    return value


def fetch_keywords(step: Step, memory: list[Any]) -> dict[str, Any]:
    """The keyword arguments' values."""
    return {key: _fetch(value, memory) for key, value in step.kwargs.items()} if step.kwargs else {}
