"""How well mistakes are named and mended: formulas with slips whose true form is known.

    python benchmarks/repairs.py [--verbose] [--every N] [--jobs N] [--only WORDS] [--labels]

Every wrong formula of ``benchmarks/slips`` is checked, once with its explanation and once without. A repair that is shown counts as
*recovered* if it is the formula that was slipped from, or, for a forgotten hypothesis, the same formula under one at least as general.
Every repair shown is judged again, with other seeds and 400 examples. ``--labels`` holds the slips themselves against the judge.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from mending.measure import corpus, outcome, warm_up
from mending.table import failures, table
from slips.slip import Slip

from mathcheck import check


def labels(chosen: list[Slip]) -> int:
    """Hold the slips against the judge: originals hold, wrong formulas are refuted, those with a hypothesis hold under it."""
    bad = 0
    for slip in chosen:
        stated = [("the original", slip.original(), "holds"), ("the wrong formula", slip.relation(), "refuted")]
        stated += [("under the hypothesis", slip.conditional(), "holds")] if slip.hypothesis else []
        for what, relation, expected in stated:
            if relation is not None and (evidence := check(relation)).verdict != expected:
                bad += 1
                print(f"{slip.name}: {what}: {evidence.verdict}, not {expected}: {evidence.reason}")
    print(f"{len(chosen)} slips, {bad} labels that the judge disagrees with")
    return bad


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--verbose", action="store_true", help="list what was not recovered, with what was shown")
    parser.add_argument("--every", type=int, default=1, help="only every N-th slip")
    parser.add_argument("--only", default="", help="only slips with these words in their name")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--labels", action="store_true", help="hold the slips themselves against the judge")
    arguments = parser.parse_args()
    chosen = [slip for slip in corpus().values() if arguments.only in slip.name][:: arguments.every]
    if arguments.labels:
        sys.exit(labels(chosen) > 0)
    started = time.perf_counter()
    with ProcessPoolExecutor(arguments.jobs, initializer=warm_up) as pool:
        found = list(pool.map(outcome, [slip.name for slip in chosen]))
    print("\n".join(table(chosen, found)))
    print(f"{len(chosen)} slips in {time.perf_counter() - started:.0f} s, {arguments.jobs} at a time")
    if arguments.verbose:
        print("\n".join(failures(chosen, found)))


if __name__ == "__main__":
    main()
