"""Rounding errors made on purpose: what replicas of a computation are off by, and which numbers are exact.

When to use which: :func:`wobbled` for a value that an operation has rounded, :func:`noise` for random signs and directions,
:func:`on_grid` for whether a value is of the kind that sums and products leave exact.
"""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EPS = 2.0**-52

# Whole multiples of 1/1024 below 2**20 add and multiply exactly; beyond that a result is taken to be rounded.
GRID, EXACT_BELOW = 1024.0, 2.0**20

# Relative errors of one half to one rounding, either sign.
ROUNDINGS = np.random.default_rng(20240201).uniform(0.5, 1.0, 4096) * np.random.default_rng(7).choice([-1.0, 1.0], 4096)


def salt(slot: int, replica: int) -> int:
    """What tells one operation's roundings from another's."""
    return (slot * 911 + replica * 15973) * 0x2545F491 & 0xFFFFFFFF


def on_grid(value: Any) -> bool:
    """Whether all entries are whole multiples of 1/1024 of moderate size."""
    if isinstance(value, (bool, int, np.bool_)):
        return True
    array = np.asarray(value)
    if array.dtype.kind in "bi":
        return True
    with np.errstate(invalid="ignore"):
        scaled = array * GRID
        return bool(np.all(np.abs(array) < EXACT_BELOW) and np.all(scaled == np.rint(scaled)))


def noise(shape: tuple[int, ...], slot: int, replica: int) -> Floats:
    """Fixed pseudo-random numbers of magnitude 1/2 to 1 with random signs."""
    count = math.prod(shape)
    start = (slot * 911 + replica * 1597) % 2048
    flat = ROUNDINGS[start : start + count] if count <= 2048 else np.resize(ROUNDINGS, count)
    return flat.reshape(shape)


def _roundings(value: Floats, slot: int, replica: int) -> Floats:
    """A pseudo-random relative error for each entry. It depends on the entry's bits: rounding is a function, so entries that tie
    go on tying."""
    mixed = (value.view(np.uint64) ^ np.uint64(salt(slot, replica))) * np.uint64(0x9E3779B97F4A7C15)
    return ROUNDINGS[(mixed >> np.uint64(52)).astype(np.int64)]


def wobbled(
    value: Any, slot: int, replica: int, *, whole: bool = False, norm: bool = False, eps: float = EPS, least: float = 0.0
) -> Any:
    """``value`` with every entry off by about one rounding (of the largest entry, with ``norm``, and of ``least`` at least); with
    ``whole``, whole numbers (labels, counts) are kept. ``eps`` is the relative size of a rounding."""
    if isinstance(value, tuple):
        return tuple(wobbled(entry, slot + i, replica, norm=norm, eps=eps, least=least) for i, entry in enumerate(value))
    if isinstance(value, np.ndarray):
        if value.dtype != np.float64:
            return value
        value = np.asarray(value, order="C")
        size = np.max(np.abs(value), initial=0.0, where=np.isfinite(value)) if norm else value
        size = np.maximum(np.abs(size), least) if least else size
        moved = value + size * (eps * _roundings(value, slot, replica))
        kept = ~np.isfinite(value) | (value == np.rint(value)) if whole else ~np.isfinite(value)
        return np.where(kept, value, moved)
    if isinstance(value, (float, np.floating)) and math.isfinite(value) and not (whole and float(value).is_integer()):
        bits = struct.unpack("<Q", struct.pack("<d", value))[0]
        mixed = ((bits ^ salt(slot, replica)) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
        size = max(abs(float(value)), least) if least else value
        return value + size * (eps * ROUNDINGS[mixed >> 52])
    return value


def lanes_on_grid(stacked: Floats) -> NDArray[np.bool_]:
    """:func:`on_grid` for each of many arrays, stacked."""
    if stacked.dtype.kind in "bi":
        return np.ones(len(stacked), dtype=bool)
    with np.errstate(invalid="ignore"):
        fine = (np.abs(stacked) < EXACT_BELOW) & (stacked * GRID == np.rint(stacked * GRID))
    return np.asarray(np.all(fine.reshape(len(stacked), -1), axis=1))
