"""Losses by their predictions, logits or parameters."""

import numpy as np
from scipy.special import expit

from corpus.fact import stated
from mathcheck.functions import arange, log_softmax, ones, relu, softmax, softplus


def mse(x, y):
    return np.mean((x - y) ** 2)


def cross_entropy(z, y):
    return -np.sum(y * log_softmax(z))


def binary(z, y):
    return np.mean(softplus(z) - y * z)


def logistic(z, y):
    return np.mean(softplus(-y * z))


def hinge(z, y):
    return np.sum(relu(1 - y * z))


def huber(r):
    return np.sum(np.where(np.abs(r) <= 1, r**2 / 2, np.abs(r) - 0.5))


def pinball(x, y):
    return np.sum(np.maximum(0.9 * (y - x), -0.1 * (y - x)))


def cosine(x, y):
    return x @ y / (np.linalg.norm(x) * np.linalg.norm(y))


def cosine_slope(x, y):
    return y / (np.linalg.norm(x) * np.linalg.norm(y)) - cosine(x, y) * x / (x @ x)


def focal(z):
    return np.sum(-((1 - expit(z)) ** 2) * np.log(expit(z)))


def smooth(y, e=0.1):
    return (1 - e) * y + e / y.shape[0]


FACTS = [
    stated("mean squared error", "gradient", "x: n, y: n", lambda x, y: mse(x, y), lambda x, y: 2 * (x - y) / x.shape[0], by="x"),
    stated("cross-entropy of logits", "gradient", "z: n, y: n one_hot", lambda z, y: cross_entropy(z, y), lambda z, y: softmax(z) - y, by="z"),
    stated("cross-entropy of logits with soft labels", "gradient", "z: n, y: n simplex", lambda z, y: cross_entropy(z, y),
           lambda z, y: softmax(z) - y, by="z"),
    stated("cross-entropy with any weights", "gradient", "z: n, y: n", lambda z, y: cross_entropy(z, y),
           lambda z, y: np.sum(y) * softmax(z) - y, by="z"),
    stated("binary cross-entropy of logits", "gradient", "z: n, y: n one_of(0,1)", lambda z, y: binary(z, y),
           lambda z, y: (expit(z) - y) / z.shape[0], by="z"),
    stated("logistic loss", "gradient", "z: n, y: n signs", lambda z, y: logistic(z, y), lambda z, y: -y * expit(-y * z) / z.shape[0], by="z"),
    stated("hinge loss", "gradient", "z: n, y: n signs", lambda z, y: hinge(z, y), lambda z, y: np.where(y * z < 1, -y, 0), by="z"),
    stated("squared hinge loss", "gradient", "z: n, y: n signs", lambda z, y: np.sum(relu(1 - y * z) ** 2),
           lambda z, y: -2 * y * relu(1 - y * z), by="z", level="nasty", why="the second derivative jumps at the margin"),
    stated("Kullback–Leibler divergence by the second argument", "gradient", "p: n simplex, q: n positive", lambda p, q: np.sum(p * np.log(p / q)),
           lambda p, q: -p / q, by="q"),
    stated("divergence from a softmax", "gradient", "z: n, p: n simplex", lambda z, p: np.sum(p * (np.log(p) - log_softmax(z))),
           lambda z, p: softmax(z) - p, by="z"),
    stated("focal loss", "gradient", "z: n", lambda z: focal(z),
           lambda z: 2 * expit(z) * (1 - expit(z)) ** 2 * np.log(expit(z)) - (1 - expit(z)) ** 3, by="z"),
    stated("Huber loss", "gradient", "x: n, y: n", lambda x, y: huber(x - y), lambda x, y: np.clip(x - y, -1, 1), by="x"),
    stated("sum of absolute errors", "gradient", "x: n, y: n", lambda x, y: np.sum(np.abs(x - y)), lambda x, y: np.sign(x - y), by="x"),
    stated("Poisson loss", "gradient", "z: n, y: n integers(0,9)", lambda z, y: np.sum(np.exp(z) - y * z), lambda z, y: np.exp(z) - y, by="z"),
    stated("pinball loss", "gradient", "x: n, y: n", lambda x, y: pinball(x, y), lambda x, y: np.where(y > x, -0.9, 0.1), by="x"),
    stated("Gaussian likelihood by the log variance", "gradient", "s: n, r: n", lambda s, r: np.mean(s + r**2 * np.exp(-s)) / 2,
           lambda s, r: (1 - r**2 * np.exp(-s)) / (2 * s.shape[0]), by="s"),
    stated("cosine loss", "gradient", "x: n, y: n", lambda x, y: 1 - cosine(x, y), lambda x, y: -cosine_slope(x, y), by="x"),
    stated("least squares by the weights", "gradient", "X: m n, w: n, y: m", lambda X, w, y: mse(X @ w, y),
           lambda X, w, y: 2 * X.T @ (X @ w - y) / y.shape[0], by="w"),
    stated("logistic regression by the weights", "gradient", "X: m n, w: n, y: m one_of(0,1)", lambda X, w, y: binary(X @ w, y),
           lambda X, w, y: X.T @ (expit(X @ w) - y) / y.shape[0], by="w"),
    stated("softmax regression by the weights", "gradient", "W: m n, x: n, y: m one_hot", lambda W, x, y: cross_entropy(W @ x, y),
           lambda W, x, y: np.outer(softmax(W @ x) - y, x), by="W"),
    stated("cross-entropy with logits offset by 1e8", "gradient", "z: n, y: n one_hot", lambda z, y: cross_entropy(1e8 + z, y),
           lambda z, y: softmax(z) - y, by="z", level="nasty", why="the offset cancels, and eight digits of the logits with it"),
    stated("label smoothing", "gradient", "z: n, y: n one_hot", lambda z, y: cross_entropy(z, smooth(y)), lambda z, y: softmax(z) - smooth(y),
           by="z"),
    stated("mean squared error, summed", "gradient", "x: n, y: n", lambda x, y: mse(x, y), lambda x, y: 2 * (x - y), by="x",
           wrong="size: the mean divides by n, which shows from two entries on"),
    stated("mean squared error with a capped count", "gradient", "x: n, y: n", lambda x, y: mse(x, y),
           lambda x, y: 2 * (x - y) / np.minimum(x.shape[0], 3), by="x", wrong="size: wrong from four entries on"),
    stated("cross-entropy with any weights, as if they summed to 1", "gradient", "z: n, y: n positive", lambda z, y: cross_entropy(z, y),
           lambda z, y: softmax(z) - y, by="z", wrong="gross: the softmax is multiplied by the sum of the weights"),
    stated("binary cross-entropy, sign turned", "gradient", "z: n, y: n one_of(0,1)", lambda z, y: binary(z, y),
           lambda z, y: (y - expit(z)) / z.shape[0], by="z", wrong="gross: minus the gradient"),
    stated("cross-entropy, first label forgotten", "gradient", "z: n, y: n simplex", lambda z, y: cross_entropy(z, y),
           lambda z, y: softmax(z) - y * np.minimum(arange(z.shape[0]), 1), by="z", wrong="entry: the first entry lacks its label"),
    stated("logistic loss, positive class only", "gradient", "z: n, y: n signs", lambda z, y: logistic(z, y),
           lambda z, y: -expit(-z) / z.shape[0], by="z", wrong="branch: wrong for the negative class"),
    stated("hinge loss, margin ignored", "gradient", "z: n, y: n signs", lambda z, y: hinge(z, y), lambda z, y: -y, by="z",
           wrong="branch: zero beyond the margin"),
    stated("hinge loss with its kink at 0.9", "gradient", "z: n, y: n signs", lambda z, y: hinge(z, y), lambda z, y: np.where(y * z < 0.9, -y, 0),
           by="z", wrong="branch: between 0.9 and 1 the loss still falls", witness={"z": [0.95], "y": [1.0]}),
    stated("squared hinge loss, factor lost", "gradient", "z: n, y: n signs", lambda z, y: np.sum(relu(1 - y * z) ** 2),
           lambda z, y: -y * relu(1 - y * z), by="z", wrong="gross: the square brings down a 2"),
    stated("divergence, ratio the wrong way round", "gradient", "p: n simplex, q: n positive", lambda p, q: np.sum(p * np.log(p / q)),
           lambda p, q: -q / p, by="q", wrong="gross: p over q; the same only where p equals q"),
    stated("focal loss, weight held fixed", "gradient", "z: n", lambda z: focal(z), lambda z: -((1 - expit(z)) ** 3), by="z",
           wrong="gross: the weight depends on z too"),
    stated("Huber loss, clipped a little late", "gradient", "x: n, y: n", lambda x, y: huber(x - y), lambda x, y: np.clip(x - y, -1.01, 1.01),
           by="x", wrong="branch: the slope is at most 1; off by a hundredth beyond"),
    stated("pinball loss, sides swapped", "gradient", "x: n, y: n", lambda x, y: pinball(x, y), lambda x, y: np.where(y > x, -0.1, 0.9), by="x",
           wrong="gross: 0.9 weighs predictions that are too low"),
    stated("pinball loss, slope above off", "gradient", "x: n, y: n", lambda x, y: pinball(x, y), lambda x, y: np.where(y > x, -0.9, 0.101), by="x",
           wrong="branch: 0.1 where the prediction is too high"),
    stated("label smoothing, a little stronger", "gradient", "z: n, y: n one_hot", lambda z, y: cross_entropy(z, smooth(y)),
           lambda z, y: softmax(z) - smooth(y, 0.101), by="z", wrong="little: 0.101 in place of 0.1; right for a single class"),
    stated("cosine loss, projection forgotten", "gradient", "x: n, y: n", lambda x, y: 1 - cosine(x, y),
           lambda x, y: -y / (np.linalg.norm(x) * np.linalg.norm(y)), by="x", wrong="gross: the length of x depends on x"),
    stated("least squares by the weights, 1e-4 too little", "gradient", "X: m n, w: n, y: m", lambda X, w, y: mse(X @ w, y),
           lambda X, w, y: 1.9998 * X.T @ (X @ w - y) / y.shape[0], by="w", wrong="little: the factor is 2"),
    stated("log cosh by its series", "gradient", "r: n interval(-2,2)", lambda r: np.sum(np.log(np.cosh(r))), lambda r: r - r**3 / 3, by="r",
           wrong="branch: the beginning of the series of tanh, off by more as r grows"),
    stated("Poisson loss, small rates linear", "gradient", "z: n, y: n integers(0,9)", lambda z, y: np.sum(np.exp(z) - y * z),
           lambda z, y: np.where(z < -2, 1 + z, np.exp(z)) - y, by="z", wrong="branch: below -2 the exponential is no line"),
    stated("sum of absolute errors, slope 1", "gradient", "x: n, y: n", lambda x, y: np.sum(np.abs(x - y)), lambda x, y: ones(x.shape[0]), by="x",
           wrong="branch: -1 where x is below y"),
    stated("Gaussian likelihood, residual unsquared", "gradient", "s: n, r: n positive", lambda s, r: np.mean(s + r**2 * np.exp(-s)) / 2,
           lambda s, r: (1 - r * np.exp(-s)) / (2 * s.shape[0]), by="s", wrong="gross: the residual is squared; right where it is 1"),
    stated("softmax regression, gradient transposed", "gradient", "W: n n, x: n, y: n one_hot", lambda W, x, y: cross_entropy(W @ x, y),
           lambda W, x, y: np.outer(x, softmax(W @ x) - y), by="W", wrong="gross: rows belong to classes, columns to features"),
]  # fmt: skip
