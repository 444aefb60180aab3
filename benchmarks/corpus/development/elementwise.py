"""Activations and other maps entry by entry."""

import numpy as np
from scipy.special import erf, expit, ndtr

from corpus.fact import stated
from mathcheck.functions import gelu, gelu_tanh, leaky_relu, ones, relu, sigmoid, silu, softplus, zeros

ROOT = np.sqrt(2 / np.pi)


def density(x):
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


def step(x):
    return np.where(x > 0, 1, 0)


def elu(x):
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))


def huber(x):
    return np.where(np.abs(x) <= 1, x**2 / 2, np.abs(x) - 0.5)


def gate(x):
    return expit(2 * ROOT * (x + 0.044715 * x**3))


def gelu_tanh_slope(x, a=0.044715):
    return gate(x) + 2 * x * gate(x) * (1 - gate(x)) * ROOT * (1 + 3 * a * x**2)


FACTS = [
    stated("rectifier", "derivative", "x: n", lambda x: relu(x), lambda x: step(x), by="x"),
    stated("leaky rectifier with a slope of almost 1", "derivative", "x: n", lambda x: leaky_relu(x, 0.99999),
           lambda x: np.where(x > 0, 1, 0.99999), by="x", level="nasty", why="a kink of 1e-5 at 0"),
    stated("absolute value", "derivative", "x: n", lambda x: np.abs(x), lambda x: np.sign(x), by="x"),
    stated("x times its size", "derivative", "x: n", lambda x: x * np.abs(x), lambda x: 2 * np.abs(x), by="x",
           level="nasty", why="differentiable once at 0, not twice"),
    stated("size to the power 3/2", "derivative", "x: n", lambda x: np.abs(x) * np.sqrt(np.abs(x)),
           lambda x: 1.5 * np.sign(x) * np.sqrt(np.abs(x)), by="x", level="nasty", why="the second derivative is infinite at 0"),
    stated("GELU", "derivative", "x: n", lambda x: gelu(x), lambda x: ndtr(x) + x * density(x), by="x"),
    stated("GELU by tanh", "derivative", "x: n", lambda x: gelu_tanh(x), lambda x: gelu_tanh_slope(x), by="x"),
    stated("SiLU", "derivative", "x: n", lambda x: silu(x), lambda x: expit(x) * (1 + x * (1 - expit(x))), by="x"),
    stated("softplus", "derivative", "x: n", lambda x: softplus(x), lambda x: sigmoid(x), by="x"),
    stated("ELU", "derivative", "x: n", lambda x: elu(x), lambda x: np.where(x > 0, 1, np.exp(np.minimum(x, 0))), by="x"),
    stated("Huber", "derivative", "x: n", lambda x: huber(x), lambda x: np.clip(x, -1, 1), by="x"),
    stated("softsign", "derivative", "x: n", lambda x: x / (1 + np.abs(x)), lambda x: 1 / (1 + np.abs(x)) ** 2, by="x"),
    stated("Mish", "derivative", "x: n", lambda x: x * np.tanh(softplus(x)),
           lambda x: np.tanh(softplus(x)) + x * expit(x) * (1 - np.tanh(softplus(x)) ** 2), by="x"),
    stated("clip to the unit interval", "derivative", "x: n", lambda x: np.clip(x, 0, 1), lambda x: np.where((x > 0) & (x < 1), 1, 0), by="x"),
    stated("log of the hyperbolic cosine", "derivative", "x: n interval(-20,20)", lambda x: np.log(np.cosh(x)), lambda x: np.tanh(x), by="x"),
    stated("x to the x", "derivative", "x: n interval(0.125,8)", lambda x: x**x, lambda x: x**x * (np.log(x) + 1), by="x"),
    stated("fast sine", "derivative", "x: n", lambda x: np.sin(200 * x), lambda x: 200 * np.cos(200 * x), by="x",
           level="nasty", why="oscillates thirty times in a unit"),
    stated("square with a huge offset", "derivative", "x: n", lambda x: (1e8 + x) ** 2 - 1e16, lambda x: 2e8 + 2 * x, by="x",
           level="nasty", why="f is a difference of numbers of 1e16"),
    stated("one minus cosine over the square", "derivative", "x: n positive", lambda x: (1 - np.cos(x)) / x**2,
           lambda x: np.sin(x) / x**2 - 2 * (1 - np.cos(x)) / x**3, by="x", level="nasty", why="cancels near 0"),
    stated("sine within 1e-12 of zero", "derivative", "t: interval(-1e-12,1e-12)", lambda t: np.sin(1e12 * t),
           lambda t: 1e12 * np.cos(1e12 * t), by="t", level="nasty", why="the whole domain is narrower than usual steps"),
    stated("root at 1e12", "derivative", "t: interval(1e12,2e12)", lambda t: np.sqrt(t), lambda t: 0.5 / np.sqrt(t), by="t",
           level="nasty", why="a slope of 1e-6 at inputs of 1e12"),
    stated("sine squared plus cosine squared", "derivative", "x: n", lambda x: np.sin(x) ** 2 + np.cos(x) ** 2,
           lambda x: zeros(x.shape[0]), by="x", level="nasty", why="exactly zero, so nothing to be relative to"),
    stated("a function flat at zero", "derivative", "x: n interval(0.0625,4)", lambda x: np.exp(-1 / x**2), lambda x: 2 / x**3 * np.exp(-1 / x**2),
           by="x", level="nasty", why="falls to e^-256 within the domain"),
    stated("logarithm of one plus a small number", "derivative", "x: n interval(1e-12,1)", lambda x: np.log(1 + x),
           lambda x: 1 / (1 + x), by="x", level="nasty", why="1 + x loses digits"),
    stated("error function", "derivative", "x: n", lambda x: erf(x), lambda x: 2 / np.sqrt(np.pi) * np.exp(-(x**2)), by="x"),
    stated("rectifier capped at six", "derivative", "x: n", lambda x: np.minimum(relu(x), 6), lambda x: step(x), by="x",
           wrong="branch: flat above 6"),
    stated("leaky rectifier, slope off", "derivative", "x: n", lambda x: leaky_relu(x, 0.01), lambda x: np.where(x > 0, 1, 0.0101), by="x",
           wrong="branch: the slope below zero is 0.01"),
    stated("x times its size, as a square", "derivative", "x: n", lambda x: x * np.abs(x), lambda x: 2 * x, by="x",
           wrong="branch: wrong below zero, where it decreases to the left"),
    stated("logarithm of the size", "derivative", "x: n", lambda x: np.log(np.abs(x)), lambda x: 1 / np.abs(x), by="x",
           wrong="branch: negative below zero"),
    stated("GELU without the product rule", "derivative", "x: n", lambda x: gelu(x), lambda x: ndtr(x), by="x",
           wrong="gross: the term x times the density is missing"),
    stated("GELU by tanh, with the exact form's slope", "derivative", "x: n", lambda x: gelu_tanh(x),
           lambda x: ndtr(x) + x * density(x), by="x", wrong="little: the two forms differ by about a thousandth"),
    stated("GELU by tanh, cubic term off", "derivative", "x: n", lambda x: gelu_tanh(x), lambda x: gelu_tanh_slope(x, 0.0447), by="x",
           wrong="little: 0.0447 in place of 0.044715, a relative 1e-4 of one term"),
    stated("SiLU, sigmoid's slope alone", "derivative", "x: n", lambda x: silu(x), lambda x: expit(x) * (1 - expit(x)), by="x",
           wrong="gross: the derivative of the sigmoid, not of x times it"),
    stated("softplus, straight above 3", "derivative", "x: n", lambda x: softplus(x), lambda x: np.where(x > 3, 1, expit(x)), by="x",
           wrong="branch: above 3 the slope still lacks e^-x"),
    stated("ELU, continued linearly", "derivative", "x: n", lambda x: elu(x), lambda x: np.where(x > 0, 1, np.maximum(1 + x, 0)), by="x",
           wrong="branch: the slope below zero is e^x, of which 1 + x is only the beginning"),
    stated("Huber without its limbs", "derivative", "x: n", lambda x: huber(x), lambda x: np.clip(x, -2, 2), by="x",
           wrong="branch: the slope stays at 1 beyond 1"),
    stated("softsign without the size", "derivative", "x: n", lambda x: x / (1 + np.abs(x)), lambda x: 1 / (1 + x) ** 2, by="x",
           wrong="branch: wrong below zero, where 1 - x divides"),
    stated("clip at fifty", "derivative", "x: n", lambda x: np.clip(x, -50, 50), lambda x: ones(x.shape[0]), by="x",
           wrong="branch: flat beyond 50", witness={"x": [60.0]}),
    stated("x itself, by squared signs", "derivative", "x: n", lambda x: 3 * x, lambda x: 3 * np.sign(x) ** 2, by="x",
           wrong="region: at zero the slope is 3 too", witness={"x": [0.0, 1.0]}),
    stated("error function, rounded constant", "derivative", "x: n", lambda x: erf(x), lambda x: 1.1284 * np.exp(-(x**2)), by="x",
           wrong="little: the constant is 1.128379..., a relative 2e-5 away"),
    stated("tanh without the square", "derivative", "x: n", lambda x: np.tanh(x), lambda x: 1 - np.tanh(x), by="x",
           wrong="gross: the tanh must be squared"),
    stated("sigmoid, 1e-3 too much", "derivative", "x: n", lambda x: sigmoid(x), lambda x: 1.001 * expit(x) * (1 - expit(x)), by="x",
           wrong="little: the factor is 1"),
    stated("Mish as if the softplus had slope 1", "derivative", "x: n", lambda x: x * np.tanh(softplus(x)),
           lambda x: np.tanh(softplus(x)) + x * (1 - np.tanh(softplus(x)) ** 2), by="x", wrong="gross: the sigmoid is missing from the chain"),
    stated("fast sine, slow frequency", "derivative", "x: n", lambda x: np.sin(200 * x), lambda x: 199.99 * np.cos(200 * x), by="x",
           wrong="little: 200 comes down, not 199.99"),
    stated("square with a huge offset, offset halved", "derivative", "x: n", lambda x: (1e8 + x) ** 2 - 1e16, lambda x: 1e8 + 2 * x, by="x",
           wrong="gross: twice the offset"),
    stated("root of the sixth power", "derivative", "x: n", lambda x: np.sqrt(x**6), lambda x: 3 * x**2, by="x",
           wrong="branch: the root is positive, so it decreases below zero"),
    stated("sine within 1e-12 of zero, 1e-3 too much", "derivative", "t: interval(-1e-12,1e-12)", lambda t: np.sin(1e12 * t),
           lambda t: 1.001e12 * np.cos(1e12 * t), by="t", wrong="little: the factor is 1e12"),
    stated("size to the power 3/2, without the sign", "derivative", "x: n", lambda x: np.abs(x) * np.sqrt(np.abs(x)),
           lambda x: 1.5 * np.sqrt(np.abs(x)), by="x", wrong="branch: decreases below zero"),
    stated("cosine by its series", "derivative", "x: n", lambda x: np.sin(x), lambda x: np.where(np.abs(x) < 0.25, 1 - x**2 / 2, np.cos(x)), by="x",
           wrong="branch: near zero the fourth power is left out, up to 1.6e-4"),
    stated("hard sigmoid, slope of 1/6 everywhere", "derivative", "x: n", lambda x: np.clip(x / 6 + 0.5, 0, 1), lambda x: ones(x.shape[0]) / 6,
           by="x",
           wrong="branch: flat beyond 3"),
]  # fmt: skip
