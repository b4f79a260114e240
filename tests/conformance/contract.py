"""The contract the conformance cases call: every type of the table, every code, every way an operation can
be.

``Probes`` takes and gives messages, refuses and fails as it is told; ``Gifts`` gives back each type bare.
"""

# ruff: noqa: B006 - a default of a contract is described, never changed

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
    Page,
    Paging,
    Permission,
    Service,
    command,
    query,
)


class Level(enum.Enum):
    """How high."""

    LOW = "low"
    HIGH = "high"
    VERY_HIGH = "VeryHigh_2"


class Point(Message):
    """A place on a grid."""

    x: int
    y: int = 0
    label: str | None = None


class Coin(Message, tag=True):
    """Money with a face."""

    face: Level
    weight: float = 1.5


class Bill(Message, tag="paper"):
    """Money with a number."""

    serial_number: str
    amount: Annotated[Decimal, Digits(8, 2), Meta(ge=0)]


class Scalars(Message):
    """One field of each type, all of them needed."""

    flag: bool
    small: int
    big: Int64
    ratio: float
    price: Decimal
    text: str
    data: bytes
    moment: datetime
    day: date
    hour: time
    span: timedelta
    key: UUID
    level: Level


class Bounded(Message):
    """One field of each constraint."""

    seats: Annotated[int, Meta(ge=1, le=15)] | None = None
    above: Annotated[int, Meta(gt=10, lt=12)] | None = None
    even: Annotated[int, Meta(multiple_of=2)] | None = None
    wide: Annotated[Int64, Meta(ge=-10, lt=10**17)] | None = None
    share: Annotated[float, Meta(gt=0, le=1)] | None = None
    fee: Annotated[Decimal, Digits(6, 2), Meta(ge=0, lt=4999.99)] | None = None
    initials: Annotated[str, Meta(min_length=2, max_length=4)] | None = None
    plate: Annotated[str, Meta(pattern="^[A-Z]{3}-[0-9]{2}$")] | None = None
    blob: Annotated[bytes, Meta(min_length=1, max_length=3)] | None = None
    few: Annotated[list[int], Meta(min_length=1, max_length=3)] | None = None
    pairs: Annotated[dict[str, int], Meta(max_length=2)] | None = None


class Holder(Message):
    """Everything that holds something else."""

    point: Point | None = None
    points: Annotated[list[Point], Meta(max_length=20)] = []
    gaps: Annotated[list[Point | None], Meta(max_length=20)] = []
    words: list[str] = []
    holes: list[int | None] = []
    grid: list[list[int]] = []
    moments: list[datetime] | None = None
    counts: dict[str, int] = {}
    prices: dict[str, Decimal | None] = {}
    places: dict[str, Point] = {}
    groups: dict[str, list[int]] = {}
    tables: dict[str, dict[str, str]] = {}
    money: Coin | Bill | None = None
    purse: Annotated[list[Coin | Bill], Meta(max_length=20)] = []
    wallets: dict[str, Coin | Bill] = {}
    levels: list[Level] = []


class Sparse(Message):
    """One nullable field of each type, none of them needed."""

    flag: bool | None = None
    small: int | None = None
    big: Int64 | None = None
    ratio: float | None = None
    price: Decimal | None = None
    text: str | None = None
    data: bytes | None = None
    moment: datetime | None = None
    day: date | None = None
    hour: time | None = None
    span: timedelta | None = None
    key: UUID | None = None
    level: Level | None = None


class Change(Message):
    """What an update was told of each parameter: ``absent``, ``null``, or the value as text."""

    note: str
    count: str
    words: str
    point: str


class Failure(enum.Enum):
    """How an operation is to end."""

    REFUSED_ARGUMENT = "refused_argument"
    REFUSED_NOT_FOUND = "refused_not_found"
    REFUSED_PERMISSION = "refused_permission"
    REFUSED_CALLER = "refused_caller"
    REFUSED_LIMIT = "refused_limit"
    REFUSED_AWAY = "refused_away"
    REFUSED_DEADLINE = "refused_deadline"
    MISSING_ROW = "missing_row"
    SILENT_DATABASE = "silent_database"
    UNDECLARED_FAULT = "undeclared_fault"
    UNDECLARED_EXCEPTION = "undeclared_exception"


class Break(enum.Enum):
    """How a result is to break the contract."""

    SMALL_TOO_LARGE = "small_too_large"
    BIG_TOO_LARGE = "big_too_large"
    RATIO_NOT_FINITE = "ratio_not_finite"
    PRICE_NOT_FINITE = "price_not_finite"
    PRICE_TOO_LONG = "price_too_long"
    TEXT_CONTROL = "text_control"
    TEXT_SURROGATE = "text_surrogate"
    TEXT_NULL = "text_null"
    MOMENT_WITHOUT_ZONE = "moment_without_zone"
    HOUR_WITH_ZONE = "hour_with_zone"
    LEVEL_UNKNOWN = "level_unknown"
    OTHER_MESSAGE = "other_message"
    NOTHING = "nothing"


class InnerBreak(enum.Enum):
    """How a result that holds others is to break the contract."""

    TOO_MANY = "too_many"
    NULL_ITEM = "null_item"
    WRONG_ITEM = "wrong_item"
    WRONG_MEMBER = "wrong_member"
    KEY_CONTROL = "key_control"
    AMOUNT_DIGITS = "amount_digits"


class FaultBreak(enum.Enum):
    """How a fault is to be raised with another detail than it declares."""

    NUMBER_AS_WORD = "number_as_word"
    TEXT_CONTROL = "text_control"
    TEXT_SURROGATE = "text_surrogate"
    TOO_LARGE = "too_large"
    A_LIST = "a_list"


class Loose(enum.Enum):
    """How a result is to be written in another way than the contract says."""

    MESSAGE_AS_DICT = "message_as_dict"
    WORDS_AS_TUPLE = "words_as_tuple"
    MOMENT_AS_TEXT = "moment_as_text"
    PRICE_AS_NUMBER = "price_as_number"
    PRICE_WITH_EXPONENT = "price_with_exponent"
    RATIO_AS_WHOLE = "ratio_as_whole"
    LEVEL_AS_TEXT = "level_as_text"
    KEY_AS_NUMBER = "key_as_number"


class Detailed(Fault, code=Code.FAILED_PRECONDITION):
    """Everything a fault can tell.

    Only the first line is the message.
    """

    flag: bool
    big: Int64
    price: Decimal
    text: str
    data: bytes
    moment: datetime
    span: timedelta
    level: Level
    point: Point | None
    points: Annotated[list[Point], Meta(max_length=5)]
    counts: dict[str, int]
    money: Coin | Bill


class Bare(Fault, code=Code.ALREADY_EXISTS):
    """There is one already."""


class BareAgain(Bare):
    """A kind of the declared one, which no contract tells of."""

    secret_reason: str = "hunter2-never-shown"


class Undeclared(Fault, code=Code.ABORTED):
    """Declared by no operation."""

    secret_reason: str


class Canceled(Fault, code=Code.CANCELED):
    """It was canceled."""


class BadArgument(Fault, code=Code.INVALID_ARGUMENT):
    """The argument is bad."""

    name: str


class Late(Fault, code=Code.DEADLINE_EXCEEDED):
    """It is late."""


class Nowhere(Fault, code=Code.NOT_FOUND):
    """It is nowhere."""

    key: UUID


class Forbidden(Fault, code=Code.PERMISSION_DENIED):
    """It is forbidden."""


class Exhausted(Fault, code=Code.RESOURCE_EXHAUSTED):
    """It is used up."""

    left: int


class Aborted(Fault, code=Code.ABORTED):
    """Somebody was faster."""


class Beyond(Fault, code=Code.OUT_OF_RANGE):
    """It is beyond the end."""

    last: Int64


class NotYet(Fault, code=Code.UNIMPLEMENTED):
    """It is not there yet."""


class Broken(Fault, code=Code.INTERNAL):
    """It is broken, and the contract says so."""


class Away(Fault, code=Code.UNAVAILABLE):
    """It is away."""

    retry_after: timedelta


class Lost(Fault, code=Code.DATA_LOSS):
    """It is lost."""


class Stranger(Fault, code=Code.UNAUTHENTICATED):
    """Who are you?"""


FAULTS: tuple[type[Fault], ...] = (
    Detailed, Bare, Canceled, BadArgument, Late, Nowhere, Forbidden, Exhausted, Aborted, Beyond, NotYet,
    Broken, Away,
    Lost, Stranger,
)  # fmt: skip
"""A declared fault for each code but ``unknown``, which no contract may declare."""


class Insider(Permission):
    """The caller is inside."""


class Friend(Permission):
    """The caller is a friend, or there is nothing to see."""


class Probes(Service, Protocol, noun="probe", plural="probes"):
    """Takes what it is given, and tells what arrived."""

    @query(public=True)
    def search_probes(self, scalars: Scalars) -> Scalars: ...

    @command(public=True)
    def keep_probes(self, scalars: Scalars) -> Scalars: ...

    @command(public=True)
    def bound_probes(self, bounded: Bounded) -> Bounded: ...

    @command(public=True)
    def hold_probes(self, holder: Holder) -> Holder: ...

    @query(public=True, path="POST /probes/weigh")
    def weigh(self, holder: Holder, bounded: Bounded | None = None) -> Holder: ...

    @query(public=True)
    def scan_probes(
        self,
        flag: bool | None = None,
        small: int | None = None,
        big: Int64 | None = None,
        ratio: float | None = None,
        price: Decimal | None = None,
        text: str | None = None,
        data: bytes | None = None,
        moment: datetime | None = None,
        day: date | None = None,
        hour: time | None = None,
        span: timedelta | None = None,
        key: UUID | None = None,
        level: Level | None = None,
    ) -> Sparse: ...

    @query(public=True)
    def gather_probes(
        self, needed: list[int], words: list[str] = [], levels: list[Level] = [], days: list[date] = []
    ) -> Holder: ...

    @query(public=True, path="/probes/{small}/{day}/{key}/{level}/{text}")
    def place(self, small: int, day: date, key: UUID, level: Level, text: str) -> Sparse: ...

    @command(public=True, path="PUT /probes/{big}/{moment}/{price}/{flag}")
    def put_probe(
        self, big: Int64, moment: datetime, price: Decimal, flag: bool, text: str = "given"
    ) -> Sparse: ...

    @query(public=True, path="/defaults")
    def defaults(
        self,
        small: int = 5,
        text: str = "ñ",
        level: Level = Level.HIGH,
        price: Decimal = Decimal("1.50"),
        words: list[str] = [],
        ratio: float | None = 0.5,
    ) -> dict[str, str]: ...

    @command(public=True, path="/defaults")
    def command_defaults(self, point: Point, ratio: float | None = 0.5, text: str | None = "ñ") -> Holder: ...

    @query(public=True)
    def list_probes(self, level: Level = Level.LOW, paging: Paging = FIRST) -> Page[Point]: ...

    @query(public=True)
    def get_probe(self, probe_id: int) -> Point: ...

    @command(public=True)
    def create_probe(self, x: int, label: str | None = None) -> Point: ...

    @command(public=True)
    def update_probe(
        self,
        probe_id: int,
        note: Maybe[str] = UNSET,
        count: Maybe[int | None] = UNSET,
        words: Maybe[list[str]] = UNSET,
        point: Maybe[Point | None] = UNSET,
    ) -> Change: ...

    @command(public=True)
    def delete_probe(self, probe_id: int) -> None: ...

    @command(public=True, raises=FAULTS)
    def fault_probes(self, name: str) -> Point: ...

    @query(public=True, raises=FAULTS, path="/faults/{name}")
    def throw(self, name: str) -> Point: ...

    @command(public=True, raises=[Bare])
    def fail_probes(self, failure: Failure) -> Point: ...

    @query(public=True, raises=[Bare], path="/failures")
    def fail(self, failure: Failure) -> Point | None: ...

    @query(public=True, path="/broken")
    def break_result(self, how: Break) -> Scalars: ...

    @command(public=True, path="/broken-inside")
    def break_inside(self, how: InnerBreak) -> Holder: ...

    @command(public=True, raises=[Exhausted, BadArgument])
    def misraise_probes(self, how: FaultBreak) -> Point: ...

    @command(public=True, raises=[Bare, Away])
    def loosely_probes(self, kind: bool = False) -> Point: ...

    @query(public=True, path="/loose")
    def loosen(self, how: Loose) -> Holder: ...

    @query
    def whoami_probes(self) -> str: ...

    @command
    def claim_probe(self, probe_id: int) -> Point: ...

    @query(needs=Insider)
    def peek_probe(self, probe_id: int) -> Point: ...

    @command(needs=Insider, raises=[Bare])
    def enter_probe(self, probe_id: int, twice: bool = False) -> Point: ...

    @query(public=True, needs=None, path="/open")
    def open_to_all(self) -> bool: ...

    @command(needs=Friend)
    def visit_probe(self, probe_id: int) -> Point: ...


class Gifts(Service, Protocol, noun="gift", plural="gifts"):
    """Gives back what it is given, bare."""

    @query(public=True)
    def flag_gifts(self, value: bool) -> bool: ...

    @query(public=True)
    def small_gifts(self, value: int) -> int: ...

    @query(public=True)
    def big_gifts(self, value: Int64) -> Int64: ...

    @query(public=True)
    def ratio_gifts(self, value: float) -> float: ...

    @query(public=True)
    def price_gifts(self, value: Decimal) -> Decimal: ...

    @query(public=True)
    def text_gifts(self, value: str) -> str: ...

    @query(public=True)
    def data_gifts(self, value: bytes) -> bytes: ...

    @query(public=True)
    def moment_gifts(self, value: datetime) -> datetime: ...

    @query(public=True)
    def day_gifts(self, value: date) -> date: ...

    @query(public=True)
    def hour_gifts(self, value: time) -> time: ...

    @query(public=True)
    def span_gifts(self, value: timedelta) -> timedelta: ...

    @query(public=True)
    def key_gifts(self, value: UUID) -> UUID: ...

    @query(public=True)
    def level_gifts(self, value: Level) -> Level: ...

    @query(public=True)
    def point_gifts(self, value: Point | None) -> Point | None: ...

    @query(public=True)
    def money_gifts(self, value: Coin | Bill | None) -> Coin | Bill | None: ...

    @query(public=True)
    def words_gifts(self, value: list[str]) -> list[str]: ...

    @query(public=True)
    def holes_gifts(self, value: list[int | None] | None) -> list[int | None] | None: ...

    @query(public=True)
    def grid_gifts(self, value: list[list[Decimal]]) -> list[list[Decimal]]: ...

    @query(public=True)
    def counts_gifts(self, value: dict[str, Int64]) -> dict[str, Int64]: ...

    @command(public=True)
    def wrap_gifts(self, value: str | None) -> str | None: ...

    @command(public=True)
    def stack_gifts(
        self, value: Annotated[list[Point], Meta(max_length=9)]
    ) -> Annotated[list[Point], Meta(max_length=9)]: ...
