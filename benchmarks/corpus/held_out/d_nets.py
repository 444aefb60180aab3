"""Layers, attention, recurrences, update rules and schedules."""

import numpy as np
from scipy.special import expit, ndtr

from corpus.fact import stated
from mathcheck.functions import arange, eye, logsumexp, relu, softmax

norm = np.linalg.norm


def sink(x):
    """A softmax with one more entry, of 0, that is dropped."""
    return np.exp(x) / (1 + np.sum(np.exp(x)))


def attend(K, q, V):
    return softmax(K @ q) @ V


def windows(x):
    return np.stack([x[0:3], x[1:4], x[2:5]])


def hopfield(X, q):
    return q @ q / 2 - logsumexp(2 * (X @ q)) / 2


def midpoint(x, h):
    """A step of the midpoint rule along x' = -x^3."""
    return x - h * (x - h / 2 * x**3) ** 3


def adam(g, m, v):
    return (0.9 * m + 0.1 * g) / (np.sqrt(0.999 * v + 0.001 * g**2) + 1e-8)


def adam_slope(g, m, v, rate):
    root = np.sqrt(0.999 * v + 0.001 * g**2)
    return 0.1 / (root + 1e-8) - (0.9 * m + 0.1 * g) * rate * g / (root * (root + 1e-8) ** 2)


def clip_length(x):
    return x * np.minimum(1, 1 / norm(x))


def noam(t):
    return np.minimum(t ** (-0.5), t * 4000 ** (-1.5))


def multiplier(x, c):
    """An inequality x·x <= 1 by an augmented Lagrangian with the penalty 10."""
    return np.maximum(c + 10 * (x @ x - 1), 0) ** 2 / 20


def sharpe(w, m, S):
    return m @ w / np.sqrt(w @ S @ w)


def ahead(S, K):
    """d1 of Black and Scholes, at a deviation of 0.2 over one year at no interest."""
    return (np.log(S / K) + 0.02) / 0.2


def call(S, K):
    return S * ndtr(ahead(S, K)) - K * ndtr(ahead(S, K) - 0.2)


def bond(y):
    """Ten coupons of 5 and 100 at the end."""
    return np.sum(5 * (1 + y) ** (-(1.0 + arange(10)))) + 100 * (1 + y) ** (-10.0)


def bond_slope(y):
    t = 1.0 + arange(10)
    return np.sum(5 * t * (1 + y) ** (-t)) + 1000 * (1 + y) ** (-10.0)


def mixed(W, X):
    """A graph layer: the mean over neighbours, with weights."""
    return W @ X / np.sum(W, axis=1)[:, None]


def moved(x):
    """x as it would be batch-normalised without an epsilon."""
    return (x - np.mean(x)) / np.sqrt(np.mean((x - np.mean(x)) ** 2))


FACTS = [
    stated("softmax with a sink", "jacobian", "x: n interval(-9,9)", lambda x: sink(x),
           lambda x: np.diag(sink(x)) - np.outer(sink(x), sink(x)), by="x"),
    stated("softmax with a sink, as without", "jacobian", "x: n interval(-9,9)", lambda x: sink(x),
           lambda x: np.diag(softmax(x)) - np.outer(softmax(x), softmax(x)), by="x", wrong="gross: the sink takes its share"),
    stated("attention by the keys", "jacobian", "K: m k, q: k, V: m d", lambda K, q, V: attend(K, q, V),
           lambda K, q, V: np.einsum("i,id,l->dil", softmax(K @ q), V - attend(K, q, V), q), by="K"),
    stated("attention by the keys, first value not centred", "jacobian", "K: m k, q: k, V: m d", lambda K, q, V: attend(K, q, V),
           lambda K, q, V: np.einsum("i,id,l->dil", softmax(K @ q),
                                     V - np.where(arange(V.shape[0]) == 0, 0, 1)[:, None] * attend(K, q, V), q), by="K",
           wrong="entry: the first value is centred as well"),
    stated("attention by the keys, at a temperature of 1.01", "jacobian", "K: m k, q: k, V: m d", lambda K, q, V: attend(K, q, V),
           lambda K, q, V: np.einsum("i,id,l->dil", softmax(K @ q / 1.01), V - softmax(K @ q / 1.01) @ V, q), by="K",
           wrong="little: the temperature is 1"),
    stated("low-rank adapter by its inner factor", "jacobian", "B: m k, A: k n, x: n", lambda B, A, x: B @ (A @ x),
           lambda B, A, x: B[:, :, None] * x, by="A"),
    stated("low-rank adapter by its outer factor, input for hidden", "jacobian", "B: m n, A: n n, x: n", lambda B, A, x: B @ (A @ x),
           lambda B, A, x: eye(B.shape[0])[:, :, None] * x, by="B", wrong="gross: A x, not x, is what the outer factor meets"),
    stated("convolution by its kernel", "jacobian", "x: 5, w: 3", lambda x, w: windows(x) @ w[::-1], lambda x, w: windows(x)[:, ::-1],
           by="w"),
    stated("convolution by its kernel, as a correlation", "jacobian", "x: 5, w: 3", lambda x, w: windows(x) @ w[::-1],
           lambda x, w: windows(x), by="w", wrong="gross: a convolution flips its kernel"),
    stated("convolution by its input, last window", "gradient", "x: 5, w: 3", lambda x, w: np.sum(windows(x) @ w),
           lambda x, w: np.stack([w[0], w[0] + w[1], np.sum(w), w[1] + w[2], w[1]]), by="x",
           wrong="entry: the last input meets the last weight"),
    stated("convolution by its input", "gradient", "x: 5, w: 3", lambda x, w: np.sum(windows(x) @ w),
           lambda x, w: np.stack([w[0], w[0] + w[1], np.sum(w), w[1] + w[2], w[2]]), by="x"),
    stated("Hopfield's energy", "gradient", "X: m n, q: n", lambda X, q: hopfield(X, q), lambda X, q: q - X.T @ softmax(2 * (X @ q)),
           by="q"),
    stated("Hopfield's energy, colder", "gradient", "X: m n, q: n", lambda X, q: hopfield(X, q), lambda X, q: q - X.T @ softmax(X @ q),
           by="q",
           wrong="size: the inverse temperature stays inside; a single pattern does not show it"),
    stated("midpoint step", "derivative", "x: n, h: unit_interval", lambda x, h: midpoint(x, h),
           lambda x, h: 1 - 3 * h * (x - h / 2 * x**3) ** 2 * (1 - 1.5 * h * x**2), by="x"),
    stated("midpoint step, half of the half step", "derivative", "x: n, h: unit_interval", lambda x, h: midpoint(x, h),
           lambda x, h: 1 - 3 * h * (x - h / 2 * x**3) ** 2 * (1 - 1.501 * h * x**2), by="x", wrong="little: three halves, not 1.501"),
    stated("Adam's step by the gradient", "derivative", "g: n, m: n, v: n positive", lambda g, m, v: adam(g, m, v),
           lambda g, m, v: adam_slope(g, m, v, 0.001), by="g"),
    stated("Adam's step by the gradient, second moment held", "derivative", "g: n, m: n, v: n positive", lambda g, m, v: adam(g, m, v),
           lambda g, m, v: adam_slope(g, m, v, 0), by="g", wrong="little: the second moment moves by a thousandth of the square"),
    stated("clipping by the length", "jacobian", "x: n", lambda x: clip_length(x),
           lambda x: np.where(norm(x) < 1, eye(x.shape[0]), (eye(x.shape[0]) - np.outer(x, x) / (x @ x)) / norm(x)), by="x", level="nasty",
           why="a kink on the unit sphere; zero beyond it in one dimension"),
    stated("clipping by the length, scale held fixed", "jacobian", "x: n", lambda x: clip_length(x),
           lambda x: eye(x.shape[0]) * np.minimum(1, 1 / norm(x)), by="x", wrong="branch: beyond the sphere the scale depends on x"),
    stated("clipping by the length, never clipped", "jacobian", "x: n", lambda x: clip_length(x), lambda x: eye(x.shape[0]), by="x",
           wrong="branch: clipped beyond length 1"),
    stated("warm-up and decay", "derivative", "t: interval(1,20000)", lambda t: noam(t),
           lambda t: np.where(t < 4000, 4000 ** (-1.5), -0.5 * t ** (-1.5)), by="t", level="nasty", why="slopes of 1e-6 and less"),
    stated("warm-up and decay, power of the decay", "derivative", "t: interval(1,20000)", lambda t: noam(t),
           lambda t: np.where(t < 4000, 4000 ** (-1.5), -0.5 * t ** (-0.5) / 4000), by="t",
           wrong="branch: past the warm-up it falls with the power 3/2; right at 4000 only"),
    stated("cosine annealing", "derivative", "t: interval(0,1000)", lambda t: 0.0005 * (1 + np.cos(np.pi * t / 1000)),
           lambda t: -5e-7 * (np.pi * np.sin(np.pi * t / 1000)), by="t", level="nasty", why="a slope of 1e-6 and less"),
    stated("cosine annealing, pi rounded", "derivative", "t: interval(0,1000)", lambda t: 0.0005 * (1 + np.cos(np.pi * t / 1000)),
           lambda t: -3.14 * 5e-7 * np.sin(np.pi * t / 1000), by="t", wrong="little: 3.14 for pi in front, a relative 5e-4"),
    stated("augmented Lagrangian of an inequality", "gradient", "x: n, c: positive", lambda x, c: multiplier(x, c),
           lambda x, c: 2 * np.maximum(c + 10 * (x @ x - 1), 0) * x, by="x"),
    stated("augmented Lagrangian of an inequality, as of an equation", "gradient", "x: n, c: positive", lambda x, c: multiplier(x, c),
           lambda x, c: 2 * (c + 10 * (x @ x - 1)) * x, by="x", wrong="branch: zero where the multiplier would become negative",
           witness={"x": [0.5, 0.25], "c": 1.0}),
    stated("ratio of gain to risk", "gradient", "w: n, m: n, S: n n spd", lambda w, m, S: sharpe(w, m, S),
           lambda w, m, S: m / np.sqrt(w @ S @ w) - (m @ w) * (S @ w) / (w @ S @ w) ** 1.5, by="w", level="nasty",
           why="zero for a single asset, by cancellation"),
    stated("ratio of gain to risk, variances alone", "gradient", "w: n, m: n, S: n n spd", lambda w, m, S: sharpe(w, m, S),
           lambda w, m, S: m / np.sqrt(w @ S @ w) - (m @ w) * np.diag(S) * w / (w @ S @ w) ** 1.5, by="w",
           wrong="region: right for uncorrelated assets"),
    stated("option's price by the share's", "derivative", "S: interval(50,200), K: interval(50,200)", lambda S, K: call(S, K),
           lambda S, K: ndtr(ahead(S, K)), by="S", level="nasty", why="two densities cancel"),
    stated("option's price by the share's, the other argument", "derivative", "S: interval(50,200), K: interval(50,200)",
           lambda S, K: call(S, K), lambda S, K: ndtr(ahead(S, K) - 0.2), by="S", wrong="gross: d1, not d2"),
    stated("option's price by the strike, tail cut", "derivative", "S: interval(50,200), K: interval(50,200)", lambda S, K: call(S, K),
           lambda S, K: np.where(K > 1.5 * S, 0, -ndtr(ahead(S, K) - 0.2)), by="K", wrong="branch: small far out of the money, not zero",
           witness={"S": 60.0, "K": 100.0}),
    stated("bond's price by its yield", "derivative", "y: interval(0.001,0.2)", lambda y: bond(y), lambda y: -bond_slope(y) / (1 + y),
           by="y"),
    stated("bond's price by its yield, unmodified duration", "derivative", "y: interval(0.001,0.2)", lambda y: bond(y),
           lambda y: -bond_slope(y), by="y", wrong="region: divided by 1 + y, which is nearly 1 for small yields"),
    stated("graph layer by its features", "jacobian", "W: m m positive, X: m d", lambda W, X: mixed(W, X),
           lambda W, X: np.einsum("ik,jl->ijkl", W / np.sum(W, axis=1)[:, None], eye(X.shape[1])), by="X"),
    stated("graph layer by its features, sums of the columns", "jacobian", "W: m m positive, X: m d", lambda W, X: mixed(W, X),
           lambda W, X: np.einsum("ik,jl->ijkl", W / np.sum(W, axis=0), eye(X.shape[1])), by="X",
           wrong="region: rows are normalised; the same for symmetric weights with equal sums"),
    stated("batch of rectifiers by the bias", "gradient", "X: m n, W: n k, b: k", lambda X, W, b: np.sum(relu(X @ W + b)),
           lambda X, W, b: np.sum(np.where(X @ W + b > 0, 1, 0), axis=0), by="b"),
    stated("batch of rectifiers by the bias, mean of the batch", "gradient", "X: m n, W: n k, b: k", lambda X, W,
           b: np.sum(relu(X @ W + b)),
           lambda X, W, b: np.mean(np.where(X @ W + b > 0, 1, 0), axis=0), by="b", wrong="size: the loss is a sum over the batch"),
    stated("batch normalisation", "jacobian", "x: 4", lambda x: moved(x),
           lambda x: (eye(4) - 0.25 - np.outer(moved(x), moved(x)) / 4) / np.sqrt(np.mean((x - np.mean(x)) ** 2)), by="x", level="nasty",
           why="0/0 where all entries agree; of rank 2"),
    stated("batch normalisation, a share of 0.2501", "jacobian", "x: 4", lambda x: moved(x),
           lambda x: (eye(4) - 0.2501 - np.outer(moved(x), moved(x)) / 4) / np.sqrt(np.mean((x - np.mean(x)) ** 2)), by="x",
           wrong="little: each of the four has a quarter of the mean"),
    stated("logits capped softly", "derivative", "x: n", lambda x: 30 * np.tanh(x / 30), lambda x: 1 - np.tanh(x / 30) ** 2, by="x"),
    stated("logits capped softly, called linear below 10", "derivative", "x: n", lambda x: 30 * np.tanh(x / 30),
           lambda x: np.where(np.abs(x) < 10, 1, 1 - np.tanh(x / 30) ** 2), by="x", wrong="branch: at 10 the slope is 0.9"),
    stated("forget gate by its logit", "derivative", "f: n, c: n, i: n", lambda f, c, i: np.tanh(expit(f) * c + i),
           lambda f, c, i: (1 - np.tanh(expit(f) * c + i) ** 2) * c * expit(f) * expit(-f), by="f"),
    stated("forget gate by its logit, from the gate's value", "derivative", "f: n, c: n, i: n", lambda f, c, i: np.tanh(expit(f) * c + i),
           lambda f, c, i: (1 - np.tanh(expit(f) * c + i) ** 2) * c * f * (1 - f), by="f",
           wrong="gross: s (1 - s) of the gate, not of its logit"),
    stated("Newton's step for a root", "derivative", "x: n positive, a: positive", lambda x, a: (x + a / x) / 2,
           lambda x, a: (1 - a / x**2) / 2, by="x"),
    stated("Newton's step for a root, at the root", "derivative", "x: n positive, a: positive", lambda x, a: (x + a / x) / 2,
           lambda x, a: 0 * x, by="x", wrong="region: it is flat at the root itself only"),
    stated("Newton's step for a root by the radicand, a little off", "derivative", "a: positive, x: positive", lambda a, x: (x + a / x) / 2,
           lambda a, x: 0.50005 / x, by="a", wrong="little: one half"),
]  # fmt: skip
