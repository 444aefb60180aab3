"""A counterexample that is shown should be one that can be checked by hand, also where a matrix is more than its entries."""

import numpy as np
import pytest

from mathcheck import Matrix, check, dims, invertible, spd, symmetric


@pytest.mark.parametrize("domain", [spd, symmetric, invertible])
@pytest.mark.parametrize("low", [1, 3])
def test_the_simplest_matrix_of_a_set_is_the_identity_where_that_refutes(domain, low):
    n = dims("n", low=low)
    P = Matrix("P", n, n, domain)
    (binding,) = check(np.trace(P) + np.sum(P) == 2 * np.sum(P @ P) + 1).simplest.inputs
    assert binding.value.entries == np.eye(low).tolist()


def test_where_the_identity_does_not_refute_another_matrix_is_shown():
    n = dims("n")
    P = Matrix("P", n, n, spd)
    (binding,) = check(P @ P == P).simplest.inputs
    assert binding.value.entries != [[1.0]]
