"""Shapes in symbols: what agrees passes, what cannot agree is named. Without these a wrong transpose of a square example would pass."""

import numpy as np
import pytest

from mathcheck import Matrix, Scalar, Vector, dims, function, gradient, hessian, jacobian
from mathcheck.functions import eye, softmax
from mathcheck.language.shapes import disagreement

k, d, n = dims("K d n")
W, x, y = Matrix("W", k, d), Vector("x", d), Vector("y", k)
A = Matrix("A", n, n)

AGREE = [
    jacobian(W @ x, x) == W,
    jacobian(W @ x, W) == np.einsum("ij,k->ijk", eye(k), x),
    gradient(y @ (W @ x), W) == np.outer(y, x),
    hessian(x @ x, x) == 2 * eye(d),
    np.sum(softmax(x)) == 1,
    softmax(x) >= 0,
    x <= np.max(x),
    np.kron(W, A) == np.kron(W, A) + 0,
    np.concatenate([x, y]) == np.concatenate([x, y]) * 1,
    jacobian(W @ x, x) == 0,
    x[1:] - x[:-1] == -(x[:-1] - x[1:]),
]

DISAGREE = [
    (W @ y == x, "(K, d) @ (K,) in `W @ y`"),
    (jacobian(W @ x, x) == W.T, "the left side is (K, d), the right side (d, K)"),
    (x + y == x, "(d,) + (K,) in `x + y`"),
    (hessian(W @ x, x) == 0, "the second derivative of an array is `jacobian(jacobian(W @ x, x), x)`"),
    (gradient(W @ x, x) == W, "gradient needs a scalar, and `W @ x` has shape (K,)"),
    (np.linalg.inv(W) == W, "np.linalg.inv of (K, d)"),
    (jacobian(softmax(x), x) == softmax(x), "the left side is (d, d), the right side (d,)"),
    (np.outer(x, y) == W, "the left side is (d, K), the right side (K, d)"),
    (np.kron(W, W) == W, "the left side is (K * K, d * d)"),
    (jacobian(A @ A, A) == A, "the left side is (n, n, n, n), the right side (n, n)"),
    (x == np.sum(x), "the left side is (d,), the right side ()"),
]


@pytest.mark.parametrize("relation", AGREE, ids=map(repr, AGREE))
def test_agree(relation):
    assert disagreement(relation) is None


@pytest.mark.parametrize(("relation", "words"), DISAGREE, ids=[repr(r) for r, _ in DISAGREE])
def test_disagree_in_symbols(relation, words):
    found = disagreement(relation)
    assert found is not None
    assert words in found


def test_a_black_box_that_fails_on_trial_values_says_nothing_about_shapes():
    def picky(v):
        raise ValueError("operands could not be broadcast together")

    assert disagreement(function(picky, name="picky")(x) == x) is None


def test_shape_gives_sizes():
    assert repr(W.T.shape) == "(d, K)"
    assert repr(np.concatenate([x, y]).shape) in ("(d + K,)", "(K + d,)")
    assert Scalar("t").shape == ()
    assert repr(x.size) == "d"
