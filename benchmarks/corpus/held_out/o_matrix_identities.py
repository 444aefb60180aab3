"""Equations between matrices, determinants, traces and forms."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, ones

inv, det, norm, solve = np.linalg.inv, np.linalg.det, np.linalg.norm, np.linalg.solve


def logdet(P):
    return np.linalg.slogdet(P)[1]


def hilbert(n):
    return 1 / (arange(n)[:, None] + arange(n) + 1)


def gain(P, H, R):
    return P @ H.T @ inv(H @ P @ H.T + R)


def cayley(S):
    return (eye(S.shape[0]) - S) @ inv(eye(S.shape[0]) + S)


def bracket(A, B):
    return A @ B - B @ A


def spread(W, x):
    """Half the weighted squared differences over the edges."""
    return np.sum(W * (x[:, None] - x) ** 2) / 2


FACTS = [
    stated("push-through", "identity", "A: m n, B: n m", lambda A, B: inv(eye(A.shape[0]) + A @ B) @ A,
           lambda A, B: A @ inv(eye(A.shape[1]) + B @ A)),
    stated("determinant by a Schur complement", "identity", "A: n n invertible, B: n k, C: k n, D: k k",
           lambda A, B, C, D: det(np.concatenate([np.concatenate([A, B], axis=1), np.concatenate([C, D], axis=1)], axis=0)),
           lambda A, B, C, D: det(A) * det(D - C @ inv(A) @ B)),
    stated("row-wise vectorised product", "identity", "A: m n, X: n k, B: k p", lambda A, X, B: np.kron(A, B.T) @ np.reshape(X, -1),
           lambda A, X, B: np.reshape(A @ X @ B, -1)),
    stated("determinant of a Kronecker product, two by two", "identity", "A: 2 2, B: n n", lambda A, B: det(np.kron(A, B)),
           lambda A, B: det(A) ** B.shape[0] * det(B) ** 2),
    stated("Cayley and Hamilton, two by two", "identity", "A: 2 2", lambda A: A @ A, lambda A: np.trace(A) * A - det(A) * eye(2)),
    stated("determinant of three by three from traces", "identity", "A: 3 3", lambda A: det(A),
           lambda A: (np.trace(A) ** 3 - 3 * np.trace(A) * np.trace(A @ A) + 2 * np.trace(A @ A @ A)) / 6,
           level="nasty", why="three cubic terms cancel where the matrix is nearly singular"),
    stated("determinant lemma for blocks", "identity", "A: n n invertible, U: n k, V: n k", lambda A, U, V: det(A + U @ V.T),
           lambda A, U, V: det(A) * det(eye(U.shape[1]) + V.T @ inv(A) @ U)),
    stated("Jacobi's identity for commutators", "identity", "A: n n, B: n n, C: n n",
           lambda A, B, C: bracket(A, bracket(B, C)) + bracket(B, bracket(C, A)) + bracket(C, bracket(A, B)), lambda A, B, C: 0 * A,
           level="nasty", why="twelve products cancel to nothing, so there is no size to be relative to"),
    stated("trace of a commutator", "identity", "A: m n, B: n m", lambda A, B: np.trace(A @ B) - np.trace(B @ A), lambda A, B: 0,
           level="nasty", why="zero by cancellation"),
    stated("reflection done twice", "identity", "v: n positive",
           lambda v: (eye(v.shape[0]) - 2 * np.outer(v, v) / (v @ v)) @ (eye(v.shape[0]) - 2 * np.outer(v, v) / (v @ v)),
           lambda v: eye(v.shape[0])),
    stated("Cayley transform is orthogonal", "identity", "A: n n", lambda A: cayley(A - A.T).T @ cayley(A - A.T),
           lambda A: eye(A.shape[0])),
    stated("log determinant from a Cholesky factor", "identity", "P: n n spd",
           lambda P: 2 * np.sum(np.log(np.diagonal(np.linalg.cholesky(P)))),
           lambda P: logdet(P)),
    stated("filter update in information form", "identity", "P: n n spd, R: m m spd, H: m n", lambda P, R, H: P - gain(P, H, R) @ H @ P,
           lambda P, R, H: inv(inv(P) + H.T @ inv(R) @ H)),
    stated("Joseph's form", "identity", "P: n n spd, R: m m spd, H: m n",
           lambda P, R, H: (eye(P.shape[0]) - gain(P, H, R) @ H) @ P @ (eye(P.shape[0]) - gain(P, H, R) @ H).T
           + gain(P, H, R) @ R @ gain(P, H, R).T,
           lambda P, R, H: (eye(P.shape[0]) - gain(P, H, R) @ H) @ P, level="nasty",
           why="the short form cancels where measurements are good"),
    stated("polarisation with the trace", "identity", "A: m n, B: m n", lambda A, B: np.trace(A.T @ B),
           lambda A, B: (norm(A + B) ** 2 - norm(A - B) ** 2) / 4),
    stated("difference of inverses", "identity", "A: n n invertible, B: n n invertible", lambda A, B: inv(A) - inv(B),
           lambda A, B: inv(A) @ (B - A) @ inv(B)),
    stated("Vandermonde of three", "identity", "x: 3", lambda x: det(x[:, None] ** arange(3)),
           lambda x: (x[1] - x[0]) * (x[2] - x[0]) * (x[2] - x[1]),
           level="nasty", why="nearly equal nodes make the determinant a small difference"),
    stated("Hilbert's matrix undone", "identity", "x: n", lambda x: solve(hilbert(x.shape[0]), hilbert(x.shape[0]) @ x), lambda x: x,
           level="nasty", why="ill-conditioned: 5e5 at size 5"),
    stated("square completed", "identity", "P: n n spd, b: n, x: n", lambda P, b, x: x @ P @ x - 2 * b @ x,
           lambda P, b, x: (x - inv(P) @ b) @ P @ (x - inv(P) @ b) - b @ inv(P) @ b),
    stated("graph Laplacian's form", "identity", "W: n n symmetric, x: n", lambda W, x: x @ (np.sum(W, axis=1) * x) - x @ W @ x,
           lambda W, x: spread(W, x)),
    stated("trace seen from another basis", "identity", "A: n n, Q: n n orthogonal", lambda A, Q: np.trace(Q.T @ A @ Q),
           lambda A, Q: np.trace(A)),
    stated("cross product squared by Lagrange", "identity", "x: 3, y: 3", lambda x, y: norm(np.cross(x, y)) ** 2,
           lambda x, y: (x @ x) * (y @ y) - (x @ y) ** 2, level="nasty", why="the right side cancels for nearly parallel vectors"),
    # wrong
    stated("filter update with the noise not inverted", "identity", "P: n n spd, R: m m spd, H: m n",
           lambda P, R, H: P - gain(P, H, R) @ H @ P,
           lambda P, R, H: inv(inv(P) + H.T @ R @ H), wrong="gross: the precision of the noise belongs there, its inverse"),
    stated("difference of inverses, order of the difference kept", "identity", "A: n n invertible, B: n n invertible",
           lambda A, B: inv(A) - inv(B), lambda A, B: inv(A) @ (A - B) @ inv(B), wrong="gross: the sign; it is B - A in the middle"),
    stated("square completed, last term added", "identity", "P: n n spd, b: n, x: n", lambda P, b, x: x @ P @ x - 2 * b @ x,
           lambda P, b, x: (x - inv(P) @ b) @ P @ (x - inv(P) @ b) + b @ inv(P) @ b, wrong="gross: it is subtracted"),
    stated("determinant of three by three from traces, rounded", "identity", "A: 3 3", lambda A: det(A),
           lambda A: (np.trace(A) ** 3 - 3 * np.trace(A) * np.trace(A @ A) + 2.0005 * np.trace(A @ A @ A)) / 6,
           wrong="little: the last coefficient is 2"),
    stated("push-through, almost", "identity", "A: m n, B: n m", lambda A, B: inv(eye(A.shape[0]) + A @ B) @ A,
           lambda A, B: A @ inv(1.0002 * eye(A.shape[1]) + B @ A), wrong="little: the identity has the factor 1"),
    stated("Joseph's form with a little more noise", "identity", "P: n n spd, R: m m spd, H: m n",
           lambda P, R, H: (eye(P.shape[0]) - gain(P, H, R) @ H) @ P @ (eye(P.shape[0]) - gain(P, H, R) @ H).T
           + 1.001 * gain(P, H, R) @ R @ gain(P, H, R).T,
           lambda P, R, H: (eye(P.shape[0]) - gain(P, H, R) @ H) @ P, wrong="little: the noise has the factor 1"),
    stated("adjugate of two by two", "identity", "A: 2 2 invertible", lambda A: det(A) * inv(A),
           lambda A: np.trace(A) * eye(2) - A + 2 * A * np.outer(1 - arange(2), arange(2)),
           wrong="entry: the upper right entry changes its sign too"),
    stated("diagonal of a Cholesky factor", "identity", "P: n n spd", lambda P: np.diagonal(np.linalg.cholesky(P)),
           lambda P: np.sqrt(np.diagonal(P)),
           wrong="entry: for the first entry only; later ones lose what the row before explains"),
    stated("covariance of a one-hot variable", "identity", "p: n simplex",
           lambda p: np.sum(p[:, None, None] * (eye(p.shape[0]) - p)[:, :, None] * (eye(p.shape[0]) - p)[:, None, :], axis=0),
           lambda p: p * eye(p.shape[0]) - np.outer(p, p) * (1 - eye(p.shape[0])),
           wrong="entry: on the diagonal it is p - p squared"),
    stated("graph Laplacian's form, one-way streets", "identity", "W: n n, x: n", lambda W, x: x @ (np.sum(W, axis=1) * x) - x @ W @ x,
           lambda W, x: spread(W, x), wrong="region: half of the column sums belongs there; right for symmetric weights"),
    stated("squared length of an image by the square", "identity", "A: n n, x: n", lambda A, x: norm(A @ x) ** 2,
           lambda A, x: x @ A @ A @ x,
           wrong="region: a transposition is missing; right for symmetric matrices"),
    stated("trace of three factors in the other order", "identity", "A: n n, B: n n, C: n n", lambda A, B, C: np.trace(A @ B @ C),
           lambda A, B, C: np.trace(A @ C @ B), wrong="region: only cyclic turns are allowed; right for symmetric or commuting matrices"),
    stated("pseudoinverse of a product", "identity", "A: 2 3, B: 3 2", lambda A, B: np.linalg.pinv(A @ B),
           lambda A, B: np.linalg.pinv(B) @ np.linalg.pinv(A), wrong="region: right for full column rank before full row rank, not here"),
    stated("determinant of the negative", "identity", "A: n n", lambda A: det(-A), lambda A: det(A), wrong="size: right for even sizes"),
    stated("Kronecker product turned", "identity", "A: m m, B: n n", lambda A, B: np.kron(A, B), lambda A, B: np.kron(B, A),
           wrong="size: equal up to a permutation; right where one factor has a single entry"),
    stated("log determinant of a multiple", "identity", "P: n n spd, c: positive", lambda P, c: logdet(c * P),
           lambda P, c: np.log(c) + logdet(P),
           wrong="size: n times the logarithm"),
    stated("two matrix norms", "identity", "A: m n", lambda A: norm(A), lambda A: np.linalg.norm(A, 2),
           wrong="size: the root of the sum of squared singular values, not the largest; right for a single row or column"),
    stated("trace with a matrix of ones", "identity", "A: n n", lambda A: np.trace(A @ ones(A.shape[0], A.shape[0])), lambda A: np.trace(A),
           wrong="size: the sum of all entries; right at size 1 or for diagonal matrices"),
]  # fmt: skip
