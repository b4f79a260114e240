"""Projections as their author writes them."""

from __future__ import annotations

from typing import Any, TypeVar

import pytest
from django.db.models import Count, Q

from tests.projections import messages
from tests.projections.app import models
from tests.projections.conftest import facts
from tests.projections.rows import AccountRow, CircleRow, OpenCircleRow, RideRow, TagRow
from trebol import Caller, Message, Ref
from trebol.contract.deferred import Deferred, Link
from trebol.contract.errors import Misuse
from trebol.contract.message import Message as AnyMessage
from trebol.projections import Projection, check_projections, column, many, one, reference, registered
from trebol.projections.plan import compiled, everything, plan_of

M = TypeVar("M", bound=AnyMessage)


def test_every_projection_is_found() -> None:
    assert {CircleRow, OpenCircleRow, RideRow, TagRow} <= set(registered())


def test_the_projections_of_the_tests_are_sound() -> None:
    ours = [row for row in registered() if row.__module__ == RideRow.__module__]
    assert len(ours) == 11
    assert check_projections(ours) == []


class Named(Projection[M, models.Tag]):
    """A base for projections of tags; not of a message, so not a projection itself."""

    @classmethod
    def visible(cls, caller: Caller | None) -> Q:
        return Q(name__startswith="e")


class NamedRow(Named[messages.Tag]):
    pass


class RenamedRow(NamedRow):
    pass


def test_a_base_without_a_message_is_none() -> None:
    assert Named not in registered()
    assert {NamedRow, RenamedRow} <= set(registered())
    assert RenamedRow.declared.message is messages.Tag
    assert not NamedRow.declared.everyone
    assert check_projections([NamedRow]) == []
    with pytest.raises(Misuse, match="not of a message and a model"):
        many("tags", Named, limit=1)


def test_what_a_class_says_goes_before_what_it_inherits() -> None:
    assert OpenCircleRow.declared.everyone
    assert OpenCircleRow.declared.specs.keys() == CircleRow.declared.specs.keys()

    class Again(OpenCircleRow):
        @classmethod
        def visible(cls, caller: Caller | None) -> Q:
            return Q(public=True)

    class Still(OpenCircleRow):
        size = column(Count("memberships"))

    assert not Again.declared.everyone
    assert Still.declared.everyone
    assert Still.declared.specs["size"] is not CircleRow.declared.specs["size"]
    assert check_projections([Again, Still]) == []


class Listed(Message):
    all: str
    one: str


class ListedRow(Projection[Listed, models.Tag], everyone=True):
    all_ = column("name")
    one_ = column("name")


@pytest.mark.django_db
def test_a_field_named_as_a_method() -> None:
    models.Tag.objects.create(name="early")
    lazy: Any = ListedRow.all(models.Tag.objects.all(), limit=1)
    assert lazy.messages(facts()) == [Listed(all="early", one="early")]


class Profile(Message):
    id: str
    name: str


class Profiles:
    def list_profiles(self, keys: list[str]) -> list[Profile]:
        raise NotImplementedError


class Trip(Message):
    title: str
    circle: Ref[Profile] = None
    next: Ref[Trip] = None


class Journey(Message):
    trips: list[Trip]
    members: list[messages.Account]


class TripRow(Projection[Trip, models.Ride], everyone=True):
    circle = reference("circle_id", Profiles.list_profiles)
    next = reference("title", Profiles.list_profiles, by="title")


class JourneyRow(Projection[Journey, models.Circle], everyone=True):
    trips = many("rides", TripRow, limit=9)
    members = many("members", AccountRow, limit=9)


@pytest.mark.usefixtures("rides")
def test_a_reference_is_its_key_until_it_is_resolved() -> None:
    assert check_projections([TripRow, JourneyRow]) == []
    lazy: Any = TripRow.one(models.Ride.objects.filter(title="third"))
    selection: Any = {"circle": {"name": None}, "title": None}
    assert lazy.rows(selection, facts()) == ("sur", "third")
    assert lazy.messages(facts()) == Trip(title="third")
    assert lazy.links() == {
        "circle": Link(Profiles.list_profiles, "id"),
        "next": Link(Profiles.list_profiles, "title"),
    }
    outer: Any = JourneyRow.one(models.Circle.objects.filter(slug="sur"))
    assert outer.links() == {"trips": lazy.links()}
    assert outer.rows({"trips": selection}, facts()) == ([("sur", "third")],)


def test_a_plan_is_compiled_once_for_a_shape() -> None:
    before = compiled.cache_info().misses
    first = plan_of(RideRow.declared, {"circle": {"slug": None, "limit": None}, "title": None})
    assert plan_of(RideRow.declared, {"circle": {"slug": None, "limit": None}, "title": None}) is first
    assert plan_of(RideRow.declared, {"title": None, "circle": {"slug": None, "limit": None}}) is not first
    assert compiled.cache_info().misses - before == 2
    assert compiled.cache_info().maxsize == 1024


def test_everything_is_all_fields_down_to_the_last() -> None:
    assert everything(JourneyRow.declared) == {
        "trips": {"title": None},
        "members": {"id": None, "name": None},
    }


def test_results_are_deferred() -> None:
    assert isinstance(RideRow.one(models.Ride.objects.all()), Deferred)
    assert one("circle", CircleRow).to is CircleRow.declared
