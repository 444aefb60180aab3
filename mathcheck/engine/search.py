"""The search for a counterexample: Hypothesis proposes points, each is tried, and the first that refutes is made simple.

What every point came to is in the account of the :class:`~mathcheck.engine.trial.Trial`; this module decides what to try, and when
to stop.
"""

from __future__ import annotations

import contextlib

import numpy as np
from hypothesis import strategies as st

from mathcheck.engine import driver
from mathcheck.engine.driver import Rejected
from mathcheck.engine.evidence import Strength
from mathcheck.engine.exact import Exact, agrees, degree_of, probability, random_point
from mathcheck.engine.groups import Groups
from mathcheck.engine.looks import ClaimFailure, Looks
from mathcheck.engine.preconditions import check_elementwise, check_memoryless, constant_finder, learn_precision
from mathcheck.engine.program import Program, curved
from mathcheck.engine.rounds import Rounds
from mathcheck.engine.sampling import Point, Sampler, sampler
from mathcheck.engine.simplify import simplified
from mathcheck.engine.steps import BinderStep
from mathcheck.engine.strength import further_groups, measure
from mathcheck.engine.tighten import presses
from mathcheck.engine.trial import Found, Trial
from mathcheck.engine.watch import CodeError
from mathcheck.language.display import Told

# Reference points for the constant of `proportional`.
REFERENCE_POINTS = 40

# Groups of points, as a multiple of what is enough where all points are new and satisfy the hypotheses.
ROUNDS = 10


class Search:
    """One run: make it, call :meth:`run`, read it. ``first`` is the counterexample found, ``simplest`` and ``worst`` what it led to."""

    def __init__(
        self,
        program: Program,
        seed: int,
        max_examples: int,
        database_key: str = "",
        told: Told | None = None,
        *,
        simple: bool = True,
    ) -> None:
        """Without ``simple`` a counterexample is left as it was found, where only the verdict is wanted."""
        self.program, self.seed, self.max_examples, self.database_key = program, seed, max_examples, database_key
        self.simple = simple
        self.trial = Trial(program)
        self.looks = Looks(self.trial, max_examples, told)
        self.rounds = Rounds(self.looks)
        self.account = self.trial.account
        self.simplest: Found | None = None  # and the worst: what the first counterexample led to
        self.worst: Found | None = None
        self.groups: Groups | None = None
        self.exact: Exact | None = None

    @property
    def first(self) -> Found | None:
        """The counterexample that was found."""
        return self.looks.first

    @property
    def mismatch(self) -> tuple[Point, str] | None:
        """Shapes that do not agree, and where."""
        return self.looks.mismatch

    @property
    def failure(self) -> ClaimFailure | None:
        """What the claim's own code raised, and where."""
        return self.looks.failure

    @property
    def rate(self) -> str:
        """How limits are approached, at most points."""
        return self.rounds.rate

    @property
    def slack(self) -> float | None:
        """The least room that a point which agrees leaves an inequality; None without one."""
        return max(0.0, self.rounds.least_room) if self.rounds.least_room < np.inf else None

    # --- the run ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Look for a counterexample and shrink it; afterwards the fields tell what was found."""
        source, looks = sampler(self.program), self.looks
        if source.choices == []:
            return
        for settle in (learn_precision, check_elementwise):
            looks.guarded({}, lambda point, settle=settle: settle(self.trial))
            if looks.failure is not None:
                return
        find = constant_finder(self.trial)
        if find is not None:
            look = looks.guarded
            driver.generate(source.strategy(), lambda point: look(point, find), seed=self.seed, examples=REFERENCE_POINTS)
        try:
            smallest = self._searched(source)
        except CodeError as error:  # a domain's own strategy
            smallest, looks.failure = None, looks.failure or ClaimFailure({}, error)
        if self.trial.witness is not None:
            witness, before = self.trial.witness
            looks.guarded(witness, lambda point: check_memoryless(self.trial, point, before))
        if looks.failure is None and looks.first is not None:
            self._conclude(looks.first, smallest)

    def _searched(self, source: Sampler) -> Point | None:
        """The simplest point that refutes the relation, or None: what this run generates, else what an earlier one has left."""
        key, seed, strategy = f"{self.database_key}:{self.seed}".encode(), self.seed, source.strategy()
        looks, rounds = self.looks, self.rounds
        if not self.program.variables or self.program.drawn_whole:
            found = driver.generate(strategy, looks.examine, seed=seed, examples=self.max_examples, key=key)
        else:
            groups = self.groups = Groups(self.program, source, self.max_examples)
            blocks = st.binary(min_size=groups.length, max_size=groups.length)
            driver.generate(blocks, lambda block: rounds.look(groups.next(block)), seed=seed, examples=ROUNDS * len(groups.plans))
            rounds.look_at_every()
            if presses(self.program) and not looks.ended:
                rounds.press()
            if not looks.ended and not self.program.black_boxes:
                rounds.meet_cases()
            found = rounds.pressed
            if found is None and looks.first is not None and self.simple:
                choices = source.choices_of(*rounds.origin)
                found = driver.shrink(strategy, looks.examine, choices, seed=seed, key=key) or looks.first.point
        if not looks.ended and self.groups is not None:
            self._exactly(self.groups)
            found = found or (looks.first.point if looks.first is not None else None)
        return found if looks.ended else self._remembered(source, key)

    def _exactly(self, groups: Groups) -> None:
        """Polynomial claims once more, without any rounding."""
        degree = degree_of(self.program)
        point = None if degree is None else random_point(self.program, groups, self.seed)
        if degree is None or point is None:
            return
        equal = agrees(self.program, point)
        along_a_set = any(isinstance(step, BinderStep) and curved(step) is not None for step in self.program.steps)
        if equal and not along_a_set:  # there it is no identity of the printed polynomials
            self.exact = Exact(degree, probability(degree))
        elif equal is False:
            with contextlib.suppress(Rejected):
                self.looks.examine(point)

    def _remembered(self, source: Sampler, key: bytes) -> Point | None:
        """A counterexample that an earlier run has left. Where there is none, the account stays what this run has made it: it must not
        depend on the runs before."""
        before = self.trial.snapshot()
        found: Point | None = driver.replay(source.strategy(), self.looks.examine, seed=self.seed, key=key)
        if not self.looks.ended:
            self.trial.restore(before)
        return found

    def strength(self) -> Strength | None:
        """What the points that agreed make of altered formulas."""
        groups = self.groups
        return None if groups is None else measure(self.program, self.rounds.samples, lambda: further_groups(groups, self.seed))

    # --- afterwards -------------------------------------------------------------------------------

    def _conclude(self, first: Found, smallest: Point | None) -> None:
        """Judge the simplest and the worst counterexample entry by entry, and confirm each; the first one found is confirmed already."""
        looks, points = self.looks, []
        if smallest is not None and self.simple:
            looks.shrinking = 0
            points = [simplified(self.program, smallest, looks.examine), smallest]
        # What is simplest may be what the second method cannot decide, as on the edge of a branch.
        borne_out = (found for point in points if (found := self.trial.whole(Found(point, first.judgement))) is not None)
        simplest = next(borne_out, None)
        looks.first = self.trial.whole(first) or first
        self.simplest = simplest or looks.first
        self.worst = (looks.worst and self.trial.whole(looks.worst)) or looks.first
