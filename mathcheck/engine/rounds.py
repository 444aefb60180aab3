"""Groups of points looked at together by a cheap round; what that does not pass goes to the judge of single points."""

from __future__ import annotations

import contextlib

import numpy as np

from mathcheck.engine.account import key_of
from mathcheck.engine.branches import Kept, unmet
from mathcheck.engine.driver import Rejected
from mathcheck.engine.every import every
from mathcheck.engine.groups import Group
from mathcheck.engine.hypotheses import satisfied_at, sizes_of
from mathcheck.engine.lanes import LaneEvaluator
from mathcheck.engine.looks import Looks
from mathcheck.engine.sampling import Point
from mathcheck.engine.screen import Sample, Screened, screen
from mathcheck.engine.tighten import Starts, pressed
from mathcheck.engine.unsolved import trivial
from mathcheck.engine.walker import movable
from mathcheck.language.calculus import Limit

# Samples kept to try altered formulas on: one a part and group, more than there are combinations of sizes; and no more numbers.
KEPT, KEPT_NUMBERS = 40, 20_000_000


class Rounds:
    """A program's points, group by group, until enough are looked at or there is nothing more to look for."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self.trial, self.program, self.account, self.seen = looks.trial, looks.trial.program, looks.account, looks.seen
        self.together = LaneEvaluator(self.program)
        self.limits = any(isinstance(step.node, Limit) for step in self.program.steps)  # whether one exists is asked point by point
        self.samples: list[Sample] = []  # points that agree, kept to try altered formulas on
        self.kept: list[Kept] = []  # the groups they are of
        self.kept_numbers = 0
        self.starts = Starts()  # what inequalities are pressed from
        self.least_room = np.inf  # between the sides of an inequality, of all points that agree
        self.pressed: Point | None = None  # a counterexample that no block of bytes stands for
        self.origin: tuple[tuple[int, ...], bytes] = ((), b"")  # the sizes and the block of bytes of the first counterexample

    @property
    def rate(self) -> str:
        """How limits are approached, at most points."""
        rates = self.together.rates
        return max(sorted(rates), key=rates.__getitem__) if rates else ""

    def look(self, group: Group) -> bool:
        """Look at a group of points; whether that is the end of the search."""
        if not self.looks.over:
            self.looks.tell()
            self._look_at_fresh(group, self.looks.max_examples)
        return self.looks.over

    def look_at_every(self) -> None:
        """Look at all points there are, where they are few."""
        group = every(self.program)
        if group is not None and not self.looks.ended:
            self._look_at_fresh(group, self.account.examined + len(group.blocks))

    def _look_at_fresh(self, group: Group, most: int) -> None:
        """The points of a group that have not been looked at, until there have been ``most``."""
        fresh: dict[bytes, int] = {}
        for i, key in enumerate(group.keys()):
            if key not in self.seen:
                fresh.setdefault(key, i)
        if fresh:
            self._look_at(group.only(list(fresh.values())), list(fresh), most)

    def _look_at(self, group: Group, keys: list[bytes], most: int) -> None:
        """The cheap round for all points of a group together, then the judge for each point that does not pass."""
        if self.program.black_boxes and not self.seen:  # what somebody's code does wrong is said of one point
            self._alone(group, 0)
            keys, group = keys[1:], group.only(np.arange(1, len(keys)))
        if not keys:
            return
        satisfying, passed = self._screened(group)
        flags, sizes = group.degenerate(self.program.mirrored), {size.name: length for size, length in group.sizes.items()}
        for i, key in enumerate(keys):
            if self.looks.ended or self.account.examined >= most:
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
                    self._keep_low(passed, satisfying[i], group, i)
                    self.account.trivial += trivial(group.point(i), self.trial.waited)
                    self.account.accept(key, bool(flags[i]), sizes, float(passed.resolution[satisfying[i]]))

    def _keep_low(self, passed: Screened, place: int, group: Group, i: int) -> None:
        """Remember how little room there was, and points to start from when inequalities are pressed."""
        self.least_room = min(self.least_room, float(passed.room[place]))
        values = {key: array[i] for key, array in group.values.items()}
        if passed.height[place] < np.inf and movable(self.program, values):
            scale = max(float(np.max(np.abs(value), initial=0.0)) for value in values.values())
            self.starts.offer(float(passed.height[place]), scale, lambda: group.point(i))

    def press(self) -> None:
        """Look for a violation downhill from the points with the least room; how little there is on the way is kept."""
        for point, room in pressed(self.program, self.starts.points()):
            if not self.looks.ended and not self._proposed(point) and key_of(point) in self.account.points:
                self.least_room = min(self.least_room, max(0.0, room))

    def meet_cases(self) -> None:
        """Look at points on the side of a comparison that no point has met."""
        for point in unmet(self.program, self.kept):
            if not self.looks.ended:
                self._proposed(point)

    def _proposed(self, point: Point) -> bool:
        """Whether a point that no block of bytes stands for refutes the relation."""
        with contextlib.suppress(Rejected):
            if self.looks.examine(point):
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
            if self.looks.examine(group.point(i)):
                self.origin = tuple(group.sizes.values()), group.blocks[i]
                self.pressed = None if group.blocks[i] else group.point(i)
        except Rejected:
            pass
