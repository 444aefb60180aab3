"""When a formula only says the other side of a claim again."""

import numpy as np
import pytest

from mathcheck import Matrix, Scalar, Vector, check, dims, spd
from mathcheck.functions import softmax
from mathcheck.insight.restating import restates

n = dims("n")
A, B, S = Matrix("A", n, n), Matrix("B", n, n), Matrix("S", n, n, spd)
x, y, s = Vector("x", n), Vector("y", n), Scalar("s")


@pytest.mark.parametrize(
    ("formula", "asked"),
    [
        (0 + A, A),
        (A - 0, A),
        (0 - A, -A),
        ((A.T).T + 0, A),
        ((B.T @ A.T).T, A @ B),
        ((A.T + B).T, A + B.T),
        ((2 * A.T - B).T / 2, A - B.T / 2),
        ((x + y).T, x + y),
        (A / 2 + (A / 2).T, (A + A.T) / 2),
        (3 * (A - B) + B, 3 * A - B * 2),
        (S.T @ A, S @ A),
        (np.outer(x, y).T, np.outer(y, x)),
        (np.linalg.cond(-(A @ B) / 2), np.linalg.cond(A @ B)),
        (softmax(x + 1), softmax(x)),
    ],
)
def test_the_same_again(formula, asked):
    assert restates(formula, asked, s * A)


@pytest.mark.parametrize(
    ("formula", "asked"),
    [
        ((A + x).T, A.T + x),
        ((A.T @ B.T).T, A @ B),
        (A.T, A),
        (A - 1, A),
        (0 - A, A),
        ((A * B).T, A.T @ B.T),
        (B.T @ A.T, (A @ B).T),
    ],
)
def test_another_formula(formula, asked):
    assert not restates(formula, asked, s * A)


def test_a_repair_does_not_say_the_other_side_again_transposed():
    for repair in check(A @ B == B.T @ A.T).repairs:
        assert repair.statement != "A @ B == (B.T @ A.T).T"
