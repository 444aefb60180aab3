"""Points looked at one by one: which refutes first, which is worst, and what of the claim's own makes looking on pointless."""

from __future__ import annotations

from typing import Any

from hypothesis.errors import HypothesisException

from mathcheck.engine.account import key_of
from mathcheck.engine.driver import Rejected
from mathcheck.engine.evaluation import NotElementwise
from mathcheck.engine.judgement import Judgement
from mathcheck.engine.sampling import Point
from mathcheck.engine.trial import Found, Trial, widest
from mathcheck.engine.watch import CodeError
from mathcheck.language.display import Told
from mathcheck.language.errors import ShapeMismatch

# A counterexample is shrunk only as long as it stays this many bands wide and this wrong relative to the sides (or half as
# wrong as the first one found, if that was less): it must not slide to the edge of noise.
MARGIN = 10.0
READABLE = 0.02

# Shrinking looks at no more points than this; each is a full judgement.
SHRINK_POINTS = 400


class ClaimFailure(Exception):
    """The claim's own code raised; holds the point at which it did."""

    def __init__(self, point: Point, cause: Exception) -> None:
        super().__init__(str(cause))
        self.point, self.cause = point, cause


class Looks:
    """A trial's points, each looked at once. Once there is a ``first`` counterexample, points are looked at to replace it by a simpler one."""

    def __init__(self, trial: Trial, max_examples: int, told: Told | None = None) -> None:
        """``told`` hears how far the search has come."""
        self.trial, self.account, self.max_examples, self.told = trial, trial.account, max_examples, told
        self.first: Found | None = None
        self.worst: Found | None = None
        self.mismatch: tuple[Point, str] | None = None  # shapes that do not agree, and where
        self.failure: ClaimFailure | None = None
        self.seen: dict[bytes, bool] = {}  # points looked at, and whether they refute
        self.shrinking = 0

    @property
    def ended(self) -> bool:
        """Whether there is a counterexample, or something that makes looking for one pointless."""
        return self.first is not None or self.failure is not None or self.mismatch is not None or bool(self.trial.limitless)

    @property
    def over(self) -> bool:
        """Whether there is nothing more to look for, or enough has been looked at."""
        return self.ended or self.account.examined >= self.max_examples

    def tell(self, words: str = "") -> None:
        """Say how far the search has come, to who asked to be told; ``words`` say what it does instead of going on."""
        if self.told is not None:
            self.told(min(self.account.examined, self.max_examples), self.max_examples, words)

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
        result = self.seen[key] = self.guarded(point, self._look)
        return result

    def _look(self, point: Point) -> bool:
        frame = self.trial.frame(point)
        searching = self.first is None
        self.account.examples += searching
        if frame is None:
            self.account.count("rejected", searching)
            raise Rejected
        self.trial.remember(point, frame)
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

    def guarded(self, point: Point, look: Any) -> bool:
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
