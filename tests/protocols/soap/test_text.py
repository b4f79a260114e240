"""The spellings of XML Schema that are read, and the one that is written."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from trebol.contract.description import ScalarName
from trebol.protocols.soap.text import READERS, WRITERS, attribute, enum_text, escaped, shown


@pytest.mark.parametrize(
    ("name", "text", "plain"),
    [
        ("bool", "true", True),
        ("bool", " 1\n", True),
        ("bool", "0", False),
        ("bool", "TRUE", "TRUE"),
        ("bool", "", ""),
        ("int", "+5", 5),
        ("int", " -007 ", -7),
        ("int", "0" * 50 + "12", 12),
        ("int", "-0", 0),
        ("int", "9" * 5000, "9" * 5000),
        ("int", "5.0", "5.0"),
        ("int", "1_000", "1_000"),
        ("int", "\u0665", "\u0665"),
        ("int", "", ""),
        ("int64", "9223372036854775808", 2**63),
        ("float", "1e3", 1000.0),
        ("float", "+.5E-1", 0.05),
        ("float", "5.", 5.0),
        ("float", "INF", "INF"),
        ("float", "NaN", "NaN"),
        ("float", "1e999", "1e999"),
        ("float", "0x10", "0x10"),
        ("decimal", "+005.50", "5.50"),
        ("decimal", "-.5", "-0.5"),
        ("decimal", "5.", "5"),
        ("decimal", "000", "0"),
        ("decimal", "1e5", "1e5"),
        ("decimal", ".", "."),
        ("decimal", "+", "+"),
        ("decimal", "", ""),
        ("str", " a\n", " a\n"),
        ("bytes", " YW\nI= ", "YWI="),
        ("datetime", "\t2026-05-01T10:00:00Z ", "2026-05-01T10:00:00Z"),
        ("duration", "P0Y0M1DT2H0M0.000S", "P1DT2H0M0.000S"),
        ("duration", "-P0Y0M0DT1S", "-P0DT1S"),
        ("duration", "PT0M", "PT0M"),
        ("duration", "P1Y", "P1Y"),
        ("uuid", " x ", "x"),
    ],
)
def test_a_text_becomes_the_contracts_spelling(name: ScalarName, text: str, plain: Any) -> None:
    found = READERS[name](text)
    assert found == plain
    assert type(found) is type(plain)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("float", 1.5, "1.5"),
        ("decimal", Decimal("1E+3"), "1000"),
        ("str", "a<b>&\r\n\t", "a&lt;b&gt;&amp;&#13;\n\t"),
        ("bytes", b"ab", "YWI="),
        ("datetime", datetime(2026, 5, 1, 10, tzinfo=UTC), "2026-05-01T10:00:00Z"),
        ("date", date(2026, 5, 1), "2026-05-01"),
    ],
)
def test_a_value_has_one_text(name: ScalarName, value: Any, text: str) -> None:
    assert WRITERS[name](value) == text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("str", "a\x00"),
        ("str", "\ud800"),
        ("str", "<\uffff"),
        ("float", float("inf")),
        ("float", float("nan")),
        ("decimal", Decimal("NaN")),
        ("datetime", datetime(2026, 5, 1)),  # noqa: DTZ001 - the point is that it has no zone
    ],
)
def test_what_xml_cannot_carry_is_never_written(name: ScalarName, value: Any) -> None:
    with pytest.raises(ValueError, match="result"):
        WRITERS[name](value)


def test_an_enums_text_is_escaped_too() -> None:
    assert enum_text("a<b") == "a&lt;b"


def test_a_message_shows_what_cannot_be_carried_as_a_replacement() -> None:
    assert shown("a\x00<") == "a\ufffd&lt;"
    assert attribute('a"b') == "a&quot;b"
    assert escaped("plain") == "plain"
