"""What facts caught that nobody had thought of while the judge was written: each came out wrong once."""

import numpy as np
import pytest
import scipy.special
from hypothesis.database import InMemoryExampleDatabase

from mathcheck import Matrix, Scalar, Vector, check, dims, gradient, limit, positive, symmetric
from mathcheck.engine import branches, driver, trial
from mathcheck.engine.check import check_reading
from mathcheck.engine.program import compile_relation
from mathcheck.functions import arange, ones
from mathcheck.language.claims import Claim
from mathcheck.numerics import balls

n = dims("n")
x, a, p, q = Vector("x", n), Vector("a", n), Vector("p", n), Vector("q", n)
S, t, five = Matrix("S", n, n, symmetric), Scalar("t"), Vector("z", 5)
late = Scalar("s", positive)
eigenvalues, vectors = np.linalg.eigh(S)
alone = np.linalg.eigvalsh(S)
middle = np.where((np.argsort(np.argsort(five)) > 0) & (np.argsort(np.argsort(five)) < 4), 1 / 3, 0)
near, far = np.linalg.norm(a - p), np.linalg.norm(a - q)
hinge = np.maximum(near**2 - far**2 + 1, 0)


def test_a_limit_that_is_not_there_at_some_inputs_makes_its_claim_false():
    evidence = check(limit((np.abs(x + t) - np.abs(x)) / t, t, 0) == np.sign(x))
    assert evidence.verdict == "refuted"
    assert "does not exist at some of the inputs" in evidence.reason


def test_the_size_of_a_limit_is_not_that_of_the_terms_that_cancel_far_out():
    stirling = limit(scipy.special.gammaln(late + 1) - late * np.log(late) + late, late, np.inf)
    assert check(stirling == 0).verdict in ("inconclusive", "refuted")
    assert check(t + stirling == t).verdict in ("inconclusive", "refuted")  # a group of points at once


def test_slopes_along_lines_that_do_not_add_up_are_no_derivative(monkeypatch):
    trimmed = gradient(np.mean(np.sort(five)[1:4]), five) == middle
    assert check(trimmed).verdict == "holds"
    monkeypatch.setattr(trial, "bent", lambda *args: False)
    monkeypatch.setattr(trial, "tied", lambda *args: False)
    assert check(trimmed).verdict != "holds"


def test_a_region_between_two_comparisons_is_met(monkeypatch):
    gate = gradient(hinge, a) == np.where(near > far, 2, 0) * (q - p)  # within the margin of 1 it is active too
    claim = Claim(gate, item="")
    assert {check_reading(claim, seed=seed).verdict for seed in range(4)} == {"refuted"}
    monkeypatch.setattr(branches, "WALKS", 0)
    assert "holds" in {check_reading(claim, seed=seed).verdict for seed in range(4)}


def test_the_determinant_of_a_singular_matrix_costs_no_factorial():
    matrix = np.random.default_rng(0).integers(-4, 5, (14, 14)).astype(float)
    matrix[-1] = matrix[0] + 2 * matrix[1]
    determinant = balls.apply(np.linalg.det, (balls.lift(matrix),), {})  # 14! products would not end
    low, high = balls.enclosure(np.asarray(determinant, dtype=object))
    assert low == high == 0


@pytest.mark.parametrize("claim", [np.sum(eigenvalues) == np.trace(S), vectors @ np.diag(eigenvalues) @ vectors.T == S])
def test_functions_that_return_several_arrays(claim):
    assert check(claim).verdict == "holds"


@pytest.mark.parametrize(
    "sides", [(np.cumsum(alone), np.cumsum(np.sort(np.diagonal(S)))), (np.sum(alone), np.trace(S)), (ones(n) @ alone, np.trace(S))]
)
def test_what_cancels_in_a_sum_is_known_to_a_rounding_of_its_terms(sides):
    """Replicas may be off by the same multiple of the last digit, and the sum then hide that they are off."""
    tried = trial.Trial(compile_relation(sides[0] <= sides[1]))
    for seed in range(30):
        above = np.triu(np.random.default_rng(seed).integers(-1, 2, (3, 3)), 1).astype(float)  # of trace 0
        frame = tried.frame({n.fingerprint: 3, S.fingerprint: above + above.T})
        assert not np.any(above) or np.all(tried.judged(frame)[0].band > 5e-16)


def test_what_a_run_comes_to_does_not_depend_on_the_runs_before():
    claim = gradient(np.sum(np.sin(x) * arange(n)), x) == np.cos(x) * (arange(n) + np.where(x > 3, 1, 0))
    first, again = check(claim), check(claim)
    assert (first.simplest, first.worst) == (again.simplest, again.worst)
    memory = driver.Memory(b"claim", [["this run's"]])
    memory.inner = InMemoryExampleDatabase()
    memory.save(driver.SECONDARY, b"an earlier run's")
    assert b"an earlier run's" not in list(memory.fetch(driver.SECONDARY))
