"""Polynomial claims at one random point of a large set, in exact arithmetic.

A polynomial of degree d that is not zero vanishes at a random point of Sᵏ with probability at most d / |S| (Schwartz 1980, Zippel 1979).
Where both sides are polynomials in the variables, one evaluation without any rounding therefore says more than any number of
approximate ones: for the sizes it was made at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mathcheck.engine.ball_run import BallRun
from mathcheck.engine.groups import Groups
from mathcheck.engine.program import Program
from mathcheck.engine.sampling import Point
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.domains import reals
from mathcheck.language.expression import Constant, Expr
from mathcheck.language.graph import nodes
from mathcheck.language.sets import symmetric
from mathcheck.language.shapes import evaluate_length
from mathcheck.language.sizes import Size
from mathcheck.language.variables import Variable
from mathcheck.numerics import balls

# Entries are whole numbers of so many bits; products of many of them are exact at this precision.
BITS, PRECISION = 52, 6000

# Degrees above this, and points with more numbers, are not looked at.
DEGREE, NUMBERS = 40, 60

# How an operation's degree comes from those of its arguments: that of the largest, or their sum.
_LARGEST = frozenset(
    "np.add np.subtract np.negative np.positive np.sum np.trace np.transpose np.matrix_transpose np.diag np.diagonal np.reshape np.ravel "
    "np.stack np.concatenate np.cumsum np.squeeze np.expand_dims np.swapaxes np.moveaxis np.triu np.tril named getitem constant".split()
)
_TOGETHER = frozenset("np.multiply np.matmul np.dot np.inner np.vdot np.outer np.kron np.tensordot np.einsum".split())
_CONSTANT = frozenset(("eye", "ones", "zeros", "arange"))


@dataclass(frozen=True)
class Exact:
    """Both sides were equal at one random point, exactly: the degree, and the probability that a false identity would have been."""

    degree: int
    probability: float


def degree_of(program: Program) -> int | None:
    """A bound on the degree of the difference of the two sides as polynomials in the variables; None where they are none."""
    if program.relation.hypotheses or program.black_boxes or any(part.relation.symbol != "==" for part in program.parts):
        return None
    if not program.variables or any(v.domain not in (reals, symmetric) for v in program.variables):
        return None
    degrees: dict[bytes, int | None] = {}
    sides = [side for part in program.parts for side in part.relation.args]
    for node in nodes(*sides):
        degrees[node.fingerprint] = _degree(node, degrees)
    found = [degrees[side.fingerprint] for side in sides]
    known = [degree for degree in found if degree is not None]
    return max(known) if len(known) == len(found) and max(known) <= DEGREE else None


def _degree(node: Expr, degrees: dict[bytes, int | None]) -> int | None:
    if isinstance(node, (Variable, Size, Constant)):
        return int(isinstance(node, Variable))
    if isinstance(node, Limit):
        return None
    below = [degrees[arg.fingerprint] for arg in _formulas((node.args, dict(node.kwargs)))]
    inner = [degree for degree in below if degree is not None]
    name = node.operation.name
    if len(inner) < len(below):
        return None
    if isinstance(node, Derivative):
        return inner[0] + (inner[2] if node.along is not None else 0)
    if name in _CONSTANT:
        return 0
    if name in _LARGEST:
        return max(inner, default=0)
    if name in _TOGETHER:
        return sum(inner)
    if name == "np.power" and isinstance(node.args[1], int) and 0 <= node.args[1] <= DEGREE:
        return inner[0] * node.args[1]
    return 2 * inner[0] if name == "np.square" else None


def _formulas(value: Any) -> list[Expr]:
    if isinstance(value, Expr):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (tuple, list)) else ()
    return [formula for part in parts for formula in _formulas(part)]


def random_point(program: Program, groups: Groups, seed: int) -> Point:
    """Large random whole numbers, at the middle one of the sizes that were tried."""
    rng = np.random.default_rng(seed + 2)
    lengths = groups.combos[len(groups.combos) // 2]
    sizes = dict(zip(program.sizes, lengths, strict=True))
    point: Point = {size.fingerprint: length for size, length in sizes.items()}
    for variable in program.variables:
        shape = tuple(int(evaluate_length(length, sizes)) for length in variable.sizes)
        raw = rng.integers(-(2**BITS), 2**BITS, shape).astype(np.float64)
        point[variable.fingerprint] = np.asarray(variable.domain.construct(raw))[()]
    return point


def agrees(program: Program, point: Point) -> bool | None:
    """Whether all parts are equal at ``point``, exactly; None where the arithmetic was not exact."""
    if sum(np.size(value) for value in point.values()) > NUMBERS:
        return None
    try:
        with balls.precision(PRECISION):
            for part in program.parts:
                left, right = BallRun(program, point).sides(part)
                difference = np.asarray(left - right, dtype=object)
                if not balls.exact(difference):
                    return None
                low, high = balls.enclosure(difference)
                if np.any((low != 0) | (high != 0)):
                    return False
    except Exception:  # what balls cannot evaluate is said where it matters
        return None
    return True


def probability(degree: int) -> float:
    """The bound for one point whose entries come from 2^(BITS + 1) numbers."""
    return degree / 2.0 ** (BITS + 1)
