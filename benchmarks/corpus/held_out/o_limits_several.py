"""Limits of vectors and matrices: probability, information, statistics, filtering, learning."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye, logsumexp, softmax, unique_maximum

inv, det, norm = np.linalg.inv, np.linalg.det, np.linalg.norm


def first(n):
    """The first unit vector."""
    return np.where(arange(n) == 0, 1, 0)


def renyi(p, a):
    return np.log(np.sum(p**a)) / (1 - a)


FACTS = [
    stated("filling at zero temperature", "limit", "e: n, m, t: positive", lambda e, m, t: 1 / (1 + np.exp(t * (e - m))),
           lambda e, m: np.where(e < m, 1.0, np.where(e > m, 0.0, 0.5)), by="t",
           level="nasty", why="levels at the chemical potential itself stay half filled"),
    stated("entropy of order one", "limit", "p: n simplex, a: positive", lambda p, a: renyi(p, a), lambda p: -np.sum(p * np.log(p)),
           by="a", to=1, level="nasty", why="zero over zero"),
    stated("entropy of infinite order", "limit", "p: n simplex, a: positive", lambda p, a: renyi(p, a), lambda p: -np.log(np.max(p)),
           by="a"),
    stated("least cost by cooling", "limit", "x: n, t: positive",
           lambda x, t: -np.log(np.mean(np.exp(-t * (x - np.min(x))))) / t + np.min(x),
           lambda x: np.min(x), by="t"),
    stated("partition function at zero temperature", "limit", "x: n, t: positive", lambda x, t: np.sum(np.exp(t * (x - np.max(x)))),
           lambda x: np.sum(np.where(x == np.max(x), 1.0, 0.0)), by="t",
           level="nasty", why="the number of ground states, so ties count"),
    stated("logsumexp beside a single maximum", "limit", "x: n, t: positive", lambda x, t: logsumexp(t * x) - t * np.max(x), lambda x: 0,
           by="t", given=lambda x, t: unique_maximum(x), level="nasty", why="only because the maximum is attained once"),
    stated("the larger of two exponents", "limit", "x, y, t: positive", lambda x, y, t: np.logaddexp(t * x, t * y) / t, lambda x, y: y,
           by="t", given=lambda x, y, t: x <= y),
    stated("ridge solution without the ridge", "limit", "A: n n invertible, b: n, t: positive",
           lambda A, b, t: inv(A.T @ A + t * eye(A.shape[0])) @ A.T @ b, lambda A, b: inv(A) @ b, by="t", to=0, side="+",
           level="nasty", why="the condition number is squared on the way"),
    stated("inverse near the identity, to first order", "limit", "A: n n, t: positive",
           lambda A, t: t * (inv(eye(A.shape[0]) - A / t) - eye(A.shape[0])), lambda A: A, by="t"),
    stated("determinant near the identity, to first order", "limit", "A: n n, t", lambda A, t: (det(eye(A.shape[0]) + t * A) - 1) / t,
           lambda A: np.trace(A), by="t", to=0),
    stated("gain of a filter without noise", "limit", "P: n n spd, R: n n spd, H: n n invertible, t: positive",
           lambda P, R, H, t: P @ H.T @ inv(H @ P @ H.T + t * R), lambda P, R, H: inv(H), by="t", to=0, side="+"),
    stated("kernel average of infinite width", "limit", "x: n, y: n, t: positive", lambda x, y, t: softmax(-(x**2) / t) @ y,
           lambda x, y: np.mean(y), by="t"),
    stated("second moment from the generating function", "limit", "p: n simplex, x: n interval(-9,9), t",
           lambda p, x, t: (np.log(np.sum(p * np.exp(t * x))) - t * (p @ x)) / t**2 + (p @ x) ** 2 / 2, lambda p, x: p @ x**2 / 2,
           by="t", to=0, level="nasty", why="first-order terms cancel and are divided by t squared"),
    stated("a coordinate held by a stiff spring", "limit", "P: n n spd, t: positive",
           lambda P, t: inv(P + t * np.outer(first(P.shape[0]), first(P.shape[0]))),
           lambda P: inv(P) - np.outer(inv(P)[:, 0], inv(P)[:, 0]) / inv(P)[0, 0], by="t",
           level="nasty", why="the condition number grows as t"),
    # wrong
    stated("entropy of order one, sign lost", "limit", "p: n simplex, a: positive", lambda p, a: renyi(p, a),
           lambda p: np.sum(p * np.log(p)),
           by="a", to=1, wrong="gross: the entropy is minus that"),
    stated("second cumulant without its half", "limit", "p: n simplex, x: n interval(-9,9), t",
           lambda p, x, t: (np.log(np.sum(p * np.exp(t * x))) - t * (p @ x)) / t**2, lambda p, x: p @ x**2 - (p @ x) ** 2,
           by="t", to=0, wrong="gross: half of the variance"),
    stated("inverse near the identity, a thousandth off", "limit", "A: n n, t: positive",
           lambda A, t: t * (inv(eye(A.shape[0]) - A / t) - eye(A.shape[0])), lambda A: 1.001 * A, by="t", wrong="little: the factor is 1"),
    stated("slope of a softmax at zero", "limit", "x: n, t", lambda x, t: (softmax(t * x) - 1 / x.shape[0]) / t,
           lambda x: (x - np.where(arange(x.shape[0]) == 0, 0, 1) * np.mean(x)) / x.shape[0], by="t", to=0,
           wrong="entry: the mean is taken from the first entry too"),
    stated("inverse near the identity, off-diagonals twice", "limit", "A: n n symmetric, t",
           lambda A, t: (inv(eye(A.shape[0]) + t * A) - eye(A.shape[0])) / t, lambda A: -2 * A + A * eye(A.shape[0]), by="t", to=0,
           wrong="entry: off the diagonal a symmetric matrix was counted twice"),
    stated("number of entries by powers", "limit", "x: n interval(0,4), t: positive", lambda x, t: np.sum(x**t), lambda x: x.shape[0],
           by="t", to=0, side="+", wrong="region: entries that are zero are not counted", witness={"x": [0.0, 1.0]}),
    stated("filling at zero temperature, all or nothing", "limit", "e: n, m, t: positive", lambda e, m, t: 1 / (1 + np.exp(t * (e - m))),
           lambda e, m: np.where(e < m, 1, 0), by="t",
           wrong="region: levels at the chemical potential itself are half filled", witness={"e": [0.0, 1.0], "m": 1.0}),
    stated("projector onto the range taken for the identity", "limit", "A: n n, t: positive",
           lambda A, t: A @ inv(A.T @ A + t * eye(A.shape[0])) @ A.T, lambda A: eye(A.shape[0]), by="t", to=0, side="+",
           wrong="region: right for invertible matrices", witness={"A": [[1.0, 1.0], [1.0, 1.0]]}),
    stated("a coordinate held by a stiff spring, others as before", "limit", "P: n n spd, t: positive",
           lambda P, t: inv(P + t * np.outer(first(P.shape[0]), first(P.shape[0]))),
           lambda P: inv(P) * np.outer(1 - first(P.shape[0]), 1 - first(P.shape[0])), by="t",
           wrong="size: the others become stiffer too; right at size 1, where nothing is left"),
    stated("alignment to a high power", "limit", "x: n, y: n, t: positive", lambda x, y, t: ((x @ y) ** 2 / ((x @ x) * (y @ y))) ** t,
           lambda x, y: 0, by="t", wrong="size: vectors with one entry are always parallel, and the power stays 1",
           witness={"x": [2.0], "y": [3.0]}),
    stated("slope of a shifted determinant", "limit", "A: n n, t", lambda A, t: (det(A + t * eye(A.shape[0])) - det(A)) / t,
           lambda A: np.trace(A), by="t", to=0, wrong="size: the trace of the cofactors, which is that of A at size 2 only"),
    stated("hot logsumexp, scaled", "limit", "x: n, t: positive", lambda x, t: logsumexp(t * x) / t, lambda x: np.mean(x),
           by="t", to=0, side="+", wrong="size: the logarithm of the number of entries over t grows; right for one entry"),
    stated("determinant of a large multiple beside the identity", "limit", "A: n n invertible, t: positive",
           lambda A, t: det(eye(A.shape[0]) + t * A) / t, lambda A: det(A), by="t", wrong="size: t to the n; right at size 1"),
    stated("kernel sum of infinite width", "limit", "x: n, y: n, t: positive", lambda x, y, t: softmax(-(x**2) / t) @ y,
           lambda x, y: np.sum(y), by="t", wrong="size: the mean; right for one entry"),
]  # fmt: skip
