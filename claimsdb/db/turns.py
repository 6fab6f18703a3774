"""Whose turn it is where there is one writer at a time, and nobody who hands it on."""

import time
from collections.abc import Callable

LONG = 2.0  # seconds for which one writes on while others may be waiting
PAUSE = 0.12  # seconds: who waits for SQLite's lock looks for it every tenth of a second


class Turns:
    """Those of one connection. SQLite's lock goes to whoever looks for it first: one that takes it again as soon as it
    has given it back would shut out all others until they are tired of waiting. So it lets them go first for a moment,
    when it has written for long without one."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep):
        self._clock, self._sleep = clock, sleep
        self._written, self._begun, self._ended = 0.0, 0.0, float("-inf")
        self._is_writing = False

    def let_others(self) -> None:
        """Before the lock is asked for."""
        paused = self._clock() - self._ended
        if paused < PAUSE and self._written < LONG:
            return
        if paused < PAUSE:
            self._sleep(PAUSE - paused)
        self._written = 0.0

    def begin(self) -> None:
        self._begun, self._is_writing = self._clock(), True

    def end(self) -> None:
        if self._is_writing:
            self._ended = self._clock()
            self._written += self._ended - self._begun
            self._is_writing = False
