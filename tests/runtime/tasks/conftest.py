"""The tasks of the database of the run, as one worker sees them."""

from __future__ import annotations

import pytest

from tests.runtime.tasks.sample import Flaws
from trebol.runtime.leasing.queue import Terms
from trebol.runtime.tasks.queue import TaskQueue


def queue_of(holder: str = "a worker", attempts: int = 3, queues: tuple[str, ...] = ()) -> TaskQueue:
    return TaskQueue("default", Terms(holder=holder, attempts=attempts), queues)


@pytest.fixture
def queue() -> TaskQueue:
    Flaws.left = 0
    return queue_of()


def run_due(queue: TaskQueue) -> list[str]:
    """Runs what is due, one after another; how each ended."""
    outcomes: list[str] = []
    while rows := queue.lease(1):
        outcomes += [queue.run(row) for row in rows]
    return outcomes
