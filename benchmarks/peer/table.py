"""The outcomes counted: tables in Markdown, one for each part of the corpus and set of facts."""

import statistics

from corpus.fact import DERIVATIVES, WRONG_LEVELS

from peer.checkers import CAP, NOT_APPLICABLE, PASSES, REJECTS, UNSURE

MISTAKES = {(True, REJECTS): "true, refuted", (False, PASSES): "wrong, passes", (True, UNSURE): "true, could not say"}
MISTAKES[False, UNSURE] = "wrong, could not say"


def counts(facts, outcomes, checkers):
    """One row a checker: caught, refuted, could not say, does not apply, times."""
    rows = [
        ["checker", "wrong caught", "true refuted", "could not say (wrong, true)", "does not apply", "median", "total"],
        ["---", *["---:"] * 6],
    ]
    for checker in checkers:
        if checker.version is None:
            rows.append([checker.name, "not installed", *[""] * 5])
            continue
        said = {o.fact: o for o in outcomes if o.checker == checker.name}
        here = [(fact, said[fact.name]) for fact in facts if fact.name in said]
        applied = [(fact, o) for fact, o in here if o.said != NOT_APPLICABLE]
        wrong, true = ([o.said for fact, o in applied if fact.true is truth] for truth in (False, True))
        seconds = [o.seconds for _, o in applied]
        rows.append([
            checker.name, f"{wrong.count(REJECTS)} of {len(wrong)}", f"{true.count(REJECTS)} of {len(true)}",
            f"{wrong.count(UNSURE)}, {true.count(UNSURE)}", str(len(here) - len(applied)),
            f"{1000 * statistics.median(seconds):.1f} ms" if seconds else "", f"{sum(seconds):.1f} s",
        ])  # fmt: skip
    return _markdown(rows)


def levels(facts, outcomes, checkers):
    """Wrong facts caught, by how they are wrong."""
    wrong = [fact for fact in facts if not fact.true]
    present = [level for level in WRONG_LEVELS if any(fact.level == level for fact in wrong)]
    rows = [["wrong facts caught", *present], ["---", *["---:"] * len(present)]]
    for checker in checkers:
        said = {o.fact: o.said for o in outcomes if o.checker == checker.name and o.said != NOT_APPLICABLE}
        cells = [[said[fact.name] for fact in wrong if fact.level == level and fact.name in said] for level in present]
        if said:
            rows.append([checker.name, *[f"{cell.count(REJECTS)} of {len(cell)}" if cell else "" for cell in cells]])
    return _markdown(rows)


def ratios(outcomes):
    """mathcheck's time over that of the hand-written test, claim by claim, where both ran."""
    seconds = {(o.fact, o.checker): o for o in outcomes if o.said != NOT_APPLICABLE}
    pairs = [(o, seconds.get((name, "hand-written test"))) for (name, checker), o in seconds.items() if checker == "mathcheck"]
    pairs = [(own, hand) for own, hand in pairs if hand is not None]
    if not pairs:
        return ""
    lines = []
    for words, chosen in (("", pairs), (" where both pass", [p for p in pairs if p[0].said == p[1].said == PASSES])):
        if chosen:
            found = sorted((own.seconds / hand.seconds, own.fact) for own, hand in chosen)
            middle = statistics.median(ratio for ratio, _ in found)
            lines.append(f"{middle:.2f}{words} ({len(found)} facts, {found[0][0]:.2f} to {found[-1][0]:.2f}, {found[-1][1]})")
    return f"mathcheck's time over the hand-written test's, fact by fact, median: {'; '.join(lines)}."


def stopped(outcomes):
    """Checks that reached the time limit, by checker."""
    late = [o.checker for o in outcomes if o.seconds >= CAP]
    return f"Stopped after {CAP:g} s: {', '.join(f'{name} {late.count(name)}' for name in sorted(set(late)))}." if late else ""


def own_words(facts, outcomes):
    """How mathcheck's verdicts change over the seeds, how refutations are confirmed, what is left open."""
    own = [o for o in outcomes if o.checker == "mathcheck" and o.fact in {fact.name for fact in facts}]
    if not own:
        return ""
    verdicts: dict[str, set[str]] = {}
    for o in own:
        verdicts.setdefault(o.fact, set()).add(o.said)
    changed = sorted(name for name, said in verdicts.items() if len(said) > 1)
    true = {fact.name: fact.true for fact in facts}
    refuted = [o for o in own if o.said == REJECTS]
    at_inputs = [o for o in refuted if not o.note.startswith("shapes")]
    rigorous = sum(o.note.startswith("ball arithmetic") for o in at_inputs)
    unsure = [o for o in own if o.said == UNSURE]
    inconclusive = sum(o.note.startswith("inconclusive") for o in unsure)
    lines = [
        f"- {len({o.seed for o in own})} seeds; {len(changed)} of {len(verdicts)} verdicts change{': ' if changed else ''}{', '.join(changed)}",
        f"- over all seeds: {sum(true[o.fact] for o in refuted)} refutations of true facts, "
        f"{sum(not true[o.fact] and o.said == PASSES for o in own)} passes of wrong ones",
        f"- refutations at an input confirmed rigorously (ball arithmetic): {_share(rigorous, len(at_inputs))}; "
        f"{len(refuted) - len(at_inputs)} more by their shapes",
        f"- could not say: {_share(len(unsure), len(own))}, of them inconclusive {inconclusive}",
    ]
    return "mathcheck's verdicts:\n\n" + "\n".join(lines)


def _share(part, whole):
    return f"{part} of {whole}" + (f" ({100 * part / whole:.0f} %)" if whole else "")


def mistakes(facts, outcomes, checkers):
    """Every mistaken verdict by name."""
    lines = []
    for checker in checkers:
        said = {o.fact: o for o in outcomes if o.checker == checker.name}
        for fact in facts:
            o = said.get(fact.name)
            if o is not None and (fact.true, o.said) in MISTAKES:
                note = f": {o.note}" if o.note else ""
                lines.append(f"- {checker.name}: {fact.name} ({fact.kind}, {fact.level}) {MISTAKES[fact.true, o.said]}{note}")
    return "\n".join(lines)


def part_report(title, facts, outcomes, checkers, listing):
    """Everything about one part of the corpus."""
    first = min((o.seed for o in outcomes), default=0)
    once = [o for o in outcomes if o.seed == first]
    derivatives = [fact for fact in facts if fact.kind in DERIVATIVES]
    whole = [checker for checker in checkers if checker.name in ("mathcheck", "hand-written test")]
    pieces = [
        f"## {title}: {len(facts)} facts, {sum(not fact.true for fact in facts)} of them wrong",
        f"### Derivatives ({len(derivatives)} facts)",
        counts(derivatives, once, checkers),
        levels(derivatives, once, checkers),
        f"### All facts ({len(facts)})",
        counts(facts, once, whole),
        levels(facts, once, whole),
        ratios(once),
        own_words(facts, outcomes),
        stopped(once),
    ]
    if listing:
        pieces += ["### Mistaken verdicts", mistakes(facts, once, checkers)]
    return "\n\n".join(piece for piece in pieces if piece)


def _markdown(rows):
    """Columns aligned, so that it reads as text too."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    rule = ["-" * (w - 1) + (":" if cell.endswith(":") else "-") for cell, w in zip(rows[1], widths, strict=True)]
    lines = [rows[0], rule, *rows[2:]]
    return "\n".join(
        "| " + " | ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths, strict=True))) + " |"
        for line in lines
    )
