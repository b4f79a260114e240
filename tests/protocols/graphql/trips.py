"""A contract that has every type, fault and shape, and an implementation of it in plain Python."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Protocol
from uuid import UUID

from msgspec import Meta

from trebol import (
    FIRST,
    UNSET,
    Code,
    Digits,
    Fault,
    Int64,
    Maybe,
    Message,
    Page,
    Paging,
    Permission,
    Ref,
    Service,
    command,
    query,
)
from trebol.contract.deferred import Deferred, Facts
from trebol.contract.selection import Selection
from trebol.runtime.references import laid_out
from trebol.service import permits


class Color(enum.Enum):
    """The colour of a car."""

    RED = "red"
    DEEP_BLUE = "deep_blue"


class Card(Message, tag=True):
    """A card."""

    last4: Annotated[str, Meta(min_length=4, max_length=4)]
    holder_name: str | None = None


class Cash(Message, tag="cash"):
    """Money in the hand."""


class Passenger(Message):
    """Someone who takes a seat."""

    member: int
    seats_taken: int = 1
    paid_by: Card | Cash | None = None


class Ride(Message):
    """A ride offered inside a circle."""

    id: int
    circle: str
    departs_at: datetime
    passengers: Annotated[list[Passenger], Meta(max_length=15)] = []
    driver: Passenger | None = None


class Owner(Message):
    """Who a car belongs to, kept by another service."""

    owner_name: str
    best: Ref[Car] = None


class Wheel(Message):
    """A wheel."""

    place: str
    worn: Decimal | None = None


class Car(Message):
    """A car; read as rows."""

    plate: str
    painted: Color
    wheels: Annotated[list[Wheel], Meta(max_length=4)]
    spare_wheel: Wheel | None
    owner: Ref[Owner] = None


class Everything(Message):
    """A field of each type."""

    yes: bool
    whole: int
    big: Int64
    real: float
    decimal: Annotated[Decimal, Digits(20, 6)]
    text: str
    raw: bytes
    moment: datetime
    day: date
    clock: time
    duration: timedelta
    uuid: UUID
    color: Color
    card: Card
    pay: Card | Cash
    ints: list[int]
    matrix: list[list[int]]
    colors: list[Color | None]
    extra: dict[str, int]
    extra_cards: dict[str, Card | None]
    maybe_int: int | None
    maybe_ints: list[int] | None = None
    maybe_pay: Card | Cash | None = None
    with_default: Color = Color.DEEP_BLUE


class RideFull(Fault, code=Code.FAILED_PRECONDITION):
    """Every seat of the ride is taken."""

    ride_id: int
    waiting: list[Passenger]
    since: dict[str, datetime | None]


class RideGone(Fault, code=Code.NOT_FOUND):
    """The ride has left."""


class Member(Permission):
    """The caller is an active member of the circle."""


class Trips(Service, Protocol, version=1, noun="trip", plural="trips"):
    """Offer, find and take rides inside a circle."""

    @query(public=True)
    def list_trips(self, circle: str = "cdmx", paging: Paging = FIRST) -> Page[Ride]: ...

    @query(public=True, raises=[RideGone])
    def get_trip(self, trip_id: int) -> Ride: ...

    @query(public=True, path="POST /echo")
    def echo(self, value: Everything) -> Everything: ...

    @query(public=True, path="POST /echo-arguments")
    def echo_arguments(
        self,
        whole: int = 1,
        big: Int64 | None = None,
        real: float = 0.5,
        decimal: Decimal = Decimal("1.50"),
        text: str = "a",
        when: datetime | None = None,
        color: Color = Color.RED,
        ints: Annotated[list[int], Meta(max_length=5)] = [],  # noqa: B006 - the contract copies it
        pay: Card | Cash | None = None,
        extra: dict[str, Decimal] = {},  # noqa: B006 - the contract copies it
        flag: bool = False,
        rides: Annotated[list[Ride], Meta(max_length=5)] | None = None,
    ) -> str: ...

    @query(public=True, path="/required")
    def required_nullable(self, note: str | None) -> str | None: ...

    @query(public=True, path="/cars/{plate}")
    def car(self, plate: str) -> Car | None: ...

    @query(public=True, path="/cars")
    def cars(self, paging: Paging = FIRST) -> Page[Car]: ...

    @query(public=True, path="/broken")
    def broken(self, how: str) -> str: ...

    @query(needs=Member, path="/secret")
    def secret(self, circle: str) -> str: ...

    @command(public=True, raises=[RideFull, RideGone])
    def join_trip(self, trip_id: int, seats: Annotated[int, Meta(ge=1, le=15)] = 1) -> Ride:
        """Take seats."""
        ...

    @command(public=True)
    def update_trip(
        self, trip_id: int, notes: Maybe[str] = UNSET, price: Maybe[Decimal | None] = UNSET
    ) -> str: ...

    @command(public=True)
    def delete_trip(self, trip_id: int) -> None: ...

    @command(public=True, withhold=["graphql"])
    def archive_trip(self, trip_id: int) -> None: ...


class Rows(Deferred):
    """A result read as rows, of messages that are there."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.asked: Selection | None = None

    def rows(self, selection: Selection, facts: Facts) -> Any:
        self.asked = selection
        if isinstance(self.value, Page):
            return Page(items=[laid_out(one, selection) for one in self.value.items], after=self.value.after)
        return laid_out(self.value, selection)

    def messages(self, facts: Facts) -> Any:
        return self.value


FRONT = Wheel(place="front", worn=Decimal("0.50"))
CAR = Car(plate="ABC", painted=Color.DEEP_BLUE, wheels=[FRONT, FRONT], spare_wheel=None)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def ride(number: int) -> Ride:
    paid = Card(last4="1234") if number % 2 else Cash()
    return Ride(
        id=number, circle="cdmx", departs_at=NOON,
        passengers=[Passenger(member=1, paid_by=paid), Passenger(member=2)],
    )  # fmt: skip


class TripsService(Trips):
    """The implementation; ``calls`` tells what ran."""

    def __init__(self) -> None:
        self.calls: list[Any] = []
        self.last: Rows | None = None

    def list_trips(self, circle: str = "cdmx", paging: Paging = FIRST) -> Page[Ride]:
        self.calls.append(("list_trips", paging))
        return Page(items=[ride(n) for n in range(1, paging.first + 1)][:3], after="next")

    def get_trip(self, trip_id: int) -> Ride:
        self.calls.append(("get_trip", trip_id))
        if trip_id == 404:
            raise RideGone
        return ride(trip_id)

    def echo(self, value: Everything) -> Everything:
        self.calls.append(("echo", value))
        return value

    def echo_arguments(self, *arguments: Any) -> str:
        self.calls.append(("echo_arguments", arguments))
        return "heard"

    def required_nullable(self, note: str | None) -> str | None:
        return note

    def broken(self, how: str) -> str:
        if how == "control":
            return "\x01"
        raise RuntimeError("a secret of the server")

    def car(self, plate: str) -> Any:
        return self.read(CAR) if plate == CAR.plate else None

    def cars(self, paging: Paging = FIRST) -> Any:
        return self.read(Page(items=[CAR, CAR], after=None))

    def read(self, value: Any) -> Rows:
        self.last = Rows(value)
        return self.last

    def secret(self, circle: str) -> str:
        return "hidden"

    @permits(Member)
    def is_member(self, circle: str) -> bool:
        return False

    def join_trip(self, trip_id: int, seats: int = 1) -> Ride:
        self.calls.append(("join_trip", trip_id, seats))
        if trip_id == 404:
            raise RideGone
        if trip_id > 100:
            raise RideFull(
                ride_id=trip_id, waiting=[Passenger(member=9, paid_by=Cash())], since={"noon": NOON}
            )
        return ride(trip_id)

    def update_trip(
        self, trip_id: int, notes: Maybe[str] = UNSET, price: Maybe[Decimal | None] = UNSET
    ) -> str:
        return f"{notes!r} {price!r}"

    def delete_trip(self, trip_id: int) -> None:
        self.calls.append(("delete_trip", trip_id))

    def archive_trip(self, trip_id: int) -> None: ...
