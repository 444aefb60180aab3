"""The recipes that readers copy: each holds where it is right and is refuted where it is broken."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mathcheck import Claim, Matrix, check, claim, dims, function, gradient
from mathcheck.engine.check import check_reading

RECIPES = Path(__file__).parents[2] / "docs" / "recipes"
NEEDS = {"torch_function": "torch", "jax_custom_vjp": "jax"}


def load(name):
    spec = importlib.util.spec_from_file_location(f"recipe_{name}", RECIPES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def claims(name):
    return {key: value for key, value in vars(load(name)).items() if isinstance(value, Claim)}


def verdicts(name, examples=100):
    return {key: str(check_reading(value, max_examples=examples).verdict) for key, value in claims(name).items()}


@pytest.mark.parametrize("name", sorted(path.stem for path in RECIPES.glob("*.py") if path.stem != "large"))
def test_the_right_code_holds_and_the_broken_is_refuted(name):
    if name in NEEDS and importlib.util.find_spec(NEEDS[name]) is None:
        pytest.skip(f'{NEEDS[name]} is not installed: python -m pip install ".[{NEEDS[name]}]" brings it')
    stated = claims(name)
    assert {key: value.expect for key, value in stated.items()} == verdicts(name)
    broken = [key for key in stated if key.endswith("_broken")]
    assert broken
    assert all((key in broken) == (value.expect == "refuted") for key, value in stated.items())


def test_a_large_function_takes_a_few_evaluations_a_point():
    # In a process of its own, with one thread for linear algebra: beside other tests two threads wait for each other.
    code = "import sys, json; sys.path.insert(0, sys.argv[1]); import test_recipes; print(json.dumps(test_recipes.verdicts('large', 10)))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)], capture_output=True, text=True, check=True,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"},
    )  # fmt: skip
    assert json.loads(done.stdout) == {key: value.expect for key, value in claims("large").items()}


@pytest.mark.parametrize("inside", ["global", "fresh"])
def test_a_random_function_is_told_from_a_formula(inside):
    def dropout(x):
        kept = np.random.random(x.shape) if inside == "global" else np.random.default_rng().random(x.shape)
        return x * (kept < 0.8) / 0.8

    b, n = dims("b n")
    X, G = Matrix("X", b, n), Matrix("G", b, n)
    evidence = check(claim(function(dropout)(X) == gradient(np.sum(G * function(dropout)(X)), G), item="1"))
    assert evidence.verdict == "error"
    assert "dropout is random: for one and the same input it returned" in evidence.reason
    assert "seed the generator inside the function, or pass the random numbers in as an argument" in evidence.reason


@pytest.mark.parametrize("factor", [1.0, 1.01])
@pytest.mark.parametrize("seed", [1, 2])
def test_single_precision_is_neither_refuted_nor_believed_too_much(factor, seed):
    recipe = load("single_precision")
    for L in (recipe.exact, recipe.rounded):
        evidence = check_reading(
            claim(factor * recipe.single(recipe.backward)(recipe.G, recipe.X, recipe.gamma) == gradient(L, recipe.X), item="1"),
            seed=seed,
        )
        assert evidence.verdict == ("holds" if factor == 1 else "refuted")
