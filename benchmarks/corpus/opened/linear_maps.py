"""Derivatives of linear and multilinear maps"""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, ones


def shifted_product_rows(A, x):
    n = x.shape[0]
    full = np.diag(A @ x) + x[:, None] * A
    return np.where((arange(n) == n - 1)[:, None], x[:, None] * A, full)


def cross_matrix(b, corner):
    rows = [[0 * b[0], b[2], -b[1]], [-b[2], 0 * b[0], b[0]], [corner * b[1], -b[0], 0 * b[0]]]
    return np.stack([np.stack(row) for row in rows])


def flattened(A, X):
    return (A @ X).reshape(-1)


FACTS = [
    stated(
        "h sandwich",
        "jacobian",
        "A: m k, X: k l, B: l n",
        lambda A, X, B: A @ X @ B,
        lambda A, X, B: A[:, None, :, None] * B.T[None, :, None, :],
        by="X",
    ),
    stated(
        "h sandwich, right factor not transposed",
        "jacobian",
        "A: m k, X: k n, B: n n",
        lambda A, X, B: A @ X @ B,
        lambda A, X, B: A[:, None, :, None] * B[None, :, None, :],
        by="X",
        wrong="region: the entry is A[i,k] B[l,j], not A[i,k] B[j,l]; the two agree where B is symmetric",
    ),
    stated(
        "h bilinear form by its matrix",
        "gradient",
        "x: m, A: m n, y: n",
        lambda x, A, y: x @ A @ y,
        lambda x, A, y: np.outer(x, y),
        by="A",
    ),
    stated(
        "h bilinear form by its matrix, swapped",
        "gradient",
        "x: n, A: n n, y: n",
        lambda x, A, y: x @ A @ y,
        lambda x, A, y: np.outer(y, x),
        by="A",
        wrong="gross: ∂/∂A[i,j] is x[i] y[j], the outer product the other way round",
    ),
    stated(
        "h vector times its image",
        "jacobian",
        "A: n n, x: n",
        lambda A, x: x * (A @ x),
        lambda A, x: np.diag(A @ x) + x[:, None] * A,
        by="x",
    ),
    stated(
        "h vector times its image, last row",
        "jacobian",
        "A: n n, x: n",
        lambda A, x: x * (A @ x),
        shifted_product_rows,
        by="x",
        wrong="entry: the last diagonal entry lacks (A x)[n-1], the derivative of the first factor",
    ),
    stated(
        "h cyclic difference",
        "jacobian",
        "x: n",
        lambda x: x + np.roll(x, 1),
        lambda x: eye(x.shape[0]) + np.roll(eye(x.shape[0]), 1, axis=0),
        by="x",
    ),
    stated(
        "h cyclic difference, shifted the other way",
        "jacobian",
        "x: n",
        lambda x: x + np.roll(x, 1),
        lambda x: eye(x.shape[0]) + np.roll(eye(x.shape[0]), 1, axis=1),
        by="x",
        wrong="size: row i depends on x[i-1], so rows are rolled, not columns; the two agree for n < 3",
        witness={"x": np.array([1.0, 2.0, 3.0])},
    ),
    stated("h running sum", "jacobian", "x: n", lambda x: np.cumsum(x), lambda x: np.tril(ones(x.shape[0], x.shape[0])), by="x"),
    stated(
        "h centring",
        "jacobian",
        "x: n",
        lambda x: x - np.mean(x),
        lambda x: eye(x.shape[0]) - ones(x.shape[0], x.shape[0]) / x.shape[0],
        by="x",
    ),
    stated(
        "h centring with at least two",
        "jacobian",
        "x: n",
        lambda x: x - np.mean(x),
        lambda x: eye(x.shape[0]) - ones(x.shape[0], x.shape[0]) / np.maximum(x.shape[0], 2),
        by="x",
        wrong="size: for n = 1 the centred vector is zero, and so is its derivative, not 1/2",
        witness={"x": np.array([1.5])},
    ),
    stated(
        "h small map on a huge offset",
        "jacobian",
        "A: m n, x: n",
        lambda A, x: 1e9 + 1e-3 * (A @ x),
        lambda A, x: 1e-3 * A,
        by="x",
        level="nasty",
        why="the values are twelve orders of magnitude larger than their changes",
    ),
    stated(
        "h outer square",
        "jacobian",
        "x: n",
        lambda x: np.outer(x, x),
        lambda x: eye(x.shape[0])[:, None, :] * x[None, :, None] + x[:, None, None] * eye(x.shape[0])[None, :, :],
        by="x",
    ),
    stated(
        "h outer square, second term",
        "jacobian",
        "x: n",
        lambda x: np.outer(x, x),
        lambda x: eye(x.shape[0])[:, None, :] * x[None, :, None] + 1.0004 * x[:, None, None] * eye(x.shape[0])[None, :, :],
        by="x",
        wrong="little: the second term has the coefficient 1.0004 instead of 1",
    ),
    stated(
        "h triple product by its first factor",
        "gradient",
        "a: 3, b: 3, c: 3",
        lambda a, b, c: a @ np.cross(b, c),
        lambda a, b, c: np.cross(b, c),
        by="a",
    ),
    stated(
        "h triple product by its second factor",
        "gradient",
        "a: 3, b: 3, c: 3",
        lambda a, b, c: a @ np.cross(b, c),
        lambda a, b, c: np.cross(a, c),
        by="b",
        wrong="gross: the cyclic order gives c × a, the opposite sign",
    ),
    stated(
        "h product of all entries, divided",
        "gradient",
        "x: n",
        lambda x: np.prod(x),
        lambda x: np.where(x == 0, 0, np.prod(x) / np.where(x == 0, 1, x)),
        by="x",
        wrong="region: at exactly one zero the product of the others is left, not 0",
        witness={"x": np.array([0.0, 2.0, 3.0])},
    ),
    stated(
        "h quadratic map of a three-way array",
        "jacobian",
        "T: m n n, x: n",
        lambda T, x: (T @ x) @ x,
        lambda T, x: T @ x + np.swapaxes(T, 1, 2) @ x,
        by="x",
    ),
    stated(
        "h quadratic map of a three-way array, doubled",
        "jacobian",
        "T: m n n, x: n",
        lambda T, x: (T @ x) @ x,
        lambda T, x: 2 * (T @ x),
        by="x",
        wrong="region: right only where every slice T[i] is symmetric",
    ),
    stated(
        "h rows of a product, flattened",
        "jacobian",
        "A: m k, X: k n",
        flattened,
        lambda A, X: np.kron(A, eye(X.shape[1])).reshape(A.shape[0] * X.shape[1], X.shape[0], X.shape[1]),
        by="X",
    ),
    stated(
        "h alternating sum",
        "gradient",
        "x: n",
        lambda x: np.sum(np.where(arange(x.shape[0]) % 2 == 0, x, -x)),
        lambda x: np.where(arange(x.shape[0]) == 1, -1, 1),
        by="x",
        wrong="size: the signs alternate on, so the fourth entry has −1 as well; right for n < 4",
        witness={"x": np.array([1.0, 2.0, 3.0, 4.0])},
    ),
    stated(
        "h second difference on a ring",
        "jacobian",
        "x: n",
        lambda x: np.roll(x, 1) - 2 * x + np.roll(x, -1),
        lambda x: np.where(np.abs(arange(x.shape[0])[:, None] - arange(x.shape[0])[None, :]) == 1, 1, 0) - 2 * eye(x.shape[0]),
        by="x",
        wrong="entry: on a ring the first and the last entry are neighbours too",
    ),
    stated(
        "h transposition by the matrix",
        "jacobian",
        "X: n n",
        lambda X: X.T,
        lambda X: eye(X.shape[0])[:, None, :, None] * eye(X.shape[0])[None, :, None, :],
        by="X",
        wrong="size: this is the derivative of X itself; the same for n = 1 only",
    ),
    stated(
        "h cross product by its first factor",
        "jacobian",
        "a: 3, b: 3",
        lambda a, b: np.cross(a, b),
        lambda a, b: cross_matrix(b, 1),
        by="a",
    ),
    stated(
        "h cross product by its first factor, one sign",
        "jacobian",
        "a: 3, b: 3",
        lambda a, b: np.cross(a, b),
        lambda a, b: cross_matrix(b, -1),
        by="a",
        wrong="entry: the entry in the last row and first column is b[1]; the matrix must be skew",
    ),
]
