"""The contracts of these tests: one service with every type of the table, and its older version."""

from __future__ import annotations

import enum
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Protocol
from uuid import UUID

from trebol import (
    FIRST,
    UNSET,
    Code,
    Digits,
    Fault,
    Int64,
    Maybe,
    Message,
    Meta,
    NotFound,
    Page,
    Paging,
    Permission,
    Service,
    command,
    query,
)
from trebol.runtime.host import permits


class Color(enum.Enum):
    """A colour."""

    RED = "red"
    BLUE = "blue"


class Card(Message, tag=True):
    """Pay by card."""

    last4: Annotated[str, Meta(pattern="^[0-9]{4}$")]


class Cash(Message, tag=True):
    """Pay in cash."""

    amount: Annotated[Decimal, Digits(8, 2), Meta(ge=0)]


class Passenger(Message):
    """Who rides."""

    name: str
    seats: int = 1


class Everything(Message):
    """One field of each type."""

    flag: bool
    small: Annotated[int, Meta(ge=-5, lt=100)]
    whole: int
    big: Int64
    ratio: float
    price: Annotated[Decimal, Digits(8, 2)]
    weight: Decimal
    text: str
    short_text: Annotated[str, Meta(min_length=1, max_length=5, pattern="^[a-zé&<]*$")]
    raw: Annotated[bytes, Meta(max_length=20)]
    at: datetime
    day: date
    clock: time
    took: timedelta
    key: UUID
    color: Color
    pay: Card | Cash
    passenger: Passenger
    passengers: Annotated[list[Passenger], Meta(max_length=3)]
    numbers: Annotated[list[int | None], Meta(max_length=4)]
    table: list[list[str]]
    payments: Annotated[list[Card | Cash], Meta(max_length=3)]
    counts: dict[str, int | None]
    people: Annotated[dict[str, Passenger], Meta(max_length=3)]
    maybe_flag: bool | None
    maybe_text: Annotated[str, Meta(max_length=9)] | None
    maybe_price: Annotated[Decimal, Digits(5, 2)] | None
    maybe_at: datetime | None
    maybe_color: Color | None
    maybe_pay: Card | Cash | None
    maybe_passenger: Passenger | None
    maybe_passengers: Annotated[list[Passenger], Meta(max_length=3)] | None
    maybe_counts: dict[str, int] | None


class Sample(Message):
    """A sample."""

    id: int
    name: str
    passengers: Annotated[list[Passenger], Meta(max_length=20)]
    note: str | None = None


class Taken(Fault, code=Code.ALREADY_EXISTS):
    """The name is taken."""

    name: str
    by: Passenger | None = None


class Member(Permission):
    """The caller is a member."""


class Samples(Service, Protocol, version=2, noun="sample", plural="samples"):
    """Samples of every type."""

    @query(public=True)
    def echo_samples(self, value: Everything) -> Everything:
        """Give back what came."""
        ...

    @query(public=True)
    def list_samples(self, prefix: str = "", paging: Paging = FIRST) -> Page[Sample]: ...

    @query(public=True)
    def count_samples(self, colors: list[Color] | None = None) -> Int64: ...

    @query
    def get_sample(self, sample_id: int) -> Sample:
        """Get one."""
        ...

    @query(needs=Member)
    def peek_sample(self, sample_id: int) -> Sample | None: ...

    @command(public=True, raises=[Taken])
    def create_sample(
        self, name: Annotated[str, Meta(max_length=20)], seats: Annotated[int, Meta(ge=1, le=5)] = 1
    ) -> Sample: ...

    @query(public=True, path="/samples/updates")
    def update_dry(
        self, sample_id: int, notes: Maybe[str] = UNSET, price: Maybe[Decimal | None] = UNSET
    ) -> list[str]:
        """Tell which of them came, and how."""
        ...

    @command(public=True)
    def delete_sample(self, sample_id: int) -> None: ...

    @query(public=True, withhold=["soap"])
    def hide_samples(self) -> Hidden: ...

    @query(public=True)
    def break_sample(self, sample_id: int) -> str: ...


class Hidden(Message):
    """Only what is not published in SOAP reaches this."""

    secret: int


class SamplesService(Samples):
    """Answers with fixed values."""

    def echo_samples(self, value: Everything) -> Everything:
        return value

    def list_samples(self, prefix: str = "", paging: Paging = FIRST) -> Page[Sample]:
        items = [self.sample(number, f"{prefix}{number}") for number in range(paging.first)]
        return Page(items=items, after=None if paging.after else "next & <more>")

    def count_samples(self, colors: list[Color] | None = None) -> Int64:
        return 2**40 if colors is None else len(colors)

    def get_sample(self, sample_id: int) -> Sample:
        if sample_id > 10:
            raise NotFound(f"There is no sample {sample_id}.")
        return self.sample(sample_id, "one")

    @permits(Member)
    def is_member(self, sample_id: int) -> bool:
        return sample_id < 5

    def peek_sample(self, sample_id: int) -> Sample | None:
        return self.sample(sample_id, "one") if sample_id else None

    def create_sample(self, name: str, seats: int = 1) -> Sample:
        if name == "taken":
            raise Taken(name="a <name>", by=Passenger(name="Ana", seats=2))
        if name == "broken":
            raise Taken(name="a\x00b")
        return self.sample(seats, name)

    def update_dry(
        self, sample_id: int, notes: Maybe[str] = UNSET, price: Maybe[Decimal | None] = UNSET
    ) -> list[str]:
        return [repr(notes), repr(price)]

    def delete_sample(self, sample_id: int) -> None:
        return None

    def hide_samples(self) -> Hidden:
        return Hidden(secret=1)

    def break_sample(self, sample_id: int) -> str:
        raise RuntimeError("the secret of the implementation")

    def sample(self, number: int, name: str) -> Sample:
        return Sample(id=number, name=name, passengers=[Passenger(name="Zoé")])
