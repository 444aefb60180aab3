"""The graph: immutable nodes made by NumPy's own protocols.

A node is an operation and its arguments. NumPy functions and operators applied to nodes make nodes
(``__array_ufunc__`` and ``__array_function__``); nothing is computed and nothing simplified. Nodes are
compared by identity, because ``==`` declares a relation; ``fingerprint`` tells whether two formulas are
the same text, and that is what sub-expressions are found by.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import operator
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

from mathcheck.language.errors import FormulaError
from mathcheck.language.misuse import LOGIC, check_function, check_logic, check_real, check_ufunc
from mathcheck.language.nested import inside, token
from mathcheck.language.operations import COMPARISONS, Operation, operation_of
from mathcheck.language.refusals import Symbolic

if TYPE_CHECKING:
    # Operators and methods come out of NumPy's protocols and the loop below; what is refused is nothing that an editor should offer.
    from mathcheck.language.offered import Offered
else:

    class Offered(Symbolic, NDArrayOperatorsMixin):
        """The same at run time: what refuses, and NumPy's operators."""

        __slots__ = ()


class Expr(Offered):
    """A formula. Apply NumPy to it as to an array; compare it with ``==`` to state a relation.

    >>> import numpy as np
    >>> from mathcheck import Vector, dims
    >>> x = Vector("x", dims("n"))
    >>> np.exp(x).sum() - 1
    np.sum(np.exp(x)) - 1
    """

    __slots__ = ("args", "children", "fingerprint", "kwargs", "operation")

    # NumPy must ask us before it tries to convert us.
    __array_priority__ = 1000

    operation: Operation
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    children: tuple[Expr, ...]  # the formulas among the arguments, in the order in which they are written
    fingerprint: bytes

    def __init__(self, operation: Operation, args: tuple[Any, ...], kwargs: Mapping[str, Any] | None = None) -> None:
        options = dict(kwargs) if kwargs else {}
        told = (operation.name, id(operation.call), token(args), token(options))
        fingerprint = hashlib.blake2b(repr(told).encode(), digest_size=16).digest()
        _set(
            self,
            operation=operation,
            args=args,
            kwargs=options,
            children=tuple(inside((*args, *options.values()))),
            fingerprint=fingerprint,
        )

    def with_arguments(self, args: tuple[Any, ...]) -> Expr:
        """The same operation of other arguments."""
        return type(self)(self.operation, args)

    # --- NumPy's protocols ------------------------------------------------------------------------

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """Make a node of a ufunc call; a comparison makes a relation."""
        check_ufunc(ufunc, inputs, kwargs)
        if ufunc in LOGIC and method == "__call__":
            check_logic(ufunc, inputs)
        if method == "__call__" and ufunc in COMPARISONS:
            from mathcheck.language.relations import compare

            return compare(ufunc, *inputs)
        return apply(operation_of(ufunc, method), *inputs, **kwargs)

    def __array_function__(self, func: Callable[..., Any], types: object, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Make a node of a NumPy function call."""
        if func in (np.shape, np.size, np.ndim):
            return getattr(args[0], func.__name__)
        check_function(func, args, kwargs)
        return apply(operation_of(func), *args, **kwargs)

    def __getitem__(self, index: Any) -> Expr:
        """Entries, as in NumPy: integers, slices, ``None``, ``...``, masks, sizes."""
        if any(isinstance(entry, float) for entry in (index if isinstance(index, tuple) else (index,))):
            raise FormulaError(f"{self!r}[{index!r}]: an index is a whole number; count from 0")
        entries: Expr = apply(_GETITEM, self, index)
        return entries

    # --- what an array has ------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[Any, ...]:
        """The sizes of the axes, each a size, a formula of sizes or an int."""
        from mathcheck.language.shapes import shape_of

        return shape_of(self)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> Any:
        """The number of entries."""
        return functools.reduce(operator.mul, self.shape) if self.shape else 1

    @property
    def T(self) -> Expr:
        """The transpose."""
        transposed: Expr = apply(_TRANSPOSE, self)
        return transposed

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        from mathcheck.language.printing import python

        return python(self)

    def _repr_latex_(self) -> str:
        from mathcheck.language.typesetting import latex

        return f"${latex(self)}$"


def _method(name: str) -> Callable[..., Expr]:
    function = getattr(np, {"flatten": "ravel", "conj": "conjugate"}.get(name, name))

    def method(self: Expr, *args: Any, **kwargs: Any) -> Expr:
        if name in ("reshape", "transpose") and len(args) > 1:
            args = (args,)
        result: Expr = function(self, *args, **kwargs)
        return result

    method.__name__, method.__doc__ = name, f"The same as ``np.{function.__name__}``."
    return method


# An array's methods are NumPy's functions of the same name.
for _name in (
    "sum mean max min prod dot reshape ravel flatten transpose trace diagonal std var cumsum cumprod clip argmax argmin squeeze swapaxes "
    "conj repeat take all any round"
).split():
    setattr(Expr, _name, _method(_name))


class Call(Expr):
    """An operation applied to arguments.

    A class of its own, so that no node's class is derived from another's: Python would otherwise ask the right side of ``a == x`` first,
    and the relation would print turned round.
    """

    __slots__ = ()

    def with_arguments(self, args: tuple[Any, ...]) -> Expr:
        """The same operation of other arguments."""
        return Call(self.operation, args, self.kwargs)


class Leaf(Expr):
    """A node with no arguments; every leaf made is a different one."""

    __slots__ = ("__weakref__", "name")
    name: str
    _made = 0

    def __init__(self, operation: Operation, name: str) -> None:
        Leaf._made += 1
        super().__init__(operation, (name, Leaf._made))
        _set(self, name=name)


class Constant(Expr):
    """A number or array standing alone as a side of a relation."""

    __slots__ = ("value",)
    value: Any

    def __init__(self, value: Any) -> None:
        super().__init__(_CONSTANT, (value,))
        _set(self, value=value)


def apply(operation: Operation, *args: Any, **kwargs: Any) -> Any:
    """A node for ``operation`` on ``args``; a tuple of nodes where the operation returns several arrays.

    >>> from mathcheck import Matrix, dims
    >>> import numpy as np
    >>> n = dims("n")
    >>> sign, logdet = np.linalg.slogdet(Matrix("A", n, n))
    >>> logdet
    np.linalg.slogdet(A)[1]
    """
    node = Call(operation, args, kwargs)
    if operation.outputs > 1 and not _only_one(operation, args, kwargs):
        outputs = (apply(_GETITEM, node, i) for i in range(operation.outputs))
        return operation.result(*outputs) if operation.result is not None else tuple(outputs)
    return node


def _only_one(operation: Operation, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether an option, with its name or without, asks NumPy for one array of several: the singular values, or R of a QR decomposition."""
    given = inspect.signature(operation.call).bind(*args, **kwargs).arguments
    return not given.get("compute_uv", True) or given.get("mode") == "r"


def like(node: Expr, args: tuple[Any, ...]) -> Expr:
    """The node with other arguments."""
    return node.with_arguments(args)


def as_expr(value: Any) -> Expr:
    """``value`` itself when it is a formula, else a constant.

    Raises :class:`FormulaError` for anything that is not a real number or an array of them.
    """
    if isinstance(value, Expr):
        return value
    if callable(value):
        name = getattr(value, "__name__", "f")
        raise FormulaError(
            f"{name} is a Python function, not a formula: call it, as in {name}(x), or function({name}, name={name!r})(x)"
        )
    array = np.asarray(value)
    check_real(value, array)
    return Constant(value if array.ndim == 0 else array.copy())


def _set(node: Expr, **fields: Any) -> None:
    for name, value in fields.items():
        object.__setattr__(node, name, value)


_GETITEM = operation_of("getitem")
_TRANSPOSE = operation_of(np.transpose)
_CONSTANT = operation_of("constant")
