"""Proportions between functions, forms, units and matrices."""

import numpy as np
from scipy.special import beta, erf, gamma, ndtr

from corpus.fact import stated
from mathcheck.functions import arange, eye, ones

inv, det, norm = np.linalg.inv, np.linalg.det, np.linalg.norm

FACTS = [
    stated("cube of the sine by the triple angle", "proportional", "x: n", lambda x: 3 * np.sin(x) - np.sin(3 * x),
           lambda x: np.sin(x) ** 3,
           level="nasty", why="cancels to third order near zero"),
    stated("hyperbolic half-angle", "proportional", "x: n interval(-9,9)", lambda x: np.cosh(2 * x) - 1, lambda x: np.sinh(x) ** 2,
           level="nasty", why="cancels near zero"),
    stated("beta function with a whole argument", "proportional", "x: interval(0.125,20)", lambda x: beta(x, 3),
           lambda x: 1 / (x * (x + 1) * (x + 2))),
    stated("photon energies per thermal unit", "proportional", "x: n", lambda x: 6.62607015e-34 * x / 1.380649e-23, lambda x: x,
           level="nasty", why="a constant of 4.8e-11"),
    stated("Gaussian bump about one", "proportional", "x: n interval(-9,9)", lambda x: np.exp(-((x - 1) ** 2) / 2),
           lambda x: np.exp(x - x**2 / 2)),
    stated("gamma function of the double", "proportional", "x: interval(0.125,20)", lambda x: gamma(2 * x),
           lambda x: 4**x * gamma(x) * gamma(x + 0.5)),
    stated("blow-up by a block of ones", "proportional", "A: m n", lambda A: np.sum(np.kron(A, ones(2, 3))), lambda A: np.sum(A)),
    stated("two copies on the diagonal", "proportional", "A: m n", lambda A: norm(np.kron(eye(2), A)), lambda A: norm(A)),
    stated("inner product by three squares", "proportional", "x: n, y: n", lambda x, y: norm(x + y) ** 2 - norm(x) ** 2 - norm(y) ** 2,
           lambda x, y: x @ y, level="nasty", why="a difference of squares, zero for orthogonal vectors"),
    stated("anticommutator by two squares", "proportional", "A: n n, B: n n", lambda A, B: (A + B) @ (A + B) - (A - B) @ (A - B),
           lambda A, B: A @ B + B @ A),
    stated("inverse of a multiple", "proportional", "A: n n invertible", lambda A: inv(3 * A), lambda A: inv(A)),
    stated("four samples in pairs, far from zero", "proportional", "x: 4 interval(-9,9)",
           lambda x: np.sum(((x + 1e5)[:, None] - (x + 1e5)) ** 2), lambda x: np.var(x), level="nasty", why="an offset of 1e5"),
    stated("temperature differences in two scales", "proportional", "x: n, y: n", lambda x, y: (1.8 * x + 32) - (1.8 * y + 32),
           lambda x, y: x - y),
    stated("normal distribution about its middle", "proportional", "x: n", lambda x: ndtr(np.sqrt(2) * x) - 0.5, lambda x: erf(x),
           level="nasty", why="cancels near zero"),
    # wrong
    stated("temperatures in two scales", "proportional", "x: n", lambda x: 1.8 * x + 32, lambda x: x,
           wrong="gross: the offset does not scale"),
    stated("commutator turned", "proportional", "A: n n, B: n n", lambda A, B: A @ B - B @ A, lambda A, B: B @ A - A @ B,
           wrong="gross: the constant is -1"),
    stated("small angle and its sine", "proportional", "x: n interval(-0.1,0.1)", lambda x: np.sin(x), lambda x: x,
           wrong="little: the quotient falls by a relative 1.7e-3"),
    stated("beta function with nearly a whole argument", "proportional", "x: interval(0.125,20)", lambda x: beta(x, 3.001),
           lambda x: 1 / (x * (x + 1) * (x + 2)), wrong="little: the argument is 3"),
    stated("almost the first power", "proportional", "x: n positive", lambda x: x**1.001, lambda x: x, wrong="little: the power is 1"),
    stated("signed and plain squares", "proportional", "x: n", lambda x: x * np.abs(x), lambda x: x**2,
           wrong="branch: -1 for negative numbers"),
    stated("progressive rate from three on", "proportional", "x: n positive", lambda x: np.where(x > 3, 3 + 1.5 * (x - 3), x), lambda x: x,
           wrong="branch: more than in proportion above 3", witness={"x": [6.0, 1.0]}),
    stated("off-diagonals counted twice", "proportional", "S: n n symmetric", lambda S: 2 * S - S * eye(S.shape[0]), lambda S: S,
           wrong="entry: the diagonal counts once; one entry does not show it"),
    stated("weights with a heavier third", "proportional", "x: n", lambda x: x * np.where(arange(x.shape[0]) == 2, 1.01, 1), lambda x: x,
           wrong="entry: the third has another factor", witness={"x": [1.0, 1.0, 1.0]}),
    stated("products in both orders", "proportional", "A: n n, B: n n", lambda A, B: A @ B, lambda A, B: B @ A,
           wrong="region: right where they commute"),
    stated("squared length of a sum", "proportional", "x: n, y: n", lambda x, y: norm(x + y) ** 2, lambda x, y: norm(x) ** 2 + norm(y) ** 2,
           wrong="region: right for orthogonal vectors"),
    stated("trace of as many copies as rows", "proportional", "A: n n", lambda A: np.trace(np.kron(A, eye(A.shape[0]))),
           lambda A: np.trace(A),
           wrong="size: the constant would be n"),
    stated("length of repeated columns", "proportional", "x: n", lambda x: norm(np.outer(x, ones(x.shape[0]))), lambda x: norm(x),
           wrong="size: the constant would be the root of n"),
    stated("inverse determinant of a multiple", "proportional", "A: n n invertible", lambda A: 1 / det(3 * A), lambda A: 1 / det(A),
           wrong="size: 3 to the minus n"),
]  # fmt: skip
