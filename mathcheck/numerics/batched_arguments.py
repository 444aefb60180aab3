"""How arguments of many lanes are lined up, and what a rule says where it is not for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mathcheck.numerics.many import Many, found

Rule = Callable[..., Any]


class NoRule(Exception):
    """These arguments are not what the row is for."""


def aligned(args: tuple[Any, ...]) -> list[Any]:
    """Arrays that broadcast as the lanes do: axes of length one between the lanes and a lane's own."""
    if any(isinstance(arg, (tuple, list)) for arg in args):
        raise NoRule
    most = max(arg.ndim if isinstance(arg, Many) else np.ndim(arg) for arg in args)
    return [
        arg.array.reshape(arg.lanes, *(1,) * (most - arg.ndim), *arg.array.shape[1:]) if isinstance(arg, Many) and arg.ndim < most
        else arg.array if isinstance(arg, Many) else arg
        for arg in args
    ]  # fmt: skip


def every(args: Any) -> list[Any]:
    """All arguments as stacked arrays."""
    count = next(many.lanes for many in found(tuple(args)))
    return [
        arg.array if isinstance(arg, Many) else np.broadcast_to(np.asarray(arg), (count, *np.shape(arg))) for arg in args
    ]  # fmt: skip


def axes_of(axis: Any, ndim: int) -> Any:
    """``axis`` of a lane as an axis of the stack."""
    if axis is None:
        return tuple(range(1, ndim + 1))
    if isinstance(axis, tuple):
        return tuple(axes_of(one, ndim) for one in axis)
    return int(axis) + 1 if axis >= 0 else int(axis)
