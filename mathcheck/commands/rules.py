"""What is legal in claims and useless: a rule each, over claims that have been read and not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mathcheck.commands.trivial import rewritten
from mathcheck.engine import driver
from mathcheck.engine.program import Program, compile_relation
from mathcheck.engine.sampling import Point, sampler
from mathcheck.engine.unsolved import described, unsolved
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.claims import Claim, Unchecked
from mathcheck.language.errors import ShapeMismatch
from mathcheck.language.expression import Constant, Expr, Leaf, as_expr
from mathcheck.language.graph import leaves, nodes
from mathcheck.language.nested import substitute
from mathcheck.language.relations import Relation, conjuncts, related
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable

# Inputs on which a hypothesis is tried: as many as a claim has by default.
INPUTS = 100

# A domain whose members differ by less than this share of the largest says no more than a single number.
SPREAD = 1e-3

# A size that takes no more lengths than this shows little of what depends on it.
LENGTHS = 2

# An equation that is waited for and true on a smaller share of inputs filters nearly all of them.
SELDOM = 0.1

NO_ITEM = ("", "?", "None")


@dataclass(frozen=True)
class Finding:
    """Something to mend: where, by which rule, what is the matter, what to do."""

    path: Path
    line: int
    rule: str
    sentence: str
    remedy: str


@dataclass(frozen=True)
class Module:
    """A file of a document: what it binds at its top level, with lines, and the values of its names."""

    path: Path
    lines: dict[str, int]
    variables: dict[str, Any]


@dataclass(frozen=True)
class Stated:
    """A claim of a document, under its name."""

    path: Path
    name: str
    claim: Claim | Unchecked

    @property
    def place(self) -> tuple[Path, int]:
        """Where it is written."""
        source, _, line = self.claim.source.rpartition(":")
        return Path(source), int(line or 0)

    @property
    def readings(self) -> dict[str, Relation]:
        """Its readings, the printed one first."""
        return {"": self.claim.relation, **self.claim.readings} if isinstance(self.claim, Claim) else {}


def findings(modules: list[Module], stated: list[Stated]) -> Iterator[Finding]:
    """What the rules find in the modules and claims of one document."""
    used = {leaf.fingerprint: entry for entry in reversed(stated) for relation in entry.readings.values()
            for leaf in leaves(relation, *relation.hypotheses)}  # fmt: skip
    made = {value.fingerprint: (module, name) for module in modules for name, value in module.variables.items()
            if isinstance(value, (Variable, Size)) and name in module.lines}  # fmt: skip
    yield from _unused(made, set(used))
    yield from _narrow(made, used)
    yield from _unclaimed(modules, stated)
    for entry in stated:
        yield from _no_item(entry)
        yield from _same_readings(entry)
        for reading, relation in entry.readings.items():
            yield from _same_sides(entry, reading, relation)
            yield from _hypotheses(entry, reading, relation)


Made = dict[bytes, tuple[Module, str]]


def _unused(made: Made, used: set[bytes]) -> Iterator[Finding]:
    for fingerprint, (module, name) in made.items():
        if fingerprint not in used:
            kind = "size" if isinstance(module.variables[name], Size) else "variable"
            yield Finding(module.path, module.lines[name], "unused-variable", f"The {kind} {name} stands in no claim.",
                          "Use it, or delete the line.")  # fmt: skip


def _unclaimed(modules: list[Module], stated: list[Stated]) -> Iterator[Finding]:
    relations = [relation for entry in stated for relation in entry.readings.values()]
    said = {node.fingerprint for relation in relations for node in nodes(relation, *relation.hypotheses)}
    for module in modules:
        for name, line in module.lines.items():
            value = module.variables.get(name)
            if isinstance(value, Relation) and value.fingerprint not in said:
                yield Finding(module.path, line, "unclaimed", f"No claim states the relation {name}.",
                              f'Write my_claim = claim({name}, item="1(a)"), or delete the line.')  # fmt: skip


def _narrow(made: Made, used: dict[bytes, Stated]) -> Iterator[Finding]:
    seen: dict[bytes, Leaf] = {}
    for entry in dict.fromkeys(used.values()):
        for relation in entry.readings.values():
            seen |= {leaf.fingerprint: leaf for leaf in leaves(relation, *relation.hypotheses)}
    for fingerprint, leaf in seen.items():
        module, name = made.get(fingerprint, (None, leaf.name))
        path, line = (module.path, module.lines[name]) if module is not None else used[fingerprint].place
        if isinstance(leaf, Size) and leaf.high - leaf.low < LENGTHS:
            yield Finding(path, line, "narrow-size", f"The size {name} is only ever {leaf.low} or {leaf.high}.",
                          "Allow more lengths: what depends on a size shows at several.")  # fmt: skip
        elif isinstance(leaf, Variable) and (words := _hardly_varies(leaf)):
            yield Finding(path, line, "narrow-domain", f"{name} hardly varies: its domain is {leaf.domain.words}, {words}.",
                          "Write the number in its place, or a wider domain.")  # fmt: skip


def _hardly_varies(variable: Variable) -> str:
    domain = variable.domain
    if domain.strategy is not None or domain.square or domain.vector:
        return ""
    drawn = np.asarray(domain.construct(np.concatenate([np.arange(-16.0, 17.0), np.linspace(-16, 16, 999)])))
    low, high = float(np.min(drawn)), float(np.max(drawn))
    if low == high:
        return "a single number"
    return f"so its numbers differ by {high - low:.1g} at most" if high - low < SPREAD * max(abs(low), abs(high)) else ""


def _no_item(entry: Stated) -> Iterator[Finding]:
    if entry.claim.item.strip() in NO_ITEM:
        yield Finding(*entry.place, "no-item", f"{entry.name} answers no item.", 'Say which it answers: item="1(a)".')


def _key(relation: Relation) -> tuple[Any, ...]:
    hypotheses = [rewritten(part).fingerprint for condition in relation.hypotheses for part in conjuncts(condition)]
    return relation.symbol, rewritten(relation.left).fingerprint, rewritten(relation.right).fingerprint, frozenset(hypotheses)


def _same_readings(entry: Stated) -> Iterator[Finding]:
    seen: dict[tuple[Any, ...], str] = {}
    for reading, relation in entry.readings.items():
        other = seen.setdefault(_key(relation), reading)
        if other != reading:
            what = f"the reading {other!r}" if other else "the printed one"
            yield Finding(*entry.place, "same-reading", f"The reading {reading!r} of {entry.name} says the same as {what}.",
                          "Delete one, or write what it assumes.")  # fmt: skip


def _same_sides(entry: Stated, reading: str, relation: Relation) -> Iterator[Finding]:
    for part in conjuncts(relation):
        sides = [rewritten(side) for side in part.args] if isinstance(part, Relation) else []
        if len(sides) == 2 and sides[0].fingerprint == sides[1].fingerprint and not isinstance(sides[0], Constant):
            yield Finding(*entry.place, "same-sides", f"Both sides of {_of(entry, reading)} are {sides[0]!r}, written in two ways.",
                          "Put an independent formula on one side: nothing could refute this.")  # fmt: skip


def _of(entry: Stated, reading: str) -> str:
    return f"{entry.name}[{reading}]" if reading else entry.name


def _hypotheses(entry: Stated, reading: str, relation: Relation) -> Iterator[Finding]:
    if not relation.hypotheses:
        return
    try:
        program = compile_relation(relation)
    except ShapeMismatch:
        return  # a verdict of the check
    waited = {equation.fingerprint: equation for equation in unsolved(program)}
    for part in (part for condition in relation.hypotheses for part in conjuncts(condition)):
        if program.slots.get(part.fingerprint) not in program.conditions:
            continue  # it assigns a value, so it is made true
        if part.fingerprint in waited:
            share = _outcomes(_where_assigned(waited[part.fingerprint], relation, program), lambda _: False)
            if share[False] and share[True] < SELDOM * share.total():
                why, remedy = described(program, waited[part.fingerprint])
                often = f"it was true on {share[True]} of {share.total()} inputs"
                yield Finding(*entry.place, "unsolved", f"{_capital(why)}: {often}.", f"{_capital(remedy)}.")
                continue
        outcomes = _outcomes(part, lambda found: len(found) == 2)
        if len(outcomes) == 1:
            always = True in outcomes
            if always and isinstance(part, Relation) and part.symbol == "!=":
                continue  # it leaves out what is seldom drawn, and meant to be left out
            yield Finding(
                *entry.place, "always-true" if always else "never-true",
                f"The hypothesis `{part!r}` of {_of(entry, reading)} was {'always' if always else 'never'} true on {INPUTS} inputs.",
                "Leave it out." if always else "Write a domain that constructs such inputs, or a hypothesis that some satisfy.",
            )  # fmt: skip


def _where_assigned(equation: Relation, relation: Relation, program: Program) -> Relation:
    """An equation where the hypotheses that do assign values have done so."""
    parts = (part for condition in relation.hypotheses for part in conjuncts(condition))
    assigning = [part for part in parts if program.slots.get(part.fingerprint) not in program.conditions]
    return related("==", equation.left, equation.right, tuple(assigning))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _outcomes(condition: Expr, enough: Callable[[Counter[bool]], bool]) -> Counter[bool]:
    """How often a condition is true on drawn inputs, and false, until that is ``enough``; nothing where that cannot be told here."""
    found: Counter[bool] = Counter()
    if any(isinstance(node, (Derivative, Limit)) or node.operation.opaque for node in nodes(condition)):
        return found

    def asked(point: Point) -> bool:
        found[_true(condition, point)] += 1
        return enough(found)

    statement = condition if isinstance(condition, Relation) else related("!=", condition, as_expr(0))
    try:
        driver.generate(sampler(compile_relation(statement)).strategy(), asked, seed=0, examples=INPUTS)
    except Exception:  # what a formula does wrong is a verdict of the check
        return Counter()
    return found


def _true(condition: Expr, point: Point) -> bool:
    values = dict(point)
    with np.errstate(all="ignore"):
        for node in nodes(condition):
            if node.fingerprint not in values:
                args = substitute(node.args, lambda expr: values[expr.fingerprint])
                kwargs = substitute(dict(node.kwargs), lambda expr: values[expr.fingerprint])
                values[node.fingerprint] = node.operation.call(*args, **kwargs)
    return bool(np.all(values[condition.fingerprint]))
