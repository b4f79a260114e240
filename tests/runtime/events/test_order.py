"""Positions are in the order of commits, whatever the order in which the rows got their numbers."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from tests.runtime.events.project import Flaws, Rides
from trebol import Caller, Context
from trebol.bootstrap import Assembly
from trebol.runtime.events.models import OutboxEvent
from trebol.service import acting_as, consume

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


def in_thread(work: Callable[[Rides], None]) -> threading.Thread:
    """Starts a thread that calls the service over a connection of its own."""

    def run() -> None:
        try:
            with acting_as(Context(caller=Caller(id="7"))):
                work(consume(Rides))
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.usefixtures("project")
def test_who_commits_first_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    told, other_committed = threading.Event(), threading.Event()

    def wait(ride_id: int, seats: int) -> None:
        if seats == 1:
            told.set()
            assert other_committed.wait(10)

    monkeypatch.setattr(Flaws, "after_telling", staticmethod(wait))
    first = in_thread(lambda rides: rides.take_ride(7, seats=1))
    assert told.wait(10)
    second = in_thread(lambda rides: rides.take_ride(7, seats=2))
    second.join(10)
    other_committed.set()
    first.join(10)
    bodies = [row.body for row in OutboxEvent.objects.order_by("position")]
    assert bodies == ['{"ride_id":7,"seats":2}', '{"ride_id":7,"seats":1}']
    assert [row.body for row in OutboxEvent.objects.order_by("pk")] == bodies[::-1]


def test_those_who_tell_of_the_same_in_another_order_do_not_block_each_other(project: Assembly) -> None:
    def both(first: int, second: int) -> Callable[[Rides], None]:
        def work(rides: Rides) -> None:
            for _ in range(20):
                rides.take_two_rides(first, second)

        return work

    threads = [in_thread(both(7, 8)), in_thread(both(8, 7))]
    for thread in threads:
        thread.join(30)
    assert OutboxEvent.objects.filter(position__isnull=False).count() == 80
