"""Enqueues periodic tasks when they are due: by one worker of all, once for each time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from trebol.runtime.leasing.patience import patiently
from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.lead import Leadership
from trebol.runtime.tasks.models import Schedule, StoredTask
from trebol.runtime.tasks.periodic import Periodic


class Scheduler:
    """The periodic tasks and the rows that say when each was last due."""

    def __init__(self, periodic: Mapping[str, Periodic], leadership: Leadership) -> None:
        self.periodic, self.leadership, self.alias = periodic, leadership, leadership.alias
        self.due: dict[str, datetime] = {}

    def tick(self) -> list[str]:
        """Enqueue what is due, where this worker leads; return the paths of what was."""
        if not self.periodic:
            return []
        if not self.leadership.held():
            self.due.clear()
            return []
        now = timezone.now()
        return [path for path, periodic in self.periodic.items() if self.enqueued(path, periodic, now)]

    def enqueued(self, path: str, periodic: Periodic, now: datetime) -> bool:
        """Enqueue one if it is due. One that is new is due after its first interval, or at its next time."""
        if path not in self.due:
            fresh = Schedule.objects.using(self.alias)
            row, _ = patiently(lambda: fresh.get_or_create(path=path, defaults={"due_at": now}))
            self.due[path] = row.due_at
        due = periodic.rule.latest(self.due[path], now)
        if due is None:
            return False
        done = patiently(lambda: self.advance(path, periodic, due))
        del self.due[path]
        return done

    def advance(self, path: str, periodic: Periodic, due: datetime) -> bool:
        """Move the row on and enqueue, in one transaction; False where another worker has, or it still waits.

        A task that no worker has begun yet is not enqueued a second time.
        """
        with transaction.atomic(using=self.alias):
            mine = Schedule.objects.using(self.alias).filter(path=path, due_at=self.due[path])
            if not mine.update(due_at=due):
                return False
            waiting = StoredTask.objects.using(self.alias).filter(path=path, state=State.WAITING, attempts=0)
            if waiting.exists():
                return False
            periodic.task.enqueue()
            return True
