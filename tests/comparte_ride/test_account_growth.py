"""Messages, pictures, and what becomes of the rides of an account."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from accounts.contract import Accounts, Text
from rides.contract import Rides
from tests.comparte_ride.people import caller, make_account, service
from tests.comparte_ride.riding import board, departed, make_ride, shared_circle
from tests.pictures import png
from trebol import Caller, Context, PermissionDenied, Unauthenticated
from trebol.bootstrap import assembly
from trebol.service import consume
from trebol.testing.events import deliver_events
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db(transaction=True)
PNG = png()


def test_a_message_goes_out_once_in_the_language_of_its_reader(mailoutbox: list[EmailMessage]) -> None:
    ana = make_account(email="ana@example.test", language="es")
    texts = [
        Text(language="en", subject="Hello", body="In."),
        Text(language="es", subject="Hola", body="Ya."),
    ]
    system = consume(Accounts, context=Context(caller=Caller(id="tests", kind="system")))
    for _ in range(2):
        system.send_message(str(ana.pk), "one", texts)
    run_tasks()
    assert [message.subject for message in mailoutbox] == ["Hola"]


SCOPES = {
    "of its own": (),
    "another": ("circles", "accounts"),
    "the right one": ("accounts.messages", "circles"),
}


@pytest.mark.parametrize("scopes", SCOPES)
def test_a_service_tells_people_something_when_it_was_given_the_scope(
    scopes: str, mailoutbox: list[EmailMessage]
) -> None:
    ana = make_account(email="ana@example.test")
    texts = [Text(language="en", subject="Hello", body="In.")]
    asked = consume(Accounts, context=service(*SCOPES[scopes]))
    if scopes == "the right one":
        asked.send_message(str(ana.pk), "one", texts)
    else:
        with pytest.raises(PermissionDenied):
            asked.send_message(str(ana.pk), "one", texts)
    run_tasks()
    assert [message.to for message in mailoutbox] == ([[ana.email]] if scopes == "the right one" else [])


def test_no_person_tells_another_something() -> None:
    ana = make_account()
    texts = [Text(language="en", subject="Hello", body="In.")]
    with pytest.raises(PermissionDenied):
        consume(Accounts, context=caller(str(ana.pk))).send_message(str(ana.pk), "two", texts)
    with pytest.raises(Unauthenticated):
        consume(Accounts, context=Context()).send_message(str(ana.pk), "two", texts)


def test_a_picture_is_kept_served_and_removed(settings: Settings) -> None:
    settings.ROOT_URLCONF = "comparte_ride.urls"
    ana = make_account()
    own = consume(Accounts, context=caller(str(ana.pk)))
    address = own.change_picture(PNG).picture
    assert address is not None
    served: Any = Client().get(address)
    assert b"".join(served) == PNG
    assert served["Content-Type"] == "image/png"
    assert own.get_account(str(ana.pk)).picture is not None
    assert own.remove_picture().picture is None


def test_rides_count_for_their_driver_and_their_passengers_and_ratings_make_a_reputation() -> None:
    driver, passenger = make_account(), make_account()
    circle = shared_circle(str(driver.pk), str(passenger.pk))
    ride = make_ride(circle, driver_id=str(driver.pk))
    board(ride, str(passenger.pk))
    departed(ride)
    consume(Rides, context=caller(str(driver.pk))).finish_ride(ride.pk)
    consume(Rides, context=caller(str(passenger.pk))).rate_ride(ride.pk, 4)
    for _ in range(3):
        deliver_events(assembly())
    accounts = consume(Accounts, context=caller(str(passenger.pk)))
    told = accounts.get_account(str(driver.pk))
    assert (told.rides_offered, told.rides_taken, told.reputation, told.ratings_count) == (1, 0, 4.0, 1)
    assert accounts.get_account(str(passenger.pk)).rides_taken == 1
