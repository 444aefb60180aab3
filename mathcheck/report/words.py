"""The evidence in sentences, and numbers as people write them. Says only what the counts say."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context
from typing import Any

from mathcheck.engine.evidence import Counterexample, Evidence, Strength, Tally, Verdict
from mathcheck.language.digits import equals
from mathcheck.language.printing import counted, identifier
from mathcheck.report.digits import USUAL, decimal

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: Any, digits: int = USUAL) -> str:
    """A number as short as it can be without hiding anything that matters for checking by hand.

    >>> number(2.0), number(0.1), number("inf"), number(1e-17), number(True)
    ('2', '0.1', '∞', '10⁻¹⁷', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return {"inf": "∞", "-inf": "−∞"}.get(value, value)
    return _minus(str(value)) if isinstance(value, int) else power(decimal(value, digits))


def rough(value: float, digits: int = 1, toward: str = "") -> str:
    """A number of which only the size matters; ``toward`` "up" for one that something is below, "down" for one that something is above.

    >>> rough(4.1e-9), rough(1e-12), rough(0.0371), rough(0.25, 2), rough(12345678.0)
    ('4·10⁻⁹', '10⁻¹²', '0.04', '0.25', '10⁷')
    >>> rough(4.1e-9, toward="up"), rough(2.9999, 2, toward="down"), rough(-0.06)
    ('5·10⁻⁹', '2.9', '−0.06')
    """
    rounding = {"up": ROUND_CEILING, "down": ROUND_FLOOR}.get(toward, ROUND_HALF_EVEN)
    # A double that was written with few digits is taken for those.
    rounded = float(Context(prec=digits, rounding=rounding).create_decimal(repr(float(value))))
    if rounded and not 1e-3 <= abs(rounded) < 1e5:
        return power(f"{rounded:.{digits - 1}e}")
    return _minus(f"{rounded:g}")


def power(text: str) -> str:
    """A number in Python's exponent notation with a power of ten.

    >>> power("1.5e-07"), power("1e+20"), power("-0.5")
    ('1.5·10⁻⁷', '10²⁰', '−0.5')
    """
    mantissa, e, exponent = text.partition("e")
    if not e:
        return _minus(text)
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    front = {"1": "", "-1": "−"}.get(mantissa, f"{_minus(mantissa)}·")
    return f"{front}10{str(int(exponent)).translate(_SUPERSCRIPTS)}"


def powers(sentence: str) -> str:
    """A sentence with powers of ten in the place of exponent notation, but for what stands between backticks.

    >>> powers("It is off by 1.5e-07 in `x + 1e-07`.")
    'It is off by 1.5·10⁻⁷ in `x + 1e-07`.'
    """
    parts = sentence.split("`")
    parts[::2] = [re.sub(r"(?<![\w.])-?\d+(\.\d+)?e[+-]\d+\b", lambda found: power(found[0]), part) for part in parts[::2]]
    return "`".join(parts)


def _minus(text: str) -> str:
    return text.replace("-", "−")


def sentences(evidence: Evidence) -> tuple[str, ...]:
    """What a verdict rests on, in sentences of plain text; what stands between backticks is code.

    >>> sentences(Evidence(Verdict.HOLDS, "", tally=Tally(accepted=40, distinct=40, sizes=(("n", 1, 4),)), resolution=4e-9))
    ('Not refuted on 40 inputs, `n` from 1 to 4; a relative error above 4·10⁻⁹ would have been seen.',)
    """
    tell = {Verdict.HOLDS: _held, Verdict.REFUTED: _refuted}.get(evidence.verdict, _undecided)
    return tuple(f"{text[0].upper()}{text[1:]}." for text in tell(evidence) if text)


# --- holds ----------------------------------------------------------------------------------------


def _held(evidence: Evidence) -> Iterator[str]:
    tally, strength = evidence.tally, evidence.strength
    tried = _tried(tally)
    yield "; ".join(
        part
        for part in (
            f"not refuted on {tried}" if tally.distinct else "",
            _altered(strength),
            _resolution(evidence),
        )
        if part
    )
    if strength is not None and strength.survived:
        listed = " and ".join(f"`{survivor}`" for survivor in strength.survived[:3])
        more = f", and {len(strength.survived) - 3} more" if len(strength.survived) > 3 else ""
        yield f"these inputs do not tell it apart from the formula with {listed}{more}"
    if evidence.unmeasured:
        yield f"no altered formulas were tried: {evidence.unmeasured}"
    if evidence.constant is not None:
        yield f"the constant of proportionality is c {equals(evidence.constant)}, found from the inputs: left = c · right"
    if evidence.slack is not None:
        yield (
            f"the tightest input leaves a room of {rough(evidence.slack, toward='down')} between the sides, relative to them"
            if evidence.slack
            else "there is an input at which the two sides are equal, as far as rounding shows"
        )
    if evidence.rate:
        yield f"the limit's approach: {evidence.rate}"
    if evidence.chance is not None:
        yield (
            f"both sides are polynomials, of degree {evidence.degree} at most, and agree exactly at a random point; the chance that a "
            f"false identity of that degree does so is below {rough(evidence.chance, toward='up')} (at the sizes of that point)"
        )
    yield from _left_out(tally)


def _tried(tally: Tally) -> str:
    """How many inputs, of what sizes, and what was special about them."""
    parts = [counted(tally.distinct, "input"), *_sizes(tally)]
    if tally.degenerate:
        parts.append(f"{f'{tally.degenerate} of them ' if tally.distinct != 1 else ''}with zeros, ties or a size of 1")
    return ", ".join(parts)


def _sizes(tally: Tally) -> list[str]:
    """Sizes with the same range together.

    >>> _sizes(Tally(sizes=(("m", 1, 4), ("n", 1, 4), ("K", 2, 2))))
    ['`m` and `n` from 1 to 4', '`K` = 2']
    """
    ranges: dict[tuple[int, int], list[str]] = {}
    for name, low, high in tally.sizes:
        ranges.setdefault((low, high), []).append(f"`{identifier(name)}`")
    return [f"{_listed(names)} {f'from {low} to {high}' if low < high else f'= {low}'}" for (low, high), names in ranges.items()]


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _altered(strength: Strength | None) -> str:
    if strength is None or not strength.tried:
        return ""
    same = f" ({strength.equivalent} more turned out to be the same function)" if strength.equivalent else ""
    return f"{altered(strength)} refuted on the same inputs{same}"


def altered(strength: Strength) -> str:
    """How many altered formulas were refuted, up to that word.

    >>> altered(Strength(7)), altered(Strength(1)), altered(Strength(1, ("-x for x",))), altered(Strength(0, ("-x for x",)))
    ('7 of 7 altered formulas were', 'the one altered formula was', '1 of 2 altered formulas was', 'the one altered formula was not')
    """
    if strength.tried == 1:
        return "the one altered formula was" + ("" if strength.killed else " not")
    return f"{strength.killed} of {strength.tried} altered formulas {'was' if strength.killed == 1 else 'were'}"


def _resolution(evidence: Evidence) -> str:
    if evidence.resolution is None:
        return ""
    if evidence.resolution < sys.float_info.epsilon:  # smaller ones do not come to be
        return "every error that floating point shows would have been seen"
    size = rough(evidence.resolution, toward="up")
    error = (
        f"an error above {size} of the numbers that it is computed from"
        if evidence.beside_zero
        else f"a relative error above {size}"
    )
    return f"{error} would have been seen"


def _left_out(tally: Tally) -> Iterator[str]:
    """What could not be compared, and why."""
    for count, why in (
        (tally.at_kinks, "the derivative or limit does not exist there"),
        (tally.undefined, "a side has no value there"),
        (tally.undecided, "rounding could explain any difference"),
    ):
        if count:
            yield f"{counted(count, 'further input')} said nothing: {why}"
    if tally.rejected:
        yield f"{counted(tally.rejected, 'generated input')} did not satisfy the hypotheses"
    if tally.settled:
        yield f"{counted(tally.settled, 'input')} could be settled only by ball arithmetic, which found no difference"


# --- refuted --------------------------------------------------------------------------------------


def _refuted(evidence: Evidence) -> Iterator[str]:
    example, tally = evidence.simplest, evidence.tally
    if example is None:
        if evidence.examples == 0:
            yield "shapes that do not agree do so whatever the values are, so none were tried"
        yield from _left_out(tally)
        return
    before = tally.accepted
    agreed = f"; the {before} compared before it agreed" if before > 1 else "; the one compared before it agreed" if before else ""
    yield (
        f"the {_ordinal(evidence.examples)} input generated refuted it{agreed}; it was then made as simple as could be"
        if evidence.examples
        else ""
    )
    yield error(example)
    if example.method:
        by = f": the sides differ by at least {rough(example.certified, 4, toward='down')}" if example.certified else ""
        yield f"confirmed by {example.method}{by}"


def error(example: Counterexample) -> str:
    """How large the difference is beside what could be wrong with its computation; a sentence without its stop."""
    largest = max(flat(example.error.entries), default=0.0)
    if not largest:
        return "every step of the computation was exact"
    difference = max((abs(value) for value in flat(example.difference.entries) if math.isfinite(value)), default=0.0)
    times = f", the difference is {rough(difference / largest, toward='down')} times as large" if difference > largest else ""
    return f"the computation's own error is below {rough(largest, toward='up')}{times}"


def flat(entries: Any) -> list[float]:
    """The numbers in nested lists; a word that stands in the place of one is none."""
    if isinstance(entries, list):
        return [value for entry in entries for value in flat(entry)]
    try:
        return [float(entries)]
    except ValueError:
        return []


def _ordinal(count: int) -> str:
    ending = "th" if 10 < count % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return "first" if count == 1 else f"{count}{ending}"


# --- the others -----------------------------------------------------------------------------------


def _undecided(evidence: Evidence) -> Iterator[str]:
    tally = evidence.tally
    if not evidence.examples:
        return
    compared = f"{tally.accepted} of them" if evidence.examples != 1 else "and" if tally.accepted else "not"
    yield f"{counted(evidence.examples, 'input')} generated, {compared} compared"
    yield _altered(evidence.strength)
    yield from _left_out(tally)
