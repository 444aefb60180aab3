"""Proportions: one positive constant for all inputs and all sizes."""

import numpy as np
from scipy.special import erf, expit, gamma

from corpus.fact import stated
from mathcheck.functions import arange, relu, softmax

det, norm = np.linalg.det, np.linalg.norm

FACTS = [
    stated("sine and cosine against the double angle", "proportional", "x: n", lambda x: np.sin(x) * np.cos(x), lambda x: np.sin(2 * x)),
    stated("logarithms of two bases", "proportional", "x: n positive", lambda x: np.log2(x), lambda x: np.log(x)),
    stated("shifted exponential", "proportional", "x: n", lambda x: np.exp(x + 3), lambda x: np.exp(x)),
    stated("sigmoid's slope against a hyperbolic secant", "proportional", "x: n interval(-9,9)", lambda x: expit(x) * (1 - expit(x)),
           lambda x: 1 / np.cosh(x / 2) ** 2),
    stated("slope of tanh against a sigmoid's", "proportional", "x: n interval(-9,9)", lambda x: 1 - np.tanh(x) ** 2,
           lambda x: expit(2 * x) * expit(-2 * x), level="nasty", why="cancels where tanh is near 1"),
    stated("determinant of a doubled three by three", "proportional", "A: 3 3", lambda A: det(2 * A), lambda A: det(A)),
    stated("normal density against its exponential", "proportional", "x: n interval(-9,9)", lambda x: np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi),
           lambda x: np.exp(-(x**2) / 2)),
    stated("tiny multiple of a linear map", "proportional", "A: m n, x: n", lambda A, x: 1e-12 * (A @ x), lambda A, x: A @ x, level="nasty",
           why="an absolute tolerance would take the left side for zero"),
    stated("quotient of factorials", "proportional", "x: interval(0.125,20)", lambda x: 3 * gamma(x + 1) / gamma(x), lambda x: x),
    stated("squared distance from polarisation", "proportional", "x: n, y: n", lambda x, y: norm(x + y) ** 2 - norm(x - y) ** 2, lambda x, y: x @ y,
           level="nasty", why="a difference of squares"),
    stated("degrees and turns", "proportional", "x: n", lambda x: x * 180 / np.pi, lambda x: x / (2 * np.pi)),
    stated("softmax numerators", "proportional", "x: n interval(-9,9), c: interval(-9,9)", lambda x, c: 7 * np.exp(x - c),
           lambda x, c: np.exp(x) / np.exp(c)),
    stated("a line beside the origin", "proportional", "x: n", lambda x: x + 1e-3, lambda x: x, wrong="little: the offset does not scale"),
    stated("determinant of a doubled matrix", "proportional", "A: n n", lambda A: det(2 * A), lambda A: det(A), wrong="size: 2 to the n"),
    stated("sum and mean", "proportional", "x: n", lambda x: np.sum(x), lambda x: np.mean(x), wrong="size: the constant would be n"),
    stated("sizes and numbers", "proportional", "x: n", lambda x: np.abs(x), lambda x: x, wrong="branch: the constant is -1 below zero"),
    stated("negatives", "proportional", "x: n", lambda x: -2 * x, lambda x: x, wrong="gross: the constant is negative"),
    stated("softmax and exponentials", "proportional", "x: n", lambda x: softmax(x), lambda x: np.exp(x), wrong="gross: the factor depends on x"),
    stated("rectified numbers", "proportional", "x: n", lambda x: relu(x), lambda x: x, wrong="branch: zero below zero"),
    stated("numbers kept within ten", "proportional", "x: n", lambda x: np.clip(x, -10, 10), lambda x: x, wrong="branch: constant beyond 10",
           witness={"x": [15.0]}),
    stated("a matrix and its transpose", "proportional", "A: n n, x: n", lambda A, x: A.T @ x, lambda A, x: A @ x,
           wrong="region: right for symmetric matrices"),
    stated("two norms", "proportional", "x: n", lambda x: np.sum(np.abs(x)), lambda x: norm(x), wrong="size: equal for one entry, not for more"),
    stated("all entries but a thousandth in the first", "proportional", "x: n", lambda x: x * np.where(arange(x.shape[0]) == 0, 1.001, 1),
           lambda x: x,
           wrong="entry: the first entry has another factor; a single entry does not show it"),
    stated("tanh and the error function", "proportional", "x: n", lambda x: np.tanh(x), lambda x: erf(x), wrong="gross: they have alike shapes only"),
    stated("numbers with a slightly steeper negative side", "proportional", "x: n", lambda x: np.where(x > 0, x, 1.0001 * x), lambda x: x,
           wrong="little: the two sides have different factors"),
]  # fmt: skip
