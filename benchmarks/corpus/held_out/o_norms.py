"""Inequalities between norms, traces, determinants and eigenvalues."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import eye

inv, det, norm, eigvalsh = np.linalg.inv, np.linalg.det, np.linalg.norm, np.linalg.eigvalsh


def logdet(P):
    return np.linalg.slogdet(P)[1]


def scales(P):
    """The roots of P_ii times P_jj."""
    return np.sqrt(np.diagonal(P)[:, None] * np.diagonal(P))


FACTS = [
    stated("spectral norm between column and row sums", "at most", "A: m n", lambda A: norm(A, 2) ** 2,
           lambda A: norm(A, 1) * norm(A, np.inf),
           level="nasty", why="equality for a single entry and for multiples of permutations"),
    stated("trace against the Frobenius norm", "at most", "A: n n", lambda A: np.trace(A) ** 2, lambda A: A.shape[0] * norm(A) ** 2,
           level="nasty", why="equality at multiples of the identity"),
    stated("determinant's root below the mean eigenvalue", "at most", "P: n n spd", lambda P: det(P) ** (1 / P.shape[0]),
           lambda P: np.trace(P) / P.shape[0]),
    stated("Minkowski for determinants", "at most", "P: n n spd, Q: n n spd",
           lambda P, Q: det(P) ** (1 / P.shape[0]) + det(Q) ** (1 / P.shape[0]), lambda P, Q: det(P + Q) ** (1 / P.shape[0]),
           level="nasty", why="equality at size 1 and for proportional matrices"),
    stated("Oppenheim", "at most", "P: n n spd, Q: n n spd", lambda P, Q: det(P) * det(Q), lambda P, Q: det(P * Q)),
    stated("Kantorovich", "at most", "P: n n spd, x: n", lambda P, x: (x @ P @ x) * (x @ inv(P) @ x),
           lambda P, x: (eigvalsh(P)[0] + eigvalsh(P)[-1]) ** 2 / (4 * eigvalsh(P)[0] * eigvalsh(P)[-1]) * (x @ x) ** 2,
           level="nasty", why="equality at size 1 and halfway between two eigenvectors"),
    stated("log determinant is concave", "at most", "P: n n spd, Q: n n spd", lambda P, Q: (logdet(P) + logdet(Q)) / 2,
           lambda P, Q: logdet((P + Q) / 2)),
    stated("largest eigenvalue bounds the form", "at most", "S: n n symmetric, x: n", lambda S, x: x @ S @ x,
           lambda S, x: np.max(eigvalsh(S)) * (x @ x)),
    stated("Hadamard by rows", "at most", "A: n n", lambda A: det(A) ** 2, lambda A: np.prod(np.sum(A**2, axis=1)),
           level="nasty", why="equality for orthogonal rows"),
    stated("entries of a covariance", "at most", "P: n n spd", lambda P: np.abs(P), lambda P: scales(P)),
    stated("conditional variance below the marginal one", "at most", "P: n n spd", lambda P: 1 / np.diagonal(inv(P)),
           lambda P: np.diagonal(P)),
    stated("smallest eigenvalues below the smallest diagonal, summed", "at most", "S: n n symmetric", lambda S: np.cumsum(eigvalsh(S)),
           lambda S: np.cumsum(np.sort(np.diagonal(S))), level="nasty", why="the last sums are both the trace"),
    stated("determinant grows by the identity", "less", "P: n n spd", lambda P: det(P), lambda P: det(P + eye(P.shape[0]))),
    # wrong
    stated("log determinant is convex", "at most", "P: n n spd, Q: n n spd", lambda P, Q: logdet((P + Q) / 2),
           lambda P, Q: (logdet(P) + logdet(Q)) / 2, wrong="gross: concave, the other way"),
    stated("determinant of a sum of definite matrices from above", "at most", "P: n n spd, Q: n n spd", lambda P, Q: det(P + Q),
           lambda P, Q: det(P) + det(Q), wrong="gross: the other way; equal at size 1"),
    stated("Kantorovich, a thousandth sharper", "at most", "P: n n spd, x: n", lambda P, x: (x @ P @ x) * (x @ inv(P) @ x),
           lambda P, x: 0.999 * (eigvalsh(P)[0] + eigvalsh(P)[-1]) ** 2 / (4 * eigvalsh(P)[0] * eigvalsh(P)[-1]) * (x @ x) ** 2,
           wrong="little: the constant is attained, at size 1 always"),
    stated("determinant's root below the mean eigenvalue, by a ten-thousandth", "at most", "P: n n spd",
           lambda P: det(P) ** (1 / P.shape[0]),
           lambda P: 0.9999 * np.trace(P) / P.shape[0], wrong="little: equality at size 1 and at multiples of the identity"),
    stated("diagonal below the eigenvalues, one by one", "at most", "S: n n symmetric", lambda S: np.sort(np.diagonal(S)),
           lambda S: eigvalsh(S),
           wrong="entry: the smallest one lies above the smallest eigenvalue"),
    stated("entries of a covariance, strictly correlated", "at most", "P: n n spd", lambda P: np.abs(P), lambda P: 0.999 * scales(P),
           wrong="entry: on the diagonal the correlation is 1"),
    stated("smallest eigenvalues below the diagonal, summed and a hundredth less", "at most", "P: n n spd",
           lambda P: np.cumsum(eigvalsh(P)),
           lambda P: 0.99 * np.cumsum(np.sort(np.diagonal(P))), wrong="entry: the last sums are both the trace; the first ones may hold"),
    stated("Cauchy–Schwarz for any symmetric form", "at most", "S: n n symmetric, x: n, y: n", lambda S, x, y: (x @ S @ y) ** 2,
           lambda S, x, y: (x @ S @ x) * (y @ S @ y), wrong="region: for definite forms, or one entry"),
    stated("trace of a product below the product of traces", "at most", "S: n n symmetric, T: n n symmetric", lambda S, T: np.trace(S @ T),
           lambda S, T: np.trace(S) * np.trace(T), wrong="region: for definite matrices"),
    stated("entries of a symmetric matrix below the diagonal's means", "at most", "S: n n symmetric", lambda S: np.abs(S),
           lambda S: (np.diagonal(S)[:, None] + np.diagonal(S)) / 2, wrong="region: for definite matrices"),
    stated("spectral norm below the largest column sum", "at most", "A: m n", lambda A: norm(A, 2), lambda A: norm(A, 1),
           wrong="size: a row of ones has norm root n; right for a single column or for symmetric matrices", witness={"A": [[1.0, 1.0]]}),
    stated("nuclear against Frobenius norm, rank two", "at most", "A: n n", lambda A: norm(A, "nuc"), lambda A: np.sqrt(2) * norm(A),
           wrong="size: the root of the rank, so it may fail from size 3 on",
           witness={"A": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]}),
    stated("trace against the Frobenius norm, size forgotten", "at most", "A: n n", lambda A: np.trace(A) ** 2, lambda A: norm(A) ** 2,
           wrong="size: n times that; right at size 1", witness={"A": [[1.0, 0.0], [0.0, 1.0]]}),
    stated("largest eigenvalue of a multiple", "at most", "S: n n symmetric, c", lambda S, c: np.max(eigvalsh(c * S)),
           lambda S, c: c * np.max(eigvalsh(S)), wrong="branch: a negative factor takes the smallest one"),
]  # fmt: skip
