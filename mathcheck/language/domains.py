"""Domains: sets that variables range over. Each *constructs* its members from raw reals; none filters.

A row of the table says how a member is made from an array of arbitrary reals, how to tell a member, the
words a reader sees, which directions stay inside the set (its tangent space), and how far one may go.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.language.errors import FormulaError

Reals = NDArray[np.float64]

# Reals are drawn within ±16, mostly. In a bounded interval those up to the first number stand for themselves, if they lie in it; the
# others are spread over it, and those beyond the second are its edges.
SPREAD_FROM, SPREAD_TO = 8.0, 15.0

# Membership of a constructed or assigned value: constructions round a few times, sums over a few entries.
MEMBERSHIP = 1e-9


def _free(x: Reals, v: Reals) -> Reals:
    return v


def _unbounded(x: Reals, v: Reals) -> float:
    return math.inf


def _anything(x: Reals) -> bool:
    return True


@dataclass(frozen=True, eq=False)
class Domain:
    """A set of scalars or arrays.

    ``construct(raw)`` maps an array of arbitrary reals onto a member of the same shape; ``contains(x)`` tells members (up to
    rounding); ``tangent(x, v)`` projects a direction onto those along which one can leave ``x`` inside the set; ``room(x, v)``
    is how far; ``exact`` says that members are floating-point numbers exactly (a normalised vector is not); ``square`` that
    only square matrices qualify; ``discrete`` that there is nothing to differentiate.
    """

    name: str
    words: str
    construct: Callable[[Reals], Reals]
    contains: Callable[[Reals], bool] = _anything
    tangent: Callable[[Reals, Reals], Reals] = _free
    room: Callable[[Reals, Reals], float] = _unbounded
    exact: bool = True
    square: bool = False
    vector: bool = False
    discrete: bool = False
    strategy: Any = None
    exactly: Callable[[Reals], bool] = _anything  # whether the floating-point numbers themselves are a member, where not all are

    def __repr__(self) -> str:
        return self.name

    @property
    def bounded(self) -> bool:
        """Whether one may not go any way in any direction."""
        return self.room is not _unbounded

    def along(self, x: Any, rows: Any) -> Any:
        """What of each row (an array of the shape of ``x`` at the end of ``rows``) lies along the set at ``x``."""
        lead = rows.shape[: rows.ndim - x.ndim]
        return np.stack([self.tangent(x, rows[index]) for index in np.ndindex(*lead)]).reshape(rows.shape) if rows.size else rows

    @property
    def curved(self) -> bool:
        """Whether only some directions stay inside."""
        return self.tangent is not _free


def _between(low: float, high: float) -> Callable[[Reals, Reals], float]:
    def room(x: Reals, v: Reals) -> float:
        moving = v != 0
        if not np.any(moving):
            return math.inf
        gap = np.minimum(x - low, high - x)
        return float(np.min(gap[moving] / np.abs(v[moving])))

    return room


def _fraction(raw: Reals) -> Reals:
    """Numbers of (0, 1) that stand for themselves; the others by a monotone map of the reals that sends 0 to 1/2 and ±1 to 1/4 and 3/4."""
    inside = 0.5 + 0.5 * raw / (1.0 + np.abs(raw))
    return np.where((raw > 0) & (raw < 1), raw, np.clip(inside, 2.0**-40, 1.0 - 2.0**-40))


def _between_edges(raw: Reals, a: float, b: float) -> Reals:
    """Numbers of [a, b] that are drawn often stand for themselves (zero, small whole numbers, what a formula mentions); larger ones
    are spread over the interval from its middle outwards, evenly, and the largest are its edges."""
    spread = np.clip((np.abs(raw) - SPREAD_FROM) / (SPREAD_TO - SPREAD_FROM), 0.0, 1.0) * np.sign(raw)
    small = np.abs(raw) <= SPREAD_FROM
    spread = np.where(small, raw / SPREAD_FROM, spread)
    middle, half = a / 2 + b / 2, b / 2 - a / 2
    placed = np.where(np.abs(spread) >= 1, np.where(spread > 0, b, a), np.clip(middle + half * spread, a, b))
    return np.where(small & (raw >= a) & (raw <= b), raw, placed)


def _positive(raw: Reals) -> Reals:
    return np.where(raw == 0, 1.0, np.abs(raw))


def _counted(raw: Reals, count: int) -> Reals:
    """A whole number below ``count`` for each real, every one of them about as often; small whole numbers give themselves."""
    small = np.floor(np.abs(raw))
    if count <= 8:
        return np.mod(small, count)
    # Reals are drawn small, and mostly as multiples of 1/2048: their fraction spreads them over what is left.
    return np.mod(small + np.floor(np.abs(raw) * 2048.0) * (raw != np.rint(raw)), count)


def interval(a: float, b: float) -> Domain:
    """The closed interval from ``a`` to ``b``, edges included; either may be infinite.

    Raises :class:`FormulaError` where no number lies between them.

    >>> interval(0, 2).words
    'between 0 and 2'
    """
    if not a < b:
        raise FormulaError(f"interval({a}, {b}) holds no number: the first bound must be below the second")

    def construct(raw: Reals) -> Reals:
        if math.isinf(a) or math.isinf(b):
            sign, edge = (1.0, a) if math.isinf(b) else (-1.0, b)
            return raw if math.isinf(edge) else np.where((raw >= a) & (raw <= b), raw, edge + sign * np.abs(raw))
        return _between_edges(raw, a, b)

    return Domain(
        f"interval({a!r}, {b!r})", f"between {a:g} and {b:g}", construct, lambda x: bool(np.all((x >= a) & (x <= b))),
        room=_between(a, b),
    )  # fmt: skip


def integers(a: int, b: int) -> Domain:
    """The whole numbers from ``a`` to ``b``, both included.

    Raises :class:`FormulaError` where there are none.

    >>> integers(0, 9).construct(np.array([3.0, -1.0]))
    array([3., 1.])
    """
    if not a <= b:
        raise FormulaError(f"integers({a}, {b}) holds no number: the first bound must not be above the second")

    def construct(raw: Reals) -> Reals:
        return a + _counted(raw, b - a + 1)

    return Domain(
        f"integers({a}, {b})", f"whole numbers from {a} to {b}", construct,
        lambda x: bool(np.all((x >= a) & (x <= b) & (x == np.rint(x)))), discrete=True,
    )  # fmt: skip


def one_of(*values: Any) -> Domain:
    """One of the numbers listed, entry by entry.

    Raises :class:`FormulaError` for an empty list or something that is not a number.

    >>> one_of(1, 2, 4).words
    'one of 1, 2, 4'
    """
    listed = values[0] if len(values) == 1 and isinstance(values[0], Sequence) else values
    try:
        table = np.asarray(listed, dtype=np.float64)
    except (TypeError, ValueError):
        raise FormulaError(f"one_of{values!r}: a domain lists numbers, as in one_of(1, 2, 4)") from None
    if table.ndim != 1 or table.size == 0:
        raise FormulaError("one_of() lists no value: write the numbers a variable may take, as in one_of(1, 2, 4)")
    words = ", ".join(f"{value:g}" for value in table)
    return Domain(
        f"one_of({words})", f"one of {words}", lambda raw: table[_counted(raw, table.size).astype(int)],
        lambda x: bool(np.all(np.isin(x, table))), discrete=True,
    )  # fmt: skip


def from_strategy(strategy: Any) -> Domain:
    """Values from a Hypothesis strategy: of entries, or a function from the shape (a tuple of ints) to a strategy of whole arrays.

    Raises :class:`FormulaError` for anything else.

    >>> from hypothesis import strategies as st
    >>> from_strategy(st.sampled_from([0.5, 2.0])).words
    'drawn from sampled_from([0.5, 2.0])'
    """
    from hypothesis.strategies import SearchStrategy

    if not isinstance(strategy, SearchStrategy) and not callable(strategy):
        raise FormulaError(f"from_strategy({strategy!r}): give a Hypothesis strategy, as in from_strategy(st.floats(0, 1))")
    words = getattr(strategy, "__name__", None) or repr(strategy)
    return Domain(f"from_strategy({words})", f"drawn from {words}", lambda raw: raw, strategy=strategy)


# --- sets of matrices and vectors -----------------------------------------------------------------


def _mirrored(raw: Reals) -> Reals:
    return np.triu(raw) + np.triu(raw, 1).T


def _symmetrised(x: Reals, v: Reals) -> Reals:
    return (v + v.T) / 2


def _gram(raw: Reals) -> Reals:
    # Keep entries moderate: G'G squares the condition number, and definiteness must survive rounding.
    g = np.tril(raw / max(1.0, float(np.max(np.abs(raw), initial=0.0)) / 4))
    product = g @ g.T + np.eye(len(raw))
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
    # The Q of a QR factorisation with its signs fixed; a diagonal raw matrix gives signs, which are exact.
    q, r = np.linalg.qr(raw + 0.0)
    return q * np.where(np.diag(r) < 0, -1.0, 1.0) if np.all(np.isfinite(q)) else np.eye(len(raw))


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
    weights = _positive(raw)
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


reals = Domain("reals", "any real numbers", lambda raw: raw)
positive = Domain("positive", "positive", _positive, lambda x: bool(np.all(x > 0)), room=_between(0.0, math.inf))
unit_interval = Domain(
    "unit_interval",
    "strictly between 0 and 1",
    _fraction,
    lambda x: bool(np.all((x > 0) & (x < 1))),
    room=_between(0.0, 1.0),
)
signs = Domain("signs", "+1 or −1", lambda raw: np.where(raw < 0, -1.0, 1.0), lambda x: bool(np.all(np.abs(x) == 1)), discrete=True)
symmetric = Domain("symmetric", "symmetric", _mirrored, lambda x: bool(np.array_equal(x, x.T)), tangent=_symmetrised, square=True)
spd = Domain("spd", "symmetric positive definite", _gram, _definite, _symmetrised, _definite_room, square=True)
invertible = Domain(
    "invertible",
    "invertible",
    _unimodular,
    lambda x: bool(np.linalg.matrix_rank(x) == len(x)),
    room=_invertible_room,
    square=True,
)
orthogonal = Domain(
    "orthogonal", "orthogonal", _rotated, lambda x: bool(np.allclose(x.T @ x, np.eye(len(x)), rtol=0, atol=MEMBERSHIP)),
    tangent=_skew, exact=False, square=True, exactly=_orthonormal,
)  # fmt: skip
unit_norm = Domain(
    "unit_norm", "of norm 1", _normalised, lambda x: abs(float(np.linalg.norm(x)) - 1) < MEMBERSHIP,
    tangent=lambda x, v: v - np.sum(x * v) * x, exact=False, exactly=_of_norm_one,
)  # fmt: skip
simplex = Domain(
    "simplex", "positive, with sum 1", _distribution,
    lambda x: bool(np.all(x >= 0)) and abs(float(np.sum(x)) - 1) < MEMBERSHIP,
    tangent=lambda x, v: v - np.mean(v), room=_between(0.0, math.inf), exact=False, vector=True, exactly=_sums_to_one,
)  # fmt: skip
one_hot = Domain(
    "one_hot", "one-hot: a single 1 among zeros", _hot,
    lambda x: bool(np.sum(x == 1) == 1 and np.sum(x != 0) == 1), discrete=True, vector=True,
)  # fmt: skip
