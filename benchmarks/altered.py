"""How many small alterations of true formulas would be refuted, over the whole corpus: the strength that every *holds* states.

``python benchmarks/altered.py`` checks every true fact at one seed and adds up what became of its altered formulas: refuted on the inputs
on which the claim agreed, not refuted though further inputs tell the two apart, or the same function. A survivor of an unseen fact is
told by a hash of its fact only, so that it stays unseen.
"""

from __future__ import annotations

import argparse
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from seeds import facts, told

from mathcheck import Claim
from mathcheck.engine.check import check_reading


@dataclass(frozen=True)
class Altered:
    """What became of the altered formulas of one fact; ``measured`` is False where none are made, as for inequalities."""

    part: str
    name: str
    measured: bool
    killed: int = 0
    survived: tuple[str, ...] = ()
    equivalent: int = 0


def look(job: tuple[str, int, int]) -> Altered:
    """One fact at one seed."""
    part, place, seed = job
    fact = facts(part)[place]
    strength = check_reading(Claim(fact.relation(), item=""), seed=seed).strength
    name = told(part, fact)
    if strength is None:
        return Altered(part, name, measured=False)
    return Altered(part, name, True, strength.killed, strength.survived, strength.equivalent)


def main() -> None:
    """Check, add up, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=0, help="the seed of all checks")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    chosen = parser.parse_args()
    jobs = [(part, place, chosen.seed) for part in ("tuned", "unseen") for place, fact in enumerate(facts(part)) if fact.true]
    with ProcessPoolExecutor(chosen.jobs, multiprocessing.get_context("spawn")) as workers:
        found = list(workers.map(look, jobs, chunksize=10))
    for entry in found:
        for words in entry.survived:
            print(f"{entry.part}, {entry.name}: not refuted{'' if entry.part == 'unseen' else f' with {words}'}")
    print(
        "\n| part | facts | altered formulas | refuted | not refuted | the same function |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    )
    for part in ("tuned", "unseen"):
        here = [entry for entry in found if entry.part == part and entry.measured]
        killed, survived = sum(entry.killed for entry in here), sum(len(entry.survived) for entry in here)
        equivalent = sum(entry.equivalent for entry in here)
        share = f"{killed} ({100 * killed / max(killed + survived, 1):.2f} %)"
        print(f"| {part} | {len(here)} | {killed + survived + equivalent} | {share} | {survived} | {equivalent} |")


if __name__ == "__main__":
    main()
