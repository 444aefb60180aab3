"""What the slips came to, as lines of a table."""

from __future__ import annotations

import numpy as np
from slips.slip import Slip

from mending.measure import EXAMPLES, SEEDS, Outcome, Shown

Pair = tuple[Slip, Outcome]
GROUPS = ("one slip", "two slips", "a hypothesis", "no small edit")
REFUTED = "refuted"


def table(chosen: list[Slip], found: list[Outcome]) -> list[str]:
    """All that is printed without ``--verbose``."""
    pairs = list(zip(chosen, found, strict=True))
    failed = [f"explaining {outcome.name} failed: {outcome.failed}" for outcome in found if outcome.failed]
    unlike = [f"{outcome.name} is {outcome.verdict}, not refuted" for outcome in found if outcome.verdict != REFUTED]
    parts = [recovered(pairs), again(pairs), named(pairs), beyond(pairs), cost(found), failed + unlike]
    return [line for part in parts if part for line in (*part, "")]


def recovered(pairs: list[Pair]) -> list[str]:
    """How many slips were mended, by their number and by the kind of mistake that fits best."""
    mendable = [pair for pair in pairs if pair[0].group != "no small edit"]
    lines = [f"{'recovered':<34}{'slips':>7}{'any shown':>12}{'the first':>12}{'only others':>13}{'nothing':>10}"]
    for group in GROUPS[:-1]:
        lines += _rows(group, [pair for pair in mendable if pair[0].group == group])
        if group == "a hypothesis":
            for way in ("hypothesis", "formula"):
                lines += _rows(f"  by its {way}", [pair for pair in mendable if pair[0].group == group], way)
    lines += _rows("refuted by shapes alone", [pair for pair in mendable if pair[1].shapes])
    lines.append("one and two slips, by mistake:")
    counted = [pair for pair in mendable if pair[0].group != "a hypothesis"]
    for kind in sorted({slip.kinds[0] for slip, _ in counted}):
        lines += _rows(f"  {kind}", [pair for pair in counted if pair[0].kinds[0] == kind])
    return lines


def _rows(label: str, pairs: list[Pair], way: str = "") -> list[str]:

    def fits(shown: Shown) -> bool:
        return shown.recovered == way if way else bool(shown.recovered)

    anywhere = sum(any(map(fits, outcome.shown)) for _, outcome in pairs)
    first = sum(any(map(fits, outcome.shown[:1])) for _, outcome in pairs)
    nothing = sum(not outcome.shown for _, outcome in pairs)
    others = len(pairs) - anywhere - nothing
    return (
        [f"{label:<34}{len(pairs):>7}{_share(anywhere, pairs):>12}{_share(first, pairs):>12}{others:>13}{nothing:>10}"]
        if pairs
        else []
    )


def _share(count: int, pairs: list[Pair]) -> str:
    return f"{count} {count / len(pairs):>4.0%}"


def again(pairs: list[Pair]) -> list[str]:
    """What became of the repairs when they were judged again."""
    shown = [repair for _, outcome in pairs for repair in outcome.shown]
    false = [repair for repair in shown if REFUTED in repair.verdicts]
    unreadable = [repair for repair in shown if repair.verdicts[0].startswith("unreadable")]
    unsure = [repair for repair in shown if repair not in false + unreadable and set(repair.verdicts) != {"holds"}]
    lines = [
        f"repairs shown: {len(shown)}; judged again with seeds {SEEDS} and {EXAMPLES} examples: {len(false)} refuted (must be 0), "
        f"{len(unreadable)} cannot be read back (must be 0), {len(unsure)} neither hold nor are refuted"
    ]
    return lines + [f"  {', '.join(repair.verdicts)}: {repair.words}" for repair in false + unreadable + unsure]


def named(pairs: list[Pair]) -> list[str]:
    """Whether mistakes have the names that fit."""
    lines = [
        f"{'mistakes named':<34}{'slips':>7}{'first fits':>12}{'a later fits':>13}{'others only':>13}{'none fits':>11}{'missing':>9}"
    ]
    for group in GROUPS:
        words = [_fit(slip, outcome) for slip, outcome in pairs if slip.group == group]
        counts = [words.count(word) for word in ("first", "later", "other", "none fits", "missing")]
        widths = (12, 13, 13, 11, 9)
        lines.append(
            f"{group:<34}{len(words):>7}" + "".join(f"{count:>{width}}" for count, width in zip(counts, widths, strict=True))
        )
    return lines


def _fit(slip: Slip, outcome: Outcome) -> str:
    """How the names fit: without a name, that may be as it should be ("none fits") or not ("missing")."""
    kinds = [mistake.kind for mistake in outcome.mistakes]
    if not kinds:
        return "none fits" if "none" in slip.kinds else "missing"
    return "first" if kinds[0] in slip.kinds else "later" if set(kinds) & set(slip.kinds) else "other"


def beyond(pairs: list[Pair]) -> list[str]:
    """What was shown for formulas that no small edit mends."""
    hopeless = [(slip, outcome) for slip, outcome in pairs if slip.group == "no small edit"]
    lines = [
        f"no small edit mends {len(hopeless)}: {sum(bool(outcome.shown) for _, outcome in hopeless)} with a repair shown, which is"
    ]
    for slip, outcome in hopeless:
        lines += [f"  {'false' if REFUTED in repair.verdicts else 'true'}: {slip.name}: {repair.words}" for repair in outcome.shown]
    return lines if len(lines) > 1 else [lines[0].removesuffix(", which is")]


def cost(found: list[Outcome]) -> list[str]:
    """What explaining costs: against the check that it explains, and against a whole check of the right formula."""
    lines = [
        "explaining",
        f"{'':<26}{'claims':>7}{'seconds':>9}{'at most':>9}{'/ check':>9}{'/ whole check':>15}{'median':>8}{'over 5':>8}",
    ]
    groups = (("refuted by inputs", False), ("refuted by shapes", True))
    for label, chosen in (
        *((label, [entry for entry in found if entry.shapes == shapes]) for label, shapes in groups),
        ("all", found),
    ):
        if chosen:
            lines.append(_cost(label, chosen))
    return lines


def _cost(label: str, chosen: list[Outcome]) -> str:
    """Sums over claims: the explanation's time, its ratio to the checks' and to that of whole checks; the ratio to a claim's whole check."""
    extra, bare, whole = (
        np.array(column) for column in zip(*((e.explained - e.bare, e.bare, e.whole) for e in chosen), strict=True)
    )
    known = np.isfinite(whole)
    if not np.any(known):  # no formula that holds to compare with
        return f"{label:<26}{len(chosen):>7}{np.sum(extra):>9.1f}{np.max(extra):>9.2f}{np.sum(extra) / np.sum(bare):>9.1f}"
    ratio = extra[known] / whole[known]
    sums = np.sum(extra) / np.sum(bare), np.sum(extra[known]) / np.sum(whole[known])
    return (
        f"{label:<26}{len(chosen):>7}{np.sum(extra):>9.1f}{np.max(extra):>9.2f}{sums[0]:>9.1f}{sums[1]:>15.1f}{np.median(ratio):>8.1f}"
        f"{np.mean(ratio > 5):>8.0%}"
    )


def failures(chosen: list[Slip], found: list[Outcome]) -> list[str]:
    """Every slip that was not recovered or whose mistake has a name that does not fit, with what was shown."""
    lines = []
    for slip, outcome in zip(chosen, found, strict=True):
        mended = any(repair.recovered for repair in outcome.shown) or slip.group == "no small edit"
        fit = _fit(slip, outcome)
        if mended and fit in ("first", "later", "none fits"):
            continue
        lines += [f"\n{slip.name} ({slip.group}{', shapes' if outcome.shapes else ''}): {slip.what}"]
        lines += [f"  wrong      {slip.stem.replace('?', slip.wrong)}"]
        lines += [f"  right      {slip.stem.replace('?', slip.right)}"] * bool(slip.right)
        lines += [f"  holds if   {slip.hypothesis}"] * bool(slip.hypothesis)
        lines += [f"  expected   {' | '.join(slip.kinds)}   ({fit})"]
        lines += [f"  mistake    {mistake.kind}: {mistake.words} ({mistake.share:.0%})" for mistake in outcome.mistakes]
        lines += [f"  {'recovered' if repair.recovered else 'shown    '}  {repair.words}" for repair in outcome.shown]
    return lines
