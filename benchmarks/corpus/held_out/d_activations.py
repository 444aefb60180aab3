"""Activations, links, transforms and other maps entry by entry."""

import numpy as np
from scipy.special import erf, expit, log_ndtr, ndtr

from corpus.fact import stated
from mathcheck.functions import ones, relu, sigmoid, softplus, zeros


def hard_swish(x):
    return x * np.clip(x + 3, 0, 6) / 6


def selu(x):
    return 1.0507 * np.where(x > 0, x, 1.67326 * np.expm1(np.minimum(x, 0)))


def selu_slope(x, a):
    return 1.0507 * np.where(x > 0, 1, a * np.exp(np.minimum(x, 0)))


def yeo_johnson(x):
    return np.where(x >= 0, 2 * (np.sqrt(1 + np.abs(x)) - 1), -((1 + np.abs(x)) ** 1.5 - 1) / 1.5)


def srgb(t):
    return np.where(t <= 0.0031308, 12.92 * t, 1.055 * t ** (1 / 2.4) - 0.055)


def srgb_slope(t, threshold):
    return np.where(t <= threshold, 12.92, 1.055 / 2.4 * t ** (1 / 2.4 - 1))


def soft_shrink(x):
    return np.where(x > 0.5, x - 0.5, np.where(x < -0.5, x + 0.5, 0))


def squareplus(x):
    return (x + np.sqrt(x**2 + 4)) / 2


def density(x):
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def triangle_wave(x):
    return np.abs(x - 2 * np.floor(x / 2) - 1)


def isrlu(x):
    return np.where(x >= 0, x, x / np.sqrt(1 + x**2))


FACTS = [
    stated("Swish with a slope", "derivative", "x: n, b: positive", lambda x, b: x * expit(b * x),
           lambda x, b: expit(b * x) + b * x * expit(b * x) * (1 - expit(b * x)), by="x"),
    stated("Swish with a slope, slope not brought down", "derivative", "x: n, b: positive", lambda x, b: x * expit(b * x),
           lambda x, b: expit(b * x) + x * expit(b * x) * (1 - expit(b * x)), by="x",
           wrong="gross: the chain rule gives b; right where b is 1"),
    stated("hard swish", "derivative", "x: n", lambda x: hard_swish(x),
           lambda x: np.where(x < -3, 0, np.where(x > 3, 1, (2 * x + 3) / 6)), by="x"),
    stated("hard swish, slope clipped to the unit interval", "derivative", "x: n", lambda x: hard_swish(x),
           lambda x: np.clip((2 * x + 3) / 6, 0, 1), by="x",
           wrong="branch: between 3/2 and 3 the slope is above 1, on the other side negative"),
    stated("SELU", "derivative", "x: n", lambda x: selu(x), lambda x: selu_slope(x, 1.67326), by="x"),
    stated("SELU, alpha rounded", "derivative", "x: n", lambda x: selu(x), lambda x: selu_slope(x, 1.6733), by="x",
           wrong="little: 1.6733 in place of 1.67326, a relative 2e-5 below zero"),
    stated("snake", "derivative", "x: n, a: positive", lambda x, a: x + np.sin(a * x) ** 2 / a, lambda x, a: 1 + np.sin(2 * a * x), by="x"),
    stated("snake, cosine forgotten", "derivative", "x: n, a: positive", lambda x, a: x + np.sin(a * x) ** 2 / a,
           lambda x, a: 1 + 2 * np.sin(a * x), by="x", wrong="gross: the inner sine has a slope too"),
    stated("snake at a high frequency", "derivative", "x: n", lambda x: x + np.sin(300 * x) ** 2 / 300, lambda x: 1 + np.sin(600 * x),
           by="x",
           level="nasty", why="f is x up to a three-hundredth, its slope swings between 0 and 2"),
    stated("symmetric logarithm", "derivative", "x: n", lambda x: np.sign(x) * np.log1p(np.abs(x)), lambda x: 1 / (1 + np.abs(x)), by="x"),
    stated("symmetric logarithm, sign kept", "derivative", "x: n", lambda x: np.sign(x) * np.log1p(np.abs(x)),
           lambda x: np.sign(x) / (1 + np.abs(x)), by="x", wrong="branch: it rises below zero too"),
    stated("Yeo and Johnson's transform", "derivative", "x: n", lambda x: yeo_johnson(x),
           lambda x: np.where(x >= 0, 1 / np.sqrt(1 + np.abs(x)), np.sqrt(1 + np.abs(x))), by="x"),
    stated("Yeo and Johnson's transform, one exponent for both sides", "derivative", "x: n", lambda x: yeo_johnson(x),
           lambda x: 1 / np.sqrt(1 + np.abs(x)), by="x", wrong="branch: below zero the exponent is 1 - lambda"),
    stated("sRGB encoding", "derivative", "t: interval(0,1)", lambda t: srgb(t), lambda t: srgb_slope(t, 0.0031308), by="t", level="nasty",
           why="the standard's two pieces miss each other by a few 1e-8 at the threshold"),
    stated("sRGB encoding with the decoder's threshold", "derivative", "t: interval(0,1)", lambda t: srgb(t),
           lambda t: srgb_slope(t, 0.04045), by="t", wrong="branch: between 0.0031 and 0.04045 the power is in force", witness={"t": 0.02}),
    stated("smoothstep with its ends", "derivative", "x: n", lambda x: 3 * np.clip(x, 0, 1) ** 2 - 2 * np.clip(x, 0, 1) ** 3,
           lambda x: 6 * np.clip(x, 0, 1) * (1 - np.clip(x, 0, 1)), by="x"),
    stated("smoothstep, slope without the ends", "derivative", "x: n", lambda x: 3 * np.clip(x, 0, 1) ** 2 - 2 * np.clip(x, 0, 1) ** 3,
           lambda x: 6 * x * (1 - x), by="x", wrong="branch: flat outside the unit interval"),
    stated("Perlin's fade", "derivative", "x: n", lambda x: 6 * x**5 - 15 * x**4 + 10 * x**3, lambda x: 30 * x**2 * (x - 1) ** 2, by="x"),
    stated("Perlin's fade, one power dropped", "derivative", "x: n", lambda x: 6 * x**5 - 15 * x**4 + 10 * x**3,
           lambda x: 30 * x**2 * (1 - x), by="x", wrong="gross: 1 - x is squared; right at 0 and 1 only"),
    stated("soft threshold", "derivative", "x: n", lambda x: soft_shrink(x), lambda x: np.where(np.abs(x) > 0.5, 1, 0), by="x"),
    stated("soft threshold, one-sided", "derivative", "x: n", lambda x: soft_shrink(x), lambda x: np.where(x > 0.5, 1, 0), by="x",
           wrong="branch: below -1/2 it rises as well"),
    stated("complementary log-log", "derivative", "x: n", lambda x: 1 - np.exp(-np.exp(x)), lambda x: np.exp(x - np.exp(x)), by="x",
           level="nasty", why="an exponential of an exponential: saturates within a few units, underflows soon after"),
    stated("complementary log-log, inner slope forgotten", "derivative", "x: n", lambda x: 1 - np.exp(-np.exp(x)),
           lambda x: np.exp(-np.exp(x)), by="x", wrong="gross: the inner exponential comes down"),
    stated("two softplus against each other", "derivative", "x: n", lambda x: softplus(x) - softplus(-x), lambda x: ones(x.shape[0]),
           by="x",
           level="nasty", why="the difference is x itself"),
    stated("hyperbola far from its focus", "derivative", "x: n", lambda x: np.sqrt(x**2 + 1e16) - 1e8, lambda x: x / np.sqrt(x**2 + 1e16),
           by="x", level="nasty", why="a small number as a difference of 1e8 and 1e8"),
    stated("Box and Cox's transform", "derivative", "x: n positive, k: positive", lambda x, k: (x**k - 1) / k, lambda x, k: x ** (k - 1),
           by="x"),
    stated("Box and Cox's transform by its exponent", "derivative", "x: positive, k: positive", lambda x, k: (x**k - 1) / k,
           lambda x, k: x**k * np.log(x) / k - (x**k - 1) / k**2, by="k", level="nasty",
           why="two terms cancel where the exponent is small"),
    stated("Box and Cox's transform by its exponent, quotient rule forgotten", "derivative", "x: positive, k: positive",
           lambda x, k: (x**k - 1) / k, lambda x, k: x**k * np.log(x) / k, by="k",
           wrong="gross: the denominator depends on the exponent too"),
    stated("cosine of the square", "derivative", "x: n", lambda x: np.cos(x**2), lambda x: -2 * x * np.sin(x**2), by="x", level="nasty",
           why="oscillates faster the further out"),
    stated("cosine of the square, without the 2", "derivative", "x: n", lambda x: np.cos(x**2), lambda x: -x * np.sin(x**2), by="x",
           wrong="gross: the square brings down 2x"),
    stated("squareplus", "derivative", "x: n", lambda x: squareplus(x), lambda x: (1 + x / np.sqrt(x**2 + 4)) / 2, by="x"),
    stated("squareplus, four a little large", "derivative", "x: n", lambda x: squareplus(x), lambda x: (1 + x / np.sqrt(x**2 + 4.01)) / 2,
           by="x", wrong="little: 4.01 in place of 4 under the root"),
    stated("logarithm of the normal distribution function", "derivative", "x: n", lambda x: log_ndtr(x),
           lambda x: np.exp(-(x**2) / 2 - log_ndtr(x)) / np.sqrt(2 * np.pi), by="x", level="nasty",
           why="the inverse Mills ratio: numerator and denominator underflow together on the left"),
    stated("logarithm of the normal distribution function, tail by its bound", "derivative", "x: n", lambda x: log_ndtr(x),
           lambda x: np.where(x < -4, -x, np.exp(-(x**2) / 2 - log_ndtr(x)) / np.sqrt(2 * np.pi)), by="x",
           wrong="branch: below -4 the ratio is -x only to first order, at -5 it is 5.19", witness={"x": [-5.0]}),
    stated("triangle wave", "derivative", "x: n", lambda x: triangle_wave(x), lambda x: np.sign(x - 2 * np.floor(x / 2) - 1), by="x",
           level="nasty", why="a kink at every whole number"),
    stated("triangle wave, period taken as 1", "derivative", "x: n", lambda x: triangle_wave(x), lambda x: np.sign(x - np.floor(x) - 0.5),
           by="x",
           wrong="gross: it turns at whole numbers, not at halves"),
    stated("inverse root linear unit", "derivative", "x: n", lambda x: isrlu(x), lambda x: np.where(x >= 0, 1, (1 + x**2) ** (-1.5)),
           by="x"),
    stated("inverse root linear unit, power of the root", "derivative", "x: n", lambda x: isrlu(x),
           lambda x: np.where(x >= 0, 1, 1 / np.sqrt(1 + x**2)), by="x", wrong="branch: below zero the root is cubed"),
    stated("log sigmoid", "derivative", "x: n", lambda x: -softplus(-x), lambda x: sigmoid(-x), by="x"),
    stated("log sigmoid, sigmoid of x", "derivative", "x: n", lambda x: -softplus(-x), lambda x: sigmoid(x), by="x",
           wrong="gross: the complement; right only at zero"),
    stated("squared rectifier", "derivative", "x: n", lambda x: relu(x) ** 2, lambda x: 2 * relu(x), by="x"),
    stated("logit", "derivative", "p: n unit_interval", lambda p: np.log(p / (1 - p)), lambda p: 1 / (p * (1 - p)), by="p"),
    stated("logit, one summand", "derivative", "p: n unit_interval", lambda p: np.log(p / (1 - p)), lambda p: 1 / p - 1 / (1 - p), by="p",
           wrong="gross: -log(1 - p) rises, so the two terms add"),
    stated("identity through logarithm and exponential", "derivative", "x: n interval(-300,300)", lambda x: np.log(np.exp(x)) - x,
           lambda x: zeros(x.shape[0]), by="x", level="nasty", why="exactly zero by way of numbers up to e^300"),
    stated("normal distribution function of a scaled argument", "derivative", "x: n", lambda x: ndtr(1e-9 * x),
           lambda x: 1e-9 * density(1e-9 * x), by="x", level="nasty", why="a slope of 4e-10 on top of one half"),
    stated("erf as a smooth sign", "derivative", "x: n", lambda x: erf(1000 * x),
           lambda x: 2 / np.sqrt(np.pi) * np.exp(-((1000 * x) ** 2)) * 1000,
           by="x", level="nasty", why="all of the slope lies within a few thousandths of zero"),
    stated("distance angle by the height", "derivative", "x: positive, y: reals", lambda x, y: np.arctan2(y, x), lambda x,
           y: x / (x**2 + y**2),
           by="y"),
    stated("angle by the arccosine, by the height", "derivative", "x: positive, y: reals", lambda x, y: np.arccos(x / np.sqrt(x**2 + y**2)),
           lambda x, y: x / (x**2 + y**2), by="y",
           wrong="region: the arccosine falls for negative heights; this is the slope of the signed angle"),
    stated("cube root", "derivative", "x: n", lambda x: np.cbrt(x), lambda x: 1 / (3 * np.cbrt(x) ** 2), by="x", level="nasty",
           why="vertical at zero"),
    stated("cube root, of the absolute value", "derivative", "x: n", lambda x: np.abs(x) ** (1 / 3), lambda x: 1 / (3 * np.cbrt(x) ** 2),
           by="x", wrong="branch: it falls below zero"),
]  # fmt: skip
