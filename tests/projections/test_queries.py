"""How many queries a request takes: its shape decides, its rows never do."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.projections.app import models
from tests.projections.conftest import NOON, facts, ride
from tests.projections.rows import PlainRow, RideRow
from tests.projections.test_paging import walk
from trebol import Paging

pytestmark = pytest.mark.django_db
DEEP: Any = {
    "title": None,
    "circle": {"slug": None, "size": None, "city": {"name": None}, "members": {"name": None}},
    "driver": {"name": None},
    "guide": {"name": None},
    "passengers": {"seats": None, "account": {"name": None}},
    "tags": {"name": None},
    "badge": {"text": None},
}
LEVELS = 7
"""Rides with badge; circles (they have a computed column) with city; members, drivers, guides, passengers
with account, tags."""


@pytest.fixture
def many_rides(db: None) -> None:
    account = models.Account.objects.create(name="Ana")
    tag = models.Tag.objects.create(name="early")
    for number in range(30):
        circle = models.Circle.objects.create(slug=f"c{number}", name="c", settings={"kind": "open"})
        made = ride(circle, f"ride {number}", driver=account, guide=account)
        for each in range(number):
            joined = models.Account.objects.create(name=f"{each}")
            models.Membership.objects.create(circle=circle, account=joined, joined_at=NOON)
            models.Seat.objects.create(ride=made, account=joined)
        made.tags.add(tag)


def captured(lazy: Any, selection: Any) -> tuple[Any, list[str]]:
    with CaptureQueriesContext(connection) as queries:
        found = lazy.rows(selection, facts())
    return found, [query["sql"] for query in queries.captured_queries]


@pytest.mark.usefixtures("many_rides")
@pytest.mark.parametrize("first", [1, 2, 10, 30, 1000])
def test_a_query_for_each_level_however_many_rows(first: int) -> None:
    """The lists of some parents are longer than their limit, those of others are empty."""
    page, queries = captured(RideRow.page(models.Ride.objects.order_by("-id"), Paging(first=first)), DEEP)
    assert len(page.items) == min(first, 30)
    assert len(queries) == LEVELS, "\n".join(queries)


@pytest.mark.usefixtures("many_rides")
def test_a_list_is_cut_for_each_parent_by_itself() -> None:
    page, _ = captured(
        RideRow.page(models.Ride.objects.order_by("id"), Paging()), {"passengers": {"id": None}}
    )
    assert [len(passengers) for (passengers,) in page.items] == [min(number, 3) for number in range(30)]
    assert page.items[-1] == (
        [(seat.pk,) for seat in models.Ride.objects.latest("id").seats_taken.order_by("id")[:3]],
    )


@pytest.mark.usefixtures("many_rides")
def test_a_page_counts_nothing_and_reads_one_row_more() -> None:
    (_, (sql,)) = captured(PlainRow.page(models.Ride.objects.all(), Paging(first=7)), {"id": None})
    assert "LIMIT 8" in sql
    assert "COUNT" not in sql
    assert "OFFSET" not in sql


@pytest.mark.usefixtures("many_rides")
def test_what_is_not_asked_for_is_not_queried() -> None:
    for field in ("circle", "driver", "passengers"):
        _, queries = captured(RideRow.page(models.Ride.objects.all(), Paging()), {field: {"id": None}})
        assert len(queries) == (1 if field == "circle" else 2)
        assert "title" not in "".join(queries)


@pytest.mark.usefixtures("many_rides")
def test_an_index_can_find_the_next_page() -> None:
    _, queries = captured(PlainRow.page(models.Ride.objects.order_by("title"), Paging(first=3)), {"id": None})
    page = PlainRow.page(models.Ride.objects.order_by("title"), Paging(first=3))
    after = captured(page, {"id": None})[0].after
    _, queries = captured(
        PlainRow.page(models.Ride.objects.order_by("title"), Paging(first=3, after=after)), {"id": None}
    )
    assert '"app_ride"."title" >=' in queries[0]


def test_no_rows_take_one_query(db: None) -> None:
    page, queries = captured(RideRow.page(models.Ride.objects.all(), Paging()), DEEP)
    assert (page.items, page.after, len(queries)) == ([], None, 1)


@pytest.mark.usefixtures("many_rides")
def test_more_keys_than_a_database_has_parameters_for() -> None:
    account, made = models.Account.objects.get(name="Ana"), models.Ride.objects.latest("id")
    models.Ride.objects.bulk_create(
        models.Ride(circle_id="c1", title="t", photo=b"", driver=account) for _ in range(1200)
    )
    found, queries = captured(
        RideRow.all(models.Ride.objects.all(), limit=2000), {"passengers": {"id": None}}
    )
    assert len(found) == 1230
    assert len(queries) == 2
    assert len(walk(PlainRow, models.Ride.objects.filter(pk__lte=made.pk), 1000)) == 30
