"""mathcheck against other checkers of derivatives on the corpus of stated facts: one run, one table for each part.

Every checker is given the NumPy function and the claimed derivative, at its documented defaults, at one seeded random point (the
hand-written test and mathcheck draw their own inputs). An exception that is not the checker's refusal, differences that are not
finite and hypotheses that no draw meets count as "could not say"; a right side whose shapes do not fit as rejected, by all.

    python benchmarks/peers.py [--part development|held_out|all] [--seeds N] [--only NAME] [--markdown FILE] [--list]
"""

import argparse
import os
import platform
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import corpus
from hypothesis import settings
from peer.checkers import CAP, CHECKERS, VERSIONS, outcome, warm_up
from peer.table import part_report

# For the processes that check: the arrays are small, and threads of several libraries would fight over the cores.
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "JAX_PLATFORMS": "cpu"}
PARTS = {"development": corpus.development, "held_out": corpus.held_out}


def chosen(only):
    """The checkers and a test of facts: a NAME that is a checker's (or begins one's) selects checkers, any other one facts."""
    named = {name: [checker for checker in CHECKERS if checker.name.startswith(name)] for name in only}
    wanted = {checker.name for found in named.values() for checker in found}
    facts = [name for name, found in named.items() if not found]
    checkers = [checker for checker in CHECKERS if not wanted or checker.name in wanted]
    return checkers, lambda fact: not facts or any(name in fact.name for name in facts)


def _start(names):
    """In a worker: nothing remembered from earlier runs, nothing left to import."""
    settings.register_profile("peers", database=None)
    settings.load_profile("peers")
    warm_up([checker for checker in CHECKERS if checker.name in names])


def _work(part, name, names, seeds):
    """The outcomes of one fact: all checkers at seed 0, mathcheck at the other seeds too."""
    fact = next(fact for fact in PARTS[part]() if fact.name == name)
    checkers = [checker for checker in CHECKERS if checker.name in names]
    return [
        outcome(checker, fact, seed) for seed in range(seeds) for checker in checkers if seed == 0 or checker.name == "mathcheck"
    ]


def outcomes(parts, checkers, seeds, jobs):
    """All outcomes by part; a line on the terminal for those who wait."""
    names = [checker.name for checker in checkers if checker.version is not None]
    os.environ.update(ENVIRONMENT)
    total, done, found = sum(map(len, parts.values())), 0, {part: [] for part in parts}
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_start, initargs=(names,)) as pool:
        waiting = [(part, pool.submit(_work, part, fact.name, names, seeds)) for part, facts in parts.items() for fact in facts]
        for part, future in waiting:
            found[part] += future.result()
            done += 1
            if sys.stderr.isatty() or done % 100 == 0:
                print(
                    f"\r{done} of {total} facts",
                    end="" if sys.stderr.isatty() and done < total else "\n",
                    file=sys.stderr,
                    flush=True,
                )
    return found


def report(parts, found, checkers, listing, seconds):
    """The whole as Markdown."""
    python = f"Python {platform.python_version()}, {VERSIONS}, {os.cpu_count()} cores; {seconds:.0f} s in all"
    pieces = ["# mathcheck and other checkers", f"{python}. One check of one fact is stopped after {CAP:g} s (could not say)."]
    pieces.append("\n".join(f"- {c.name} ({c.needs} {c.version or 'not installed'}): {c.how}" for c in checkers))
    pieces += [part_report(part, facts, found[part], checkers, listing) for part, facts in parts.items()]
    return "\n\n".join(pieces) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=[*PARTS, "all"], default="all")
    parser.add_argument("--seeds", type=int, default=1, metavar="N", help="mathcheck with seeds 0 to N-1 (the others with seed 0)")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a checker, or facts with NAME in theirs")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table there too")
    parser.add_argument("--list", action="store_true", help="name every mistaken verdict")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), metavar="N", help="processes")
    options = parser.parse_args()
    checkers, wanted = chosen(options.only)
    parts = {part: [fact for fact in facts() if wanted(fact)] for part, facts in PARTS.items() if options.part in (part, "all")}
    parts = {part: facts for part, facts in parts.items() if facts}
    if not parts:
        parser.error("no such facts: the corpus has none in this part, or none of that name")
    started = time.perf_counter()
    found = outcomes(parts, checkers, options.seeds, options.jobs)
    text = report(parts, found, checkers, options.list, time.perf_counter() - started)
    print(text)
    if options.markdown:
        options.markdown.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
