r"""Whole derivatives, entry by entry, from derivatives along lines; each with an error on every entry.

When to use which: :func:`jacobian` for a map of arrays, :func:`elementwise` for a map whose entry i depends on entry i alone (and to
find out that it does not), :func:`hessian` for second derivatives. ``scale`` says how far each entry moves at t = 1: of the size
of the entry, or of its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathcheck.numerics.differences import one_by_one, slopes
from mathcheck.numerics.estimate import Estimate
from mathcheck.numerics.ladder import STEP

Floats = NDArray[np.float64]

# A derivative along a direction, of what is differentiated.
Slope = Callable[[Floats], Estimate]

# Two estimates of the same number differ by more than this many times their errors only where it is not the same number.
APART = 16.0


class Mixes(Exception):
    """The map is not elementwise: an entry of the result depends on several entries."""


def scales(x: Floats) -> Floats:
    """How far each entry should move: its own size, or that of the largest where it is zero, or 1 where all are.

    >>> scales(np.array([0.0, -3.0]))
    array([3., 3.])
    """
    size = np.abs(x)
    return np.where(size > 0, size, float(np.max(size, initial=0.0)) or 1.0)


def unit(scale: Floats, i: int) -> Floats:
    """The direction that moves entry ``i`` alone."""
    direction = np.zeros(scale.shape)
    direction.flat[i] = scale.flat[i]
    return direction


def scaled(estimate: Estimate, factor: Any) -> Estimate:
    """``estimate`` times a number, or an array of them."""
    return Estimate(estimate.value * factor, estimate.error * np.abs(factor), estimate.exists)


def jacobian(
    f: Callable[[Any], Any],
    x: Floats,
    *,
    scale: Floats | None = None,
    directions: Sequence[Floats] | None = None,
    noise: ArrayLike = 0.0,
    step: float = STEP,
    rooms: ArrayLike = np.inf,
) -> Estimate:
    r"""∂f/∂x: shape of f(x), then shape of x. ``rooms`` is how far each entry may move, in units of its scale; the rest as for
    :func:`~mathcheck.numerics.differences.slopes`. On a curved set ``directions`` are the tangents that take the place of the coordinates,
    each of the size of its entry's scale; what comes out is the part of the derivative that lies along the set.

    >>> J = jacobian(lambda x: np.array([x[0] * x[1]]), np.array([2.0, 3.0]))
    >>> np.round(J.value, 9)
    array([[3., 2.]])
    """
    x = np.asarray(x, dtype=np.float64)
    scale = scales(x) if scale is None else scale
    sizes = scale.ravel()
    lines = [unit(scale, i) for i in range(x.size)] if directions is None else directions

    def curve(i: int, t: float) -> Any:
        return f((x + t * lines[i])[()])

    if not sizes.size:
        shape = np.shape(f(x)) + x.shape
        return Estimate(np.zeros(shape), np.zeros(shape), np.ones(shape, dtype=bool))
    found = slopes(one_by_one(curve), x.size, noise=noise, step=step, rooms=rooms)
    shape = found.value.shape[:-1] + x.shape
    return Estimate((found.value / sizes).reshape(shape), (found.error / sizes).reshape(shape), found.exists.reshape(shape))


def elementwise(slope: Slope, scale: Floats, signs: Floats) -> Estimate:
    """The diagonal of an elementwise map's Jacobian, by moving all entries at once: once alike, once with ``signs``.

    Raises :class:`Mixes` where the two disagree.
    """
    alike = slope(scale)
    if scale.ndim == 0:
        return scaled(alike, 1 / float(scale))
    mixed = slope(scale * signs)
    band = APART * (alike.error + mixed.error)
    if np.any(mixed.exists & alike.exists & (np.abs(mixed.value * signs - alike.value) > band)):
        raise Mixes
    return scaled(alike, 1 / scale)


def hessian(curvature: Slope, scale: Floats) -> Estimate:
    r"""∂²f/∂xᵢ∂xⱼ of a scalar f from its second derivatives q(v) along coordinates and their pairwise sums and differences
    (polarisation): 4 aᵀHb = q(a + b) − q(a − b).

    >>> A = np.array([[2.0, 1.0], [1.0, 6.0]])
    >>> exact = lambda v: Estimate(np.array(v @ A @ v), np.array(0.0), np.array(True))
    >>> hessian(exact, np.ones(2)).value
    array([[2., 1.],
           [1., 6.]])
    """
    count = scale.size
    value, error, exists = np.zeros((count, count)), np.zeros((count, count)), np.ones((count, count), dtype=bool)
    for i in range(count):
        for j in range(i + 1):
            found = _mixed_partial(curvature, unit(scale, i), unit(scale, j) if i != j else None)
            size = scale.flat[i] * scale.flat[j]
            value[i, j] = value[j, i] = found.value / size
            error[i, j] = error[j, i] = found.error / size
            exists[i, j] = exists[j, i] = bool(np.all(found.exists))
    shape = scale.shape * 2
    return Estimate(value.reshape(shape), error.reshape(shape), exists.reshape(shape))


def _mixed_partial(curvature: Slope, a: Floats, b: Floats | None) -> Estimate:
    return curvature(a) if b is None else polarised(curvature(a + b), curvature(a - b))


def polarised(plus: Estimate, minus: Estimate) -> Estimate:
    """aᵀHb from the second derivatives along a + b and a − b."""
    return Estimate((plus.value - minus.value) / 4, (plus.error + minus.error) / 4, plus.exists & minus.exists)
