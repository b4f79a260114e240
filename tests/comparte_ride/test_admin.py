"""What staff can do in the admin, and that nobody else can."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models.signals import pre_save
from django.test import Client
from django.utils import timezone

from circles.models import Circle
from rides.counting import count_days
from rides.models import DayStatistics
from tests.comparte_ride.backstage import logged_in
from tests.comparte_ride.people import add_member, make_account, make_circle, make_invitation
from tests.comparte_ride.riding import make_ride

pytestmark = pytest.mark.django_db
PLACES = [
    "accounts/account", "accounts/signup", "circles/circle", "circles/membership", "circles/invitation",
    "rides/daystatistics", "trebol/delivery", "trebol/storedtask",
]  # fmt: skip


@pytest.fixture
def staff(admin_site: None) -> Client:
    return logged_in(make_account(is_staff=True, is_superuser=True))


@pytest.mark.parametrize("place", PLACES)
def test_staff_look_into_it(staff: Client, place: str) -> None:
    assert staff.get(f"/admin/{place}/").status_code == 200
    if not place.startswith("trebol"):
        assert staff.get(f"/admin/{place}/add/").status_code == 403


@pytest.mark.usefixtures("admin_site")
def test_who_is_nobody_is_sent_to_the_log_in_of_the_site() -> None:
    answer: Any = Client().get("/admin/circles/circle/", follow=True)
    assert answer.redirect_chain[-1][0] == "/log-in?next=%2Fadmin%2Fcircles%2Fcircle%2F"


@pytest.mark.usefixtures("admin_site")
def test_for_others_there_is_nothing() -> None:
    person = Client()
    person.force_login(make_account())
    answer: Any = person.get("/admin/", follow=True)
    assert answer.status_code == 404


def test_a_circle_is_verified_and_nothing_else_of_it_is_written(staff: Client) -> None:
    circle = make_circle("Roma")
    staff.post(f"/admin/circles/circle/{circle.pk}/change/", {"is_verified": "on", "name": "Other"})
    circle.refresh_from_db()
    assert (circle.is_verified, circle.name) == (True, "Roma")
    assert LogEntry.objects.get().object_id == str(circle.pk)


def test_who_joined_while_the_form_was_sent_is_still_counted(staff: Client) -> None:
    """The form writes what was changed in it, not the row as it was read."""
    circle = make_circle("Roma")

    def joined(sender: Any, instance: Circle, **told: Any) -> None:
        Circle.objects.filter(pk=instance.pk).update(members_count=7)

    pre_save.connect(joined, Circle)
    try:
        staff.post(f"/admin/circles/circle/{circle.pk}/change/", {"is_verified": "on"})
    finally:
        pre_save.disconnect(joined, Circle)
    circle.refresh_from_db()
    assert (circle.is_verified, circle.members_count) == (True, 7)


def test_no_code_that_still_lets_somebody_in_is_shown(staff: Client) -> None:
    invitation = make_invitation(add_member(make_circle("Roma"), "1"))
    answer = staff.get(f"/admin/circles/invitation/{invitation.pk}/change/")
    assert str(invitation.membership) in answer.content.decode()
    assert invitation.code not in answer.content.decode()


def test_the_rides_of_a_day_are_exported_and_none_is_a_formula(staff: Client) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    make_ride("roma", origin="=1+1", departs_at=yesterday, arrives_at=yesterday + timedelta(minutes=5))
    make_ride("roma", origin="Another day", departs_at=yesterday - timedelta(days=3))
    count_days(1, timezone.now())
    chosen = [str(key) for key in DayStatistics.objects.values_list("pk", flat=True)]
    answer: Any = staff.post("/admin/rides/daystatistics/", {"action": "export", "_selected_action": chosen})
    head, row = b"".join(answer.streaming_content).decode().splitlines()
    assert head.startswith("id,circle_slug,driver_id,origin")
    assert ",'=1+1," in row
    assert answer["Content-Disposition"].startswith("attachment")
