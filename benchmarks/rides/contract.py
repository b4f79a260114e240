"""The works as Trébol contracts: the same four operations, for everybody and for callers who are known."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Protocol

from trebol import FIRST, Code, Digits, Fault, Message, Meta, Page, Paging, Service, command, query

# An operation is public or not: each work stands in two services.
Text = Annotated[str, Meta(max_length=120)]
Seats = Annotated[int, Meta(ge=1, le=15)]
Price = Annotated[Decimal, Digits(8, 2)]
Notes = Annotated[str, Meta(max_length=500)]


class Status(Enum):
    """How far a ride has come."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Sample(Message):
    """The twenty fields that an echo takes and gives back."""

    reference: uuid.UUID
    title: Text
    summary: Annotated[str, Meta(max_length=500)]
    city: Text
    country: Annotated[str, Meta(min_length=2, max_length=2)]
    language: Annotated[str, Meta(max_length=10)]
    seats: Seats
    luggage: Annotated[int, Meta(ge=0, le=50)]
    stops: int
    distance_km: float
    rating: float | None
    price: Decimal
    fee: Decimal
    departs_at: datetime
    arrives_at: datetime
    day: date
    is_public: bool
    pets: bool
    tags: Annotated[list[str], Meta(max_length=10)]
    status: Status


class Circle(Message):
    """The circle of a listed ride."""

    id: int
    name: str
    slug: str
    city: str
    is_public: bool


class Passenger(Message):
    """Seats that one member takes in a ride."""

    member: int
    seats: int


class Ride(Message):
    """One row."""

    id: int
    circle: int
    driver: int
    origin: str
    destination: str
    departs_at: datetime
    seats: int
    price: Decimal
    notes: str
    active: bool
    rating: float | None


class ListedRide(Message):
    """One row with its circle and its passengers."""

    id: int
    circle: Circle
    driver: int
    origin: str
    destination: str
    departs_at: datetime
    seats: int
    price: Decimal
    notes: str
    active: bool
    rating: float | None
    passengers: Annotated[list[Passenger], Meta(max_length=15)]


class CircleUnknown(Fault, code=Code.FAILED_PRECONDITION):
    """There is no such circle."""

    circle: int


class GuardedCircleUnknown(Fault, code=Code.FAILED_PRECONDITION):
    """There is no such circle, said to a caller who is known."""

    circle: int


class Rides(Service, Protocol, version=1, noun="ride", plural="rides"):
    """Rides for everybody: the works whose `auth` is `public`."""

    @query(public=True, path="POST /rides/echo", field="echo")
    def echo_rides(self, sample: Sample) -> Sample: ...

    @query(public=True)
    def get_ride(self, ride_id: int) -> Ride: ...

    @query(public=True)
    def list_rides(self, paging: Paging = FIRST) -> Page[ListedRide]: ...

    @command(public=True, raises=[CircleUnknown])
    def create_ride(
        self,
        circle: int,
        driver: int,
        origin: Text,
        destination: Text,
        departs_at: datetime,
        seats: Seats,
        price: Price,
        notes: Notes = "",
    ) -> Ride: ...


class GuardedRides(Service, Protocol, version=1, noun="guarded_ride", plural="guarded_rides"):
    """Rides for callers who are known: the works whose `auth` is `token`."""

    @query(path="POST /guarded_rides/echo", field="guarded_echo")
    def echo_guarded_rides(self, sample: Sample) -> Sample: ...

    @query
    def get_guarded_ride(self, guarded_ride_id: int) -> Ride: ...

    @query
    def list_guarded_rides(self, paging: Paging = FIRST) -> Page[ListedRide]: ...

    @command(raises=[GuardedCircleUnknown])
    def create_guarded_ride(
        self,
        circle: int,
        driver: int,
        origin: Text,
        destination: Text,
        departs_at: datetime,
        seats: Seats,
        price: Price,
        notes: Notes = "",
    ) -> Ride: ...
