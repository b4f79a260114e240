"""The task that runs: known to what it calls, as the system's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import NamedTuple, ParamSpec

import msgspec
from django.db import transaction

from trebol.contract.service import Caller, Context
from trebol.runtime.events.inbox import noted
from trebol.runtime.frame import Frame, current, entered

P = ParamSpec("P")


class Running(NamedTuple):
    """A task in progress. ``id``: the same at every attempt. ``alias``: of the database it came from."""

    id: str
    path: str
    alias: str


RUNNING: ContextVar[Running | None] = ContextVar("trebol_running_task", default=None)


@contextmanager
def as_task(running: Running, request_id: str = "") -> Iterator[None]:
    """Run a block as a task: what it consumes is called by ``Caller(kind="system", id=<its path>)``."""
    token = RUNNING.set(running)
    try:
        with entered(Frame(Context(caller=Caller(id=running.path, kind="system"), request_id=request_id))):
            yield
    finally:
        RUNNING.reset(token)


def once(function: Callable[P, None]) -> Callable[P, None]:
    """Make what a task writes to the database be there once, however often the task is tried.

    ::

        @task
        @once
        def count_day(day: str) -> None: ...

    The function runs in one transaction with the note that it did. A worker that dies before the commit has
    done nothing; one that dies after it leaves the note, and the next attempt ends at once. What the function
    does elsewhere (an e-mail) is not part of that. It calls no command: that is a transaction of its own.
    """

    @wraps(function)
    def once_only(*args: P.args, **kwargs: P.kwargs) -> None:
        task = RUNNING.get()
        name, alias = (task.path, task.alias) if task else ("", "default")
        frame = msgspec.structs.replace(current(), in_transaction=True, consumer=name, last=[])
        with entered(frame), transaction.atomic(using=alias):
            if task is None or noted(task.path, task.id, alias):
                function(*args, **kwargs)

    return once_only
