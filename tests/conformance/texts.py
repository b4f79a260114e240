"""The one text of each value, written here a second time so that the first is tested against something."""

from __future__ import annotations

import base64
import enum
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

DAY = 86_400


def text_of(value: object) -> str:
    """The text of a scalar or an enum."""
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return duration(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, int | str | UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not of the table")


def duration(value: timedelta) -> str:
    """Days and seconds, with a sign before all of it."""
    sign, size = ("-", -value) if value < timedelta(0) else ("", value)
    seconds = f"{size.seconds}.{size.microseconds:06}".rstrip("0").rstrip(".")
    parts = [f"{size.days}D" if size.days else "", f"T{seconds}S" if seconds != "0" else ""]
    return f"{sign}P{''.join(parts) or '0D'}"
