"""Hypothesis, as this engine uses it: it generates, it shrinks, and its example database remembers.

When to use which: :func:`generate` to look at fresh examples, :func:`shrink` for the simplest example that a known one leads to,
:func:`replay` for what an earlier run has left in the database.
"""

from __future__ import annotations

import unittest
from collections.abc import Callable, Iterable
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis.database import ExampleDatabase, choices_to_bytes
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy

Condition = Callable[[Any], bool]

# Where Hypothesis keeps examples that are not the simplest known; it shrinks what it finds there.
SECONDARY = b".secondary"


class Rejected(Exception):
    """An example that does not count: another one is drawn for it."""


class _Found(Exception):
    """The example satisfies the condition."""


class Memory(ExampleDatabase):
    """The user's example database, seen through one claim's ``key``. Where there are ``extra`` examples to start from, it is written to and
    not read: what a run comes to must not depend on the runs before."""

    def __init__(self, key: bytes, extra: list[list[Any]]) -> None:
        super().__init__()
        self.inner, self.key = hypothesis.settings().database, key
        self.extra = [choices_to_bytes(choices) for choices in extra]

    def name(self, key: bytes) -> bytes:
        """Our key, with the part that says which kind of example."""
        return self.key + next((kind for kind in (SECONDARY, b".pareto") if key.endswith(kind)), b"")

    def fetch(self, key: bytes) -> Iterable[bytes]:
        """What is remembered, and what to start from."""
        if self.extra:
            yield from self.extra if key.endswith(SECONDARY) else ()
        elif self.inner is not None:
            yield from self.inner.fetch(self.name(key))

    def save(self, key: bytes, value: bytes) -> None:
        """Remember."""
        if self.inner is not None:
            self.inner.save(self.name(key), value)

    def delete(self, key: bytes, value: bytes) -> None:
        """Forget."""
        if self.inner is not None:
            self.inner.delete(self.name(key), value)


def generate(strategy: SearchStrategy[Any], condition: Condition, *, seed: int, examples: int, key: bytes | None = None) -> Any:
    """The first example that satisfies ``condition``, made simple where there is a ``key`` to remember it by; None where there is none."""
    if key is None:
        return _find(strategy, condition, seed, examples, [Phase.generate], None)
    return _find(strategy, condition, seed, examples, [Phase.generate, Phase.shrink], Memory(key, []))


def replay(strategy: SearchStrategy[Any], condition: Condition, *, seed: int, key: bytes) -> Any:
    """What the database remembers under ``key``; None where there is nothing, or it no longer satisfies ``condition``."""
    memory = Memory(key, [])
    if not any(True for _ in memory.fetch(b"")):
        return None
    return _find(strategy, condition, seed, 1, [Phase.reuse, Phase.shrink], memory)


def shrink(strategy: SearchStrategy[Any], condition: Condition, choices: list[Any], *, seed: int, key: bytes) -> Any:
    """The simplest example that satisfies ``condition``, starting from the one that ``choices`` make; None where they make none."""
    return _find(strategy, condition, seed, 1, [Phase.reuse, Phase.shrink], Memory(key, [choices]))


def _find(
    strategy: SearchStrategy[Any], condition: Condition, seed: int, examples: int, phases: list[Phase], database: Memory | None
) -> Any:
    settings = hypothesis.settings(
        max_examples=examples, deadline=None, derandomize=False, print_blob=False, phases=phases, database=database,
        suppress_health_check=list(HealthCheck), report_multiple_bugs=False, verbosity=Verbosity.quiet,
    )  # fmt: skip
    found: list[Any] = []
    raised: list[Exception] = []

    @settings
    @hypothesis.seed(seed)
    @hypothesis.given(strategy)
    def search(example: Any) -> None:
        try:
            if not condition(example):
                return
        except Rejected:
            hypothesis.reject()
        except Exception as error:
            raised.append(error)
            raise
        found[:] = [example]
        raise _Found

    try:
        search()
    except _Found:
        return found[0]
    except (Unsatisfiable, unittest.SkipTest):  # none satisfies the hypotheses; none is remembered
        return None
    except Exception:  # Hypothesis runs a failing example again, and wonders where the second time is different
        if raised:
            raise raised[0] from None
        raise
    return None
