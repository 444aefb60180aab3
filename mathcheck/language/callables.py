"""Python callables as functions in formulas: black boxes, of which only the values are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, overload

from mathcheck.language.errors import FormulaError
from mathcheck.language.expression import Expr, apply, parts
from mathcheck.language.operations import ATOM, Operation

if TYPE_CHECKING:
    pass


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

    def __init__(self, call: Callable[..., Any], name: str, outputs: Sequence[Function]) -> None:
        self.call, self.outputs = call, tuple(outputs)
        self.__name__ = name
        self.__doc__ = call.__doc__

    def __call__(self, *args: Any, **kwargs: Any) -> tuple[Any, ...]:
        """A formula for each output if any argument is one, else what the function returns."""
        if any(True for _ in parts((args, kwargs))):
            return tuple(output(*args, **kwargs) for output in self.outputs)
        return tuple(self.call(*args, **kwargs))

    def __repr__(self) -> str:
        return f"<function {self.__name__}: {', '.join(output.__name__ for output in self.outputs)}>"


@overload
def function(call: Callable[..., Any], *, name: str | None = None, latex: str | None = None) -> Function: ...
@overload
def function(call: Callable[..., Any], *, name: str | None = None, outputs: str) -> Functions: ...
def function(
    call: Callable[..., Any], *, name: str | None = None, latex: str | None = None, outputs: str | None = None
) -> Function | Functions:
    r"""Any Python callable as a black box in a formula: a hand-written backward pass, a PyTorch module.

    It is called with NumPy arrays and must return a real number or an array of them. It must not change its arguments, and must
    return the same value for the same arguments. ``latex`` is a command (``r"\operatorname{bwd}"``) or a template with ``<0>``,
    ``<1>`` for the arguments. Raises :class:`FormulaError` for something that cannot be called.

    >>> cube = function(lambda x: x**3, name="cube")
    >>> from mathcheck import Scalar
    >>> cube(Scalar("x"))
    cube(x)
    >>> cube(2.0)
    8.0

    ``outputs`` names what a function returns as a tuple, as :func:`~mathcheck.dims` names sizes; then a call is a tuple of formulas:

    >>> backward = function(lambda g, x, y: (g * y, g * x), name="backward", outputs="dx dy")
    >>> dx, dy = backward(Scalar("g"), Scalar("x"), Scalar("y"))
    >>> dy
    backward.dy(g, x, y)
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
    boxes = [_box(_output(call, label, names, i), f"{label}.{each}", _template(label, None, each)) for i, each in enumerate(names)]
    return Functions(call, label, boxes)


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


def _output(call: Callable[..., Any], label: str, names: list[str], i: int) -> Callable[..., Any]:
    """What ``call`` returns in place ``i``."""

    def output(*args: Any, **kwargs: Any) -> Any:
        returned = call(*args, **kwargs)
        if not isinstance(returned, (tuple, list)) or len(returned) != len(names):
            many = f"{len(returned)} values" if isinstance(returned, (tuple, list)) else type(returned).__name__
            raise TypeError(f"{label} returned {many} where outputs={' '.join(names)!r} names {len(names)}")
        return returned[i]

    output.__doc__ = call.__doc__
    return output


def _template(label: str, latex: str | None, output: str = "") -> str:
    if latex is not None and "<0" in latex:
        return latex
    command = latex if latex is not None else rf"\operatorname{{{label}}}".replace("_", r"\_")
    if output:
        command += rf"_{{\text{{{output}}}}}"
    return command + r"\left(<*>\right)"
