"""Second derivatives: potentials, likelihoods, test functions, barriers, by vectors and by matrices."""

import numpy as np
from scipy.special import expit

from corpus.fact import stated
from mathcheck.functions import arange, eye, logsumexp, ones, relu, softmax, softplus, zeros

norm, inv = np.linalg.norm, np.linalg.inv


def table(*rows):
    return np.stack([np.stack(row) for row in rows])


def bell(x):
    return np.exp(-(x @ x) / 2)


def himmelblau(x):
    return (x[0] ** 2 + x[1] - 11) ** 2 + (x[0] + x[1] ** 2 - 7) ** 2


def himmelblau_bend(x, last):
    a, b = x[0], x[1]
    return table([12 * a**2 + 4 * b - 42, 4 * (a + b)], [4 * (a + b), 12 * b**2 + last * a - 26])


def geometric(x):
    return np.exp(np.mean(np.log(x)))


def variation(x):
    """Smoothed total variation of four entries."""
    return np.sum(np.sqrt((x[1:4] - x[0:3]) ** 2 + 1))


def variation_bend(x, corner):
    w = ((x[1:4] - x[0:3]) ** 2 + 1) ** (-1.5)
    z = 0 * x[0]
    return table(
        [w[0] + z, -w[0], z, z], [-w[0], w[0] + w[1], -w[1], z], [z, -w[1], w[1] + w[2], -w[2]], [z, z, -w[2], corner * w[2]]
    )


def poisson(X, w):
    return np.sum(np.exp(X @ w))


def student(x):
    return np.sum(np.log(1 + x**2))


FACTS = [
    stated("bell curve, curvature", "hessian", "x: n", lambda x: bell(x), lambda x: (np.outer(x, x) - eye(x.shape[0])) * bell(x), by="x"),
    stated("bell curve, curvature at the top", "hessian", "x: n", lambda x: bell(x), lambda x: -eye(x.shape[0]) * bell(x), by="x",
           wrong="gross: away from the top the outer product counts"),
    stated("bell curve, curvature along the axes", "hessian", "x: n", lambda x: bell(x), lambda x: np.diag(x**2 - 1) * bell(x), by="x",
           wrong="size: mixed terms are x_i x_j; right in one dimension"),
    stated("Coulomb's potential, curvature", "hessian", "x: 3", lambda x: 1 / norm(x),
           lambda x: 3 * np.outer(x, x) / norm(x) ** 5 - eye(3) / norm(x) ** 3, by="x"),
    stated("Coulomb's potential, curvature as in the plane", "hessian", "x: 3", lambda x: 1 / norm(x),
           lambda x: 2 * np.outer(x, x) / norm(x) ** 5 - eye(3) / norm(x) ** 3, by="x", wrong="gross: the factor is 3"),
    stated("logarithmic potential, curvature", "hessian", "x: n", lambda x: np.log(x @ x) / 2,
           lambda x: eye(x.shape[0]) / (x @ x) - 2 * np.outer(x, x) / (x @ x) ** 2, by="x"),
    stated("logarithmic potential, trace assumed to vanish", "hessian", "x: n", lambda x: np.log(x @ x) / 2,
           lambda x: eye(x.shape[0]) / (x @ x) - x.shape[0] * np.outer(x, x) / (x @ x) ** 2, by="x",
           wrong="size: harmonic in the plane only, where n is 2"),
    stated("Himmelblau's function, curvature", "hessian", "x: 2", lambda x: himmelblau(x), lambda x: himmelblau_bend(x, 4), by="x"),
    stated("Himmelblau's function, curvature's last entry", "hessian", "x: 2", lambda x: himmelblau(x), lambda x: himmelblau_bend(x, 4.004),
           by="x", wrong="entry: 4 times the first coordinate, not 4.004"),
    stated("quadratic over linear, curvature", "hessian", "z: 2 positive", lambda z: z[0] ** 2 / z[1],
           lambda z: 2 / z[1] ** 3 * np.outer(np.stack([z[1], -z[0]]), np.stack([z[1], -z[0]])), by="z", level="nasty",
           why="singular everywhere"),
    stated("quadratic over linear, curvature with a positive cross term", "hessian", "z: 2 positive", lambda z: z[0] ** 2 / z[1],
           lambda z: 2 / z[1] ** 3 * np.outer(z[::-1], z[::-1]), by="z", wrong="gross: the mixed derivative is negative"),
    stated("fourth power of the length, curvature", "hessian", "x: n", lambda x: (x @ x) ** 2,
           lambda x: 4 * (x @ x) * eye(x.shape[0]) + 8 * np.outer(x, x), by="x"),
    stated("fourth power of the length, curvature a thousandth off", "hessian", "x: n", lambda x: (x @ x) ** 2,
           lambda x: 4 * (x @ x) * eye(x.shape[0]) + 8.008 * np.outer(x, x), by="x", wrong="little: the factor is 8"),
    stated("geometric mean, curvature", "hessian", "x: n positive", lambda x: geometric(x),
           lambda x: geometric(x) * (np.outer(1 / x, 1 / x) / x.shape[0] - np.diag(1 / x**2)) / x.shape[0], by="x", level="nasty",
           why="zero for one entry, by cancellation; singular along x otherwise"),
    stated("geometric mean, curvature without the mean's share", "hessian", "x: n positive", lambda x: geometric(x),
           lambda x: geometric(x) * (np.outer(1 / x, 1 / x) - np.diag(1 / x**2)) / x.shape[0], by="x",
           wrong="size: the outer product is divided by n; right for one entry"),
    stated("smoothed total variation, curvature", "hessian", "x: 4", lambda x: variation(x), lambda x: variation_bend(x, 1), by="x",
           level="nasty", why="singular along constants"),
    stated("smoothed total variation, curvature at the end", "hessian", "x: 4", lambda x: variation(x), lambda x: variation_bend(x, 2),
           by="x",
           wrong="entry: the last entry has one neighbour only"),
    stated("Poisson regression, curvature", "hessian", "X: m n, w: n", lambda X, w: poisson(X, w),
           lambda X, w: X.T @ np.diag(np.exp(X @ w)) @ X, by="w"),
    stated("Poisson regression, curvature of the mean", "hessian", "X: m n, w: n", lambda X, w: poisson(X, w),
           lambda X, w: np.mean(np.exp(X @ w)) * (X.T @ X), by="w", wrong="size: every row has its own rate; right for one row"),
    stated("Cauchy's penalty, curvature", "hessian", "x: n", lambda x: student(x), lambda x: np.diag(2 * (1 - x**2) / (1 + x**2) ** 2),
           by="x"),
    stated("Cauchy's penalty, curvature of its weights", "hessian", "x: n", lambda x: student(x), lambda x: np.diag(2 / (1 + x**2)), by="x",
           wrong="gross: the weights of reweighted least squares are not the curvature; right at zero"),
    stated("Cauchy's penalty, curvature kept positive", "hessian", "x: n", lambda x: student(x),
           lambda x: np.diag(np.maximum(2 * (1 - x**2) / (1 + x**2) ** 2, 0)), by="x", wrong="branch: negative beyond 1"),
    stated("product of all entries, curvature", "hessian", "x: n positive", lambda x: np.prod(x),
           lambda x: np.prod(x) * (np.outer(1 / x, 1 / x) - np.diag(1 / x**2)), by="x", level="nasty",
           why="zero on the diagonal by cancellation"),
    stated("product of all entries, curvature with a diagonal", "hessian", "x: n positive", lambda x: np.prod(x),
           lambda x: np.prod(x) * np.outer(1 / x, 1 / x), by="x", wrong="entry: linear in each entry, so the diagonal is zero"),
    stated("squared hinges, curvature", "hessian", "A: m n, x: n, b: m", lambda A, x, b: np.sum(relu(A @ x - b) ** 2) / 2,
           lambda A, x, b: A.T @ np.diag(np.where(A @ x > b, 1, 0)) @ A, by="x"),
    stated("squared hinges, curvature of all", "hessian", "A: m n, x: n, b: m", lambda A, x, b: np.sum(relu(A @ x - b) ** 2) / 2,
           lambda A, x, b: A.T @ A, by="x", wrong="branch: constraints that hold do not count"),
    stated("squared hinges, curvature where the offset is 0", "hessian", "A: m n, x: n, b: m",
           lambda A, x, b: np.sum(relu(A @ x - b) ** 2) / 2, lambda A, x, b: A.T @ np.diag(np.where(A @ x > 0, 1, 0)) @ A, by="x",
           wrong="branch: the hinge is at b"),
    stated("trace of a quadratic form, curvature", "hessian", "A: m m, X: m n", lambda A, X: np.trace(X.T @ A @ X),
           lambda A, X: np.einsum("ik,jl->ijkl", A + A.T, eye(X.shape[1])), by="X"),
    stated("trace of a quadratic form, curvature by columns", "hessian", "A: m m, X: m n", lambda A, X: np.trace(X.T @ A @ X),
           lambda A, X: np.einsum("ik,jl->ijkl", 2 * A, eye(X.shape[1])), by="X", wrong="region: A + Aᵀ is 2A for symmetric matrices only"),
    stated("log determinant, curvature", "hessian", "X: n n invertible", lambda X: np.linalg.slogdet(X)[1],
           lambda X: -np.einsum("jk,li->ijkl", inv(X), inv(X)), by="X"),
    stated("log determinant, curvature transposed", "hessian", "X: n n invertible", lambda X: np.linalg.slogdet(X)[1],
           lambda X: -np.einsum("ik,jl->ijkl", inv(X), inv(X)), by="X",
           wrong="region: indices cross over; right at size 1 and for multiples of 1"),
    stated("logsumexp of a hundredfold, curvature", "hessian", "x: n", lambda x: logsumexp(100 * x) / 100,
           lambda x: 100 * (np.diag(softmax(100 * x)) - np.outer(softmax(100 * x), softmax(100 * x))), by="x", level="nasty",
           why="almost zero but where entries tie"),
    stated("ridge logistic regression, curvature", "hessian", "X: m n, w: n", lambda X, w: np.sum(softplus(X @ w)) + w @ w / 20,
           lambda X, w: X.T @ np.diag(expit(X @ w) * expit(-X @ w)) @ X + 0.1 * eye(w.shape[0]), by="w"),
    stated("ridge logistic regression, penalty not halved", "hessian", "X: m n, w: n", lambda X, w: np.sum(softplus(X @ w)) + w @ w / 20,
           lambda X, w: X.T @ np.diag(expit(X @ w) * expit(-X @ w)) @ X + 0.101 * eye(w.shape[0]), by="w",
           wrong="little: 0.1 on the diagonal"),
    stated("a bowl under an offset of 1e9, curvature", "hessian", "x: n", lambda x: 1e9 + x @ x * 1e-3, lambda x: eye(x.shape[0]) / 500,
           by="x",
           level="nasty", why="a curvature of 1/500 on top of 1e9"),
    stated("sphere and plane, curvature of their difference", "hessian", "x: n", lambda x: (x + 1e4) @ (x + 1e4) - x @ x,
           lambda x: zeros(x.shape[0], x.shape[0]), by="x", level="nasty", why="two quadratics whose difference is linear"),
    stated("trigonometric product, curvature", "hessian", "x: 2", lambda x: np.sin(x[0]) * np.cos(x[1]),
           lambda x: table([-np.sin(x[0]) * np.cos(x[1]), -np.cos(x[0]) * np.sin(x[1])],
                           [-np.cos(x[0]) * np.sin(x[1]), -np.sin(x[0]) * np.cos(x[1])]), by="x"),
    stated("trigonometric product, one mixed derivative", "hessian", "x: 2", lambda x: np.sin(x[0]) * np.cos(x[1]),
           lambda x: table([-np.sin(x[0]) * np.cos(x[1]), -np.cos(x[0]) * np.sin(x[1])],
                           [np.cos(x[0]) * np.sin(x[1]), -np.sin(x[0]) * np.cos(x[1])]), by="x",
           wrong="entry: mixed derivatives are equal"),
    stated("factorisation machine's pairs, curvature", "hessian", "x: n", lambda x: (np.sum(x) ** 2 - x @ x) / 2,
           lambda x: ones(x.shape[0], x.shape[0]) - eye(x.shape[0]), by="x"),
    stated("factorisation machine's pairs, curvature of neighbours", "hessian", "x: n", lambda x: (np.sum(x) ** 2 - x @ x) / 2,
           lambda x: np.where(np.abs(arange(x.shape[0])[:, None] - arange(x.shape[0])) == 1, 1, 0), by="x",
           wrong="size: all pairs count, not neighbours alone, which shows from three entries on"),
]  # fmt: skip
