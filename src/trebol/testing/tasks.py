"""Tasks in a project's tests: run at once, in the test itself, instead of by a worker."""

from __future__ import annotations

from trebol.bootstrap import assembly
from trebol.runtime.leasing.queue import Terms
from trebol.runtime.tasks.queue import TaskQueue


def run_tasks() -> int:
    """Run the tasks that are due, and those that they enqueue in turn, until nothing is left.

    Returns how many that were. What a task raises is raised here.
    """
    queues = [TaskQueue(alias, Terms(holder="test")) for alias in assembly().runtime.aliases]
    count = 0
    while done := sum(run(queue) for queue in queues):
        count += done
    return count


def run(queue: TaskQueue) -> int:
    """Run one task that is due."""
    for row in queue.lease(1):
        try:
            queue.work(row)
        except BaseException:
            queue.give_back([row])
            raise
        queue.finish(row)
        return 1
    return 0
