"""Products, powers, inverses and estimators, by a matrix that stands in them."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, ones, zeros

inv, norm, det = np.linalg.inv, np.linalg.norm, np.linalg.det


def commutator(X, A):
    return X @ A - A @ X


def ridge(X, c):
    return inv(X.T @ X + c * eye(X.shape[1]))


def row_lengths(X):
    return np.sqrt(np.sum(X**2, axis=1))


def excess(X):
    return X.T @ X - eye(X.shape[1])


def quotient(A, B, x):
    return (x @ A @ x) / (x @ B @ x)


def near_one(n):
    """Ones, and a millionth more on the diagonal."""
    return ones(n, n) + 1e-6 * eye(n)


def square_slope(X, left, right):
    return np.einsum("ik,lj->ijkl", left, X) + np.einsum("ik,lj->ijkl", X, right)


def stretched(A, B, c):
    return np.linalg.slogdet(A + c * B)[1]


FACTS = [
    stated("trace of a sandwich", "gradient", "A: p m, X: m n, B: n p", lambda A, X, B: np.trace(A @ X @ B), lambda A, X, B: A.T @ B.T,
           by="X"),
    stated("trace of a sandwich, cycled but not transposed", "gradient", "A: n n, X: n n, B: n n", lambda A, X, B: np.trace(A @ X @ B),
           lambda A, X, B: B @ A, by="X", wrong="region: the transpose of B A; the same where that is symmetric"),
    stated("trace of a sandwich, each factor transposed in place", "gradient", "A: n n, X: n n, B: n n", lambda A, X,
           B: np.trace(A @ X @ B),
           lambda A, X, B: B.T @ A.T, by="X", wrong="region: the order is A first; right for matrices that commute"),
    stated("square of a matrix", "jacobian", "X: n n", lambda X: X @ X, lambda X: square_slope(X, eye(X.shape[0]), eye(X.shape[0])),
           by="X"),
    stated("square of a matrix, 2X", "jacobian", "X: n n", lambda X: X @ X, lambda X: 2 * np.einsum("ik,lj->ijkl", eye(X.shape[0]), X),
           by="X",
           wrong="size: as for numbers; matrices need not commute with their change"),
    stated("Gram matrix", "jacobian", "X: m n", lambda X: X.T @ X,
           lambda X: np.einsum("il,kj->ijkl", eye(X.shape[1]), X) + np.einsum("jl,ki->ijkl", eye(X.shape[1]), X), by="X"),
    stated("Gram matrix, one factor moving", "jacobian", "X: m n", lambda X: X.T @ X,
           lambda X: 2 * np.einsum("il,kj->ijkl", eye(X.shape[1]), X), by="X",
           wrong="size: right for a single column, where both terms agree"),
    stated("commutator's size", "gradient", "X: n n, A: n n", lambda X, A: np.sum(commutator(X, A) ** 2),
           lambda X, A: 2 * commutator(commutator(X, A), A.T), by="X", level="nasty", why="zero where the matrices commute, as at size 1"),
    stated("commutator's size, transpose forgotten", "gradient", "X: n n, A: n n", lambda X, A: np.sum(commutator(X, A) ** 2),
           lambda X, A: 2 * commutator(commutator(X, A), A), by="X",
           wrong="region: the adjoint of a commutator has A transposed; right if symmetric"),
    stated("ridge estimate by the penalty", "jacobian", "X: m n, y: m, c: positive", lambda X, y, c: ridge(X, c) @ X.T @ y,
           lambda X, y, c: -ridge(X, c) @ ridge(X, c) @ X.T @ y, by="c"),
    stated("ridge estimate by the penalty, one inverse", "jacobian", "X: m n, y: m, c: positive", lambda X, y, c: ridge(X, c) @ X.T @ y,
           lambda X, y, c: -ridge(X, c) @ X.T @ y, by="c", wrong="gross: the derivative of an inverse has two of them"),
    stated("hat matrix's fit by the data", "jacobian", "X: m n, y: m", lambda X, y: X @ ridge(X, 1e-6) @ X.T @ y,
           lambda X, y: X @ ridge(X, 1e-6) @ X.T, by="y", level="nasty", why="nearly singular with more columns than rows"),
    stated("sum of the rows' lengths", "gradient", "X: m n", lambda X: np.sum(row_lengths(X)), lambda X: X / row_lengths(X)[:, None],
           by="X"),
    stated("sum of the rows' lengths, by columns", "gradient", "X: n n", lambda X: np.sum(row_lengths(X)),
           lambda X: X / row_lengths(X), by="X", wrong="size: broadcast along the columns; right for one entry"),
    stated("departure from orthonormal columns", "gradient", "X: m n", lambda X: np.sum(excess(X) ** 2), lambda X: 4 * X @ excess(X),
           by="X"),
    stated("departure from orthonormal columns, rows' excess", "gradient", "X: n n", lambda X: np.sum(excess(X) ** 2),
           lambda X: 4 * (X @ X.T + eye(X.shape[0])) @ X, by="X", wrong="gross: the identity is subtracted"),
    stated("generalised Rayleigh quotient", "gradient", "A: n n symmetric, B: n n spd, x: n", lambda A, B, x: quotient(A, B, x),
           lambda A, B, x: 2 * (A @ x - quotient(A, B, x) * (B @ x)) / (x @ B @ x), by="x"),
    stated("generalised Rayleigh quotient, plain denominator", "gradient", "A: n n symmetric, B: n n spd, x: n",
           lambda A, B, x: quotient(A, B, x), lambda A, B, x: 2 * (A @ x - quotient(A, B, x) * x) / (x @ B @ x), by="x",
           wrong="region: B multiplies the second term; right where B x is x"),
    stated("generalised Rayleigh quotient of any matrix", "gradient", "A: n n, B: n n spd, x: n", lambda A, B, x: quotient(A, B, x),
           lambda A, B, x: 2 * (A @ x - quotient(A, B, x) * (B @ x)) / (x @ B @ x), by="x",
           wrong="region: A x stands for (A + Aᵀ)x / 2, the same for symmetric matrices only"),
    stated("square of the trace", "gradient", "X: n n", lambda X: np.trace(X) ** 2, lambda X: 2 * np.trace(X) * eye(X.shape[0]), by="X"),
    stated("square of the trace, as of the square", "gradient", "X: n n", lambda X: np.trace(X) ** 2, lambda X: 2 * X.T, by="X",
           wrong="size: that is the trace of the square; the same at size 1"),
    stated("second invariant", "gradient", "X: n n", lambda X: (np.trace(X) ** 2 - np.trace(X @ X)) / 2,
           lambda X: np.trace(X) * eye(X.shape[0]) - X.T, by="X", level="nasty", why="identically zero at size 1"),
    stated("second invariant, untransposed", "gradient", "X: n n", lambda X: (np.trace(X) ** 2 - np.trace(X @ X)) / 2,
           lambda X: np.trace(X) * eye(X.shape[0]) - X, by="X", wrong="region: X must be transposed"),
    stated("log determinant along a pencil", "derivative", "A: n n spd, B: n n spd, c: positive", lambda A, B, c: stretched(A, B, c),
           lambda A, B, c: np.trace(inv(A + c * B) @ B), by="c"),
    stated("log determinant along a pencil, at its start", "derivative", "A: n n spd, B: n n spd, c: positive", lambda A, B,
           c: stretched(A, B, c),
           lambda A, B, c: np.trace(inv(A) @ B), by="c", wrong="gross: the inverse moves with c; right at zero only"),
    stated("solution of a nearly singular system by its scale", "derivative", "b: n, s: interval(1,2)",
           lambda b, s: b @ np.linalg.solve(s * near_one(b.shape[0]), b), lambda b, s: -b @ inv(near_one(b.shape[0])) @ b / s**2, by="s",
           level="nasty", why="the condition number is a few million"),
    stated("determinant of a product by one factor", "gradient", "A: n n invertible, X: n n invertible", lambda A, X: det(A @ X),
           lambda A, X: det(A) * det(X) * inv(X).T, by="X"),
    stated("determinant of a product, of the factor alone", "gradient", "A: n n invertible, X: n n invertible", lambda A, X: det(A @ X),
           lambda A, X: np.abs(det(A)) * det(X) * inv(X).T, by="X", wrong="region: wrong where the other factor turns space over"),
    stated("sum of a Hadamard square", "gradient", "X: m n, W: m n", lambda X, W: np.sum(W * X * X), lambda X, W: 2 * W * X, by="X"),
    stated("sum of a Hadamard square, last column's weight lost", "gradient", "X: m n, W: m n", lambda X, W: np.sum(W * X * X),
           lambda X, W: 2 * X * np.where(arange(X.shape[1]) == X.shape[1] - 1, 1, W), by="X",
           wrong="entry: the last column is weighted too"),
    stated("squared distances of all pairs", "gradient", "X: m n", lambda X: np.sum((X[:, None, :] - X[None, :, :]) ** 2),
           lambda X: 4 * (X.shape[0] * X - np.sum(X, axis=0)), by="X", level="nasty", why="zero for a single point"),
    stated("squared distances of all pairs, mean for sum", "gradient", "X: m n", lambda X: np.sum((X[:, None, :] - X[None, :, :]) ** 2),
           lambda X: 4 * (X - np.mean(X, axis=0)), by="X", wrong="size: m times as much; a single point has no distances"),
    stated("antisymmetric part's size", "gradient", "X: n n", lambda X: np.sum((X - X.T) ** 2), lambda X: 4 * (X - X.T), by="X"),
    stated("antisymmetric part's size, halved", "gradient", "X: n n", lambda X: np.sum((X - X.T) ** 2), lambda X: 2 * (X - X.T), by="X",
           wrong="size: every difference is in the sum twice; nothing to see at size 1"),
    stated("smoothness on a graph", "gradient", "W: n n symmetric, x: n", lambda W, x: np.sum(W * (x[:, None] - x[None, :]) ** 2) / 2,
           lambda W, x: 2 * (np.sum(W, axis=1) * x - W @ x), by="x"),
    stated("smoothness on a directed graph", "gradient", "W: n n, x: n", lambda W, x: np.sum(W * (x[:, None] - x[None, :]) ** 2) / 2,
           lambda W, x: 2 * (np.sum(W, axis=1) * x - W @ x), by="x", wrong="region: right for symmetric weights only"),
    stated("trace against the definite matrix's square", "gradient", "P: n n spd", lambda P: np.trace(P @ P) / 2, lambda P: P, by="P"),
    stated("trace of an inverse product", "gradient", "A: n n, X: n n invertible", lambda A, X: np.trace(A @ inv(X)),
           lambda A, X: -inv(X).T @ A.T @ inv(X).T, by="X"),
    stated("trace of an inverse product, A untransposed", "gradient", "A: n n, X: n n invertible", lambda A, X: np.trace(A @ inv(X)),
           lambda A, X: -inv(X).T @ A @ inv(X).T, by="X", wrong="region: right for symmetric A only"),
    stated("trace of the fourth power, 1e-4 too much", "gradient", "X: n n", lambda X: np.trace(X @ X @ X @ X),
           lambda X: 4.0004 * (X @ X @ X).T, by="X", wrong="little: the factor is 4"),
    stated("bilinear form's square, small", "gradient", "A: n n, x: n", lambda A, x: 1e-9 * (x @ A @ x) ** 2,
           lambda A, x: 2e-9 * (x @ A @ x) * (A + A.T) @ x, by="x", level="nasty", why="a scale of 1e-9"),
    stated("bilinear form's square, small, symmetric", "gradient", "A: n n, x: n", lambda A, x: 1e-9 * (x @ A @ x) ** 2,
           lambda A, x: 4e-9 * (x @ A @ x) * (A @ x), by="x", wrong="region: A + Aᵀ is 2A for symmetric matrices only"),
    stated("rotated trace along the rotations", "gradient", "A: n n symmetric, Q: n n orthogonal", lambda A, Q: np.trace(Q.T @ A @ Q),
           lambda A, Q: zeros(Q.shape[0], Q.shape[0]), by="Q", level="nasty",
           why="the trace does not change; across the rotations it would"),
    stated("first order inverse", "jacobian", "b: n, E: n n interval(-0.01,0.01)", lambda b, E: np.linalg.solve(eye(b.shape[0]) + E, b),
           lambda b, E: eye(b.shape[0]) - E, by="b", wrong="little: the square of E is left out, about a relative 1e-4"),
]  # fmt: skip
