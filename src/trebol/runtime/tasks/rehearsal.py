"""A task that only takes time, under a name: to see whether a worker works, and loses nothing."""

from __future__ import annotations

import time

from trebol.runtime.leasing.row import State
from trebol.runtime.tasks.models import StoredTask
from trebol.runtime.tasks.standard import task

LONGEST = 3600


@task
def rehearse(name: str, seconds: float) -> None:
    """Take some time."""
    time.sleep(min(seconds, LONGEST))


def rehearsed(name: str, alias: str) -> int:
    """Return how many rehearsals of a name have ended well in a database."""
    done = StoredTask.objects.using(alias).filter(path=rehearse.module_path, state=State.DONE)
    return sum(args[:1] == [name] for args in done.values_list("args", flat=True))
