"""Moments, likelihoods, order statistics and averages."""

import numpy as np
from scipy.special import digamma, gammaln

from corpus.fact import stated
from mathcheck.functions import arange, eye, ones, zeros

inv, norm = np.linalg.inv, np.linalg.norm


def centred(x):
    return x - np.mean(x)


def moment(x, k):
    return np.mean(centred(x) ** k)


def spread(x):
    return np.sqrt(moment(x, 2))


def skewness(x):
    return moment(x, 3) / spread(x) ** 3


def kurtosis(x):
    return moment(x, 4) / moment(x, 2) ** 2


def skewness_slope(x, middle):
    d, s = centred(x), spread(x)
    return (3 * (d**2 - middle) / s**3 - 3 * moment(x, 3) * d / s**5) / x.shape[0]


def kurtosis_slope(x, third):
    d, v = centred(x), moment(x, 2)
    return 4 * ((d**3 - third) / v**2 - moment(x, 4) * d / v**3) / x.shape[0]


def correlation(x, y):
    return centred(x) @ centred(y) / (norm(centred(x)) * norm(centred(y)))


def ranks(x):
    return np.argsort(np.argsort(x))


def dirichlet(a, p):
    return gammaln(np.sum(a)) - np.sum(gammaln(a)) + np.sum((a - 1) * np.log(p))


def student(m, x):
    return -np.sum(2.5 * np.log(1 + (x - m) ** 2 / 4))


def difference(x):
    return np.sum(np.abs(x[:, None] - x[None, :])) / x.shape[0] ** 2


def geometric(x):
    return np.exp(np.mean(np.log(x)))


def harmonic(x):
    return 1 / np.mean(1 / x)


def density_estimate(t, x):
    return np.mean(np.exp(-((t - x) ** 2) / 2)) / np.sqrt(2 * np.pi)


def first(x):
    """1 for the first entry."""
    return np.where(arange(x.shape[0]) == 0, 1, 0)


def smoothed(x):
    """Exponential smoothing to the last entry, started at the first."""
    n = x.shape[0]
    return np.sum(0.75 ** (n - 1 - arange(n)) * np.where(arange(n) == 0, 1, 0.25) * x)


FACTS = [
    stated("population variance", "gradient", "x: n", lambda x: moment(x, 2), lambda x: 2 * centred(x) / x.shape[0], by="x"),
    stated("population variance, sample count", "gradient", "x: n", lambda x: moment(x, 2),
           lambda x: 2 * centred(x) / np.maximum(x.shape[0] - 1, 1), by="x",
           wrong="size: n - 1 belongs to the sample variance; right at size 1"),
    stated("variance of numbers near 1e9", "gradient", "x: n", lambda x: np.mean((x + 1e9) ** 2) - np.mean(x + 1e9) ** 2,
           lambda x: 2 * centred(x) / x.shape[0], by="x", level="nasty", why="a difference of two numbers of 1e18"),
    stated("standard deviation of the sample by one entry", "gradient", "x: 4", lambda x: np.sqrt(np.sum(centred(x) ** 2) / 3),
           lambda x: centred(x) / (3 * np.sqrt(np.sum(centred(x) ** 2) / 3)), by="x"),
    stated("standard deviation of the sample, counts mixed", "gradient", "x: n",
           lambda x: np.sqrt(np.sum(centred(x) ** 2) / (x.shape[0] + 1)),
           lambda x: centred(x) / (x.shape[0] * np.sqrt(np.sum(centred(x) ** 2) / (x.shape[0] + 1))), by="x",
           wrong="gross: the count before the root must be the one under it, n + 1"),
    stated("skewness", "gradient", "x: n", lambda x: skewness(x), lambda x: skewness_slope(x, moment(x, 2)), by="x", level="nasty",
           why="constant for two entries, 0/0 for equal ones"),
    stated("skewness, mean of the squares not taken off", "gradient", "x: n", lambda x: skewness(x), lambda x: skewness_slope(x, 0), by="x",
           wrong="gross: the mean moves with every entry"),
    stated("kurtosis", "gradient", "x: n", lambda x: kurtosis(x), lambda x: kurtosis_slope(x, moment(x, 3)), by="x", level="nasty",
           why="constant for two and for three entries: all terms cancel"),
    stated("kurtosis of a symmetric sample", "gradient", "x: n", lambda x: kurtosis(x), lambda x: kurtosis_slope(x, 0), by="x",
           wrong="size: the third moment is taken off the cubes; it vanishes up to two entries and in symmetric samples"),
    stated("correlation", "gradient", "x: n, y: n", lambda x, y: correlation(x, y),
           lambda x, y: centred(y) / (norm(centred(x)) * norm(centred(y))) - correlation(x, y) * centred(x) / norm(centred(x)) ** 2, by="x",
           level="nasty", why="constant for two entries"),
    stated("correlation, second sample not centred", "gradient", "x: n, y: n", lambda x, y: correlation(x, y),
           lambda x, y: y / (norm(centred(x)) * norm(centred(y))) - correlation(x, y) * centred(x) / norm(centred(x)) ** 2, by="x",
           wrong="gross: right only where the mean of y is 0"),
    stated("covariance of two samples", "gradient", "x: n, y: n", lambda x, y: np.mean(centred(x) * centred(y)),
           lambda x, y: centred(y) / x.shape[0], by="x"),
    stated("covariance of two samples, first entry's own mean", "gradient", "x: n, y: n", lambda x, y: np.mean(centred(x) * centred(y)),
           lambda x, y: (y - np.mean(y) * (1 - first(y))) / x.shape[0], by="x", wrong="entry: the mean is taken off the first entry too"),
    stated("Gaussian likelihood by the mean", "gradient", "m: n, x: n, P: n n spd", lambda m, x, P: -(x - m) @ P @ (x - m) / 2,
           lambda m, x, P: P @ (x - m), by="m"),
    stated("Gaussian likelihood by the mean, sign of the inner derivative", "gradient", "m: n, x: n, P: n n spd",
           lambda m, x, P: -(x - m) @ P @ (x - m) / 2, lambda m, x, P: -P @ (x - m), by="m", wrong="gross: x - m falls as m grows"),
    stated("Gaussian likelihood by the precision", "gradient", "P: n n spd, d: n",
           lambda P, d: np.linalg.slogdet(P)[1] / 2 - d @ P @ d / 2, lambda P, d: inv(P) / 2 - np.outer(d, d) / 2, by="P"),
    stated("Gaussian likelihood by the precision, diagonal of the scatter", "gradient", "P: n n spd, d: n",
           lambda P, d: np.linalg.slogdet(P)[1] / 2 - d @ P @ d / 2, lambda P, d: inv(P) / 2 - np.diag(d**2) / 2, by="P",
           wrong="size: the products of different entries are missing, which there are from two entries on"),
    stated("Gaussian likelihood by the covariance", "gradient", "S: n n spd, d: n",
           lambda S, d: -np.linalg.slogdet(S)[1] / 2 - d @ inv(S) @ d / 2,
           lambda S, d: (inv(S) @ np.outer(d, d) @ inv(S) - inv(S)) / 2, by="S"),
    stated("Gaussian likelihood by the covariance, one inverse", "gradient", "S: n n spd, d: n",
           lambda S, d: -np.linalg.slogdet(S)[1] / 2 - d @ inv(S) @ d / 2,
           lambda S, d: (inv(S) @ np.outer(d, d) - inv(S)) / 2, by="S", wrong="gross: the scatter stands between two inverses"),
    stated("Mahalanobis distance", "gradient", "P: n n spd, d: n", lambda P, d: np.sqrt(d @ P @ d), lambda P, d: P @ d / np.sqrt(d @ P @ d),
           by="d"),
    stated("distance by a factor of the precision", "gradient", "L: n n, d: n", lambda L, d: norm(L.T @ d),
           lambda L, d: L.T @ (L @ d) / norm(L.T @ d), by="d", wrong="region: L Lᵀ, not Lᵀ L; the same for symmetric factors"),
    stated("gamma likelihood by the shape", "derivative", "a: positive, b: positive, x: positive",
           lambda a, b, x: a * np.log(b) - gammaln(a) + (a - 1) * np.log(x) - b * x, lambda a, b, x: np.log(b) - digamma(a) + np.log(x),
           by="a"),
    stated("gamma likelihood by the shape, digamma by two terms", "derivative", "a: interval(3,50), b: positive, x: positive",
           lambda a, b, x: a * np.log(b) - gammaln(a) + (a - 1) * np.log(x) - b * x,
           lambda a, b, x: np.log(b) - np.log(a) + 1 / (2 * a) + np.log(x), by="a",
           wrong="little: the next term of the series is 1/(12 a^2), a thousandth or less of the whole"),
    stated("Dirichlet likelihood", "gradient", "a: n positive, p: n simplex", lambda a, p: dirichlet(a, p),
           lambda a, p: digamma(np.sum(a)) - digamma(a) + np.log(p), by="a"),
    stated("Dirichlet likelihood, normaliser of the mean", "gradient", "a: n positive, p: n simplex", lambda a, p: dirichlet(a, p),
           lambda a, p: digamma(np.mean(a)) - digamma(a) + np.log(p), by="a",
           wrong="size: the sum of the shapes, which is the mean for one only"),
    stated("Student likelihood by the location", "gradient", "m: reals, x: n", lambda m, x: student(m, x),
           lambda m, x: 5 * np.sum((x - m) / (4 + (x - m) ** 2)), by="m"),
    stated("Student likelihood by the location, degrees for degrees plus one", "gradient", "m: reals, x: n", lambda m, x: student(m, x),
           lambda m, x: 4 * np.sum((x - m) / (4 + (x - m) ** 2)), by="m", wrong="gross: (nu + 1) before, nu in the denominator"),
    stated("Weibull likelihood by the shape", "derivative", "k: positive, x: positive",
           lambda k, x: np.log(k) + (k - 1) * np.log(x) - x**k, lambda k, x: 1 / k + np.log(x) - x**k * np.log(x), by="k"),
    stated("Weibull likelihood by the shape, as by a power", "derivative", "k: positive, x: positive",
           lambda k, x: np.log(k) + (k - 1) * np.log(x) - x**k, lambda k, x: 1 / k + np.log(x) - k * x ** (k - 1), by="k",
           wrong="gross: the exponent moves, not the base"),
    stated("Fisher's transform of a correlation", "derivative", "r: interval(-0.999999,0.999999)", lambda r: np.arctanh(r),
           lambda r: 1 / (1 - r**2), by="r", level="nasty", why="half a million at the ends"),
    stated("Fisher's transform of a correlation, square root", "derivative", "r: interval(-0.999999,0.999999)", lambda r: np.arctanh(r),
           lambda r: 1 / np.sqrt(1 - r**2), by="r", wrong="gross: that is the arcsine's slope; right only at zero"),
    stated("trimmed mean of five", "gradient", "x: 5", lambda x: np.mean(np.sort(x)[1:4]),
           lambda x: np.where((ranks(x) > 0) & (ranks(x) < 4), 1 / 3, 0), by="x", level="nasty", why="weights jump where entries tie"),
    stated("trimmed mean of five, positions for ranks", "gradient", "x: 5", lambda x: np.mean(np.sort(x)[1:4]),
           lambda x: np.where((np.argsort(x) > 0) & (np.argsort(x) < 4), 1 / 3, 0), by="x",
           wrong="region: the sorting permutation in place of its inverse, right where they trim the same entries"),
    stated("range of a sample", "gradient", "x: n", lambda x: np.max(x) - np.min(x),
           lambda x: np.where(ranks(x) == x.shape[0] - 1, 1, 0) - np.where(ranks(x) == 0, 1, 0), by="x"),
    stated("weighted order statistics", "gradient", "x: n", lambda x: np.sum(np.sort(x) * arange(x.shape[0])), lambda x: ranks(x), by="x",
           level="nasty", why="constant pieces, as many as there are orders"),
    stated("weighted order statistics, positions for ranks", "gradient", "x: n", lambda x: np.sum(np.sort(x) * arange(x.shape[0])),
           lambda x: np.argsort(x), by="x", wrong="size: the permutation is not its own inverse from three entries on"),
    stated("Gini's mean difference", "gradient", "x: n", lambda x: difference(x),
           lambda x: 2 * np.sum(np.sign(x[:, None] - x[None, :]), axis=1) / x.shape[0] ** 2, by="x"),
    stated("Gini's mean difference, pairs counted once", "gradient", "x: n", lambda x: difference(x),
           lambda x: np.sum(np.sign(x[:, None] - x[None, :]), axis=1) / x.shape[0] ** 2, by="x",
           wrong="size: every pair is in the double sum twice; a single entry has none"),
    stated("geometric mean", "gradient", "x: n positive", lambda x: geometric(x), lambda x: geometric(x) / (x.shape[0] * x), by="x"),
    stated("geometric mean, share of one forgotten", "gradient", "x: n positive", lambda x: geometric(x), lambda x: geometric(x) / x,
           by="x",
           wrong="size: divided by n"),
    stated("harmonic mean", "gradient", "x: n positive", lambda x: harmonic(x), lambda x: (harmonic(x) / x) ** 2 / x.shape[0], by="x"),
    stated("harmonic mean, of two only", "gradient", "x: n positive", lambda x: harmonic(x), lambda x: (harmonic(x) / x) ** 2 / 2, by="x",
           wrong="size: 2 a²/(a + b)² is for two numbers"),
    stated("kernel density estimate by the place", "derivative", "t: reals, x: n", lambda t, x: density_estimate(t, x),
           lambda t, x: np.mean((x - t) * np.exp(-((t - x) ** 2) / 2)) / np.sqrt(2 * np.pi), by="t"),
    stated("kernel density estimate by the place, downhill", "derivative", "t: reals, x: n", lambda t, x: density_estimate(t, x),
           lambda t, x: np.mean((t - x) * np.exp(-((t - x) ** 2) / 2)) / np.sqrt(2 * np.pi), by="t",
           wrong="gross: the density rises towards the sample"),
    stated("exponential smoothing", "gradient", "x: n", lambda x: smoothed(x),
           lambda x: 0.75 ** (x.shape[0] - 1 - arange(x.shape[0])) * np.where(arange(x.shape[0]) == 0, 1, 0.25), by="x"),
    stated("exponential smoothing, start weighed like the rest", "gradient", "x: n", lambda x: smoothed(x),
           lambda x: 0.25 * 0.75 ** (x.shape[0] - 1 - arange(x.shape[0])), by="x",
           wrong="entry: the first observation starts the average with its whole weight"),
    stated("residuals of a mean model", "jacobian", "X: m n", lambda X: X - np.mean(X, axis=0),
           lambda X: np.einsum("ik,jl->ijkl", eye(X.shape[0]) - 1 / X.shape[0], eye(X.shape[1])), by="X"),
    stated("residuals of a mean model, mean of rows", "jacobian", "X: m n", lambda X: X - np.mean(X, axis=0),
           lambda X: np.einsum("ik,jl->ijkl", eye(X.shape[0]), eye(X.shape[1]) - 1 / X.shape[1]), by="X",
           wrong="gross: the mean is taken down the columns, over m rows"),
    stated("standardised scores summed", "gradient", "x: n", lambda x: np.sum(centred(x) / spread(x)), lambda x: zeros(x.shape[0]), by="x",
           level="nasty", why="zero whatever x is, by cancellation"),
    stated("standardised scores squared and summed", "gradient", "x: n", lambda x: np.sum((centred(x) / spread(x)) ** 2),
           lambda x: zeros(x.shape[0]), by="x", level="nasty", why="always n"),
    stated("inverse variance weighting by the variances", "gradient", "v: n positive, x: n", lambda v, x: np.sum(x / v) / np.sum(1 / v),
           lambda v, x: (np.sum(x / v) / np.sum(1 / v) - x) / (v**2 * np.sum(1 / v)), by="v"),
    stated("inverse variance weighting, one power of the variance", "gradient", "v: n positive, x: n",
           lambda v, x: np.sum(x / v) / np.sum(1 / v), lambda v, x: (np.sum(x / v) / np.sum(1 / v) - x) / (v * np.sum(1 / v)), by="v",
           wrong="size: 1/v falls with the square of v; a single weight does not matter at all"),
    stated("logarithm of a likelihood of a thousand", "derivative", "p: unit_interval", lambda p: 700 * np.log(p) + 300 * np.log(1 - p),
           lambda p: (700 - 1000 * p) / (p * (1 - p)), by="p"),
    stated("logarithm of a likelihood of a thousand, one short", "derivative", "p: unit_interval",
           lambda p: 700 * np.log(p) + 300 * np.log(1 - p), lambda p: (700 - 999 * p) / (p * (1 - p)), by="p",
           wrong="little: 1000 trials in all, not 999"),
    stated("mean of the rows' largest departures", "gradient", "x: n, c: reals", lambda x, c: np.mean(np.maximum(x - c, 0)),
           lambda x, c: -np.mean(np.where(x > c, 1, 0)), by="c"),
    stated("mean excess, over the exceeding only", "gradient", "x: n, c: reals", lambda x, c: np.mean(np.maximum(x - c, 0)),
           lambda x, c: -np.max(np.where(x > c, 1, 0)), by="c", wrong="size: the mean runs over all entries; right if all or none exceed"),
    stated("log partition of a Bernoulli vector in natural parameters", "gradient", "t: n", lambda t: np.sum(np.logaddexp(0, t)),
           lambda t: ones(t.shape[0]) / (1 + np.exp(-t)), by="t"),
]  # fmt: skip
