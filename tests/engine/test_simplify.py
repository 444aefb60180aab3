"""A counterexample that is shown should be one that can be checked by hand, also where a matrix is more than its entries."""

import numpy as np
import pytest

from mathcheck import Matrix, Vector, check, dims, invertible, orthogonal, simplex, spd, symmetric, unit_norm

Q, S, Q3 = Matrix("Q", 2, 2, orthogonal), Matrix("S", 2, 2, spd), Matrix("Q", 3, 3, orthogonal)
u, p = Vector("u", 3, unit_norm), Vector("p", 2, simplex)

# A relation, and the simplest input of its set that refutes it, by hand.
SIMPLEST = [
    (Q == Q.T, [[0, -1], [1, 0]]),  # exchanges and reflections are symmetric, the turn by a right angle is not
    (np.linalg.det(Q) == 1, [[0, 1], [1, 0]]),  # of an exchange it is −1
    (np.sum(np.abs(Q)) == 2, [[0.6, -0.8], [0.8, 0.6]]),  # all signed permutations have it
    (np.sum(u) == 1, [-1, 0, 0]),  # coordinate vectors have it
    (np.sum(np.abs(u)) == 1, [0.6, 0.8, 0]),
    (u[0] * u[1] * u[2] == 0, [1 / 3, 2 / 3, 2 / 3]),  # with a zero it holds
    (np.sum(p**2) == 0.5, [0.25, 0.75]),  # (1/2, 1/2) has it
    (np.diag(np.diag(S)) == S, [[2, 1], [1, 2]]),  # diagonal ones have it
    # All the simple ones have this, and an entry off the diagonal changes with its mirror image.
    (S[0, 1] * S[0, 0] == 2 * S[0, 1], [[1, 1], [1, 2]]),
    (np.sum(np.abs(Q3)) == 3, [[0.6, -0.8, 0], [0.8, 0.6, 0], [0, 0, 1]]),  # its zeros are zeros also where it is confirmed
]


@pytest.mark.parametrize("domain", [spd, symmetric, invertible])
@pytest.mark.parametrize("low", [1, 3])
def test_the_simplest_matrix_of_a_set_is_the_identity_where_that_refutes(domain, low):
    n = dims("n", low=low)
    P = Matrix("P", n, n, domain)
    (binding,) = check(np.trace(P) + np.sum(P) == 2 * np.sum(P @ P) + 1).simplest.inputs
    assert binding.value.entries == np.eye(low).tolist()


@pytest.mark.parametrize(("relation", "expected"), SIMPLEST, ids=[repr(relation) for relation, _ in SIMPLEST])
def test_the_simplest_member_of_a_set_that_refutes_is_shown(relation, expected):
    (binding,) = check(relation).simplest.inputs
    assert np.array_equal(binding.value.entries, expected)


@pytest.mark.parametrize("domain", [orthogonal, unit_norm, simplex, spd, symmetric, invertible])
@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_what_a_set_lists_as_simple_are_members_of_it(domain, size):
    listed = list(domain.simple((size, size) if domain.square else (size,)))
    assert listed
    assert all(domain.contains(member) for member in listed)


def test_a_rotation_is_printed_without_residues_of_rounding():
    # The factorisation leaves some zeros as 2.3e-16, which is neither read nor meant.
    rng, cleared = np.random.default_rng(0), 0
    for _ in range(200):
        raw = rng.integers(-3, 4, (3, 3)) * 1.0
        made = orthogonal.construct(raw)
        assert np.all((np.abs(made) > 1e-9) | (made == 0))
        assert orthogonal.contains(made)
        cleared += np.any(np.abs(np.linalg.qr(raw)[0][made == 0]) > 0)
    assert cleared > 20


def test_where_the_identity_does_not_refute_another_matrix_is_shown():
    n = dims("n")
    P = Matrix("P", n, n, spd)
    (binding,) = check(P @ P == P).simplest.inputs
    assert binding.value.entries != [[1.0]]
