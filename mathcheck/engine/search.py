"""The search for a counterexample: Hypothesis proposes points, each is tried, and the first that refutes is made simple.

What every point came to is in the account of the :class:`~mathcheck.engine.trial.Trial`; this module decides what to try, and when
to stop.
"""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from mathcheck.engine import driver
from mathcheck.engine.account import key_of
from mathcheck.engine.branches import Kept, unmet
from mathcheck.engine.driver import Rejected
from mathcheck.engine.evaluation import NotElementwise
from mathcheck.engine.evidence import Strength
from mathcheck.engine.exact import Exact, agrees, degree_of, probability, random_point
from mathcheck.engine.groups import Group, Groups
from mathcheck.engine.hypotheses import satisfied_at, sizes_of
from mathcheck.engine.judge import Judgement
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.preconditions import check_elementwise, check_memoryless, constant_finder, learn_precision
from mathcheck.engine.program import Program
from mathcheck.engine.sampling import Point, Sampler, sampler
from mathcheck.engine.screen import Sample, Screened, screen
from mathcheck.engine.simplify import simplified
from mathcheck.engine.strength import further_groups, measure
from mathcheck.engine.tighten import STARTS, pressed, presses
from mathcheck.engine.trial import Found, Trial, widest
from mathcheck.engine.watch import CodeError
from mathcheck.language.calculus import Limit
from mathcheck.language.display import Told
from mathcheck.language.errors import ShapeMismatch

# A counterexample is shrunk only as long as it stays this many bands wide and this wrong relative to the sides (or half as
# wrong as the first one found, if that was less): it must not slide to the edge of noise.
MARGIN = 10.0
READABLE = 0.02

# Shrinking looks at no more points than this; each is a full judgement.
SHRINK_POINTS = 400

# Reference points for the constant of `proportional`.
REFERENCE_POINTS = 40

# Samples kept to try altered formulas on: one a part and group, more than there are combinations of sizes; and no more numbers.
KEPT, KEPT_NUMBERS = 40, 20_000_000

# Groups of points, as a multiple of what is enough where all points are new and satisfy the hypotheses.
ROUNDS = 10


class ClaimFailure(Exception):
    """The claim's own code raised; holds the point at which it did."""

    def __init__(self, point: Point, cause: Exception) -> None:
        super().__init__(str(cause))
        self.point, self.cause = point, cause


class Search:
    """One run: make it, call :meth:`run`, read it. ``first`` is the counterexample found, ``simplest`` and ``worst`` what it led to."""

    def __init__(self, program: Program, seed: int, max_examples: int, database_key: str = "", told: Told | None = None) -> None:
        self.program, self.seed, self.max_examples, self.database_key = program, seed, max_examples, database_key
        self.told = told
        self.trial, self.together = Trial(program), LaneEvaluator(program)
        self.account = self.trial.account
        self.first: Found | None = None
        self.simplest: Found | None = None
        self.worst: Found | None = None
        self.mismatch: tuple[Point, str] | None = None  # shapes that do not agree, and where
        self.failure: ClaimFailure | None = None
        self.seen: dict[bytes, bool] = {}  # points looked at, and whether they refute
        self.limits = any(isinstance(step.node, Limit) for step in program.steps)  # whether one exists is asked point by point
        self.samples: list[Sample] = []  # points that agree, kept to try altered formulas on
        self.kept: list[Kept] = []  # the groups they are of
        self.kept_numbers = 0
        self.groups: Groups | None = None
        self.exact: Exact | None = None
        self.tight: list[tuple[float, Point]] = []
        self.pressed: Point | None = None  # a counterexample that no block of bytes stands for
        self.shrinking = 0
        self.witness: tuple[Point, bytes] | None = None  # the first point on which somebody's code was called
        self.origin: tuple[tuple[int, ...], bytes] = ((), b"")  # the sizes and the block of bytes of the first counterexample

    # --- the run ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Look for a counterexample and shrink it; afterwards the fields tell what was found."""
        source = sampler(self.program)
        if source.choices == []:
            return
        for settle in (learn_precision, check_elementwise):
            self._guarded({}, lambda point, settle=settle: settle(self.trial))
            if self.failure is not None:
                return
        find = constant_finder(self.trial)
        if find is not None:
            look = self._guarded
            driver.generate(source.strategy(), lambda point: look(point, find), seed=self.seed, examples=REFERENCE_POINTS)
        try:
            smallest = self._searched(source)
        except CodeError as error:  # a domain's own strategy
            smallest, self.failure = None, self.failure or ClaimFailure({}, error)
        if self.witness is not None:
            before = self.witness[1]
            self._guarded(self.witness[0], lambda point: check_memoryless(self.trial, point, before))
        if self.failure is None and self.first is not None:
            self._conclude(self.first, smallest)

    def _searched(self, source: Sampler) -> Point | None:
        """The simplest point that refutes the relation, or None: what this run generates, else what an earlier one has left."""
        key, seed, strategy = f"{self.database_key}:{self.seed}".encode(), self.seed, source.strategy()
        if not self.program.variables or any(v.domain.strategy is not None for v in self.program.variables):
            found = driver.generate(strategy, self.examine, seed=seed, examples=self.max_examples, key=key)
        else:
            groups = self.groups = Groups(self.program, source, self.max_examples)
            blocks = st.binary(min_size=groups.length, max_size=groups.length)
            driver.generate(blocks, lambda block: self._round(groups.next(block)), seed=seed, examples=ROUNDS * len(groups.plans))
            if presses(self.program) and not self._ended():
                self._press()
            if not self._ended() and not self.program.black_boxes:
                self._meet_cases()
            found = self.pressed
            if found is None and self.first is not None:
                choices = source.choices_of(*self.origin)
                found = driver.shrink(strategy, self.examine, choices, seed=seed, key=key) or self.first.point
        if not self._ended() and self.groups is not None:
            self._exactly(self.groups)
            found = found or (self.first.point if self.first is not None else None)
        return found if self._ended() else self._remembered(source, key)

    def _exactly(self, groups: Groups) -> None:
        """Polynomial claims once more, without any rounding."""
        degree = degree_of(self.program)
        point = None if degree is None else random_point(self.program, groups, self.seed)
        if degree is None or point is None:
            return
        equal = agrees(self.program, point)
        if equal:
            self.exact = Exact(degree, probability(degree))
        elif equal is False:
            with contextlib.suppress(Rejected):
                self.examine(point)

    def _remembered(self, source: Sampler, key: bytes) -> Point | None:
        """A counterexample that an earlier run has left. Where there is none, the account stays what this run has made it: it must not
        depend on the runs before."""
        before = self.trial.snapshot()
        found: Point | None = driver.replay(source.strategy(), self.examine, seed=self.seed, key=key)
        if not self._ended():
            self.trial.restore(before)
        return found

    def _round(self, group: Group) -> bool:
        """Look at a group of points; whether that is the end of the search."""
        if not self._over():
            self.tell()
            fresh: dict[bytes, int] = {}
            for i, key in enumerate(group.keys()):
                if key not in self.seen:
                    fresh.setdefault(key, i)
            if fresh:
                self._look_at(group.only(list(fresh.values())), list(fresh))
        return self._over()

    def tell(self, words: str = "") -> None:
        """Say how far the search has come, to who asked to be told."""
        if self.told is not None:
            self.told(min(self.account.examined, self.max_examples), self.max_examples, words)

    def _over(self) -> bool:
        return self._ended() or self.account.examined >= self.max_examples

    def _ended(self) -> bool:
        """Whether there is a counterexample, or something that makes looking for one pointless."""
        return self.first is not None or self.failure is not None or self.mismatch is not None or bool(self.trial.limitless)

    def _look_at(self, group: Group, keys: list[bytes]) -> None:
        """The cheap round for all points of a group together, then the judge for each point that does not pass."""
        if self.program.black_boxes and self.witness is None:
            self._alone(group, 0)  # kept, to be looked at again in the end
            keys, group = keys[1:], group.only(np.arange(1, len(keys)))
        if not keys:
            return
        satisfying, passed = self._screened(group)
        flags, sizes = group.degenerate(), {size.name: length for size, length in group.sizes.items()}
        for i, key in enumerate(keys):
            if self._over():
                return
            if i not in satisfying:
                self.seen[key] = False
                self.account.examples += 1
                self.account.count("rejected")
            elif passed is None or not (passed.passes[satisfying[i]] or (passed.kink[satisfying[i]] and not self.limits)):
                self._alone(group, i)
            else:
                self.seen[key] = False
                self.account.examples += 1
                if passed.kink[satisfying[i]]:
                    self.account.count("at_kinks")
                else:
                    self._keep_tight(float(passed.room[satisfying[i]]), group, i)
                    self.account.accept(key, bool(flags[i]), sizes, float(passed.resolution[satisfying[i]]))

    def _keep_tight(self, room: float, group: Group, i: int) -> None:
        """Remember the points with the least room, to start from when inequalities are pressed."""
        if room < np.inf and (len(self.tight) < STARTS or room < self.tight[-1][0]):
            self.tight = sorted([*self.tight, (room, group.point(i))], key=lambda entry: entry[0])[:STARTS]

    def _press(self) -> None:
        """Look for a violation downhill from the points with the least room; what is tightest is kept."""
        for point, room in pressed(self.program, [point for _, point in self.tight]):
            if not self._ended() and not self._proposed(point) and self.tight:
                self.tight[0] = (min(self.tight[0][0], max(0.0, room)), self.tight[0][1])

    def _meet_cases(self) -> None:
        """Look at points on the side of a comparison that no point has met."""
        for point in unmet(self.program, self.kept):
            if not self._ended():
                self._proposed(point)

    def _proposed(self, point: Point) -> bool:
        """Whether a point that no block of bytes stands for refutes the relation."""
        with contextlib.suppress(Rejected):
            if self.examine(point):
                self.pressed = point
        return self.pressed is not None

    def _screened(self, group: Group) -> tuple[dict[int, int], Screened | None]:
        """Which points satisfy the hypotheses (their place among those that do), and what the cheap round says of these."""
        everyone = {i: i for i in range(len(group.blocks))}
        if not everyone:
            return everyone, None
        try:
            with np.errstate(all="ignore"):
                if self.program.conditions:
                    kept = satisfied_at(self.together, self.program, group)
                    everyone, group = {int(i): place for place, i in enumerate(kept)}, group.only(kept)
                if not everyone:
                    return everyone, None
                frame = self.together.lanes(sizes_of(group), group.values, len(group.blocks))
                self.together.run(frame, self.program.first + self.program.steps)
                parts = [(part, self.trial.constant(part) or 1.0) for part in self.program.parts]
                screened = screen(self.together, frame, parts)
                self.kept_numbers += frame.numbers
                if len(self.samples) < KEPT and self.kept_numbers <= KEPT_NUMBERS:
                    self.samples += screened.samples
                    self.kept.append(Kept(frame, group, screened.passes))
                return everyone, screened
        except MemoryError:
            raise
        except Exception:  # said properly by the judge of single points
            return everyone, None

    def _alone(self, group: Group, i: int) -> None:
        """One point of a group, by the judge of single points."""
        try:
            if self.examine(group.point(i)):
                self.origin = tuple(group.sizes.values()), group.blocks[i]
        except Rejected:
            pass

    def _guarded(self, point: Point, look: Any) -> bool:
        """``look(point)``, with what the claim's own code raises kept for the verdict and the search ended."""
        try:
            return bool(look(point))
        except ShapeMismatch as mismatch:
            self.mismatch = self.mismatch or (point, str(mismatch))
        except (CodeError, NotElementwise) as error:
            self.failure = self.failure or ClaimFailure(point, error)
        except (HypothesisException, Rejected, MemoryError):
            raise
        except Exception as error:
            self.failure = self.failure or ClaimFailure(point, error)
        return False

    # --- one point --------------------------------------------------------------------------------

    @property
    def slack(self) -> float | None:
        """The least room that a point which agrees leaves an inequality; None without one."""
        return max(0.0, self.tight[0][0]) if self.tight else None

    @property
    def rate(self) -> str:
        """How limits are approached, at most points."""
        rates = self.together.rates
        return max(sorted(rates), key=rates.__getitem__) if rates else ""

    def strength(self) -> Strength | None:
        """What the points that agreed make of altered formulas."""
        groups = self.groups
        return None if groups is None else measure(self.program, self.samples, lambda: further_groups(groups, self.seed))

    def examine(self, point: Point) -> bool:
        """Whether ``point`` refutes the relation; the account is kept on the way."""
        if self.failure is not None or self.mismatch is not None:
            return False
        self.tell("" if self.first is None else "making the counterexample simple")
        key = key_of(point)
        if key in self.seen:
            if self.first is None:
                raise Rejected  # a repetition is no further example; Hypothesis draws another one
            return self.seen[key]
        if self.first is not None:
            self.shrinking += 1
            if self.shrinking > SHRINK_POINTS:
                return False
        result = self.seen[key] = self._guarded(point, self._look)
        return result

    def _look(self, point: Point) -> bool:
        frame = self.trial.frame(point)
        searching = self.first is None
        self.account.examples += searching
        if frame is None:
            self.account.count("rejected", searching)
            raise Rejected
        if self.witness is None and self.program.black_boxes:
            self.witness = (point, self.trial.sides(frame))
        if self.first is not None:
            worst = widest(self.trial.judged(frame))
            return worst is not None and self._wide_enough(self.first.judgement, worst, point)
        self.first = self.worst = self.trial.falsified(frame, point)
        return self.first is not None

    def _wide_enough(self, first: Judgement, found: Judgement, point: Point) -> bool:
        """Whether ``found`` at ``point`` is as good a counterexample as the ``first``."""
        if self.worst is None or found.relative > self.worst.judgement.relative:
            self.worst = Found(point, found)
        return found.margin >= min(MARGIN, first.margin) and found.relative >= min(READABLE, 0.5 * first.relative)

    # --- afterwards -------------------------------------------------------------------------------

    def _conclude(self, first: Found, smallest: Point | None) -> None:
        """Judge the simplest and the worst counterexample entry by entry, and confirm each; the first one found is confirmed already."""
        if smallest is not None:
            self.shrinking = 0
            smallest = simplified(self.program, smallest, self.examine)
        simplest = None if smallest is None else self.trial.whole(Found(smallest, first.judgement))
        self.first = self.trial.whole(first) or first
        self.simplest = simplest or self.first
        self.worst = (self.worst and self.trial.whole(self.worst)) or self.first
