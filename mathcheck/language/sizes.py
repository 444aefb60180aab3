"""Sizes: named lengths of axes, drawn anew for each example and usable as numbers in a formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from mathcheck.language import advice, statements
from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Leaf, _set
from mathcheck.language.operations import Operation, _constant
from mathcheck.language.refusals import refuse
from mathcheck.language.spot import Spot
from mathcheck.language.usage import called

# Large enough for an error that only shows from n = 5 on, small enough to check a counterexample by hand.
DEFAULT_HIGH = 6

_SIZE = Operation("size", _constant, rounding="exact")


class Size(Leaf):
    """A named length. In a shape it is the length, in a formula the number.

    >>> from mathcheck import dims
    >>> n = dims("n")
    >>> 1 / n
    1 / n
    """

    __slots__ = ("bounded", "high", "low")
    low: int
    high: int
    bounded: bool  # whether the author gave the upper bound; otherwise it is only as far as inputs go

    def __init__(self, name: str, low: int, high: int, bounded: bool) -> None:
        super().__init__(_SIZE, name)
        _set(self, low=low, high=high, bounded=bounded)

    def __iter__(self) -> NoReturn:
        refuse(
            f"`{self.name}` is one size and cannot be unpacked or gone through",
            self._unpacked,
            f"write {self.name} = dims({self.name!r})",
        )

    def _unpacked(self, spot: Spot) -> str:
        names = statements.targets(spot)
        if len(names) == 1:
            return f"write {names[0]} = dims({self.name!r}), without the comma"
        spaced = f" (the names of sizes are separated by spaces; {self.name!r} is one name)"
        if names:
            return f'write {", ".join(names)} = dims("{" ".join(names)}"){spaced}'
        return (
            advice.length(spot)
            or f"write {self.name} = dims({self.name!r}); arange({self.name}) from mathcheck.functions counts up to it"
        )

    def __int__(self) -> int:
        raise FormulaError(
            f"the size `{self.name}` has no number yet; it can be used as it is, in x[{self.name} - 1] or 1 / {self.name}"
        )

    @property
    def shape(self) -> tuple[()]:
        """A size is a single number."""
        return ()


if TYPE_CHECKING:

    class Sizes(Size):
        """What :func:`dims` gives, as far as a type checker can know: one size, or several to unpack."""

        def __iter__(self) -> Iterator[Size]: ...  # type: ignore[override]


@called('dims("n") or dims("m n")')
def dims(names: str, *, low: int = 1, high: int | None = None) -> Sizes:
    """Named sizes, drawn from ``low`` to ``high`` (both included; ``high`` is at least six unless given).

    Several names, separated by spaces, give a tuple; one name gives one size.

    Raises :class:`FormulaError` for an empty list of names, a name given twice, or a range that holds no size or only one.

    >>> k, m = dims("k m")
    >>> dims("n", low=2).low
    2
    """
    if not isinstance(names, str):
        raise FormulaError(
            f'dims({names!r}): name the sizes in one text, separated by spaces: write n = dims("n") or m, n = dims("m n")'
        )
    listed = names.replace(",", " ").split()
    if not listed:
        raise FormulaError('dims("") names no size: write n = dims("n") or m, n = dims("m n")')
    if len(set(listed)) < len(listed):
        raise FormulaError(f'dims("{names}") names a size twice: each size needs its own name')
    if low < 0:
        raise FormulaError(f"dims({names!r}, low={low}): a size is at least 0 (usually 1)")
    top = max(DEFAULT_HIGH, low + 3) if high is None else high
    if top < low:
        raise FormulaError(f"dims({names!r}, low={low}, high={high}): no size lies between {low} and {high}")
    if top == low:
        raise FormulaError(
            f"dims({names!r}, low={low}, high={high}): the size can only be {low}, so it is no variable: write the number "
            f"{low} in its place, or allow larger sizes"
        )
    made: Any = tuple(Size(name, low, top, high is not None) for name in listed)
    return made if len(listed) > 1 else made[0]
