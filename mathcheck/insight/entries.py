"""The figures "heat", which entries of a matrix are wrong, and "errors", how many inputs are and by how much."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mathcheck.engine.findings import Figure
from mathcheck.engine.groups import Groups
from mathcheck.engine.judgement import wrong_entries
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Part
from mathcheck.engine.sampling import sampler
from mathcheck.engine.screen import Sample, screen
from mathcheck.engine.search import Search
from mathcheck.engine.trial import Found
from mathcheck.insight.lines import formula, letter, plain, short
from mathcheck.language.calculus import Derivative
from mathcheck.language.graph import nodes

Floats = NDArray[np.float64]

# A map of entries has at least and at most so many rows and columns.
FEWEST, MOST = 2, 60

# Where every entry is wrong, there is a pattern if the largest difference is this many times the smallest.
UNEVEN = 10.0

# A histogram is worth looking at from so many inputs on, of which so many agree and so many do not; further groups are looked at until then.
INPUTS, EITHER, GROUPS = 24, 3, 3

# Its bins are half powers of ten; what is smaller or larger is in the last bin.
SMALLEST, LARGEST, BINS = -6.0, 16.0, 44

LONGEST = 22  # characters of a formula on an axis


# --- heat -----------------------------------------------------------------------------------------


def heat(search: Search, found: Found | None) -> Figure | None:
    """The difference entry by entry of a wrong matrix of derivatives; None where there is none, or no pattern to see.

    Of the counterexamples known, the one with the most wrong entries is taken.
    """
    known = [
        one for one in (search.worst, search.first, found) if one is not None and one.judgement.whole and not one.judgement.where
    ]
    if found is None or not known:
        return None
    found = max(known, key=lambda one: int(np.sum(wrong_entries(one.judgement))))
    derivative = _derivative(found.judgement.part)
    if derivative is None:
        return None
    difference, wrong, names = _matrix(search, found, derivative)
    if min(wrong.shape) < FEWEST or max(wrong.shape) > MOST or not np.all(np.isfinite(difference)):
        return None
    if np.all(wrong) and np.max(difference) < UNEVEN * np.min(difference):
        return None
    sizes = ", ".join(f"{letter(size.name)} = {found.point[size.fingerprint]}" for size in search.program.sizes)
    count = int(np.sum(wrong))
    words = f"Where the two sides differ, entry by entry, at a counterexample{f' with {sizes}' if sizes else ''}: in {count} of "
    words += f"{wrong.size} entries, by {short(float(np.max(difference)))} at most."
    data = {"values": [plain(row) for row in difference], "wrong": wrong.tolist(), "rows": names[0], "columns": names[1]}
    return Figure("heat", words, data)


def _derivative(part: Part) -> Derivative | None:
    """The first derivative that is a matrix, or part of one."""
    if part.direct is not None and isinstance(part.direct.node, Derivative):
        return part.direct.node
    found = [node for node in nodes(*part.relation.args) if isinstance(node, Derivative) and node.kind != "directional"]
    return found[0] if found else None


def _matrix(search: Search, found: Found, derivative: Derivative) -> tuple[Floats, NDArray[np.bool_], tuple[str, str]]:
    """The difference and which entries are wrong as matrices, and what their rows and columns are: the entries of what is
    differentiated and of what it is differentiated by, where that is all of the side."""
    judgement = found.judgement
    c = 1.0 if judgement.constant is None else judgement.constant
    with np.errstate(all="ignore"):
        difference = np.abs(judgement.left - c * judgement.right)
    wrong = np.broadcast_to(wrong_entries(judgement), difference.shape)
    rows, names = difference.ndim // 2, ("rows", "columns")
    if judgement.part.direct is not None:
        frame = search.trial.frame(found.point)
        body = 0 if frame is None else int(np.ndim(frame.memories[0][judgement.part.direct.body]))
        by = _axis(derivative.wrt)
        if derivative.kind == "jacobian" and 0 < body < difference.ndim:
            rows, names = body, (f"entries of {_axis(derivative.body)}", f"entries of {by}")
        elif difference.ndim == 2 and derivative.kind != "hessian":
            names = (f"rows of {by}", f"columns of {by}")
    shape = (int(np.prod(difference.shape[:rows])), int(np.prod(difference.shape[rows:])))
    return difference.reshape(shape), wrong.reshape(shape), names


def _axis(expr: Any) -> str:
    text = formula(expr)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


# --- errors ---------------------------------------------------------------------------------------


def errors(search: Search, found: Found | None) -> Figure | None:
    """How far apart the sides are beside what rounding explains, input by input; None where all inputs are alike."""
    del found
    if len(search.program.parts) != 1 or search.program.parts[0].relation.symbol not in ("==", "proportional"):
        return None
    ratios = np.concatenate([_ratios(sample) for sample in search.rounds.samples] or [np.zeros(0)])
    if ratios.size and ratios.size < INPUTS and not search.program.black_boxes:
        ratios = np.concatenate([ratios, *map(_ratios, _further(search))])
    beyond = int(np.sum(ratios > 1))
    if ratios.size < INPUTS or beyond < EITHER or ratios.size - beyond < EITHER:
        return None
    edges = np.linspace(SMALLEST, LARGEST, BINS + 1)
    exact = ratios == 0
    with np.errstate(divide="ignore"):
        counts, _ = np.histogram(np.clip(np.log10(ratios[~exact]), SMALLEST, LARGEST), edges)
    words = (
        f"How far apart the sides are at {ratios.size} inputs, in units of the error that could explain it: {beyond} are beyond 1, "
        f"{ratios.size - beyond} are not."
    )
    data = {
        "edges": plain(edges),
        "counts": counts.tolist(),
        "exact": int(np.sum(exact)),
        "beyond": beyond,
        "inputs": int(ratios.size),
    }
    return Figure("errors", words, data)


def _ratios(sample: Sample) -> Floats:
    """The largest difference of each point in units of its band, where both are known; zero where the sides are equal."""
    count = len(sample.difference)
    difference, band = (np.abs(part).reshape(count, -1) for part in (sample.difference, sample.band))
    with np.errstate(all="ignore"):
        ratios = np.where(difference == 0, 0.0, difference / band)
    largest = np.max(ratios, axis=1, initial=0.0)
    known = np.all(np.isfinite(difference) & np.isfinite(band), axis=1) & ~sample.frame.gone
    return np.asarray(largest[known])


def _further(search: Search) -> list[Sample]:
    """A few more groups of inputs, the same whatever was searched before."""
    program = search.program
    if search.groups is None or program.conditions:
        return []
    groups, rng = Groups(program, sampler(program), search.max_examples), np.random.default_rng(search.seed + 2)
    found: list[Sample] = []
    for _ in range(min(GROUPS, len(groups.plans))):
        group = groups.next(rng.bytes(groups.length))
        if group.blocks:
            evaluator = LaneEvaluator(program)
            with np.errstate(all="ignore"):
                sizes = {size.fingerprint: length for size, length in group.sizes.items()}
                frame = evaluator.lanes(sizes, group.values, len(group.blocks))
                evaluator.run(frame, program.first + program.steps)
                found += screen(evaluator, frame, [(part, search.trial.constant(part) or 1.0) for part in program.parts]).samples
    return found
