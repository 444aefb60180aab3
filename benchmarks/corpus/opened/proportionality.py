"""Proportionality"""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import relu, softmax

norm = np.linalg.norm


def rate(r, m):
    return 4 * np.pi**2 * r / (m / r**2)


FACTS = [
    stated("h logarithms of two bases", "proportional", "x: n positive", lambda x: np.log2(x), lambda x: np.log(x)),
    stated(
        "h sum and mean of squares",
        "proportional",
        "x: n",
        lambda x: np.sum(x**2),
        lambda x: np.mean(x**2),
        wrong="size: the factor is n, another for every size",
    ),
    stated(
        "h product of two Gaussians",
        "proportional",
        "x: n interval(-5,5)",
        lambda x: np.exp(-((x - 1) ** 2) / 2) * np.exp(-((x + 1) ** 2) / 2),
        lambda x: np.exp(-(x**2)),
        level="nasty",
        why="values over ten orders of magnitude",
    ),
    stated(
        "h product of two Gaussians, wider",
        "proportional",
        "x: n interval(-5,5)",
        lambda x: np.exp(-((x - 1) ** 2) / 2) * np.exp(-((x + 1) ** 2) / 2),
        lambda x: np.exp(-(x**2) * 1.0005),
        wrong="little: the precisions add up to 2, not 2.001",
    ),
    stated(
        "h relu and its argument",
        "proportional",
        "x: n",
        lambda x: relu(x),
        lambda x: x,
        wrong="branch: 0 for negative x, where x is not",
    ),
    stated(
        "h Kepler's third law",
        "proportional",
        "a: interval(0.1,100)",
        lambda a: rate(a, 3.0),
        lambda a: a**3,
    ),
    stated(
        "h Kepler's third law, other power",
        "proportional",
        "a: interval(0.1,100)",
        lambda a: rate(a, 3.0),
        lambda a: a**2.999,
        wrong="little: the power is 3, not 2.999",
    ),
    stated(
        "h softmax and exponentials",
        "proportional",
        "x: n interval(-5,5)",
        lambda x: softmax(x),
        lambda x: np.exp(x),
        wrong="gross: the factor depends on x",
    ),
    stated(
        "h determinant of a double, three by three",
        "proportional",
        "A: 3 3",
        lambda A: np.linalg.det(2 * A),
        lambda A: np.linalg.det(A),
        level="nasty",
        why="zero for singular matrices",
    ),
    stated(
        "h determinant of a double",
        "proportional",
        "A: n n",
        lambda A: np.linalg.det(2 * A),
        lambda A: np.linalg.det(A),
        wrong="size: the factor is 2ⁿ, another for every size",
    ),
    stated("h opposite", "proportional", "x: n", lambda x: -2 * x, lambda x: x, wrong="gross: the factor must be positive"),
    stated(
        "h faint copy",
        "proportional",
        "A: m n, x: n",
        lambda A, x: 1e-12 * (A @ x),
        lambda A, x: 3 * (A @ x),
        level="nasty",
        why="scaled by 1e-12",
    ),
    stated(
        "h copy with a trace of the square",
        "proportional",
        "x: n interval(-3,3)",
        lambda x: x + 1e-4 * x**2,
        lambda x: x,
        wrong="little: not linear",
    ),
    stated(
        "h inner product and cosine",
        "proportional",
        "x: n unit_norm, y: n positive",
        lambda x, y: x @ y,
        lambda x, y: (x @ y) / norm(y),
        wrong="gross: the factor is the length of y",
    ),
    stated(
        "h gradient of a norm and its direction",
        "proportional",
        "x: n unit_norm",
        lambda x: 5 * x / norm(x) ** 3,
        lambda x: x,
        level="nasty",
        why="one factor only because the length is fixed",
    ),
    stated(
        "h area and half perimeter",
        "proportional",
        "a: positive, b: positive",
        lambda a, b: a * b,
        lambda a, b: a + b,
        wrong="gross: of different degree",
    ),
]
