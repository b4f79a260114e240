"""The contracts of these tests: one service with every type of the table, and its older version."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime, time, timedelta, timezone
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
    def example_samples(self) -> Everything: ...

    @query(public=True)
    def same_samples(self, value: Everything) -> bool:
        """Tell whether the example came back as it went out."""
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


EXAMPLE = Everything(
    flag=True,
    small=-5,
    whole=2**31 - 1,
    big=-(2**63),
    ratio=1.5e-7,
    price=Decimal("123456.78"),
    weight=Decimal("-0.001"),
    text=" <Ñandú> & 漢🙂\n'\"",
    short_text="é<a",
    raw=b"\x00\xff",
    at=datetime(2026, 5, 1, 10, 30, 0, 500, tzinfo=UTC),
    day=date(1, 1, 1),
    clock=time(23, 59, 59, 999999),
    took=timedelta(days=-1, microseconds=1),
    key=UUID("123e4567-e89b-12d3-a456-426614174000"),
    color=Color.BLUE,
    pay=Cash(amount=Decimal("0.50")),
    passenger=Passenger(name="Ana", seats=2),
    passengers=[Passenger(name="a"), Passenger(name="")],
    numbers=[1, None, -1],
    table=[["a", ""], ["b"]],
    payments=[Card(last4="1234"), Cash(amount=Decimal(1))],
    counts={"a": 1, "": None},
    people={"x": Passenger(name="Zoé")},
    maybe_flag=False,
    maybe_text=None,
    maybe_price=None,
    maybe_at=datetime(2026, 5, 1, 10, 30, tzinfo=timezone(timedelta(hours=-6))),
    maybe_color=None,
    maybe_pay=Card(last4="0000"),
    maybe_passenger=None,
    maybe_passengers=[Passenger(name="c")],
    maybe_counts=None,
)


class SamplesService(Samples):
    """Answers with fixed values."""

    def echo_samples(self, value: Everything) -> Everything:
        return value

    def example_samples(self) -> Everything:
        return EXAMPLE

    def same_samples(self, value: Everything) -> bool:
        return value == EXAMPLE

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
