"""Losses and log-likelihoods"""

import numpy as np
import scipy.special

from corpus.fact import stated
from mathcheck.functions import arange, log_softmax, logsumexp, relu, sigmoid, softmax, softplus


def huber(r):
    return np.sum(np.where(np.abs(r) <= 1, r**2 / 2, np.abs(r) - 0.5))


def cosine(x, y):
    return (x @ y) / (np.linalg.norm(x) * np.linalg.norm(y))


def biweight(r):
    return np.sum(np.where(np.abs(r) <= 2, (1 - (1 - (r / 2) ** 2) ** 3) * 2 / 3, 2 / 3))


def dice(p, q):
    return 1 - 2 * np.sum(p * q) / (np.sum(p) + np.sum(q))


def dice_slope(p, q):
    total = np.sum(p) + np.sum(q)
    return 2 * (np.sum(p * q) - q * total) / total**2


def triplet(a, p, q):
    return relu(np.sum((a - p) ** 2) - np.sum((a - q) ** 2) + 1)


def gamma_nll(x, k):
    return scipy.special.gammaln(k) - (k - 1) * np.log(x) + x


FACTS = [
    stated(
        "h binary cross-entropy of logits",
        "gradient",
        "z: n, y: n unit_interval",
        lambda z, y: np.sum(softplus(z) - y * z),
        lambda z, y: sigmoid(z) - y,
        by="z",
    ),
    stated(
        "h cross-entropy of soft labels",
        "gradient",
        "z: n, q: n positive",
        lambda z, q: -np.sum(q * log_softmax(z)),
        lambda z, q: softmax(z) * np.sum(q) - q,
        by="z",
    ),
    stated(
        "h cross-entropy of weights that do not sum to one",
        "gradient",
        "z: n, q: n positive",
        lambda z, q: -np.sum(q * log_softmax(z)),
        lambda z, q: softmax(z) - q,
        by="z",
        wrong="region: right only where the weights sum to 1",
    ),
    stated("h huber", "gradient", "r: n", huber, lambda r: np.clip(r, -1, 1), by="r", level="nasty", why="curvature jumps at ±1"),
    stated(
        "h huber, one-sided",
        "gradient",
        "r: n",
        huber,
        lambda r: np.where(np.abs(r) <= 1, r, 1),
        by="r",
        wrong="branch: below −1 the slope is −1",
    ),
    stated(
        "h log-cosh",
        "gradient",
        "r: n",
        lambda r: np.sum(np.logaddexp(r, -r) - np.log(2.0)),
        lambda r: np.tanh(r),
        by="r",
        level="nasty",
        why="cancels near 0",
    ),
    stated(
        "h hinge",
        "gradient",
        "z: n, y: n signs",
        lambda z, y: np.sum(relu(1 - y * z)),
        lambda z, y: np.where(y * z < 1, -y, 0),
        by="z",
        level="nasty",
        why="a kink at y z = 1",
    ),
    stated(
        "h hinge, score without its label",
        "gradient",
        "z: n, y: n signs",
        lambda z, y: np.sum(relu(1 - y * z)),
        lambda z, y: np.where(z < 1, -y, 0),
        by="z",
        wrong="branch: for y = −1 the margin is −z",
    ),
    stated(
        "h focal loss",
        "gradient",
        "p: n unit_interval",
        lambda p: -np.sum((1 - p) ** 2 * np.log(p)),
        lambda p: 2 * (1 - p) * np.log(p) - (1 - p) ** 2 / p,
        by="p",
    ),
    stated(
        "h Kullback-Leibler by its first argument",
        "gradient",
        "p: n positive, q: n positive",
        lambda p, q: np.sum(p * np.log(p / q)),
        lambda p, q: np.log(p / q),
        by="p",
        wrong="gross: the product rule leaves 1 more",
    ),
    stated(
        "h Kullback-Leibler by its second argument",
        "gradient",
        "p: n positive, q: n positive",
        lambda p, q: np.sum(p * np.log(p / q)),
        lambda p, q: -p / q,
        by="q",
    ),
    stated(
        "h mean squared error of a batch",
        "gradient",
        "X: m n, Y: m n",
        lambda X, Y: np.mean((X - Y) ** 2),
        lambda X, Y: 2 * (X - Y) / X.shape[1],
        by="X",
        wrong="size: the mean is over m n entries; right for m = 1 only",
    ),
    stated(
        "h cosine similarity",
        "gradient",
        "x: n positive, y: n positive",
        cosine,
        lambda x, y: y / (np.linalg.norm(x) * np.linalg.norm(y)) - cosine(x, y) * x / (x @ x),
        by="x",
        level="nasty",
        why="cancels where x and y are nearly parallel; zero for n = 1",
    ),
    stated(
        "h contrastive loss",
        "gradient",
        "s: n",
        lambda s: logsumexp(s) - s[0],
        lambda s: softmax(s) - np.where(arange(s.shape[0]) == 0, 1, 0),
        by="s",
    ),
    stated(
        "h contrastive loss, without the positive pair",
        "gradient",
        "s: n",
        lambda s: logsumexp(s) - s[0],
        lambda s: softmax(s),
        by="s",
        wrong="entry: 1 is to be subtracted from the first entry",
    ),
    stated(
        "h Poisson log-likelihood",
        "gradient",
        "z: n interval(-6,6), y: n positive",
        lambda z, y: np.sum(np.exp(z) - y * z),
        lambda z, y: np.exp(z) - y,
        by="z",
    ),
    stated(
        "h triplet loss",
        "gradient",
        "a: n, p: n, q: n",
        triplet,
        lambda a, p, q: np.where(triplet(a, p, q) > 0, 2 * (q - p), 0),
        by="a",
        level="nasty",
        why="a kink where the margin is met",
    ),
    stated(
        "h triplet loss, always active",
        "gradient",
        "a: n, p: n, q: n",
        triplet,
        lambda a, p, q: 2 * (q - p),
        by="a",
        wrong="branch: 0 where the margin is met",
    ),
    stated(
        "h pinball loss",
        "gradient",
        "r: n, t: unit_interval",
        lambda r, t: np.sum(np.maximum(t * r, (t - 1) * r)),
        lambda r, t: np.where(r > 0, t, t - 1),
        by="r",
        level="nasty",
        why="a kink at 0",
    ),
    stated(
        "h pinball loss, symmetric",
        "gradient",
        "r: n, t: unit_interval",
        lambda r, t: np.sum(np.maximum(t * r, (t - 1) * r)),
        lambda r, t: np.where(r > 0, t, -t),
        by="r",
        wrong="branch: below 0 the slope is t − 1",
        witness={"r": np.array([-1.0]), "t": 0.25},
    ),
    stated(
        "h biweight loss",
        "gradient",
        "r: n",
        biweight,
        lambda r: np.where(np.abs(r) <= 2, r * (1 - (r / 2) ** 2) ** 2, 0),
        by="r",
    ),
    stated(
        "h biweight loss, never flat",
        "gradient",
        "r: n",
        biweight,
        lambda r: r * (1 - (r / 2) ** 2) ** 2,
        by="r",
        wrong="branch: beyond ±2 the loss is constant",
        witness={"r": np.array([3.0])},
    ),
    stated("h dice loss", "gradient", "p: n positive, q: n positive", dice, dice_slope, by="p"),
    stated(
        "h Cauchy loss",
        "gradient",
        "r: n",
        lambda r: np.sum(np.log1p(r**2)),
        lambda r: 2.00003 * r / (1 + r**2),
        by="r",
        wrong="little: the coefficient is 2",
    ),
    stated(
        "h gamma log-likelihood by its shape",
        "derivative",
        "x: positive, k: interval(0.5,20)",
        gamma_nll,
        lambda x, k: scipy.special.digamma(k) - np.log(x),
        by="k",
    ),
    stated(
        "h Gaussian log-likelihood by its scale",
        "derivative",
        "x: reals, s: positive",
        lambda x, s: np.log(s) + x**2 / (2 * s**2),
        lambda x, s: 1 / s - x**2 / s**2,
        by="s",
        wrong="gross: the second term is x²/s³",
    ),
    stated(
        "h Gaussian log-likelihood on an offset",
        "derivative",
        "x: interval(-5,5), s: interval(1,3)",
        lambda x, s: 1e7 + np.log(s) + x**2 / (2 * s**2),
        lambda x, s: 1 / s - x**2 / s**3,
        by="s",
        level="nasty",
        why="a huge offset, and zero at s = |x|",
    ),
    stated(
        "h squared hinge",
        "gradient",
        "z: n, y: n signs",
        lambda z, y: np.sum(relu(1 - y * z) ** 2),
        lambda z, y: -2 * relu(1 - y * z),
        by="z",
        wrong="branch: the factor y is missing, which matters where it is −1",
    ),
    stated(
        "h squared error after a softmax",
        "gradient",
        "z: n, y: n",
        lambda z, y: np.sum((softmax(z) - y) ** 2),
        lambda z, y: 2 * (softmax(z) - y) * softmax(z) * (1 - softmax(z)),
        by="z",
        wrong="size: softmax is not elementwise; right for n = 1 only",
    ),
]
