"""Tasks that Celery runs: kept as rows like all others, handed to a broker when they are due.

The row is what was promised, the message only says where it is. So a task that was enqueued in a transaction
is part of it, a broker that is away delays and loses nothing, and what waits, fails or is dead is seen in
one place. Celery runs with late acknowledgement: a worker that is lost returns its messages.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import msgspec
from celery import Celery
from celery.exceptions import OperationalError
from django.db import transaction
from django.utils import timezone

from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.database import DatabaseBackend
from trebol.runtime.tasks.models import StoredTask
from trebol.runtime.tasks.standard import Task

RUN = "trebol.run"
"""The name of the one task that Celery knows."""

HEADSTART = timedelta(seconds=30)
"""How long a worker leaves a new row to the process that enqueued it, which sends it itself."""

CONFIGURATION: dict[str, Any] = {
    "accept_content": ["json"],
    "broker_connection_retry_on_startup": True,
    "broker_connection_timeout": 3,
    "task_acks_late": True,
    "task_ignore_result": True,
    "task_reject_on_worker_lost": True,
    "task_serializer": "json",
    "worker_hijack_root_logger": False,
    "worker_prefetch_multiplier": 1,
}
TRANSPORT = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
"""Whoever enqueues does not wait for a broker that is away: a worker hands over later."""

logger = logging.getLogger("trebol.tasks")


class CeleryBackend(DatabaseBackend):
    """Hands tasks to Celery's workers.

    ``OPTIONS``: ``url`` of the broker (``amqp://`` or ``redis://``), ``prefix`` of all that it keeps there
    (empty), ``resend_seconds`` after which a message that nobody began is sent again (600), ``celery``: more
    of Celery's own configuration.
    """

    forwards = True

    def keep(self, row: StoredTask, task: Task[Any, Any]) -> None:
        """Keep a row, and hand it over once it is committed, unless its time is later."""
        alias = self.database()
        row.available_at = max(row.available_at, timezone.now() + HEADSTART)
        row.save(using=alias, force_insert=True)
        if task.run_after is None or task.run_after <= timezone.now():
            transaction.on_commit(lambda: self.hand_over(row), using=alias)

    def hand_over(self, row: StoredTask) -> None:
        """Send a row that was just committed; where the broker is away, a worker does it later."""
        try:
            self.send(row)
        except (OperationalError, OSError) as error:
            logger.warning("the broker does not answer, task %s (%s) waits: %s", row.pk, row.path, error)
            return
        alias = row._state.db
        StoredTask.objects.using(alias).filter(pk=row.pk, state=State.WAITING, attempts=0).update(
            state=State.SENT, lease_until=self.sent_again_at()
        )

    def sent_again_at(self) -> datetime:
        """Return until when a message that was sent now is believed to be with the broker.

        A broker can lose one (Redis, when a worker is killed as it takes it); the row is then sent again.
        """
        return timezone.now() + timedelta(seconds=self.options.get("resend_seconds", 600))

    def send(self, row: StoredTask) -> None:
        """Send a row's message; Celery's ``OperationalError`` where the broker does not take it."""
        self.app.send_task(
            RUN, args=[row._state.db, str(row.pk)], queue=f"{self.prefix}{row.queue}",
            priority=self.broker_priority(row.priority), retry=False,
        )  # fmt: skip

    def broker_priority(self, priority: int) -> int:
        """Return the broker's priority, 0 to 9: the highest is 9 on RabbitMQ and 0 on Redis."""
        steps = round((priority + 100) / 200 * 9)
        return steps if self.options["url"].startswith("amqp") else 9 - steps

    @property
    def prefix(self) -> str:
        """What the broker's queues begin with."""
        found: str = self.options.get("prefix", "")
        return found

    @property
    def app(self) -> Celery:
        """Celery's application for this broker, one in each process."""
        more: Mapping[str, Any] = self.options.get("celery", {})
        return app_of(self.options["url"], self.prefix, msgspec.json.encode(more, order="sorted"))


@lru_cache
def app_of(url: str, prefix: str, more: bytes) -> Celery:
    """Make the application of a broker; ``more``: configuration as JSON, over ours."""
    said: dict[str, Any] = msgspec.json.decode(more)
    transport = TRANSPORT | said.pop("broker_transport_options", {})
    app = Celery("trebol", broker=url, set_as_current=False)
    app.conf.update(CONFIGURATION, **names(prefix))
    if url.startswith("amqp"):
        app.conf.task_queue_max_priority = 9
        transport |= {"confirm_publish": True}
    elif prefix:
        transport |= {"global_keyprefix": prefix}  # what is not acknowledged too is this project's alone
    app.conf.update(said, broker_transport_options=transport)
    return app


def names(prefix: str) -> dict[str, str]:
    """Return what Celery keeps at a broker, named such that two projects at one broker do not meet.

    Not the tasks alone: ``celery control shutdown`` of the one is not to end the workers of the other.
    """
    return {
        "task_default_queue": f"{prefix}default",
        "control_exchange": f"{prefix}celery",
        "event_exchange": f"{prefix}celeryev",
        "event_queue_prefix": f"{prefix}celeryev",
    }
