"""Who sees which rows: at the root, nested, in lists, and where a command starts from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count, Exists, OuterRef, Q

from tests.projections import messages
from tests.projections.app import models
from tests.projections.conftest import ANA, EVA, LUIS, OSO, facts
from tests.projections.rows import AccountRow, CircleRow, RideRow, ShyAccountRow
from tests.projections.test_read import read
from trebol import Caller, Message, NotFound, Paging
from trebol.contract.errors import Misuse
from trebol.projections import Projection, column, many, one

pytestmark = pytest.mark.usefixtures("rides")
CIRCLES = models.Circle.objects.order_by("slug")


def slugs(caller: UUID | None) -> object:
    page: Any = read(CircleRow.page(CIRCLES, Paging()), {"slug": None}, caller)
    return [slug for (slug,) in page.items]


def test_a_private_circle_is_seen_by_its_members_only() -> None:
    assert slugs(None) == ["norte"]
    assert slugs(EVA) == ["norte"]
    assert slugs(ANA) == ["norte", "sur"]
    with pytest.raises(NotFound):
        read(CircleRow.one(CIRCLES.filter(slug="sur")), {"slug": None}, LUIS)
    assert read(CircleRow.one(CIRCLES.filter(slug="sur")), {"slug": None}, ANA) == ("sur",)


def test_a_row_is_given_once_however_many_rows_make_it_visible() -> None:
    sur = models.Circle.objects.get(slug="sur")
    for _ in range(3):
        models.Membership.objects.create(circle=sur, account_id=ANA, joined_at="2026-03-02T12:00Z")
    assert slugs(ANA) == ["norte", "sur"]
    assert read(CircleRow.one(CIRCLES.filter(slug="sur")), {"slug": None, "size": None}, ANA) == ("sur", 4)


def test_a_row_is_given_once_however_many_rows_the_queryset_finds_it_by() -> None:
    busy = models.Circle.objects.filter(memberships__active=True).order_by("-slug")
    page: Any = read(CircleRow.page(busy, Paging(first=1)), {"slug": None, "size": None}, ANA)
    assert page.items == [("sur", 1)]
    page = read(CircleRow.page(busy, Paging(first=1, after=page.after)), {"slug": None, "size": None}, ANA)
    assert (page.items, page.after) == ([("norte", 3)], None)
    assert read(CircleRow.one(busy.filter(slug="norte")), {"size": None}) == (3,)


def test_counts_do_not_depend_on_who_asks_nor_on_what_the_queryset_joins() -> None:
    """``Count`` beside a filter over the same relation would count what the filter left."""
    for found in (CIRCLES, CIRCLES.filter(memberships__account_id=LUIS)):
        for caller in (None, ANA, LUIS, OSO):
            assert read(CircleRow.one(found.filter(slug="norte")), {"size": None}, caller) == (3,)


def test_what_is_nested_is_null_where_it_is_not_visible() -> None:
    second = RideRow.one(models.Ride.objects.filter(title="second"))
    assert read(second, {"driver": {"name": None}}) == (None,)
    models.Account.objects.filter(pk=OSO).update(active=True)
    assert read(second, {"driver": {"name": None}}) == (("Oso",),)


def test_lists_leave_out_what_is_not_visible_before_they_count() -> None:
    """Four members, the list takes three: the one that is hidden takes no place in it."""
    norte = CircleRow.one(CIRCLES.filter(slug="norte"))
    assert read(norte, {"members": {"name": None}}) == ([("Ana",), ("Eva",), ("Luis",)],)


class Companion(Message):
    id: UUID
    name: str


class CompanionRow(Projection[Companion, models.Account]):
    """Whoever shares a circle with the caller, by two to-many relations."""

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q(memberships__circle__memberships__account_id=caller.id if caller else None)


class Crowd(Message):
    slug: str
    members: list[Companion]


class CrowdRow(Projection[Crowd, models.Circle], everyone=True):
    members = many("members", CompanionRow, limit=10, order=("name",))


class SeatOf(Message):
    account: Companion | None


class SeatOfRow(Projection[SeatOf, models.Seat], everyone=True):
    account = one("account", CompanionRow)


def test_visibility_over_to_many_relations_holds_in_nested_rows_without_doubling_them() -> None:
    crowd = CrowdRow.all(CIRCLES, limit=5)
    assert read(crowd, {"slug": None, "members": {"name": None}}, ANA) == [
        ("norte", [("Ana",), ("Eva",), ("Luis",), ("Oso",)]),
        ("sur", [("Ana",)]),
    ]
    assert read(crowd, {"members": {"name": None}}) == [([],), ([],)]
    seats = SeatOfRow.all(models.Seat.objects.order_by("id"), limit=9)
    assert read(seats, {"account": {"name": None}}, LUIS) == [
        (("Ana",),), (("Luis",),), (("Eva",),), (("Oso",),),
    ]  # fmt: skip
    assert read(seats, {"account": {"name": None}}) == [(None,)] * 4


class NobodyRow(Projection[messages.Account, models.Account]):
    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q(pk__in=[])


class EmptyRow(Projection[Crowd, models.Circle], everyone=True):
    members = many("members", NobodyRow, limit=10)


def test_what_nobody_sees_is_an_empty_list() -> None:
    assert read(EmptyRow.all(CIRCLES, limit=5), {"members": {"name": None}}) == [([],), ([],)]
    assert read(NobodyRow.all(models.Account.objects.all(), limit=5), {"name": None}) == []


class SeenRow(Projection[messages.Tag, models.Tag]):
    """Visible by a condition that Django keeps in a subquery by itself."""

    name = column("name")

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        seen = models.Ride.objects.filter(tags=OuterRef("pk"), active=True)
        return Q(Exists(seen)) & ~Q(rides__title="nothing")


def test_visibility_by_a_subquery() -> None:
    assert read(SeenRow.all(models.Tag.objects.order_by("name"), limit=5), {"name": None}) == [
        ("early",), ("quiet",),
    ]  # fmt: skip


def test_a_counting_queryset_is_narrowed_without_changing_its_counts() -> None:
    busiest = models.Circle.objects.annotate(crowd=Count("memberships")).order_by("-crowd")
    page: Any = read(CircleRow.page(busiest, Paging(first=1)), {"slug": None}, ANA)
    assert page.items == [("norte",)]
    page = read(CircleRow.page(busiest, Paging(first=1, after=page.after)), {"slug": None}, ANA)
    assert (page.items, page.after) == ([("sur",)], None)


def test_a_command_starts_from_what_its_caller_sees() -> None:
    ana, luis = Caller(id=str(ANA)), Caller(id=str(LUIS))
    assert CircleRow.visible_to(luis, CIRCLES.filter(slug="sur")).first() is None
    assert [circle.slug for circle in CircleRow.visible_to(ana, models.Circle.objects.order_by("slug"))] == [
        "norte", "sur",
    ]  # fmt: skip
    assert CircleRow.visible_to(ana, models.Circle.objects.filter(slug="sur")).update(name="Sur!") == 1
    assert RideRow.visible_to(None, models.Ride.objects.all()).count() == 3
    assert AccountRow.visible_to(None, models.Account.objects.all()).count() == 4
    assert ShyAccountRow.visible_to(None, models.Account.objects.all()).count() == 3


class SilentRow(Projection[messages.Tag, models.Tag]):
    pass


class WrongRow(Projection[messages.Tag, models.Tag]):
    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return {"name": "early"}  # type: ignore[return-value]


def test_a_projection_that_says_nothing_of_who_sees_shows_nothing() -> None:
    with pytest.raises(Misuse, match="does not say who sees its rows"):
        read(SilentRow.all(models.Tag.objects.all(), limit=5), {"name": None})
    with pytest.raises(Misuse, match="does not say who sees its rows"):
        SilentRow.visible_to(None, models.Tag.objects.all())
    with pytest.raises(Misuse, match=r"visible gave dict: give a Q"):
        read(WrongRow.all(models.Tag.objects.all(), limit=5), {"name": None})


def test_facts_decide_not_the_projection() -> None:
    page: Any = CircleRow.page(CIRCLES, Paging())
    assert len(page.rows({"slug": None}, facts(ANA)).items) == 2
    assert len(page.rows({"slug": None}, facts(EVA)).items) == 1
