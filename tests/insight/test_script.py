"""The script beside a counterexample must show it to somebody who has no mathcheck; one that does not would be worse than none."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mathcheck import (
    Matrix,
    Scalar,
    Vector,
    claim,
    derivative,
    dims,
    directional,
    function,
    gradient,
    hessian,
    jacobian,
    limit,
    loading,
    named,
    orthogonal,
    positive,
    simplex,
    spd,
    unit_norm,
)
from mathcheck.engine.check import check_reading
from mathcheck.functions import relu, softmax
from mathcheck.insight.explain import check, with_script
from mathcheck.insight.helpers import HELPERS, TANGENTS
from mathcheck.language import functions, sets
from mathcheck.language.claims import Claim
from mathcheck.language.domain import Domain

CLAIMS = Path(__file__).parents[2] / "claims"

m, n = dims("m n")
A, B, x, y = Matrix("A", m, n), Matrix("B", n, n), Vector("x", n), Vector("y", n)
t, lam = Scalar("t"), Scalar(r"\lambda", positive)
p, u, Q, S = Vector("p", n, simplex), Vector("u", n, unit_norm), Matrix("Q", n, n, orthogonal), Matrix("S", n, n, spd)

# Refuted claims with something in them that is not plain to write down; (what must stand in the script, the claim).
UNUSUAL = [
    ("lambda_v = ", lam * x == x * (lam + 1)),
    ("c = np.array([1.5, 2.5])", np.array([1.5, 2.5]) * t == np.array([1.5, 2.5]) * (t + 1)),
    ("hessian(", hessian(x @ (B @ x), x) == B),
    ("directional(", directional(x @ x, x, y) == x @ y),
    ("lambda u: np.sum(u ** 2)", gradient(np.sum((A @ x) ** 2), A @ x) == A @ x),
    ("np.arange(2.0, 24.0)", limit(np.sin(t) / t, t, 0) == 2),
    ("-2.0 ** -np.arange", limit(np.sign(t), t, 0, side="-") == 1),
    ("-2.0 ** np.arange", limit(np.tanh(t), t, -np.inf) == 1),
    ("slope @ x", jacobian(B @ x, x) @ x == 2 * x),
    ("def f(", derivative(named("s", 2 * t) ** 2, t) == named("s", 2 * t)),
    ("W_1_2 = ", Vector("W_1", n) + Vector("W^{(1)}", n) == Vector("v", n)),
    ("np.where(x > 0, x, 0)", np.where(x > 0, x, 0) == x),
    ("They are equal.", relu(t) != 0),
    ("The left side is not <", np.exp(t) < 5),
    ("along(sum_kept, p, side)", gradient(-y @ np.log(p), p) == -1 / p),
    ("along(norm_kept, u, side)", jacobian(B @ u, u) == 2 * B),
    ("along(orthogonality_kept, Q, side)", gradient(np.trace(B @ Q), Q) == B),
    ("along(symmetry_kept, S, side)", gradient(np.linalg.slogdet(S)[1], S) == 2 * np.linalg.inv(S)),
]


def run(script):
    namespace = {}
    with np.errstate(all="ignore"):
        exec(compile(script, "script", "exec"), namespace)
    return namespace


@pytest.mark.parametrize(("part", "relation"), UNUSUAL, ids=[part for part, _ in UNUSUAL])
def test_a_script_says_what_the_claim_says(part, relation, capsys):
    evidence = check(relation)
    assert evidence.verdict == "refuted"
    assert part in evidence.script
    assert "mathcheck" not in evidence.script
    difference = np.asarray(evidence.simplest.difference.entries, dtype=float)
    np.testing.assert_allclose(run(evidence.script)["difference"], difference, atol=1e-4 * np.max(np.abs(difference)))
    assert "no difference" not in capsys.readouterr().out


def test_shapes_that_cannot_agree_are_shown(capsys):
    script = check(claim(gradient(x @ (B @ x), x) == B @ np.outer(x, x), item="1")).script
    run(script)
    assert "The shapes do not agree." in capsys.readouterr().out


@pytest.mark.parametrize("body", [np.sin(1 / t), 1 / t, np.sign(t) + x], ids=str)
def test_a_limit_that_does_not_exist_is_shown(body, capsys):
    evidence = check(limit(body, t, 0) == (x if body.ndim else 0))
    assert "does not exist" in evidence.reason
    run(evidence.script)
    assert "These do not come to one number." in capsys.readouterr().out


def test_somebodys_own_code_has_no_script():
    assert check(function(lambda v: 2 * v, name="double")(x) == x).script == ""


def test_a_claim_that_holds_has_no_script():
    assert check(softmax(x) == np.exp(x) / np.sum(np.exp(x))).script == ""


def test_definitions_compute_what_the_functions_do():
    values = np.array([-30.0, -1.5, 0.0, 0.3, 0.3, 40.0])
    namespace = {"np": np}
    exec("import math\n" + "\n".join(HELPERS.values()), namespace)
    for (
        name
    ) in "softmax log_softmax logsumexp sigmoid relu leaky_relu gelu gelu_tanh silu softplus one_hot_argmax unique_maximum".split():
        np.testing.assert_allclose(namespace[name](values), getattr(functions, name)(values), rtol=1e-12, atol=1e-12, err_msg=name)
    assert namespace["eye"](2, 3).shape == namespace["ones"](2, 3).shape == namespace["zeros"](2, 3).shape == (2, 3)


@pytest.mark.parametrize("domain", [each for each in vars(sets).values() if isinstance(each, Domain) and each.curved], ids=repr)
def test_a_script_keeps_of_a_derivative_what_the_judge_keeps(domain):
    namespace = {"np": np}
    exec("\n".join(HELPERS.values()), namespace)
    rng = np.random.default_rng(0)
    x, side = (
        domain.construct(rng.normal(size=3 if domain.vector else (3, 3))),
        rng.normal(size=(2, 3) if domain.vector else (2, 3, 3)),
    )
    np.testing.assert_allclose(namespace["along"](namespace[TANGENTS[domain.name]], x, side), domain.along(x, side), atol=1e-12)


def refuted():
    """The homework's refuted readings, checked."""
    for path in sorted((CLAIMS / "deep_learning_hw1").glob("[a-z]*.py")):
        for name, entry in loading.load(path, CLAIMS).variables.items():
            for reading in ["", *entry.readings] if isinstance(entry, Claim) else []:
                evidence = check_reading(entry, reading, name=name, explain=with_script)
                if evidence.verdict == "refuted":
                    yield evidence


def test_the_homework_s_scripts_show_its_counterexamples(capsys):
    found = list(refuted())
    empty = [evidence.claim for evidence in found if not evidence.script]
    assert empty == ["zero_grad_omitted"]  # five steps of training, in Python
    assert len(found) > 40
    for evidence in found:
        if evidence.script:
            namespace = run(evidence.script)
            last = capsys.readouterr().out.strip().rpartition("\n")[2]
            assert last.startswith(
                ("They differ", "They are equal", "The left side is not", "With this constant", "The shapes do not")
            )
        if evidence.script and evidence.simplest is not None:
            difference = np.asarray(evidence.simplest.difference.entries, dtype=float)
            np.testing.assert_allclose(namespace["difference"], difference, rtol=1e-4, atol=1e-4 * np.max(np.abs(difference)))


def test_a_script_needs_nothing_but_numpy(tmp_path):
    evidence = check(claim(jacobian(softmax(x), x) == np.diag(softmax(x)), item="1"))
    (tmp_path / "show.py").write_text(evidence.script, encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", "show.py"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.endswith("They differ.\n")
