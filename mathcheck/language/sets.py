"""Domains of vectors and matrices: curved sets, and what their tangent spaces are."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from mathcheck.language import members
from mathcheck.language.domain import MEMBERSHIP, Domain, Reals, between, positive_raw


def _mirrored(raw: Reals) -> Reals:
    return np.triu(raw) + np.triu(raw, 1).T


def _symmetrised(x: Reals, v: Reals) -> Reals:
    return (v + v.T) / 2


# Reals are drawn as multiples of 1/2048, mostly. The last bits of a matrix's first entry say which of so many kinds it is of.
FINEST, KINDS = 2048.0, 16


def _shrunk(raw: Reals) -> Reals:
    """A power of two for each row and column of a definite matrix, mostly 1. Of every 16 matrices two are small as a whole, by 2^-10 and
    2^-20, and two have rows of sizes from 1 down to 2^-10, so that they are ill-conditioned. Powers of two leave them exact and definite."""
    last = np.floor(np.abs(np.diag(raw)) * FINEST)
    kind, places = int(np.mod(last[:1].sum(), KINDS)), np.arange(len(raw))
    if kind in (5, 7):
        return np.full(len(raw), 2.0**-5 if kind == 5 else 2.0**-10)
    if kind in (9, 11):
        return 2.0 ** -np.mod((10 if kind == 9 else 7) * places, 11)
    return np.ones(len(raw))


def _gram(raw: Reals) -> Reals:
    # Keep entries moderate: G'G squares the condition number, and definiteness must survive rounding. Powers of two, so that whole numbers
    # stay exact: one for what is large, and one for each row with a negative diagonal, so that there are members below the identity too.
    large = 2.0 ** max(0, math.frexp(float(np.max(np.abs(raw), initial=0.0)) / 4)[1])
    g = np.tril(raw / large)
    rows = np.where(np.diag(g) < 0, 2.0 ** np.floor(np.diag(g)), 1.0) * _shrunk(raw)
    product = (g @ g.T + np.eye(len(raw))) * np.outer(rows, rows) * large
    return (product + product.T) / 2


def _definite(x: Reals) -> bool:
    return bool(np.allclose(x, x.T, rtol=0, atol=MEMBERSHIP * np.max(np.abs(x)))) and bool(np.all(np.linalg.eigvalsh(x) > 0))


def _definite_room(x: Reals, v: Reals) -> float:
    size = float(np.linalg.norm(v, 2))
    return float(np.linalg.eigvalsh(x)[0]) / size if size else math.inf


def _unimodular(raw: Reals) -> Reals:
    # Unit lower times upper triangular with a nonzero diagonal: invertible by construction, whole where raw is whole.
    lower = np.tril(raw, -1) + np.eye(len(raw))
    diagonal = np.where(np.diag(raw) == 0, 1.0, np.diag(raw))
    return lower @ (np.triu(raw, 1) + np.diag(diagonal))


def _rotated(raw: Reals) -> Reals:
    # The Q of a QR factorisation with its signs fixed.
    q, r = np.linalg.qr(raw + 0.0)
    return _cleared(q * np.where(np.diag(r) < 0, -1.0, 1.0)) if np.all(np.isfinite(q)) else np.eye(len(raw))


# What a factorisation leaves of a zero, or adds to a one, is a few roundings.
RESIDUE = 2.0**-50


def _cleared(q: Reals) -> Reals:
    """A matrix whose entries are 0, 1 and −1 where only rounding has made them something else: nobody wants to read 6.1e-17."""
    whole = np.rint(q)
    return np.where(np.abs(q - whole) < RESIDUE, whole, q) + 0.0  # no −0 either


def _skew(x: Reals, v: Reals) -> Reals:
    generator = x.T @ v
    return x @ (generator - generator.T) / 2


def _invertible_room(x: Reals, v: Reals) -> float:
    size = float(np.linalg.norm(v, 2))
    return float(np.linalg.svd(x, compute_uv=False)[-1]) / size if size else math.inf


def _normalised(raw: Reals) -> Reals:
    scaled = raw / (np.max(np.abs(raw), initial=0.0) or 1.0)
    norm = float(np.linalg.norm(scaled))
    first = np.zeros_like(raw)
    first.flat[:1] = 1.0
    return scaled / norm if norm > 0 else first


def _distribution(raw: Reals) -> Reals:
    weights = positive_raw(raw)
    return weights / weights.sum()


def _hot(raw: Reals) -> Reals:
    hot = np.zeros_like(raw)
    hot.flat[int(np.mod(np.floor(np.sum(np.abs(np.mod(raw, 97)))), max(raw.size, 1)))] = 1.0
    return hot


def _sums_to_one(x: Reals) -> bool:
    return sum(map(Fraction, x.ravel().tolist())) == 1


def _of_norm_one(x: Reals) -> bool:
    return sum(Fraction(entry) ** 2 for entry in x.ravel().tolist()) == 1


def _orthonormal(x: Reals) -> bool:
    return all(
        sum(Fraction(a) * Fraction(b) for a, b in zip(one, other, strict=True)) == (i == j)
        for i, one in enumerate(x.tolist()) for j, other in enumerate(x.tolist())
    )  # fmt: skip


symmetric = Domain(
    "symmetric", "symmetric", _mirrored, lambda x: bool(np.array_equal(x, x.T)), tangent=_symmetrised, square=True, mirrored=True,
    simple=members.symmetric_matrices,
)  # fmt: skip


spd = Domain(
    "spd", "symmetric positive definite", _gram, _definite, _symmetrised, _definite_room, square=True, mirrored=True,
    simple=members.definite_matrices,
)  # fmt: skip


invertible = Domain(
    "invertible",
    "invertible",
    _unimodular,
    lambda x: bool(np.linalg.matrix_rank(x) == len(x)),
    room=_invertible_room,
    square=True,
    simple=members.invertible_matrices,
)


orthogonal = Domain(
    "orthogonal", "orthogonal", _rotated, lambda x: bool(np.allclose(x.T @ x, np.eye(len(x)), rtol=0, atol=MEMBERSHIP)),
    tangent=_skew, exact=False, square=True, exactly=_orthonormal, simple=members.rotations,
)  # fmt: skip


unit_norm = Domain(
    "unit_norm", "of norm 1", _normalised, lambda x: abs(float(np.linalg.norm(x)) - 1) < MEMBERSHIP,
    tangent=lambda x, v: v - np.sum(x * v) * x, exact=False, exactly=_of_norm_one, simple=members.unit_vectors,
)  # fmt: skip


simplex = Domain(
    "simplex", "positive, with sum 1", _distribution,
    lambda x: bool(np.all(x >= 0)) and abs(float(np.sum(x)) - 1) < MEMBERSHIP,
    tangent=lambda x, v: v - np.mean(v), room=between(0.0, math.inf), exact=False, vector=True, exactly=_sums_to_one,
    simple=members.distributions,
)  # fmt: skip


one_hot = Domain(
    "one_hot", "one-hot: a single 1 among zeros", _hot,
    lambda x: bool(np.sum(x == 1) == 1 and np.sum(x != 0) == 1), discrete=True, vector=True, simple=members.units,
)  # fmt: skip
