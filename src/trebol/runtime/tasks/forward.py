"""Between the rows and a broker: sends what is due, and runs what came back out of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import Error, close_old_connections
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from trebol.runtime.leasing.patience import patiently
from trebol.runtime.leasing.queue import LOST, Outcome, Queue, Terms
from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.database import task_of
from trebol.runtime.tasks.models import StoredTask
from trebol.runtime.tasks.queue import TaskQueue
from trebol.runtime.worker.events import LEVELS, tell


class Forwarder(Queue[StoredTask]):
    """Hands due rows of some backends to their broker; ``backends``: their aliases."""

    model, name = StoredTask, "handover"

    def __init__(self, alias: str, terms: Terms, backends: Sequence[str]) -> None:
        super().__init__(alias, terms)
        self.backends = list(backends)

    def facts(self, row: StoredTask) -> dict[str, str | int]:
        """Return what the log says of a task."""
        return {"id": str(row.pk), "task": row.path}

    def eligible(self, now: datetime) -> QuerySet[StoredTask]:
        """Return the tasks of these backends."""
        rows = self.rows.filter(backend__in=self.backends)
        return rows.order_by("-priority", "available_at", "enqueued_at")

    def work(self, row: StoredTask) -> None:
        """Send a row."""
        backend: Any = task_of(row).get_backend()
        backend.send(row)

    def finish(self, row: StoredTask) -> Outcome:
        """Keep that a row is with the broker; what it takes to run it is counted there."""
        backend: Any = task_of(row).get_backend()
        again = backend.sent_again_at()
        told = {"state": State.SENT, "attempts": F("attempts") - 1, "lease_until": again, "leased_by": ""}
        patiently(lambda: self.mine(row).update(**told))
        return "done"

    def bury(self) -> int:
        """Take back what a broker, or a worker of its, has lost: it is sent again, or dead by now."""
        now = timezone.now()
        lost = self.rows.filter(state=State.SENT, lease_until__lt=now, backend__in=self.backends)
        if lost.exists():
            patiently(lambda: lost.update(state=State.WAITING, available_at=now, lease_until=None))
        return super().bury()

    def sweep(self, keep: timedelta) -> None:
        """Do nothing: the tasks' own queue sweeps."""


class Executor(TaskQueue):
    """Runs the task that a message names, in a process of the broker's workers."""

    held_state = State.SENT

    def execute(self, key: str) -> None:
        """Run a task that is neither done nor held; one that was begun too often is dead."""
        now = timezone.now()
        idle = Q(state=State.WAITING) | Q(leased_by="") | Q(lease_until=None) | Q(lease_until__lt=now)
        open_rows = self.rows.filter(idle, pk=key, state__in=(State.SENT, State.WAITING))
        begun = self.held(now) | {"state": State.SENT}
        if not patiently(lambda: open_rows.update(**begun)):
            return
        row = self.rows.get(pk=key)
        if row.attempts > self.terms.attempts:
            told = {"state": State.DEAD, "finished_at": now, "error": LOST, "lease_until": None}
            patiently(lambda: self.mine(row).update(**told))
            return
        began = time.monotonic()
        with self.renewing(row):
            outcome = self.run(row)
        ms = round((time.monotonic() - began) * 1000)
        tell(f"task_{outcome}", self.facts(row) | {"attempt": row.attempts, "ms": ms}, level=LEVELS[outcome])

    @contextmanager
    def renewing(self, row: StoredTask) -> Iterator[None]:
        """Hold a row for as long as a block runs."""
        ended = threading.Event()
        heart = threading.Thread(target=self.beat, args=(row, ended), name="heart", daemon=True)
        heart.start()
        try:
            yield
        finally:
            ended.set()
            heart.join()

    def beat(self, row: StoredTask, ended: threading.Event) -> None:
        """Renew a row three times in the length of a lease."""
        while not ended.wait(self.terms.seconds / 3):
            try:
                self.renew([row])
            except Error as error:
                tell("renewal_failed", {"reason": str(error)}, level=logging.WARNING)
            finally:
                close_old_connections()
