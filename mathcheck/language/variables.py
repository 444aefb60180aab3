"""Variables: the letters of a formula, with their sizes and the domain they range over."""

from __future__ import annotations

from typing import Any

from mathcheck.language.domain import Domain
from mathcheck.language.domains import reals
from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Expr, Leaf, _set
from mathcheck.language.fitting import fitting, is_bound
from mathcheck.language.nested import parts
from mathcheck.language.operations import Operation, _constant
from mathcheck.language.sizes import Size
from mathcheck.language.usage import called

_VARIABLE = Operation("variable", _constant, rounding="exact")


class Variable(Leaf):
    """A letter that stands for a scalar or an array; made by :func:`Scalar`, :func:`Vector`, :func:`Matrix`, :func:`Array`."""

    __slots__ = ("domain", "sizes")
    sizes: tuple[Any, ...]
    domain: Domain

    def __init__(self, name: str, sizes: tuple[Any, ...], domain: Domain) -> None:
        if not isinstance(name, str) or not name.strip():
            raise FormulaError(f'a variable needs a name in LaTeX, such as "x" or r"\\beta", not {name!r}')
        if len(names := name.replace(",", " ").split()) > 1 and all(len(each) == 1 and each.isalpha() for each in names):
            kind = {0: "Scalar", 1: "Vector", 2: "Matrix"}.get(len(sizes), "Array")
            more = ", …" * bool(sizes)
            made = ", ".join(f'{kind}("{each}"{more})' for each in names)
            raise FormulaError(f"{kind}({name!r}{more}): one call makes one variable: write {', '.join(names)} = {made}")
        for length in sizes:
            _check_length(name, length)
        square = len(sizes) == 2 and _same_length(sizes[0], sizes[1])
        super().__init__(_VARIABLE, name)
        _set(self, sizes=sizes, domain=fitting(domain, len(sizes), square, name))

    @property
    def shape(self) -> tuple[Any, ...]:
        """The sizes as given."""
        return self.sizes


def _same_length(a: Any, b: Any) -> bool:
    if isinstance(a, Expr) or isinstance(b, Expr):
        return isinstance(a, Expr) and isinstance(b, Expr) and a.fingerprint == b.fingerprint
    return bool(a == b)


def _check_length(name: str, length: Any) -> None:
    if isinstance(length, bool) or not isinstance(length, (int, Expr)):
        raise FormulaError(f"{name}: {length!r} is no size: give sizes from dims(…), or whole numbers, as in Vector({name!r}, n)")
    if isinstance(length, int) and length < 0:
        raise FormulaError(f"{name}: the size {length} is negative")
    if isinstance(length, Expr) and any(isinstance(leaf, Variable) for leaf in _leaves(length)):
        raise FormulaError(f"{name}: the size {length!r} depends on a variable's value; sizes are made from dims(…) alone")


def _leaves(expr: Expr) -> list[Expr]:
    inner = [leaf for part in parts((expr.args, dict(expr.kwargs))) for leaf in _leaves(part)]
    return inner or [expr]


def _range(args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """A domain, where two numbers stand in its place."""
    bounds = sorted(bound for bound in args[1:] if is_bound(bound))
    if len(args) != 3 or len(bounds) != 2:
        return ""
    low, high = bounds
    return f"Scalar({args[0]!r}, interval({low!r}, {high!r}))"


@called('Scalar("t")', _range)
def Scalar(name: str, domain: Domain = reals) -> Variable:
    r"""A real number. ``name`` is LaTeX.

    >>> Scalar(r"\beta")
    beta
    """
    return Variable(name, (), domain)


@called('Vector("x", n) with n = dims("n")')
def Vector(name: str, n: Size | int | Expr, domain: Domain = reals) -> Variable:
    """A vector of ``n`` entries: a 1-D array, as everywhere in NumPy, neither a row nor a column.

    >>> from mathcheck import dims
    >>> Vector("x", dims("n")).shape
    (n,)
    """
    return Variable(name, (n,), domain)


@called('Matrix("A", m, n)')
def Matrix(name: str, m: Size | int | Expr, n: Size | int | Expr | None = None, domain: Domain = reals) -> Variable:
    """An ``m`` × ``n`` matrix: a 2-D array.

    >>> from mathcheck import dims
    >>> n = dims("n")
    >>> Matrix("A", n, n) @ Vector("x", n)
    A @ x
    """
    if n is None or isinstance(n, Domain):
        raise FormulaError(
            f"Matrix({name!r}, {m!r}): a matrix has two sizes, rows and columns: write Matrix({name!r}, m, n), or Matrix({name!r}, n, n)"
        )
    return Variable(name, (m, n), domain)


@called('Array("X", b, m, n)')
def Array(name: str, *sizes: Size | int | Expr, domain: Domain = reals) -> Variable:
    """An array with any number of axes.

    >>> from mathcheck import dims
    >>> Array("X", *dims("b m n")).ndim
    3
    """
    return Variable(name, sizes, domain)
