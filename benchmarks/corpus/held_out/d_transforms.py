"""Transforms of sequences and signals, interpolation, economics and control."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, ones

norm, inv = np.linalg.norm, np.linalg.inv


def kernel(x):
    """Squared exponential similarities of numbers."""
    return np.exp(-((x[:, None] - x[None, :]) ** 2) / 2)


def distances(x):
    return np.abs(x[:, None] - x[None, :])


def discounted(r):
    return np.sum(0.9 ** arange(r.shape[0]) * r)


def trapezoid(y):
    """Of samples at whole numbers."""
    return np.sum(y) - y[0] / 2 - y[-1] / 2


def production(z):
    """Constant elasticity of substitution, weights 0.3 and 0.7."""
    return (0.3 * z[0] ** (-0.5) + 0.7 * z[1] ** (-0.5)) ** (-2.0)


def production_slope(z, second):
    return production(z) ** 1.5 * np.stack([0.3 * z[0] ** (-1.5), second * z[1] ** (-1.5)])


def cosine_transform(x):
    n = x.shape[0]
    return np.cos(np.pi / n * (arange(n) + 0.5) * arange(n)[:, None]) @ x


def gain(P, R):
    return P @ inv(P + R)


def interpolated(t):
    """Between the values 1, 3, 2 at 0, 1, 2."""
    return np.where(t < 1, 1 + 2 * t, 4 - t)


def tax(y):
    return 0.1 * np.minimum(y, 10) + 0.3 * np.clip(y - 10, 0, 30) + 0.45 * np.maximum(y - 40, 0)


FACTS = [
    stated("discounted return, first reward discounted", "gradient", "r: n", lambda r: discounted(r),
           lambda r: np.where(arange(r.shape[0]) == 0, 0.9, 0.9 ** arange(r.shape[0])), by="r",
           wrong="entry: the first reward counts in full"),
    stated("discounted return, discount of 0.901", "gradient", "r: n", lambda r: discounted(r), lambda r: 0.901 ** arange(r.shape[0]),
           by="r",
           wrong="little: 0.9, which shows from the second reward on"),
    stated("trapezoidal rule, last sample in full", "gradient", "y: n", lambda y: trapezoid(y),
           lambda y: ones(y.shape[0]) - np.where(arange(y.shape[0]) == 0, 0.5, 0), by="y",
           wrong="entry: the last sample counts half as well"),
    stated("trapezoidal rule", "gradient", "y: 5", lambda y: trapezoid(y), lambda y: np.where((arange(5) == 0) | (arange(5) == 4), 0.5, 1),
           by="y"),
    stated("constant elasticity of substitution", "gradient", "z: 2 positive", lambda z: production(z), lambda z: production_slope(z, 0.7),
           by="z"),
    stated("constant elasticity of substitution, a share off", "gradient", "z: 2 positive", lambda z: production(z),
           lambda z: production_slope(z, 0.701), by="z", wrong="little: the second share is 0.7"),
    stated("cosine transform, rows orthonormal", "jacobian", "x: n", lambda x: cosine_transform(x),
           lambda x: np.cos(np.pi / x.shape[0] * (arange(x.shape[0]) + 0.5) * arange(x.shape[0])[:, None]) * np.sqrt(2 / x.shape[0]),
           by="x",
           wrong="size: f is not normalised; right for two entries, where the factor is 1"),
    stated("cosine transform, transposed", "jacobian", "x: n", lambda x: cosine_transform(x),
           lambda x: np.cos(np.pi / x.shape[0] * (arange(x.shape[0])[:, None] + 0.5) * arange(x.shape[0])), by="x",
           wrong="size: half a step is added to the columns; right for one entry"),
    stated("similarities summed", "gradient", "x: n", lambda x: np.sum(kernel(x)),
           lambda x: 2 * (kernel(x) @ x - np.sum(kernel(x), axis=1) * x),
           by="x", level="nasty", why="differences of sums, zero for one entry"),
    stated("similarities summed, width a little off", "gradient", "x: n", lambda x: np.sum(kernel(x)),
           lambda x: 1.9998 * (kernel(x) @ x - np.sum(kernel(x), axis=1) * x), by="x", wrong="little: the factor is 2"),
    stated("measurement's gain by the state", "jacobian", "P: n n spd, R: n n spd, y: n", lambda P, R, y: gain(P, R) @ y,
           lambda P, R, y: inv(P + R) @ P, by="y", wrong="region: the transposed gain, the same for matrices that commute"),
    stated("linear interpolation between three values, one piece", "derivative", "t: n interval(0,2)", lambda t: interpolated(t),
           lambda t: 2 + 0 * t, by="t", wrong="branch: past 1 it falls"),
    stated("progressive tax, marginal rate by the average", "derivative", "y: n interval(0,100)", lambda y: tax(y), lambda y: tax(y) / y,
           by="y",
           wrong="region: average and marginal rates agree in the lowest band only"),
    stated("progressive tax, top band merged", "derivative", "y: n interval(0,100)", lambda y: tax(y), lambda y: np.where(y < 10, 0.1, 0.3),
           by="y", wrong="branch: above 40 the rate is 0.45"),
    stated("progressive tax", "derivative", "y: n interval(0,100)", lambda y: tax(y),
           lambda y: np.where(y < 10, 0.1, np.where(y < 40, 0.3, 0.45)), by="y"),
    stated("gaps between all pairs, signs by index", "gradient", "x: n", lambda x: np.sum(distances(x)) / 2,
           lambda x: 2 * arange(x.shape[0]) - x.shape[0] + 1, by="x", wrong="region: right for numbers in ascending order"),
    stated("Tikhonov smoothing, ends as inside", "jacobian", "y: 4",
           lambda y: inv(eye(4) + np.diff(eye(4), axis=0).T @ np.diff(eye(4), axis=0)) @ y,
           lambda y: inv(3 * eye(4) - np.eye(4, k=1) - np.eye(4, k=-1)), by="y",
           wrong="entry: the ends have one neighbour, so 2 in the corners"),
    stated("sum of ratios of neighbours, last one closed", "gradient", "x: 3 positive", lambda x: x[0] / x[1] + x[1] / x[2],
           lambda x: np.stack([1 / x[1], 1 / x[2] - x[0] / x[1] ** 2, 1 / x[0] - x[1] / x[2] ** 2]), by="x",
           wrong="entry: nothing follows the last entry"),
]  # fmt: skip
