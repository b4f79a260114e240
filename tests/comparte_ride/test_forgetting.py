"""What is over is forgotten by the night's tasks, however often they run; nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from accounts import limits
from accounts.messages import SentMessage
from accounts.models import SignUp
from accounts.sessions import LIFETIME, OpenSession
from accounts.tasks import KEYS_KEPT, forget_what_is_over
from accounts.verification import LIFETIME as LINK_LIFETIME
from circles.contract import InvitationExpired, InvitationUnknown
from circles.limits import INVITATION_KEPT
from circles.models import Invitation
from circles.tasks import forget_expired_invitations
from tests.comparte_ride.clock import at
from tests.comparte_ride.people import (
    PASSWORD,
    accounts,
    add_member,
    circles,
    make_account,
    make_circle,
    make_invitation,
    make_sign_up,
)
from trebol.deploy.cache import cache
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _still() -> Iterator[None]:
    with at(timezone.now()):
        yield


def night() -> None:
    """Both tasks, as the worker runs them; twice."""
    for _ in range(2):
        forget_expired_invitations.enqueue()
        forget_what_is_over.enqueue()
        assert run_tasks() == 2


def test_codes_that_expired_unused_long_ago_are_forgotten() -> None:
    now = timezone.now()
    issuer = add_member(make_circle(), "1", invitations_granted=10)
    used = {"used_by": "2", "used_at": now - timedelta(days=90)}
    gone = make_invitation(issuer, expires_at=now - INVITATION_KEPT - HOUR)
    kept = [
        make_invitation(issuer, expires_at=now - INVITATION_KEPT + HOUR),
        make_invitation(issuer, expires_at=now + HOUR),
        make_invitation(issuer, expires_at=now - timedelta(days=80), **used),
    ]
    night()
    assert list(Invitation.objects.order_by("pk")) == kept
    slug = issuer.circle.slug
    with pytest.raises(InvitationExpired):
        circles("3").join_circle(slug, kept[0].code)
    with pytest.raises(InvitationUnknown):
        circles("3").join_circle(slug, gone.code)


def test_an_invitation_is_given_back_when_it_expires_and_not_again_when_it_is_forgotten() -> None:
    issuer = add_member(make_circle(), "1", invitations_granted=10)
    slug, issued = issuer.circle.slug, circles("1").issue_invitation(issuer.circle.slug)
    assert circles("1").get_invitations(slug).left == 9
    with at(issued.expires_at):
        assert circles("1").get_invitations(slug).left == 10
    with at(issued.expires_at + INVITATION_KEPT + HOUR):
        night()
        told = circles("1").get_invitations(slug)
    assert (told.left, told.granted, told.newest) == (10, 10, [])


def test_sessions_are_forgotten_when_their_time_is_over_however_often_they_were_refreshed() -> None:
    ana, now = make_account(), timezone.now()
    accounts().refresh_session(accounts().log_in(ana.email, PASSWORD).refresh_token)
    with at(now + timedelta(days=1)):
        accounts().log_in(ana.email, PASSWORD)
    with at(now + LIFETIME + HOUR):
        night()
    assert [session.expires_at for session in OpenSession.objects.all()] == [now + timedelta(days=31)]


def test_sessions_of_pages_are_forgotten_when_their_time_is_over() -> None:
    for days in (-1, 1):
        session = SessionStore()
        session["x"] = days
        session.set_expiry(timezone.now() + timedelta(days=days))
        session.save()
    night()
    assert [row.get_decoded()["x"] for row in Session.objects.all()] == [1]


def test_sign_ups_whose_link_is_too_old_and_keys_of_long_ago_are_forgotten() -> None:
    ana, now = make_account(), timezone.now()
    make_sign_up(created_at=now - LINK_LIFETIME - HOUR)
    fresh = make_sign_up(created_at=now - LINK_LIFETIME + HOUR)
    for key, age in (("old", KEYS_KEPT + HOUR), ("new", KEYS_KEPT - HOUR)):
        SentMessage.objects.create(account=ana, key=key, created_at=now - age)
    night()
    assert list(SignUp.objects.all()) == [fresh]
    assert [message.key for message in SentMessage.objects.all()] == ["new"]


def test_places_of_limits_are_forgotten_when_their_window_is_over(settings: Settings) -> None:
    settings.CACHES = {"default": cache("database://limits_of_tests")}
    call_command("createcachetable", verbosity=0)
    now = timezone.now()
    limits.LOG_IN_BY_ADDRESS.claim("here")
    with at(now + timedelta(minutes=20)):
        limits.LOG_IN_BY_ADDRESS.claim("here")
        night()
        assert limits.LOG_IN_BY_ADDRESS.count("here") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM limits_of_tests")
        assert cursor.fetchone() == (1,)
        cursor.execute("DROP TABLE limits_of_tests")
