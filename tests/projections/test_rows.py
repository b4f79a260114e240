"""The seam where rows come from, and the condition that finds the rows of many keys."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from tests.projections.app import models
from tests.projections.conftest import ANA, NOON, facts
from tests.projections.rows import PlainRow
from trebol import Paging
from trebol.projections.reads import read_path
from trebol.projections.rows import Ask, AskEach, Found, QuerySetRows, Row, Source

pytestmark = pytest.mark.usefixtures("rides")
RIDES = models.Ride.objects.order_by("id")


@pytest.mark.parametrize(
    ("link", "keys"),
    [
        ("id", "pk"),
        ("circle_id", ["norte", "sur"]),
        ("rating", [4.25, 1.5]),
        ("photo", [b"\x00\xff"]),
        ("code", [UUID(int=99), UUID(int=1)]),
        ("departs_at", [NOON]),
        ("price", None),
        ("driver_id", [ANA]),
        ("active", [False, True]),
    ],
)
def test_the_rows_of_many_keys(link: str, keys: Any) -> None:
    """Whatever the type of the key, and with the value of the key behind the row."""
    values = list(RIDES.values_list(link, flat=True)) if keys in ("pk", None) else keys
    ask = AskEach(RIDES, [read_path(models.Ride, "title")], None, read_path(models.Ride, link), values)
    found = QuerySetRows().read_each(ask)
    wanted = RIDES.filter(**{f"{link}__in": values}).values_list("title", link)
    assert sorted(map(repr, found)) == sorted(map(repr, wanted))


class Counting:
    """Rows that something else reads, as compiled SQL will."""

    def __init__(self) -> None:
        self.asked: list[Ask | AskEach] = []

    def read(self, ask: Ask) -> Found:
        self.asked.append(ask)
        return Found([("first",), ("second",)][: ask.limit], [0])

    def read_each(self, ask: AskEach) -> list[Row]:
        self.asked.append(ask)
        return []


def test_rows_can_come_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = Counting()
    monkeypatch.setattr(Source, "rows", rows)
    lazy: Any = PlainRow.page(RIDES, Paging(first=1))
    page = lazy.rows({"title": None}, facts())
    assert page.items == [("first",)]
    assert page.after
    assert [type(ask) for ask in rows.asked] == [Ask]
