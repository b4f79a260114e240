"""Programs of the watched project: started in a group of their own, their output kept with its time, ended
for sure.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from trebol.factors import kernel
from trebol.factors.deadline import Deadline

MARK = "TREBOL_FACTORS_LAUNCH"
LINES = 20_000


@dataclass(frozen=True)
class Line:
    """One line of output: when it came (`time.time`), from which stream, what it says."""

    at: float
    stream: str
    text: str


class Launched:
    """A running program and everything that descends from it."""

    def __init__(self, words: list[str], *, cwd: Path, env: dict[str, str], mark: str) -> None:
        self.mark = f"{MARK}={mark}\0"
        self.began = time.time()
        self.lines: list[Line] = []
        self.process = subprocess.Popen(  # noqa: S603  # running the project is what this is for
            words,
            cwd=cwd,
            env={**env, MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.readers = [
            self.follow("stdout", self.process.stdout),
            self.follow("stderr", self.process.stderr),
        ]

    def follow(self, stream: str, pipe: IO[bytes] | None) -> threading.Thread:
        """Keep the lines of one stream as they come."""

        def keep() -> None:
            for raw in pipe or ():
                if len(self.lines) < LINES:
                    text = raw.decode("utf-8", "replace").rstrip("\n")
                    self.lines.append(Line(time.time(), stream, text))

        thread = threading.Thread(target=keep, daemon=True)
        thread.start()
        return thread

    @property
    def pid(self) -> int:
        """The process that was started."""
        return self.process.pid

    @property
    def status(self) -> int | None:
        """The exit status; None while it runs."""
        return self.process.poll()

    def pids(self) -> set[int]:
        """Every living process that descends from this start, daemons included."""
        return set(self.family())

    def family(self) -> dict[int, list[str]]:
        """The same, with their command lines."""
        return kernel.family(self.pid, self.mark)

    def output(self) -> str:
        """What both streams have said."""
        return "\n".join(line.text for line in list(self.lines))

    def last_words(self, count: int = 3) -> str:
        """The last lines that say something, for a report."""
        said = [line.text.strip() for line in list(self.lines) if line.text.strip()]
        return " | ".join(said[-count:])[:400] or "it said nothing"

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process that was started, as a process manager does."""
        if self.status is None:
            self.process.send_signal(number)

    def ended(self, deadline: Deadline, seconds: float) -> bool:
        """Whether it ends within `seconds`."""
        return deadline.wait(lambda: self.status is not None, seconds)

    def end(self) -> set[int]:
        """Kill everything of it. What had outlived the started process is returned."""
        orphans = self.pids() - {self.pid} if self.status is not None else set()
        for _ in range(20):
            alive = self.pids()
            kill(alive)
            if not alive:
                break
            time.sleep(0.02)
        self.process.wait(timeout=5)
        for reader in self.readers:
            reader.join(timeout=1)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None and not any(reader.is_alive() for reader in self.readers):
                pipe.close()
        return orphans


def kill(pids: Iterable[int]) -> None:
    """End processes at once."""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


@dataclass(frozen=True)
class Done:
    """A program that has ended: its status (None: it was stopped at its time limit) and what it said."""

    status: int | None
    output: str
    seconds: float

    @property
    def last_words(self) -> str:
        """The last lines that say something."""
        said = [line.strip() for line in self.output.splitlines() if line.strip()]
        return " | ".join(said[-3:])[:400] or "it said nothing"


def run(
    words: list[str], *, cwd: Path, env: dict[str, str], mark: str, deadline: Deadline, seconds: float = 60
) -> Done:
    """Run a program to its end, at most `seconds`."""
    launched = Launched(words, cwd=cwd, env=env, mark=mark)
    try:
        ended = launched.ended(deadline, seconds)
    finally:
        launched.end()
    status = launched.status if ended else None
    return Done(status, launched.output(), time.time() - launched.began)
