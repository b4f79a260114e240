"""The time a run may take, shared by everything it does."""

from __future__ import annotations

import time
from collections.abc import Callable

from trebol.factors.check import CouldNotRun


class Deadline:
    """A moment after which nothing more is observed. `seconds`: from now."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that remain, never below zero."""
        return max(0.0, self.end - time.monotonic())

    def within(self, seconds: float) -> float:
        """At most `seconds`, at most what is left. Raises `CouldNotRun` where nothing is."""
        if not self.left:
            raise CouldNotRun(
                f"the time of the run ({self.seconds:.0f} s) is over: give it more with --seconds"
            )
        return min(seconds, self.left)

    def wait(self, ready: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
        """Wait until `ready()` for at most `seconds`; whether it became ready."""
        end = time.monotonic() + self.within(seconds)
        while not ready():
            if time.monotonic() >= end:
                return ready()
            time.sleep(pause)
        return True
