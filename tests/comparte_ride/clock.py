"""A clock that stands still, so that no test crosses the end of a window of time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be this moment: for Django's clock, and for what counts seconds (limits, links, the cache)."""
    with patch("django.utils.timezone.now", lambda: moment), patch("time.time", moment.timestamp):
        yield
