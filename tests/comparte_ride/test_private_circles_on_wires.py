"""As `test_private_circles`, in the bytes of every wire."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from circles.models import Circle
from tests.comparte_ride.people import add_member, make_circle
from tests.conformance.ways import WIRES
from tests.conformance.wire import Driver, sent
from trebol import Caller
from trebol.bootstrap import assembly
from trebol.service import issue_token

pytestmark = pytest.mark.django_db
NAME = "Familia Ñáñez"
BY_SLUG: dict[str, dict[str, Any]] = {
    "get_circle": {},
    "update_circle": {"name": "x"},
    "change_circle_picture": {"picture": b"\x89PNG\r\n\x1a\n"},
    "remove_circle_picture": {},
    "join_circle": {"code": "ABCD2345WXYZ"},
    "leave_circle": {},
    "list_members": {},
    "get_membership": {"account_id": "1"},
    "list_deactivated_members": {},
    "promote_member": {"account_id": "1"},
    "deactivate_member": {"account_id": "1"},
    "reactivate_member": {"account_id": "3"},
    "issue_invitation": {},
    "get_invitations": {},
    "list_circles_by_slug": {},
}
WITHOUT: dict[str, dict[str, Any]] = {
    "list_circles": {"first": 1000},
    "search_circles": {"text": "familia"},
    "list_own_circles": {},
    "list_own_slugs": {},
}
wires = pytest.mark.parametrize("driver", WIRES, ids=[driver.name for driver in WIRES])


@pytest.fixture
def private(settings: Settings) -> Circle:
    """A private circle of account 1, with the page and the services of the application."""
    settings.ROOT_URLCONF = "comparte_ride.urls"
    circle = make_circle(NAME, is_public=False)
    add_member(circle, "1", role="administrator")
    add_member(circle, "3", is_active=False, is_deactivated=True)
    add_member(make_circle("Condesa"), "2")
    return circle


def said(operation: str, slug: str) -> dict[str, Any]:
    """The arguments of an operation that takes a slug, or several."""
    where = {"slugs": [slug]} if operation == "list_circles_by_slug" else {"circle_slug": slug}
    return where | BY_SLUG[operation]


def told(driver: Driver, operation: str, arguments: dict[str, Any], account_id: str) -> tuple[Any, ...]:
    """All of an answer: status, headers, body."""
    token = issue_token(Caller(id=account_id))
    compiled = assembly().compilation.operations[f"circles.v1.{operation}"]
    answer = sent(driver.request(compiled, arguments, {"Authorization": f"Bearer {token}"}))
    return answer.status, dict(answer.headers), answer.body


def test_every_query_and_command_is_tried() -> None:
    tried = {*BY_SLUG, *WITHOUT, "create_circle"}
    assert {f"circles.v1.{name}" for name in tried} == {
        id for id in assembly().compilation.operations if id.startswith("circles.")
    }


@wires
@pytest.mark.parametrize("operation", BY_SLUG)
def test_it_answers_as_a_circle_that_does_not_exist(operation: str, driver: Driver, private: Circle) -> None:
    missing = private.slug[:-6] + "zzzzzz"
    here, nowhere = (told(driver, operation, said(operation, slug), "2") for slug in (private.slug, missing))
    assert here[2].replace(private.slug.encode(), missing.encode()) == nowhere[2]
    assert here[:2] == nowhere[:2]


@wires
@pytest.mark.parametrize("operation", WITHOUT)
def test_it_is_in_no_list(operation: str, driver: Driver, private: Circle) -> None:
    seen = told(driver, operation, WITHOUT[operation], "2")
    own = told(driver, operation, WITHOUT[operation], "1")
    assert private.slug.encode() not in seen[2]
    assert private.slug.encode() in own[2]
