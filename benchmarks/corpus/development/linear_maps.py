"""Linear maps: matrices, sums, shifts, projections, solves."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, ones


def corner(A):
    """0 at the first entry of a matrix, positive elsewhere."""
    return arange(A.shape[0])[:, None] + arange(A.shape[1])


def hilbert(n):
    return 1 / (arange(n)[:, None] + arange(n) + 1)


FACTS = [
    stated("matrix times vector", "jacobian", "W: m n, x: n", lambda W, x: W @ x, lambda W, x: W, by="x"),
    stated("two matrices composed", "jacobian", "V: m k, W: k n, x: n", lambda V, W, x: V @ (W @ x), lambda V, W, x: V @ W, by="x"),
    stated("matrix times vector, by the matrix", "jacobian", "W: m n, x: n", lambda W, x: W @ x,
           lambda W, x: eye(W.shape[0])[:, :, None] * x, by="W"),
    stated("affine map by its bias", "jacobian", "A: m n, x: n, b: m", lambda A, x, b: A @ x + b, lambda A, x, b: eye(A.shape[0]), by="b"),
    stated("matrix product by its right factor", "jacobian", "A: m n, X: n p", lambda A, X: A @ X,
           lambda A, X: np.einsum("ik,bl->ibkl", A, eye(X.shape[1])), by="X"),
    stated("matrix product by its left factor", "jacobian", "X: m n, B: n p", lambda X, B: X @ B,
           lambda X, B: np.einsum("ik,lj->ijkl", eye(X.shape[0]), B), by="X"),
    stated("transpose by the matrix", "jacobian", "X: m n", lambda X: X.T,
           lambda X: np.einsum("il,jk->ijkl", eye(X.shape[1]), eye(X.shape[0])), by="X"),
    stated("outer product by its left factor", "jacobian", "x: m, y: n", lambda x, y: np.outer(x, y),
           lambda x, y: eye(x.shape[0])[:, None, :] * y[None, :, None], by="x"),
    stated("cumulative sums", "jacobian", "x: n", lambda x: np.cumsum(x), lambda x: np.tril(ones(x.shape[0], x.shape[0])), by="x"),
    stated("centring", "jacobian", "x: n", lambda x: x - np.mean(x), lambda x: eye(x.shape[0]) - 1 / x.shape[0], by="x"),
    stated("projection on a line", "jacobian", "a: n positive, x: n", lambda a, x: a * (a @ x) / (a @ a),
           lambda a, x: np.outer(a, a) / (a @ a), by="x"),
    stated("solution of a system by its right side", "jacobian", "A: n n invertible, b: n", lambda A, b: np.linalg.solve(A, b),
           lambda A, b: np.linalg.inv(A), by="b"),
    stated("reversal", "jacobian", "x: n", lambda x: np.flip(x), lambda x: np.flip(eye(x.shape[0]), axis=0), by="x"),
    stated("cyclic shift", "jacobian", "x: n", lambda x: np.roll(x, 1), lambda x: np.roll(eye(x.shape[0]), 1, axis=0), by="x"),
    stated("a huge offset put on and taken off", "jacobian", "A: m n, x: n", lambda A, x: A @ (x + 1e8) - 1e8 * np.sum(A, axis=1),
           lambda A, x: A, by="x", level="nasty", why="differences of f lose eight digits to the offset"),
    stated("a map scaled down by 1e-12", "jacobian", "A: m n, x: n", lambda A, x: 1e-12 * (A @ x), lambda A, x: A * 1e-12, by="x",
           level="nasty", why="an absolute tolerance would accept anything"),
    stated("Hilbert system by its right side", "jacobian", "b: n", lambda b: np.linalg.solve(hilbert(b.shape[0]), b),
           lambda b: np.linalg.inv(hilbert(b.shape[0])), by="b", level="nasty", why="the condition number grows to 1e7 at size 6"),
    stated("length after a rotation", "gradient", "Q: n n orthogonal, x: n", lambda Q, x: np.sum((Q @ x) ** 2), lambda Q, x: 2 * x, by="x"),
    stated("alternating sum with a cancelling twin", "gradient", "x: n", lambda x: np.sum(1e6 * x) - np.sum((1e6 - 1) * x),
           lambda x: ones(x.shape[0]), by="x", level="nasty", why="two large slopes cancel to 1"),
    stated("matrix times vector, transposed", "jacobian", "A: n n, x: n", lambda A, x: A @ x, lambda A, x: A.T, by="x",
           wrong="region: the transpose, which differs only for matrices that are not symmetric"),
    stated("two square matrices composed the other way", "jacobian", "V: n n, W: n n, x: n", lambda V, W, x: V @ (W @ x),
           lambda V, W, x: W @ V, by="x", wrong="gross: the factors are in the wrong order, and matrices do not commute"),
    stated("matrix times vector, a thousandth too much", "jacobian", "W: m n, x: n", lambda W, x: W @ x, lambda W, x: 1.001 * W, by="x",
           wrong="little: the factor is 1"),
    stated("centring, divided by a size that is capped", "jacobian", "x: n", lambda x: x - np.mean(x),
           lambda x: eye(x.shape[0]) - 1 / np.minimum(x.shape[0], 3), by="x", wrong="size: 1/3 is right only up to three entries"),
    stated("matrix times vector, first entry negated", "jacobian", "W: m n, x: n", lambda W, x: W @ x,
           lambda W, x: np.where(corner(W) == 0, -W, W), by="x", wrong="entry: the first entry has the wrong sign"),
    stated("cumulative sums, the last without its last", "jacobian", "x: n", lambda x: np.cumsum(x),
           lambda x: np.tril(ones(x.shape[0], x.shape[0])) - np.where(corner(np.outer(x, x)) == 2 * x.shape[0] - 2, 1, 0), by="x",
           wrong="entry: the last sum includes the last entry"),
    stated("solution of a system, inverse transposed", "jacobian", "A: n n invertible, b: n", lambda A, b: np.linalg.solve(A, b),
           lambda A, b: np.linalg.inv(A).T, by="b", wrong="region: the transpose differs for matrices that are not symmetric"),
    stated("matrix on a vector kept above -2", "jacobian", "W: m n, x: n", lambda W, x: W @ np.maximum(x, -2), lambda W, x: W, by="x",
           wrong="branch: entries below -2 do not move the result"),
    stated("matrix on a clipped vector", "jacobian", "W: m n, x: n", lambda W, x: W @ np.clip(x, -50, 50), lambda W, x: W, by="x",
           wrong="branch: entries beyond 50 do not move the result", witness={"W": [[2.0, 1.0]], "x": [60.0, 1.0]}),
    stated("transpose by the matrix, indices unswapped", "jacobian", "X: n n", lambda X: X.T,
           lambda X: np.einsum("ik,jl->ijkl", eye(X.shape[0]), eye(X.shape[0])), by="X",
           wrong="gross: this is the derivative of X itself, the same only at size 1"),
    stated("cyclic shift, but not of one entry", "jacobian", "x: n", lambda x: np.roll(x, 1),
           lambda x: np.roll(eye(x.shape[0]), 1, axis=0) * np.minimum(x.shape[0] - 1, 1), by="x",
           wrong="size: a single entry is shifted onto itself, so the derivative there is 1"),
    stated("rotation taken back", "jacobian", "Q: n n orthogonal, x: n", lambda Q, x: Q @ x, lambda Q, x: Q.T, by="x",
           wrong="region: the inverse, which is the same only for symmetric rotations"),
    stated("solution of a system, slightly damped", "jacobian", "P: n n spd, b: n", lambda P, b: np.linalg.solve(P, b),
           lambda P, b: np.linalg.inv(P + 1e-4 * eye(P.shape[0])), by="b", wrong="little: damping changes the inverse by 1e-4 or less"),
    stated("mean output by the weights, summed", "gradient", "X: m n, w: n", lambda X, w: np.mean(X @ w), lambda X, w: np.sum(X, axis=0),
           by="w", wrong="size: the mean divides by the number of rows, which shows from two rows on"),
    stated("two matrices composed, 1e-5 too much", "jacobian", "V: m k, W: k n, x: n", lambda V, W, x: V @ (W @ x),
           lambda V, W, x: 1.00001 * (V @ W), by="x", wrong="little: the factor is 1"),
    stated("reversal, first row doubled", "jacobian", "x: n", lambda x: np.flip(x),
           lambda x: np.flip(eye(x.shape[0]), axis=0) * np.where(arange(x.shape[0]) == 0, 2, 1)[:, None], by="x",
           wrong="entry: the first row is twice what it should be"),
    stated("projection on a line, not normalised", "jacobian", "a: n positive, x: n", lambda a, x: a * (a @ x) / (a @ a),
           lambda a, x: np.outer(a, a), by="x", wrong="gross: right only where a has length 1"),
    stated("sum of weighted entries, small ones dropped", "gradient", "w: n, x: n", lambda w, x: w @ x,
           lambda w, x: np.where(np.abs(w) < 0.25, 0, w), by="x", wrong="branch: weights below 1/4 count too"),
    stated("outer product by its left factor, axes swapped", "jacobian", "x: n, y: n", lambda x, y: np.outer(x, y),
           lambda x, y: eye(x.shape[0])[None, :, :] * y[:, None, None], by="x", wrong="gross: the derivative of the transpose"),
]  # fmt: skip
