"""What every test of the reference application starts with."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_was_tried_yet() -> None:
    """Attempts are counted in the cache, which outlives a test."""
    cache.clear()
