"""What is read: the columns asked for, in the order asked for, as tuples or as messages."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.projections import messages
from tests.projections.app import models
from tests.projections.conftest import ANA, EVA, LUIS, NOON, OSO, facts
from tests.projections.rows import CircleRow, OpenCircleRow, PlainRow, RideRow, RoomRow
from trebol import NotFound
from trebol.contract.deferred import Deferred
from trebol.contract.errors import Misuse
from trebol.contract.selection import Selection

pytestmark = pytest.mark.usefixtures("rides")
FIRST = models.Ride.objects.filter(title="first")


def read(lazy: object, selection: Selection, caller: UUID | None = None) -> object:
    assert isinstance(lazy, Deferred)
    return lazy.rows(selection, facts(caller))


def whole(lazy: object, caller: UUID | None = None) -> object:
    assert isinstance(lazy, Deferred)
    return lazy.messages(facts(caller))


def test_a_row_is_a_tuple_in_the_order_of_the_selection() -> None:
    assert read(RideRow.one(FIRST), {"title": None, "price": None}) == ("first", Decimal("12.50"))
    assert read(RideRow.one(FIRST), {"price": None, "title": None}) == (Decimal("12.50"), "first")


def test_only_what_is_asked_for_is_read(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1) as queries:
        read(RideRow.one(FIRST), {"title": None, "circle": {"name": None}})
    columns = queries.captured_queries[0]["sql"].partition("FROM")[0]
    assert columns.count(".") == 2, columns


def test_nothing_of_a_row_can_be_asked_for() -> None:
    assert read(RideRow.one(FIRST), {}) == ()
    assert read(RideRow.one(FIRST), {"circle": {}, "passengers": {}}) == ((), [(), (), ()])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("departs_at", NOON),
        ("day", date(2026, 3, 2)),
        ("hour", time(7, 30)),
        ("took", timedelta(minutes=90)),
        ("seats", 4),
        ("price", Decimal("12.50")),
        ("rating", 4.25),
        ("code", UUID(int=99)),
        ("photo", b"\x00\xff"),
        ("visits", 2**40),
        ("total", 2**40 + 4),
        ("free", -2),
        ("circle_name", "Norte"),
        ("city", "Lima"),
    ],
)
def test_a_column_of_every_kind(field: str, value: object) -> None:
    found = read(RideRow.one(FIRST), {field: None})
    assert found == (value,)
    assert isinstance(found, tuple)
    assert type(found[0]) is type(value)


def test_a_condition_is_a_column_too() -> None:
    rooms = RoomRow.all(models.Ride.objects.order_by("id"), limit=3)
    assert read(rooms, {"big": None, "late": None}) == [(True, False), (True, False), (True, None)]


def test_a_date_of_every_kind_can_be_missing() -> None:
    third = RideRow.one(models.Ride.objects.filter(title="third"))
    assert read(third, {"departs_at": None, "city": None, "driver": {"id": None}}) == (None, None, None)


def test_an_enum_is_its_text_in_rows_and_a_member_in_messages() -> None:
    sur = models.Circle.objects.filter(slug="sur")
    assert read(OpenCircleRow.one(sur), {"kind": None}) == ("closed",)
    circle = whole(OpenCircleRow.one(sur))
    assert isinstance(circle, messages.Circle)
    assert circle.kind is messages.Kind.CLOSED


def test_a_text_that_is_not_of_the_enum_is_not_given_out() -> None:
    models.Circle.objects.filter(slug="norte").update(kind="hexed")
    norte = models.Circle.objects.filter(slug="norte")
    with pytest.raises(ValueError, match=r"CircleRow.kind: the database holds 'hexed'"):
        read(CircleRow.one(norte), {"kind": None})
    with pytest.raises(ValueError, match="hexed"):
        whole(CircleRow.one(norte))


def test_a_document_is_read_as_the_contract_has_it() -> None:
    sur = OpenCircleRow.one(models.Circle.objects.filter(slug="sur"))
    selection: Selection = {"look": {"palettes": {"shades": None, "color": None}, "kind": None}}
    assert read(sur, selection) == (([([1, 2], "red"), ([], "blue")], "closed"),)
    look = messages.Look(
        kind=messages.Kind.CLOSED,
        palettes=[messages.Palette(color="red", shades=[1, 2]), messages.Palette(color="blue")],
    )
    circle = whole(sur)
    assert isinstance(circle, messages.Circle)
    assert circle.look == look


def test_a_document_that_breaks_the_contract_is_not_given_out() -> None:
    models.Circle.objects.filter(slug="norte").update(settings={"kind": "open", "palettes": [{"color": 7}]})
    with pytest.raises(ValueError, match="color"):
        read(CircleRow.one(models.Circle.objects.filter(slug="norte")), {"look": {"kind": None}})


def test_a_whole_message_is_of_messages_down_to_its_lists() -> None:
    ride = whole(RideRow.one(FIRST))
    assert isinstance(ride, messages.Ride)
    assert ride.driver == messages.Account(id=ANA, name="Ana")
    assert ride.circle.city == messages.City(name="Lima", country="PE")
    assert [account.name for account in ride.circle.members] == ["Ana", "Eva", "Luis"]
    assert ride.circle.size == 3
    assert [(seat.account.id, seat.seats, seat.note) for seat in ride.passengers] == [
        (LUIS, 2, ""), (OSO, 2, ""), (ANA, 1, None),
    ]  # fmt: skip
    assert ride.tags == [messages.Tag(name="early"), messages.Tag(name="quiet")]
    assert ride.badge is None


def test_a_one_to_one_is_read_from_its_far_side() -> None:
    second = RideRow.one(models.Ride.objects.filter(title="second"))
    assert read(second, {"badge": {"text": None}, "guide": {"name": None}}) == (("gold",), ("Luis",))
    assert read(RideRow.one(FIRST), {"badge": {"text": None}, "guide": {"name": None}}) == (None, None)


def test_a_key_that_leads_nowhere_gives_null() -> None:
    """``guide`` has no constraint in the database."""
    lost = models.Ride.objects.create(
        circle_id="norte", title="lost", departs_at=NOON, guide_id=UUID(int=12345), photo=b""
    )
    assert read(RideRow.one(lost), {"guide": {"name": None}}) == (None,)


def test_a_list_has_the_first_rows_of_each_parent_and_no_more() -> None:
    selection: Selection = {"title": None, "passengers": {"account": {"name": None}}}
    found = read(RideRow.all(models.Ride.objects.order_by("id"), limit=10), selection)
    seats = [(("Luis",),), (("Oso",),), (("Ana",),)]
    assert found == [("first", seats), ("second", []), ("third", [])]


def test_a_list_read_whole_is_of_messages() -> None:
    found = whole(PlainRow.all(models.Ride.objects.order_by("-id"), limit=2))
    assert isinstance(found, list)
    assert [(type(each), each.title) for each in found] == [
        (messages.PlainRide, "hidden"), (messages.PlainRide, "third"),
    ]  # fmt: skip


def test_a_row_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound, match="There is no such Ride"):
        read(RideRow.one(models.Ride.objects.filter(title="nothing")), {"title": None})
    with pytest.raises(NotFound):
        read(RideRow.one(models.Ride.objects.none()), {"title": None})


def test_several_rows_are_not_one() -> None:
    with pytest.raises(Misuse, match="found several rows"):
        read(RideRow.one(models.Ride.objects.all()), {"title": None})


def test_a_result_has_no_attributes_before_it_is_read() -> None:
    with pytest.raises(AttributeError, match="Return it as it is"):
        _ = RideRow.one(FIRST).title
    assert not hasattr(RideRow.one(FIRST), "__len__")


def test_members_of_a_private_circle_do_not_depend_on_who_drives() -> None:
    selection: Selection = {"circle": {"slug": None, "size": None, "members": {"name": None}}}
    found = read(RideRow.all(models.Ride.objects.order_by("id"), limit=10), selection, EVA)
    norte = ("norte", 3, [("Ana",), ("Eva",), ("Luis",)])
    assert found == [(norte,), (norte,), (("sur", 1, [("Ana",)]),)]
