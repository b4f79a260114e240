"""Relations of every kind that Django has: how they are read, and which cannot be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import F, Q, QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.projections import messages
from tests.projections.app import models
from tests.projections.conftest import ANA, EVA, LUIS, NOON, OSO, facts
from tests.projections.rows import AccountRow, PlainRow, RideRow, SeatRow, TagRow
from tests.projections.test_paging import rolled_back, walk
from trebol import Caller, Message, Paging
from trebol.contract.errors import Misuse, Unavailable
from trebol.projections import Projection, check_projections, column, many, one

pytestmark = pytest.mark.usefixtures("rides")
NAMES: Any = {"name": None}


def read(lazy: Any, selection: Any) -> Any:
    return lazy.rows(selection, facts())


class Placed(Message):
    seats: int
    note: str | None


class PlacedRow(Projection[Placed, models.Seat]):
    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q(ride__active=True, account__name__lt="x")


class Full(Message):
    id: int
    seats_taken: list[Placed]


def full_row(order: tuple[str, ...], limit: int) -> type[Projection[Full, models.Ride]]:
    class FullRow(Projection[Full, models.Ride], everyone=True):
        seats_taken = many("seats_taken", PlacedRow, limit=limit, order=order)

    return FullRow


NOTES = st.sampled_from([None, "", "a"])
SEATS = st.tuples(st.integers(0, 3), st.integers(1, 3), NOTES, st.sampled_from("ax"))
ORDERS = st.sampled_from(["seats", "-seats", "note", "-note"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(SEATS, max_size=25),
    st.lists(ORDERS, max_size=2, unique_by=lambda name: name.lstrip("-")),
    st.integers(1, 4),
)
def test_lists_are_cut_as_python_cuts_them(seats: list[Any], order: list[str], limit: int) -> None:
    with rolled_back():
        models.Seat.objects.all().delete()
        accounts = {name: models.Account.objects.create(name=name) for name in "ax"}
        rides = list(models.Ride.objects.order_by("id"))
        wanted: dict[int, list[models.Seat]] = {ride.pk: [] for ride in rides}
        for place, number, note, name in seats:
            columns: dict[str, Any] = {"seats": number, "note": note, "account": accounts[name]}
            made = models.Seat.objects.create(ride=rides[place], **columns)
            if name < "x" and rides[place].active:
                wanted[rides[place].pk].append(made)
        for rows in wanted.values():
            for name in reversed(order):
                rows.sort(key=nulls_last(name.lstrip("-")), reverse=name.startswith("-"))
        row = full_row(tuple(order), limit)
        found = read(row.all(models.Ride.objects.order_by("id"), limit=9), FULL)
        cut = {key: [(row.seats, row.note) for row in rows[:limit]] for key, rows in wanted.items()}
        assert found == list(cut.items())


FULL: Any = {"id": None, "seats_taken": {"seats": None, "note": None}}


def nulls_last(field: str) -> Callable[[models.Seat], tuple[bool, str]]:
    return lambda row: (getattr(row, field) is None, str(getattr(row, field)))


class Taken(Message):
    title: str
    riders: list[messages.Account]


class TakenRow(Projection[Taken, models.Ride], everyone=True):
    riders = many("riders", AccountRow, limit=2, order=("-name",))


def test_a_row_that_hangs_twice_on_another_is_given_once() -> None:
    first = models.Ride.objects.get(title="first")
    for account in (OSO, OSO, LUIS):
        models.Seat.objects.create(ride=first, account_id=account)
    rides = TakenRow.all(models.Ride.objects.order_by("id"), limit=2)
    assert read(rides, {"title": None, "riders": NAMES}) == [("first", [("Oso",), ("Luis",)]), ("second", [])]
    assert read(rides, {"riders": {}}) == [([(), ()],), ([],)]


class Friendly(Message):
    name: str
    friends: list[messages.Account]
    taken: list[messages.Tag]
    tagged: list[messages.Tag] = []


class FriendlyRow(Projection[Friendly, models.Account], everyone=True):
    friends = many("friends", AccountRow, limit=9, order=("name",))
    taken = many("taken", TagRow, limit=9)
    tagged = many("taken", TagRow, limit=9)


def test_a_relation_to_itself_by_a_hidden_name() -> None:
    models.Account.objects.get(pk=ANA).friends.set(models.Account.objects.filter(pk__in=[EVA, LUIS]))
    models.Account.objects.get(pk=LUIS).friends.set(models.Account.objects.filter(pk=ANA))
    accounts = FriendlyRow.all(models.Account.objects.order_by("name"), limit=9)
    assert read(accounts, {"name": None, "friends": NAMES}) == [
        ("Ana", [("Eva",), ("Luis",)]), ("Eva", []), ("Luis", [("Ana",)]), ("Oso", []),
    ]  # fmt: skip


class Labelled(Message):
    name: str
    rides: list[messages.PlainRide]


class LabelledRow(Projection[Labelled, models.Tag], everyone=True):
    rides = many("rides", PlainRow, limit=9, order=("-title",))


def test_a_many_to_many_from_its_far_side() -> None:
    models.Ride.objects.get(title="second").tags.add(models.Tag.objects.get(name="early"))
    tags = LabelledRow.all(models.Tag.objects.order_by("name"), limit=9)
    assert read(tags, {"name": None, "rides": {"title": None}}) == [
        ("early", [("second",), ("first",)]), ("quiet", [("first",)]),
    ]  # fmt: skip


def test_a_list_is_of_what_its_model_shows_by_default() -> None:
    first = models.Ride.objects.get(title="first")
    first.tags.add(models.Tag.everything.create(name="secret"))
    assert read(RideRow.one(first), {"tags": NAMES}) == ([("early",), ("quiet",)],)


def test_a_queryset_of_a_related_manager() -> None:
    norte = models.Circle.objects.get(slug="norte")
    rides = norte.rides.order_by("-id").select_related("driver").prefetch_related("tags").defer("title")
    page: Any = read(PlainRow.page(rides.only("id"), Paging(first=2)), {"title": None})
    assert page.items == [("hidden",), ("second",)]
    ana = models.Account.objects.get(pk=ANA)
    assert read(PlainRow.all(ana.taken.all(), limit=5), {"title": None}) == [("first",)]


class Plated(Message):
    id: int
    plate: str
    title: str
    circle: str
    passengers: list[messages.Seat]


class PlatedRow(Projection[Plated, models.Bus], everyone=True):
    circle = column("circle__name")
    passengers = many("seats_taken", SeatRow, limit=3, order=("id",))


def test_a_model_in_two_tables() -> None:
    assert check_projections([PlatedRow]) == []
    buses = [
        models.Bus.objects.create(
            circle_id="norte", title=title, plate=f"P{title}", departs_at=NOON, photo=b""
        )
        for title in ("b", "a", "c")
    ]
    models.Seat.objects.create(ride=buses[0], account_id=ANA)
    lazy = PlatedRow.page(models.Bus.objects.order_by("title"), Paging(first=2))
    page: Any = read(lazy, {"plate": None, "title": None, "circle": None, "passengers": {"account": NAMES}})
    assert page.items == [("Pa", "a", "Norte", []), ("Pb", "b", "Norte", [(("Ana",),)])]
    assert walk(PlatedRow, models.Bus.objects.order_by("title"), 1) == [buses[1].pk, buses[0].pk, buses[2].pk]
    assert walk(PlatedRow, models.Bus.objects.all(), 2) == [bus.pk for bus in buses]
    assert read(PlatedRow.one(buses[2]), {"title": None, "plate": None}) == ("c", "Pc")
    with pytest.raises(Misuse, match="reads Ride, not Bus"):
        PlainRow.page(models.Bus.objects.all(), Paging())


class Halt(Message):
    place: int
    name: str
    ride: messages.PlainRide


class HaltRow(Projection[Halt, models.Stop], everyone=True):
    ride = one("ride", PlainRow)


class Stopping(Message):
    title: str
    stops: list[Halt]


class StoppingRow(Projection[Stopping, models.Ride], everyone=True):
    stops = many("stops", HaltRow, limit=2, order=("-name",))


def test_a_key_of_two_columns() -> None:
    assert check_projections([HaltRow, StoppingRow]) == []
    rides = list(models.Ride.objects.order_by("id"))
    for ride, place, name in ((0, 2, "b"), (0, 1, "a"), (1, 1, "a"), (0, 3, "c")):
        models.Stop.objects.create(ride=rides[ride], place=place, name=name)

    def places(queryset: QuerySet[models.Stop], after: str | None = None) -> list[Any]:
        page: Any = read(HaltRow.page(queryset, Paging(first=1, after=after)), {"name": None, "place": None})
        return [*page.items, *(places(queryset, page.after) if page.after else [])]

    assert places(models.Stop.objects.order_by("name")) == [("a", 1), ("a", 1), ("b", 2), ("c", 3)]
    assert places(models.Stop.objects.order_by("pk")) == [("a", 1), ("b", 2), ("c", 3), ("a", 1)]
    assert places(models.Stop.objects.all()) == places(models.Stop.objects.order_by("pk"))
    found = read(StoppingRow.all(models.Ride.objects.order_by("id"), limit=2), {"stops": {"name": None}})
    assert found == [([("c",), ("b",)],), ([("a",)],)]


class Work(Message):
    name: str
    day: Calendar
    next_day: Calendar | None


class Calendar(Message):
    name: str
    shifts: list[messages.Tag]


class ShiftRow(Projection[messages.Tag, models.Shift], everyone=True):
    pass


class CalendarRow(Projection[Calendar, models.Day], everyone=True):
    name = column(F("name"))
    shifts = many("shifts", ShiftRow, limit=3)


class WorkRow(Projection[Work, models.Shift], everyone=True):
    day = one("day", CalendarRow)
    next_day = one("next_day", CalendarRow)


def test_a_key_that_is_a_date() -> None:
    assert check_projections([WorkRow, CalendarRow]) == []
    days = [models.Day.objects.create(date=date(2026, 3, day), name=f"{day}") for day in (1, 2)]
    for name in ("early", "late"):
        models.Shift.objects.create(day=days[0], next_day=days[1], name=name)
    models.Shift.objects.create(day=days[1], name="only")
    work = WorkRow.all(models.Shift.objects.all(), limit=9)
    assert read(work, {"name": None, "day": NAMES, "next_day": {"name": None, "shifts": NAMES}}) == [
        ("only", ("2",), None),
        ("late", ("1",), ("2", [("only",)])),
        ("early", ("1",), ("2", [("only",)])),
    ]


def test_a_row_that_is_deleted_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the query of the shifts and that of their days: the caller may try again."""
    day = models.Day.objects.create(date=date(2026, 3, 1), name="1")
    models.Shift.objects.create(day=day, name="early")
    monkeypatch.setattr(models.Day._base_manager, "using", lambda alias: models.Day.objects.none())
    with pytest.raises(Unavailable, match="ask again"):
        read(WorkRow.all(models.Shift.objects.all(), limit=9), {"day": NAMES})


class Remarked(Message):
    remarks: list[messages.Tag]
    about: messages.Tag


class RemarkedRow(Projection[Remarked, models.Ride], everyone=True):
    remarks = many("remarks", TagRow, limit=3)
    about = one("tags", TagRow)


class RemarkRow(Projection[messages.Badge, models.Remark], everyone=True):
    text = column("about")


def test_relations_of_any_model_to_any_model_are_left_out() -> None:
    assert [(p.where, p.reason) for p in check_projections([RemarkedRow, RemarkRow])] == [
        (
            "RemarkedRow.remarks",
            "remarks of Ride (GenericRelation) is not a reverse foreign key or many-to-many.",
        ),
        ("RemarkedRow.about", "tags of Ride leads to several rows."),
        ("RemarkRow.text", "about leads to rows, not to one value."),
    ]
