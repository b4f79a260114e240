"""Runs enqueued tasks: leased, at least once, with a system caller."""

from __future__ import annotations

import json
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from trebol.runtime.leasing.patience import patiently
from trebol.runtime.leasing.queue import Outcome, Queue, Terms
from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.database import DatabaseBackend, result_of, task_of
from trebol.runtime.tasks.models import StoredTask
from trebol.runtime.tasks.running import Running, as_task
from trebol.runtime.tasks.standard import TaskContext, task_finished, task_started

LONGEST_TRACEBACK = 10_000


class TaskQueue(Queue[StoredTask]):
    """The tasks of one database.

    ``queues``: their names; none for all of them. ``elsewhere``: backends whose tasks somebody else runs.
    """

    model, name = StoredTask, "task"

    def __init__(
        self, alias: str, terms: Terms, queues: Sequence[str] = (), elsewhere: Sequence[str] = ()
    ) -> None:
        super().__init__(alias, terms)
        self.queues, self.elsewhere = list(queues), list(elsewhere)

    def eligible(self, now: datetime) -> QuerySet[StoredTask]:
        """Return the tasks of these queues: the highest priority first, then who has waited longest."""
        rows = self.rows.filter(queue__in=self.queues) if self.queues else self.rows
        if self.elsewhere:
            rows = rows.exclude(backend__in=self.elsewhere)
        return rows.order_by("-priority", "available_at", "enqueued_at")

    def held(self, now: datetime) -> dict[str, Any]:
        """Return what a lease changes: also who tries it, and when."""
        return super().held(now) | {
            "started_at": Coalesce("started_at", Value(now)),
            "last_attempted_at": now,
            "workers": Concat(F("workers"), Value(f"{self.terms.holder}\n")),
        }

    def facts(self, row: StoredTask) -> dict[str, str | int]:
        """Return what the log says of a task."""
        return {"id": str(row.pk), "task": row.path}

    def work(self, row: StoredTask) -> None:
        """Run a task."""
        task = task_of(row)
        result = result_of(row, task, row.args, row.kwargs)
        task_started.send(DatabaseBackend, task_result=result)
        context: list[Any] = [TaskContext(task_result=result)] if task.takes_context else []
        with as_task(Running(str(row.pk), row.path, self.alias), row.request_id):
            value = task.call(*context, *result.args, **result.kwargs)
        row.result = json.loads(json.dumps(value))

    def ended(self, row: StoredTask) -> dict[str, Any]:
        """Return what else is kept of one that is done."""
        return {"result": row.result}

    def failed(self, row: StoredTask, error: BaseException) -> dict[str, Any]:
        """Return what else is kept of one that failed."""
        cls = type(error)
        told = {
            "exception_class_path": f"{cls.__module__}.{cls.__qualname__}",
            "traceback": "".join(traceback.format_exception(error))[-LONGEST_TRACEBACK:],
        }
        return {"errors": [*row.errors, told]}

    def run(self, row: StoredTask) -> Outcome:
        """Run a task, keep how it ended, and send the signal of the Tasks API where it did."""
        outcome = super().run(row)
        if outcome in ("done", "dead"):
            row.refresh_from_db(using=self.alias)
            announce_end(row)
        return outcome

    def sweep(self, keep: timedelta) -> None:
        """Forget tasks that were done that long ago; dead ones stay."""
        ended = self.rows.filter(state=State.DONE, finished_at__lt=timezone.now() - keep)
        if ended.exists():
            patiently(ended.delete)


def announce_end(row: StoredTask) -> None:
    """Send ``task_finished``; not for a function that is gone, since there is no result of such."""
    try:
        task = task_of(row)
    except LookupError:
        return
    task_finished.send(DatabaseBackend, task_result=result_of(row, task, row.args, row.kwargs))
