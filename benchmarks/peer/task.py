"""A derivative fact at one point, as a function of one array and its claimed derivative: what a gradient checker is given."""

import math
from dataclasses import dataclass

import numpy as np
from corpus.fact import Fact

from peer.points import point

FIRST = ("jacobian", "gradient", "derivative")


class Rejected(Exception):
    """The checker says that the fact is wrong."""


class Unsure(Exception):
    """The checker ends without an answer."""


@dataclass(frozen=True)
class Task:
    """``f`` and ``claimed`` take an array like ``x``; the other arguments are fixed at the point (and cast to the type of ``x``)."""

    fact: Fact
    at: dict
    seed: int

    @property
    def x(self):
        return np.asarray(self.at[self.fact.by])

    @property
    def elementwise(self):
        """Whether the claim is a diagonal only."""
        return self.fact.kind == "derivative" and self.x.ndim > 0

    @property
    def shape(self):
        return np.shape(self.f(self.x))

    def f(self, x):
        return np.array(self.fact.f(*self._arguments(x)), dtype=np.asarray(x).dtype)

    def g(self, x):
        """The right side as stated."""
        return np.asarray(right(self.fact, self._arguments(x)), dtype=np.asarray(x).dtype)

    def diagonal(self, x):
        """The right side of an elementwise claim, with the shape of ``x``."""
        return fitted(self.g(x), np.shape(x)).copy()

    def claimed(self, x):
        """The claimed derivative with the shape it must have; a diagonal one as the Jacobian it stands for."""
        x = np.asarray(x)
        if self.elementwise:
            return np.diag(self.diagonal(x).ravel()).reshape(x.shape * 2)
        return fitted(self.g(x), left_shape(self.fact, self.shape, x.shape)).copy()

    def flat(self, flat):
        """``f`` from a vector to a vector."""
        return self.f(np.asarray(flat).reshape(self.x.shape)).ravel()

    def flat_claimed(self, flat):
        """The claimed Jacobian as a matrix."""
        flat = np.asarray(flat)
        return self.claimed(flat.reshape(self.x.shape)).reshape(-1, flat.size)

    def batched(self, points):
        """``flat`` of many points, the first axis of ``points`` being the vector's."""
        rest = points.shape[1:]
        values = [self.flat(column) for column in points.reshape(points.shape[0], -1).T]
        return np.stack(values, axis=-1).reshape(-1, *rest)

    def _arguments(self, x):
        x = np.asarray(x)
        return [x[()] if name == self.fact.by else np.asarray(v, dtype=x.dtype)[()] for name, v in self.at.items()]


def task(fact, seed):
    """The fact at its seeded point. A right side whose shape or factors do not fit is rejected at once, before a checker wraps it."""
    made = Task(fact, point(fact, seed), seed)
    made.f(made.x)
    made.claimed(made.x)
    return made


def right(fact, arguments):
    """The right side of a fact; factors that do not fit together are a wrong claim, plain to see."""
    try:
        return fact.g(*arguments)
    except np.linalg.LinAlgError:
        raise
    except ValueError as error:
        raise Rejected(f"the claim cannot be evaluated: {error}") from None


def left_shape(fact, value, moved):
    """The shape of the left side, ``value`` being that of ``f`` and ``moved`` that of what is differentiated by."""
    if fact.kind == "derivative" and moved:
        return moved
    return moved * 2 if fact.kind == "hessian" else value + moved


def fitted(claimed, shape):
    """``claimed`` broadcast to ``shape``; a shape that does not fit is a wrong claim, plain to see."""
    try:
        return np.broadcast_to(claimed, shape)
    except ValueError:
        raise Rejected(f"the claim has shape {np.shape(claimed)}, not {shape}") from None


def close(found, claimed):
    """``np.allclose`` at its defaults decides; differences that are no numbers do not."""
    found = np.asarray(found, dtype=float)
    if found.size != math.prod(np.shape(claimed)):
        raise Unsure(f"differences of shape {found.shape} for a claim of shape {np.shape(claimed)}")
    found = found.reshape(np.shape(claimed))
    if not np.all(np.isfinite(found)):
        raise Unsure("the differences are not finite")
    if not np.allclose(found, claimed):
        raise Rejected("np.allclose is false")
