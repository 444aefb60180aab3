"""Ten claims of the homework against the tests a user would write by hand, pair by pair, and the whole report's time.

By hand means: inputs from Hypothesis's ``arrays``, the derivative from SciPy's ``approx_derivative``, the comparison by NumPy's
``assert_allclose``, as many examples as mathcheck. Each pair is timed in alternation in one process; the middle of the ratios counts.

    python benchmarks/homework.py [--repeats 3]
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import scipy.special
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize._numdiff import approx_derivative

from mathcheck import loading
from mathcheck.engine.check import check_reading

ROOT = Path(__file__).parents[1]
EXAMPLES = 100
RATIO, SECONDS = 0.5, 30.0

numbers = st.floats(-10, 10)
sizes = st.integers(1, 6)


def array(*shape):
    """An array of numbers between −10 and 10."""
    return arrays(np.float64, shape, elements=numbers)


def slope(f, x):
    """The Jacobian of ``f``, in numerator layout, of array arguments of any shape."""
    found = approx_derivative(lambda flat: np.ravel(f(flat.reshape(x.shape))), x.ravel(), method="3-point")
    return np.asarray(found).reshape(np.shape(f(x)) + x.shape)


def close(a, b):
    np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-4)


@given(st.data())
def composition(data):
    k, m, n = data.draw(sizes), data.draw(sizes), data.draw(sizes)
    W1, W2, x = data.draw(array(k, n)), data.draw(array(m, k)), data.draw(array(n))
    close(slope(lambda x: W2 @ (W1 @ x), x), W2 @ W1)


@given(st.data())
def sum_matrix(data):
    m, n = data.draw(sizes), data.draw(sizes)
    W1, W2, x = data.draw(array(m, n)), data.draw(array(m, n)), data.draw(array(n))
    close(slope(lambda x: W1 @ x + W2 @ x, x), W1 + W2)


@given(st.data())
def tanh_derivative(data):
    t = data.draw(array())
    close(slope(np.tanh, t), 1 - np.tanh(t) ** 2)


@given(st.data())
def gelu_derivative(data):
    t = data.draw(array())
    phi = np.exp(-(t**2) / 2) / np.sqrt(2 * np.pi)
    close(slope(lambda t: t * scipy.special.ndtr(t), t), scipy.special.ndtr(t) + t * phi)


@given(st.data())
def sigmoid_matrix(data):
    i, j = data.draw(sizes), data.draw(sizes)
    s = data.draw(array(i, j))
    full = slope(scipy.special.expit, s).reshape(i * j, i * j)
    close(np.diag(full).reshape(i, j), scipy.special.expit(s) * (1 - scipy.special.expit(s)))


@given(st.data())
def squared_error_gradient(data):
    k = data.draw(sizes)
    prediction, y = data.draw(array(k)), data.draw(array(k))
    close(slope(lambda p: np.sum((p - y) ** 2), prediction), 2 * prediction - 2 * y)


@given(st.data())
def product_W2(data):
    d, h, k = data.draw(sizes), data.draw(sizes), data.draw(sizes)
    W1, b1, W2, b2 = data.draw(array(h, d)), data.draw(array(h)), data.draw(array(k, h)), data.draw(array(k))
    x, y = data.draw(array(d)), data.draw(array(k))
    a1 = 3 * np.maximum(W1 @ x + b1, 0)
    prediction = W2 @ a1 + b2
    gradient = slope(lambda W2: np.sum((W2 @ a1 + b2 - y) ** 2), W2)
    to_output = slope(lambda p: np.sum((p - y) ** 2), prediction) @ slope(lambda s: s, prediction)
    np.testing.assert_allclose(gradient, np.outer(to_output, a1), rtol=1e-3, atol=1e-6 * (1 + np.max(np.abs(gradient))))


@given(st.data())
def softmax_definition(data):
    z, beta = data.draw(array(data.draw(sizes))), data.draw(numbers)
    close(scipy.special.softmax(beta * z), np.exp(beta * z) / np.sum(np.exp(beta * z)))


@given(st.data())
def adaline_rule(data):
    d = data.draw(sizes)
    w, x, b, y = data.draw(array(d)), data.draw(array(d)), data.draw(numbers), data.draw(st.sampled_from([-1.0, 1.0]))
    gradient = slope(lambda w: 0.5 * (y - b - w @ x) ** 2, w)
    np.testing.assert_allclose(-gradient, (y - b - w @ x) * x, rtol=1e-3, atol=1e-2 * (1 + np.max(np.abs(gradient))))


@given(st.data())
def composition_rule(data):
    k, m, n = data.draw(sizes), data.draw(sizes), data.draw(sizes)
    W1, W2, x = data.draw(array(k, n)), data.draw(array(m, k)), data.draw(array(n))
    close(slope(lambda x: W2 @ (W1 @ x), x), slope(lambda v: W2 @ v, W1 @ x) @ slope(lambda x: W1 @ x, x))


PAIRS: list[tuple[str, str, str, Callable[[], None]]] = [
    ("conceptual", "composition", "", composition),
    ("conceptual", "composition_rule", "", composition_rule),
    ("conceptual", "sum_matrix", "", sum_matrix),
    ("conceptual", "tanh_derivative", "", tanh_derivative),
    ("conceptual", "gelu_derivative", "", gelu_derivative),
    ("conceptual", "softmax_definition", "", softmax_definition),
    ("classification", "sigmoid_matrix", "the array of elementwise derivatives", sigmoid_matrix),
    ("regression", "squared_error_gradient", "", squared_error_gradient),
    ("regression", "product_W2", "factors ordered so that shapes agree", product_W2),
    ("losses", "adaline_rule", "", adaline_rule),
]


def timed(call):
    """Seconds that ``call()`` takes."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def pairs(repeats):
    """Time every pair; the ratios."""
    print(f"{'claim':28} {'by hand':>9} {'mathcheck':>10} {'ratio':>6}   ({EXAMPLES} examples each, median of {repeats})")
    ratios = []
    options = settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    for section, name, reading, by_hand in PAIRS:
        module = loading.load(ROOT / "claims" / "deep_learning_hw1" / f"{section}.py", ROOT / "claims")
        claim, test = module.variables[name], options(by_hand)
        check_reading(claim, reading, name=name, max_examples=EXAMPLES)  # both have been imported and run once
        test()
        times = [
            (timed(test), timed(lambda claim=claim, reading=reading, name=name: check_reading(claim, reading, name=name)))
            for _ in range(repeats)
        ]
        ratio = statistics.median(own / hand for hand, own in times)
        ratios.append(ratio)
        hand, own = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{name:28} {hand:8.3f}s {own:9.3f}s {ratio:6.2f}")
    return ratios


def whole():
    """The seconds that pytest takes for the homework on two workers, start to report, where pytest-xdist is there; else on one."""
    workers = ["-n", "2"] if subprocess.run([sys.executable, "-c", "import xdist"], capture_output=True).returncode == 0 else []
    command = [sys.executable, "-m", "pytest", "claims/deep_learning_hw1", "-q", "--tb=no", *workers]
    seconds = timed(lambda: subprocess.run(command, cwd=ROOT, capture_output=True, check=False))
    print(f"{' '.join(command[1:])}: {seconds:.1f} s")
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=3)
    ratios = pairs(parser.parse_args().repeats)
    print(f"largest ratio {max(ratios):.2f} (at most {RATIO}), median {statistics.median(ratios):.2f}")
    seconds = whole()
    sys.exit(0 if max(ratios) <= RATIO and seconds < SECONDS else 1)


if __name__ == "__main__":
    main()
