"""What the tests have the project do, in a process of its own: `python -m tests.crash.drive tell 3 20`."""

from __future__ import annotations

import sys
from collections.abc import Callable

import django

django.setup()

from tests.crash import tasks  # noqa: E402 - once Django is set up
from tests.crash.contract import Tellers  # noqa: E402
from trebol import Caller, Context  # noqa: E402
from trebol.service import acting_as, consume  # noqa: E402


def tell(keys: int, numbers: int) -> None:
    """Tells `numbers` things of each of `keys` keys, in turn."""
    with acting_as(Context(caller=Caller(id="driver"))):
        for number in range(numbers):
            for key in range(keys):
                consume(Tellers).tell_teller(str(key), number)


def enqueue(numbers: int) -> None:
    """Enqueues `numbers` tasks of each kind."""
    for number in range(numbers):
        tasks.count.enqueue(number)
        tasks.add.enqueue(number)


def sleep(seconds: int) -> None:
    """Enqueues a task that takes a while."""
    tasks.sleep.enqueue(seconds)


WORK: dict[str, Callable[..., None]] = {"tell": tell, "enqueue": enqueue, "sleep": sleep}
WORK[sys.argv[1]](*map(int, sys.argv[2:]))
