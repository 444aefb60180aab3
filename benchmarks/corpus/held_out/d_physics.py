"""Forces, potentials, thermodynamics, circuits, chemistry, populations, dynamical systems."""

import numpy as np

from corpus.fact import stated
from mathcheck.functions import arange, eye

norm = np.linalg.norm


def table(*rows):
    return np.stack([np.stack(row) for row in rows])


def lennard_jones(r):
    return 4 * (r ** (-12.0) - r ** (-6.0))


def morse(r):
    return (1 - np.exp(-2 * (r - 1))) ** 2


def yukawa(x):
    return np.exp(-norm(x)) / norm(x)


def planck(v):
    return v**3 / np.expm1(v)


def waals(V, T):
    return 8.314 * T / (V - 0.03) - 0.36 / V**2


def hill(s, k):
    return s**4 / (k**4 + s**4)


def diode(v):
    return 1e-12 * np.expm1(v / 0.025)


def rate(v):
    """The opening rate of Hodgkin and Huxley's potassium channel, v/10 over 1 - e^(-v/10)."""
    return v / 10 / (-np.expm1(-v / 10))


def rate_slope(v):
    e = np.exp(-v / 10)
    return 0.1 / (1 - e) - v / 100 * e / (1 - e) ** 2


def lorenz(x):
    return np.stack([10 * (x[1] - x[0]), x[0] * (28 - x[2]) - x[1], x[0] * x[1] - 8 / 3 * x[2]])


def lorenz_slope(x, corner):
    zero = 0 * x[0]
    return table([zero - 10, zero + 10, zero], [28 - x[2], zero - 1, -x[0]], [x[1], x[0], corner + zero])


def predation(x):
    return np.stack([x[0] * (1 - x[1]), x[1] * (x[0] - 1)])


def epidemic(x):
    """Susceptible, infected, recovered."""
    return np.stack([-2 * x[0] * x[1], 2 * x[0] * x[1] - x[1], x[1]])


def chain(x):
    """The energy of springs between neighbours, the ends held at 0."""
    n = x.shape[0]
    return np.sum(np.where(arange(n) < n - 1, (np.roll(x, -1) - x) ** 2, 0)) / 2 + x[0] ** 2 / 2 + x[-1] ** 2 / 2


def second_difference(n):
    gap = np.abs(arange(n)[:, None] - arange(n))
    return np.where(gap == 0, 2, np.where(gap == 1, -1, 0))


def pendulum(q):
    """The potential energy of two pendulums, one hanging from the other, of masses 1."""
    return -2 * np.cos(q[0]) - np.cos(q[1])


def hamiltonian(z):
    """A pendulum's energy: angle and momentum."""
    return z[1] ** 2 / 2 - np.cos(z[0])


def manning(h):
    """The flow in a channel 2 wide at the depth h."""
    return (2 * h) ** (5 / 3) / (2 + 2 * h) ** (2 / 3)


def drag(v):
    return -norm(v) * v


def air(h):
    """Temperature by height in kilometres in the standard atmosphere, falling to 11, then constant."""
    return np.where(h < 11, 288.15 - 6.5 * h, 216.65)


FACTS = [
    stated("Lennard-Jones potential", "derivative", "r: n interval(0.5,4)", lambda r: lennard_jones(r),
           lambda r: 4 * (6 * r ** (-7.0) - 12 * r ** (-13.0)), by="r"),
    stated("Lennard-Jones potential, force for slope", "derivative", "r: n interval(0.5,4)", lambda r: lennard_jones(r),
           lambda r: 24 * (2 * r ** (-13.0) - r ** (-7.0)), by="r", wrong="gross: the force is minus the slope"),
    stated("Lennard-Jones potential, cut at 2.5", "derivative", "r: n interval(0.5,4)", lambda r: lennard_jones(r),
           lambda r: np.where(r < 2.5, 24 * (r ** (-7.0) - 2 * r ** (-13.0)), 0), by="r", wrong="branch: small beyond the cut, not zero"),
    stated("Morse potential", "derivative", "r: n positive", lambda r: morse(r),
           lambda r: 4 * (1 - np.exp(-2 * (r - 1))) * np.exp(-2 * (r - 1)), by="r"),
    stated("Morse potential, harmonic near its bottom", "derivative", "r: n positive", lambda r: morse(r),
           lambda r: np.where(np.abs(r - 1) < 0.1, 8 * (r - 1), 4 * (1 - np.exp(-2 * (r - 1))) * np.exp(-2 * (r - 1))), by="r",
           wrong="branch: within a tenth of the bottom the cubic term is up to a third"),
    stated("gravity at laboratory scale", "derivative", "r: positive", lambda r: -6.6743e-11 * 5 * 7 / r, lambda r: 6.6743e-11 * 35 / r**2,
           by="r", level="nasty", why="numbers of 1e-9"),
    stated("gravity at laboratory scale, old constant", "derivative", "r: positive", lambda r: -6.6743e-11 * 5 * 7 / r,
           lambda r: 6.672e-11 * 35 / r**2, by="r", wrong="little: 6.672 in place of 6.6743, a relative 3e-4"),
    stated("Coulomb's field", "gradient", "x: 3", lambda x: 1 / norm(x), lambda x: -x / norm(x) ** 3, by="x"),
    stated("Coulomb's field, inverse square of the vector", "gradient", "x: 3", lambda x: 1 / norm(x), lambda x: -x / norm(x) ** 2, by="x",
           wrong="gross: the unit vector over the square makes a cube"),
    stated("Yukawa's field", "gradient", "x: 3", lambda x: yukawa(x), lambda x: -yukawa(x) * (1 + 1 / norm(x)) * x / norm(x), by="x"),
    stated("Yukawa's field, range a little off", "gradient", "x: 3", lambda x: yukawa(x),
           lambda x: -yukawa(x) * (1.0001 + 1 / norm(x)) * x / norm(x), by="x", wrong="little: the inverse range is 1"),
    stated("dipole in a field that grows", "gradient", "p: 3, x: 3", lambda p, x: (p @ x) * (x @ x),
           lambda p, x: p * (x @ x) + 2 * (p @ x) * x, by="x"),
    stated("Planck's law by the frequency", "derivative", "v: positive", lambda v: planck(v),
           lambda v: 3 * v**2 / np.expm1(v) - v**3 * np.exp(v) / np.expm1(v) ** 2, by="v", level="nasty",
           why="for low frequencies two terms of one size cancel, for high ones all underflows"),
    stated("Planck's law by the frequency, as by Wien", "derivative", "v: positive", lambda v: planck(v),
           lambda v: np.where(v > 5, (3 - v) * v**2 * np.exp(-v), 3 * v**2 / np.expm1(v) - v**3 * np.exp(v) / np.expm1(v) ** 2), by="v",
           wrong="branch: above 5 the 1 in the denominator still counts, a hundredth"),
    stated("van der Waals' pressure by the volume", "derivative", "V: interval(0.1,10), T: interval(200,400)", lambda V, T: waals(V, T),
           lambda V, T: -8.314 * T / (V - 0.03) ** 2 + 0.72 / V**3, by="V"),
    stated("van der Waals' pressure by the volume, attraction repelling", "derivative", "V: interval(0.1,10), T: interval(200,400)",
           lambda V, T: waals(V, T), lambda V, T: -8.314 * T / (V - 0.03) ** 2 - 0.72 / V**3, by="V",
           wrong="little: the sign of the small second term, up to half a percent of the whole"),
    stated("Hill's equation", "derivative", "s: positive, k: positive", lambda s, k: hill(s, k),
           lambda s, k: 4 * s**3 * k**4 / (k**4 + s**4) ** 2, by="s"),
    stated("Hill's equation, Michaelis and Menten's slope", "derivative", "s: positive, k: positive", lambda s, k: hill(s, k),
           lambda s, k: 4 * s**3 * k / (k + s**4) ** 2, by="s",
           wrong="region: the constant is raised to the fourth power; right where k is 1"),
    stated("diode", "derivative", "v: interval(-0.5,0.7)", lambda v: diode(v), lambda v: 4e-11 * np.exp(v / 0.025), by="v", level="nasty",
           why="from 1e-19 to 60 over the domain"),
    stated("diode, off below zero", "derivative", "v: interval(-0.5,0.7)", lambda v: diode(v),
           lambda v: np.where(v > 0, 4e-11 * np.exp(v / 0.025), 0), by="v", wrong="branch: the leakage has a slope in reverse as well",
           witness={"v": -0.01}),
    stated("opening rate of a channel", "derivative", "v: n", lambda v: rate(v), lambda v: rate_slope(v), by="v", level="nasty",
           why="0/0 at zero, differences of large numbers near it"),
    stated("opening rate of a channel, called a half of a tenth near zero", "derivative", "v: n", lambda v: rate(v),
           lambda v: np.where(np.abs(v) < 1, 0.05, rate_slope(v)), by="v",
           wrong="branch: the slope is 1/20 at zero only, up to 3 % off at 1"),
    stated("Lorenz' system", "jacobian", "x: 3", lambda x: lorenz(x), lambda x: lorenz_slope(x, -8 / 3), by="x"),
    stated("Lorenz' system, damping rounded", "jacobian", "x: 3", lambda x: lorenz(x), lambda x: lorenz_slope(x, -2.67), by="x",
           wrong="entry: 8/3, not 2.67, in the last entry"),
    stated("predator and prey", "jacobian", "x: 2", lambda x: predation(x), lambda x: table([1 - x[1], -x[0]], [x[1], x[0] - 1]), by="x"),
    stated("predator and prey, mixed terms swapped", "jacobian", "x: 2", lambda x: predation(x),
           lambda x: table([1 - x[1], x[1]], [-x[0], x[0] - 1]), by="x", wrong="gross: rows are equations, columns are species"),
    stated("epidemic in three compartments", "jacobian", "x: 3", lambda x: epidemic(x),
           lambda x: table([-2 * x[1], -2 * x[0], 0 * x[0]], [2 * x[1], 2 * x[0] - 1, 0 * x[0]], [0 * x[0], 0 * x[0] + 1, 0 * x[0]]),
           by="x"),
    stated("epidemic in three compartments, recovery forgotten", "jacobian", "x: 3", lambda x: epidemic(x),
           lambda x: table([-2 * x[1], -2 * x[0], 0 * x[0]], [2 * x[1], 2 * x[0], 0 * x[0]], [0 * x[0], 0 * x[0] + 1, 0 * x[0]]), by="x",
           wrong="entry: the infected also recover, -1 in the middle"),
    stated("chain of springs", "gradient", "x: n", lambda x: chain(x), lambda x: second_difference(x.shape[0]) @ x, by="x"),
    stated("chain of springs, stiffness", "hessian", "x: n", lambda x: chain(x), lambda x: second_difference(x.shape[0]), by="x"),
    stated("chain of springs, closed to a ring", "hessian", "x: n", lambda x: chain(x),
           lambda x: 2 * eye(x.shape[0]) - np.roll(eye(x.shape[0]), 1, axis=0) - np.roll(eye(x.shape[0]), -1, axis=0), by="x",
           wrong="entry: the two ends are held by walls, not by each other"),
    stated("chain of springs, a free end", "gradient", "x: n", lambda x: chain(x),
           lambda x: second_difference(x.shape[0]) @ x - np.where(arange(x.shape[0]) == x.shape[0] - 1, x, 0), by="x",
           wrong="entry: the last mass is tied to the wall too"),
    stated("double pendulum's weight", "gradient", "q: 2", lambda q: pendulum(q), lambda q: np.stack([2 * np.sin(q[0]), np.sin(q[1])]),
           by="q"),
    stated("double pendulum's weight, small angles", "gradient", "q: 2", lambda q: pendulum(q), lambda q: np.stack([2 * q[0], q[1]]),
           by="q",
           wrong="gross: the sine of an angle is not the angle"),
    stated("Hamilton's equations of a pendulum", "jacobian", "z: 2", lambda z: np.stack([z[1], -np.sin(z[0])]),
           lambda z: table([0 * z[0], 1 + 0 * z[0]], [-np.cos(z[0]), 0 * z[0]]), by="z"),
    stated("pendulum's energy, curvature", "hessian", "z: 2", lambda z: hamiltonian(z),
           lambda z: table([np.cos(z[0]), 0 * z[0]], [0 * z[0], 1 + 0 * z[0]]), by="z"),
    stated("pendulum's energy, curvature of a stable one", "hessian", "z: 2", lambda z: hamiltonian(z),
           lambda z: table([np.abs(np.cos(z[0])), 0 * z[0]], [0 * z[0], 1 + 0 * z[0]]), by="z",
           wrong="region: negative in the upper half of the circle"),
    stated("Manning's flow by the depth", "derivative", "h: positive", lambda h: manning(h),
           lambda h: manning(h) * (5 / (3 * h) - 2 / (3 * (1 + h))), by="h"),
    stated("Manning's flow by the depth, wide channel", "derivative", "h: positive", lambda h: manning(h),
           lambda h: manning(h) * 5 / (3 * h), by="h", wrong="gross: the wetted perimeter grows with the depth"),
    stated("quadratic drag", "jacobian", "v: n", lambda v: drag(v), lambda v: -norm(v) * eye(v.shape[0]) - np.outer(v, v) / norm(v),
           by="v"),
    stated("quadratic drag, along the axes", "jacobian", "v: n", lambda v: drag(v), lambda v: -2 * np.diag(np.abs(v)), by="v",
           wrong="size: as if each axis had its own drag; right in one dimension"),
    stated("standard atmosphere", "derivative", "h: n interval(0,20)", lambda h: air(h), lambda h: np.where(h < 11, -6.5, 0), by="h"),
    stated("standard atmosphere, falling for ever", "derivative", "h: n interval(0,20)", lambda h: air(h), lambda h: -6.5 + 0 * h, by="h",
           wrong="branch: constant above 11 kilometres"),
    stated("relativistic energy of a slow body", "derivative", "v: interval(1e-3,1e4)", lambda v: 9e16 / np.sqrt(1 - v**2 / 9e16) - 9e16,
           lambda v: v / (1 - v**2 / 9e16) ** 1.5, by="v", level="nasty", why="a kinetic energy of 1 under a rest energy of 9e16"),
    stated("Fermi's distribution at a low temperature", "derivative", "e: n interval(-1,1)", lambda e: 1 / (np.exp(500 * e) + 1),
           lambda e: -125 / np.cosh(250 * e) ** 2, by="e", level="nasty", why="a step: a slope of 125 at zero, of e^-500 at the ends"),
    stated("Nernst's potential by a concentration", "derivative", "c: positive, o: positive", lambda c, o: 25.7 * np.log(o / c),
           lambda c, o: -25.7 / c, by="c"),
    stated("Nernst's potential by a concentration, at body temperature", "derivative", "c: positive, o: positive",
           lambda c, o: 25.7 * np.log(o / c), lambda c, o: -25.75 / c, by="c", wrong="little: 25.7 stands in the potential, not 25.75"),
    stated("Arrhenius' rate by the temperature", "derivative", "T: interval(250,400)", lambda T: 1e13 * np.exp(-6000 / T),
           lambda T: 6e16 / T**2 * np.exp(-6000 / T), by="T", level="nasty", why="a factor of 1e13 against one of e^-20"),
    stated("Arrhenius' rate by the temperature, gas constant rounded", "derivative", "T: interval(250,400)",
           lambda T: np.exp(-50000 / (8.314 * T)), lambda T: 50000 / (8.31 * T**2) * np.exp(-50000 / (8.314 * T)), by="T",
           wrong="little: 8.31 in place of 8.314 in front, a relative 5e-4"),
    stated("logistic growth", "derivative", "N: n, K: positive", lambda N, K: N * (1 - N / K), lambda N, K: 1 - 2 * N / K, by="N"),
    stated("logistic growth, one of the two N", "derivative", "N: n, K: positive", lambda N, K: N * (1 - N / K), lambda N, K: 1 - N / K,
           by="N",
           wrong="gross: N occurs twice"),
    stated("nucleus' binding energy by its mass number", "derivative", "A: interval(10,250)",
           lambda A: 15.75 * A - 17.8 * A ** (2 / 3) - 0.177 * A ** (5 / 3),
           lambda A: 15.75 - 35.6 / 3 * A ** (-1 / 3) - 0.295 * A ** (2 / 3),
           by="A"),
    stated("nucleus' binding energy by its mass number, surface term", "derivative", "A: interval(10,250)",
           lambda A: 15.75 * A - 17.8 * A ** (2 / 3) - 0.177 * A ** (5 / 3), lambda A: 15.75 - 11.8 * A ** (-1 / 3) - 0.295 * A ** (2 / 3),
           by="A", wrong="little: two thirds of 17.8 are 11.867"),
]  # fmt: skip
