"""Events are part of the contract: described, kept in the snapshot, checked."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

import pytest

from trebol import Event, Message, Service, command, query
from trebol.contract.compile import Compilation, compile_contracts
from trebol.contract.snapshot import from_snapshot, snapshot


class Place(Message):
    """Where something is."""

    name: str


class RideTaken(Event, key="ride_id"):
    """Somebody took seats of a ride."""

    ride_id: int
    price: Decimal
    place: Place
    at: datetime | None = None


class Rides(Service, Protocol, version=2, noun="ride", plural="rides", events=[RideTaken]):
    """Offers rides."""

    @command
    def join_ride(self, ride_id: int) -> None: ...


def compiled(cls: type) -> Compilation:
    return compile_contracts([cls], project="tests")


def service_with(*events: Any, body: dict[str, Any] | None = None) -> Any:
    """A service that lists these events."""

    class Told(Service, Protocol, version=1, noun="ride", plural="rides", events=events):
        """Tells."""

        @query
        def get_ride(self, ride_id: int) -> int: ...

    return Told


def test_an_event_is_described_with_its_key_and_fields() -> None:
    found = compiled(Rides)
    assert found.problems == ()
    event = found.contract.services[0].events["RideTaken"]
    assert (event.id, event.key, event.doc) == (
        "rides.v2.RideTaken",
        "ride_id",
        "Somebody took seats of a ride.",
    )
    assert [field.name for field in event.fields] == ["ride_id", "price", "place", "at"]
    assert set(found.contract.services[0].messages) == {"Place"}, "an event is no message of operations"


def test_events_are_in_the_snapshot() -> None:
    contract = compiled(Rides).contract
    assert b'"RideTaken"' in snapshot(contract)
    assert from_snapshot(snapshot(contract)) == contract


def test_an_event_is_written_and_read_by_its_contract() -> None:
    judge = compiled(Rides).events["rides.v2.RideTaken"].judge
    event = RideTaken(ride_id=7, price=Decimal("1E+1"), place=Place(name="Ñuñoa"))
    _, raw = judge.checked(event)
    assert raw == '{"ride_id":7,"price":"10","place":{"name":"Ñuñoa"},"at":null}'.encode()
    assert judge.decode_result(raw) == event


def test_a_member_of_a_newer_sender_is_left_out() -> None:
    judge = compiled(Rides).events["rides.v2.RideTaken"].judge
    raw = b'{"ride_id":7,"price":"10","place":{"name":"x"},"newer":true}'
    assert judge.decode_result(raw).ride_id == 7


class Keyless(Event):
    ride_id: int


class StrangeKey(Event, key="ride"):
    ride_id: int


class NullableKey(Event, key="ride_id"):
    ride_id: int | None


class DefaultKey(Event, key="ride_id"):
    ride_id: int = 1


class FloatKey(Event, key="weight"):
    weight: float


@pytest.mark.parametrize("event", [Keyless, StrangeKey, NullableKey, DefaultKey, FloatKey, Place, 7])
def test_an_event_without_a_key_that_orders_it_is_a_problem(event: Any) -> None:
    assert {problem.id for problem in compiled(service_with(event)).problems} == {"trebol.E022"}


class Weighed(Event, key="ride_id"):
    ride_id: int
    weight: complex


def test_a_field_of_a_type_that_is_not_in_the_table_is_a_problem() -> None:
    assert {problem.id for problem in compiled(service_with(Weighed)).problems} == {"trebol.E003"}


def test_an_event_is_no_message_of_an_operation() -> None:
    class Reports(Service, Protocol, version=1, noun="report", plural="reports"):
        """Reports."""

        @query
        def get_report(self, report_id: int) -> RideTaken: ...

    assert {problem.id for problem in compiled(Reports).problems} == {"trebol.E003"}


def test_the_name_of_an_event_is_its_own() -> None:
    class Also(Service, Protocol, version=1, noun="also", plural="alsos", events=[RideTaken]):
        """Tells the same."""

        @query
        def get_also(self, also_id: int) -> int: ...

    found = compile_contracts([Rides, Also], project="tests")
    assert {problem.id for problem in found.problems} == {"trebol.E009"}
