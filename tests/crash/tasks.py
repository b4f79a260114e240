"""Tasks that are killed in the middle of what they do."""

from __future__ import annotations

import time
from datetime import timedelta

from tests.crash.service import PAUSE
from tests.tally.models import Entry
from trebol.service import once, periodic, task


@task
@once
def count(number: int) -> None:
    Entry.objects.create(who="once", key="", number=number)
    time.sleep(PAUSE)


@task
def add(number: int) -> None:
    time.sleep(PAUSE)
    Entry.objects.create(who="task", key="", number=number)


@task
def sleep(seconds: float) -> None:
    Entry.objects.create(who="sleep begins", key="")
    time.sleep(seconds)
    Entry.objects.create(who="sleep ends", key="")


@periodic(every=timedelta(seconds=1))
@task
def tick() -> None:
    Entry.objects.create(who="tick", key="")
