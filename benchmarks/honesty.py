"""How often a derivative's reported error is below its true error, on smooth functions at random points.

    python benchmarks/honesty.py [--points 1000] [--picture FILE]

Each of the functions is differentiated by finite differences at random points, and the result held against its derivative to 50 digits.
The error that is compared is the bare estimate; a verdict widens it by a factor of 16.
"""

from __future__ import annotations

import argparse

import mpmath
import numpy as np

from mathcheck.engine.judgement import SAFETY
from mathcheck.numerics import differences

# (name, the function in NumPy, in mpmath, where the points are drawn)
FUNCTIONS = [
    ("exp", np.exp, mpmath.exp, (-5, 5)),
    ("sin", np.sin, mpmath.sin, (-20, 20)),
    ("tanh", np.tanh, mpmath.tanh, (-4, 4)),
    ("log", np.log, mpmath.log, (0.01, 100)),
    ("sqrt", np.sqrt, mpmath.sqrt, (0.01, 100)),
    ("cube", lambda t: t**3, lambda t: t**3, (-10, 10)),
    ("quotient", lambda t: t / (1 + t**2), lambda t: t / (1 + t**2), (-10, 10)),
    ("sin of 50 t", lambda t: np.sin(50 * t), lambda t: mpmath.sin(50 * t), (-3, 3)),
    ("cancelling", lambda t: (1 - np.cos(t)) / t**2, lambda t: (1 - mpmath.cos(t)) / t**2, (0.01, 3)),
    ("huge offset", lambda t: 1e6 + np.sin(t), lambda t: mpmath.mpf(10) ** 6 + mpmath.sin(t), (-3, 3)),
    ("arctan", np.arctan, mpmath.atan, (-10, 10)),
    ("gaussian", lambda t: np.exp(-(t**2)), lambda t: mpmath.exp(-(t**2)), (-3, 3)),
]


def noise_of(f, t: float) -> float:
    """How far one rounding of the argument moves the value, and one of the value itself; as an evaluator measures it."""
    near = [f(t * (1 + k * 2.0**-52)) for k in (-2, -1, 1, 2)]
    return max(abs(value - f(t)) for value in near) + 2.0**-52 * abs(f(t))


def errors(points: int, seed: int) -> list[tuple[str, float, float]]:
    """(function, true error, reported error) for every point."""
    rng = np.random.default_rng(seed)
    found = []
    with mpmath.workdps(50), np.errstate(all="ignore"):
        for name, f, exact, (low, high) in FUNCTIONS:
            for t in rng.uniform(low, high, points // len(FUNCTIONS) + 1):
                t = float(t)
                scale = abs(t)
                estimate = differences.slope(lambda s, f=f, t=t, scale=scale: np.float64(f(t + s * scale)), noise=noise_of(f, t))
                truth = float(mpmath.diff(exact, mpmath.mpf(t))) * scale
                found.append((name, abs(float(estimate.value) - truth), float(estimate.error)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--picture", help="draw the ratios of true to reported error as an SVG (needs matplotlib)")
    arguments = parser.parse_args()
    found = errors(arguments.points, arguments.seed)
    ratios = np.array([true / max(reported, 1e-300) for _, true, reported in found])
    print(f"{len(found)} points on {len(FUNCTIONS)} functions")
    print(
        f"reported error below the true one: {np.mean(ratios > 1):.2%} of the points, at worst by a factor of {np.max(ratios):.2g}"
    )
    print(f"below it after widening by {SAFETY:g}, as every comparison does: {np.mean(ratios > SAFETY):.2%}")
    for name, *_ in FUNCTIONS:
        mine = np.array([r for (label, *_), r in zip(found, ratios, strict=True) if label == name])
        print(f"  {name:<14} {np.mean(mine > 1):>7.2%}   worst {np.max(mine):.2g}")
    if arguments.picture:
        draw(ratios, arguments.picture)


def draw(ratios: np.ndarray, file: str) -> None:
    """A histogram on a log axis, with the reported error and the band that verdicts use."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"svg.hashsalt": "mathcheck", "font.size": 11})
    figure, axes = plt.subplots(figsize=(7.5, 2.9))
    axes.hist(np.log10(np.maximum(ratios, 1e-6)), bins=60, range=(-6, 2), color="#4c78a8")
    for place, words, colour in ((0, "reported error", "#57606a"), (np.log10(SAFETY), "band of a verdict", "#b3261e")):
        axes.axvline(place, color=colour, linewidth=1.6)
        axes.text(place, axes.get_ylim()[1] * 0.97, f" {words}", color=colour, va="top", rotation=90, ha="right", fontsize=9)
    axes.set_xlabel("true error / reported error, powers of ten (all below 1e-6 at the left)")
    axes.set_ylabel("points")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


if __name__ == "__main__":
    main()
