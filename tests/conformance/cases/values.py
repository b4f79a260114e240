"""Every type of the table: its edge values, inside a message and bare; the spellings read; the ones
refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.conformance.case import Case, Raw, bare, gives, invalid, quoted, text, token
from tests.conformance.contract import Level

BASE: dict[str, Any] = {
    "flag": True, "small": 1, "big": 2, "ratio": 0.5, "price": Decimal("1.20"), "text": "t", "data": b"d",
    "moment": datetime(2024, 2, 29, 12, tzinfo=UTC), "day": date(2024, 2, 29), "hour": time(12),
    "span": timedelta(1), "key": UUID(int=1), "level": Level.LOW,
}  # fmt: skip


def zone(hours: float) -> timezone:
    return timezone(timedelta(hours=hours))


EDGES: dict[str, list[Any]] = {
    "flag": [True, False],
    "small": [0, -1, 2**31 - 1, -(2**31)],
    "big": [0, 2**31, 2**53 + 1, 2**63 - 1, -(2**63)],
    "ratio": [0.0, -0.0, 1.0, 0.1, 1 / 3, 1e16, 123456789012345680.0, 1.5e300, 5e-324,
    -2.2250738585072014e-308],
    "price": [
        Decimal(said) for said in
        ("0", "0.00", "-0.01", "1.50", "100", "1" * 38, f"0.{'0' * 36}1", "-" + "9" * 35 + ".999", "0.10")
    ],
    "text": [
        "", " ", "  two  spaces ", "ñandú Ñ ü", "漢字 العربية", "🚲👩\u200d👧", "a\r\nb\rc\nd\te", "\r", "\n",
        "<&>\"'", "]]>",
        "\x7f\x85\u2028", "e\u0301", "\ufffd\U0010ffff", "null", "true", "${x} {y} %s \\ \\u0041 #",
    ],
    "data": [b"", b"\x00", bytes(range(256)), b"\xff\xfe", b"abc"],
    "moment": [
        datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC),
        datetime(2024, 2, 29, 23, 59, 59, 1, tzinfo=zone(-12)), datetime(2000, 2, 29, 0, 0, 0, 100000,
        tzinfo=zone(14)),
        datetime(2026, 5, 1, 10, tzinfo=zone(5.75)), datetime(1970, 1, 1, tzinfo=zone(-0.5)),
    ],
    "day": [date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29), date(1900, 2, 28)],
    "hour": [time(0), time(23, 59, 59, 999999), time(12, 30, 0, 1), time(1, 2, 3, 500000)],
    "span": [
        timedelta(0), timedelta(1), timedelta(hours=1), timedelta(microseconds=1), timedelta(microseconds=-1),
        timedelta(-3, 7), timedelta(seconds=1.5), timedelta.max, timedelta.min, timedelta(days=1,
        seconds=86399),
    ],
    "key": [UUID(int=0), UUID(int=2**128 - 1), UUID("123e4567-e89b-12d3-a456-426614174000")],
    "level": list(Level),
}  # fmt: skip
"""By the field of ``Scalars``: values at the edges of the type."""

SPELLINGS: dict[str, list[tuple[Raw, Any]]] = {
    "small": [(token("-0"), 0)],
    "big": [(text("9223372036854775807"), 2**63 - 1), (text("-5"), -5)],
    "ratio": [(token("1"), 1.0), (token("1e3"), 1000.0), (token("-1.5E-3"), -0.0015), (token("1E+2"), 100.0)],
    "price": [
        (token("7"), Decimal(7)), (token("-1.5"), Decimal("-1.5")), (text("0001.50"), Decimal("1.50")),
        (text("5" * 38), Decimal("5" * 38)),
    ],
    "moment": [
        (text("2024-02-29T12:00:00.123456789Z"), datetime(2024, 2, 29, 12, 0, 0, 123457, tzinfo=UTC)),
        (text("2024-02-29t12:00:00z"), datetime(2024, 2, 29, 12, tzinfo=UTC)),
        (text("2024-02-29 12:00:00Z"), datetime(2024, 2, 29, 12, tzinfo=UTC)),
        (text("2024-02-29T12:00:00+00:00"), datetime(2024, 2, 29, 12, tzinfo=UTC)),
        (text("2024-02-29T12:00:00-00:00"), datetime(2024, 2, 29, 12, tzinfo=UTC)),
        (text("2024-02-29T12:00:00.5Z"), datetime(2024, 2, 29, 12, 0, 0, 500000, tzinfo=UTC)),
    ],
    "hour": [(text("12:00:00.25"), time(12, 0, 0, 250000)), (text("12:00:00.000000000"), time(12))],
    "span": [
        (text("PT24H"), timedelta(1)), (text("PT90M"), timedelta(hours=1.5)), (text("P1DT2H3M4.5S"),
        timedelta(1, 7384.5)),
        (text("-PT36H"), timedelta(hours=-36)), (text("P0D"), timedelta(0)), (text("PT0.0000019S"),
        timedelta(microseconds=2)),
    ],
    "key": [
        (text(said), UUID("123e4567-e89b-12d3-a456-426614174000"))
        for said in ("123E4567-E89B-12D3-A456-426614174000", "123e4567e89b12d3a456426614174000")
    ],
}  # fmt: skip
"""More ways to write a value, and what each means."""

REFUSED: dict[str, list[Raw]] = {
    "flag": [text("yes"), text(""), text("True"), quoted("true"), bare("1"), bare("0"), bare("[]")],
    "small": [
        token("2147483648"), token("-2147483649"), token("5.0"), token("1e3"), token("true"), text("x"),
        text(""),
        quoted("5"), bare("{}"), token("1" * 400), text("0x10"), text("1_0"), text("٣"),
    ],
    "big": [
        token("9223372036854775808"), token("-9223372036854775809"), text("9223372036854775808"),
        token("5.0"),
        text("1e3"), text(""), bare("true"), text("9" * 30),
    ],
    "ratio": [
        text("NaN"), text("INF"), text("Infinity"), token("1e400"), token("-1e400"), token("1e1000000"),
        text(""),
        quoted("1.5"), token("true"), text("1,5"), text("0x1p3"),
    ],
    "price": [
        text("1e5"), text("NaN"), text("Infinity"), text(""), text("1,5"), text("1_000"), text("٣"),
        text("9" * 39),
        text(f"{'9' * 37}.99"), text(f"0.{'1' * 39}"), token("1e1000000"), token("1e300"), token("true"),
        bare("[]"),
        bare("0.1234567890123456789"),
    ],
    "text": [text("a\x00"), text("\x0b"), text("\x1f"), text("\ufffe"), text("\uffff"), bare("5"),
    bare("true"), bare("[]")],
    "data": [text("a"), text("YQ"), text("YQ=="  "YQ=="), text("-_8="), text("ñ"), bare("5")],
    "moment": [
        text(said) for said in (
            "2024-02-29T12:00:00", "2024-02-30T12:00:00Z", "2024-02-29T24:00:00Z", "2024-02-29T23:59:60Z",
            "2024-02-29", "20240229T120000Z",
            "2024-W09-4T12:00:00Z", "2024-02-29T12:00Z", "2024-02-29T12:00:00+24:00",
            "2024-02-29T12:00:00+14:01",
            "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00Z",
            "12024-02-29T12:00:00Z", "2024-02-29T12:00:00+01:00:30", "2024-02-29T12:00:00,5Z", "",
        )
    ] + [token("1709208000")],
    "day": [text(said) for said in ("2023-02-29", "2024-2-9", "20240229", "2024-02-29Z",
    "2024-02-29T00:00:00Z", "0000-01-01", "")],
    "hour": [text(said) for said in ("24:00:00", "12:00", "12:00:00Z", "12:00:60", "1:00:00",
    "12:00:00+01:00", "noon", "")],
    "span": [
        text(said) for said in (
            "P1Y", "P1M", "P1W", "PT", "P", "P1DT", "1D", "P-1D", "PT1.5H", "PT1,5S", "P1000000000D",
            "P9999999999D", "p1d",
            "PT99999999999999H", "90", "",
        )
    ],
    "key": [
        text("{123e4567-e89b-12d3-a456-426614174000}"),
        text("urn:uuid:123e4567-e89b-12d3-a456-426614174000"), text("123e4567-e89b-12d3-a456-42661417400"),
        text(""),
    ],
    "level": [text("LOW"), text("purple"), text("Low"), text("VERY_HIGH")],
}  # fmt: skip
"""What is not of the type, however much it looks like it."""


def cases() -> Iterator[Case]:
    """Each value inside a message (a body) and bare (a query string)."""
    for name, values in EDGES.items():
        for index, value in enumerate(values):
            yield from both(f"{name}[{index}]", name, value, value)
    for name, spellings in SPELLINGS.items():
        for raw, value in spellings:
            yield from both(f"{name} {raw.text[:32]}", name, raw, value)
    for name, refusals in REFUSED.items():
        for raw in refusals:
            said = f"{name} refuses {'quoted ' * raw.quoted}{raw.text[:32]!a}"
            at = f"scalars.{name}"
            yield Case(
                f"{said} inside",
                "probes.v1.keep_probes",
                {"scalars": BASE | {name: raw}},
                invalid((at, "value")),
            )
            if not raw.json_only:
                yield Case(
                    f"{said} bare", f"gifts.v1.{name}_gifts", {"value": raw}, invalid(("value", "value"))
                )


def both(said: str, name: str, argument: Any, value: Any) -> Iterator[Case]:
    """A value inside a message, and bare."""
    inside = gives(BASE | {name: value})
    yield Case(f"{said} inside", "probes.v1.keep_probes", {"scalars": BASE | {name: argument}}, inside)
    yield Case(f"{said} bare", f"gifts.v1.{name}_gifts", {"value": argument}, gives(value))
