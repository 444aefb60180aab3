"""A time limit for somebody's code, and a memory limit, so that one claim cannot take the others with it."""

from __future__ import annotations

import contextlib
import ctypes
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

# Code that swallows the first interruption (`except BaseException`) is interrupted again and again.
AGAIN_SECONDS = 0.5
AT_ONCE = 1e-4


class DeadlineExceeded(BaseException):
    """The time is up. A ``BaseException``, so that `except Exception` in somebody's code does not swallow it."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise :class:`DeadlineExceeded` inside the block once ``seconds`` have passed. A block inside another leaves the outer one's time as it is.

    Python code, sleeping and waiting are interrupted; a single call into compiled code that never returns is not. On a system
    without ``SIGALRM``, or outside the main thread, only Python code is. Code that catches ``BaseException`` in a loop without end is never
    stopped. ``seconds`` is positive and finite.

    >>> with deadline(60.0):
    ...     pass
    """
    if hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread():
        yield from _by_signal(seconds)
    else:
        yield from _by_thread(seconds)


def _by_signal(seconds: float) -> Iterator[None]:
    over = False

    def ring(signum: int, frame: FrameType | None) -> None:
        if not over:
            raise DeadlineExceeded

    started = time.monotonic()
    before = signal.signal(signal.SIGALRM, ring)
    outer, again = signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    if 0 < outer < seconds:
        signal.setitimer(signal.ITIMER_REAL, outer, AGAIN_SECONDS)
    try:
        try:
            yield
        finally:  # from here on nothing rings; what rings in this very moment finds the lines below
            over = True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
        if outer > 0:  # a deadline around this one goes on, and rings at once where its time is up
            signal.setitimer(signal.ITIMER_REAL, max(outer - (time.monotonic() - started), AT_ONCE), again)


def _by_thread(seconds: float) -> Iterator[None]:
    target = ctypes.c_ulong(threading.get_ident())
    done = threading.Event()

    def watch() -> None:
        wait = seconds
        while not done.wait(wait):
            ctypes.pythonapi.PyThreadState_SetAsyncExc(target, ctypes.py_object(DeadlineExceeded))
            wait = AGAIN_SECONDS

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


@contextlib.contextmanager
def memory_limit() -> Iterator[None]:
    """Let an allocation that exceeds the machine's memory fail at once as a ``MemoryError``, where the system can (Linux).

    Without it a system that hands out memory it does not have ends the whole process instead.
    """
    try:
        import os
        import resource

        physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        with open("/proc/self/statm") as file:
            in_use = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = in_use + physical
        usable = (soft == resource.RLIM_INFINITY or soft > wanted) and (hard == resource.RLIM_INFINITY or hard > wanted)
    except (ImportError, OSError, ValueError):
        usable = False
    if not usable:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
