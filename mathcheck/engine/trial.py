"""One point after another, judged: what each comes to is kept in the account, and doubts are settled by a second method."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mathcheck.engine.account import Account, degenerate, key_of, ordinary
from mathcheck.engine.arithmetic import Frame
from mathcheck.engine.branches import tied
from mathcheck.engine.confirm import absent, confirm
from mathcheck.engine.confirmation import Confirmation, Status
from mathcheck.engine.evaluation import Evaluator
from mathcheck.engine.judge import judge
from mathcheck.engine.judgement import Judgement, Outcome, compare
from mathcheck.engine.linearity import bent
from mathcheck.engine.program import Part, Program
from mathcheck.engine.sampling import Point
from mathcheck.engine.unsolved import trivial, waited
from mathcheck.language.calculus import Derivative, Limit
from mathcheck.language.variables import Variable

# Undecided points sent to the second method, which costs a hundred times more than the first.
SETTLE_POINTS = 12
# ... or this many, as long as fewer points than this agree: fewer say too little.
SETTLE_MORE, FEW = 48, 8


@dataclass
class Found:
    """A point at which a part of the relation is false, and why that is believed."""

    point: Point
    judgement: Judgement
    confirmation: Confirmation | None = None


@dataclass
class Trial:
    """A program tried at points; afterwards the fields tell what was seen, short of a counterexample."""

    program: Program
    account: Account = field(default_factory=Account)
    constants: dict[int, tuple[float, Point]] = field(default_factory=dict)  # of each `proportional`, and where it was read off
    gaps: list[tuple[Point, str]] = field(default_factory=list)  # ordinary points at which one side has no value, and which
    limitless: list[tuple[Point, str]] = field(
        default_factory=list
    )  # points at which a limit does not exist, and what there is instead
    witness: tuple[Point, bytes] | None = None  # the first point on which somebody's code was called, and the sides there
    unconfirmed: int = 0  # points at which the sides differ, but the second method could not say so

    def __post_init__(self) -> None:
        self.evaluator = Evaluator(self.program)
        self.waited = waited(self.program)
        self.settled_asked = 0

    def snapshot(self) -> dict[str, Any]:
        """All that was seen so far."""
        seen = {name: getattr(self, name) for name in ("account", "gaps", "limitless", "unconfirmed", "settled_asked")}
        return copy.deepcopy({**seen, "account": vars(self.account)})

    def restore(self, seen: dict[str, Any]) -> None:
        """Forget what was seen since a :meth:`snapshot`."""
        vars(self.account).update(seen.pop("account"))
        vars(self).update(seen)

    def frame(self, point: Point) -> Frame | None:
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

    def sides(self, frame: Frame) -> bytes:
        """Both sides of every part, and what is differentiated, bit for bit."""
        bodies = [part.direct.body for part in self.program.parts if part.direct is not None]
        slots = [slot for part in self.program.parts for slot in (part.left, part.right)] + bodies
        return b"".join(np.asarray(frame.memories[0][slot], dtype=np.float64).tobytes() for slot in slots)

    def remember(self, point: Point, frame: Frame) -> None:
        """Keep what the sides were at the first point on which somebody's code was called; ``frame`` has been run there."""
        if self.witness is None and self.program.black_boxes:
            self.witness = (point, self.sides(frame))

    def constant(self, part: Part) -> float | None:
        """The constant that ``proportional`` is tried with."""
        known = self.constants.get(self.program.parts.index(part))
        return None if known is None else known[0]

    def judged(self, frame: Frame) -> list[Judgement]:
        """Every part of the relation, judged; a `proportional` only once its constant is known."""
        parts = [p for i, p in enumerate(self.program.parts) if p.relation.symbol != "proportional" or i in self.constants]
        return [judge(self.evaluator, frame, part, constant=self.constant(part)) for part in parts]

    def falsified(self, frame: Frame, point: Point) -> Found | None:
        """The part that is false here, by the widest margin, if the second method agrees; None where none is, and the account kept."""
        judged = self.judged(frame)
        worst = widest(judged)
        if worst is None:
            return self._tally(judged, point, frame)
        confirmation = confirm(self.program, point, worst, self.constants)
        if confirmation.status is Status.OUTSIDE:
            self.account.count("rejected")
            return None
        if confirmation.status is not Status.AGREES and confirmation.certified is None and bent(self.evaluator, frame, worst.part):
            self.account.count("at_kinks")
            return None
        if confirmation.status is Status.DIFFERS:
            return Found(point, worst, confirmation)
        if confirmation.status is Status.AGREES:
            self.account.count("settled")
            self.accept(point, worst)
            return None
        derived = any(isinstance(step.node, Derivative) for step in self.program.steps)
        if derived and confirmation.status is Status.UNKNOWN and tied(self.program, frame.memories[0]):
            self.account.count("at_kinks")  # on the edge of a branch, where a derivative is one-sided
            return None
        self.account.count("undecided")
        # A strict inequality at which floating point sees equality is undecided; a difference it sees is unconfirmed.
        # So is one at a member of a set that is one only up to rounding: ball arithmetic takes in all that it may stand for.
        seen = worst.relative > 0 and bool(np.any(worst.excess > np.finfo(float).tiny))
        self.unconfirmed += seen and not any(_near_a_member(v, point) for v in self.program.variables)
        return None

    def accept(self, point: Point, judgement: Judgement | None) -> None:
        """The point counts as one at which the sides agree."""
        sizes = {size.name: int(point[size.fingerprint]) for size in self.program.sizes}
        self.account.trivial += trivial(point, self.waited)
        special = degenerate(point, self.program.mirrored)
        self.account.accept(key_of(point), special, sizes, None if judgement is None else judgement.resolution)

    def whole(self, found: Found) -> Found | None:
        """``found`` with every entry of both sides; None where that, or the second method, does not bear it out."""
        frame = self.frame(found.point)
        if frame is None:
            return None
        part = next((j.part for j in self.judged(frame) if j.outcome is Outcome.DIFFERS), found.judgement.part)
        judgement = judge(self.evaluator, frame, part, constant=self.constant(part), whole=True)
        if judgement.outcome is not Outcome.DIFFERS:
            return None
        confirmation = confirm(self.program, found.point, judgement, self.constants)
        differs = confirmation.status is Status.DIFFERS
        return Found(found.point, self._finite(judgement, confirmation), confirmation) if differs else None

    # --- what a point without a difference comes to -----------------------------------------------

    def _tally(self, judged: list[Judgement], point: Point, frame: Frame) -> Found | None:
        outcomes, nowhere = [j.outcome for j in judged] or [self._unjudged(frame)], frame.nowhere
        for outcome, name in (
            (Outcome.KINK, "at_kinks"),
            (Outcome.UNDEFINED, "undefined"),
            (Outcome.UNDECIDED, "undecided"),
        ):
            if outcome in outcomes:
                if outcome is Outcome.KINK and any(isinstance(step.node, Limit) for step in nowhere):
                    self._look_for_limit(judged, point)
                settled = outcome is not Outcome.KINK and self._settle(judged, point)
                if isinstance(settled, Found):
                    return settled
                self.account.count("settled" if settled else name)
                if settled:
                    self.accept(point, None)
                return None
        self.accept(point, max(judged, key=lambda j: j.resolution))
        return None

    def _unjudged(self, frame: Frame) -> Outcome:
        """What a point comes to at which nothing was judged, for want of the constant of a `proportional`."""
        sides = [frame.memories[0][slot] for part in self.program.parts for slot in (part.left, part.right)]
        if frame.nowhere:
            return Outcome.KINK
        finite = all(bool(np.all(np.isfinite(np.asarray(side, dtype=np.float64)))) for side in sides)
        return Outcome.UNDECIDED if finite else Outcome.UNDEFINED

    def _look_for_limit(self, judged: list[Judgement], point: Point) -> None:
        """Ask the second method whether a limit that floating point does not see is not there, for a few points."""
        self.settled_asked += 1
        if self.settled_asked <= SETTLE_POINTS:
            kinks = [j for j in judged if j.outcome is Outcome.KINK]
            answers = [confirm(self.program, point, j, self.constants, rigorous=True) for j in kinks]
            self.limitless += [(point, answer.method) for answer in answers if answer.status is Status.NO_LIMIT][:1]

    def _settle(self, judged: list[Judgement], point: Point) -> bool | Found:
        """Ask the second method about a point that floating point could not decide; True where it says that all parts agree, a
        counterexample where it says that one does not."""
        self.settled_asked += 1
        if self.settled_asked > (SETTLE_POINTS if len(self.account.points) >= FEW else SETTLE_MORE):
            return False
        open_parts = [j for j in judged if j.outcome in (Outcome.UNDEFINED, Outcome.UNDECIDED)]
        for judgement in open_parts:
            if judgement.absent and ordinary(point) and absent(self.program, point, judgement):
                self.gaps.append((point, judgement.absent))
                return False
        agree = bool(open_parts)
        for judgement in open_parts:
            answer = confirm(self.program, point, judgement, self.constants, rigorous=True)
            if answer.status is Status.DIFFERS and judgement.outcome is Outcome.UNDECIDED:
                return Found(point, self._enclosed(judgement, answer), answer)
            agree = agree and answer.status is Status.AGREES
        return agree

    def _finite(self, judgement: Judgement, answer: Confirmation) -> Judgement:
        """The judgement, of what the second method has where floating point has overflowed."""
        plain = (judgement.left, judgement.right)
        overflown = answer.sides is not None and not all(np.all(np.isfinite(side)) for side in plain)
        return (
            self._enclosed(judgement, answer)
            if overflown and all(np.all(np.isfinite(side)) for side in answer.sides or ())
            else judgement
        )

    def _enclosed(self, judgement: Judgement, answer: Confirmation) -> Judgement:
        """The judgement of the sides as the second method knows them: to floating point they were a blur."""
        if answer.sides is None or answer.width is None or judgement.constant is not None:
            return judgement
        found = compare(self.program, judgement.part, *answer.sides, answer.width)
        if found.outcome is not Outcome.DIFFERS:
            return judgement
        return replace(found, whole=judgement.whole, directions=judgement.directions, where=judgement.where)


def _near_a_member(variable: Variable, point: Point) -> bool:
    """Whether floating-point numbers only come near to a member of the variable's set."""
    domain = variable.domain
    return not domain.exact and not domain.exactly(np.asarray(point[variable.fingerprint]))


def widest(judged: list[Judgement]) -> Judgement | None:
    """Of the parts that differ the one that is most wrong, relative to its sides."""
    wrong = [j for j in judged if j.outcome is Outcome.DIFFERS]
    return max(wrong, key=lambda j: j.relative) if wrong else None
