"""What a check costs as sizes grow: calls of the function for each input, and to find one wrong entry of its Jacobian.

    python benchmarks/growth.py [--sizes 10 100 1000]

The function is somebody's own code, f(x) = sin(x) + x₀, so that every call can be counted; its Jacobian is n × n. A correct Jacobian is
checked on ten inputs; then one entry of it is made wrong by 0.001.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from mathcheck import Scalar, Vector, check, dims, function, jacobian
from mathcheck.functions import arange, eye, ones

EXAMPLES = 10


class Counted:
    """A function that counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, x: np.ndarray) -> np.ndarray:
        self.calls += 1
        return np.sin(x) + x[0]


def checked(size: int, *, wrong: bool) -> tuple[str, int, float, str]:
    """Verdict, calls, seconds and the entry named, for vectors of ``size`` entries (or one less)."""
    n = dims("n", low=size - 1, high=size)
    x, t = Vector("x", n), Scalar("t")
    code = Counted()
    first, third = np.where(arange(n) == 0, 1, 0), np.where(arange(n) == n - 3, 1, 0)
    exact = np.diag(np.cos(x)) + np.outer(ones(n), first)
    claimed = exact + 0.001 * np.outer(first, third) if wrong else exact + 0 * t * eye(n)
    started = time.perf_counter()
    evidence = check(jacobian(function(code, name="f")(x), x) == claimed, max_examples=EXAMPLES, deadline=600)
    where = evidence.simplest.where if evidence.simplest is not None else ""
    return str(evidence.verdict), code.calls, time.perf_counter() - started, where


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    print(f"{'n':>6}  {'entries':>8}  {'calls an input':>14}  {'time':>7}    wrong entry: {'calls':>6}  {'time':>7}  found")
    for size in parser.parse_args().sizes:
        verdict, calls, seconds, _ = checked(size, wrong=False)
        refuted, more, longer, where = checked(size, wrong=True)
        assert (verdict, refuted) == ("holds", "refuted"), (verdict, refuted)
        found = where or "shown whole"
        print(
            f"{size:>6}  {size * size:>8}  {calls / EXAMPLES:>14.0f}  {seconds:>6.1f}s    {'':>12} {more:>6}  {longer:>6.1f}s  {found}"
        )


if __name__ == "__main__":
    main()
