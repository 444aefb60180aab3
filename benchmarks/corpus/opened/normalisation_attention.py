"""Softmax, normalisations and attention"""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, log_softmax, one_hot_argmax, ones, softmax

norm = np.linalg.norm


def centred(x):
    return x - np.mean(x)


def layer_norm(x, eps):
    return centred(x) / np.sqrt(np.mean(centred(x) ** 2) + eps)


def layer_norm_slope(x, eps, divisor_eps):
    n, y = x.shape[0], layer_norm(x, eps)
    return (eye(n) - ones(n, n) / n - np.outer(y, y) / n) / np.sqrt(np.mean(centred(x) ** 2) + divisor_eps)


def rms_norm(x):
    return x / np.sqrt(np.mean(x**2) + 1)


def batch_norm(X):
    centred_columns = X - np.mean(X, axis=0)
    return centred_columns / np.sqrt(np.mean(centred_columns**2, axis=0) + 0.01)


def batch_norm_slope(X, G):
    spread = np.sqrt(np.mean((X - np.mean(X, axis=0)) ** 2, axis=0) + 0.01)
    return (G - np.mean(G, axis=0) - batch_norm(X) * np.mean(G * batch_norm(X), axis=0)) / spread


def batch_norm_slope_uncentred(X, G):
    spread = np.sqrt(np.mean((X - np.mean(X, axis=0)) ** 2, axis=0) + 0.01)
    return (G - batch_norm(X) * np.mean(G * batch_norm(X), axis=0)) / spread


def weights(q, K):
    return softmax(K @ q / np.sqrt(q.shape[0]))


def covariance_of_keys(q, K, V):
    s = weights(q, K)
    return V.T @ (np.diag(s) - np.outer(s, s)) @ K


def weight_norm_slope(v, g):
    return g * (eye(v.shape[0]) - np.outer(v, v) / (v @ v)) / norm(v)


FACTS = [
    stated(
        "h softmax at a temperature",
        "jacobian",
        "z: n, t: interval(0.5,3)",
        lambda z, t: softmax(z / t),
        lambda z, t: (np.diag(softmax(z / t)) - np.outer(softmax(z / t), softmax(z / t))) / t,
        by="z",
    ),
    stated(
        "h softmax by its temperature",
        "derivative",
        "z: n, t: interval(0.5,3)",
        lambda z, t: softmax(z / t),
        lambda z, t: -softmax(z / t) * (z - softmax(z / t) @ z) / t**2,
        by="t",
        level="nasty",
        why="zero at equal logits",
    ),
    stated(
        "h softmax by its temperature, mean instead of average",
        "derivative",
        "z: n, t: interval(0.5,3)",
        lambda z, t: softmax(z / t),
        lambda z, t: -softmax(z / t) * (z - np.mean(z)) / t**2,
        by="t",
        wrong="gross: logits are to be centred at their average under the softmax, not at their plain mean",
    ),
    stated(
        "h log-softmax",
        "jacobian",
        "x: n",
        lambda x: log_softmax(x),
        lambda x: eye(x.shape[0]) - ones(x.shape[0], 1) * softmax(x)[None, :],
        by="x",
    ),
    stated(
        "h log-softmax, columns for rows",
        "jacobian",
        "x: n",
        lambda x: log_softmax(x),
        lambda x: eye(x.shape[0]) - softmax(x)[:, None] * ones(1, x.shape[0]),
        by="x",
        wrong="region: transposed; the same only where all entries of x are equal",
    ),
    stated(
        "h layer normalisation",
        "jacobian",
        "x: n",
        lambda x: layer_norm(x, 1e-5),
        lambda x: layer_norm_slope(x, 1e-5, 1e-5),
        by="x",
        level="nasty",
        why="steep where all entries are nearly equal, and zero in two directions",
    ),
    stated(
        "h layer normalisation, other stabiliser",
        "jacobian",
        "x: n",
        lambda x: layer_norm(x, 1e-3),
        lambda x: layer_norm_slope(x, 1e-3, 1e-5),
        by="x",
        wrong="little: the backward pass divides with 1e-5 where the forward pass has 1e-3",
    ),
    stated(
        "h root-mean-square normalisation",
        "jacobian",
        "x: n",
        rms_norm,
        lambda x: (eye(x.shape[0]) - np.outer(rms_norm(x), rms_norm(x)) / x.shape[0]) / np.sqrt(np.mean(x**2) + 1),
        by="x",
    ),
    stated(
        "h root-mean-square normalisation, sum for mean",
        "jacobian",
        "x: n",
        rms_norm,
        lambda x: (eye(x.shape[0]) - np.outer(rms_norm(x), rms_norm(x))) / np.sqrt(np.mean(x**2) + 1),
        by="x",
        wrong="size: the second term lacks 1/n; right for n = 1 only",
    ),
    stated(
        "h weight normalisation",
        "jacobian",
        "v: n, g: reals",
        lambda v, g: g * v / norm(v),
        weight_norm_slope,
        by="v",
        level="nasty",
        why="zero along v, undefined at the origin",
    ),
    stated(
        "h weight normalisation, a little short",
        "jacobian",
        "v: n, g: positive",
        lambda v, g: g * v / norm(v),
        lambda v, g: g * (eye(v.shape[0]) - 0.9995 * np.outer(v, v) / (v @ v)) / norm(v),
        by="v",
        wrong="little: the projection has the coefficient 1, not 0.9995",
    ),
    stated(
        "h batch normalisation, backward",
        "gradient",
        "X: m n, G: m n",
        lambda X, G: np.sum(G * batch_norm(X)),
        batch_norm_slope,
        by="X",
        level="nasty",
        why="cancels for a batch of one or of equal rows",
    ),
    stated(
        "h batch normalisation, backward without the mean",
        "gradient",
        "X: m n, G: m n",
        lambda X, G: np.sum(G * batch_norm(X)),
        batch_norm_slope_uncentred,
        by="X",
        wrong="gross: the gradient is to be centred over the batch",
    ),
    stated(
        "h attention by its values",
        "jacobian",
        "q: d, K: n d, V: n e",
        lambda q, K, V: weights(q, K) @ V,
        lambda q, K, V: weights(q, K)[None, :, None] * eye(V.shape[1])[:, None, :],
        by="V",
    ),
    stated(
        "h attention by its query",
        "jacobian",
        "q: d, K: n d, V: n e",
        lambda q, K, V: weights(q, K) @ V,
        lambda q, K, V: covariance_of_keys(q, K, V) / np.sqrt(q.shape[0]),
        by="q",
    ),
    stated(
        "h attention by its query, unscaled",
        "jacobian",
        "q: d, K: n d, V: n e",
        lambda q, K, V: weights(q, K) @ V,
        covariance_of_keys,
        by="q",
        wrong="size: the factor 1/√d of the scores is missing; right for d = 1 only",
    ),
    stated(
        "h softmax of a shift",
        "identity",
        "x: n, c: interval(-1000,1000)",
        lambda x, c: softmax(x + c),
        lambda x, c: softmax(x),
        level="nasty",
        why="a shift far larger than the differences",
    ),
    stated(
        "h argmax as a comparison",
        "identity",
        "x: n",
        lambda x: one_hot_argmax(x),
        lambda x: np.where(x == np.max(x), 1.0, 0.0),
        wrong="region: at ties the comparison marks several entries",
        witness={"x": np.array([2.0, 2.0])},
    ),
    stated(
        "h softmax of two as a sigmoid",
        "identity",
        "a: reals, b: reals",
        lambda a, b: softmax(np.stack([a, b]))[0],
        lambda a, b: (1 + np.tanh((a - b) / 2)) / 2,
        level="nasty",
        why="the right side cancels for a far below b",
    ),
    stated(
        "h attention is linear in the values",
        "identity",
        "q: d, K: n d, V: n e, W: n e",
        lambda q, K, V, W: weights(q, K) @ (V + 2 * W),
        lambda q, K, V, W: weights(q, K) @ V + 2 * (weights(q, K) @ W),
    ),
    stated(
        "h shares of a sum",
        "jacobian",
        "x: n positive",
        lambda x: x / np.sum(x),
        lambda x: (eye(x.shape[0]) - ones(x.shape[0], 1) * (x / np.sum(x))[None, :]) / np.sum(x),
        by="x",
        wrong="region: the shares belong in the rows; right where all entries are equal",
    ),
    stated(
        "h stabilised deviation",
        "gradient",
        "x: n",
        lambda x: np.sqrt(np.mean(centred(x) ** 2) + 1),
        lambda x: centred(x) / (np.maximum(x.shape[0] - 1, 1) * np.sqrt(np.mean(centred(x) ** 2) + 1)),
        by="x",
        wrong="size: the mean is over n entries, not n − 1; right for n = 1 only",
    ),
    stated(
        "h softmax of a double",
        "identity",
        "x: n",
        lambda x: softmax(2 * x),
        lambda x: softmax(x),
        wrong="region: softmax forgets a shift, not a factor; right where all entries are equal",
    ),
    stated(
        "h softmax, last row",
        "jacobian",
        "x: n",
        lambda x: softmax(x),
        lambda x: (
            np.where((arange(x.shape[0]) < x.shape[0] - 1)[:, None], 1, 0.5)
            * (np.diag(softmax(x)) - np.outer(softmax(x), softmax(x)))
        ),
        by="x",
        wrong="entry: the last row is halved",
    ),
]
