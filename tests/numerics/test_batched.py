"""Every rule for many arrays at once against the function itself, lane by lane."""

import numpy as np
import pytest
import scipy.special

from mathcheck.language import operations
from mathcheck.numerics import batched
from mathcheck.numerics.batched import Many, NotTogether

RNG = np.random.default_rng(1)
LANES = 5
scalar, vector, other = (Many(RNG.normal(size=(LANES, *shape))) for shape in ((), (3,), (3,)))
matrix, square, tall, cube = (Many(RNG.normal(size=(LANES, *shape))) for shape in ((2, 3), (3, 3), (3, 2), (2, 3, 4)))
constant, weights = RNG.normal(size=3), RNG.normal(size=(3, 3))

CALLS = [
    (np.add, (vector, scalar)), (np.add, (matrix, vector)), (np.multiply, (scalar, matrix)), (np.multiply, (vector, constant)),
    (np.subtract, (weights, vector)), (np.exp, (matrix,)), (np.maximum, (vector, 0)), (np.greater, (scalar, vector)),
    (np.where, (np.bool_(True), vector, 1.0)), (np.where, (Many(vector.array > 0), scalar, matrix)), (np.clip, (vector, -1, 1)),
    (np.matmul, (matrix, vector)), (np.matmul, (vector, square)), (np.matmul, (vector, other)), (np.matmul, (matrix, tall)),
    (np.matmul, (weights, vector)), (np.matmul, (constant, square)), (np.matmul, (cube, Many(RNG.normal(size=(LANES, 4))))),
    (np.dot, (vector, other)), (np.dot, (scalar, vector)), (np.dot, (square, vector)), (np.inner, (vector, other)),
    (np.inner, (square, square)), (np.outer, (vector, other)), (np.outer, (constant, vector)), (np.kron, (matrix, square)),
    (np.kron, (vector, other)), (np.tensordot, (vector, square, 1)), (np.tensordot, (matrix, matrix, 2)), (np.vdot, (vector, other)),
    (np.sum, (cube,)), (np.sum, (scalar,)), (np.sum, (cube, 1)), (np.sum, (cube, -1)), (np.sum, (cube, (0, 2))), (np.mean, (matrix, 0)),
    (np.prod, (vector,)), (np.max, (matrix,)), (np.min, (matrix, 1)), (np.any, (Many(matrix.array > 1),)), (np.var, (vector,)),
    (np.std, (matrix, 0)), (np.count_nonzero, (Many(matrix.array > 0),)), (np.argmax, (matrix,)), (np.argmax, (matrix, 0)),
    (np.sort, (matrix,)), (np.sort, (matrix, 0)), (np.argsort, (vector,)), (np.cumsum, (matrix,)), (np.transpose, (cube,)),
    (np.transpose, (cube, (1, 0, 2))), (np.transpose, (scalar,)), (np.matrix_transpose, (cube,)), (np.diag, (vector,)),
    (np.diag, (square,)), (np.diagonal, (square,)), (np.diagonal, (cube,)), (np.trace, (square,)), (np.trace, (cube,)),
    (np.linalg.inv, (square,)), (np.linalg.det, (square,)), (np.linalg.slogdet, (square,)), (np.linalg.solve, (square, vector)),
    (np.linalg.solve, (square, tall)), (np.linalg.norm, (vector,)), (np.linalg.norm, (matrix,)), (np.linalg.norm, (vector, 1)),
    (np.linalg.norm, (matrix, 2)), (np.linalg.norm, (matrix, None, 0)), (np.linalg.norm, (scalar,)), (np.ravel, (cube,)),
    (np.reshape, (cube, (4, 6))), (np.reshape, (cube, -1)), (np.concatenate, ([vector, constant],)), (np.concatenate, ([matrix, square], 0)),
    (np.stack, ([vector, other],)), (np.stack, ([vector, other], -1)), (np.stack, ([scalar, scalar],)), (np.triu, (square,)),
    (np.tril, (square, -1)), (np.squeeze, (Many(RNG.normal(size=(LANES, 1, 3))),)), (np.expand_dims, (vector, 0)),
    (np.roll, (vector, 1)), (scipy.special.expit, (matrix,)), (np.linalg.matrix_power, (square, 2)), (np.linalg.eigvalsh, (square,)),
]  # fmt: skip


def agree(call, args, kwargs, rule=None):
    together = batched.apply(call, args, kwargs, rule)
    alone = batched.lane_by_lane(call, args, kwargs)
    for one, two in zip(
        together if isinstance(together, tuple) else (together,), alone if isinstance(alone, tuple) else (alone,), strict=True
    ):
        assert one.array.shape == two.array.shape
        assert one.array.dtype == two.array.dtype
        assert np.allclose(one.array, two.array, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(("call", "args"), CALLS, ids=lambda value: getattr(value, "__name__", ""))
def test_together_is_as_one_by_one(call, args):
    agree(call, args, {})


@pytest.mark.parametrize("kwargs", [{"keepdims": True}, {"axis": 0, "keepdims": True}, {"axis": 1}, {"axis": None}])
@pytest.mark.parametrize("call", [np.sum, np.max, np.linalg.norm, np.mean])
def test_keywords(call, kwargs):
    agree(call, (matrix,), kwargs)


@pytest.mark.parametrize(
    ("array", "index"),
    [(vector, 0), (vector, -1), (vector, slice(1, None)), (cube, (0, 1)), (cube, (slice(None), 1)), (cube, (None, 0)),
     (cube, (Ellipsis, 2)), (vector, np.array([2, 0])), (cube, ([0, 1], slice(None), [1, 2])), (vector, vector.array[0] > 0)],
)  # fmt: skip
def test_indices(array, index):
    call = operations._TABLE["getitem"].call
    agree(call, (array, index), {}, batched.rule_of(call, "index"))


def test_an_index_that_differs_by_lane():
    call = operations._TABLE["getitem"].call
    agree(call, (vector, Many(np.array([0, 1, 2, 0, 1]))), {}, batched.rule_of(call, "index"))


def test_a_singular_matrix_among_others_is_the_callers_business():
    singular = Many(np.stack([np.eye(2), np.zeros((2, 2))]))
    with pytest.raises(np.linalg.LinAlgError):
        batched.apply(np.linalg.inv, (singular,), {})


def test_results_of_different_shapes_cannot_be_stacked():
    with pytest.raises(NotTogether):
        batched.apply(np.unique, (Many(np.array([[1.0, 1.0], [1.0, 2.0]])),), {})


def test_every_named_function_runs_in_lanes_as_it_does_alone():
    from mathcheck import functions
    from mathcheck.language.callables import Function

    for name, row in vars(functions).items():
        if isinstance(row, Function) and row.operation.lanes:
            call = row.operation.call
            agree(call, (vector,), {}, batched.rule_of(call, row.operation.lanes))
            assert name == row.operation.name


def test_a_decomposition_that_would_never_return_is_refused():
    endless = np.array([[[-0.5, 0.2, 0.25], [np.inf, np.inf, 0.25], [0.125, -0.2, -1 / 7]]])  # LAPACK's gesdd loops on it
    for call, more in ((np.linalg.svd, ()), (np.linalg.pinv, ()), (np.linalg.norm, (2,)), (np.linalg.cond, ())):
        with pytest.raises(np.linalg.LinAlgError, match="infinities"):
            batched.lane_by_lane(call, (Many(endless), *more), {})
        with pytest.raises(np.linalg.LinAlgError, match="infinities"):
            batched.apply(call, (Many(endless), *more), {})
    assert np.isinf(batched.apply(np.linalg.norm, (Many(endless),), {}).array).all()
