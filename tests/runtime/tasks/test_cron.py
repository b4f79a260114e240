"""When a periodic task was last due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from trebol.runtime.tasks.cron import Every, at_of

MADRID = ZoneInfo("Europe/Madrid")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-05-01T10:04:59", None),
        ("2026-05-01T10:05:00", "2026-05-01T10:05:00"),
        ("2026-05-01T10:17:30", "2026-05-01T10:15:00"),
    ],
)
def test_an_interval_is_counted_from_the_last_time(now: str, due: str | None) -> None:
    rule = Every(timedelta(minutes=5))
    assert rule.latest(utc("2026-05-01T10:00:00"), utc(now)) == (due and utc(due))


@pytest.mark.parametrize(
    ("line", "after", "now", "due"),
    [
        ("* * * * *", "2026-05-01T10:00:00", "2026-05-01T10:00:59", None),
        ("* * * * *", "2026-05-01T10:00:00", "2026-05-01T10:03:10", "2026-05-01T10:03:00"),
        ("03:15", "2026-05-01T03:15:00", "2026-05-02T03:14:59", None),
        ("03:15", "2026-05-01T03:15:00", "2026-05-02T03:15:00", "2026-05-02T03:15:00"),
        ("15 3 * * *", "2026-05-01T00:00:00", "2026-05-20T12:00:00", "2026-05-20T03:15:00"),
        ("*/20 9-17/4 * * *", "2026-05-01T00:00:00", "2026-05-01T14:00:00", "2026-05-01T13:40:00"),
        ("0 0 1 * *", "2026-01-15T00:00:00", "2026-05-20T12:00:00", "2026-05-01T00:00:00"),
        ("0 0 * * 1", "2026-05-01T00:00:00", "2026-05-10T12:00:00", "2026-05-04T00:00:00"),
        ("0 0 * * 7", "2026-05-01T00:00:00", "2026-05-06T12:00:00", "2026-05-03T00:00:00"),
        ("0 0 13 * 5", "2026-05-01T12:00:00", "2026-05-14T12:00:00", "2026-05-13T00:00:00"),
        ("0 0 29 2 *", "2025-01-01T00:00:00", "2026-05-14T12:00:00", None),
    ],
)
def test_a_crontab_line_is_due(line: str, after: str, now: str, due: str | None) -> None:
    assert at_of(line, UTC).latest(utc(after), utc(now)) == (due and utc(due))


def test_the_clocks_of_the_zone_count() -> None:
    found = at_of("03:15", MADRID).latest(utc("2026-07-01T00:00:00"), utc("2026-07-01T12:00:00"))
    assert found == utc("2026-07-01T01:15:00")


def test_an_hour_that_comes_twice_is_due_once() -> None:
    rule = at_of("02:30", MADRID)
    first = rule.latest(utc("2026-10-24T12:00:00"), utc("2026-10-25T12:00:00"))
    assert first == utc("2026-10-25T00:30:00")
    assert rule.latest(first, utc("2026-10-25T12:00:00")) is None


def test_an_hour_that_is_left_out_is_due_all_the_same() -> None:
    rule = at_of("02:30", MADRID)
    assert rule.latest(utc("2026-03-28T12:00:00"), utc("2026-03-29T12:00:00")) == utc("2026-03-29T01:30:00")


@pytest.mark.parametrize(
    "line",
    [
        "",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "a * * * *",
        "*/0 * * * *",
        "5-1 * * * *",
        "25:00",
    ],
)
def test_what_is_no_crontab_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"is not"):
        at_of(line, UTC)
