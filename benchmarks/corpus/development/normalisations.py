"""Softmax, layer and RMS norm, unit lengths, attention."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, log_softmax, logsumexp, one_hot_argmax, ones, softmax, zeros


def spread(s):
    """The Jacobian of the softmax, from its value."""
    return np.diag(s) - np.outer(s, s)


def deviation(x, eps=1e-5):
    return np.sqrt(np.mean((x - np.mean(x)) ** 2) + eps)


def layer_norm(x):
    return (x - np.mean(x)) / deviation(x)


def layer_norm_slope(x, eps=1e-5):
    n = x.shape[0]
    return (eye(n) - 1 / n - np.outer(x - np.mean(x), x - np.mean(x)) / (n * deviation(x, eps) ** 2)) / deviation(x, eps)


def rms(x):
    return np.sqrt(np.mean(x**2))


def unit(x):
    return x / np.linalg.norm(x)


def first_even(X):
    """The softmax of every row but the first, where it is uniform."""
    return np.where(arange(X.shape[0])[:, None] == 0, 1 / X.shape[1], softmax(X, axis=1))


def across(u):
    return eye(u.shape[0]) - np.outer(u, u)


FACTS = [
    stated("sorting", "jacobian", "x: n", lambda x: np.sort(x), lambda x: eye(x.shape[0])[np.argsort(x)], by="x", level="nasty",
           why="a permutation that changes from point to point, with kinks at ties"),
    stated("largest entry of every row", "jacobian", "X: m n", lambda X: np.max(X, axis=1),
           lambda X: eye(X.shape[0])[:, :, None] * one_hot_argmax(X)[None, :, :], by="X", level="nasty", why="kinks at ties"),
    stated("softmax of every row", "jacobian", "X: m n", lambda X: softmax(X, axis=1),
           lambda X: np.einsum("ik,ij,jl->ijkl", eye(X.shape[0]), softmax(X, axis=1), eye(X.shape[1]))
           - np.einsum("ik,ij,il->ijkl", eye(X.shape[0]), softmax(X, axis=1), softmax(X, axis=1)), by="X"),
    stated("softmax of every row, first row uniform", "jacobian", "X: m n", lambda X: softmax(X, axis=1),
           lambda X: np.einsum("ik,ij,jl->ijkl", eye(X.shape[0]), first_even(X), eye(X.shape[1]))
           - np.einsum("ik,ij,il->ijkl", eye(X.shape[0]), first_even(X), first_even(X)), by="X",
           wrong="entry: the first row is uniform only where its entries agree"),
    stated("sorting, ranks for positions", "jacobian", "x: n", lambda x: np.sort(x), lambda x: eye(x.shape[0])[:, np.argsort(x)], by="x",
           wrong="size: the inverse permutation, the same up to two entries and where it is its own inverse"),
    stated("RMS norm, one entry's share twice", "jacobian", "x: n", lambda x: x / rms(x),
           lambda x: (eye(x.shape[0]) - np.outer(x, x * np.where(arange(x.shape[0]) == 1, 2, 1)) / (x @ x)) / rms(x), by="x",
           wrong="entry: the second column projects twice"),
    stated("softmax", "jacobian", "x: n", lambda x: softmax(x), lambda x: spread(softmax(x)), by="x"),
    stated("softmax by hand", "jacobian", "x: n interval(-9,9)", lambda x: np.exp(x) / np.sum(np.exp(x)), lambda x: spread(softmax(x)), by="x"),
    stated("log softmax", "jacobian", "x: n", lambda x: log_softmax(x), lambda x: eye(x.shape[0]) - softmax(x), by="x"),
    stated("logsumexp", "gradient", "x: n", lambda x: logsumexp(x), lambda x: softmax(x), by="x"),
    stated("softmax at a temperature", "jacobian", "x: n, t: positive", lambda x, t: softmax(x / t), lambda x, t: spread(softmax(x / t)) / t, by="x"),
    stated("softmax by the temperature", "jacobian", "x: n, t: positive", lambda x, t: softmax(x / t),
           lambda x, t: -spread(softmax(x / t)) @ x / t**2, by="t"),
    stated("layer norm", "jacobian", "x: n", lambda x: layer_norm(x), lambda x: layer_norm_slope(x), by="x"),
    stated("RMS norm", "jacobian", "x: n", lambda x: x / rms(x), lambda x: (eye(x.shape[0]) - np.outer(x, x) / (x @ x)) / rms(x), by="x"),
    stated("unit vector", "jacobian", "x: n", lambda x: unit(x), lambda x: across(unit(x)) / np.linalg.norm(x), by="x"),
    stated("shares of a total", "jacobian", "x: n positive", lambda x: x / np.sum(x),
           lambda x: (eye(x.shape[0]) - (x / np.sum(x))[:, None]) / np.sum(x), by="x"),
    stated("attention by the query", "jacobian", "K: m k, q: k, V: m d", lambda K, q, V: softmax(K @ q) @ V,
           lambda K, q, V: V.T @ spread(softmax(K @ q)) @ K, by="q"),
    stated("attention by the values", "jacobian", "K: m k, q: k, V: m d", lambda K, q, V: softmax(K @ q) @ V,
           lambda K, q, V: eye(V.shape[1])[:, None, :] * softmax(K @ q)[None, :, None], by="V"),
    stated("unit vector along the sphere", "jacobian", "x: n unit_norm", lambda x: unit(x), lambda x: eye(x.shape[0]), by="x",
           level="nasty", why="across the sphere the Jacobian is another one"),
    stated("entropy along the simplex", "gradient", "p: n simplex", lambda p: -np.sum(p * np.log(p)), lambda p: -np.log(p), by="p",
           level="nasty", why="the constant 1 that is left out is the same in all entries, and invisible along the simplex"),
    stated("sum of a softmax", "gradient", "x: n", lambda x: np.sum(softmax(x)), lambda x: zeros(x.shape[0]), by="x",
           level="nasty", why="constant, so the derivative is exactly zero"),
    stated("softmax with a huge offset", "jacobian", "x: n", lambda x: softmax(x + 1e8), lambda x: spread(softmax(x)), by="x",
           level="nasty", why="the offset cancels, and eight digits with it"),
    stated("softmax of a hundredfold", "jacobian", "x: n", lambda x: softmax(100 * x), lambda x: 100 * spread(softmax(100 * x)), by="x",
           level="nasty", why="almost a jump where entries are close, almost constant elsewhere"),
    stated("largest entry", "gradient", "x: n", lambda x: np.max(x), lambda x: one_hot_argmax(x), by="x"),
    stated("deviation from the mean", "gradient", "x: n", lambda x: deviation(x), lambda x: layer_norm(x) / x.shape[0], by="x"),
    stated("weight normalisation by the direction", "jacobian", "v: n, g: positive", lambda v, g: g * unit(v),
           lambda v, g: g * across(unit(v)) / np.linalg.norm(v), by="v"),
    stated("softmax, plus sign", "jacobian", "x: n", lambda x: softmax(x), lambda x: np.diag(softmax(x)) + np.outer(softmax(x), softmax(x)),
           by="x", wrong="gross: the outer product is subtracted"),
    stated("softmax, diagonal only", "jacobian", "x: n", lambda x: softmax(x), lambda x: spread(softmax(x)) * eye(x.shape[0]), by="x",
           wrong="size: entries off the diagonal are not zero; right for a single entry"),
    stated("softmax, 1e-4 too much", "jacobian", "x: n", lambda x: softmax(x), lambda x: 1.0001 * spread(softmax(x)), by="x",
           wrong="little: the factor is 1; a single entry does not show it"),
    stated("log softmax, columns for rows", "jacobian", "x: n", lambda x: log_softmax(x), lambda x: eye(x.shape[0]) - softmax(x)[:, None], by="x",
           wrong="region: transposed, the same where all entries of x are equal"),
    stated("softmax at a temperature, temperature forgotten", "jacobian", "x: n, t: positive", lambda x, t: softmax(x / t),
           lambda x, t: spread(softmax(x / t)), by="x", wrong="gross: divided by the temperature; right at 1"),
    stated("layer norm, deviation held fixed", "jacobian", "x: n", lambda x: layer_norm(x),
           lambda x: (eye(x.shape[0]) - 1 / x.shape[0]) / deviation(x),
           by="x", wrong="size: the deviation moves too; right for a single entry and where all are equal"),
    stated("layer norm, another epsilon", "jacobian", "x: n", lambda x: layer_norm(x), lambda x: layer_norm_slope(x, 1e-3), by="x",
           wrong="little: 1e-3 in place of 1e-5 under the root, half a thousandth at unit variance"),
    stated("layer norm, unbiased count", "jacobian", "x: n", lambda x: layer_norm(x),
           lambda x: (eye(x.shape[0]) - 1 / x.shape[0] - np.outer(layer_norm(x), layer_norm(x)) / np.maximum(x.shape[0] - 1, 1)) / deviation(x),
           by="x",
           wrong="size: the outer product is divided by n, not by n - 1"),
    stated("RMS norm, mean for sum", "jacobian", "x: n", lambda x: x / rms(x),
           lambda x: (eye(x.shape[0]) - np.outer(x, x) / np.mean(x**2)) / rms(x), by="x", wrong="size: the projection divides by the sum of squares"),
    stated("unit vector, projection forgotten", "jacobian", "x: n", lambda x: unit(x), lambda x: eye(x.shape[0]) / np.linalg.norm(x), by="x",
           wrong="gross: moving outwards does not change the direction"),
    stated("unit vector, first row kept", "jacobian", "x: n", lambda x: unit(x),
           lambda x: np.where(arange(x.shape[0])[:, None] == 0, eye(x.shape[0]), across(unit(x))) / np.linalg.norm(x), by="x",
           wrong="entry: the first row lacks its projection"),
    stated("shares of a total, rows for columns", "jacobian", "x: n positive", lambda x: x / np.sum(x),
           lambda x: (eye(x.shape[0]) - x / np.sum(x)) / np.sum(x), by="x", wrong="region: transposed, the same where all shares are equal"),
    stated("attention by the query, weights not centred", "jacobian", "K: m k, q: k, V: m d", lambda K, q, V: softmax(K @ q) @ V,
           lambda K, q, V: V.T @ np.diag(softmax(K @ q)) @ K, by="q", wrong="gross: the softmax's outer product is missing"),
    stated("attention by the values, uniform", "jacobian", "K: m k, q: k, V: m d", lambda K, q, V: softmax(K @ q) @ V,
           lambda K, q, V: eye(V.shape[1])[:, None, :] * ones(K.shape[0])[None, :, None] / K.shape[0], by="V",
           wrong="region: right only where all scores agree"),
    stated("largest entry, all ones", "gradient", "x: n", lambda x: np.max(x), lambda x: ones(x.shape[0]), by="x",
           wrong="size: right for a single entry only"),
    stated("largest entry by a sharp softmax", "gradient", "x: n", lambda x: np.max(x), lambda x: softmax(1000 * x), by="x",
           wrong="region: entries within a thousandth of the largest take a share", witness={"x": [1.0, 0.999]}),
    stated("entropy along the simplex, sign turned", "gradient", "p: n simplex", lambda p: -np.sum(p * np.log(p)), lambda p: np.log(p), by="p",
           wrong="gross: minus the gradient"),
    stated("unit vector along the sphere, doubled", "jacobian", "x: n unit_norm", lambda x: unit(x), lambda x: 2 * eye(x.shape[0]), by="x",
           wrong="size: the factor is 1, which shows where there is a direction along the sphere, from two entries on"),
    stated("softmax by the temperature, one power short", "jacobian", "x: n, t: positive", lambda x, t: softmax(x / t),
           lambda x, t: -spread(softmax(x / t)) @ x / t, by="t", wrong="gross: divided by the square of the temperature"),
    stated("softmax, saturated above 0.9", "jacobian", "x: n", lambda x: softmax(x),
           lambda x: np.where(np.max(softmax(x)) > 0.9, 0, 1) * spread(softmax(x)), by="x", wrong="branch: small there, but not zero"),
]  # fmt: skip
