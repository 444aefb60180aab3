"""The test that a user writes by hand: Hypothesis's ``arrays``, SciPy's ``approx_derivative``, ``assert_allclose``."""

import functools

import numpy as np
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from scipy.optimize._numdiff import approx_derivative

from mathcheck.engine.deadline import DeadlineExceeded
from peer.points import example
from peer.task import Rejected, Unsure, fitted, right

EXAMPLES = 100
SLOPES = {"rtol": 1e-4, "atol": 1e-4}  # of differences, as in homework.py
CURVATURES = {"rtol": 1e-3, "atol": 1e-3}  # of differences of differences
CURVATURE_STEP = np.finfo(float).eps ** 0.25  # the textbook's for second differences
VALUES = {"rtol": 1e-7, "atol": 1e-9}  # NumPy's default; without an atol a difference of zero fails for its rounding
KINDS = ("jacobian", "gradient", "derivative", "hessian", "identity", "at most", "less")


def by_hand(fact, drawn_by):
    """Run the test; at its end an assertion that failed is a rejection, another exception is none."""
    failed = []

    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False)
    @seed(drawn_by)
    @given(st.data())
    def test(data):
        drawn = example(fact, data)
        try:
            with np.errstate(all="ignore"):
                TESTS[fact.kind](fact, drawn)
        except (AssertionError, Rejected) as error:
            failed.append(error)
            raise

    try:
        test()
    except BaseException as error:  # the time limit too: what failed before it has failed
        if failed:
            stopped = "; stopped before it was made simple" if isinstance(error, DeadlineExceeded) else ""
            raise Rejected(f"{' '.join(str(failed[0]).split())[:80]}{stopped}") from None
        if isinstance(error, Exception):
            raise Unsure(f"{type(error).__name__}: {error}"[:200]) from None
        raise


def slope(f, x, step=None):
    """The Jacobian of ``f``, in numerator layout, of array arguments of any shape."""
    flat = np.ravel(x)
    steps = None if step is None else step * np.maximum(1, np.abs(flat))
    found = approx_derivative(lambda v: np.ravel(f(v.reshape(np.shape(x))[()])), flat, method="3-point", abs_step=steps)
    return np.asarray(found).reshape(np.shape(f(x)) + np.shape(x))


def _derivative(fact, drawn):
    x = drawn[fact.by]
    found = slope(lambda x: fact.f(*{**drawn, fact.by: x}.values()), x)
    if fact.kind == "derivative" and np.ndim(x):
        found = np.diag(found.reshape(np.size(x), np.size(x))).reshape(np.shape(x))
    _equal(found, right(fact, drawn.values()), **SLOPES)


def _hessian(fact, drawn):
    x = drawn[fact.by]
    first = functools.partial(slope, lambda x: fact.f(*{**drawn, fact.by: x}.values()), step=CURVATURE_STEP)
    _equal(slope(first, x, CURVATURE_STEP), right(fact, drawn.values()), **CURVATURES)


def _identity(fact, drawn):
    _equal(fact.f(*drawn.values()), right(fact, drawn.values()), **VALUES)


def _at_most(fact, drawn):
    assert np.all(fact.f(*drawn.values()) <= right(fact, drawn.values()))


def _less(fact, drawn):
    assert np.all(fact.f(*drawn.values()) < right(fact, drawn.values()))


def _equal(found, claimed, **tolerance):
    if np.ndim(claimed) and np.shape(claimed) != np.shape(found):
        claimed = fitted(claimed, np.shape(found)) if np.ndim(found) else claimed
    np.testing.assert_allclose(found, claimed, **tolerance)


TESTS = {
    "jacobian": _derivative,
    "gradient": _derivative,
    "derivative": _derivative,
    "hessian": _hessian,
    "identity": _identity,
    "at most": _at_most,
    "less": _less,
}
