"""A run to make pages of: every verdict, several readings, and texts that would like to be code."""

from dataclasses import replace

import numpy as np

from mathcheck import Scalar, Vector, claim, dims, gradient, unchecked
from mathcheck.engine.check import check_reading
from mathcheck.report import frame as frames
from mathcheck.report.reading import Run

n = dims("n")
t, x = Scalar("t"), Vector("x", n)


def raises(value):
    raise ZeroDivisionError("on purpose")


ROOT = np.sqrt(t**2) == t
CLAIMS = {
    "1.1 Norms": [
        claim(gradient(x @ x, x) == 2 * x, item="1.1(a)", title="Gradient of the squared norm"),
        claim(gradient(x @ x, x) == x, item="1.1(b)", title="Gradient without its factor"),
        claim(ROOT, item="1.1(c)", title="Root of a square", readings={"t is not negative": ROOT.given(t >= 0), "as printed": ROOT}),
    ],
    "1.2 Näive <b>signs</b>": [
        claim(t + 1 == t + 1.5, item="1.2(a)", title="A known error", expect="refuted"),
        claim(np.exp(t) * np.exp(-t) == 1, item="1.2(b)", title="Übung: exponentials cancel"),
        claim((t == 2 * t).given(t > t + 1), item="1.2(c)", title="Nothing left"),
        unchecked(item="1.2(d)", title="A figure", reason="it is not in the text"),
        claim(t == t + 1, item='1.2(e)" onload="window.hacked=1', title='<script>window.hacked = 1</script>" onload="window.hacked=1'),
        claim(Scalar(r"\href{javascript:window.hacked=1}{u}") ** 2 >= 0, item="1.2(f)", title=r"\href{javascript:window.hacked=1}{link}"),
        claim(sum((t**k for k in range(2, 40)), t) == 1, item="1.2(g)", title="A wide formula " + "and_a_word_that_is_long" * 6),
    ],
}  # fmt: skip


def evidences(examples=12):
    """The evidence of every reading, as a run of pytest leaves it."""
    found = []
    for number, (section, claims) in enumerate(CLAIMS.items()):
        for place, stated in enumerate(claims):
            for other in ["", *getattr(stated, "readings", {})]:
                evidence = check_reading(stated, other, name=f"c{place}", max_examples=examples)
                nodeid = f"claims/sheet/s{number}.py::c{place}" + (f"[{other}]" if other else "")
                found.append(replace(evidence, document="Sheet 1", section=section, nodeid=nodeid, position=len(found)))
    return found


def run(found, **more):
    """A run of these evidences."""
    return Run(tuple(found), frames.frame(found, more.get("missing", ())), **more)
