"""What the works say: the messages of the bare view, and the measure of everybody's answers."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Text = Annotated[str, Meta(max_length=120)]
Seats = Annotated[int, Meta(ge=1, le=15)]
Instant = Annotated[datetime, Meta(tz=True)]


class Status(Enum):
    """How far a ride has come."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Sample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The twenty fields that `echo` takes and gives back."""

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
    departs_at: Instant
    arrives_at: Instant
    day: date
    is_public: bool
    pets: bool
    tags: Annotated[list[str], Meta(max_length=10)]
    status: Status


class NewRide(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `create` takes."""

    circle: int
    driver: int
    origin: Text
    destination: Text
    departs_at: Instant
    seats: Seats
    price: Decimal
    notes: Annotated[str, Meta(max_length=500)] = ""


class Ride(msgspec.Struct, frozen=True, kw_only=True):
    """What `get_one` and `create` give: the columns of one row."""

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


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """The circle of a listed ride."""

    id: int
    name: str
    slug: str
    city: str
    is_public: bool


class Passenger(msgspec.Struct, frozen=True, kw_only=True):
    """Seats that one member takes in a listed ride."""

    member: int
    seats: int


class ListedRide(msgspec.Struct, frozen=True, kw_only=True):
    """What `list_100` gives a hundred times: a row with its circle and its passengers."""

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
    passengers: list[Passenger]


class Paging(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the list is asked for: at most `first` rides, those that follow the key `after`."""

    first: Annotated[int, Meta(ge=1, le=100)] = 50
    after: int = 0


class RidePage(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the list, and where the next begins (`None` at the end)."""

    items: list[ListedRide]
    after: str | None


Work = Literal["echo", "get_one", "list_100", "create"]
Auth = Literal["public", "token"]
