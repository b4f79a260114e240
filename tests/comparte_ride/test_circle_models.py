from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from circles.models import Circle, Invitation, Membership
from tests.comparte_ride.people import add_member, make_circle, make_invitation

pytestmark = pytest.mark.django_db


def test_a_place_is_counted() -> None:
    circle = make_circle(members_limit=10, members_count=9)
    assert Circle.objects.filter(pk=circle.pk).take_place()
    circle.refresh_from_db()
    assert circle.members_count == 10


def test_a_full_circle_has_no_place() -> None:
    circle = make_circle(members_limit=10, members_count=10)
    assert not Circle.objects.filter(pk=circle.pk).take_place()
    circle.refresh_from_db()
    assert circle.members_count == 10


def test_a_circle_without_a_limit_always_has_a_place() -> None:
    circle = make_circle(members_limit=None, members_count=40_000)
    assert Circle.objects.filter(pk=circle.pk).take_place()


def test_a_place_that_is_given_back_can_be_taken() -> None:
    circle = make_circle(members_limit=10, members_count=10)
    Circle.objects.filter(pk=circle.pk).free_place()
    assert Circle.objects.filter(pk=circle.pk).take_place()


def test_the_database_refuses_more_members_than_the_limit() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_circle(members_limit=10, members_count=11)


def test_one_membership_per_person_and_circle() -> None:
    circle = make_circle()
    add_member(circle, "7")
    with pytest.raises(IntegrityError), transaction.atomic():
        add_member(circle, "7")


def test_a_membership_ends_once() -> None:
    membership = add_member(make_circle(), "7")
    mine = Membership.objects.filter(pk=membership.pk)
    assert mine.end()
    assert not mine.end()
    assert not mine.active().exists()


def test_a_code_admits_one_person_once() -> None:
    invitation = make_invitation(add_member(make_circle(), "7"))
    code = Invitation.objects.filter(pk=invitation.pk)
    assert code.use("8", timezone.now())
    assert not code.use("9", timezone.now())
    assert code.get().used_by == "8"


def test_an_expired_code_admits_nobody() -> None:
    now = timezone.now()
    invitation = make_invitation(add_member(make_circle(), "7"), expires_at=now)
    assert not Invitation.objects.filter(pk=invitation.pk).use("8", now)


def test_an_expired_code_is_given_back_and_a_used_or_open_one_is_not() -> None:
    issuer, now = add_member(make_circle(), "7"), timezone.now()
    make_invitation(issuer, expires_at=now - timedelta(days=1))
    used = make_invitation(
        issuer, expires_at=now - timedelta(days=1), used_by="8", used_at=now - timedelta(days=2)
    )
    still_open = make_invitation(issuer)
    assert set(issuer.invitations.spent(now)) == {used, still_open}


def test_a_used_code_says_when() -> None:
    issuer = add_member(make_circle(), "7")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_invitation(issuer, used_by="8")
