"""Terms that are an array times a power of a number of the claim: x xᵀ / ‖x‖³ in the second derivative of a norm.

To try every power of every number with every array would take long. So an array is looked at first: is what is missing a multiple of it, at
each input by a number of its own? Then that number is compared with the powers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from mathcheck.insight.view import Floats, View
from mathcheck.insight.vocabulary import Word, vocabulary
from mathcheck.language.sizes import Size

# How near the shares have to be, relative to the largest; and the powers.
NEAR, POWERS = 1e-6, (1, -1, 2, -2, 3, -3)


def scaled(view: View, words: Iterable[Word], rest: list[Floats]) -> Iterator[Word]:
    """Those of ``words``, times a power of a number of the claim, of which ``rest`` is a multiple at every input of a size."""
    sheets = view.bench.sheets
    if not sheets[0].shape:  # all words are numbers then
        return
    numbers = [
        w for w in vocabulary(view.bench, view.formula) if not isinstance(w.formula, Size) and all(v.ndim == 1 for v in w.values)
    ]
    for word in words:
        shares = [_shares(w, r, s.usable) for w, r, s in zip(word.values, rest, sheets, strict=True)]
        if any(share is None for share in shares):
            continue
        for number in numbers:
            for power in POWERS:
                raised = [value**power for value in number.values]
                if all(
                    _steady(share / p[s.usable]) for share, p, s in zip(shares, raised, sheets, strict=True) if share is not None
                ):
                    column = (-1, *(1,) * len(sheets[0].shape))
                    values = [p.reshape(column) * w for p, w in zip(raised, word.values, strict=True)]
                    yield Word(_times_power(word.formula, number.formula, power), values)


def _times_power(formula: Any, number: Any, power: int) -> Any:
    raised = number if abs(power) == 1 else number ** abs(power)
    return raised * formula if power > 0 else formula / raised


def _shares(word: Floats, rest: Floats, usable: Any) -> Floats | None:
    """By which number, at each input, a word is to be multiplied; not a number where it is zero, None where it is no multiple."""
    if word.shape != rest.shape:
        return None
    w, r = (side[usable].reshape(int(np.sum(usable)), -1) for side in (word, rest))
    share: Floats = np.sum(w * r, axis=1) / np.sum(w * w, axis=1)
    near = NEAR * np.max(np.abs(r), axis=1, initial=0.0, keepdims=True)
    missed = np.abs(r - np.nan_to_num(share)[:, None] * w) > near
    return None if np.any(missed) else share


def _steady(shares: Floats) -> bool:
    known = shares[np.isfinite(shares)]
    return not known.size or float(np.ptp(known)) <= NEAR * float(np.max(np.abs(known)))
