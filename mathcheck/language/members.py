"""The members of a set that can be checked by hand: whole numbers first, then fractions with small denominators."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from mathcheck.language.domain import Reals

Shape = tuple[int, ...]

# Whole numbers whose squares add up to a square, with its root: they are the entries of unit vectors.
_ROOTS = (((3.0, 4.0), 5.0), ((4.0, 3.0), 5.0), ((3.0, -4.0), 5.0), ((1.0, 2.0, 2.0), 3.0), ((1.0, 1.0, 1.0, 1.0), 2.0))


def units(shape: Shape) -> Iterator[Reals]:
    """One 1 among zeros, in every place.

    >>> [e.tolist() for e in units((2,))]
    [[1.0, 0.0], [0.0, 1.0]]
    """
    size = int(np.prod(shape))
    for row in np.eye(size):
        yield row.reshape(shape)


def unit_vectors(shape: Shape) -> Iterator[Reals]:
    """Coordinate vectors and their opposites, then 3/5 and 4/5 among zeros, (1, 2, 2)/3, (1, 1, 1, 1)/2."""
    yield from units(shape)
    for unit in units(shape):
        yield 0.0 - unit
    for entries, root in _ROOTS:
        vector = np.zeros(int(np.prod(shape)))
        if vector.size >= len(entries):
            vector[: len(entries)] = np.array(entries) / root
            yield vector.reshape(shape)


def distributions(shape: Shape) -> Iterator[Reals]:
    """All alike where that is exact, 1/4 and 3/4 or 1/2, 1/4, …, in either order; then all alike where it is not."""
    size = int(np.prod(shape))
    alike = np.full(size, 1.0 / size)
    dyadic = size & (size - 1) == 0
    powers = 0.5 ** np.minimum(np.arange(1.0, size + 1), max(size - 1, 1))
    halves = np.array([0.25, 0.75]) if size == 2 else powers / np.sum(powers)
    for weights in (alike, halves, halves[::-1]) if dyadic else (halves, halves[::-1], alike):
        yield weights.reshape(shape)


def _identity(shape: Shape) -> Reals:
    return np.eye(shape[0])


def _exchanged(n: int, i: int) -> Reals:
    """The identity with its rows i and i + 1 exchanged."""
    matrix = np.eye(n)
    matrix[[i, i + 1]] = matrix[[i + 1, i]]
    return matrix


def _turned(n: int, i: int, c: float, s: float) -> Reals:
    """The turn in the plane of the axes i and i + 1 by the angle with this cosine and sine."""
    matrix = np.eye(n)
    matrix[i : i + 2, i : i + 2] = [[c, -s], [s, c]]
    return matrix


def rotations(shape: Shape) -> Iterator[Reals]:
    """Signed permutation matrices: the identity, exchanges, right angles, reflections, the shift; then turns with cosine 3/5.

    >>> [Q.tolist() for Q in rotations((1, 1))]
    [[[1.0]], [[-1.0]]]
    """
    n = shape[0]
    yield _identity(shape)
    for i in range(n - 1):
        yield _exchanged(n, i)
    for i in range(n - 1):
        yield _turned(n, i, 0.0, 1.0)
    for i in range(n):
        yield np.diag(np.where(np.arange(n) == n - 1 - i, -1.0, 1.0))
    if n > 2:
        yield np.roll(np.eye(n), 1, axis=0)
    if n > 1:
        yield 0.0 - np.eye(n)
    for i in range(n - 1):
        yield _turned(n, i, 0.6, 0.8)


def symmetric_matrices(shape: Shape) -> Iterator[Reals]:
    """The identity, exchanges, a diagonal that tells its entries apart, ones off a diagonal of twos."""
    n = shape[0]
    yield _identity(shape)
    for i in range(n - 1):
        yield _exchanged(n, i)
    yield from list(definite_matrices(shape))[1:]


def definite_matrices(shape: Shape) -> Iterator[Reals]:
    """The identity, twice it, a diagonal that tells its entries apart, ones off a diagonal of twos."""
    n = shape[0]
    yield from (_identity(shape), 2 * np.eye(n), np.diag(np.arange(1.0, n + 1)), np.eye(n) + 1)


def invertible_matrices(shape: Shape) -> Iterator[Reals]:
    """The identity, exchanges, twice the identity, ones above a diagonal of ones."""
    n = shape[0]
    yield _identity(shape)
    for i in range(n - 1):
        yield _exchanged(n, i)
    yield from (2 * np.eye(n), np.triu(np.ones((n, n))))
