"""The loop of a worker: leases work, runs it in threads, renews, gives back, stops."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

import msgspec
from django.db import Error, close_old_connections, connections

from trebol.runtime.leasing.queue import Queue
from trebol.runtime.worker.events import LEVELS, Fact, tell
from trebol.runtime.worker.options import WorkerOptions

LONGEST_PAUSE = 15.0


class Chore(msgspec.Struct):
    """Something a worker does between leases, every ``seconds``; ``due`` in monotonic seconds."""

    name: str
    seconds: float
    work: Callable[[], Any]
    due: float = 0.0


class Held(msgspec.Struct, frozen=True, eq=False):
    """A row that this worker holds, and the queue it is of."""

    queue: Queue[Any]
    row: Any


class Worker:
    """Runs what is in the queues until it is told to stop.

    ``chores`` keep them in order between leases; ``last`` is done when the worker ends.
    """

    def __init__(
        self, queues: Sequence[Queue[Any]], chores: Sequence[Chore], options: WorkerOptions, *,
        last: Sequence[Callable[[], Any]] = (),
    ) -> None:  # fmt: skip
        self.queues, self.chores, self.options, self.last = list(queues), list(chores), options, list(last)
        self.pool = ThreadPoolExecutor(options.concurrency, thread_name_prefix="worker")
        self.running: set[Held] = set()
        self.lock = threading.Lock()
        self.wake: SimpleQueue[None] = SimpleQueue()  # an Event's lock is not for a signal handler
        self.stops = 0
        self.pause = 0.0

    def stop(self) -> None:
        """Take nothing new and end; said twice, end at once. May be called from a signal handler."""
        self.stops += 1
        self.wake.put(None)

    def run(self, *, until_idle: bool = False) -> bool:
        """Work until ``stop``, or until nothing is due; return False where work was given back unfinished."""
        threading.Thread(target=self.beat, name="heart", daemon=True).start()
        while not self.stops:
            busy = self.turn_safely()
            if until_idle and not busy and not self.running and not self.pause:
                self.stop()
            elif not busy:
                self.wait(self.pause or self.options.poll_ms / 1000)
        return self.end()

    def wait(self, seconds: float) -> None:
        """Wait, or less where something ended or a signal came."""
        with suppress(Empty):
            self.wake.get(timeout=seconds)
            while True:
                self.wake.get_nowait()

    def turn_safely(self) -> bool:
        """Take a turn; a database that does not answer is waited for, longer each time."""
        try:
            busy = self.turn()
        except Error as error:
            self.pause = min(LONGEST_PAUSE, max(self.pause * 2, 0.5))
            told: dict[str, Fact] = {"reason": first_line(error), "pause": self.pause}
            tell("database_unavailable", told, level=logging.WARNING)
            connections.close_all()
            return False
        self.pause = 0.0
        return busy

    def turn(self) -> bool:
        """Do the chores that are due and lease for the threads that are free; tell whether there was work."""
        now = time.monotonic()
        for chore in self.chores:
            if chore.due <= now:
                chore.work()
                chore.due = now + chore.seconds
        leased = 0
        for queue in self.queues:
            free = self.options.concurrency - len(self.running)
            for row in queue.lease(free) if free > 0 else ():
                self.start(Held(queue, row))
                leased += 1
        self.queues.append(self.queues.pop(0))
        return leased > 0 and len(self.running) < self.options.concurrency

    def start(self, held: Held) -> None:
        """Run a row in a thread."""
        with self.lock:
            self.running.add(held)
        self.pool.submit(self.work, held)

    def work(self, held: Held) -> None:
        """Run a row, and say how it ended."""
        began = time.monotonic()
        try:
            close_old_connections()
            outcome = held.queue.run(held.row)
            ms = round((time.monotonic() - began) * 1000)
            name = f"{held.queue.name}_{outcome}"
            told = held.queue.facts(held.row) | {"attempt": held.row.attempts, "ms": ms}
            tell(name, told, level=LEVELS[outcome])
        except Exception as error:  # noqa: BLE001 - its lease ends, and another worker tries it
            tell("outcome_unknown", held.queue.facts(held.row), level=logging.ERROR, error=error)
        finally:
            close_old_connections()
            with self.lock:
                self.running.discard(held)
            self.wake.put(None)

    def beat(self) -> None:
        """Renew what is held, three times in the length of a lease, until the process ends."""
        while True:
            time.sleep(self.options.lease_seconds / 3)
            try:
                self.renew()
            except Error as error:
                tell("renewal_failed", {"reason": first_line(error)}, level=logging.WARNING)
            finally:
                close_old_connections()

    def renew(self) -> None:
        """Renew what is held."""
        with self.lock:
            held = list(self.running)
        for queue in self.queues[:]:
            rows = [one.row for one in held if one.queue is queue]
            if rows:
                queue.renew(rows)

    def end(self) -> bool:
        """Let what runs finish, for the time there is; give back the rest. Nothing new is leased by now."""
        tell("worker_stopping", {"running": len(self.running)})
        deadline = time.monotonic() + self.options.grace_seconds
        while self.running and self.stops < 2 and time.monotonic() < deadline:
            self.wait(min(0.2, max(0.0, deadline - time.monotonic())))
        with self.lock:
            left = list(self.running)
        for held in left:
            self.give_back(held)
        for last in self.last:
            unless_unavailable(last)
        tell("worker_stopped", {"given_back": len(left)})
        return not left

    def give_back(self, held: Held) -> None:
        """Let another worker have a row at once; where that fails, its lease ends by itself."""
        if unless_unavailable(lambda: held.queue.give_back([held.row])):
            tell("given_back", held.queue.facts(held.row))


def unless_unavailable(work: Callable[[], Any]) -> bool:
    """Do what is only kind to others; tell whether the database was there for it."""
    try:
        work()
    except Error as error:
        tell("database_unavailable", {"reason": first_line(error)}, level=logging.WARNING)
        return False
    return True


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
