"""What a type checker and an editor are told of a formula: the operators and methods that NumPy's protocols make at run time.

Nothing of it exists when the program runs. What a formula refuses (a truth value, a length, entries to go through, a number) is left out,
so that a type checker says so before Python does: mypy asks for truth values with ``--enable-error-code truthy-bool``, though not of
comparisons. NumPy declares that its functions return arrays (``np.exp(x)``, ``np.linalg.inv(A)``), which is why everything that takes a
formula also takes an array (:data:`Formula`). The stubs of SciPy (scipy-stubs) take no formula in ``scipy.special``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    import numpy as np
    from numpy.typing import NDArray

    from mathcheck.language.expression import Expr
    from mathcheck.language.relations import Relation

    # What stands beside a formula in an operation.
    Operand: TypeAlias = "Expr | float | NDArray[Any] | np.generic | list[Any] | tuple[Any, ...]"

    # A formula, or what NumPy's declarations take one for where a function of NumPy was applied to it.
    Formula: TypeAlias = "Expr | NDArray[Any] | np.generic"

    # A relation, or what they take one for.
    Statement: TypeAlias = "Relation | NDArray[Any] | np.bool"

    class Offered:
        """The operators and methods of a formula."""

        __slots__ = ()

        def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]: ...
        def __eq__(self, other: Operand) -> Relation: ...  # type: ignore[override]
        def __ne__(self, other: Operand) -> Relation: ...  # type: ignore[override]
        def __lt__(self, other: Operand) -> Relation: ...
        def __le__(self, other: Operand) -> Relation: ...
        def __gt__(self, other: Operand) -> Relation: ...
        def __ge__(self, other: Operand) -> Relation: ...
        def __add__(self, other: Operand) -> Expr: ...
        def __radd__(self, other: Operand) -> Expr: ...
        def __sub__(self, other: Operand) -> Expr: ...
        def __rsub__(self, other: Operand) -> Expr: ...
        def __mul__(self, other: Operand) -> Expr: ...
        def __rmul__(self, other: Operand) -> Expr: ...
        def __truediv__(self, other: Operand) -> Expr: ...
        def __rtruediv__(self, other: Operand) -> Expr: ...
        def __floordiv__(self, other: Operand) -> Expr: ...
        def __rfloordiv__(self, other: Operand) -> Expr: ...
        def __mod__(self, other: Operand) -> Expr: ...
        def __rmod__(self, other: Operand) -> Expr: ...
        def __pow__(self, other: Operand) -> Expr: ...
        def __rpow__(self, other: Operand) -> Expr: ...
        def __matmul__(self, other: Operand) -> Expr: ...
        def __rmatmul__(self, other: Operand) -> Expr: ...
        def __and__(self, other: Operand) -> Expr: ...
        def __rand__(self, other: Operand) -> Expr: ...
        def __or__(self, other: Operand) -> Expr: ...
        def __ror__(self, other: Operand) -> Expr: ...
        def __xor__(self, other: Operand) -> Expr: ...
        def __rxor__(self, other: Operand) -> Expr: ...
        def __neg__(self) -> Expr: ...
        def __pos__(self) -> Expr: ...
        def __abs__(self) -> Expr: ...
        def __invert__(self) -> Expr: ...

        def sum(self, axis: Any = None, *, keepdims: bool = False) -> Expr:
            """Σ of the entries, or along ``axis``: ``np.sum``."""

        def mean(self, axis: Any = None, *, keepdims: bool = False) -> Expr:
            """The mean of the entries, or along ``axis``: ``np.mean``."""

        def max(self, axis: Any = None, *, keepdims: bool = False) -> Expr:
            """The largest entry, or along ``axis``: ``np.max``."""

        def min(self, axis: Any = None, *, keepdims: bool = False) -> Expr:
            """The smallest entry, or along ``axis``: ``np.min``."""

        def prod(self, axis: Any = None, *, keepdims: bool = False) -> Expr:
            """∏ of the entries, or along ``axis``: ``np.prod``."""

        def std(self, axis: Any = None, *, ddof: int = 0, keepdims: bool = False) -> Expr:
            """The standard deviation, divided by n − ``ddof``: ``np.std``."""

        def var(self, axis: Any = None, *, ddof: int = 0, keepdims: bool = False) -> Expr:
            """The variance, divided by n − ``ddof``: ``np.var``."""

        def cumsum(self, axis: Any = None) -> Expr:
            """Partial sums along ``axis``: ``np.cumsum``."""

        def cumprod(self, axis: Any = None) -> Expr:
            """Partial products along ``axis``: ``np.cumprod``."""

        def all(self, axis: Any = None, *, keepdims: bool = False) -> Expr:
            """Whether all entries are true: ``np.all``."""

        def any(self, axis: Any = None, *, keepdims: bool = False) -> Expr:
            """Whether an entry is true: ``np.any``."""

        def argmax(self, axis: Any = None) -> Expr:
            """The index of the first largest entry: ``np.argmax``."""

        def argmin(self, axis: Any = None) -> Expr:
            """The index of the first smallest entry: ``np.argmin``."""

        def dot(self, other: Operand) -> Expr:
            """The product ``self @ other``: ``np.dot``."""

        def reshape(self, *shape: Any) -> Expr:
            """The same entries in another shape, row by row: ``np.reshape``."""

        def ravel(self) -> Expr:
            """All entries in one axis, row by row: ``np.ravel``."""

        def flatten(self) -> Expr:
            """All entries in one axis, row by row: ``np.ravel``."""

        def transpose(self, *axes: Any) -> Expr:
            """The axes in another order, reversed without ``axes``: ``np.transpose``."""

        def swapaxes(self, axis1: int, axis2: int) -> Expr:
            """Two axes exchanged: ``np.swapaxes``."""

        def squeeze(self, axis: Any = None) -> Expr:
            """Without axes of length one: ``np.squeeze``."""

        def repeat(self, repeats: Any, axis: int | None = None) -> Expr:
            """Every entry several times: ``np.repeat``."""

        def take(self, indices: Any, axis: int | None = None) -> Expr:
            """Entries by their indices: ``np.take``."""

        def trace(self) -> Expr:
            """Σ of the diagonal: ``np.trace``."""

        def diagonal(self, offset: int = 0) -> Expr:
            """The diagonal: ``np.diagonal``."""

        def clip(self, low: Any = None, high: Any = None) -> Expr:
            """Every entry, at least ``low`` and at most ``high``: ``np.clip``."""

        def round(self, decimals: int = 0) -> Expr:
            """The nearest number with so many decimals: ``np.round``."""

        def conj(self) -> Expr:
            """The same, as all numbers are real: ``np.conjugate``."""
