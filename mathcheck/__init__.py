"""mathcheck: write a mathematical answer as the formula it is; it is tried, and the result is a verdict with its evidence."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from mathcheck.language.calculus import derivative, directional, gradient, hessian, jacobian, limit
from mathcheck.language.callables import function
from mathcheck.language.claims import Claim, Unchecked, claim, unchecked
from mathcheck.language.display import draw_with
from mathcheck.language.domains import from_strategy, integers, interval, one_of, positive, reals, signs, unit_interval
from mathcheck.language.errors import FormulaError
from mathcheck.language.functions import named
from mathcheck.language.relations import proportional
from mathcheck.language.sets import invertible, one_hot, orthogonal, simplex, spd, symmetric, unit_norm
from mathcheck.language.sizes import dims
from mathcheck.language.spot import shortened
from mathcheck.language.variables import Array, Matrix, Scalar, Vector

if TYPE_CHECKING:
    from mathcheck.engine.evidence import Evidence, Verdict
    from mathcheck.insight.explain import check

__version__ = "0.1.0"

__all__ = [
    "Array",
    "Claim",
    "Evidence",
    "FormulaError",
    "Matrix",
    "Scalar",
    "Unchecked",
    "Vector",
    "Verdict",
    "check",
    "claim",
    "derivative",
    "dims",
    "directional",
    "from_strategy",
    "function",
    "gradient",
    "hessian",
    "integers",
    "interval",
    "invertible",
    "jacobian",
    "limit",
    "named",
    "one_hot",
    "one_of",
    "orthogonal",
    "positive",
    "proportional",
    "reals",
    "signs",
    "simplex",
    "spd",
    "symmetric",
    "unchecked",
    "unit_interval",
    "unit_norm",
]


def __getattr__(name: str) -> Any:
    # The engine brings Hypothesis along; writing and listing claims does not need it.
    if name == "check":
        from mathcheck.insight.explain import check

        return check
    if name in ("Evidence", "Verdict"):
        from mathcheck.engine import evidence

        return getattr(evidence, name)
    raise AttributeError(f"module 'mathcheck' has no attribute {name!r}")


def _draw(thing: Any) -> str:
    # Only a notebook asks for it; nothing else waits for the reports to be imported.
    from mathcheck.report.notebook import html

    return html(thing)


def _progress() -> Any:
    from contextlib import nullcontext

    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if getattr(shell, "kernel", None) is None:  # no notebook: a terminal, or a program that has only imported it
        return nullcontext()
    from mathcheck.report.notebook import progress

    return progress()


draw_with(_draw, _progress)

# A refusal that ends a script is shown up to the author's own line; every other error as before.
sys.excepthook = shortened(sys.excepthook, FormulaError)
