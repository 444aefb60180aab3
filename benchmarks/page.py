"""The reading copy of large runs: its size, the time to write it as a share of the time to check, and its first paint in Chromium.

The homework is checked once. Its evidence is repeated under new names, with formulas that the cache of conversions has not met, until there are so
many claims; the time to check them is taken to grow with them.

    python benchmarks/page.py [--claims 1000 10000] [--keep DIR]
"""

import argparse
import itertools
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from mathcheck import loading
from mathcheck.collection import readings
from mathcheck.engine.check import check_reading
from mathcheck.insight.explain import explain
from mathcheck.report import frame as frames
from mathcheck.report import reading

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "claims" / "deep_learning_hw1"
SECTIONS = ["regression", "classification", "conceptual", "losses"]

# What must be reached: bytes and seconds of the page of a thousand claims, and the share that writing may add to a run of any size.
BYTES, PAINT, SHARE = 3_000_000, 1.0, 0.2

FIRST_PAINT = """
const done = arguments[0], look = () => {
  const [first] = performance.getEntriesByType("paint");
  if (first) done(first.startTime); else setTimeout(look, 20);
};
look();
"""
ACTS = """
const times = [performance.now()], mark = () => { document.body.offsetHeight; times.push(performance.now()); };
document.querySelector("[data-filter=refuted]").click(); mark();
document.querySelector("[data-filter=refuted]").click(); mark();
const search = document.getElementById("_search");
for (const words of ["softmax beta", "softmax"]) { search.value = words; search.dispatchEvent(new Event("input")); mark(); }
return [times[1] - times[0], times[3] - times[2], times[4] - times[3]];
"""


def homework():
    """The evidence of every reading of the homework, in order."""
    found = []
    for section in SECTIONS:
        path = FOLDER / f"{section}.py"
        for position, name, claim, other in readings(loading.load(path, ROOT / "claims"), path):
            evidence = check_reading(claim, other, name=name, explain=explain)
            nodeid = f"claims/hw/{section}.py::{name}" + (f"[{other}]" if other else "")
            found.append(replace(evidence, document="Homework", section=loading.title(path), nodeid=nodeid, position=position))
    return found


def repeated(base, count):
    """``count`` evidences: ``base`` over and over, each time as another document."""
    copies = ((copy, evidence) for copy in itertools.count(1) for evidence in base)
    return [
        replace(
            evidence, document=f"Homework {copy}", section=f"{copy}.{evidence.section}", item=f"{copy}.{evidence.item}",
            nodeid=evidence.nodeid.replace("claims/hw", f"claims/hw{copy:04}"),
            latex=rf"{evidence.latex} \quad ({copy})" if evidence.latex else "",
        )
        for copy, evidence in itertools.islice(copies, count)
    ]  # fmt: skip


def written(evidences, folder):
    """Seconds to make and write the page, its data beside it."""
    started = time.perf_counter()
    table = frames.frame(evidences)
    frames.write(table, folder)
    reading.write(reading.Run(tuple(evidences), table), folder)
    return time.perf_counter() - started


def painted(page):
    """Seconds to the first paint, and milliseconds that a filter, a first search and the next take, in headless Chromium; None without it."""
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    try:
        from selenium import webdriver
    except ImportError:
        return None
    if not chromium or not chromedriver:  # selenium would look for them on the network
        return None
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--window-size=1280,900"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    try:
        times = []
        for _ in range(3):
            driver.get("about:blank")
            driver.get(page.as_uri())
            times.append(driver.execute_async_script(FIRST_PAINT) / 1000)
        return sorted(times)[1], *driver.execute_script(ACTS)
    finally:
        driver.quit()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    started = time.perf_counter()
    base = homework()
    each = (time.perf_counter() - started) / len(base)
    print(f"{len(base)} readings checked, {each:.3f} s each")
    print(
        f"{'claims':>7} {'index.html':>11} {'parts':>6} {'write':>8} {'share':>6} {'paint':>8} {'filter':>8} {'search':>8} {'again':>8}"
    )
    good = True
    with tempfile.TemporaryDirectory() as scratch:
        for count in options.claims:
            folder = (options.keep or Path(scratch)) / str(count)
            folder.mkdir(parents=True, exist_ok=True)
            seconds = written(repeated(base, count), folder)
            page = folder / "index.html"
            size, parts, share = page.stat().st_size, len(list((folder / reading.PARTS).glob("*"))), seconds / (each * count)
            found = painted(page)
            shown = "  no browser" if found is None else f"{found[0]:7.2f}s {found[1]:6.0f}ms {found[2]:6.0f}ms {found[3]:6.0f}ms"
            print(f"{count:7} {size / 1e6:9.2f}MB {parts:6} {seconds:7.2f}s {share:6.1%} {shown}")
            good &= share <= SHARE and (count > 1000 or (size <= BYTES and (found is None or found[0] <= PAINT)))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
