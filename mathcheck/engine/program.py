"""A relation compiled: every node once, in an order in which it can be computed, with a slot for its value.

Compile, then run: what depends on what is settled here, once a claim; a point then only walks lists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from mathcheck.engine.compiler import Compiler
from mathcheck.engine.steps import BinderStep, Step
from mathcheck.language.calculus import Derivative
from mathcheck.language.domain import Domain
from mathcheck.language.expression import Constant, Expr
from mathcheck.language.graph import free, nodes
from mathcheck.language.relations import Relation, conjuncts
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable


@dataclass(eq=False)
class Part:
    """One relation of a conjunction: its sides' slots, and the derivative that alone makes up a side, if one does."""

    relation: Relation
    left: int
    right: int
    direct: BinderStep | None
    direct_is_left: bool


@dataclass(eq=False)
class Assignment:
    """A hypothesis ``letter == formula``: the letter is the formula's exact value, and not the floating-point number nearest to it."""

    steps: list[Step]
    formula: int
    letter: int


@dataclass(eq=False)
class Program:
    """A compiled relation. ``first`` computes the hypotheses, whose slots ``conditions`` lists, and ``steps`` the rest; before all of them
    ``prelude`` computes what hypotheses say that letters are equal to."""

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
    prelude: list[Assignment]
    breaks: bool
    black_boxes: bool
    precision: dict[int, float] = field(default_factory=dict)  # of each black box's slot, where it is not that of a double
    extends: dict[int, bool] = field(default_factory=dict)  # whether a black box carries extended precision through, once tried

    @property
    def drawn_whole(self) -> bool:
        """Whether a variable's domain is its author's own Hypothesis strategy: such points cannot be made in groups, or moved."""
        return any(variable.domain.strategy is not None for variable in self.variables)

    @property
    def mirrored(self) -> frozenset[bytes]:
        """The variables that are symmetric matrices: half of their entries say nothing new."""
        return frozenset(variable.fingerprint for variable in self.variables if variable.domain.mirrored)

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
    for step in steps if assigned else ():
        step.bare(assigned)
    parts = [_part(part, slots, steps) for part in conjoined]
    asked = {slots[node.fingerprint] for node in nodes(*conditions)}
    variables = _ordered([leaf for leaf in needed.values() if isinstance(leaf, Variable)], assigned)
    return Program(
        relation=relation,
        sizes=[leaf for leaf in needed.values() if isinstance(leaf, Size)],
        variables=variables,
        slots=slots,
        constants=[(slots[node.fingerprint], node.value) for node in listed if isinstance(node, Constant)],
        steps=[step for step in steps if step.slot not in asked],
        first=[step for step in steps if step.slot in asked],
        parts=parts,
        conditions=[slots[condition.fingerprint] for condition in conditions],
        assigned=assigned,
        prelude=[_assignment(v, assigned, slots, steps) for v in variables if v.fingerprint in assigned],
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
            if not reaches(value, target, assigned):
                assigned[target.fingerprint] = value
                break
    return assigned


def _assignment(variable: Variable, assigned: dict[bytes, Expr], slots: dict[bytes, int], steps: list[Step]) -> Assignment:
    formula = slots[assigned[variable.fingerprint].fingerprint]
    return Assignment(_needed(steps, {formula}), formula, slots[variable.fingerprint])


def reaches(value: Expr, target: Variable, assigned: dict[bytes, Expr]) -> bool:
    """Whether computing ``value`` needs ``target``, also through other assignments."""
    for leaf in free(value):
        if leaf.fingerprint == target.fingerprint:
            return True
        if leaf.fingerprint in assigned and reaches(assigned[leaf.fingerprint], target, assigned):
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
        made = {v.fingerprint for v in ready}
        left = [v for v in left if v.fingerprint not in made] if ready else []
    return done


def needed(program: Program, slots: set[int]) -> list[Step]:
    """The steps, in order, that what stands in ``slots`` is computed by. A derivative or limit is needed with all of its body."""
    return _needed(program.steps, slots)


def _needed(steps: list[Step], slots: set[int]) -> list[Step]:
    wanted, found = set(slots), []
    for step in reversed(steps):
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
