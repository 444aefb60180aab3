"""What Python and NumPy do with numbers and cannot do with formulas: each refuses, and says what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from mathcheck.language.errors import FormulaError


class Symbolic:
    """Something that has no number yet, no length, no truth value, and never changes."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise FormulaError(f"a formula never changes: write a new one instead of setting .{name}")

    def __array__(self, *args: object, **kwargs: object) -> NoReturn:
        raise FormulaError(
            f"np.array([…]) and functions that need numbers cannot hold the formula {self!r}: build arrays of formulas "
            "with np.stack([a, b]), np.concatenate or np.where; take eye(n), ones(n), arange(n), softmax and the like from "
            "mathcheck.functions; wrap code that needs numbers as "
            "function(my_code, name='my_code')"
        )

    def __bool__(self) -> bool:
        raise FormulaError(
            f"`{self!r}` is a formula and has no truth value yet: in a formula write np.where(condition, a, b) instead "
            "of `if`, `&` instead of `and`, `(0 < x) & (x < 1)` instead of `0 < x < 1`, np.maximum instead of max(); "
            "parentheses around each comparison, as `&` binds tighter"
        )

    def __iter__(self) -> Iterator[Any]:
        raise FormulaError(
            f"the formula {self!r} cannot be iterated, its size is not known yet: write np.sum(x) instead of sum(x), "
            "np.max(x) instead of max(x), "
            "x[0] for an entry, x.shape for the sizes"
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
        raise FormulaError("the length is not known yet: write x.shape[0], which is a size")

    def __contains__(self, item: object) -> bool:
        raise FormulaError("`in` needs numbers: write np.any(x == a)")

    def __float__(self) -> float:
        raise FormulaError(
            f"`{self!r}` has no number yet: use NumPy's functions (np.exp, np.sqrt) instead of math.exp, math.sqrt and float()"
        )

    def __complex__(self) -> complex:
        return complex(float(self))

    def __int__(self) -> int:
        return int(float(self))

    def __index__(self) -> int:
        raise FormulaError(
            f"`{self!r}` has no number yet, so range(), np.eye(), np.ones(), np.zeros() and np.arange() cannot use it: "
            "take eye(n), ones(m, n), zeros(n), arange(n) from mathcheck.functions"
        )

    def __setitem__(self, index: object, value: object) -> NoReturn:
        raise FormulaError(
            "in-place assignment changes an array, and a formula never changes: write np.where(mask, new, old) or "
            "build the array with np.concatenate or np.stack"
        )
