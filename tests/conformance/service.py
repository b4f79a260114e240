"""The implementations the conformance cases call: written once, sync, and made async from that."""

# ruff: noqa: B006 - a default of a contract is described, never changed

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import OperationalError

from tests.conformance import contract as c
from trebol import (
    FIRST,
    UNSET,
    DeadlineExceeded,
    Fault,
    InvalidArgument,
    Maybe,
    Message,
    NotFound,
    Page,
    Paging,
    PermissionDenied,
    Unauthenticated,
    Unavailable,
    Violation,
)
from trebol.contract.errors import ResourceExhausted
from trebol.contract.service import MARK
from trebol.service import permits

M = TypeVar("M", bound=Message)
SECRET = "hunter2-never-shown"
"""What an exception knows and no answer may tell."""

GOOD = c.Scalars(
    flag=True, small=1, big=2, ratio=0.5, price=Decimal("1.20"), text="t", data=b"d",
    moment=datetime.fromisoformat("2024-02-29T12:00:00+00:00"), day=date(2024, 2, 29), hour=time(12),
    span=timedelta(1), key=UUID(int=1), level=c.Level.LOW,
)  # fmt: skip

FAULTS: dict[str, dict[str, Any]] = {
    "Detailed": {
        "flag": False, "big": -(2**63), "price": Decimal("10.00"), "text": "¿qué?\r\n", "data": b"\x00\xff",
        "moment": datetime.fromisoformat("2024-02-29T12:00:00-06:00"), "span": timedelta(microseconds=-1),
        "level": c.Level.VERY_HIGH, "point": None, "points": [c.Point(x=1), c.Point(x=2, label="")],
        "counts": {"ñ": 1, "": 0}, "money": c.Bill(serial_number="a", amount=Decimal("0.10")),
    },
    "BadArgument": {"name": "x"}, "Nowhere": {"key": UUID(int=7)}, "Exhausted": {"left": 0},
    "Beyond": {"last": 2**53 + 1}, "Away": {"retry_after": timedelta(seconds=1.5)},
}  # fmt: skip
"""The detail of each fault that has one, by name."""

UNDECLARED: dict[str, Callable[[], Exception]] = {
    "refused_argument": lambda: InvalidArgument(
        [Violation(("failure",), "value", "another"), Violation(("deep", "list", 2, "x"), "type", "less")],
        "No."
    ),
    "refused_not_found": lambda: NotFound("There is none."),
    "refused_permission": lambda: PermissionDenied("Not you."),
    "refused_caller": lambda: Unauthenticated("Who?"),
    "refused_limit": lambda: ResourceExhausted("Too often."),
    "refused_away": lambda: Unavailable("Not now."),
    "refused_deadline": lambda: DeadlineExceeded("Too late."),
    "missing_row": lambda: ObjectDoesNotExist(SECRET),
    "silent_database": lambda: OperationalError(SECRET),
    "undeclared_fault": lambda: c.Undeclared(secret_reason=SECRET),
    "undeclared_exception": lambda: ValueError(SECRET),
}  # fmt: skip

BROKEN: dict[str, dict[str, Any]] = {
    "small_too_large": {"small": 2**31}, "big_too_large": {"big": 2**63},
    "ratio_not_finite": {"ratio": float("inf")},
    "price_not_finite": {"price": Decimal("NaN")}, "price_too_long": {"price": Decimal(10) ** 38},
    "text_control": {"text": SECRET + "\x00"}, "text_surrogate": {"text": SECRET + "\ud800"},
    "text_null": {"text": None},
    "moment_without_zone": {"moment": datetime(2024, 1, 1)},  # noqa: DTZ001 - that is what is wrong with it
    "hour_with_zone": {"hour": time(12, tzinfo=GOOD.moment.tzinfo)}, "level_unknown": {"level": SECRET},
}  # fmt: skip

BROKEN_INSIDE: dict[str, dict[str, Any]] = {
    "too_many": {"points": [c.Point(x=1)] * 21}, "null_item": {"words": ["a", None]},
    "wrong_item": {"points": [c.Coin(face=c.Level.LOW)]}, "wrong_member": {"money": c.Point(x=1)},
    "key_control": {"counts": {"\x01": 1}},
    "amount_digits": {"purse": [c.Bill(serial_number=SECRET, amount=Decimal("1.001"))]},
}  # fmt: skip

WRONG: dict[str, Any] = {"word": SECRET, "list": [1], "text": "PT1S"}
MISRAISED: dict[str, Callable[[], Fault]] = {
    "number_as_word": lambda: c.Exhausted(left=WRONG["word"]),
    "text_control": lambda: c.BadArgument(name=SECRET + "\x00"),
    "text_surrogate": lambda: c.BadArgument(name=SECRET + "\ud800"),
    "too_large": lambda: c.Exhausted(left=2**31),
    "a_list": lambda: c.Exhausted(left=WRONG["list"]),
}  # fmt: skip

LOOSE: dict[str, Any] = {
    "message_as_dict": {"point": {"x": 1, "y": 2, "label": None}}, "words_as_tuple": {"words": ("a", "b")},
    "moment_as_text": {"moments": ["2024-02-29T12:00:00Z"]}, "price_as_number": {"prices": {"a": 5}},
    "price_with_exponent": {"prices": {"a": Decimal("1E+2"), "b": Decimal("1E-7")}},
    "ratio_as_whole": {"money": c.Coin(face=c.Level.LOW, weight=2)}, "level_as_text": {"levels": ["low"]},
    "key_as_number": {"counts": {1: 1}},
}  # fmt: skip


class ProbesService(c.Probes):
    """Gives back what it was given."""

    @permits(c.Insider)
    def is_inside(self) -> bool:
        return self.context.caller is not None and "inside" in self.context.caller.scopes

    @permits(c.Friend)
    def is_friend(self, probe_id: int) -> bool:
        if probe_id < 0:
            raise NotFound("There is no such probe.")
        return probe_id > 0

    def search_probes(self, scalars: c.Scalars) -> c.Scalars:
        return scalars

    def keep_probes(self, scalars: c.Scalars) -> c.Scalars:
        return scalars

    def bound_probes(self, bounded: c.Bounded) -> c.Bounded:
        return bounded

    def hold_probes(self, holder: c.Holder) -> c.Holder:
        return holder

    def weigh(self, holder: c.Holder, bounded: c.Bounded | None = None) -> c.Holder:
        return holder

    def scan_probes(
        self, flag: bool | None = None, small: int | None = None, big: int | None = None,
        ratio: float | None = None,
        price: Decimal | None = None, text: str | None = None, data: bytes | None = None,
        moment: datetime | None = None, day: date | None = None, hour: time | None = None,
        span: timedelta | None = None, key: UUID | None = None, level: c.Level | None = None,
    ) -> c.Sparse:  # fmt: skip
        return c.Sparse(
            flag=flag, small=small, big=big, ratio=ratio, price=price, text=text, data=data, moment=moment,
            day=day,
            hour=hour, span=span, key=key, level=level,
        )  # fmt: skip

    def gather_probes(
        self, needed: list[int], words: list[str] = [], levels: list[c.Level] = [], days: list[date] = []
    ) -> c.Holder:
        moments = [datetime.fromisoformat(f"{day}T00:00:00+00:00") for day in days]
        return c.Holder(holes=[*needed], words=words, levels=levels, moments=moments)

    def place(self, small: int, day: date, key: UUID, level: c.Level, text: str) -> c.Sparse:
        return c.Sparse(small=small, day=day, key=key, level=level, text=text)

    def put_probe(
        self, big: int, moment: datetime, price: Decimal, flag: bool, text: str = "given"
    ) -> c.Sparse:
        return c.Sparse(big=big, moment=moment, price=price, flag=flag, text=text)

    def defaults(
        self, small: int = 5, text: str = "ñ", level: c.Level = c.Level.HIGH,
        price: Decimal = Decimal("1.50"),
        words: list[str] = [], ratio: float | None = 0.5,
    ) -> dict[str, str]:  # fmt: skip
        said = {"small": small, "text": text, "level": level, "price": price, "words": words, "ratio": ratio}
        return {name: f"{type(value).__name__} {value}" for name, value in said.items()}

    def command_defaults(self, point: c.Point, ratio: float | None = 0.5, text: str | None = "ñ") -> c.Holder:
        return c.Holder(point=point, words=[str(ratio), str(text)])

    def list_probes(self, level: c.Level = c.Level.LOW, paging: Paging = FIRST) -> Page[c.Point]:
        start = int(paging.after or "0")
        xs = range(start, min(start + paging.first, 120))
        return Page(items=[c.Point(x=x) for x in xs], after=str(xs.stop) if xs.stop < 120 else None)

    def get_probe(self, probe_id: int) -> c.Point:
        return c.Point(x=probe_id)

    def create_probe(self, x: int, label: str | None = None) -> c.Point:
        return c.Point(x=x, label=label)

    def update_probe(
        self, probe_id: int, note: Maybe[str] = UNSET, count: Maybe[int | None] = UNSET,
        words: Maybe[list[str]] = UNSET, point: Maybe[c.Point | None] = UNSET,
    ) -> c.Change:  # fmt: skip
        told = {"note": note, "count": count, "words": words, "point": point}
        return c.Change(**{name: spelled(value) for name, value in told.items()})

    def delete_probe(self, probe_id: int) -> None:
        return None

    def fault_probes(self, name: str) -> c.Point:
        raise fault(name)

    def throw(self, name: str) -> c.Point:
        raise fault(name)

    def fail_probes(self, failure: c.Failure) -> c.Point:
        raise UNDECLARED[failure.value]()

    def fail(self, failure: c.Failure) -> c.Point | None:
        raise UNDECLARED[failure.value]()

    def break_result(self, how: c.Break) -> c.Scalars:
        if how in (c.Break.OTHER_MESSAGE, c.Break.NOTHING):
            return None if how is c.Break.NOTHING else c.Point(x=1)  # type: ignore[return-value]
        return replaced(GOOD, BROKEN[how.value])

    def break_inside(self, how: c.InnerBreak) -> c.Holder:
        return replaced(c.Holder(), BROKEN_INSIDE[how.value])

    def misraise_probes(self, how: c.FaultBreak) -> c.Point:
        raise MISRAISED[how.value]()

    def loosely_probes(self, kind: bool = False) -> c.Point:
        raise c.BareAgain() if kind else c.Away(retry_after=WRONG["text"])

    def loosen(self, how: c.Loose) -> c.Holder:
        return replaced(c.Holder(), LOOSE[how.value])

    def whoami_probes(self) -> str:
        caller = self.context.caller
        return "nobody" if caller is None else f"{caller.kind} {caller.id} {' '.join(sorted(caller.scopes))}"

    def claim_probe(self, probe_id: int) -> c.Point:
        return c.Point(x=probe_id)

    def peek_probe(self, probe_id: int) -> c.Point:
        return c.Point(x=probe_id)

    def enter_probe(self, probe_id: int, twice: bool = False) -> c.Point:
        if twice:
            raise c.Bare()
        return c.Point(x=probe_id)

    def open_to_all(self) -> bool:
        return self.context.caller is None

    def visit_probe(self, probe_id: int) -> c.Point:
        return c.Point(x=probe_id)


class GiftsService(c.Gifts):
    """Gives back each type."""


GIFTS = [name for name, function in vars(c.Gifts).items() if hasattr(function, MARK)]
for gift in GIFTS:
    setattr(GiftsService, gift, functools.wraps(getattr(c.Gifts, gift))(lambda self, value: value))
    delattr(getattr(GiftsService, gift), MARK)


def fault(name: str) -> Fault:
    """The fault of that name, with its detail."""
    declared = {cls.__name__: cls for cls in c.FAULTS}
    return declared[name](**FAULTS.get(name, {}))


def spelled(value: object) -> str:
    """What an update tells of a parameter."""
    if value is UNSET:
        return "absent"
    if isinstance(value, c.Point):
        return f"({value.x}, {value.y})"
    return "null" if value is None else str(value)


def replaced(message: M, fields: dict[str, Any]) -> M:
    """A copy with other fields, unchecked, as an implementation can make one."""
    return type(message)(**({name: getattr(message, name) for name in message.__struct_fields__} | fields))


def asynchronous(implementation: type) -> type:
    """The same implementation, all of its methods coroutines."""
    names = [
        name for name in dir(implementation) if name in vars(implementation) and not name.startswith("_")
    ]
    return type(
        f"Async{implementation.__name__}",
        (implementation,),
        {name: coroutine_of(vars(implementation)[name]) for name in names},
    )


def coroutine_of(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    async def run(*args: Any, **kwargs: Any) -> Any:
        return method(*args, **kwargs)

    return run
