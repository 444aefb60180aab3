"""What Python and NumPy do with numbers and cannot do with formulas: each refuses, and says what to write instead.

The sentence is about the author's own line where that can be read (:mod:`mathcheck.language.advice`), otherwise it lists what is usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import numpy as np

from mathcheck.language import advice, statements
from mathcheck.language.errors import FormulaError
from mathcheck.language.spot import Spot, here

_OUTSIDE = "take eye(n), ones(m, n), zeros(n), arange(n) from mathcheck.functions"

_CHOICE = (
    "in a formula write np.where(condition, a, b) instead of `if`, `&` instead of `and`, `(0 < x) & (x < 1)` instead of `0 < x < 1`, "
    "np.maximum instead of max(); parentheses around each comparison, as `&` binds tighter"
)

# Attributes of arrays and of other packages' symbols that NumPy has no function for.
_ATTRIBUTES = {
    "copy": "it never changes, so it can be used as it is",
    "astype": "its entries are real numbers already",
    "dtype": "its entries are real numbers",
    "tolist": "it has no numbers yet",
    "item": "it has no number yet; x[0] is an entry",
    "fill": "it never changes; c * ones(n) is an array of one number",
    "sort": "it never changes; write np.sort(x)",
    "diff": "write derivative(f, x), jacobian(f, x) or gradient(f, x)",
    "subs": "write the formula as a Python function and call it with something else",
    "limit": "write limit(f, t, np.inf)",
    "simplify": "nothing is simplified here; state with == what it should be",
    "I": "write np.linalg.inv(A)",
    "H": "write A.T; all numbers are real",
    **dict.fromkeys(("inverse", "inv"), "write np.linalg.inv(A)"),
    **dict.fromkeys(("determinant", "det"), "write np.linalg.det(A)"),
    **dict.fromkeys(("tr", "t"), "write np.trace(A) for the trace, A.T for the transpose"),
    **dict.fromkeys(("grad", "gradient"), "write gradient(f, x)"),
    **dict.fromkeys(("exp", "log", "sqrt"), "write np.exp(x), np.log(x), np.sqrt(x)"),
    "mT": "write np.matrix_transpose(A)",
}


def refuse(what: str, advise: Callable[[Spot], str], usual: str) -> NoReturn:
    """Raise :class:`FormulaError`: ``what`` is wrong, and what to write instead, read off the author's line or else what is ``usual``."""
    spot = here()
    raise FormulaError(f"{what}: {(advise(spot) if spot is not None else '') or usual}")


class Symbolic:
    """Something that has no number yet, no length, no truth value, and never changes."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FormulaError(f"a formula never changes: write a new one instead of setting .{name}")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        home = next((module for module in ("np", "np.linalg") if hasattr({"np": np, "np.linalg": np.linalg}[module], name)), "")
        words = _ATTRIBUTES.get(name) or (
            f"write {home}.{name}(…)" if home else "an array in NumPy has .shape, .T, .sum() and the like"
        )
        raise AttributeError(f"a formula has no .{name}: {words}")

    def __array__(self, *args: object, **kwargs: object) -> NoReturn:
        usual = (
            "build arrays of formulas with np.stack([a, b]), np.concatenate or np.where; take eye(n), ones(n), arange(n), softmax and the "
            "like from mathcheck.functions; wrap code that needs numbers as function(my_code, name='my_code')"
        )
        refuse(f"the formula `{self!r}` has no numbers yet that an array could hold", _array, usual)

    def __bool__(self) -> bool:
        refuse(f"`{self!r}` stands for any number, so it is neither true nor false", advice.truth, _CHOICE)

    def __iter__(self) -> Iterator[Any]:
        refuse(
            f"`{self!r}` has no entries yet to go through one by one",
            _entries,
            "write np.sum(x) instead of sum(x), np.max(x) instead of max(x), x[0] for an entry, x.shape for the sizes",
        )

    def __format__(self, spec: str) -> str:
        if spec:
            raise FormulaError(f"`{self!r}` has no number yet that could be printed as {spec!r}: leave the format out")
        return repr(self)

    def given(self, *conditions: Any) -> Any:
        """Only a relation has hypotheses."""
        raise FormulaError(
            f"`{self!r}` is no relation, so it has no hypotheses: put the relation in parentheses, (a == b).given(…)"
        )

    def __len__(self) -> int:
        refuse(
            f"the length of `{self!r}` may be a letter, and Python's len returns numbers only",
            _length,
            "write x.shape[0], which is a size",
        )

    def __contains__(self, item: object) -> bool:
        refuse(f"`{self!r}` has no entries yet to look among", advice.truth, "instead of `in` write np.any(x == a)")

    def __float__(self) -> float:
        usual = "use NumPy's functions (np.exp, np.sqrt) instead of math.exp, math.sqrt and float()"
        refuse(f"`{self!r}` has no number yet", advice.number, usual)

    def __complex__(self) -> complex:
        return complex(float(self))

    def __int__(self) -> int:
        return int(float(self))

    def __round__(self, digits: int = 0) -> NoReturn:
        refuse(f"`{self!r}` has no number yet", advice.number, "write np.round(x)")

    def __index__(self) -> int:
        usual = f"range(), np.eye(), np.ones(), np.zeros() and np.arange() cannot use it; {_OUTSIDE}"
        refuse(f"`{self!r}` has no number yet", advice.length, usual)

    def __setitem__(self, index: object, value: object) -> NoReturn:
        usual = "write np.where(mask, new, old) or build the array with np.concatenate or np.stack"
        refuse("an entry of a formula cannot be set, as a formula never changes", statements.assignment, usual)


def _array(spot: Spot) -> str:
    from mathcheck import functions

    return advice.length(spot) or advice.array(spot, frozenset(functions.__all__))


def _entries(spot: Spot) -> str:
    from mathcheck import functions

    return advice.entries(spot, frozenset(functions.__all__))


def _length(spot: Spot) -> str:
    called = [node for node in spot.chain if getattr(getattr(node, "func", None), "id", "") == "len"]
    return f"instead of {spot.text(called[0])} write {spot.text(called[0].args[0])}.shape[0]" if called else ""  # type: ignore[attr-defined]
