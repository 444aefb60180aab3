"""Arrays side by side: one array a lane, and a function applied to each lane on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mathcheck.numerics.unending import refuse


class NotTogether(Exception):
    """The lanes cannot be computed together: their results have different shapes."""


@dataclass(frozen=True)
class Many:
    """One array a lane, stacked along the first axis."""

    array: Any

    @property
    def ndim(self) -> int:
        """The number of axes in a lane."""
        return int(self.array.ndim) - 1

    @property
    def lanes(self) -> int:
        """How many there are."""
        return len(self.array)


def lane_by_lane(call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """``call`` once for each lane. Raises :class:`NotTogether` where the results' shapes differ."""
    count = next(many.lanes for many in found((args, tuple(kwargs.values()))))
    results = [_called(call, lane(args, i), lane(kwargs, i)) for i in range(count)]
    if isinstance(results[0], tuple):
        return tuple(_stacked(column) for column in zip(*results, strict=True))
    return _stacked(results)


def _called(call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    refuse(call, args, kwargs)
    return call(*args, **kwargs)


def _stacked(results: Any) -> Many:
    if len({np.shape(result) for result in results}) > 1:
        raise NotTogether("a result has another shape in another lane")
    return Many(np.array(results))


def found(value: Any) -> list[Many]:
    """The stacked arrays inside a (nested) argument."""
    if isinstance(value, Many):
        return [value]
    return [many for part in value for many in found(part)] if isinstance(value, (tuple, list)) else []


def lane(value: Any, i: int) -> Any:
    """A (nested) argument as it is in lane ``i``."""
    if isinstance(value, Many):
        return value.array[i]
    if isinstance(value, (tuple, list)):
        return [lane(part, i) for part in value] if isinstance(value, list) else tuple(lane(part, i) for part in value)
    if isinstance(value, dict):
        return {key: lane(part, i) for key, part in value.items()}
    return value
