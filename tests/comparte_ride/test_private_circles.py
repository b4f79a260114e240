"""Who is not a member of a private circle learns nothing of it: it answers as what does not exist does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from circles.contract import Circles
from circles.models import Circle
from tests.comparte_ride.people import add_member, caller, circles, make_circle, make_invitation, service
from tests.pictures import png
from trebol import Caller, Context, Fault, PermissionDenied, ServiceError
from trebol.bootstrap import assembly
from trebol.service import consume

pytestmark = pytest.mark.django_db
NAME = "Familia Ñáñez"
PNG = png()

Asking = Callable[[Circles, str], Any]
BY_SLUG: dict[str, Asking] = {
    "get_circle": lambda service, slug: service.get_circle(slug),
    "update_circle": lambda service, slug: service.update_circle(slug, name="x"),
    "change_circle_picture": lambda service, slug: service.change_circle_picture(slug, PNG),
    "remove_circle_picture": lambda service, slug: service.remove_circle_picture(slug),
    "join_circle": lambda service, slug: service.join_circle(slug, "ABCD2345WXYZ"),
    "join_circle by a code of another": lambda service, slug: service.join_circle(slug, "CODEOFOTHER2"),
    "leave_circle": lambda service, slug: service.leave_circle(slug),
    "list_members": lambda service, slug: service.list_members(slug),
    "get_membership": lambda service, slug: service.get_membership(slug, "1"),
    "list_circles_by_slug": lambda service, slug: service.list_circles_by_slug([slug]),
    "get_membership of oneself": lambda service, slug: service.get_membership(slug, "2"),
    "list_deactivated_members": lambda service, slug: service.list_deactivated_members(slug),
    "promote_member": lambda service, slug: service.promote_member(slug, "1"),
    "deactivate_member": lambda service, slug: service.deactivate_member(slug, "1"),
    "reactivate_member": lambda service, slug: service.reactivate_member(slug, "5"),
    "issue_invitation": lambda service, slug: service.issue_invitation(slug),
    "get_invitations": lambda service, slug: service.get_invitations(slug),
}
WITHOUT: dict[str, Callable[[Circles], Any]] = {
    "list_circles": lambda service: service.list_circles(),
    "search_circles": lambda service: service.search_circles("familia"),
    "list_own_circles": lambda service: service.list_own_circles(),
    "list_own_slugs": lambda service: service.list_own_slugs(),
}
FOUNDING = {"create_circle"}  # says nothing of others' circles: see `test_its_name_is_free_for_others`
STRANGERS = {
    "a person": caller("2"),
    "one who left": caller("3"),
    "one who was deactivated": caller("5"),
    "a service": service(),
    "staff": Context(caller=Caller(id="4", scopes=frozenset({"staff"}))),
}


@pytest.fixture
def private() -> Circle:
    """A private circle of account 1, that 3 has left and 5 was put out of; 2 belongs to another circle."""
    circle = make_circle(NAME, is_public=False)
    add_member(circle, "1", role="administrator")
    add_member(circle, "3", is_active=False)
    add_member(circle, "5", is_active=False, is_deactivated=True)
    make_invitation(add_member(make_circle("Condesa"), "2"), code="CODEOFOTHER2")
    return circle


def outcome(asking: Asking, context: Context, slug: str) -> tuple[Any, ...]:
    """Everything a caller is told, the slug they said themselves left out."""
    try:
        return (asking(consume(Circles, context=context), slug),)
    except ServiceError as refused:
        error = refused
    detail = error.detail() if isinstance(error, Fault) else {}
    return type(error), error.code, error.message.replace(slug, "<slug>"), msgspec.json.encode(detail)


def test_every_operation_of_the_contract_is_tried() -> None:
    tried = {name.partition(" ")[0] for name in BY_SLUG} | WITHOUT.keys() | FOUNDING
    ids = [id for id in assembly().compilation.operations if id.startswith("circles.v1.")]
    assert {f"circles.v1.{name}" for name in tried} == set(ids)


def test_events_tell_who_where_and_which_membership_and_no_more() -> None:
    events = [c for c in assembly().compilation.events.values() if c.cls.__module__ == "circles.contract"]
    assert events
    for event in events:
        assert set(event.cls.__struct_fields__) <= {"circle_slug", "account_id", "joined_at"}


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("asking", BY_SLUG)
def test_it_answers_as_a_circle_that_does_not_exist(asking: str, stranger: str, private: Circle) -> None:
    told = outcome(BY_SLUG[asking], STRANGERS[stranger], private.slug)
    assert told == outcome(BY_SLUG[asking], STRANGERS[stranger], "no-such-circle")


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("asking", WITHOUT)
def test_it_is_in_no_list_and_no_search(asking: str, stranger: str, private: Circle) -> None:
    try:
        told = WITHOUT[asking](consume(Circles, context=STRANGERS[stranger]))
    except PermissionDenied:
        assert stranger == "a service"  # has no circles of its own
        return
    written = msgspec.json.encode(told).decode()
    assert NAME not in written
    assert private.slug not in written


@pytest.mark.parametrize("stranger", STRANGERS)
def test_it_is_missing_among_circles_asked_for_by_slug(stranger: str, private: Circle) -> None:
    public = make_circle("Condesa").slug
    told = consume(Circles, context=STRANGERS[stranger]).list_circles_by_slug([private.slug, public])
    assert [circle.slug for circle in told] == [public]


def test_its_name_is_free_for_others(private: Circle) -> None:
    assert circles("2").create_circle(NAME).slug != private.slug


def test_its_members_see_it(private: Circle) -> None:
    assert circles("1").get_circle(private.slug).name == NAME
    assert [circle.name for circle in circles("1").search_circles("ñáñez").items] == [NAME]
    assert NAME in [circle.name for circle in circles("1").list_circles().items]
    assert [mine.circle.name for mine in circles("1").list_own_circles().items] == [NAME]


def test_a_circle_made_private_disappears() -> None:
    slug = circles("1").create_circle("Condesa").slug
    assert circles("2").get_circle(slug).public
    circles("1").update_circle(slug, public=False)
    assert circles("2").search_circles("condesa").items == []
