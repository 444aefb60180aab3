"""What a change that mends a formula says of the mistake in it."""

from __future__ import annotations

from mathcheck.engine.findings import Mistake
from mathcheck.insight.changes import Change
from mathcheck.language.marks import unmarked
from mathcheck.language.printing import python

# Two formulas of more characters than this are not read in a sentence.
READABLE = 70


def mistake(change: Change) -> Mistake:
    """What a change that mends the formula says of the mistake in it."""
    template = _WORDS.get(change.kind, "`{before}` stands where `{after}` belongs.")
    before, after = python(unmarked(change.before)), python(unmarked(change.after))
    text = template.format(before=before, after=after)
    if ": " in template and len(before) + len(after) > READABLE:  # what would hold shows it better
        text = template.partition(": ")[0] + "."
    return Mistake(_KINDS.get(change.kind, change.kind), text)


_KINDS = {"dropped": "extra", "neighbour": "neighbour function"}


_WORDS = {
    "sign": "A sign is wrong: `{before}` should be `{after}`.",
    "factor": "A factor is wrong: `{before}` should be `{after}`.",
    "factor 1/n": "A factor that depends on a size is missing: `{before}` should be `{after}`.",
    "variable factor": "A factor is missing or too much: `{before}` should be `{after}`.",
    "argument": "An argument is off by a factor: `{before}` should be `{after}`.",
    "dropped": "A term or a factor is too much: `{before}` should be `{after}`.",
    "exchanged": "The order is wrong: `{before}` should be `{after}`.",
    "transposed": "A transpose is missing or too much: `{before}` should be `{after}`.",
    "inner for outer": "Inner and outer product are exchanged: `{before}` should be `{after}`.",
    "elementwise": "A vector stands where its diagonal matrix belongs: `{before}` should be `{after}`.",
    "should be diagonal": "`{before}` should be `{after}`.",
    "neighbour": "A similar function is meant: `{before}` should be `{after}`.",
    "exponent": "An exponent is wrong: `{before}` should be `{after}`.",
    "size": "One size stands for another: `{before}` should be `{after}`.",
    "number": "A number is wrong: `{before}` should be `{after}`.",
    "brackets": "Brackets are wrong: `{before}` should be `{after}`.",
    "only symmetric": "It is right only for symmetric matrices: `{before}` should be `{after}`.",
    "sum": "A sign between two terms is lost: `{before}` should be `{after}`.",
    "index": "An index is off: `{before}` should be `{after}`.",
    "axes": "Rows and columns are mixed up: `{before}` should be `{after}`.",
}
