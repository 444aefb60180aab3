"""Traces, determinants, inverses, quadratic forms and norms, by a matrix or a vector."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, ones

inv, det, norm = np.linalg.inv, np.linalg.det, np.linalg.norm


def logdet(A):
    return np.linalg.slogdet(A)[1]


def rayleigh(A, x):
    return x @ A @ x / (x @ x)


def nearly_singular(b):
    return ones(b.shape[0], b.shape[0]) + 1e-6 * eye(b.shape[0])


def spared(A):
    """1 but for the first entry, which is 0."""
    return np.minimum(arange(A.shape[0])[:, None] + arange(A.shape[1]), 1)


FACTS = [
    stated("ill-conditioned bilinear form", "gradient", "b: n, c: n", lambda b, c: c @ np.linalg.solve(nearly_singular(b), b),
           lambda b, c: inv(nearly_singular(b)).T @ c, by="b", level="nasty", why="the condition number is a few million"),
    stated("determinant scaled down", "gradient", "X: 3 3 invertible", lambda X: 1e-12 * det(X), lambda X: 1e-12 * det(X) * inv(X).T, by="X",
           level="nasty", why="an absolute tolerance would accept anything"),
    stated("inverse by the matrix, first entry", "jacobian", "X: n n invertible", lambda X: inv(X),
           lambda X: -np.einsum("ik,lj->ijkl", inv(X), inv(X)) * spared(X)[:, :, None, None], by="X",
           wrong="entry: the first entry of the inverse moves too"),
    stated("quadratic form by its matrix, second row", "gradient", "A: n n, x: n", lambda A, x: x @ A @ x,
           lambda A, x: np.outer(x * np.where(arange(x.shape[0]) == 1, 1.01, 1), x), by="A", wrong="entry: the second row is a hundredth too large"),
    stated("trace of a product", "gradient", "A: n m, X: m n", lambda A, X: np.trace(A @ X), lambda A, X: A.T, by="X"),
    stated("trace of a quadratic form", "gradient", "A: m m, X: m n", lambda A, X: np.trace(X.T @ A @ X), lambda A, X: (A + A.T) @ X, by="X"),
    stated("determinant", "gradient", "X: n n invertible", lambda X: det(X), lambda X: det(X) * inv(X).T, by="X"),
    stated("log of the determinant's size", "gradient", "X: n n invertible", lambda X: logdet(X), lambda X: inv(X).T, by="X"),
    stated("quadratic form", "gradient", "A: n n, x: n", lambda A, x: x @ A @ x, lambda A, x: (A + A.T) @ x, by="x"),
    stated("quadratic form by its matrix", "gradient", "A: n n, x: n", lambda A, x: x @ A @ x, lambda A, x: np.outer(x, x), by="A"),
    stated("Frobenius norm", "gradient", "X: m n", lambda X: norm(X), lambda X: X / norm(X), by="X"),
    stated("bilinear form of the inverse", "gradient", "X: n n invertible, a: n, b: n", lambda X, a, b: a @ inv(X) @ b,
           lambda X, a, b: -inv(X).T @ np.outer(a, b) @ inv(X).T, by="X"),
    stated("inverse by the matrix", "jacobian", "X: n n invertible", lambda X: inv(X),
           lambda X: -np.einsum("ik,lj->ijkl", inv(X), inv(X)), by="X"),
    stated("sum of a Kronecker product", "gradient", "A: m n, X: p q", lambda A, X: np.sum(np.kron(A, X)),
           lambda A, X: np.sum(A) * ones(X.shape[0], X.shape[1]), by="X"),
    stated("least squares by the unknown", "gradient", "A: m n, X: n p, B: m p", lambda A, X, B: np.sum((A @ X - B) ** 2),
           lambda A, X, B: 2 * A.T @ (A @ X - B), by="X"),
    stated("least squares by the map", "gradient", "A: m n, X: n p, B: m p", lambda A, X, B: np.sum((A @ X - B) ** 2),
           lambda A, X, B: 2 * (A @ X - B) @ X.T, by="A"),
    stated("log determinant of a definite matrix", "gradient", "P: n n spd", lambda P: logdet(P), lambda P: inv(P), by="P"),
    stated("trace of the inverse", "gradient", "X: n n invertible", lambda X: np.trace(inv(X)), lambda X: -(inv(X) @ inv(X)).T, by="X"),
    stated("trace of the cube", "gradient", "X: n n", lambda X: np.trace(X @ X @ X), lambda X: 3 * (X @ X).T, by="X"),
    stated("determinant of two by two, singular or not", "gradient", "X: 2 2", lambda X: det(X), lambda X: (np.trace(X) * eye(2) - X).T, by="X",
           level="nasty", why="the cofactors exist where the inverse does not"),
    stated("fourth power of the Frobenius norm", "gradient", "X: m n", lambda X: norm(X) ** 4, lambda X: 4 * np.sum(X**2) * X, by="X"),
    stated("quadratic form by a symmetric matrix", "gradient", "S: n n symmetric, x: n", lambda S, x: x @ S @ x,
           lambda S, x: np.outer(x, x), by="S"),
    stated("Rayleigh quotient", "gradient", "S: n n symmetric, x: n", lambda S, x: rayleigh(S, x),
           lambda S, x: 2 * (S @ x - rayleigh(S, x) * x) / (x @ x), by="x"),
    stated("quadratic form of a nearly singular inverse", "gradient", "b: n", lambda b: b @ inv(nearly_singular(b)) @ b,
           lambda b: 2 * inv(nearly_singular(b)) @ b, by="b", level="nasty", why="the condition number is a few million"),
    stated("log determinant of a Gram matrix with a ridge", "gradient", "A: m n", lambda A: logdet(A @ A.T + eye(A.shape[0])),
           lambda A: 2 * inv(A @ A.T + eye(A.shape[0])) @ A, by="A"),
    stated("determinant of a scaled matrix", "derivative", "X: n n, c: positive", lambda X, c: det(c * X),
           lambda X, c: X.shape[0] * c ** (X.shape[0] - 1) * det(X), by="c"),
    stated("trace against a rotation", "gradient", "A: n n, Q: n n orthogonal", lambda A, Q: np.trace(A.T @ Q), lambda A, Q: A, by="Q",
           level="nasty", why="only directions along the orthogonal matrices count"),
    stated("Gram matrix's squared norm", "gradient", "X: m n", lambda X: np.sum((X.T @ X) ** 2), lambda X: 4 * X @ X.T @ X, by="X"),
    stated("trace of a product, untransposed", "gradient", "A: n n, X: n n", lambda A, X: np.trace(A @ X), lambda A, X: A, by="X",
           wrong="region: A must be transposed, which shows where it is not symmetric"),
    stated("trace of a quadratic form, symmetric only", "gradient", "A: m m, X: m n", lambda A, X: np.trace(X.T @ A @ X),
           lambda A, X: 2 * A @ X, by="X", wrong="region: A + A.T is 2A for symmetric matrices only"),
    stated("determinant with the inverse untransposed", "gradient", "X: n n invertible", lambda X: det(X), lambda X: det(X) * inv(X), by="X",
           wrong="region: the inverse must be transposed"),
    stated("log of the determinant's size, with its sign", "gradient", "X: n n invertible", lambda X: logdet(X),
           lambda X: np.sign(det(X)) * inv(X).T, by="X", wrong="region: the sign cancels; wrong where the determinant is negative"),
    stated("determinant by its size", "gradient", "X: n n invertible", lambda X: det(X), lambda X: np.abs(det(X)) * inv(X).T, by="X",
           wrong="region: wrong where the determinant is negative"),
    stated("quadratic form by its matrix, 1e-4 too much", "gradient", "A: n n, x: n", lambda A, x: x @ A @ x,
           lambda A, x: 1.0001 * np.outer(x, x), by="A", wrong="little: the factor is 1"),
    stated("log determinant of a definite matrix, twice off the diagonal", "gradient", "P: n n spd", lambda P: logdet(P),
           lambda P: 2 * inv(P) - inv(P) * eye(P.shape[0]), by="P",
           wrong="size: entries off the diagonal are counted in both places already; the same only at size 1"),
    stated("inverse by the matrix, sign lost", "jacobian", "X: n n invertible", lambda X: inv(X),
           lambda X: np.einsum("ik,lj->ijkl", inv(X), inv(X)), by="X", wrong="gross: the derivative of an inverse is negative"),
    stated("inverse by the matrix, factors swapped", "jacobian", "X: n n invertible", lambda X: inv(X),
           lambda X: -np.einsum("ki,jl->ijkl", inv(X), inv(X)), by="X", wrong="region: both factors are transposed, the same for symmetric inverses"),
    stated("trace of the cube, untransposed", "gradient", "X: n n", lambda X: np.trace(X @ X @ X), lambda X: 3 * X @ X, by="X",
           wrong="region: the square must be transposed"),
    stated("trace of the inverse, untransposed", "gradient", "X: n n invertible", lambda X: np.trace(inv(X)), lambda X: -inv(X) @ inv(X),
           by="X", wrong="region: the square of the inverse must be transposed"),
    stated("Frobenius norm, normalised twice", "gradient", "X: m n", lambda X: norm(X), lambda X: X / norm(X) ** 2, by="X",
           wrong="gross: one power of the norm too many"),
    stated("least squares, first entry left out", "gradient", "A: m n, X: n p, B: m p", lambda A, X, B: np.sum((A @ X - B) ** 2),
           lambda A, X, B: 2 * A.T @ (A @ X - B) * spared(X), by="X", wrong="entry: the first entry is not zero"),
    stated("determinant of two by two, one cofactor without its sign", "gradient", "X: 2 2", lambda X: det(X),
           lambda X: (np.trace(X) * eye(2) - X).T + 2 * X.T * np.triu(ones(2, 2), 1), by="X",
           wrong="entry: the cofactor at the upper right is minus the lower left entry"),
    stated("determinant, 1e-5 too much", "gradient", "X: n n invertible", lambda X: det(X), lambda X: 1.00001 * det(X) * inv(X).T, by="X",
           wrong="little: the factor is 1"),
    stated("bilinear form by its right vector", "gradient", "A: n n, x: n, y: n", lambda A, x, y: x @ A @ y, lambda A, x, y: A @ x, by="y",
           wrong="region: A.T @ x; the same for symmetric matrices"),
    stated("log determinant of a Gram matrix with twice the ridge", "gradient", "A: m n", lambda A: logdet(A @ A.T + eye(A.shape[0])),
           lambda A: 2 * inv(A @ A.T + 2 * eye(A.shape[0])) @ A, by="A", wrong="gross: the ridge is 1"),
    stated("sum of a Kronecker product by the wrong factor", "gradient", "A: m n, X: p q", lambda A, X: np.sum(np.kron(A, X)),
           lambda A, X: np.sum(X) * ones(X.shape[0], X.shape[1]), by="X", wrong="gross: the sum of the other factor multiplies"),
    stated("Rayleigh quotient on the sphere only", "gradient", "S: n n symmetric, x: n", lambda S, x: rayleigh(S, x),
           lambda S, x: 2 * (S @ x - rayleigh(S, x) * x), by="x", wrong="gross: divided by the squared length, which matters off the unit sphere"),
    stated("determinant of a scaled matrix, power capped", "derivative", "X: n n, c: positive", lambda X, c: det(c * X),
           lambda X, c: X.shape[0] * c ** (np.minimum(X.shape[0], 3) - 1) * det(X), by="c", wrong="size: the power is n - 1, seen from size 4 on",
           witness={"X": [[1.0, 0, 0, 0], [0, 2.0, 0, 0], [0, 0, 1.0, 0], [1.0, 0, 0, 1.0]], "c": 2.0}),
    stated("trace against a symmetric matrix, upper half", "gradient", "A: n n, S: n n symmetric", lambda A, S: np.trace(A.T @ S),
           lambda A, S: np.triu(A), by="S", wrong="gross: the entries below the diagonal count as well"),
    stated("squared norm of a product by the left factor", "gradient", "X: m n, B: n p", lambda X, B: np.sum((X @ B) ** 2),
           lambda X, B: 2 * X @ np.tril(B @ B.T), by="X", wrong="entry: the part above the diagonal of the Gram matrix is missing"),
    stated("Gram matrix's squared norm, factor of the square", "gradient", "X: m n", lambda X: np.sum((X.T @ X) ** 2),
           lambda X: 2 * X @ X.T @ X, by="X", wrong="gross: X occurs four times, so the factor is 4"),
    stated("bilinear form of the inverse, vectors swapped", "gradient", "X: n n invertible, a: n, b: n", lambda X, a, b: a @ inv(X) @ b,
           lambda X, a, b: -inv(X).T @ np.outer(b, a) @ inv(X).T, by="X", wrong="region: a and b are swapped, the same where they are parallel"),
]  # fmt: skip
