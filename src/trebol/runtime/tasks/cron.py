"""When a periodic task is due: every so often, or at the times of a crontab line (POSIX crontab)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Protocol

import msgspec

RANGES = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}


class Rule(Protocol):
    """Says when something is due."""

    def latest(self, after: datetime, now: datetime) -> datetime | None:
        """Return the last moment after ``after``, up to ``now``, at which it was due; None where none was."""
        ...


class Every(msgspec.Struct, frozen=True):
    """Due after each such time."""

    interval: timedelta

    def latest(self, after: datetime, now: datetime) -> datetime | None:
        """Return the last multiple of the interval."""
        times = (now - after) // self.interval
        return after + times * self.interval if times > 0 else None


class At(msgspec.Struct, frozen=True):
    """Due at the minutes of a crontab line, by the clocks of ``zone``."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either: bool
    zone: tzinfo

    def latest(self, after: datetime, now: datetime) -> datetime | None:
        """Return the last due minute, looking back from now; an hour that clocks show twice counts once."""
        day, first = now.astimezone(self.zone).date(), after.astimezone(self.zone).date()
        while day >= first:
            for moment in self.moments(day):
                if after < moment <= now:
                    return moment
            day -= timedelta(days=1)
        return None

    def moments(self, day: date) -> Iterator[datetime]:
        """Return the due moments of a day, the last one first."""
        if not self.on(day):
            return
        for hour in sorted(self.hours, reverse=True):
            for minute in sorted(self.minutes, reverse=True):
                yield datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC)

    def on(self, day: date) -> bool:
        """Tell whether a day counts. Where both days are given, one of them is enough, as crontab has it."""
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return day.month in self.months and (in_month or in_week if self.either else in_month and in_week)


def at_of(line: str, zone: tzinfo) -> At:
    """Read ``"minute hour day month weekday"`` or ``"HH:MM"``; ``ValueError`` says what is wrong."""
    if line.count(":") == 1:
        hour, minute = line.split(":")
        line = f"{minute} {hour} * * *"
    fields = line.split()
    if len(fields) != len(RANGES):
        raise ValueError(f'{line!r} is not "minute hour day month weekday" (crontab) or "HH:MM".')
    minutes, hours, days, months, weekdays = (
        numbers_of(field, name) for field, name in zip(fields, RANGES, strict=True)
    )
    either = fields[2] != "*" and fields[4] != "*"
    return At(minutes, hours, days, months, frozenset(n % 7 for n in weekdays), either, zone)


def numbers_of(field: str, name: str) -> frozenset[int]:
    """Read one field: ``*``, ``5``, ``1-5``, ``*/15``, ``1-30/2``, and lists of these."""
    low, high = RANGES[name]
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = (f"{low}-{high}" if span == "*" else span).partition("-")
        if not all(text.isdecimal() for text in (first, last or first, step or "1")) or step == "0":
            raise ValueError(f"{part!r} is not a {name}: write *, 5, 1-5, */15 or a list of these.")
        numbers = range(int(first), int(last or first) + 1, int(step or 1))
        if not numbers or int(first) < low or int(last or first) > high:
            raise ValueError(f"{part!r} is not a {name}: it goes from {low} to {high}.")
        found |= set(numbers)
    return frozenset(found)
