"""NumPy's functions on many arrays at once: each array argument gets a leading axis of *lanes*, and so does the result.

When to use which: wrap stacked arrays in :class:`Many` and call :func:`apply`; what is not wrapped is the same in every lane. A function
with a row in the table below runs once for all lanes; any other runs lane by lane, with the same results.

>>> x = Many(np.array([[1.0, 2.0], [3.0, 4.0]]))  # two lanes, a vector in each
>>> apply(np.sum, (x,), {}).array
array([3., 7.])
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mathcheck.numerics.batched_arguments import NoRule, Rule
from mathcheck.numerics.batched_rules import RULES, elementwise, getitem, single_axis
from mathcheck.numerics.many import Many, NotTogether, lane, lane_by_lane

__all__ = ["Many", "NotTogether", "apply", "lane", "lane_by_lane", "rule_of"]


def rule_of(call: Callable[..., Any], kind: str = "") -> Rule | None:
    """The rule for ``call``: its row, or the one for its ``kind`` ("elementwise", "last" axis, "index"); None where there is none."""
    if kind == "index":
        return getitem
    if kind:
        return elementwise(call) if kind == "elementwise" else single_axis(call)
    if call in RULES:
        return RULES[call]
    return elementwise(call) if isinstance(call, np.ufunc) and call.signature is None else None


def apply(call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], rule: Rule | None = None) -> Any:
    """``call`` in every lane, by ``rule`` if there is one; a :class:`Many`, or a tuple of them where ``call`` returns a tuple."""
    rule = rule or rule_of(call)
    if rule is not None:
        try:
            return _wrapped(rule(*args, **kwargs))
        except (NoRule, np.linalg.LinAlgError):
            pass
    return lane_by_lane(call, args, kwargs)


def _wrapped(result: Any) -> Any:
    return tuple(Many(part) for part in result) if isinstance(result, tuple) else Many(result)
