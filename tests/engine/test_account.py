"""What is counted of the inputs: a reader is told how many were special, and must be able to believe it."""

import numpy as np
import pytest

from mathcheck import Matrix, claim, dims, reals, spd, symmetric
from mathcheck.engine.account import degenerate
from mathcheck.engine.check import check_reading
from mathcheck.engine.groups import Groups
from mathcheck.engine.program import compile_relation
from mathcheck.engine.sampling import sampler

n = dims("n", low=2)


def program_of(domain):
    A = Matrix("A", n, n, domain)
    return compile_relation(A.T == A), A


@pytest.mark.parametrize(("domain", "special"), [(symmetric, False), (spd, False), (reals, True)])
def test_the_mirrored_entries_of_a_symmetric_matrix_are_no_ties(domain, special):
    program, A = program_of(domain)
    point = {n.fingerprint: 2, A.fingerprint: np.array([[3.0, 1.0], [1.0, 2.0]])}
    assert degenerate(point, program.mirrored) == special


@pytest.mark.parametrize("entries", [[[3, 1], [1, 3]], [[3, 0], [0, 2]], [[1, 1], [1, 2]]])
def test_zeros_and_ties_of_its_triangle_count(entries):
    program, A = program_of(symmetric)
    assert degenerate({n.fingerprint: 2, A.fingerprint: np.array(entries, dtype=float)}, program.mirrored)


@pytest.mark.parametrize("domain", [symmetric, spd, reals])
def test_points_together_are_counted_as_points_alone(domain):
    program, _ = program_of(domain)
    groups, rng = Groups(program, sampler(program), 60), np.random.default_rng(0)
    flags = []
    for _ in groups.plans:
        group = groups.next(rng.bytes(groups.length))
        alone = [degenerate(group.point(i), program.mirrored) for i in range(len(group.blocks))]
        assert group.degenerate(program.mirrored).tolist() == alone
        flags += alone
    assert not all(flags)


def test_not_every_input_with_a_symmetric_matrix_is_called_special():
    A = Matrix("A", n, n, spd)
    tally = check_reading(claim(A @ A == A.T @ A, item="1")).tally
    assert 0 < tally.degenerate < tally.accepted
