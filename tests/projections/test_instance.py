"""What was just saved is given back without a query, where that is what a query would give."""

from __future__ import annotations

from datetime import datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.projections.app import models
from tests.projections.conftest import ANA, facts, ride
from tests.projections.rows import OpenCircleRow, PlainRow, RideRow
from tests.projections.test_paging import rolled_back
from trebol import NotFound
from trebol.contract.errors import Misuse

pytestmark = pytest.mark.django_db
FIELDS = dict.fromkeys(PlainRow.declared.fields)


@pytest.fixture
def norte(db: None) -> models.Circle:
    return models.Circle.objects.create(slug="norte", name="Norte")


def read(lazy: Any, selection: Any = FIELDS) -> Any:
    return lazy.rows(selection, facts())


def reread(instance: models.Ride) -> Any:
    return read(PlainRow.one(models.Ride.objects.filter(pk=instance.pk)))


BOGOTA = timezone(timedelta(hours=-5))
WAYS: dict[str, Any] = {
    "departs_at": st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(BOGOTA)),  # noqa: DTZ001
    "day": st.one_of(st.dates(), st.dates().map(str)),
    "hour": st.one_of(st.times(), st.times().map(str)),
    "took": st.timedeltas(timedelta(days=-9999), timedelta(days=9999)),
    "seats": st.sampled_from([1, 15, "7", True, 3.0]),
    "price": st.one_of(
        st.decimals(-99999, 99999, places=2),
        st.decimals(-999, 999, places=4),
        st.sampled_from([7, "1.5", 2.25, "1E2"]),
    ),
    "rating": st.one_of(st.none(), st.floats(-1e300, 1e300), st.integers(-9, 9)),
    "code": st.one_of(st.uuids(), st.uuids().map(str)),
    "title": st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=9),
    "visits": st.one_of(st.integers(-(2**62), 2**62), st.just("12")),
    "active": st.sampled_from([True, False, "True", 0]),
}


@given(st.fixed_dictionaries({}, optional=WAYS))
def test_it_is_what_the_database_gives_back(columns: dict[str, Any]) -> None:
    with rolled_back():
        circle = models.Circle.objects.create(slug="norte", name="Norte")
        made = models.Ride.objects.create(circle=circle, **{"title": "new", "photo": b""} | columns)
        found = read(PlainRow.one(made))
        again = reread(made)
        assert found == again
        assert [(type(a), str(a)) for a in found] == [(type(b), str(b)) for b in again]


def test_no_query_is_needed(norte: models.Circle, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    made = ride(norte, "new", driver_id=None)
    with django_assert_num_queries(0):
        found = read(PlainRow.one(made))
    assert found == reread(made)
    assert found[list(FIELDS).index("circle")] == "norte"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda made: setattr(made, "seats", F("seats") + 1), "an expression"),
        (lambda made: setattr(made, "price", Decimal("1.005")), "rounded by the database"),
        (lambda made: setattr(made, "rating", float("inf")), "no number everywhere"),
        (lambda made: setattr(made, "departs_at", datetime(2026, 1, 1)), "no zone"),  # noqa: DTZ001
        (lambda made: made.__dict__.pop("title"), "not loaded"),
        (lambda made: setattr(made, "hour", time(7, tzinfo=BOGOTA)), "a zone"),
        (lambda made: setattr(made, "seats", "many"), "no number"),
    ],
)
def test_what_is_not_sure_is_read_again(
    norte: models.Circle, change: Any, why: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made = ride(norte, "new")
    change(made)
    with django_assert_num_queries(1):
        found = read(PlainRow.one(made))
    assert found == reread(made), why


class OpenRideRow(RideRow, everyone=True):
    pass


@pytest.mark.parametrize(
    ("field", "inner", "queries"),
    [
        ("circle_name", None, 1),
        ("free", None, 1),
        ("total", None, 1),
        ("photo", None, 1),
        ("circle", {"name": None}, 1),
        ("passengers", {"id": None}, 2),
        ("driver", {"name": None}, 2),
    ],
)
def test_what_an_instance_does_not_hold_is_read(
    norte: models.Circle, field: str, inner: Any, queries: int, django_assert_num_queries: Any
) -> None:
    made = ride(norte, "new", driver_id=models.Account.objects.create(id=ANA, name="Ana").pk)
    with django_assert_num_queries(queries):
        found = read(OpenRideRow.one(made), {field: inner})
    assert found == read(OpenRideRow.one(models.Ride.objects.filter(pk=made.pk)), {field: inner})


def test_an_instance_that_not_everyone_sees_is_read_with_its_visibility(norte: models.Circle) -> None:
    assert read(RideRow.one(ride(norte, "seen")), {"title": None}) == ("seen",)
    with pytest.raises(NotFound):
        read(RideRow.one(ride(norte, "hidden", active=False)), {"title": None})


def test_a_choice_of_the_model_is_its_text(norte: models.Circle) -> None:
    circle = models.Circle.objects.create(slug="sur", name="Sur", kind=models.Circle.Kind.CLOSED)
    (found,) = read(OpenCircleRow.one(circle), {"kind": None})
    assert (found, type(found)) == ("closed", str)


def test_a_whole_message_of_an_instance(norte: models.Circle) -> None:
    lazy: Any = PlainRow.one(ride(norte, "new"))
    assert lazy.messages(facts()).title == "new"


@pytest.mark.parametrize("wrong", [models.Ride(title="unsaved"), models.Tag(pk=1, name="another")])
def test_what_is_no_saved_row_of_the_model(wrong: Any) -> None:
    with pytest.raises(Misuse, match="a queryset or a saved Ride"):
        PlainRow.one(wrong)
