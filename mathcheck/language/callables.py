"""Python callables as functions in formulas: black boxes, of which only the values are looked at."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, overload

from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Expr, apply
from mathcheck.language.nested import parts
from mathcheck.language.operations import ATOM, Operation


class Function:
    """A named function: applied to formulas it makes a formula, applied to numbers it computes."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.__name__ = operation.name
        self.__doc__ = operation.call.__doc__
        self.__wrapped__ = operation.call  # help() and inspect read the arguments off it

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """A formula if any argument is one, else the value."""
        if any(True for _ in parts((args, kwargs))):
            return apply(self.operation, *args, **kwargs)
        return self.operation.call(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<function {self.operation.name}>"


class Functions:
    """A function that returns several values: applied to formulas it makes a formula of each."""

    def __init__(self, call: Callable[..., tuple[Any, ...]], name: str, outputs: Sequence[Function]) -> None:
        self.call, self.outputs = call, tuple(outputs)
        self.__name__ = name
        self.__doc__ = call.__doc__
        self.__wrapped__ = getattr(call, "__wrapped__", call)  # help() and inspect read the arguments off it

    def __call__(self, *args: Any, **kwargs: Any) -> tuple[Any, ...]:
        """A formula for each output if any argument is one, else the values that the function returns, in their order."""
        if any(True for _ in parts((args, kwargs))):
            return tuple(output(*args, **kwargs) for output in self.outputs)
        return self.call(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<function {self.__name__}: {', '.join(output.__name__ for output in self.outputs)}>"


@overload
def function(call: Callable[..., Any], *, name: str | None = None, latex: str | None = None) -> Function:
    """Of one output."""


@overload
def function(call: Callable[..., Any], *, name: str | None = None, outputs: str) -> Functions:
    """Of several, by name."""


def function(
    call: Callable[..., Any], *, name: str | None = None, latex: str | None = None, outputs: str | None = None
) -> Function | Functions:
    r"""Any Python callable as a black box in a formula: a hand-written backward pass, a PyTorch module.

    It is called with NumPy arrays and must return a real number or an array of them. It must not change its arguments, and must
    return the same value for the same arguments. ``name`` is what it is called in formulas, where that is not its own name. ``latex`` is a
    command (``r"\operatorname{bwd}"``) or a template with ``<0>``, ``<1>`` for the arguments; without it the name is printed.

    >>> cube = function(lambda x: x**3, name="cube")
    >>> from mathcheck import Scalar
    >>> cube(Scalar("x"))
    cube(x)
    >>> cube(2.0)
    8.0

    ``outputs`` names what a function returns as a tuple, as :func:`~mathcheck.dims` names sizes; then a call is a tuple of formulas, and of
    numbers a tuple of values. What counts is the order in the tuple, also in a named one. Outputs are printed by their names, so ``latex``
    does not go with them.

    >>> backward = function(lambda g, x, y: (g * y, g * x), name="backward", outputs="dx dy")
    >>> dx, dy = backward(Scalar("g"), Scalar("x"), Scalar("y"))
    >>> dy
    backward.dy(g, x, y)
    >>> backward(1.0, 2.0, 3.0)
    (3.0, 2.0)

    Raises :class:`FormulaError` for something that cannot be called, names of outputs that are none, and, where it is called, for a function
    that does not return as many values as ``outputs`` names.
    """
    if isinstance(call, Expr) or not callable(call):
        raise FormulaError(
            f"function({call!r}): give something that can be called, as in function(my_backward, name='my_backward')"
        )
    label = name or getattr(call, "__name__", None) or type(call).__name__
    if not name and label == "<lambda>":
        label = "f"
    if outputs is None:
        return _box(call, label, _template(label, latex))
    names = _output_names(outputs, latex)
    counted = _counted(call, label, names)
    boxes = [_box(_output(counted, i), f"{label}.{each}", _template(label, None, each)) for i, each in enumerate(names)]
    return Functions(counted, label, boxes)


def _box(call: Callable[..., Any], name: str, latex: str) -> Function:
    return Function(Operation(name, call, latex, ATOM, "inner", breaks=True, opaque=True))


def _output_names(outputs: Any, latex: str | None) -> list[str]:
    names = outputs.replace(",", " ").split() if isinstance(outputs, str) else []
    if not names or len(set(names)) < len(names) or not all(each.isidentifier() for each in names):
        raise FormulaError(
            f'function(…, outputs={outputs!r}): name what the function returns, each once, as in outputs="dx dgamma dbeta"'
        )
    if latex is not None:
        raise FormulaError("function(…, outputs=…, latex=…): outputs are printed by their names; leave out latex=")
    return names


def _counted(call: Callable[..., Any], label: str, names: list[str]) -> Callable[..., tuple[Any, ...]]:
    """``call``, which must return a tuple of as many values as there are ``names``."""

    @functools.wraps(call, updated=())
    def counted(*args: Any, **kwargs: Any) -> tuple[Any, ...]:
        returned = call(*args, **kwargs)
        if returned is None:
            raise FormulaError(f"{label} returned None: does it end with a `return`?")
        several = isinstance(returned, (tuple, list))
        if not several or len(returned) != len(names):
            many = (
                f"{len(returned)} value{'s' * (len(returned) != 1)}, {_brief(returned)},"
                if several
                else f"no tuple but {_brief(returned)}"
            )
            written = f"({names[0]},)" if len(names) == 1 else ", ".join(names)
            raise FormulaError(
                f"{label} returned {many} where outputs={' '.join(names)!r} names {len(names)}: end it with `return {written}`, or name in outputs= "
                "what it returns"
            )
        return tuple(returned)

    return counted


def _brief(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def _output(counted: Callable[..., tuple[Any, ...]], i: int) -> Callable[..., Any]:
    """What ``counted`` returns in place ``i``."""

    @functools.wraps(counted, updated=())
    def output(*args: Any, **kwargs: Any) -> Any:
        return counted(*args, **kwargs)[i]

    return output


def _template(label: str, latex: str | None, output: str = "") -> str:
    if latex is not None and "<0" in latex:
        return latex
    command = latex if latex is not None else rf"\operatorname{{{label}}}".replace("_", r"\_")
    if output:
        command += rf"_{{\text{{{output}}}}}"
    return command + r"\left(<*>\right)"
