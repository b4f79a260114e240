"""How long to wait before work is tried again."""

from __future__ import annotations

import random
from datetime import timedelta

FIRST = 2.0
LONGEST = 3600.0


def backoff(attempts: int) -> timedelta:
    """Return the wait after this many attempts: 2 seconds, doubled each time, at most an hour.

    A random part of up to half is taken off, so that what failed together is not tried together.
    """
    longest = min(LONGEST, FIRST * 2.0 ** min(attempts - 1, 30))
    return timedelta(seconds=longest * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load, keeps no secret
