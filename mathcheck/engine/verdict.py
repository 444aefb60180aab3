"""From the account of a search to one of the six verdicts, with the reason in a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from mathcheck.engine.describe import counterexample, point_bindings
from mathcheck.engine.evaluation import NotElementwise
from mathcheck.engine.evidence import Counterexample, Evidence, Tally, Verdict
from mathcheck.engine.ranks import about_rank
from mathcheck.engine.sampling import Point
from mathcheck.engine.search import Search
from mathcheck.engine.strength import beside_zero, unmeasured
from mathcheck.engine.vacuity import left_no_input, never_mattered, only_trivial
from mathcheck.engine.valueless import meant_inputs
from mathcheck.engine.watch import CodeError
from mathcheck.language.digits import equals
from mathcheck.language.printing import counted
from mathcheck.language.shapes import too_short
from mathcheck.language.spot import spot_of

# A claim holds on no fewer accepted points than this, or a twentieth of those asked for (hypotheses and kinks take some).
FEWEST, SHARE = 5, 0.05

# One-sided points without anything special about them, from which on they are no accident.
GAPS = 2


def conclude(search: Search, blank: Evidence) -> Evidence:
    """The evidence of a finished search."""
    evidence = replace(blank, tally=search.account.tally(), examples=search.account.examples)
    if search.failure is not None:
        return _errored(search, evidence)
    if search.mismatch is not None:
        return replace(evidence, verdict=Verdict.REFUTED, reason=_mismatched(search, *search.mismatch))
    if search.first is not None:
        return _refuted(search, evidence)
    return _not_refuted(search, evidence)


def _mismatched(search: Search, point: Point, words: str) -> str:
    """Shapes that do not agree for the sizes of an input; with the size to be longer, where that mends it."""
    sizes, _inputs = point_bindings(search.program, point)
    where = ", ".join(f"{b.name} = {b.value.entries}" for b in sizes)
    short = too_short(search.program.relation, {size: int(point[size.fingerprint]) for size in search.program.sizes})
    meant = "" if short is None else f' If longer ones are meant, write {short[0].name} = dims("{short[0].name}", low={short[1]}).'
    return f"The shapes do not agree{' at ' + where if where else ''}: {words}.{meant}"


def _at(search: Search, point: Point) -> str:
    """A point in words, a line each; nothing where there is none, or nothing varies."""
    sizes, inputs = point_bindings(search.program, point) if point else ((), ())
    shown = "\n".join(f"{b.name} = {b.value.entries}" for b in (*sizes, *inputs))
    return f"at the input\n{shown}" if shown else ""


def _errored(search: Search, evidence: Evidence) -> Evidence:
    assert search.failure is not None
    cause, point = search.failure.cause, search.failure.point
    detail = _at(search, point)
    if isinstance(cause, (CodeError, NotElementwise)):
        return replace(
            evidence,
            verdict=Verdict.ERROR,
            reason=str(cause).rstrip(".?") + ("?" if str(cause).endswith("?") else "."),
            detail=detail,
        )
    spot = spot_of(cause)
    place = f", at {Path(spot.path).name}, line {spot.line}" if spot is not None else ""
    reason = f"The claim's code raised {type(cause).__name__}: {str(cause).rstrip('.')}{place}."
    shown = spot.underlined() if spot is not None else ""
    return replace(evidence, verdict=Verdict.ERROR, reason=reason, detail="\n".join(part for part in (shown, detail) if part))


def _refuted(search: Search, evidence: Evidence) -> Evidence:
    assert search.simplest is not None
    assert search.worst is not None
    simplest, worst = counterexample(search.program, search.simplest), counterexample(search.program, search.worst)
    count = int(np.sum(np.asarray(simplest.wrong.entries)))
    total = int(np.size(simplest.wrong.entries))
    if simplest.relation == "proportional":
        reason = _disproportion(search, simplest)
    elif simplest.relation in ("==", "!="):
        which = "The two sides differ" if simplest.relation == "==" else "The two sides are equal"
        entries = f" in {simplest.where}" if simplest.where else "" if total == 1 else f" in {count} of {total} entries"
        reason = f"{which}{entries}" + (f", by {_largest(simplest)}." if simplest.relation == "==" else ".")
    else:
        equal = float(_largest(simplest)) == 0
        reason = f"The left side is not {simplest.relation} the right side: " + (
            "the two are equal." if equal else f"it is off by {_largest(simplest)}."
        )
    constant = None
    return replace(evidence, verdict=Verdict.REFUTED, reason=reason, simplest=simplest, worst=worst, constant=constant)


def _disproportion(search: Search, example: Counterexample) -> str:
    """Why one positive constant for all inputs does not fit this one."""
    assert search.simplest is not None
    left, right = (np.asarray(side, dtype=np.float64) for side in (search.simplest.judgement.left, search.simplest.judgement.right))
    if float(np.sum(left * right)) < 0:
        return "No positive constant fits: the two sides have opposite signs."
    constant = 1.0 if example.constant is None else example.constant
    return (
        f"No single positive constant fits: at another input left = c · right with c {equals(constant)}, and with that c they "
        f"differ here by {_largest(example)}."
    )


def _one_sided(search: Search, evidence: Evidence) -> Evidence:
    """A formula that has no value where the other side has one says nothing there; whether that is meant, only its author knows."""
    point, side = search.trial.gaps[0]
    frame = search.trial.frame(point)
    meant = meant_inputs(search.program, None if frame is None else frame.memories[0])
    reason = (
        f"It agrees wherever both sides have a value, but the {side} side has none at ordinary inputs where the other side has one. "
        f"{meant}"
    )
    return replace(evidence, verdict=Verdict.INCONCLUSIVE, reason=reason, detail=_at(search, point))


def _limitless(search: Search, evidence: Evidence) -> Evidence:
    """A limit that does not exist, at one of the inputs it is claimed for, is not what it is said to be."""
    point, words = search.trial.limitless[0]
    somewhere = " at some of the inputs" if search.account.tally().accepted else ""
    reason = f"The limit does not exist{somewhere}. By {words}."
    return replace(evidence, verdict=Verdict.REFUTED, reason=reason, detail=_at(search, point))


def _largest(example: Counterexample) -> str:
    difference, wrong = (np.asarray(values.entries, dtype=object) for values in (example.difference, example.wrong))
    mask = np.broadcast_to(wrong, difference.shape).ravel() if example.relation != "==" else [True] * difference.size
    numbers = [abs(float(entry)) for entry, counts in zip(difference.ravel(), mask, strict=True) if counts]
    return f"{max(numbers, default=0.0):.4g}"


def _not_refuted(search: Search, evidence: Evidence) -> Evidence:
    if search.trial.limitless:
        return _limitless(search, evidence)
    tally = evidence.tally
    tried = tally.accepted + tally.at_kinks + tally.undefined + tally.undecided
    needed = max(FEWEST, int(SHARE * search.max_examples)) if search.max_examples > FEWEST else 1
    if tried == 0 or (tried < needed and tally.rejected > tried):
        return replace(evidence, verdict=Verdict.VACUOUS, reason=left_no_input(search.program, tried, tally.rejected))
    if tally.accepted < min(needed, _possible(search)) or tally.accepted < SHARE * tried:
        return replace(
            evidence, verdict=Verdict.INCONCLUSIVE, reason=_why_inconclusive(tally) + about_rank(search.program.relation)
        )
    if len(search.trial.gaps) >= GAPS:
        return _one_sided(search, evidence)
    if search.trial.unconfirmed:
        reason = (
            f"At {counted(search.trial.unconfirmed, 'input')} the sides differ by more than the estimated error, but the second method could not "
            "confirm it, so this is neither a refutation nor agreement."
        )
        return replace(evidence, verdict=Verdict.INCONCLUSIVE, reason=reason + about_rank(search.program.relation))
    if search.trial.waited and tally.accepted == search.account.trivial:
        return replace(evidence, verdict=Verdict.VACUOUS, reason=only_trivial(search.program, tally.accepted))
    if never_mattered(search.program):
        reason = "The variables never mattered: no part of the formula changed its value from one input to another, so no input could refute it."
        return replace(evidence, verdict=Verdict.VACUOUS, reason=reason)
    return _held(search, evidence)


def _held(search: Search, evidence: Evidence) -> Evidence:
    """Nothing speaks against the claim: how much that is worth."""
    seen = search.account.resolutions
    resolution = float(np.median(seen)) if seen else None
    constants = [value for value, _ in search.trial.constants.values()]
    strength = search.strength()
    if strength is not None and not strength.killed:
        reason = (
            "The check could not have failed: none of the altered formulas that were put in place of the claimed one was told apart from it on "
            "these inputs."
        )
        return replace(evidence, verdict=Verdict.VACUOUS, reason=reason, strength=strength)
    weak = (
        f" Weak: on the same inputs {strength.survived[0]} would not have been refuted either."
        if strength and strength.survived
        else ""
    )
    return replace(
        evidence,
        verdict=Verdict.HOLDS,
        reason=f"{_how_far(search, evidence.tally, constants, resolution)}.{weak}",
        resolution=resolution,
        constant=constants[0] if constants else None,
        beside_zero=any(map(beside_zero, search.program.parts)),
        strength=strength,
        unmeasured="" if strength is not None else unmeasured(search.program, search.rounds.samples),
        slack=search.slack,
        rate=search.rate,
        degree=None if search.exact is None else search.exact.degree,
        chance=None if search.exact is None else search.exact.probability,
    )


def _how_far(search: Search, tally: Tally, constants: list[float], resolution: float | None) -> str:
    """On how many inputs nothing spoke against the claim, and what was left out."""
    words = f"Not refuted on {counted(tally.distinct, 'distinct input')}"
    if not search.program.variables and not search.program.sizes:
        words = "Not refuted; there is only one case, as nothing varies"
    if constants:
        words += f"; left = c · right with c {equals(constants[0])}" + (
            f", to within a relative {resolution:.0e}" if resolution else ""
        )
    if tally.undefined:
        words += f" ({tally.undefined} more were left out, where a side has no value)"
    strict = any(part.relation.symbol in ("<", ">", "!=") for part in search.program.parts)
    if strict and tally.undecided:
        words += f" (at {tally.undecided} more the two sides are equal as far as rounding lets see, and may be equal)"
    elif tally.undecided > tally.accepted:
        words += f" ({tally.undecided} more could not decide: rounding could explain any difference)"
    return words


def _possible(search: Search) -> int:
    """Fewer points may exist than are asked for: a claim about three values of one letter is tested by three."""
    return max(1, search.account.examined)


def _why_inconclusive(tally: Tally) -> str:
    reasons: list[tuple[int, str]] = [
        (tally.at_kinks, "the derivative or limit does not exist there"),
        (tally.undefined, "a side has no finite value there (NaN or infinite): say for which inputs the claim is meant, with a domain such as "
         "`positive` or with .given(…)"),
        (tally.undecided, "rounding could explain any difference"),
    ]  # fmt: skip
    parts = [f"at {counted(count, 'input')} {why}" for count, why in sorted(reasons, key=lambda r: -r[0]) if count]
    few = "No input" if not tally.accepted else f"Only {counted(tally.accepted, 'input')}"
    return f"{few} could decide: {'; '.join(parts)}."
