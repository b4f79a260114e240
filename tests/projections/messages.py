"""What the tests' rows become."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from trebol import Digits, Int64, Message, Meta


class Kind(enum.Enum):
    OPEN = "open"
    CLOSED = "closed"


class Palette(Message):
    color: str
    shades: list[int] = []


class Look(Message):
    kind: Kind
    palettes: list[Palette] = []


class City(Message):
    name: Annotated[str, Meta(max_length=40)]
    country: str


class Account(Message):
    id: UUID
    name: str


class Circle(Message):
    id: int
    slug: str
    name: str
    kind: Kind
    city: City | None
    limit: int | None
    members: Annotated[list[Account], Meta(max_length=3)]
    size: Annotated[int, Meta(ge=0)]
    look: Look


class Seat(Message):
    id: Int64
    seats: int
    account: Account
    note: str | None


class Room(Message):
    big: bool
    late: bool | None


class Tag(Message):
    name: str


class Ride(Message):
    id: int
    circle: Circle
    circle_name: str
    city: str | None
    driver: Account | None
    guide: Account | None
    title: str
    departs_at: datetime | None
    day: date | None
    hour: time | None
    took: timedelta | None
    seats: Annotated[int, Meta(ge=1, le=15)]
    price: Annotated[Decimal, Digits(8, 2)]
    rating: float | None
    code: UUID
    photo: bytes
    visits: Int64
    total: Int64
    free: Int64
    passengers: Annotated[list[Seat], Meta(max_length=3)]
    tags: Annotated[list[Tag], Meta(max_length=10)]
    badge: Badge | None


class Badge(Message):
    text: str


class PlainRide(Message):
    """The columns of one row, nothing else."""

    id: int
    circle: str
    title: str
    departs_at: datetime | None
    day: date | None
    hour: time | None
    took: timedelta | None
    seats: int
    price: Decimal
    rating: float | None
    code: UUID
    visits: Int64
    driver_id: UUID | None
    active: bool
