"""The embedded backend: a task is a row, in the transaction in which it was enqueued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone
from django.utils.module_loading import import_string

from trebol.runtime.consume import Ambient
from trebol.runtime.frame import current
from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.models import StoredTask
from trebol.runtime.tasks.standard import (
    BaseTaskBackend,
    Task,
    TaskError,
    TaskResult,
    TaskResultDoesNotExist,
    TaskResultStatus,
    task_enqueued,
)


class DatabaseBackend(BaseTaskBackend):
    """Enqueues in the database; ``manage.py worker`` runs what is there, each at least once.

    Inside a command the row is part of its transaction, in the database of its service; elsewhere it is in
    the one that ``OPTIONS["database"]`` names (``default``).
    """

    forwards = False
    """Whether somebody else runs what it enqueues."""

    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Enqueue a task; ``TypeError`` or ``ValueError`` for arguments that JSON cannot carry."""
        self.validate_task(task)
        now = timezone.now()
        row = StoredTask(
            path=task.module_path, queue=task.queue_name, priority=task.priority, backend=self.alias,
            available_at=task.run_after or now, enqueued_at=now, request_id=current().context.request_id,
        )  # fmt: skip
        result = result_of(row, task, list(args), dict(kwargs))
        row.args, row.kwargs = result.args, result.kwargs
        self.keep(row, task)
        task_enqueued.send(type(self), task_result=result)
        return result

    def keep(self, row: StoredTask, task: Task[Any, Any]) -> None:
        """Keep a row: from its commit on, a worker may run it."""
        row.save(using=self.database(), force_insert=True)

    def database(self) -> str:
        """Return the alias to enqueue in: that of the service in progress, so that both commit together."""
        service = current().service_id.partition(".")[0]
        if service and Ambient.runtime is not None:
            return Ambient.runtime.database_of(service)
        alias: str = self.options.get("database", "default")
        return alias

    def get_result(self, result_id: str) -> Any:
        """Return how a task stands; ``TaskResultDoesNotExist`` when there is none of that id."""
        for alias in (self.options.get("database", "default"), *connections):
            try:
                row = StoredTask.objects.using(alias).get(pk=UUID(str(result_id)), backend=self.alias)
            except (StoredTask.DoesNotExist, ValidationError, ValueError):
                continue
            return result_of(row, task_of(row), row.args, row.kwargs)
        raise TaskResultDoesNotExist(str(result_id))


def task_of(row: StoredTask) -> Task[Any, Any]:
    """Return the task of a row, as it was enqueued; ``LookupError`` when its function is no task any more."""
    try:
        found: Any = import_string(row.path)
    except ImportError as error:
        raise LookupError(f"{row.path} cannot be imported: {error}") from error
    if not isinstance(found, Task):
        raise LookupError(f"{row.path} is not a task: decorate it with @task.")
    return found.using(priority=row.priority, queue_name=row.queue, backend=row.backend)


def result_of(row: StoredTask, task: Task[Any, Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
    """Return a row as the Tasks API has it; ``TypeError`` for arguments that JSON cannot carry."""
    result: TaskResult[Any, Any] = TaskResult(
        task=task, id=str(row.pk), status=status_of(row), enqueued_at=row.enqueued_at,
        started_at=row.started_at, finished_at=row.finished_at, last_attempted_at=row.last_attempted_at,
        args=args, kwargs=kwargs, backend=row.backend, errors=[TaskError(**told) for told in row.errors],
        worker_ids=row.workers.splitlines(),
    )  # fmt: skip
    object.__setattr__(result, "_return_value", row.result)  # the dataclass is frozen, its field not of init
    return result


def status_of(row: StoredTask) -> TaskResultStatus:
    """Return the status that the Tasks API gives a row."""
    if row.state == State.WAITING:
        return TaskResultStatus.READY if row.lease_until is None else TaskResultStatus.RUNNING
    if row.state == State.SENT:
        return TaskResultStatus.RUNNING if row.attempts else TaskResultStatus.READY
    return TaskResultStatus.SUCCESSFUL if row.state == State.DONE else TaskResultStatus.FAILED
