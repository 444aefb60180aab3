r"""Functions with a name of their own: one row each, made with the same class as :func:`~mathcheck.function` makes.

A row is a plain NumPy implementation (numerically stable where that is known), how it prints, and how it rounds. Every
implementation also runs on arrays directly:

>>> import numpy as np
>>> softmax(np.array([0.0, 0.0]))
array([0.5, 0.5])
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import expit, ndtr

from mathcheck.language.callables import Function
from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Expr, apply
from mathcheck.language.operations import ATOM, Operation, Rounding

if TYPE_CHECKING:
    from mathcheck.language.offered import Formula


def _row(
    call: Callable[..., Any], latex: str, rounding: Rounding = "inner", *, level: int = ATOM, breaks: bool = False, lanes: str = ""
) -> Function:
    return Function(Operation(call.__name__.strip("_"), call, latex, level, rounding, breaks=breaks, lanes=lanes))


# --- implementations, written so that they run on any array NumPy can compute with ----------------


def _top(x: Any, axis: int) -> Any:
    """About the largest entry along ``axis``, as a plain whole number: a shift that cancels, so that nothing needs to know how it varies,
    and that is exact in any arithmetic."""
    return np.rint(np.max(np.asarray(x, dtype=np.float64), axis=axis, keepdims=True))


def _softmax(x: Any, axis: int = -1) -> Any:
    r"""exp(xᵢ) / Σⱼ exp(xⱼ) along ``axis``, shifted by the maximum so that nothing overflows."""
    e = np.exp(x - _top(x, axis))
    return e / np.sum(e, axis=axis, keepdims=True)


def _logsumexp(x: Any, axis: int = -1) -> Any:
    r"""log Σⱼ exp(xⱼ) along ``axis``, shifted by the maximum."""
    top = _top(x, axis)
    return np.squeeze(top, axis=axis) + np.log(np.sum(np.exp(x - top), axis=axis))


def _log_softmax(x: Any, axis: int = -1) -> Any:
    r"""xᵢ − log Σⱼ exp(xⱼ) along ``axis``."""
    shifted = x - _top(x, axis)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis, keepdims=True))


def _sigmoid(x: Any) -> Any:
    r"""1 / (1 + exp(−x)), entry by entry."""
    return expit(x)


def _relu(x: Any) -> Any:
    r"""max(x, 0), entry by entry."""
    return np.maximum(x, 0)


def _leaky_relu(x: Any, slope: Any = 0.01) -> Any:
    r"""x where x > 0, else ``slope``·x."""
    return np.where(np.greater(x, 0), x, slope * x)


def _gelu(x: Any) -> Any:
    r"""x Φ(x), with Φ the standard normal distribution function (the exact form)."""
    return x * ndtr(x)


def _gelu_tanh(x: Any) -> Any:
    r"""x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))) (the tanh form of GELU)."""
    # 1 + tanh(u) = 2 sigmoid(2u), which does not cancel for negative u.
    return x * expit(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))


def _silu(x: Any) -> Any:
    r"""x σ(x)."""
    return x * expit(x)


def _softplus(x: Any) -> Any:
    r"""log(1 + exp(x)), without overflow."""
    return np.logaddexp(x, 0)


def _one_hot_argmax(x: Any, axis: int = -1) -> Any:
    r"""1 at the first largest entry along ``axis``, 0 elsewhere."""
    return np.where(np.indices(np.shape(x))[axis] == np.argmax(x, axis=axis, keepdims=True), 1.0, 0.0)


def _unique_maximum(x: Any) -> Any:
    r"""True where the largest entry is attained only once."""
    return np.count_nonzero(np.equal(x, np.max(x))) == 1


def _is_symmetric(a: Any) -> Any:
    r"""True where a matrix equals its transpose exactly."""
    return np.all(np.equal(a, a.T))


def _eye(n: Any, m: Any = None) -> Any:
    r"""The n × n identity matrix (n × m with ones on the diagonal)."""
    return np.eye(int(n), None if m is None else int(m))


def _ones(*sizes: Any) -> Any:
    r"""An array of ones with the given sizes."""
    return np.ones([int(size) for size in sizes])


def _zeros(*sizes: Any) -> Any:
    r"""An array of zeros with the given sizes."""
    return np.zeros([int(size) for size in sizes])


def _arange(*bounds: Any) -> Any:
    r"""0, 1, …, n−1 (or from a start, with a step), as ``np.arange``."""
    return np.arange(*bounds, dtype=np.float64)


softmax = _row(_softmax, r"\operatorname{softmax}\left(<0>\right)", lanes="last")
log_softmax = _row(_log_softmax, r"\log\operatorname{softmax}\left(<0>\right)", lanes="last")
logsumexp = _row(_logsumexp, r"\operatorname{logsumexp}\left(<0>\right)", lanes="last")
sigmoid = _row(_sigmoid, r"\sigma\left(<0>\right)", "entry", lanes="elementwise")
relu = _row(_relu, r"\operatorname{ReLU}\left(<0>\right)", "exact", lanes="elementwise")
leaky_relu = _row(_leaky_relu, r"\operatorname{LeakyReLU}\left(<*>\right)", "entry", lanes="elementwise")
gelu = _row(_gelu, r"\operatorname{GELU}\left(<0>\right)", "entry", lanes="elementwise")
gelu_tanh = _row(_gelu_tanh, r"\operatorname{GELU}_{\tanh}\left(<0>\right)", lanes="elementwise")
silu = _row(_silu, r"\operatorname{SiLU}\left(<0>\right)", "entry", lanes="elementwise")
softplus = _row(_softplus, r"\operatorname{softplus}\left(<0>\right)", "entry", lanes="elementwise")
one_hot_argmax = _row(
    _one_hot_argmax, r"\operatorname{onehot}\left(\operatorname{argmax} <0:4>\right)", "exact", breaks=True, lanes="last"
)
unique_maximum = _row(_unique_maximum, r"\text{the maximum of } <0> \text{ is unique}", "exact", breaks=True)
is_symmetric = _row(_is_symmetric, r"<0> \text{ is symmetric}", "exact", breaks=True)
eye = _row(_eye, r"I_{<0>}", "exact")
ones = _row(_ones, r"\mathbf{1}_{<x>}", "exact")
zeros = _row(_zeros, r"\mathbf{0}_{<x>}", "exact")
arange = _row(_arange, r"\operatorname{arange}\left(<*>\right)", "exact")


def named(name: str, expr: Formula) -> Expr:
    r"""``expr``, printed as ``name`` (LaTeX), with its definition listed beside the formula: notation for sub-expressions.

    >>> import numpy as np
    >>> from mathcheck import Matrix, Vector, dims, gradient
    >>> m, n = dims("m n")
    >>> s = named("s", Matrix("W", m, n) @ Vector("x", n))
    >>> gradient(np.sum(s**2), s)
    gradient(np.sum(s ** 2), s)
    """
    if not isinstance(expr, Expr):
        raise FormulaError(f"named({name!r}, {expr!r}): the second argument must be a formula")
    node: Expr = apply(Operation("named", _same, name, ATOM, "exact", symbol=name, lanes="elementwise"), expr)
    return node


def _same(value: Any) -> Any:
    return value
