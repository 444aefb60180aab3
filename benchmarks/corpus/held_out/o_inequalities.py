"""Inequalities between numbers, vectors and probabilities, strict or not."""

import numpy as np
from scipy.special import erfc, expit, ndtr

from corpus.fact import stated
from mathcheck.functions import arange, softmax

norm = np.linalg.norm


def entropy(p):
    return -np.sum(p * np.log(p))


def divergence(p, q):
    return np.sum(p * np.log(p / q))


def onto_ball(x, r):
    """Divided by its norm over r where that is large."""
    return x / np.maximum(norm(x), r)


def shrunk(x):
    return np.sign(x) * np.maximum(np.abs(x) - 1, 0)


def normal(x):
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


FACTS = [
    stated("Pinsker", "at most", "p: n simplex, q: n simplex", lambda p, q: np.sum(np.abs(p - q)) ** 2 / 2, lambda p, q: divergence(p, q),
           level="nasty", why="both sides vanish to second order where p meets q"),
    stated("Hölder with exponents 3 and 3/2", "at most", "x: n, y: n", lambda x, y: np.abs(x @ y),
           lambda x, y: np.sum(np.abs(x) ** 3) ** (1 / 3) * np.sum(np.abs(y) ** 1.5) ** (2 / 3)),
    stated("Minkowski with exponent 3", "at most", "x: n, y: n", lambda x, y: np.sum(np.abs(x + y) ** 3) ** (1 / 3),
           lambda x, y: np.sum(np.abs(x) ** 3) ** (1 / 3) + np.sum(np.abs(y) ** 3) ** (1 / 3)),
    stated("sum of sizes against the length", "at most", "x: n", lambda x: np.sum(np.abs(x)), lambda x: np.sqrt(x.shape[0]) * norm(x),
           level="nasty", why="equality where all sizes agree"),
    stated("largest entropy", "at most", "p: n simplex", lambda p: entropy(p), lambda p: np.log(p.shape[0]),
           level="nasty", why="equality for the uniform distribution, flat around it"),
    stated("log-sum inequality", "at most", "a: n positive, b: n positive", lambda a, b: np.sum(a) * np.log(np.sum(a) / np.sum(b)),
           lambda a, b: np.sum(a * np.log(a / b))),
    stated("data processing", "at most", "W: m n positive, p: n simplex, q: n simplex",
           lambda W, p, q: divergence(W / np.sum(W, axis=0) @ p, W / np.sum(W, axis=0) @ q), lambda W, p, q: divergence(p, q)),
    stated("information is not negative", "at most", "P: m n positive", lambda P: 0,
           lambda P: np.sum(P * np.log(P * np.sum(P) / (np.sum(P, axis=1, keepdims=True) * np.sum(P, axis=0)))),
           level="nasty", why="zero for products of marginals, and always with one row or column"),
    stated("Mills's ratio from below", "at most", "x: interval(0.125,12)", lambda x: x / (1 + x**2) * normal(x), lambda x: ndtr(-x),
           level="nasty", why="relative gap 2/x^4, tails down to 1e-33"),
    stated("Hoeffding's lemma", "at most", "p: unit_interval, t: interval(-9,9)",
           lambda p, t: p * np.exp(t * (1 - p)) + (1 - p) * np.exp(-t * p), lambda p, t: np.exp(t**2 / 8),
           level="nasty", why="equal to second order in t at p = 1/2"),
    stated("hyperbolic cosine below a Gaussian's reciprocal", "at most", "x: n interval(-9,9)", lambda x: np.cosh(x),
           lambda x: np.exp(x**2 / 2),
           level="nasty", why="they differ by the fourth power"),
    stated("logarithm above a fraction", "at most", "x: n interval(0,inf)", lambda x: 2 * x / (2 + x), lambda x: np.log1p(x),
           level="nasty", why="they differ by the third power near zero"),
    stated("Jordan's chord", "at most", "x: n interval(0,1.5)", lambda x: 2 * x / np.pi, lambda x: np.sin(x)),
    stated("Titu's lemma", "at most", "x: n, y: n positive", lambda x, y: np.sum(x) ** 2 / np.sum(y), lambda x, y: np.sum(x**2 / y)),
    stated("rearrangement", "at most", "x: n, y: n", lambda x, y: x @ y, lambda x, y: np.sort(x) @ np.sort(y),
           level="nasty", why="equality whenever the orders agree"),
    stated("Nesbitt", "at most", "a: positive, b: positive, c: positive", lambda a, b, c: 1.5,
           lambda a, b, c: a / (b + c) + b / (c + a) + c / (a + b), level="nasty", why="equality where all agree"),
    stated("Schur of degree one", "at most", "a: positive, b: positive, c: positive", lambda a, b, c: 0,
           lambda a, b, c: a * (a - b) * (a - c) + b * (b - a) * (b - c) + c * (c - a) * (c - b),
           level="nasty", why="zero on a line, one of three terms is negative"),
    stated("softmax contracts by a half", "at most", "x: n, y: n", lambda x, y: norm(softmax(x) - softmax(y)), lambda x, y: norm(x - y) / 2,
           level="nasty", why="the constant is attained in the limit of two close pairs"),
    stated("projection onto the unit ball", "at most", "x: n, y: n", lambda x, y: norm(onto_ball(x, 1) - onto_ball(y, 1)),
           lambda x, y: norm(x - y)),
    stated("soft threshold is firmly nonexpansive", "at most", "x: n, y: n", lambda x, y: norm(shrunk(x) - shrunk(y)) ** 2,
           lambda x, y: (shrunk(x) - shrunk(y)) @ (x - y)),
    stated("logistic loss in bits above the errors", "at most", "m: n", lambda m: np.where(m <= 0, 1, 0), lambda m: np.log2(1 + np.exp(-m)),
           level="nasty", why="equality at zero, where the errors jump"),
    # wrong
    stated("Pinsker without the square", "at most", "p: n simplex, q: n simplex", lambda p, q: np.sum(np.abs(p - q)),
           lambda p, q: divergence(p, q),
           wrong="gross: the distance is squared and halved; fails for close distributions"),
    stated("hyperbolic cosine below half the exponent", "at most", "x: n interval(-9,9)", lambda x: np.cosh(x), lambda x: np.exp(x**2 / 4),
           wrong="gross: the constant is 1/2; fails near zero"),
    stated("Hoeffding's lemma, a little sharper", "at most", "p: unit_interval, t: interval(-9,9)",
           lambda p, t: p * np.exp(t * (1 - p)) + (1 - p) * np.exp(-t * p), lambda p, t: np.exp(t**2 / 8.08),
           wrong="little: 8; fails around p = 1/2", witness={"p": 0.5, "t": 0.25}),
    stated("sum of sizes against the length, a thousandth less", "at most", "x: n", lambda x: np.sum(np.abs(x)),
           lambda x: 0.999 * np.sqrt(x.shape[0]) * norm(x), wrong="little: fails where the sizes agree, always for one entry"),
    stated("softmax contracts by slightly less than a half", "at most", "x: n, y: n", lambda x, y: norm(softmax(x) - softmax(y)),
           lambda x, y: 0.495 * norm(x - y), wrong="little: a half is attained around equal pairs",
           witness={"x": [0.125, -0.125], "y": [-0.125, 0.125]}),
    stated("largest entropy, a thousandth less", "at most", "p: n simplex", lambda p: entropy(p), lambda p: 0.999 * np.log(p.shape[0]),
           wrong="little: fails for the uniform distribution", witness={"p": [1.0, 1.0]}),
    stated("Jordan's chord to both sides", "at most", "x: n interval(-1.5,1.5)", lambda x: 2 * x / np.pi, lambda x: np.sin(x),
           wrong="branch: the sine lies below its chord on the left"),
    stated("Bernoulli for any power", "at most", "x: interval(-0.5,9), r: interval(0,3)", lambda x, r: 1 + r * x, lambda x, r: (1 + x) ** r,
           wrong="branch: the other way for powers between 0 and 1"),
    stated("logarithm above a fraction, from minus a half", "at most", "x: n interval(-0.5,9)", lambda x: 2 * x / (2 + x),
           lambda x: np.log1p(x),
           wrong="branch: the other way below zero"),
    stated("scaled into the ball of radius a half", "at most", "x: n, y: n", lambda x, y: norm(onto_ball(x, 0.5) - onto_ball(y, 0.5)),
           lambda x, y: norm(x - y), wrong="branch: short vectors are doubled", witness={"x": [0.25, 0.0], "y": [0.0, 0.0]}),
    stated("power of a sum", "at most", "x: positive, y: positive, r: interval(0.5,2)", lambda x, y, r: (x + y) ** r,
           lambda x, y, r: x**r + y**r,
           wrong="branch: the other way for powers above 1"),
    stated("logistic loss in nats above the errors", "at most", "m: n", lambda m: np.where(m <= 0, 1, 0), lambda m: np.log(1 + np.exp(-m)),
           wrong="branch: log 2 at zero; fails between -0.54 and 0", witness={"m": [-0.25]}),
    stated("partial sums against the largest", "at most", "x: n positive", lambda x: np.cumsum(x), lambda x: arange(x.shape[0]) * np.max(x),
           wrong="entry: counted from 0; the first sum has one term, later ones may hold"),
    stated("partial sums against three times the largest", "at most", "x: n",
           lambda x: np.cumsum(np.abs(x)), lambda x: np.minimum(arange(x.shape[0]) + 1, 3) * np.max(np.abs(x)),
           wrong="entry: only the first three sums are bounded so", witness={"x": [1.0, 1.0, 1.0, 1.0]}),
    stated("Chebyshev's sum without an order", "at most", "x: n, y: n", lambda x, y: np.mean(x) * np.mean(y), lambda x, y: np.mean(x * y),
           wrong="region: for similarly ordered numbers only"),
    stated("means of three, any signs", "at most", "x: 3", lambda x: np.cbrt(x[0] * x[1] * x[2]), lambda x: np.mean(x),
           wrong="region: for numbers that are not negative; two negative ones break it"),
    stated("entropy below one", "at most", "p: n simplex", lambda p: entropy(p), lambda p: 1,
           wrong="size: holds for one and two outcomes; three equal ones have log 3", witness={"p": [1.0, 1.0, 1.0]}),
    stated("sum of sizes against the length, three or fewer", "at most", "x: n", lambda x: np.sum(np.abs(x)),
           lambda x: np.sqrt(3) * norm(x),
           wrong="size: from four entries on the constant is larger", witness={"x": [1.0, 1.0, 1.0, 1.0]}),
    stated("Nesbitt, rounded up", "at most", "a: positive, b: positive, c: positive", lambda a, b, c: 1.5005,
           lambda a, b, c: a / (b + c) + b / (c + a) + c / (a + b), wrong="little: 3/2 where all agree",
           witness={"a": 1.0, "b": 1.0, "c": 1.0}),
    # strict
    stated("argument strictly below its tangent", "less", "x: n interval(1e-5,1.5)", lambda x: x, lambda x: np.tan(x),
           level="nasty", why="by a third of the cube, a relative 3e-11 at the lower end"),
    stated("harmonic step strictly below a logarithm", "less", "x: n interval(0.125,1e6)", lambda x: 1 / (x + 1),
           lambda x: np.log(1 + 1 / x),
           level="nasty", why="a relative gap of 1/(2x)"),
    stated("upper tail is positive", "less", "x: n interval(-5,20)", lambda x: 0, lambda x: erfc(x),
           level="nasty", why="5e-176 at 20, so there is no margin but a relative one"),
    stated("hypotenuse strictly below the legs' sum", "less", "x: n positive, y: n positive", lambda x, y: np.hypot(x, y),
           lambda x, y: x + y),
    stated("hyperbolic tangent strictly below its argument", "less", "x: n interval(1e-4,20)", lambda x: np.tanh(x), lambda x: x),
    stated("logistic variance strictly below a quarter and a bit", "less", "x: n interval(-30,30)", lambda x: expit(x) * expit(-x),
           lambda x: 0.2501),
    stated("Gaussian tail strictly below half an exponential", "less", "x: n interval(0.125,8)", lambda x: ndtr(-x),
           lambda x: np.exp(-(x**2) / 2) / 2),
    stated("squared saturations strictly below their number", "less", "x: n interval(-5,5)", lambda x: np.sum(np.tanh(x) ** 2),
           lambda x: x.shape[0]),
    # strict, wrong
    stated("hypotenuse strictly below the legs' sum, any legs", "less", "x: n, y: n", lambda x, y: np.hypot(x, y),
           lambda x, y: np.abs(x) + np.abs(y),
           wrong="region: equal where a leg vanishes", witness={"x": [3.0], "y": [0.0]}),
    stated("argument strictly below its tangent, up to three", "less", "x: n interval(0.001,3)", lambda x: x, lambda x: np.tan(x),
           wrong="branch: negative beyond a quarter turn"),
    stated("logistic variance strictly below a quarter, less a bit", "less", "x: n interval(-30,30)", lambda x: expit(x) * expit(-x),
           lambda x: 0.2499, wrong="little: a quarter at zero; fails for sizes below 0.04", witness={"x": [0.0]}),
    stated("entries strictly below partial sums", "less", "x: n positive", lambda x: x, lambda x: np.cumsum(x),
           wrong="entry: the first sum is the first entry"),
    stated("largest strictly below the sum", "less", "x: n positive", lambda x: np.max(x), lambda x: np.sum(x),
           wrong="size: equal for a single entry"),
    stated("logarithm strictly below a fraction", "less", "x: n positive", lambda x: np.log1p(x), lambda x: 2 * x / (2 + x),
           wrong="gross: the other way"),
    stated("hyperbolic tangent strictly below any argument", "less", "x: n interval(-5,5)", lambda x: np.tanh(x), lambda x: x,
           wrong="branch: the other way for negative numbers"),
    stated("Gaussian tail, half rounded down", "less", "x: n interval(0,8)", lambda x: ndtr(-x), lambda x: 0.499 * np.exp(-(x**2) / 2),
           wrong="little: fails at zero, where the tail is a half", witness={"x": [0.0]}),
    stated("squared saturations strictly below two", "less", "x: n interval(-5,5)", lambda x: np.sum(np.tanh(x) ** 2), lambda x: 2,
           wrong="size: nearly their number, so three large ones exceed it", witness={"x": [4.0, 4.0, -4.0]}),
]  # fmt: skip
