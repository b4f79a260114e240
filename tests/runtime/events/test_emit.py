"""Events are told in the transaction of a command, or not at all."""

from __future__ import annotations

import pytest
from asgiref.sync import async_to_sync

from tests.runtime.events.project import RideFinished, Rides, RideTaken
from trebol import ServiceError
from trebol.contract.errors import Internal, Misuse
from trebol.runtime.events.models import OutboxEvent
from trebol.service import aemit, emit

pytestmark = pytest.mark.django_db


def test_a_command_that_commits_has_told(rides: Rides) -> None:
    rides.take_ride(7, seats=2)
    row = OutboxEvent.objects.get()
    assert (row.event, row.stream, row.body) == ("rides.v1.RideTaken", "rides:7", '{"ride_id":7,"seats":2}')
    assert (row.request_id, row.position is not None, row.routed_at) == ("r1", True, None)


def test_a_command_that_fails_has_told_nothing(rides: Rides) -> None:
    with pytest.raises(Internal):
        rides.misuse_ride(7, "raise")
    assert not OutboxEvent.objects.exists()


def test_what_a_savepoint_takes_back_was_not_told(rides: Rides) -> None:
    rides.misuse_ride(7, "savepoint")
    assert [row.stream for row in OutboxEvent.objects.all()] == ["rides:7"]


def test_positions_follow_the_order_of_telling(rides: Rides) -> None:
    rides.take_ride(7, times=3)
    rides.finish_ride(7)
    rows = list(OutboxEvent.objects.order_by("position"))
    assert [row.event[9:] for row in rows] == ["RideTaken", "RideTaken", "RideTaken", "RideFinished"]
    assert len({row.position for row in rows}) == 4


@pytest.mark.parametrize("how", ["undeclared", "broken"])
def test_what_the_contract_does_not_say_is_refused(
    rides: Rides, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ServiceError):
        rides.misuse_ride(7, how)
    said = {"undeclared": "list it in the service's events", "broken": "breaks its contract: Expected `int`"}
    assert said[how] in caplog.text
    assert not OutboxEvent.objects.exists()


def test_a_query_tells_nothing(rides: Rides, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Internal):
        rides.get_ride(7)
    assert "RideTaken is emitted outside a command" in caplog.text


def test_outside_a_command_nothing_is_told() -> None:
    with pytest.raises(Misuse, match="RideFinished is emitted outside a command"):
        emit(RideFinished(ride_id=7))


def test_from_async_code_too() -> None:
    with pytest.raises(Misuse, match="outside a command"):
        async_to_sync(aemit)(RideTaken(ride_id=7))
