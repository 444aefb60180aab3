"""The list of checkers, and one fact given to one of them: what it says and how long it takes."""

import importlib.metadata
import importlib.util
import io
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import numpy as np
import scipy
from corpus.fact import KINDS, Fact, stated

import mathcheck
from mathcheck.engine.check import check_reading
from mathcheck.engine.deadline import DeadlineExceeded, deadline
from peer import by_hand, differences, frameworks
from peer.task import FIRST, Rejected, Unsure, task

PASSES, REJECTS, UNSURE, NOT_APPLICABLE = "passes", "rejects", "could not say", "does not apply"
CAP = 20.0  # seconds for one check of one fact
SECOND = (*FIRST, "hessian")


@dataclass(frozen=True)
class Checker:
    """A way to check facts of some ``kinds``; ``needs`` is the package, ``how`` its settings in words."""

    name: str
    needs: str
    kinds: tuple[str, ...]
    run: Callable[[Fact, int], str]  # raises Rejected or Unsure; a remark on how it got there
    how: str

    @property
    def version(self):
        """Of the package; None where it is not installed."""
        return importlib.metadata.version(self.needs) if importlib.util.find_spec(self.needs) else None


@dataclass(frozen=True)
class Outcome:
    """What a checker said of a fact."""

    fact: str
    checker: str
    seed: int
    said: str
    seconds: float = 0.0
    note: str = ""


def _own(fact, seed):
    evidence = check_reading(mathcheck.Claim(fact.relation(), item=""), seed=seed, deadline=CAP)
    verdict = str(evidence.verdict)
    if verdict == "refuted":
        raise Rejected(evidence.simplest.method if evidence.simplest else f"shapes: {evidence.reason}")
    if verdict != "holds":
        raise Unsure(f"{verdict}: {evidence.reason}")
    return ""


def _at_a_point(run):
    """A checker that is given a function and its derivative at one random point."""
    return lambda fact, seed: run(task(fact, seed))


CHECKERS = [
    Checker("mathcheck", "mathcheck", KINDS, _own, "the verdict, at its defaults (what explaining costs, repairs.py says)"),
    Checker(
        "hand-written test", "hypothesis", by_hand.KINDS, by_hand.by_hand,
        f"{by_hand.EXAMPLES} examples of Hypothesis's arrays, approx_derivative (3-point), assert_allclose: derivatives rtol=atol=1e-4 "
        "(second ones 1e-3), identities rtol=1e-7, atol=1e-9; inequalities exactly",
    ),
    Checker("torch gradcheck", "torch", FIRST, _at_a_point(frameworks.gradcheck), "eps=1e-6, atol=1e-5, rtol=1e-3, float64"),
    Checker("torch gradcheck, fast", "torch", FIRST, _at_a_point(frameworks.gradcheck_fast), "the same with fast_mode=True"),
    Checker("jax check_grads, float64", "jax", FIRST, _at_a_point(frameworks.jax_check_grads), "both modes, order=1, tolerance 1e-5"),
    Checker(
        "jax check_grads, float32", "jax", FIRST, _at_a_point(frameworks.jax_check_grads_32),
        "the same in JAX's default precision, tolerance 2e-3",
    ),
    Checker("autograd check_grads", "autograd", FIRST, _at_a_point(frameworks.autograd_check_grads), "both modes, order=1, 1e-6"),
    Checker("scipy check_grad", "scipy", FIRST, _at_a_point(differences.check_grad), f"every entry of f, norm at most {differences.CHECK_GRAD:g}"),
    Checker("scipy.differentiate", "scipy", SECOND, _at_a_point(differences.scipy_differentiate), "jacobian, derivative, hessian; np.allclose"),
    Checker("numdifftools", "numdifftools", SECOND, _at_a_point(differences.numdifftools), "Jacobian, Gradient, Derivative, Hessian; np.allclose"),
    Checker(
        "jacobi", "jacobi", FIRST, _at_a_point(differences.jacobi),
        f"np.allclose; a difference within {differences.JACOBI_ERROR} times its own error is no refutation (its documentation has no rule)",
    ),
]  # fmt: skip


def outcome(checker, fact, seed):
    """Give ``fact`` to ``checker``, for ``CAP`` seconds at most, silently."""
    if fact.kind not in checker.kinds:
        return Outcome(fact.name, checker.name, seed, NOT_APPLICABLE)
    started = time.perf_counter()
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            warnings.simplefilter("ignore")
            said, note = PASSES, _limited(checker, fact, seed) or ""
    except Rejected as error:
        said, note = REJECTS, str(error)
    except (Unsure, DeadlineExceeded) as error:
        said, note = UNSURE, str(error) or f"not done after {CAP:g} s"
    except Exception as error:
        said, note = UNSURE, f"{type(error).__name__}: {error}"
    return Outcome(fact.name, checker.name, seed, said, time.perf_counter() - started, " ".join(note.split())[:200])


def _limited(checker, fact, seed):
    if checker.run is _own:  # has a time limit itself
        return _own(fact, seed)
    with deadline(CAP):
        return checker.run(fact, seed)


def warm_up(checkers):
    """Import what the checkers need and run each once, so that no fact pays for it."""
    square = stated("warm-up", "gradient", "x: n", lambda x: np.sum(x**2), lambda x: 2 * x, by="x")
    for checker in checkers:
        outcome(checker, square, 0)


VERSIONS = f"NumPy {np.__version__}, SciPy {scipy.__version__}"
