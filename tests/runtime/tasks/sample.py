"""Tasks for the tests."""

from __future__ import annotations

from typing import Any

from tests.tally.models import Entry
from trebol.service import once, task


class Flaws:
    """How often the tasks still fail."""

    left = 0
    after_writing = False


def fail() -> None:
    if Flaws.left:
        Flaws.left -= 1
        raise RuntimeError("not yet")


@task
def add(key: str, number: int = 0) -> dict[str, Any]:
    fail()
    Entry.objects.create(who="add", key=key, number=number)
    return {"key": key, "numbers": (number, number)}


@task
async def add_later(key: str) -> None:
    await Entry.objects.acreate(who="add_later", key=key)


@task(takes_context=True)
def attempt(context: Any, key: str) -> int:
    fail()
    Entry.objects.create(who="attempt", key=key, number=context.attempt)
    return int(context.attempt)


@task
@once
def add_once(key: str) -> None:
    Entry.objects.create(who="add_once", key=key)
    fail()


@task
@once
def add_and_call(key: str) -> None:
    from tests.runtime.events.project import Rides
    from trebol.service import consume

    consume(Rides).take_ride(7)


@task
def call(ride_id: int) -> None:
    from tests.runtime.events.project import Rides
    from trebol.service import consume

    consume(Rides).take_ride(ride_id)


@task
def unwritable() -> object:
    return object()


@task
def tick() -> None:
    Entry.objects.create(who="tick", key="")


def no_task() -> None: ...
