"""Limits in ball arithmetic: a function evaluated exactly at places so far along the approach that what is left is enclosed.

Nothing here can be a proof, as no finite number of places determines a limit; but the places have nothing to do with those of
:mod:`mathcheck.numerics.limits`, no rounding blurs the values, and the far ones lie where no floating-point number reaches.

>>> low, high = balls.enclosure(limit(lambda t: np.sin(t) / t, 0.0))
>>> bool(low <= 1 <= high), bool(high - low < 1e-14)
(True, True)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mathcheck.numerics import balls

At = Callable[[Any], Any]

# A limit is enclosed from three places far along the approach, each twice as far in the exponent, times numbers that have nothing in
# common: what repeats itself must not be met at the same phase. The factors end, so that places are exact.
FAR_BITS = (60, 120, 240)
PHASES = (0x16A09E667F3BCC908B2FB1366EA957D3, 0x1BB67AE8584CAA73B25742D7078B83B9, 0x11E3779B97F4A7C15F39CC0605CEDC83)
PHASE_BITS = 124

# Values that grow by this from one change to the next diverge. Where they grow less, they must go on to do so at places further still,
# which t^0.001, say, does not.
FAST, FARTHER_BITS = 2.0**30, (10**4, 10**7, 10**10)

# Where terms cancel (log t! - t log t + t) no precision has a digit left that far out. Then the places still in reach decide, each again
# twice as far in the exponent, if every change is twice the one before, as those of a multiple of log t are. To so small a share of it:
# what levels off falls short of that long before.
IN_REACH_BITS, AS_A_LOGARITHM, EXACTLY = (480, 960, 1920), 2.0, 1e-9

# An approach that brings no more than this from one place to the next is looked at there as well.
SLOW = 2.0**-8

# What still changes by more than this share of the change before may only now have come near (a nearly singular matrix beside t): the
# places after these are looked at, and believed where they leave less.
CALM, AFTERWARDS_BITS = 2.0**-40, (480, 960)

# The changes between them must shrink at least to this share: then what is left is at most 1.5 times the last change, and the
# enclosure allows for more than twice that. (1 / log t has 0.5; slower approaches are not decided here.)
SHRINKS, ALLOWED = 0.6, 4.0

# Values keep changing where they turn at least this often along these places, and the later ones swing at least this much of the earlier.
SWING_BITS, TURNS, SWINGS_ON = tuple(range(20, 200, 6)), 4, 0.5


class Diverges(Exception):
    """A limit of which every entry goes to plus (``sign`` 1) or to minus infinity."""

    def __init__(self, sign: int) -> None:
        super().__init__("the values grow without bound")
        self.sign = sign


class NoLimit(Exception):
    """There is no limit; the message says what the values do instead."""


class TooSlow(Exception):
    """A limit is approached so slowly that no sample says where it ends: nothing that samples can confirm anything."""


def limit(at: At, to: float, side: str | None = None, beyond: int = 0) -> Any:
    """The limit of ``at(t)`` (an array of balls) as t tends to ``to``, looked at ``beyond`` so many powers of 2 more than usual.

    Raises :class:`Diverges`, :class:`NoLimit`, :class:`TooSlow` and :class:`~mathcheck.numerics.jets.Undecided`.
    """
    sides = [side] if side else (["+"] if np.isinf(to) else ["-", "+"])
    found = [_one_sided(at, to, one, beyond) for one in sides]
    if len(found) == 2 and any(isinstance(one, Diverges) for one in found) and not _alike(*found):
        raise NoLimit(f"from below it goes to {_words(found[0])}, from above to {_words(found[1])}")
    if isinstance(found[0], Diverges):
        raise found[0]
    if len(found) == 2:
        low, high = balls.enclosure(np.asarray(found[0] - found[1], dtype=object))
        if np.any((low > 0) | (high < 0)):
            raise NoLimit(f"from below it is {_words(found[0])}, from above {_words(found[1])}")
    return found[0]


def _alike(one: Any, two: Any) -> bool:
    return isinstance(one, Diverges) and isinstance(two, Diverges) and one.sign == two.sign


def _words(found: Any) -> str:
    if isinstance(found, Diverges):
        return "∞" if found.sign > 0 else "−∞"
    low, high = balls.enclosure(np.asarray(found, dtype=object))
    middle = np.asarray((low + high) / 2)
    return np.array2string(middle, formatter={"float_kind": lambda entry: f"{entry + 0.0:.4g}"}, threshold=6, separator=", ")


def _one_sided(at: At, to: float, side: str | None, beyond: int) -> Any:
    """The limit from one side, or what it goes to infinity as; raises the rest."""

    def there(bits: int, phase: int) -> Any:
        return at(_place(to, side, bits + beyond, phase))

    near, middle, far = map(there, FAR_BITS, PHASES)
    if not all(balls.finite(place) for place in (near, middle, far)):
        raise balls.Undecided("no value on the way")
    first, last = _changes(near, middle), _changes(middle, far)
    # Three values of what swings for ever may lie so that the changes shrink.
    if any(b.upper > SLOW * a.lower and b.lower > 0 for a, b in zip(first, last, strict=True)):
        _refuse_swings(list(map(there, SWING_BITS, itertools.cycle(PHASES))))
    open_ended = np.isinf(to) or to == 0
    if open_ended and any(SLOW * a.upper < b.upper <= SHRINKS * a.lower for a, b in zip(first, last, strict=True)):
        near, middle, far = map(there, FARTHER_BITS, PHASES)
        first, last = _changes(near, middle), _changes(middle, far)
    # A change too small for the precision (its lower bound is zero) is no sign of slowness: its upper bound widens the ball.
    if not any(b.upper > SHRINKS * a.lower and b.lower > 0 for a, b in zip(first, last, strict=True)):
        if any(b.upper > CALM * a.upper for a, b in zip(first, last, strict=True)):
            far, last = _afterwards(far, last, there)
        left = ALLOWED * np.reshape([float(change.upper) for change in last], np.shape(far))
        if not np.all(np.isfinite(left)):
            raise balls.Undecided("the values are not known well enough")
        return balls.blur(far, left)
    if all(b.lower >= a.upper for a, b in zip(first, last, strict=True)):
        fast = all(b.lower >= FAST * a.upper for a, b in zip(first, last, strict=True))
        if fast:
            return _divergence([near, middle, far])
        if open_ended:
            return _slow_divergence([near, middle, far], lambda bits: at(_place(to, side, bits, PHASES[0])))
    raise TooSlow("the approach is slower than logarithmic")


@dataclass(frozen=True)
class _Change:
    """From one place to the next: bounds of its magnitude (balls' numbers, which never underflow), and its sign where that is certain."""

    lower: Any
    upper: Any
    sign: int


def _changes(a: Any, b: Any) -> list[_Change]:
    """Of every entry."""
    moved = [balls.bounds(entry) for entry in np.ravel(np.asarray(b - a, dtype=object))]
    return [_Change(low, high, sign) for low, high, sign in moved]


def _afterwards(far: Any, last: list[_Change], at: Callable[[int, int], Any]) -> tuple[Any, list[_Change]]:
    """The value at the last of the places afterwards and the change that led to it, where no entry changes by more there than by the
    ``last`` change; otherwise what is known already."""
    try:
        once, twice = (at(bits, phase) for bits, phase in zip(AFTERWARDS_BITS, PHASES, strict=False))
    except (balls.Undecided, balls.Undefined):
        return far, last
    changes = [_changes(far, once), _changes(once, twice)]
    if not balls.finite(twice) or any(b.upper > a.upper for step in changes for a, b in zip(last, step, strict=True)):
        return far, last
    return twice, changes[-1]


def _refuse_swings(values: list[Any]) -> None:
    """Raise :class:`NoLimit` where an entry goes up and down to the end, and does not become calmer."""
    steps = [_changes(a, b) for a, b in itertools.pairwise(values)]
    for entry in range(np.size(values[0])):
        moves = [step[entry] for step in steps]
        half = len(moves) // 2
        turns = sum(a.sign * b.sign == -1 for a, b in itertools.pairwise(moves[half:]))
        largest = max((move.upper for move in moves[:half]), key=float)
        if turns >= TURNS and any(move.lower > SWINGS_ON * largest for move in moves[half:]):
            ends = [float(np.ravel(balls.enclosure(np.asarray(value, dtype=object))[0])[entry]) for value in values]
            raise NoLimit(f"it keeps changing, between {min(ends):.3g} and {max(ends):.3g} at the places looked at")


def _slow_divergence(values: list[Any], farther: At) -> Diverges:
    """What ``values`` that grow slowly go to, by how they go on at places that ``farther`` evaluates, named by their exponents."""
    try:
        return _divergence([*values, *map(farther, FARTHER_BITS)])
    except balls.Undecided:
        return _like_a_logarithm(list(map(farther, IN_REACH_BITS)))


def _like_a_logarithm(values: list[Any]) -> Diverges:
    """Where the changes between ``values`` are those of a multiple of log t: the infinity they go to."""
    diverges = _divergence(values)
    first, last = (_changes(a, b) for a, b in itertools.pairwise(values))
    for a, b in zip(first, last, strict=True):
        low, high = (1 - EXACTLY) * AS_A_LOGARITHM, (1 + EXACTLY) * AS_A_LOGARITHM
        if not (b.lower >= low * a.upper and b.upper <= high * a.lower):
            raise TooSlow("the values grow, and nothing says how far")
    return diverges


def _divergence(values: list[Any]) -> Diverges:
    """Where every change from one of ``values`` to the next is at least as large as the one before: the infinity they go to.

    Raises :class:`~mathcheck.numerics.jets.Undecided` where a change may be none, and :class:`TooSlow` where it is smaller.
    """
    changes = [_changes(a, b) for a, b in itertools.pairwise(values)]
    signs = {change.sign for step in changes[1:] for change in step}
    if 0 in signs:
        raise balls.Undecided("the values are not known well enough")
    growing = all(b.lower >= a.upper for one, two in itertools.pairwise(changes) for a, b in zip(one, two, strict=True))
    if not growing or len(signs) != 1:
        raise TooSlow("the values grow, and nothing says how far")
    return Diverges(signs.pop())


def _place(to: float, side: str | None, bits: int, phase: int) -> Any:
    """A place far along the approach, exactly: at so small a distance from the number that ``to`` stands for, a decimal or a constant."""
    if np.isinf(to):
        return balls.exactly(phase if to > 0 else -phase, bits - PHASE_BITS)
    away = balls.exactly(-phase if side == "-" else phase, -bits - PHASE_BITS)
    return away if to == 0 else balls.lift_constant(np.float64(to)) + away
