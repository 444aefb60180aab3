r"""Balls and jets: numbers that enclose the exact result, and numbers that carry their derivative along.

A :class:`Ball` is an interval of reals (python-flint's ``arb``): every operation encloses the exact result. A :class:`Jet` is a
dual number ``primal + tangent·ε`` whose parts are balls, or jets of a lower level, so that derivatives nest: levels keep the
ε of one derivative apart from that of another. Both take part in NumPy's object arrays.

A comparison answers only where the balls decide it; elsewhere it raises :class:`Undecided`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import arb

from mathcheck.numerics.literals import decimal, literal


class Undecided(ArithmeticError):
    """The balls are too wide to tell, or the derivative does not exist there (a kink)."""


class Undefined(ArithmeticError):
    """There is no value: the inverse of a matrix that is certainly singular."""


class Unsupported(TypeError):
    """A function without a row in the tables of this room."""


class Number:
    """What balls and jets share: arithmetic, comparisons, and the methods that NumPy calls on objects."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    # An array on the other side takes the operation over, entry by entry.

    def __add__(self, other: Any) -> Any:
        return _binary(self, other, lambda a, b: a + b, lambda a, b: (1, 1))

    def __sub__(self, other: Any) -> Any:
        if _same(self, other):
            return Ball(0)
        return _binary(self, other, lambda a, b: a - b, lambda a, b: (1, -1))

    def __mul__(self, other: Any) -> Any:
        return _binary(self, other, lambda a, b: a * b, lambda a, b: (b, a))

    def __truediv__(self, other: Any) -> Any:
        return _binary(self, other, lambda a, b: a / b, lambda a, b: (1 / b, -a / (b * b)))

    def __pow__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else power(self, number(other))

    def __radd__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else number(other) + self

    def __rsub__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else number(other) - self

    def __rmul__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else number(other) * self

    def __rtruediv__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else number(other) / self

    def __rpow__(self, other: Any) -> Any:
        return NotImplemented if isinstance(other, np.ndarray) else power(number(other), self)

    def __neg__(self) -> Number:
        return 0 - self

    def __pos__(self) -> Number:
        return self

    def __abs__(self) -> Number:
        return self if self.sign() > 0 else -self if self.sign() < 0 else _flat(self)

    def __lt__(self, other: Any) -> bool:
        return _less(self, number(other))

    def __gt__(self, other: Any) -> bool:
        return _less(number(other), self)

    def __le__(self, other: Any) -> bool:
        return not _less(number(other), self)

    def __ge__(self, other: Any) -> bool:
        return not _less(self, number(other))

    def __eq__(self, other: object) -> bool:
        difference = self - other
        # Something that is zero here and moves is not zero beside here, which is where a derivative comes from.
        return not _moves_through_zero(difference) and difference.sign() == 0

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __bool__(self) -> bool:
        return self != 0

    def __float__(self) -> float:
        return float(value(self).mid())

    def sign(self) -> int:
        """−1, 0 or 1; raises :class:`Undecided` where the ball holds more than one sign."""
        middle = value(self)
        if middle > 0:
            return 1
        if middle < 0:
            return -1
        if middle.is_zero():
            return 0
        raise Undecided("the sign is not decided")

    def conjugate(self) -> Number:
        """The number itself: these are reals."""
        return self

    def __getattr__(self, name: str) -> Callable[[], Number]:
        # NumPy calls x.exp() for np.exp of an object array: every row of UNARY is such a method.
        if name in UNARY:
            return lambda: unary(name, self)
        raise AttributeError(name)

    def __repr__(self) -> str:
        return f"<{value(self)}>"


class Ball(Number):
    """An interval that contains the exact number; not finite where there is none (log −1, 1 / 0) or nothing is known of it.

    Such a ball decides nothing, but does no harm in a branch that is not taken.
    """

    __slots__ = ("arb", "decimal")
    arb: Any
    decimal: float | None  # the number with few digits that it is, which no ball holds exactly: two of these are equal

    def __init__(self, centre: Any, decimal: float | None = None) -> None:
        self.arb, self.decimal = centre if isinstance(centre, arb) else arb(centre), decimal


class Jet(Number):
    """``primal + tangent·ε`` with ε² = 0, the ε of ``level``."""

    __slots__ = ("level", "primal", "tangent")
    level: int
    primal: Number
    tangent: Number

    def __init__(self, level: int, primal: Number, tangent: Number) -> None:
        self.level, self.primal, self.tangent = level, primal, tangent


def _same(one: Any, other: Any) -> bool:
    """Whether both are one decimal."""
    return isinstance(one, Ball) and isinstance(other, Ball) and one.decimal is not None and one.decimal == other.decimal


def number(x: Any) -> Number:
    """``x`` as a ball: a whole number exactly, any other as the literal it is; numbers of this room pass through."""
    if isinstance(x, Number):
        return x
    if isinstance(x, np.ndarray) and x.ndim == 0:
        return number(x[()])
    if isinstance(x, (bool, int, np.integer, np.bool_)):
        return Ball(arb(int(x)))
    if isinstance(x, (float, np.floating)):
        return Ball(literal(float(x)), decimal(float(x)))
    raise Unsupported(f"a {type(x).__name__}")


def value(x: Number) -> Any:
    """The ``arb`` at the bottom of a jet."""
    while isinstance(x, Jet):
        x = x.primal
    assert isinstance(x, Ball)
    return x.arb


def level(x: Number) -> int:
    """The level of a jet, 0 for a ball."""
    return x.level if isinstance(x, Jet) else 0


def _parts(x: Number, at: int) -> tuple[Number, Number | None]:
    return (x.primal, x.tangent) if isinstance(x, Jet) and x.level == at else (x, None)


def _binary(a: Number, other: Any, f: Callable[[Any, Any], Any], slopes: Callable[[Any, Any], tuple[Any, Any]]) -> Any:
    if isinstance(other, np.ndarray):
        return NotImplemented
    b = number(other)
    if isinstance(a, Ball) and isinstance(b, Ball):
        return Ball(f(a.arb, b.arb))
    at = max(level(a), level(b))
    (pa, ta), (pb, tb) = _parts(a, at), _parts(b, at)
    by_a, by_b = slopes(pa, pb)
    terms = [t * s for t, s in ((ta, by_a), (tb, by_b)) if t is not None]
    return Jet(at, f(pa, pb), terms[0] if len(terms) == 1 else terms[0] + terms[1])


def unary(name: str, x: Number) -> Number:
    """A function of the table :data:`UNARY`."""
    f, slope = UNARY[name]
    if isinstance(x, Ball):
        return Ball(f(x.arb))
    assert isinstance(x, Jet)
    if slope is None:
        raise Unsupported(f"the derivative of {name}")
    return Jet(x.level, unary(name, x.primal), slope(x.primal) * x.tangent)


def power(x: Number, exponent: Number) -> Number:
    """``x ** exponent``: any base for a whole exponent, a positive base for others."""
    n = value(exponent)
    if level(exponent) == 0 and n.is_exact() and n.is_integer():
        return _whole_power(x, int(n.unique_fmpz()))
    if level(exponent) == 0 and level(x) == 0:
        return Ball(value(x) ** n)
    if level(exponent) == 0 and isinstance(x, Jet):
        return Jet(x.level, power(x.primal, exponent), exponent * power(x.primal, exponent - 1) * x.tangent)
    return unary("exp", exponent * unary("log", x))


def _whole_power(x: Number, n: int) -> Number:
    if n < 0:
        return 1 / _whole_power(x, -n)
    if isinstance(x, Ball):
        return Ball(x.arb**n)
    assert isinstance(x, Jet)
    if n == 0:
        return Ball(arb(1))
    return Jet(x.level, _whole_power(x.primal, n), n * _whole_power(x.primal, n - 1) * x.tangent)


def _less(a: Number, b: Number) -> bool:
    if _same(a, b):
        return False
    difference = value(a) - value(b)
    if difference < 0:
        return True
    if difference.is_zero():
        settled(a - b)
    if difference >= 0:
        return False
    raise Undecided("the order is not decided")


def _still(x: Number) -> bool:
    """Whether every tangent of ``x`` is exactly zero."""
    return not isinstance(x, Jet) or (_still(x.primal) and _still(x.tangent) and value(x.tangent).is_zero())


def settled(x: Number) -> Number:
    """``x`` where it is safe to ask for its sign: not where it is zero and moves, as what is decided by the sign then changes here."""
    if _moves_through_zero(x):
        raise Undecided("a case begins here")
    return x


def _moves_through_zero(x: Number) -> bool:
    return isinstance(x, Jet) and bool(value(x).is_zero()) and not _still(x)


def _flat(x: Number) -> Number:
    if _still(x):
        return x
    raise Undecided("a kink: the derivative does not exist")


def larger(a: Any, b: Any) -> Number:
    """max(a, b); at an exact tie only where both also have the same derivative."""
    a, b = number(a), number(b)
    order = (a - b).sign()
    return a if order > 0 else b if order < 0 else _tied(a, b)


def smaller(a: Any, b: Any) -> Number:
    """min(a, b), as :func:`larger`."""
    return -larger(-number(a), -number(b))


def _tied(a: Number, b: Number) -> Number:
    _flat(a - b)
    return a


def _two_over_root_pi() -> Ball:
    return Ball(2 / arb.pi().sqrt())


# One row a function: NumPy's name, the ball arithmetic, and the derivative in terms of numbers.
UNARY: dict[str, tuple[Callable[[Any], Any], Callable[[Number], Any] | None]] = {
    "exp": (lambda x: x.exp(), lambda x: x.exp()),
    "exp2": (lambda x: (x * arb.const_log2()).exp(), lambda x: x.exp2() * Ball(arb.const_log2())),
    "expm1": (lambda x: x.expm1(), lambda x: x.exp()),
    "log": (lambda x: x.log(), lambda x: 1 / x),
    "log1p": (lambda x: x.log1p(), lambda x: 1 / (1 + x)),
    "log2": (lambda x: x.log() / arb.const_log2(), lambda x: 1 / (x * Ball(arb.const_log2()))),
    "log10": (lambda x: x.log() / arb.const_log10(), lambda x: 1 / (x * Ball(arb.const_log10()))),
    "sqrt": (lambda x: x.sqrt(), lambda x: 1 / (2 * x.sqrt())),
    "cbrt": (lambda x: x.root(3) if not x < 0 else -(-x).root(3), lambda x: 1 / (3 * x.cbrt() ** 2)),
    "sin": (lambda x: x.sin(), lambda x: x.cos()),
    "cos": (lambda x: x.cos(), lambda x: -x.sin()),
    "tan": (lambda x: x.tan(), lambda x: 1 / x.cos() ** 2),
    "sinh": (lambda x: x.sinh(), lambda x: x.cosh()),
    "cosh": (lambda x: x.cosh(), lambda x: x.sinh()),
    "tanh": (lambda x: x.tanh(), lambda x: 1 / x.cosh() ** 2),
    "arcsin": (lambda x: x.asin(), lambda x: 1 / (1 - x * x).sqrt()),
    "arccos": (lambda x: x.acos(), lambda x: -1 / (1 - x * x).sqrt()),
    "arctan": (lambda x: x.atan(), lambda x: 1 / (1 + x * x)),
    "arcsinh": (lambda x: x.asinh(), lambda x: 1 / (1 + x * x).sqrt()),
    "arccosh": (lambda x: x.acosh(), lambda x: 1 / (x * x - 1).sqrt()),
    "arctanh": (lambda x: x.atanh(), lambda x: 1 / (1 - x * x)),
    "expit": (lambda x: 1 / (1 + (-x).exp()), lambda x: x.expit() * (-x).expit()),
    "erf": (lambda x: x.erf(), lambda x: _two_over_root_pi() * (-(x * x)).exp()),
    "erfc": (lambda x: x.erfc(), lambda x: -_two_over_root_pi() * (-(x * x)).exp()),
    "gamma": (lambda x: x.gamma(), lambda x: x.gamma() * x.digamma()),
    "gammaln": (lambda x: abs(x.gamma()).log(), lambda x: x.digamma()),
    "digamma": (lambda x: x.digamma(), None),
}
