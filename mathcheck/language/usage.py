"""How the functions of the language are called: one that is called otherwise says how, with what was written."""

from __future__ import annotations

import difflib
import functools
import inspect
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from mathcheck.language.errors import FormulaError

# Arguments that people look for, and where what they say is said.
_MEANT = {
    "given": "hypotheses belong to the relation, (a == b).given(…)",
    "name": "a claim is called as the variable that holds it",
    "shape": "the sizes follow the name",
    "size": "the sizes follow the name",
    **dict.fromkeys(("min", "max"), "a size has low= and high=; what a variable may be is its domain, such as interval(0, 1)"),
    **dict.fromkeys(("low", "high"), "what a variable may be is its domain, after its name: positive, interval(0, 1)"),
    "tol": "every number carries its own error",
    "rtol": "every number carries its own error",
    "atol": "every number carries its own error",
}

# What one argument more, or one of another name, was meant to say: given the arguments without a name and those with one, what to write.
Meant = Callable[[tuple[object, ...], dict[str, object]], str]

Arguments = ParamSpec("Arguments")
Made = TypeVar("Made")


def called(example: str, meant: Meant | None = None) -> Callable[[Callable[Arguments, Made]], Callable[Arguments, Made]]:
    """The function, which raises :class:`FormulaError` where it is called with other arguments than it has, with what was ``meant`` where that
    can be told, else with an ``example``.

    >>> @called("half(x)")
    ... def half(x):
    ...     return x / 2
    >>> half()
    Traceback (most recent call last):
    mathcheck.FormulaError: half(…) misses x: write half(x)
    """

    def taught(function: Callable[Arguments, Made]) -> Callable[Arguments, Made]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def checked(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Made:
            try:
                signature.bind(*args, **kwargs)
            except TypeError:
                told = meant(args, kwargs) if meant is not None else ""
                wrong = _wrong(signature, args, kwargs, guess=not told)
                raise FormulaError(f"{function.__name__}(…) {wrong}: write {told or example}") from None
            return function(*args, **kwargs)

        return checked

    return taught


def _wrong(signature: inspect.Signature, args: tuple[object, ...], kwargs: dict[str, object], *, guess: bool) -> str:
    """What does not fit, in a few words; with a ``guess`` at what an unknown name was meant to be."""
    parameters = signature.parameters
    for name, value in kwargs.items():
        if name not in parameters:
            close = difflib.get_close_matches(name, parameters, 1)
            likely = f"{close[0]}= is meant" if close else _MEANT.get(name, "an equation is written with `==`")
            return f"has no argument {name}={value!r}" + f" ({likely})" * guess
    places = [p for p in parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
    if len(args) > len(places):
        extra = ", ".join(map(repr, args[len(places) :]))
        named = [p.name for p in parameters.values() if p.kind is p.KEYWORD_ONLY]
        return f"takes {len(places)} argument{'s' if len(places) > 1 else ''} without a name, and {extra} is one more" + (
            f" (those with a name are {', '.join(f'{name}=' for name in named)})" if named else ""
        )
    missing = [
        f"{p.name}=" if p.kind is p.KEYWORD_ONLY else p.name
        for i, p in enumerate(parameters.values())
        if p.default is p.empty and p.kind is not p.VAR_POSITIONAL and p.name not in kwargs
        and not (p.kind is p.POSITIONAL_OR_KEYWORD and i < len(args))
    ]  # fmt: skip
    return f"misses {' and '.join(missing)}" if missing else "is given an argument twice"
