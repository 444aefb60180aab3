"""Somebody's Python code inside a formula: called with copies, and watched for what would spoil a verdict."""

from __future__ import annotations

from typing import Any

import numpy as np


class CodeError(Exception):
    """The claim's own code did something a formula cannot: the message says what, and what to write instead."""


class RandomCode(CodeError):
    """The claim's own code gave two values for one input."""


def call_watched(name: str, call: Any, args: tuple[Any, ...], kwargs: dict[str, Any], *, twice: bool) -> Any:
    """The value of a black box as floats, computed ``twice`` where it is still to be seen that it always gives the same.

    Raises :class:`CodeError` for a mutated argument, a random result, or a result that is no real number or array of them.
    """
    result = _call(name, call, args, kwargs)
    if twice:
        again = _call(name, call, args, kwargs)
        if np.shape(result) != np.shape(again) or not np.array_equal(result, again, equal_nan=True):
            raise RandomCode(
                f"{name} is random: for one and the same input it returned {_apart(result, again)}. A formula has one value: seed the "
                "generator inside the function, or pass the random numbers in as an argument"
            )
    return result


def _apart(first: Any, second: Any) -> str:
    """How two results differ, in words that are the same from run to run, as the values are not."""
    if np.shape(first) != np.shape(second):
        return "arrays of different shapes" if np.ndim(first) and np.ndim(second) else "a number once and an array once"
    return "two different arrays" if np.ndim(first) else "two different numbers"


def _call(name: str, call: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    copies = tuple(arg.copy() if isinstance(arg, np.ndarray) else arg for arg in args)
    try:
        result = call(*copies, **kwargs)
    except SystemExit as error:
        raise CodeError(
            f"{name} ended the program with SystemExit({error}): return a value or raise an ordinary exception"
        ) from error
    for position, (given, copy) in enumerate(zip(args, copies, strict=True)):
        if isinstance(given, np.ndarray) and not np.array_equal(given, copy, equal_nan=given.dtype.kind == "f"):
            raise CodeError(
                f"{name} changed its argument number {position + 1} in place, from {_brief(given)} to {_brief(copy)}. Work on a copy: "
                "x = x.copy()"
            )
    return as_floats(name, result)


def as_floats(name: str, result: Any, *, inside: str = "take .real or np.abs") -> Any:
    """``result`` as a float64 array or scalar (truth values stay). Raises :class:`CodeError` for anything else; ``inside`` says what to write
    where it is complex.

    >>> as_floats("f", [1, 2])
    array([1., 2.])
    """
    if result is None:
        raise CodeError(f"{name} returned None: does it end with a `return`?")
    try:
        array = np.asarray(result)
        if array.dtype.kind in "US":
            raise TypeError("text")
        if array.dtype == object:
            array = array.astype(np.float64)
    except (TypeError, ValueError, RuntimeError) as error:
        raise CodeError(f"{name} returned {_brief(result)}, which is not an array of real numbers ({error})") from error
    if array.dtype.kind == "c":
        if np.any(array.imag != 0):
            raise CodeError(f"{name} returned complex numbers, {_brief(array)}: a claim is about real numbers; {inside}")
        array = array.real
    if array.dtype.kind not in "fiub":
        raise CodeError(f"{name} returned {_brief(result)}, which is not a real number or an array of real numbers")
    if array.dtype.kind != "b":
        array = array.astype(np.float64)
    return array[()] if array.ndim == 0 else array


def _brief(value: Any) -> str:
    value = value.item() if isinstance(value, np.generic) else value
    text = np.array2string(value, threshold=8) if isinstance(value, np.ndarray) else repr(value)
    text = " ".join(text.split())
    return text if len(text) <= 80 else f"{text[:77]}…"
