"""The search for a counterexample: Hypothesis proposes points, the judge looks at each, doubts are settled by a second method.

Hypothesis decides what to try and how to shrink; this module keeps the account of what every point came to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from mathcheck.engine import driver
from mathcheck.engine.account import Account, degenerate, key_of, ordinary
from mathcheck.engine.arithmetic import Frame
from mathcheck.engine.confirm import Confirmation, Status, absent, confirm
from mathcheck.engine.driver import Rejected
from mathcheck.engine.evaluation import Evaluator, NotElementwise
from mathcheck.engine.groups import Group, Groups
from mathcheck.engine.judge import Judgement, Outcome, judge
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.program import Part, Program
from mathcheck.engine.sampling import Point, Sampler, generic_point, sampler
from mathcheck.engine.screen import Screened, screen
from mathcheck.engine.simplify import simplified
from mathcheck.engine.watch import CodeError
from mathcheck.language.calculus import Derivative
from mathcheck.language.errors import ShapeMismatch

# A counterexample is shrunk only as long as it stays this many bands wide and this wrong relative to the sides (or half as
# wrong as the first one found, if that was less): it must not slide to the edge of noise.
MARGIN = 10.0
READABLE = 0.02

# Shrinking looks at no more points than this; each is a full judgement.
SHRINK_POINTS = 400

# Reference points for the constant of `proportional`.
REFERENCE_POINTS = 40

# Groups of points, as a multiple of what is enough where all points are new and satisfy the hypotheses.
ROUNDS = 10

# Undecided points sent to the second method, which costs a hundred times more than the first.
SETTLE_POINTS = 12


class ClaimFailure(Exception):
    """The claim's own code raised; holds the point at which it did."""

    def __init__(self, point: Point, cause: Exception) -> None:
        super().__init__(str(cause))
        self.point, self.cause = point, cause


@dataclass
class Found:
    """A point at which a part of the relation is false, and why that is believed."""

    point: Point
    judgement: Judgement
    confirmation: Confirmation | None = None


@dataclass
class Search:
    """One run: the account so far. Make it, call :meth:`run`, read it."""

    program: Program
    seed: int
    max_examples: int
    database_key: str = ""
    first: Found | None = None
    simplest: Found | None = None
    worst: Found | None = None
    mismatch: tuple[Point, str] | None = None
    failure: ClaimFailure | None = None
    constants: dict[int, tuple[float, Point]] = field(default_factory=dict)
    account: Account = field(default_factory=Account)
    gaps: list[tuple[Point, str]] = field(
        default_factory=list
    )  # ordinary points at which only one side has a value: which has none
    unconfirmed: int = 0  # points at which the sides differ, but the second method could not say so

    def __post_init__(self) -> None:
        self.evaluator, self.together = Evaluator(self.program), LaneEvaluator(self.program)
        self.first_sizes: tuple[int, ...] = ()
        self.first_block = b""
        self.seen: dict[bytes, bool] = {}
        self.shrinking = 0
        self.settled_asked = 0
        self.witness: tuple[Point, bytes] | None = None

    # --- the run ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Look for a counterexample and shrink it; afterwards the fields tell what was found."""
        source = sampler(self.program)
        if source.choices == []:
            return
        self._guarded({}, lambda point: self._check_elementwise())
        if self.failure is not None:
            return
        if any(part.relation.symbol == "proportional" for part in self.program.parts):
            self._find_constants(source)
        try:
            smallest = self._searched(source)
        except CodeError as error:  # a domain's own strategy
            smallest, self.failure = None, self.failure or ClaimFailure({}, error)
        self._guarded(self.witness[0] if self.witness else {}, lambda point: self._check_memoryless())
        if self.failure is None and self.first is not None:
            self._conclude(smallest)

    def _searched(self, source: Sampler) -> Point | None:
        """The simplest point that refutes the relation, or None: what this run generates, else what an earlier one has left.

        In this order a run's account does not depend on the runs before it.
        """
        key, seed, strategy = f"{self.database_key}:{self.seed}".encode(), self.seed, source.strategy()
        if not self.program.variables or any(v.domain.strategy is not None for v in self.program.variables):
            found = driver.generate(strategy, self.examine, seed=seed, examples=self.max_examples, key=key)
            return (
                found if self.first or self.failure or self.mismatch else driver.replay(strategy, self.examine, seed=seed, key=key)
            )
        groups = Groups(self.program, source, self.max_examples)
        blocks = st.binary(min_size=groups.length, max_size=groups.length)
        driver.generate(blocks, lambda block: self._round(groups.next(block)), seed=seed, examples=ROUNDS * len(groups.plans))
        if self.first is not None:
            choices = source.choices_of(self.first_sizes, self.first_block)
            return driver.shrink(strategy, self.examine, choices, seed=seed, key=key) or self.first.point
        return None if self.failure or self.mismatch else driver.replay(strategy, self.examine, seed=seed, key=key)

    def _round(self, group: Group) -> bool:
        """Look at a group of points; whether that is the end of the search."""
        if not self._over():
            fresh: dict[bytes, int] = {}
            for i, key in enumerate(group.keys()):
                if key not in self.seen:
                    fresh.setdefault(key, i)
            if fresh:
                self._look_at(group.only(list(fresh.values())), list(fresh))
        return self._over()

    def _over(self) -> bool:
        enough = self.account.examined >= self.max_examples
        return self.first is not None or self.failure is not None or self.mismatch is not None or enough

    def _look_at(self, group: Group, keys: list[bytes]) -> None:
        """The cheap round for all points of a group together, then the judge for each point that does not pass."""
        if self.program.black_boxes and self.witness is None:
            self._alone(group, 0)  # kept, to be looked at again in the end
            keys, group = keys[1:], group.only(np.arange(1, len(keys)))
        if not keys:
            return
        satisfying, screened = self._screened(group)
        flags, sizes = group.degenerate(), {size.name: length for size, length in group.sizes.items()}
        for i, key in enumerate(keys):
            if self._over():
                return
            if i not in satisfying:
                self.seen[key] = False
                self.account.examples += 1
                self.account.count("rejected")
            elif screened is None or not (screened.passes[satisfying[i]] or screened.kink[satisfying[i]]):
                self._alone(group, i)
            else:
                self.seen[key] = False
                self.account.examples += 1
                if screened.kink[satisfying[i]]:
                    self.account.count("at_kinks")
                else:
                    self.account.accept(key, bool(flags[i]), sizes, float(screened.resolution[satisfying[i]]))

    def _screened(self, group: Group) -> tuple[dict[int, int], Screened | None]:
        """Which points satisfy the hypotheses (their place among those that do), and what the cheap round says of these."""
        everyone = {i: i for i in range(len(group.blocks))}
        if not everyone:
            return everyone, None
        sizes = {size.fingerprint: length for size, length in group.sizes.items()}
        try:
            with np.errstate(all="ignore"):
                if self.program.conditions:
                    frame = self.together.lanes(sizes, group.values, len(group.blocks), 0)
                    self.together.run(frame, self.program.first)
                    true = [frame.points(slot).reshape(len(group.blocks), -1).all(axis=1) for slot in self.program.conditions]
                    kept = np.flatnonzero(np.all(true, axis=0))
                    everyone, group = {int(i): place for place, i in enumerate(kept)}, group.only(kept)
                if not everyone:
                    return everyone, None
                frame = self.together.lanes(sizes, group.values, len(group.blocks))
                self.together.run(frame, self.program.first + self.program.steps)
                return everyone, screen(self.together, frame, [(part, self.constant(part) or 1.0) for part in self.program.parts])
        except MemoryError:
            raise
        except Exception:  # said properly by the judge of single points
            return everyone, None

    def _alone(self, group: Group, i: int) -> None:
        """One point of a group, by the judge of single points."""
        try:
            if self.examine(group.point(i)):
                self.first_sizes, self.first_block = tuple(group.sizes.values()), group.blocks[i]
        except Rejected:
            pass

    def _check_elementwise(self) -> bool:
        """Before any input of size one hides it: a map given to ``derivative`` must not mix entries. One generic point shows it."""
        steps = [s for s in self.program.steps if isinstance(s.node, Derivative) and s.node.kind == "derivative"]
        point = generic_point(self.program) if steps else None
        frame = None if point is None else self._frame(point)
        for step in steps:
            if frame is not None:
                self.evaluator.derivative(frame, step)  # type: ignore[arg-type]
        return False

    def _check_memoryless(self) -> bool:
        """Afterwards, the first input again: somebody's own code that has kept something in the meantime is no formula."""
        if self.witness is not None:
            point, before = self.witness
            frame = self._frame(point)
            after = self._sides(frame) if frame is not None else b""
            if after != before:
                raise CodeError(
                    "A function of the claim keeps something from call to call: for one and the same input it gave another value at the end "
                    "of the check than at its beginning. A formula has one value: let the function depend on its arguments alone"
                )
        return False

    def _sides(self, frame: Frame) -> bytes:
        bodies = [part.direct.body for part in self.program.parts if part.direct is not None]
        slots = [slot for part in self.program.parts for slot in (part.left, part.right)] + bodies
        return b"".join(np.asarray(frame.memories[0][slot], dtype=np.float64).tobytes() for slot in slots)

    def _find_constants(self, source: Any) -> None:
        """The constant of each `proportional`: |a| / |b| at the first point where both are far from zero."""

        def reference(point: Point) -> bool:
            frame = self._frame(point)
            if frame is None:
                return False
            for index, part in enumerate(self.program.parts):
                if part.relation.symbol == "proportional" and index not in self.constants:
                    value = self._ratio(frame, part)
                    if value is not None:
                        self.constants[index] = (value, point)
            wanted = sum(part.relation.symbol == "proportional" for part in self.program.parts)
            return len(self.constants) == wanted

        driver.generate(source.strategy(), lambda point: self._guarded(point, reference), seed=self.seed, examples=REFERENCE_POINTS)

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

    def _ratio(self, frame: Frame, part: Part) -> float | None:
        left, right = (np.asarray(frame.memories[0][slot], dtype=np.float64) for slot in (part.left, part.right))
        if left.shape != right.shape or frame.nowhere or not (np.all(np.isfinite(left)) and np.all(np.isfinite(right))):
            return None
        a, b = float(np.linalg.norm(left)), float(np.linalg.norm(right))
        spread = float(np.max(frame.deviation(part.left), initial=0.0)) + float(np.max(frame.deviation(part.right), initial=0.0))
        return a / b if min(a, b) > 1e6 * spread and a > 0 and b > 0 else None

    # --- one point --------------------------------------------------------------------------------

    def examine(self, point: Point) -> bool:
        """Whether ``point`` refutes the relation; the account is kept on the way."""
        if self.failure is not None or self.mismatch is not None:
            return False
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
        frame = self._frame(point)
        if self.first is None:
            self.account.examples += 1
        if frame is None:
            self.account.count("rejected", self.first is None)
            raise Rejected
        if self.witness is None and self.program.black_boxes:
            self.witness = (point, self._sides(frame))
        worst = self._judge(frame, point)
        if worst is None:
            return False
        if self.first is None:
            confirmation = confirm(self.program, point, worst, self.constants)
            if confirmation.status is Status.AGREES:
                self.account.count("settled")
                self._accept(point, worst)
                return False
            if confirmation.status is Status.UNKNOWN:
                self.account.count("undecided")
                # A strict inequality at which floating point sees equality is undecided; a difference it sees is unconfirmed.
                self.unconfirmed += worst.relative > 0 and bool(np.any(worst.excess > np.finfo(float).tiny))
                return False
            self.first = self.worst = Found(point, worst, confirmation)
            return True
        return self._wide_enough(worst, point)

    def _wide_enough(self, found: Judgement, point: Point) -> bool:
        assert self.first is not None
        assert self.worst is not None
        first = self.first.judgement
        if found.relative > self.worst.judgement.relative:
            self.worst = Found(point, found)
        return found.margin >= min(MARGIN, first.margin) and found.relative >= min(READABLE, 0.5 * first.relative)

    def _judge(self, frame: Frame, point: Point) -> Judgement | None:
        """The part that is false at this point, by the widest margin; None where none is."""
        judged = [
            judge(self.evaluator, frame, part, constant=self.constant(part))
            for index, part in enumerate(self.program.parts)
            if part.relation.symbol != "proportional" or index in self.constants
        ]
        wrong = [j for j in judged if j.outcome is Outcome.DIFFERS]
        if wrong:
            return max(wrong, key=lambda j: j.relative)
        if self.first is None:
            self._tally(judged, point)
        return None

    def _tally(self, judged: list[Judgement], point: Point) -> None:
        outcomes = [j.outcome for j in judged]
        for outcome, name in (
            (Outcome.KINK, "at_kinks"),
            (Outcome.UNDEFINED, "undefined"),
            (Outcome.UNDECIDED, "undecided"),
        ):
            if outcome in outcomes or not outcomes:
                if outcome is not Outcome.KINK and self._settle(judged, point):
                    return
                self.account.count(name)
                return
        for judgement in judged:
            self._accept(point, judgement)

    def _settle(self, judged: list[Judgement], point: Point) -> bool:
        """Ask the second method about a point that floating point could not decide; True where it says that all parts agree."""
        self.settled_asked += 1
        if self.settled_asked > SETTLE_POINTS:
            return False
        open_parts = [j for j in judged if j.outcome in (Outcome.UNDEFINED, Outcome.UNDECIDED)]
        for judgement in open_parts:
            if judgement.absent and ordinary(point) and absent(self.program, point, judgement):
                self.gaps.append((point, judgement.absent))
                return False
        if not open_parts or any(
            confirm(self.program, point, j, self.constants, rigorous=True).status is not Status.AGREES for j in open_parts
        ):
            return False
        self.account.count("settled")
        self._accept(point, None)
        return True

    def _accept(self, point: Point, judgement: Judgement | None) -> None:
        sizes = {size.name: int(point[size.fingerprint]) for size in self.program.sizes}
        self.account.accept(key_of(point), degenerate(point), sizes, None if judgement is None else judgement.resolution)

    def _frame(self, point: Point) -> Frame | None:
        """The point evaluated; None where it does not satisfy the hypotheses."""
        if any(value is None for value in point.values()):
            return None
        frame = self.evaluator.frame(point)
        self.evaluator.run(frame, self.program.first)
        for slot in self.program.conditions:
            if not bool(np.all(frame.memories[0][slot])):
                return None
        self.evaluator.run(frame, self.program.steps)
        return frame

    # --- afterwards -------------------------------------------------------------------------------

    def _conclude(self, smallest: Point | None) -> None:
        """Judge the simplest and the worst counterexample entry by entry, and confirm each; the first one found is confirmed already."""
        assert self.first is not None
        assert self.worst is not None
        if smallest is not None:
            self.shrinking = 0
            smallest = simplified(self.program, smallest, self.examine)
        simplest = None if smallest is None else self._whole(Found(smallest, self.first.judgement))
        self.first = self._whole(self.first) or self.first
        self.simplest = simplest or self.first
        self.worst = self._whole(self.worst) or self.first

    def _whole(self, found: Found) -> Found | None:
        """``found`` with every entry of both sides; None where that, or the second method, does not bear it out."""
        frame = self._frame(found.point)
        if frame is None:
            return None
        part = found.judgement.part
        part = next((p for p in self.program.parts if self._differs(frame, p)), part)
        judgement = judge(self.evaluator, frame, part, constant=self.constant(part), whole=True)
        if judgement.outcome is not Outcome.DIFFERS:
            return None
        confirmation = confirm(self.program, found.point, judgement, self.constants)
        return Found(found.point, judgement, confirmation) if confirmation.status is Status.DIFFERS else None

    def _differs(self, frame: Frame, part: Part) -> bool:
        return judge(self.evaluator, frame, part, constant=self.constant(part)).outcome is Outcome.DIFFERS

    def constant(self, part: Part) -> float | None:
        """The constant that ``proportional`` is tried with."""
        known = self.constants.get(self.program.parts.index(part))
        return None if known is None else known[0]
