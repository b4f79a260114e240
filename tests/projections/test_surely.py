"""What an instance surely meets, the database finds too; what is not sure is asked for."""

from __future__ import annotations

import operator
from datetime import date
from functools import reduce
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Exists, F, OuterRef, Q
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.projections.app import models
from tests.projections.conftest import facts, ride
from tests.projections.rows import RideRow
from tests.projections.test_paging import rolled_back
from trebol import NotFound
from trebol.projections.surely import surely_meets

pytestmark = pytest.mark.django_db
SURE = [
    Q(active=True),
    Q(active="True"),
    Q(seats=4),
    Q(seats="4"),
    Q(visits__exact=2**40),
    Q(title="new"),
    Q(circle="norte"),
    Q(circle_id="norte"),
    Q(code=UUID(int=99)),
    Q(day=date(2026, 3, 2)),
    Q(day="2026-03-02"),
    Q(active=True, seats=4),
    Q(seats__gt=99) | Q(active=True),
    Q(Q(title="new") | Q(title="old"), seats=4),
    Q(),
]
UNSURE = [
    Q(active=False),
    Q(seats=5),
    Q(seats="x"),
    Q(title="NEW"),
    Q(title=""),
    Q(notes=""),
    Q(circle__slug="norte"),
    Q(circle__public=True),
    Q(driver=None),
    Q(driver__isnull=True),
    Q(seats__gt=3),
    Q(visits=F("visits")),
    Q(rating=4.25),
    Q(price="12.50"),
    Q(total=2**40 + 4),
    Q(tags__name="quiet"),
    ~Q(active=False),
    ~Q(active=True),
    Q(active=True) ^ Q(seats=9),
    Q(Exists(models.Circle.objects.filter(slug=OuterRef("circle")))),
]
CONDITIONS = st.recursive(
    st.sampled_from([one for one in (*SURE, *UNSURE) if one != Q(seats="x")]),
    lambda inner: st.builds(
        reduce, st.sampled_from([operator.and_, operator.or_]), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)


@pytest.fixture
def made(db: None) -> models.Ride:
    return ride(models.Circle.objects.create(slug="norte", name="Norte"), "new")


@given(CONDITIONS)
def test_what_is_sure_is_what_the_database_finds(condition: Q) -> None:
    with rolled_back():
        made = ride(models.Circle.objects.create(slug="norte", name="Norte"), "new")
        found = models.Ride.objects.filter(condition, pk=made.pk).exists()
        assert found or not surely_meets(made, condition, "default")


@pytest.mark.parametrize("condition", SURE, ids=str)
def test_sure(made: models.Ride, condition: Q) -> None:
    assert surely_meets(made, condition, "default")


@pytest.mark.parametrize("condition", UNSURE, ids=str)
def test_not_sure(made: models.Ride, condition: Q) -> None:
    assert not surely_meets(made, condition, "default")


@pytest.mark.parametrize(
    "change", [lambda made: setattr(made, "active", F("active")), lambda made: made.__dict__.pop("active")]
)
def test_what_the_instance_does_not_hold_is_not_sure(made: models.Ride, change: Any) -> None:
    change(made)
    assert not surely_meets(made, Q(active=True), "default")


def test_a_row_that_its_caller_surely_sees_needs_no_query(
    made: models.Ride, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lazy: Any = RideRow.one(made)
    with django_assert_num_queries(0):
        assert lazy.rows({"title": None}, facts()) == ("new",)


def test_a_row_that_it_does_not_see_is_not_found(
    made: models.Ride, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    made.active = False
    made.save()
    lazy: Any = RideRow.one(made)
    with django_assert_num_queries(1), pytest.raises(NotFound):
        lazy.rows({"title": None}, facts())
