"""Second derivatives of scalars."""

import numpy as np
from scipy.special import expit

from corpus.fact import stated
from mathcheck.functions import arange, eye, logsumexp, ones, relu, softmax, softplus, zeros


def huber(x):
    return np.sum(np.where(np.abs(x) <= 1, x**2 / 2, np.abs(x) - 0.5))


def unit(x):
    return x / np.linalg.norm(x)


def rosenbrock(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


def rosenbrock_bend(x, corner):
    """The Hessian from its upper left entry."""
    first, cross = np.outer(eye(2)[0], eye(2)[0]), np.outer(eye(2)[0], eye(2)[1])
    return corner * first - 400 * x[0] * (cross + cross.T) + 200 * (eye(2) - first)


FACTS = [
    stated("quadratic form, curvature", "hessian", "A: n n, x: n", lambda A, x: x @ A @ x, lambda A, x: A + A.T, by="x"),
    stated("logsumexp, curvature", "hessian", "x: n", lambda x: logsumexp(x), lambda x: np.diag(softmax(x)) - np.outer(softmax(x), softmax(x)),
           by="x"),
    stated("sum of exponentials, curvature", "hessian", "x: n", lambda x: np.sum(np.exp(x)), lambda x: np.diag(np.exp(x)), by="x"),
    stated("length, curvature", "hessian", "x: n", lambda x: np.linalg.norm(x),
           lambda x: (eye(x.shape[0]) - np.outer(unit(x), unit(x))) / np.linalg.norm(x), by="x"),
    stated("least squares, curvature", "hessian", "A: m n, x: n, b: m", lambda A, x, b: np.sum((A @ x - b) ** 2), lambda A, x, b: 2 * A.T @ A,
           by="x"),
    stated("logistic regression, curvature", "hessian", "X: m n, w: n", lambda X, w: np.mean(softplus(X @ w)),
           lambda X, w: X.T @ np.diag(expit(X @ w) * (1 - expit(X @ w))) @ X / X.shape[0], by="w"),
    stated("fourth powers, curvature", "hessian", "x: n", lambda x: np.sum(x**4), lambda x: np.diag(12 * x**2), by="x"),
    stated("Huber, curvature", "hessian", "x: n", lambda x: huber(x), lambda x: np.diag(np.where(np.abs(x) < 1, 1, 0)), by="x"),
    stated("product of two, curvature", "hessian", "x: 2", lambda x: x[0] * x[1], lambda x: 1 - eye(2), by="x"),
    stated("log barrier, curvature", "hessian", "x: n positive", lambda x: -np.sum(np.log(x)), lambda x: np.diag(1 / x**2), by="x"),
    stated("entropy, curvature", "hessian", "x: n positive", lambda x: np.sum(x * np.log(x)), lambda x: np.diag(1 / x), by="x"),
    stated("sine of the sum, curvature", "hessian", "x: n", lambda x: np.sin(np.sum(x)),
           lambda x: -np.sin(np.sum(x)) * ones(x.shape[0], x.shape[0]), by="x"),
    stated("linear function, curvature", "hessian", "a: n, x: n", lambda a, x: a @ x + 1e6, lambda a, x: zeros(x.shape[0], x.shape[0]), by="x",
           level="nasty", why="exactly zero under a large constant"),
    stated("cube of a linear function, curvature", "hessian", "a: n, x: n", lambda a, x: (a @ x) ** 3, lambda a, x: 6 * (a @ x) * np.outer(a, a),
           by="x"),
    stated("cube of the length, curvature", "hessian", "x: n", lambda x: np.linalg.norm(x) ** 3,
           lambda x: 3 * (np.linalg.norm(x) * eye(x.shape[0]) + np.outer(x, x) / np.linalg.norm(x)), by="x"),
    stated("cubes of sizes, curvature", "hessian", "x: n", lambda x: np.sum(np.abs(x) ** 3), lambda x: np.diag(6 * np.abs(x)), by="x",
           level="nasty", why="twice differentiable at 0, not three times"),
    stated("fast cosine, curvature", "hessian", "x: n", lambda x: np.sum(np.cos(200 * x)), lambda x: np.diag(-40000 * np.cos(200 * x)), by="x",
           level="nasty", why="oscillates thirty times in a unit"),
    stated("squared rectifier, curvature", "hessian", "x: n", lambda x: np.sum(relu(x) ** 2), lambda x: np.diag(np.where(x > 0, 2, 0)), by="x"),
    stated("Rosenbrock's valley, curvature", "hessian", "x: 2", lambda x: rosenbrock(x),
           lambda x: rosenbrock_bend(x, 2 - 400 * x[1] + 1200 * x[0] ** 2), by="x"),
    stated("quadratic form, curvature of a symmetric one", "hessian", "A: n n, x: n", lambda A, x: x @ A @ x, lambda A, x: 2 * A, by="x",
           wrong="region: A + A.T is 2A for symmetric matrices only"),
    stated("logsumexp, curvature on the diagonal", "hessian", "x: n", lambda x: logsumexp(x),
           lambda x: np.diag(softmax(x) * (1 - softmax(x))), by="x", wrong="size: entries off the diagonal are not zero; right for a single entry"),
    stated("length, curvature along it", "hessian", "x: n", lambda x: np.linalg.norm(x), lambda x: eye(x.shape[0]) / np.linalg.norm(x), by="x",
           wrong="gross: along x the length grows linearly"),
    stated("least squares, curvature halved", "hessian", "A: m n, x: n, b: m", lambda A, x, b: np.sum((A @ x - b) ** 2), lambda A, x, b: A.T @ A,
           by="x", wrong="gross: no half stands before the sum"),
    stated("logistic regression, curvature bounded", "hessian", "X: m n, w: n", lambda X, w: np.mean(softplus(X @ w)),
           lambda X, w: X.T @ X / (4 * X.shape[0]), by="w", wrong="region: a quarter is the largest slope of the sigmoid, taken at zero only"),
    stated("fourth powers, curvature a thousandth off", "hessian", "x: n", lambda x: np.sum(x**4), lambda x: np.diag(12.012 * x**2), by="x",
           wrong="little: the factor is 12"),
    stated("Huber, curvature everywhere", "hessian", "x: n", lambda x: huber(x), lambda x: eye(x.shape[0]), by="x",
           wrong="branch: straight beyond 1"),
    stated("log barrier, curvature with the sign of the gradient", "hessian", "x: n positive", lambda x: -np.sum(np.log(x)),
           lambda x: -np.diag(1 / x**2), by="x", wrong="gross: a barrier is convex"),
    stated("entropy, curvature for shares only", "hessian", "x: n positive", lambda x: np.sum(x * np.log(x)),
           lambda x: np.diag(1 / np.minimum(x, 1)), by="x", wrong="branch: wrong above 1"),
    stated("cube of a linear function, curvature of the square", "hessian", "a: n, x: n", lambda a, x: (a @ x) ** 3, lambda a, x: 6 * np.outer(a, a),
           by="x", wrong="gross: one power of the linear function is left; right where it is 1"),
    stated("cube of the length, curvature without its cross term", "hessian", "x: n", lambda x: np.linalg.norm(x) ** 3,
           lambda x: 3 * np.linalg.norm(x) * eye(x.shape[0]), by="x", wrong="gross: the outer product is missing"),
    stated("cubes of sizes, curvature of cubes", "hessian", "x: n", lambda x: np.sum(np.abs(x) ** 3), lambda x: np.diag(6 * x), by="x",
           wrong="branch: negative below zero, where the sum is convex"),
    stated("fast cosine, curvature without the square", "hessian", "x: n", lambda x: np.sum(np.cos(200 * x)),
           lambda x: np.diag(-200 * np.cos(200 * x)),
           by="x", wrong="gross: the frequency comes down twice"),
    stated("Rosenbrock's valley, corner 1e-3 off", "hessian", "x: 2", lambda x: rosenbrock(x),
           lambda x: rosenbrock_bend(x, 2 - 400.4 * x[1] + 1200 * x[0] ** 2), by="x", wrong="entry: 400 in the first entry, not 400.4"),
    stated("sum of exponentials, curvature without its last", "hessian", "x: n", lambda x: np.sum(np.exp(x)),
           lambda x: np.diag(np.exp(x) * np.where(arange(x.shape[0]) == 3, 0, 1)), by="x", wrong="size: the fourth entry counts too",
           witness={"x": [0.0, 0.5, -1.0, 1.0]}),
    stated("sine of the sum, curvature near zero", "hessian", "x: n", lambda x: np.sin(np.sum(x)),
           lambda x: -np.sum(x) * ones(x.shape[0], x.shape[0]),
           by="x", wrong="gross: a first approximation, right only where the sum is zero"),
    stated("squared rectifier, curvature of the square", "hessian", "x: n", lambda x: np.sum(relu(x) ** 2), lambda x: 2 * eye(x.shape[0]), by="x",
           wrong="branch: flat below zero"),
    stated("product of two, curvature with a diagonal", "hessian", "x: 2", lambda x: x[0] * x[1], lambda x: ones(2, 2), by="x",
           wrong="entry: the diagonal is zero"),
]  # fmt: skip
