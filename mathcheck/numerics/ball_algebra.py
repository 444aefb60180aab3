"""Linear algebra for balls and jets: elimination where pivots are certain, no division where they are not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_mat

from mathcheck.numerics.jets import (
    Ball,
    Number,
    Undecided,
    Undefined,
    Unsupported,
    number,
    unary,
    value,
)


def _eliminated(a: Any, b: Any) -> tuple[Any, Any, Number]:
    """Gauss–Jordan on copies of ``a`` and ``b`` with the certainly largest pivots: (identity, a⁻¹b, determinant)."""
    a, b = np.array(a, dtype=object), np.array(b, dtype=object)
    size, determinant = len(a), number(1)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: float(abs(value(number(a[row, column]))).mid()))
        if value(number(a[pivot, column])).contains(0):
            exactly = all(value(number(a[row, column])).is_zero() for row in range(column, size))
            raise Undefined("a singular matrix") if exactly else Undecided("a matrix that may be singular")
        if pivot != column:
            a[[column, pivot]], b[[column, pivot]] = a[[pivot, column]], b[[pivot, column]]
            determinant = -determinant
        head = number(a[column, column])
        determinant = determinant * head
        a[column], b[column] = a[column] / head, b[column] / head
        for row in range(size):
            if row != column:
                factor = a[row, column]
                a[row], b[row] = a[row] - factor * a[column], b[row] - factor * b[column]
    return a, b, determinant


def _stacked(f: Callable[..., Any]) -> Callable[..., Any]:
    """``f`` of one matrix, for matrices only: stacks are not needed often enough here."""

    def checked(a: Any, *more: Any) -> Any:
        if np.ndim(a) != 2 or np.shape(a)[0] != np.shape(a)[1]:
            raise Unsupported("linear algebra on stacks of matrices")
        return f(np.asarray(a, dtype=object), *more)

    return checked


def _inverse(a: Any) -> Any:
    return _eliminated(a, np.eye(len(a), dtype=int).astype(object))[1]


def _solve(a: Any, b: Any) -> Any:
    b = np.asarray(b, dtype=object)
    return _eliminated(a, b.reshape(len(a), -1))[1].reshape(b.shape)


def _det(a: Any) -> Number:
    """Without division where the matrix may be singular: a polynomial needs no pivots."""
    try:
        return _eliminated(a, np.zeros((len(a), 0), dtype=object))[2]
    except (Undecided, Undefined):
        return _without_division(a)


def _without_division(a: Any) -> Number:
    """The determinant from the characteristic polynomials of the leading blocks, each from the one before (S. J. Berkowitz, 1984):
    sums and products alone, n⁴ of them."""
    polynomial = [number(1)]
    for r in range(len(a)):
        block, row, column = a[:r, :r], a[r, :r], a[:r, r]
        toeplitz = [number(1), -number(a[r, r])]
        for _ in range(r):
            toeplitz.append(-_dot(row, column))
            column = np.array([_dot(line, column) for line in block], dtype=object)
        polynomial = [_dot([toeplitz[i - j] for j in range(min(i, r) + 1)], polynomial[: min(i, r) + 1]) for i in range(r + 2)]
    return polynomial[-1] if len(a) % 2 == 0 else -polynomial[-1]


def _dot(a: Any, b: Any) -> Number:
    total = number(0)
    for x, y in zip(a, b, strict=True):
        total = total + number(x) * number(y)
    return total


def _slogdet(a: Any) -> tuple[Any, Any]:
    determinant = _det(a)
    return float(determinant.sign()), unary("log", abs(determinant))


def _pinv(a: Any, *ignored: Any) -> Any:
    """Of full rank (aᵀa)⁻¹aᵀ, or the other way round for a wide matrix; of a lower rank only where the entries are exact."""
    a = np.asarray(a, dtype=object)
    if a.ndim != 2 or ignored:
        raise Unsupported("np.linalg.pinv with options")
    tall = a.shape[0] >= a.shape[1]
    try:
        return _solve(a.T @ a, a.T) if tall else _solve(a @ a.T, a).T
    except (Undecided, Undefined):
        return _rational_pinv(rational(a))


def _rational_pinv(a: fmpq_mat) -> Any:
    """By a factorisation of full rank, a = f g: gᵀ(g gᵀ)⁻¹(fᵀf)⁻¹fᵀ. g are the rows of the reduced echelon form, f the columns of its pivots."""
    echelon, rank = a.rref()
    pivots = [next(j for j in range(a.ncols()) if echelon[i, j] != 0) for i in range(rank)]
    f = fmpq_mat(a.nrows(), rank, [a[i, j] for i in range(a.nrows()) for j in pivots])
    g = fmpq_mat(rank, a.ncols(), [echelon[i, j] for i in range(rank) for j in range(a.ncols())])
    found = (
        g.transpose() * (g * g.transpose()).inv() * (f.transpose() * f).inv() * f.transpose()
        if rank
        else fmpq_mat(a.ncols(), a.nrows())
    )
    return np.array([[number_of(found[i, j]) for j in range(found.ncols())] for i in range(found.nrows())], dtype=object)


def rational(a: Any) -> fmpq_mat:
    """A matrix of balls without radius as one of fractions. Raises :class:`Undecided` where an entry is not known exactly."""
    entries = [number(entry) for entry in np.ravel(a)]
    if not all(isinstance(entry, Ball) and entry.arb.is_exact() for entry in entries):
        raise Undecided("a matrix of a lower rank than its size")
    parts = [entry.arb.man_exp() for entry in entries if isinstance(entry, Ball)]
    rows, columns = np.shape(a)
    return fmpq_mat(rows, columns, [fmpq(man) * fmpq(2) ** int(exp) for man, exp in parts])


def number_of(fraction: fmpq) -> Number:
    """A fraction as a ball."""
    return Ball(arb(fraction))


def _matrix_rank(a: Any, *ignored: Any) -> int:
    """Of a square matrix that certainly is invertible, or of one whose entries are exact: elsewhere a smaller rank is never certain."""
    a = np.asarray(a, dtype=object)
    if a.ndim != 2 or ignored:
        raise Unsupported("the rank of a stack of matrices, or with a tolerance")
    try:
        if a.shape[0] == a.shape[1]:
            _eliminated(a, np.zeros((len(a), 0), dtype=object))
            return len(a)
    except (Undecided, Undefined):
        pass
    return int(rational(a).rank())


def _matrix_power(a: Any, n: int) -> Any:
    base = _inverse(a) if n < 0 else a
    result = np.eye(len(a), dtype=int).astype(object)
    for _ in range(abs(n)):
        result = result @ base
    return result


ALGEBRA: dict[Any, Callable[..., Any]] = {
    np.linalg.inv: _stacked(_inverse),
    np.linalg.pinv: _pinv,
    np.linalg.matrix_rank: _matrix_rank,
    np.linalg.det: _stacked(_det),
    np.linalg.slogdet: _stacked(_slogdet),
    np.linalg.solve: _stacked(_solve),
    np.linalg.matrix_power: _stacked(_matrix_power),
}
