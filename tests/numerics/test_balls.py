"""Ball arithmetic against mpmath in 50 digits: the ball must contain the number, and be small."""

import mpmath
import numpy as np
import pytest
import scipy.special

from mathcheck.numerics import balls

X = 0.7129  # inside the domain of every function below

FUNCTIONS = {
    np.exp: mpmath.exp, np.expm1: mpmath.expm1, np.exp2: lambda t: mpmath.mpf(2) ** t, np.log: mpmath.log, np.log1p: mpmath.log1p,
    np.log2: lambda t: mpmath.log(t, 2), np.log10: mpmath.log10, np.sqrt: mpmath.sqrt, np.cbrt: mpmath.cbrt, np.sin: mpmath.sin,
    np.cos: mpmath.cos, np.tan: mpmath.tan, np.sinh: mpmath.sinh, np.cosh: mpmath.cosh, np.tanh: mpmath.tanh, np.arcsin: mpmath.asin,
    np.arccos: mpmath.acos, np.arctan: mpmath.atan, np.arcsinh: mpmath.asinh, np.arctanh: mpmath.atanh,
    scipy.special.expit: lambda t: 1 / (1 + mpmath.exp(-t)), scipy.special.erf: mpmath.erf, scipy.special.erfc: mpmath.erfc,
    scipy.special.ndtr: mpmath.ncdf, scipy.special.gamma: mpmath.gamma, scipy.special.gammaln: mpmath.loggamma,
    scipy.special.digamma: mpmath.digamma, scipy.special.logit: lambda t: mpmath.log(t / (1 - t)),
    scipy.special.log_expit: lambda t: -mpmath.log(1 + mpmath.exp(-t)), scipy.special.log_ndtr: lambda t: mpmath.log(mpmath.ncdf(t)),
    scipy.special.entr: lambda t: -t * mpmath.log(t), np.square: lambda t: t**2, np.reciprocal: lambda t: 1 / t,
    np.negative: lambda t: -t, np.absolute: abs,
}  # fmt: skip


def contains(enclosure, exact):
    low, high = (mpmath.mpf(float(bound)) for bound in enclosure)
    return low <= exact <= high and high - low <= 4e-16 * max(1, abs(exact))


@pytest.mark.parametrize("f", FUNCTIONS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("x", [X, 0.03125, 0.99])
def test_values_are_enclosed(f, x):
    with balls.precision(128), mpmath.workdps(50):
        assert contains(balls.enclosure(balls.apply(f, (balls.lift(np.float64(x)),), {})), FUNCTIONS[f](mpmath.mpf(x)))


@pytest.mark.parametrize("f", [f for f in FUNCTIONS if f is not scipy.special.digamma], ids=lambda f: f.__name__)
def test_derivatives_are_enclosed(f):
    with balls.precision(192), mpmath.workdps(50):
        found = balls.derivative(lambda t: balls.apply(f, (t,), {}), balls.lift(np.float64(X)), np.float64(1.0))
        low, high = (mpmath.mpf(float(bound)) for bound in balls.enclosure(found))
        exact = mpmath.diff(FUNCTIONS[f], mpmath.mpf(X))
        assert low - mpmath.mpf(10) ** -20 <= exact <= high + mpmath.mpf(10) ** -20


LINEAR = {
    "inverse": (np.linalg.inv, lambda A: A**-1),
    "determinant": (np.linalg.det, mpmath.det),
    "product": (lambda A: A @ A, lambda A: A * A),
    "power": (lambda A: np.linalg.matrix_power(A, 3), lambda A: A**3),
    "trace": (np.trace, lambda A: A[0, 0] + A[1, 1] + A[2, 2]),
    "norm": (np.linalg.norm, lambda A: mpmath.mnorm(A, "f")),
}


@pytest.mark.parametrize("name", LINEAR)
def test_linear_algebra_is_enclosed(name):
    call, exact = LINEAR[name]
    A = np.array([[2.0, -1.0, 0.5], [0.25, 3.0, 1.0], [-1.5, 0.125, 1.0]])
    with balls.precision(128), mpmath.workdps(50):
        low, high = balls.enclosure(call(balls.lift(A)))
        truth = exact(mpmath.matrix(A.tolist()))
        entries = list(truth) if isinstance(truth, mpmath.matrix) else [truth]
        for bound, other, entry in zip(np.ravel(low), np.ravel(high), entries, strict=True):
            assert contains((bound, other), entry)


def test_cancellation_is_seen():
    x = balls.lift(np.float64(1e-9))
    with balls.precision(53):
        low, high = balls.enclosure((1 - balls.apply(np.cos, (x,), {})) / x**2)
    assert high - low > 1e-2
    with balls.precision(256):
        low, high = balls.enclosure((1 - balls.apply(np.cos, (x,), {})) / x**2)
    assert low <= 0.5 <= high
    assert high - low < 1e-15


def test_a_kink_has_no_derivative():
    for f in (np.abs, lambda t: np.maximum(t, 0)):
        with pytest.raises(balls.Undecided):
            balls.derivative(f, balls.lift(np.float64(0.0)), np.float64(1.0))


def test_what_has_no_value_contains_no_number_and_is_harmless_in_a_branch_not_taken():
    x = balls.lift(np.array([-1.0, 4.0]))
    assert np.isnan(balls.enclosure(np.log(x))[0][0])
    low, high = balls.enclosure(np.where(np.array([False, True]), np.sqrt(x), 0 * x))
    assert np.all(low <= [0, 2])
    assert np.all(high >= [0, 2])


def test_a_number_next_to_a_whole_one_may_have_been_computed():
    with balls.precision(128):  # np.exp(1e-10) prints as 1.0000000001, and is not that
        exact = balls.apply(np.exp, (balls.lift_constant(1e-10),), {})
        low, high = balls.enclosure(exact - balls.lift_constant(float(np.exp(1e-10))))
        assert low <= 0 <= high


def test_literals_mean_what_was_typed():
    with balls.precision(128):
        low, high = balls.enclosure(balls.lift_constant(0.1) * 10 - 1)
        assert low <= 0 <= high
        low, high = balls.enclosure(balls.lift(np.float64(0.1)) * 10 - 1)  # the double is another number
        assert low > 0 or high < 0


def test_an_unknown_function_is_refused():
    with pytest.raises(balls.Unsupported):
        balls.apply(scipy.special.airy, (balls.lift(np.float64(1.0)),), {})


def test_a_direction_is_exactly_the_numbers_it_is_made_of():
    # As a literal 0.1 means one tenth, which no double is; beside an ill-conditioned map the two are far apart.
    direction = np.array([0.1, 0.25])
    with balls.precision(128):
        along = balls.derivative(lambda x: 1e16 * x, balls.lift(np.array([1.0, 1.0])), direction)
        low, high = balls.enclosure(along - 1e16 * balls.lift(direction))
    assert np.all((low <= 0) & (high >= 0))


MATRIX = np.arange(6.0).reshape(2, 3)
REDUCTIONS = {
    "sum": lambda a: np.sum(a), "sum of columns": lambda a: np.sum(a, axis=0), "kept": lambda a: np.sum(a, axis=1, keepdims=True),
    "method": lambda a: a.sum(), "mean": lambda a: np.mean(a), "max": lambda a: np.max(a), "prod": lambda a: np.prod(a + 1),
    "trace": lambda a: np.trace(a), "var": lambda a: np.var(a), "norm": lambda a: np.linalg.norm(a), "cumsum": lambda a: np.cumsum(a),
    "reduce": lambda a: np.add.reduce(a), "einsum": lambda a: np.einsum("ij,ij->", a, a), "tensordot": lambda a: np.tensordot(a, a, 2),
}  # fmt: skip


@pytest.mark.parametrize("name", REDUCTIONS)
def test_reductions_of_a_matrix(name):
    # NumPy's own default axis of a reduction is the first one; np.sum's is all of them. One taken for the other confirms nonsense.
    found = balls.enclosure(balls.apply(REDUCTIONS[name], (balls.lift(MATRIX),), {}))[0]
    expected = REDUCTIONS[name](MATRIX)
    assert np.shape(found) == np.shape(expected)
    assert np.allclose(found, expected, rtol=1e-15)
