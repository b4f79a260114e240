"""A short transaction waits for SQLite's one writer, and for nothing else."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from trebol.runtime.leasing.patience import TRIES, patiently


class Busy:
    """Work that is refused a number of times."""

    def __init__(self, times: int, text: str = "database is locked") -> None:
        self.left, self.text, self.tried = times, text, 0

    def __call__(self) -> str:
        self.tried += 1
        if self.left:
            self.left -= 1
            raise OperationalError(self.text)
        return "done"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    return slept


def test_what_is_locked_is_tried_again(at_once: list[float]) -> None:
    assert patiently(Busy(3)) == "done"
    assert len(at_once) == 3
    assert max(at_once) <= 1.0


def test_patience_has_an_end() -> None:
    busy = Busy(100)
    with pytest.raises(OperationalError, match="is locked"):
        patiently(busy)
    assert busy.tried == TRIES


def test_other_errors_are_not_waited_for() -> None:
    busy = Busy(1, "no such table: x")
    with pytest.raises(OperationalError, match="no such table"):
        patiently(busy)
    assert busy.tried == 1
