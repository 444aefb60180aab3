r"""The table of operations: one row a NumPy function, saying how it prints and how it rounds.

A function without a row works too: it prints as ``\operatorname{name}(…)`` and is taken to round inside.

``rounding`` tells where rounding errors enter when the operation runs in floating point:

* ``exact``: nowhere; the result is made of the inputs' entries, signs or truth values;
* ``ring``: exact on small integers, otherwise at most one rounding an entry (sums and products);
* ``entry``: one rounding an entry of the result, relative to that entry;
* ``inner``: inside, as if every entry of the inputs were off by one rounding (sums of products);
* ``norm``: as if every entry of the inputs, and of the result, were off by one rounding of the largest (linear algebra: its algorithms
  are backward stable in norm, not entry by entry).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import scipy.special

Rounding = Literal["exact", "ring", "entry", "inner", "norm"]

# Binding strength when printing, weakest first.
RELATION, SUM, PRODUCT, POWER, ATOM = range(5)


@dataclass(frozen=True, eq=False)
class Operation:
    """A row: what it computes, how it prints, how it rounds.

    ``latex`` is a template: ``<0>``, ``<1>`` are the arguments, ``<0:2>`` an argument that is put in brackets unless it binds at
    least as strongly as ``PRODUCT`` (2); ``<*>`` all of them, separated by commas, ``<x>`` by multiplication signs. ``level`` is how
    strongly the result binds.
    """

    name: str
    call: Callable[..., Any]
    latex: str = ""
    level: int = ATOM
    rounding: Rounding = "inner"
    least: float = 0.0  # it rounds like a number of this size, however small it is itself: a logarithm of what is near 1
    symbol: str = ""  # the operator in Python, for infix and prefix operators
    outputs: int = 1
    result: Callable[..., Any] | None = None  # what several outputs are handed over in, where they have names: NumPy's own tuples
    breaks: bool = False  # may jump where its inputs tie or change sign
    lanes: str = ""  # how it runs on many arrays at once, if not as its call: "elementwise", over the "last" axis, as an "index"
    opaque: bool = False  # somebody's Python code: it is watched (mutation, randomness, what it returns)


def _power(base: Any, exponent: Any) -> Any:
    # NumPy refuses integers to negative integer powers; a formula's 1/n**2 or K**-1 means the real number.
    if isinstance(base, (int, np.integer)) or getattr(base, "dtype", None) == np.int64:
        negative = np.any(np.less(exponent, 0))
        base = np.asarray(base, dtype=np.float64)[()] if negative else base
    return np.power(base, exponent)


def _index(array: Any, index: Any) -> Any:
    return array[_whole(index)] if not isinstance(array, tuple) else array[index]


def _whole(index: Any) -> Any:
    # Arithmetic on sizes may leave whole numbers as floats (n / 2); an index must be an int.
    if isinstance(index, tuple):
        return tuple(map(_whole, index))
    if isinstance(index, slice):
        return slice(*map(_whole, (index.start, index.stop, index.step)))
    if isinstance(index, (float, np.floating)) and float(index).is_integer():
        return int(index)
    return index


def _constant(value: Any) -> Any:
    return value


def _row(call: Any, latex: str = "", level: int = ATOM, rounding: Rounding = "entry", **more: Any) -> Operation:
    return Operation(more.pop("name", f"np.{call.__name__}"), call, latex, level, rounding, **more)


def _names(call: Any) -> Callable[..., Any]:
    """The tuple with names that NumPy returns what ``call`` computes in."""
    return type(call(np.eye(1)))


_UFUNCS: list[Operation] = [
    _row(np.add, "<0:1> + <1:1>", SUM, "ring", symbol="+"),
    _row(np.subtract, "<0:1> - <1:2>", SUM, "ring", symbol="-"),
    _row(np.multiply, "", PRODUCT, "ring", symbol="*"),  # printed by shape: see printing
    _row(np.true_divide, r"\frac{<0>}{<1>}", POWER, name="np.divide", symbol="/"),
    _row(np.floor_divide, r"\left\lfloor \frac{<0>}{<1>} \right\rfloor", symbol="//", breaks=True),
    _row(np.remainder, r"<0:2> \bmod <1:3>", PRODUCT, symbol="%", breaks=True),
    _row(np.matmul, r"<0:2> \, <1:3>", PRODUCT, "inner", symbol="@"),
    _row(np.negative, "-<0:2>", SUM, "exact", symbol="-"),
    _row(np.positive, "<0>", ATOM, "exact", symbol="+"),
    _row(np.absolute, r"\left| <0> \right|", rounding="exact", name="np.abs"),
    _row(np.fabs, r"\left| <0> \right|", rounding="exact"),
    _row(np.sign, r"\operatorname{sign}\left(<0>\right)", rounding="exact", breaks=True),
    _row(np.heaviside, r"H\left(<0>\right)", rounding="exact", breaks=True),
    _row(np.floor, r"\left\lfloor <0> \right\rfloor", rounding="exact", breaks=True),
    _row(np.ceil, r"\left\lceil <0> \right\rceil", rounding="exact", breaks=True),
    _row(np.rint, r"\operatorname{round}\left(<0>\right)", rounding="exact", breaks=True),
    _row(np.maximum, r"\max\left(<*>\right)", rounding="exact"),
    _row(np.minimum, r"\min\left(<*>\right)", rounding="exact"),
    _row(np.exp, r"\exp\left(<0>\right)"),
    _row(np.exp2, "2^{<0>}", POWER),
    _row(np.expm1, r"\left(\exp\left(<0>\right) - 1\right)"),
    _row(np.log, r"\log\left(<0>\right)"),
    _row(np.log1p, r"\log\left(1 + <0:1>\right)"),
    _row(np.log2, r"\log_{2}\left(<0>\right)"),
    _row(np.log10, r"\log_{10}\left(<0>\right)"),
    _row(np.sqrt, r"\sqrt{<0>}"),
    _row(np.cbrt, r"\sqrt[3]{<0>}"),
    _row(np.square, "<0:4>^{2}", POWER, "ring"),
    _row(np.reciprocal, r"\frac{1}{<0>}", POWER),
    _row(np.power, "<0:4>^{<1>}", POWER, "entry", symbol="**"),
    _row(np.hypot, r"\sqrt{<0:4>^{2} + <1:4>^{2}}"),
    _row(np.logaddexp, r"\log\left(e^{<0>} + e^{<1>}\right)", rounding="inner"),
    *(
        _row(getattr(np, name), rf"\{name}\left(<0>\right)")
        for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan")
    ),
    *(_row(getattr(np, f"arc{name}"), rf"\operatorname{{ar{name}}}\left(<0>\right)") for name in ("sinh", "cosh", "tanh")),
    _row(np.bitwise_and, r"<0:2> \wedge <1:2>", RELATION, "exact", symbol="&", breaks=True),
    _row(np.bitwise_or, r"<0:2> \vee <1:2>", RELATION, "exact", symbol="|", breaks=True),
    _row(np.bitwise_xor, r"<0:2> \oplus <1:2>", RELATION, "exact", symbol="^", breaks=True),
    _row(np.invert, r"\neg <0:4>", PRODUCT, "exact", symbol="~", breaks=True),
    _row(np.logical_and, r"<0:2> \wedge <1:2>", RELATION, "exact", symbol="&", breaks=True),
    _row(np.logical_or, r"<0:2> \vee <1:2>", RELATION, "exact", symbol="|", breaks=True),
    _row(np.logical_xor, r"<0:2> \oplus <1:2>", RELATION, "exact", symbol="^", breaks=True),
    _row(np.logical_not, r"\neg <0:4>", PRODUCT, "exact", symbol="~", breaks=True),
    _row(np.isfinite, r"\left|<0>\right| < \infty", RELATION, "exact", breaks=True),
    _row(scipy.special.expit, r"\sigma\left(<0>\right)", name="scipy.special.expit"),
    _row(scipy.special.erf, r"\operatorname{erf}\left(<0>\right)", name="scipy.special.erf"),
    _row(scipy.special.ndtr, r"\Phi\left(<0>\right)", name="scipy.special.ndtr"),
    _row(scipy.special.gamma, r"\Gamma\left(<0>\right)", name="scipy.special.gamma"),
    _row(scipy.special.xlogy, r"<0:2> \log\left(<1>\right)", PRODUCT, name="scipy.special.xlogy"),
]

# The comparison ufuncs become relations; what they print is in the relations' own table.
COMPARISONS: dict[np.ufunc, tuple[str, str]] = {
    np.equal: ("==", "="),
    np.not_equal: ("!=", r"\neq"),
    np.less: ("<", "<"),
    np.less_equal: ("<=", r"\le"),
    np.greater: (">", ">"),
    np.greater_equal: (">=", r"\ge"),
}

_FUNCTIONS: list[Operation] = [
    _row(np.transpose, r"<0:4>^{\top}", POWER, "exact"),
    _row(np.matrix_transpose, r"<0:4>^{\top}", POWER, "exact"),
    _row(np.sum, r"\sum <0:3>", POWER, "inner"),
    _row(np.mean, r"\operatorname{mean}\left(<0>\right)", rounding="inner"),
    _row(np.prod, r"\prod <0:3>", POWER, "inner"),
    _row(np.max, r"\max\left(<0>\right)", rounding="exact"),
    _row(np.min, r"\min\left(<0>\right)", rounding="exact"),
    _row(np.amax, r"\max\left(<0>\right)", rounding="exact"),
    _row(np.amin, r"\min\left(<0>\right)", rounding="exact"),
    _row(np.argmax, r"\operatorname{argmax}\left(<0>\right)", rounding="exact", breaks=True),
    _row(np.argmin, r"\operatorname{argmin}\left(<0>\right)", rounding="exact", breaks=True),
    _row(np.sort, r"\operatorname{sort}\left(<0>\right)", rounding="exact"),
    _row(np.argsort, r"\operatorname{argsort}\left(<0>\right)", rounding="exact", breaks=True),
    _row(np.round, r"\operatorname{round}\left(<0>\right)", rounding="exact", breaks=True),
    _row(np.around, r"\operatorname{round}\left(<0>\right)", rounding="exact", breaks=True),
    _row(np.any, r"\exists\, <0:4>", PRODUCT, "exact", breaks=True),
    _row(np.all, r"\forall\, <0:4>", PRODUCT, "exact", breaks=True),
    _row(np.count_nonzero, r"\#\left(<0>\right)", rounding="exact", breaks=True),
    _row(np.clip, r"\operatorname{clip}\left(<*>\right)", rounding="exact"),
    _row(
        np.where,
        r"\begin{cases} <1> & \text{if } <0> \\ <2> & \text{otherwise} \end{cases}",
        rounding="exact",
        breaks=True,
    ),
    _row(np.dot, r"<0:2> \, <1:3>", PRODUCT, "inner"),
    _row(np.vdot, r"\left\langle <*> \right\rangle", rounding="inner"),
    _row(np.inner, r"\left\langle <*> \right\rangle", rounding="inner"),
    _row(np.outer, r"<0:2> \, <1:4>^{\top}", PRODUCT, "ring"),
    _row(np.kron, r"<0:2> \otimes <1:3>", PRODUCT, "ring"),
    _row(np.trace, r"\operatorname{tr}\left(<0>\right)", rounding="inner"),
    _row(np.diag, r"\operatorname{diag}\left(<0>\right)", rounding="exact"),
    _row(np.diagonal, r"\operatorname{diag}\left(<0>\right)", rounding="exact"),
    _row(np.linalg.inv, "<0:4>^{-1}", POWER, "norm", name="np.linalg.inv"),
    _row(np.linalg.det, r"\det\left(<0>\right)", rounding="norm", name="np.linalg.det"),
    _row(np.linalg.norm, r"\left\lVert <0> \right\rVert", rounding="norm", name="np.linalg.norm"),
    _row(
        np.linalg.slogdet,
        r"\operatorname{slogdet}\left(<0>\right)",
        rounding="norm",
        least=1.0,
        name="np.linalg.slogdet",
        outputs=2,
        result=_names(np.linalg.slogdet),
    ),
    *(
        _row(call, rounding="norm", name=f"np.linalg.{call.__name__}", outputs=outputs, result=_names(call))
        for call, outputs in ((np.linalg.eigh, 2), (np.linalg.eig, 2), (np.linalg.qr, 2), (np.linalg.svd, 3))
    ),
    *(
        _row(getattr(np, name), rounding="exact")
        for name in (
            "reshape ravel squeeze expand_dims swapaxes moveaxis stack concatenate vstack hstack column_stack "
            "block tile repeat roll flip broadcast_to triu tril take zeros_like ones_like diagflat atleast_1d atleast_2d split append pad"
        ).split()
    ),
]

_OTHERS = {
    "getitem": Operation("getitem", _index, rounding="exact", lanes="index"),
    "constant": Operation("constant", _constant, rounding="exact"),
}


def _table() -> dict[Any, Operation]:
    rows: dict[Any, Operation] = {row.call: row for row in _UFUNCS + _FUNCTIONS}
    power = rows[np.power]
    rows[np.power] = Operation(power.name, _power, power.latex, POWER, "entry", symbol="**", lanes="elementwise")
    return {**rows, **_OTHERS}


_TABLE = _table()


def operation_of(func: Any, method: str = "__call__") -> Operation:
    """The row for a NumPy function or ufunc (or a ufunc's ``method``, as in ``np.add.reduce``).

    >>> operation_of(np.exp).name
    'np.exp'
    """
    if method != "__call__":
        name = f"np.{func.__name__}.{method}"
        return _TABLE.setdefault((func, method), Operation(name, getattr(func, method)))
    row: Operation | None = _TABLE.get(func)
    if row is None:
        name = _dotted(func)
        row = _TABLE[func] = Operation(name, func, rounding="norm" if "linalg" in name else "inner")
    return row


def _dotted(func: Any) -> str:
    name: str = func.__name__
    if isinstance(func, np.ufunc):
        return f"scipy.special.{name}" if getattr(scipy.special, name, None) is func else f"np.{name}"
    module = getattr(func, "__module__", "numpy") or "numpy"
    return f"{module.replace('numpy', 'np', 1)}.{name}"
