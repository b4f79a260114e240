"""Pauses grow, stay below an hour, and are not the same for everybody."""

from __future__ import annotations

import pytest

from trebol.runtime.leasing.backoff import backoff


@pytest.mark.parametrize(("attempts", "longest"), [(1, 2), (2, 4), (5, 32), (12, 3600), (4000, 3600)])
def test_a_pause_doubles_up_to_an_hour(attempts: int, longest: int) -> None:
    pauses = {backoff(attempts).total_seconds() for _ in range(50)}
    assert all(longest / 2 <= pause <= longest for pause in pauses)
    assert len(pauses) > 1
