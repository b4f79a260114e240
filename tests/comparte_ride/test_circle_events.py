"""What the circles service tells others: what is in the outbox once a command has committed."""

from __future__ import annotations

import json

import pytest

from tests.comparte_ride.people import add_member, circles, make_circle, make_invitation
from trebol import ServiceError
from trebol.runtime.events.models import OutboxEvent

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str, str]]:
    """The events so far, in order: name, circle, account."""
    rows = [(row.event, json.loads(row.body)) for row in OutboxEvent.objects.order_by("position")]
    return [(event.rpartition(".")[2], body["circle_slug"], body["account_id"]) for event, body in rows]


def test_a_founder_enters() -> None:
    slug = circles("1").create_circle("Condesa").slug
    assert told() == [("MemberEntered", slug, "1")]


def test_who_joins_enters_and_who_leaves_has_left() -> None:
    circle = make_circle()
    issuer = add_member(circle, "1", role="administrator")
    circles("2").join_circle(circle.slug, make_invitation(issuer).code)
    circles("2").leave_circle(circle.slug)
    assert told() == [("MemberEntered", circle.slug, "2"), ("MemberLeft", circle.slug, "2")]


def test_who_is_deactivated_has_left_and_who_is_reactivated_enters() -> None:
    circle = make_circle()
    add_member(circle, "1", role="administrator")
    add_member(circle, "2")
    circles("1").promote_member(circle.slug, "2")
    circles("1").deactivate_member(circle.slug, "2")
    circles("1").reactivate_member(circle.slug, "2")
    assert told() == [("MemberLeft", circle.slug, "2"), ("MemberEntered", circle.slug, "2")]


def test_a_refusal_tells_nothing() -> None:
    circle = make_circle()
    issuer = add_member(circle, "1", role="administrator")
    add_member(circle, "2")
    code = make_invitation(issuer).code
    for refused in (
        lambda: circles("2").join_circle(circle.slug, code),
        lambda: circles("3").join_circle(circle.slug, "ABCD2345WXYZ"),
        lambda: circles("1").leave_circle(circle.slug),
        lambda: circles("3").leave_circle(circle.slug),
        lambda: circles("1").deactivate_member(circle.slug, "1"),
        lambda: circles("2").deactivate_member(circle.slug, "1"),
        lambda: circles("1").reactivate_member(circle.slug, "2"),
    ):
        with pytest.raises(ServiceError):
            refused()
    assert told() == []
