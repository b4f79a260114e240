"""Periodic tasks, as their author marks them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

import msgspec
from django.utils import timezone

from trebol.runtime.tasks.cron import Every, Rule, at_of
from trebol.runtime.tasks.standard import Task

R = TypeVar("R")


class Periodic(msgspec.Struct, frozen=True):
    """A task and when it is due."""

    task: Task[[], Any]
    rule: Rule


class Registry:
    """The periodic tasks of this process, by the path of their functions."""

    found: ClassVar[dict[str, Periodic]] = {}


def periodic(
    *, every: timedelta | None = None, at: str | None = None
) -> Callable[[Task[[], R]], Task[[], R]]:
    """Have a task without arguments enqueued again and again, by one worker of all.

    ``every``: that long after the last time. ``at``: the minutes of a crontab line
    (``"15 3 * * *"``) or a time of day (``"03:15"``), by the clocks of ``TIME_ZONE``. What was due several
    times while no worker ran is enqueued once.

    ::

        @periodic(every=timedelta(minutes=5))
        @task
        def finish_rides() -> None: ...

    ``ValueError`` for a rule that says nothing, or two things; ``TypeError`` on what is no task.
    """
    if (every is None) == (at is None):
        raise ValueError("@periodic takes every=timedelta(...) or at='...': one of the two.")
    if every is not None and every < timedelta(seconds=1):
        raise ValueError("@periodic(every=...) is at least a second.")
    rule: Rule = Every(every) if every is not None else at_of(at or "", timezone.get_default_timezone())

    def mark(task: Task[[], R]) -> Task[[], R]:
        if not isinstance(task, Task):
            raise TypeError("@periodic goes above @task.")
        Registry.found[task.module_path] = Periodic(task, rule)
        return task

    return mark
