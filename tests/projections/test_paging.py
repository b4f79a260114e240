"""Paging: every row once, in order, whatever the order is and whatever happens between two pages."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Max, QuerySet
from django.db.models.functions import Coalesce, Length, Lower, TruncDay
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.projections.app import models
from tests.projections.conftest import NOON, facts
from tests.projections.rows import PlainRow, RideRow
from trebol import Message, Paging
from trebol.contract.errors import Misuse
from trebol.projections import Projection

pytestmark = pytest.mark.django_db

Pages = type[Projection[Any, Any]]


class Belonging(Message):
    id: int


class MembershipRow(Projection[Belonging, models.Membership], everyone=True):
    pass


def walk(row: Pages, queryset: QuerySet[Any, Any], first: int) -> list[Any]:
    """The ids of all pages, each of at most ``first`` items."""
    found: list[Any] = []
    after: str | None = None
    for _ in range(200):
        lazy: Any = row.page(queryset, Paging(first=first, after=after))
        page = lazy.rows({"id": None}, facts())
        assert len(page.items) <= first
        found += [key for (key,) in page.items]
        if page.after is None:
            return found
        assert len(page.items) == first
        after = page.after
    raise AssertionError(f"the pages do not end: {found[:20]} ...")


def circles() -> list[models.Circle]:
    cities = [
        models.City.objects.create(name=name, country=c) for name, c in (("b", "x"), ("a", "x"), ("a", "y"))
    ]
    return [
        models.Circle.objects.create(slug=slug, name=name, city=city)
        for slug, name, city in (
            ("p", "b", cities[0]),
            ("q", "a", None),
            ("r", "a", cities[2]),
            ("s", "c", cities[1]),
        )
    ]


def values(of: Any) -> Any:
    return st.one_of(st.none(), of)


MOMENTS = [NOON, NOON + timedelta(microseconds=1), NOON - timedelta(days=1)]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "circle": st.integers(0, 3),
            "title": st.text("ab", max_size=2),
            "departs_at": values(st.sampled_from(MOMENTS)),
            "day": values(st.dates(date(2026, 1, 1), date(2026, 1, 3))),
            "hour": values(st.sampled_from([time(1), time(1, 0, 0, 500), time(23)])),
            "took": values(st.sampled_from([timedelta(0), timedelta(days=-1), timedelta(microseconds=7)])),
            "price": st.sampled_from(
                [Decimal("0.10"), Decimal("0.30"), Decimal("-1.00"), Decimal("99999.99")]
            ),
            "rating": values(st.sampled_from([0.1, 0.1 + 0.2, 0.3, -1e-300, 1e300])),
            "code": st.sampled_from([UUID(int=1), UUID(int=2), UUID(int=2**127)]),
            "visits": st.sampled_from([0, -1, 2**62]),
            "active": st.booleans(),
            "photo": st.sampled_from([b"", b"\x00", b"\xff\x00", b"a"]),
        }
    ),
    max_size=12,
)
NAMES = (
    "title", "photo", "departs_at", "day", "hour", "took", "price", "rating", "code", "visits", "active",
    "circle_id", "total", "circle__name", "circle__city__name", "driver_id",
)  # fmt: skip
ORDERS = st.lists(st.tuples(st.sampled_from(NAMES), st.booleans()), max_size=3)


def value_at(ride: models.Ride, path: str) -> Any:
    value: Any = ride
    for name in path.split("__"):
        value = value if value is None else getattr(value, name)
    return bytes(value) if isinstance(value, memoryview) else value


def expected(rides: list[models.Ride], order: list[tuple[str, bool]], *, backwards: bool) -> list[Any]:
    """The ids in order, by Python: nulls last where it ascends, first where it descends; ties by key."""
    found = sorted(rides, key=lambda ride: int(ride.pk))
    for name, descending in reversed(order):
        down = descending != backwards
        held = {ride.pk: value_at(ride, name) for ride in found}
        present = [ride for ride in found if held[ride.pk] is not None]
        missing = [ride for ride in found if held[ride.pk] is None]
        present.sort(key=lambda ride: held[ride.pk], reverse=down)
        found = missing + present if down else present + missing
    return [ride.pk for ride in found]


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS, order=ORDERS, first=st.integers(1, 4), backwards=st.booleans())
def test_every_row_comes_once_in_order(
    rows: list[dict[str, Any]], order: list[tuple[str, bool]], first: int, backwards: bool
) -> None:
    with rolled_back():
        at = circles()
        made = [models.Ride.objects.create(**row | {"circle": at[row["circle"]]}) for row in rows]
        queryset = models.Ride.objects.order_by(*[("-" if down else "") + name for name, down in order])
        queryset = queryset.reverse() if backwards else queryset
        found = walk(PlainRow, queryset, first)
        keys = [ride.pk for ride in made]
        rides = list(models.Ride.objects.filter(pk__in=keys).select_related("circle__city"))
        assert found == expected(rides, order, backwards=backwards)


@pytest.fixture
def rides(db: None) -> list[models.Ride]:
    """Seven rides with ties and nulls."""
    at, titles = circles(), ("b", "a", "B", "", "a", "A", "c")
    times = [NOON + timedelta(hours=place % 3) if place % 2 else None for place in range(7)]
    return [
        models.Ride.objects.create(
            circle=at[place % 4], title=titles[place], departs_at=times[place], seats=1 + place % 3,
            price=Decimal(place), photo=b"",
        )
        for place in range(7)
    ]  # fmt: skip


def by(*order: Any, **annotations: Any) -> Any:
    """Rides in an order."""
    return models.Ride.objects.annotate(**annotations).order_by(*order)


@pytest.mark.parametrize("first", [1, 2, 3])
@pytest.mark.parametrize(
    "queryset",
    [
        by(),
        by("pk"),
        by("-pk"),
        by("circle"),
        by("-circle__city", "title"),
        by("circle__city__name"),
        by(F("departs_at").asc(nulls_first=True)),
        by(F("departs_at").desc(nulls_last=True), "-title"),
        by(F("departs_at").desc(nulls_last=True)).reverse(),
        by(Lower("title"), "title"),
        by(Lower("title").desc()),
        by("-length", length=Length("title")),
        by("-dear", "id", dear=F("price") / 3),
        by("day_of", day_of=TruncDay("departs_at")),
        by("-day_of", day_of=TruncDay("departs_at")),
        by("when", when=Coalesce("departs_at", NOON)),
        by("-crowd", crowd=Count("seats_taken")),
        by("crowd", crowd=Max("seats_taken__seats")),
        by("-crowd", "title", crowd=Max("seats_taken__seats")).filter(crowd__isnull=True),
    ],
    ids=lambda value: str(value.query.order_by) if isinstance(value, QuerySet) else None,
)
def test_an_order_of_every_kind(
    rides: list[models.Ride], queryset: QuerySet[models.Ride], first: int
) -> None:
    for place, ride in enumerate(rides[:4]):
        for _ in range(place):
            seats = {"account": models.Account.objects.create(name="x"), "seats": place}
            models.Seat.objects.create(ride=ride, **seats)
    whole = walk(PlainRow, queryset.all(), 1000)
    assert sorted(whole) == sorted(queryset.values_list("pk", flat=True))
    assert walk(PlainRow, queryset.all(), first) == whole


def test_an_order_of_the_model_is_its_order(rides: list[models.Ride]) -> None:
    """By a relation: in the order of its model, ``country``, ``-name``; by ``circle_id``: of that column."""
    cities = walk(PlainRow, by("circle__city", "id"), 2)
    found = [models.Ride.objects.select_related("circle__city").get(pk=key).circle.city for key in cities]
    assert [(city.country, city.name) if city else None for city in found] == [
        ("x", "b"), ("x", "b"), ("x", "a"), ("y", "a"), ("y", "a"), None, None,
    ]  # fmt: skip
    keys = walk(PlainRow, by("-circle_id"), 2)
    assert [models.Ride.objects.get(pk=key).circle_id for key in keys] == ["s", "r", "r", "q", "q", "p", "p"]


def test_rows_that_come_and_go_between_two_pages(rides: list[models.Ride]) -> None:
    lazy: Any = PlainRow.page(by("-price"), Paging(first=2))
    page = lazy.rows({"id": None}, facts())
    assert [key for (key,) in page.items] == [rides[6].pk, rides[5].pk]
    rides[5].delete()
    models.Ride.objects.create(circle=rides[0].circle, title="new", price=100, photo=b"")
    lazy = PlainRow.page(by("-price"), Paging(first=3, after=page.after))
    assert [key for (key,) in lazy.rows({"id": None}, facts()).items] == [ride.pk for ride in rides[4:1:-1]]


def test_decimals_that_a_database_computed(rides: list[models.Ride]) -> None:
    """SQLite keeps doubles: 3 * 1.1 is read as 3.30 and is a little more."""
    models.Ride.objects.update(price=F("price") * Decimal("1.1"))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM app_ride WHERE price <> round(price, 2)")
            assert cursor.fetchone()[0] > 0
    whole = walk(PlainRow, by("price"), 100)
    assert walk(PlainRow, by("price"), 1) == whole == [ride.pk for ride in rides]
    assert walk(PlainRow, by("-price"), 1) == whole[::-1]


def test_a_text_too_long_for_a_cursor(rides: list[models.Ride]) -> None:
    """The cursor holds the key alone then, and the place is looked up."""
    for ride in rides:
        ride.notes = "é" * (2000 + ride.pk % 2)
        ride.save()
    whole = walk(PlainRow, by("notes", "-title"), 100)
    assert walk(PlainRow, by("notes", "-title"), 2) == whole
    assert walk(PlainRow, by("-crowd", "notes", crowd=Count("seats_taken")), 3) == walk(
        PlainRow, by("-crowd", "notes", crowd=Count("seats_taken")), 100
    )


def test_a_page_knows_whether_there_are_more(rides: list[models.Ride]) -> None:
    def after(first: int) -> str | None:
        lazy: Any = PlainRow.page(by("id"), Paging(first=first))
        found: str | None = lazy.rows({"id": None}, facts()).after
        return found

    assert after(7) is None
    assert after(8) is None
    assert after(6) is not None


def test_pages_of_what_a_caller_does_not_see_are_whole(rides: list[models.Ride]) -> None:
    for ride in rides[::2]:
        models.Ride.objects.filter(pk=ride.pk).update(active=False)
    seen = sorted(rides[1::2], key=lambda ride: ride.title)
    assert walk(RideRow, by("title"), 2) == [ride.pk for ride in seen]


def ordered(name: Any) -> Any:
    return models.Ride.objects.order_by(name)


@pytest.mark.parametrize(
    ("queryset", "why"),
    [
        (lambda: models.Ride.objects.all()[:3], "a slice: leave the slice out"),
        (lambda: models.Ride.objects.distinct(), "every row is given once anyway"),
        (lambda: models.Ride.objects.union(models.Ride.objects.all()), r"Q\(...\) \| Q\(...\)"),
        (lambda: models.Ride.objects.values("id"), "the projection says which columns"),
        (lambda: models.Circle.objects.all(), "reads Ride, not Circle"),
        (lambda: models.Ride.objects, "reads a QuerySet, not a ManagerFromRideQuerySet|not a Manager"),
        (lambda: models.Ride.objects.order_by("?"), "at random"),
        (lambda: models.Ride.objects.order_by("circle__settings"), "holds a document"),
        (lambda: models.Ride.objects.order_by("seats_taken__seats"), "several values for a row"),
        (lambda: models.Ride.objects.order_by(Lower("tags__name")), "depends on other rows"),
        (lambda: models.Ride.objects.filter(tags__name="x").annotate(a=F("seats")).order_by("a"), "Exists"),
        (lambda: ordered("circle__city__nam"), "did you mean name"),
        (lambda: ordered("circle__slug__upper"), "by 'circle__slug__upper'"),
        (lambda: models.Ride.objects.extra(order_by=["title"]), "extra"),
    ],
)
def test_a_queryset_that_cannot_be_paged(queryset: Any, why: str) -> None:
    with pytest.raises(Misuse, match=why):
        PlainRow.page(queryset(), Paging())


class Worked(Message):
    name: str


class LooseRow(Projection[Belonging, models.Loose], everyone=True):
    pass


class StopRow(Projection[Worked, models.Stop], everyone=True):
    pass


def test_an_order_that_cannot_be_taken_over() -> None:
    """The model of a relation orders its rows by an expression; a key of two columns is not one value."""
    with pytest.raises(Misuse, match="takes its model's ordering, an expression"):
        LooseRow.page(models.Loose.objects.order_by("shift"), Paging())
    with pytest.raises(Misuse, match="which is several columns"):
        StopRow.page(models.Stop.objects.order_by(F("pk").desc()), Paging())


def test_an_order_by_the_far_side_of_a_one_to_one(rides: list[models.Ride]) -> None:
    models.Badge.objects.create(ride=rides[5], text="b")
    models.Badge.objects.create(ride=rides[3], text="a")
    rest = [ride.pk for ride in rides if ride not in (rides[3], rides[5])]
    assert walk(PlainRow, by("badge"), 2) == [rides[5].pk, rides[3].pk, *rest]
    assert walk(PlainRow, by("badge__text"), 2) == [rides[3].pk, rides[5].pk, *rest]
    assert walk(PlainRow, by("-badge__text"), 2) == [*rest, rides[5].pk, rides[3].pk]


@pytest.mark.parametrize("first", [0, -1, 1001])
def test_a_page_of_no_size(first: int) -> None:
    with pytest.raises(Misuse, match="1 to 1000"):
        PlainRow.page(models.Ride.objects.all(), Paging(first=first))
    with pytest.raises(Misuse, match="at least one"):
        PlainRow.all(models.Ride.objects.all(), limit=0)


def test_random_tables_of_a_model_with_an_order_of_its_own(db: None) -> None:
    circle = models.Circle.objects.create(slug="c", name="c")
    account = models.Account.objects.create(name="a")
    chance = random.Random(7)
    for _ in range(20):
        joined = datetime(2026, 1, chance.randint(1, 5), tzinfo=UTC)
        models.Membership.objects.create(circle=circle, account=account, joined_at=joined)
    rows = [(m.joined_at, -m.pk) for m in models.Membership.objects.all()]
    assert walk(MembershipRow, models.Membership.objects.all(), 3) == [
        -key for _, key in sorted(rows, reverse=True)
    ]
    assert walk(MembershipRow, models.Membership.objects.order_by(), 3) == sorted(-key for _, key in rows)
