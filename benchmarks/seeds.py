"""Whether verdicts depend on the seed: all facts of the corpus at further seeds.

``python benchmarks/seeds.py --first 5 --seeds 20`` checks every fact at seeds 5 to 24, and prints what the verdicts come to and which
facts were not as labelled at which seeds. Unseen facts are named only by a hash, so that they stay unseen. With two processes it takes
about half an hour.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor

from corpus import development, held_out

from mathcheck import Claim
from mathcheck.engine.check import check_reading

# Progress is printed after so many checks.
EVERY = 1000

# Part, place in it, seed; and what it came to: part, whether it is true, the verdict, the name, the seed.
Job = tuple[str, int, int]
Outcome = tuple[str, bool, str, str, int]


@functools.cache
def facts(part: str):
    """The facts of a part, in order."""
    return development() if part == "tuned" else held_out()


def look(job: Job) -> Outcome:
    """One fact at one seed."""
    part, place, seed = job
    fact = facts(part)[place]
    verdict = check_reading(Claim(fact.relation(), item=""), seed=seed).verdict
    return part, fact.true, str(verdict), told(part, fact), seed


def told(part: str, fact) -> str:
    """What a fact is called here: an unseen one by a hash of its name."""
    return fact.name if part == "tuned" else hashlib.md5(fact.name.encode(), usedforsecurity=False).hexdigest()[:6]


def main() -> None:
    """Check, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first", type=int, default=5, help="the first seed")
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    chosen = parser.parse_args()
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    jobs = [(part, place, seed) for seed in seeds for part in ("tuned", "unseen") for place in range(len(facts(part)))]
    counts: Counter[tuple[str, bool, str]] = Counter()
    with ProcessPoolExecutor(chosen.jobs, multiprocessing.get_context("spawn")) as workers:
        for number, found in enumerate(workers.map(look, jobs, chunksize=20), 1):
            counts[found[:3]] += 1
            if found[2] != ("holds" if found[1] else "refuted"):
                print(f"{found[0]}, {'true' if found[1] else 'wrong'}: {found[3]} is {found[2]} at seed {found[4]}", flush=True)
            if number % EVERY == 0:
                print(f"{number} of {len(jobs)} checks", flush=True)
    print("\n| part | label | verdict | checks |\n| --- | --- | --- | ---: |")
    for (part, true, verdict), count in sorted(counts.items()):
        print(f"| {part} | {'true' if true else 'wrong'} | {verdict} | {count} |")


if __name__ == "__main__":
    main()
