"""SQLite has one writer at a time: a short transaction that was refused for that is run again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

T = TypeVar("T")
TRIES = 10


def is_locked(error: BaseException) -> bool:
    """Tell whether an error is SQLite's "database is locked" (SQLITE_BUSY, SQLITE_LOCKED)."""
    return isinstance(error, OperationalError) and "is locked" in str(error)


def patiently(work: Callable[[], T]) -> T:
    """Run work that leaves nothing behind when it fails, again and again where SQLite is busy.

    ``OperationalError`` when it is still locked after ten tries, about a second apart at the end.
    """
    for tried in range(1, TRIES):
        try:
            return work()
        except OperationalError as error:
            if not is_locked(error):
                raise
        time.sleep(min(1.0, 0.01 * 2**tried) * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load
    return work()
