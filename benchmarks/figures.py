"""What the figures of the homework's claims cost, in the processor's own seconds: their data as a share of the check, and drawing each.

    python benchmarks/figures.py [--page FILE]

``--page`` writes all of them on an HTML page, to be looked at.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from mathcheck import loading
from mathcheck.engine.check import check_reading
from mathcheck.engine.evidence import Evidence
from mathcheck.engine.findings import Figure
from mathcheck.insight.figures import figures
from mathcheck.language.claims import Claim
from mathcheck.report.figures import svg

ROOT = Path(__file__).parents[1]
SHARE, DRAWING, SIZE = 0.2, 0.025, 15_000

STYLE = """:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --page: #fff; --bad: #b3261e; --good: #1a6b3c;
--doubt: #8a5300 } @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa7b4; --line: #3d444d; --page: #0d1117;
--bad: #ff9a92; --good: #7ee2a8; --doubt: #f2c46d } } body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
display: grid; grid-template-columns: repeat(auto-fill, minmax(440px, 1fr)); gap: 24px } figure { margin: 0 } figcaption { color: var(--soft);
font-size: 13px }"""


class Row(NamedTuple):
    """A reading, its figures, and the processor's seconds for these and for the check without them."""

    name: str
    evidence: Evidence
    figures: list[Figure]
    seconds: float
    check: float


def claims():
    """(name, claim, reading) of everything the homework claims."""
    for path in sorted((ROOT / "claims" / "deep_learning_hw1").glob("[a-z]*.py")):
        for name, claim in loading.load(path, ROOT / "claims").variables.items():
            if isinstance(claim, Claim):
                yield from ((f"{path.stem}.{name}", claim, reading) for reading in ("", *claim.readings))


def gathered():
    """Every reading; the check and its figures are timed together, not twice."""
    for name, claim, reading in claims():
        kept = []

        def explain(search, evidence, kept=kept):
            started = time.process_time()
            kept.extend(figures(search, evidence))
            kept.append(time.process_time() - started)
            return evidence

        started = time.process_time()
        evidence = check_reading(claim, reading, name=name, explain=explain)
        seconds, mine = time.process_time() - started, kept[-1] if kept else 0.0
        yield Row(f"{name}[{reading}]", evidence, kept[:-1], mine, seconds - mine)


def drawn(figure):
    """The SVG and the seconds it takes, the second time."""
    svg(figure)
    started = time.process_time()
    text = svg(figure)
    return text, time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", type=Path)
    arguments = parser.parse_args()
    rows = list(gathered())
    shares = [row.seconds / row.check for row in rows]
    made = [(row.name, row.evidence, figure) for row in rows for figure in row.figures]
    pictures = [drawn(figure) for _, _, figure in made]
    some = [share for share, row in zip(shares, rows, strict=True) if row.figures]
    print(f"{len(rows)} readings, {len(made)} figures: {dict(Counter(figure.kind for _, _, figure in made))}")
    print(f"data: {statistics.median(shares):.1%} of the check in the median (at most {SHARE:.0%}); "
          f"{statistics.median(some):.1%} of those that have figures, {max(shares):.0%} at most; "
          f"all together {sum(row.seconds for row in rows) / sum(row.check for row in rows):.1%}")  # fmt: skip
    for kind in sorted({figure.kind for _, _, figure in made}):
        mine = [picture for picture, (_, _, figure) in zip(pictures, made, strict=True) if figure.kind == kind]
        times, sizes = [1000 * seconds for _, seconds in mine], [len(text) / 1000 for text, _ in mine]
        print(f"  {kind:<9} drawn in {statistics.median(times):.1f} ms, at most {max(times):.1f} ms; "
              f"{statistics.median(sizes):.1f} kB, at most {max(sizes):.1f} kB")  # fmt: skip
    if arguments.page:
        body = "".join(
            f"<figure>{text}<figcaption><b>{name}</b> {evidence.verdict}. {figure.caption}</figcaption></figure>"
            for (text, _), (name, evidence, figure) in zip(pictures, made, strict=True)
        )
        arguments.page.write_text(f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{body}", encoding="utf-8")
    drawing = statistics.median(seconds for _, seconds in pictures)
    sys.exit(
        0 if statistics.median(shares) <= SHARE and drawing <= DRAWING and max(len(text) for text, _ in pictures) <= SIZE else 1
    )


if __name__ == "__main__":
    main()
