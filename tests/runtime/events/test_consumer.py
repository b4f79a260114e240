"""A consumer that cannot work is a problem at start-up; one that works keeps the boundaries."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.runtime.events.project import (
    Accounts,
    AccountsService,
    RideFinished,
    Rides,
    RidesService,
    RideTaken,
    RideUndeclared,
)
from trebol.bootstrap import assemble, install
from trebol.contract.errors import Misuse
from trebol.runtime.events.consumer import Consumer
from trebol.runtime.events.emit import emit
from trebol.runtime.events.envelope import Envelope
from trebol.runtime.events.inbox import consumed
from trebol.runtime.events.models import OutboxEvent
from trebol.service import consume, consumes


class Unheard(AccountsService):
    @consumes(RideUndeclared)
    def hear(self, event: RideUndeclared) -> None: ...


class TakesMore(AccountsService):
    @consumes(RideTaken)  # type: ignore[arg-type]
    def hear(self, event: RideTaken, more: int) -> None: ...


class IsAsync(AccountsService):
    @consumes(RideTaken)  # type: ignore[arg-type]
    async def hear(self, event: RideTaken) -> None: ...


@pytest.mark.parametrize("implementation", [Unheard, TakesMore, IsAsync])
def test_a_consumer_that_cannot_work_is_a_problem(implementation: type) -> None:
    found = assemble([Rides, Accounts], [RidesService, implementation], project="tests")
    assert [(p.id, p.where) for p in found.problems] == [("trebol.E032", f"{implementation.__name__}.hear")]


class Reaches(AccountsService):
    """Does in a consumer what a consumer must not."""

    @consumes(RideFinished)
    def hear(self, event: RideFinished) -> None:
        if event.ride_id == 1:
            consume(Rides).get_ride(1)
        emit(RideTaken(ride_id=event.ride_id))


class Echo(RidesService):
    """Consumes an event of its own service and tells another."""

    @consumes(RideFinished)
    def hear(self, event: RideFinished) -> None:
        emit(RideTaken(ride_id=event.ride_id))


def consumer_of(*implementations: type) -> Consumer:
    found = assemble([Rides, Accounts], implementations, project="tests")
    install(found)
    return next(consumer for consumer in found.consumers if consumer.id.endswith(".hear"))


def finished(ride_id: int) -> Envelope:
    return Envelope(uuid4(), "rides.v1.RideFinished", b'{"ride_id":%d}' % ride_id)


@pytest.mark.django_db
@pytest.mark.usefixtures("project")
def test_a_consumer_tells_no_event_of_another_service() -> None:
    with pytest.raises(Misuse, match=r"accounts\.v1 emits RideTaken, which it does not declare"):
        consumed(consumer_of(RidesService, Reaches), finished(2), "default")
    assert not OutboxEvent.objects.exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("project")
def test_a_consumer_consumes_no_other_service() -> None:
    refused = "rides.v1.get_ride is consumed while the transaction of accounts.v1.hear is open"
    with pytest.raises(Misuse, match=refused):
        consumed(consumer_of(RidesService, Reaches), finished(1), "default")


@pytest.mark.django_db
@pytest.mark.usefixtures("project")
def test_a_consumer_tells_events_of_its_own_service_once() -> None:
    consumer = consumer_of(Echo, AccountsService)
    envelope = finished(7)
    assert [consumed(consumer, envelope, "default") for _ in range(2)] == [True, False]
    assert [row.position is not None for row in OutboxEvent.objects.all()] == [True]


@pytest.mark.django_db
@pytest.mark.usefixtures("project")
def test_a_body_that_breaks_the_contract_fails_before_anything_is_written() -> None:
    consumer: Any = consumer_of(Echo, AccountsService)
    with pytest.raises(Exception, match="Object missing required field `ride_id`"):
        consumed(consumer, Envelope(uuid4(), "rides.v1.RideFinished", b"{}"), "default")
