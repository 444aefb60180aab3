"""Linear algebra that does not come to an end: LAPACK's singular value decomposition (``gesdd``) may run forever on a matrix with
infinities, and no signal interrupts it.

When to use which: call :func:`refuse` before a function of NumPy is called with numbers that a formula has come to.

>>> refuse(np.linalg.svd, (np.array([[1.0, np.inf], [0.0, 1.0]]),), {})
Traceback (most recent call last):
numpy.linalg.LinAlgError: a matrix with infinities has no singular values
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

# What NumPy computes by singular values; of norms only these are.
_BY_SINGULAR_VALUES = frozenset(
    {np.linalg.svd, np.linalg.svdvals, np.linalg.pinv, np.linalg.matrix_rank, np.linalg.cond, np.linalg.lstsq}
)
_NORMS = (2, -2, "nuc")


def refuse(call: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Raise ``LinAlgError``, as NumPy does for NaN, where ``call`` would decompose a matrix with entries that are not finite."""
    order = args[1] if len(args) > 1 else kwargs.get("ord")
    if call in _BY_SINGULAR_VALUES or (call is np.linalg.norm and isinstance(order, (int, float, str)) and order in _NORMS):
        matrix = np.asarray(args[0] if args else next(iter(kwargs.values())))
        if matrix.ndim > 1 and matrix.dtype.kind in "fc" and not np.all(np.isfinite(matrix)):
            raise np.linalg.LinAlgError("a matrix with infinities has no singular values")
