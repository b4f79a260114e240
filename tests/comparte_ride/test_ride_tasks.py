"""What rides do by themselves, and what other services make of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Account
from rides.models import DayStatistics
from rides.tasks import count_lately, finish_arrived_rides, remind_people
from tests.comparte_ride.riding import DRIVER, MEMBER, board, departed, make_ride, rides, shared_circle
from trebol.bootstrap import assembly
from trebol.testing.events import deliver_events
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_ride_is_finished_after_its_arrival_and_counted_once() -> None:
    circle = shared_circle()
    over = departed(make_ride(circle), arrives_at=timezone.now() - timedelta(minutes=1))
    under_way = departed(make_ride(circle))
    for _ in range(2):
        finish_arrived_rides.enqueue()
        run_tasks()
    over.refresh_from_db()
    under_way.refresh_from_db()
    assert over.finished_at is not None
    assert under_way.finished_at is None
    deliver_events(assembly())
    circle.refresh_from_db()
    assert circle.rides_count == 1


def test_a_ride_that_its_driver_finishes_is_counted_too() -> None:
    circle = shared_circle()
    rides(DRIVER).finish_ride(departed(make_ride(circle)).pk)
    deliver_events(assembly())
    deliver_events(assembly())
    circle.refresh_from_db()
    assert circle.rides_count == 1


def make_account(number: str) -> None:
    Account.objects.create(
        pk=int(number), email=f"p{number}@example.org", username=f"person{number}", first_name="P",
        last_name="Q", phone="+525512345678", is_verified=True,
    )  # fmt: skip


def subjects(mailoutbox: list[EmailMessage]) -> list[tuple[str, str]]:
    """To whom what was sent, once every task has run; nothing is sent later."""
    while run_tasks():
        pass
    found = [(message.to[0], message.subject.removeprefix("Comparte Ride: ")) for message in mailoutbox]
    mailoutbox.clear()
    return sorted(found)


def test_passengers_are_told_of_each_change_and_of_the_end(mailoutbox: list[EmailMessage]) -> None:
    make_account(DRIVER)
    make_account(MEMBER)
    Account.objects.filter(pk=MEMBER).update(language="es")
    ride = make_ride(shared_circle())
    board(ride, MEMBER)
    board(ride, "77")  # whose account is gone
    rides(DRIVER).update_ride(ride.pk, notes="By the gate.")
    while run_tasks():
        pass
    assert "By the gate." in mailoutbox[0].body
    assert subjects(mailoutbox) == [("p2@example.org", "tu viaje cambió")]
    rides(DRIVER).update_ride(ride.pk, notes="By the gate.")
    assert subjects(mailoutbox) == []
    rides(DRIVER).update_ride(ride.pk, notes="By the tree.")
    rides(DRIVER).cancel_ride(ride.pk)  # the change is of no use to anybody any more
    assert subjects(mailoutbox) == [("p2@example.org", "tu viaje se canceló")]


def test_people_are_reminded_once_within_the_hour(mailoutbox: list[EmailMessage]) -> None:
    make_account(DRIVER)
    make_account(MEMBER)
    circle, now = shared_circle(), timezone.now()
    soon, later = timedelta(minutes=50), timedelta(minutes=90)
    board(make_ride(circle, departs_at=now + soon, created_at=now - timedelta(days=1)), MEMBER)
    board(make_ride(circle, departs_at=now + later, created_at=now - timedelta(days=1)), MEMBER)
    make_ride(circle, departs_at=now + soon, created_at=now)  # offered within the hour: they know
    remind_people.enqueue()
    remind_people.enqueue()
    assert subjects(mailoutbox) == [
        ("p1@example.org", "your ride departs soon"),
        ("p2@example.org", "your ride departs soon"),
    ]


def test_a_day_is_counted_and_counted_anew(settings: Settings) -> None:
    settings.SITE_TIME_ZONE = "America/Mexico_City"
    circle, yesterday = shared_circle(), timezone.now() - timedelta(days=1)
    ended = {"departs_at": yesterday, "arrives_at": yesterday + timedelta(minutes=5)}
    ride = make_ride(circle, **ended, finished_at=yesterday + timedelta(minutes=5))
    board(ride, MEMBER, seats=2)
    make_ride(circle, **ended, cancelled_at=yesterday)
    count_lately.enqueue()
    run_tasks()
    rides(MEMBER).rate_ride(ride.pk, 5)
    count_lately.enqueue()
    run_tasks()
    day = DayStatistics.objects.get()
    assert (day.rides_offered, day.rides_finished, day.rides_cancelled) == (2, 1, 1)
    assert (day.seats_offered, day.seats_taken, day.ratings_count, day.stars_sum) == (3, 2, 1, 5)
