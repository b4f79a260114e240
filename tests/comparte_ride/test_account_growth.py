"""Limits, resets, messages, pictures, and what becomes of the rides of an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from accounts.contract import Accounts, LinkRefused, LogInRefused, SessionEnded, Text, TooManyAttempts
from rides.contract import Rides
from tests.comparte_ride.people import PASSWORD, caller, make_account
from tests.comparte_ride.riding import board, departed, make_ride, shared_circle
from tests.pictures import png
from trebol import Caller, Context, PermissionDenied
from trebol.bootstrap import assembly
from trebol.service import consume
from trebol.testing.events import deliver_events
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db(transaction=True)
PNG = png()
HERE, ELSEWHERE = "192.0.2.7", "198.51.100.4"
NEW = "otra clave muy larga 9"


def from_(address: str) -> Accounts:
    """The accounts service, as a client at this address consumes it."""
    return consume(Accounts, context=Context(address=address))


def token_in(message: EmailMessage) -> str:
    """The token of the link in an e-mail."""
    found = re.search(r"token=(\S+)", str(message.body))
    assert found is not None
    return found[1].replace("%3A", ":")


def guesses(address: str, email: str) -> TooManyAttempts:
    """What a client is told at last who guesses passwords."""
    for _ in range(20):
        try:
            from_(address).log_in(email, "wrong")
        except LogInRefused:
            continue
        except TooManyAttempts as fault:
            return fault
    raise AssertionError("nothing stopped the client")


def test_who_guesses_is_stopped_and_the_owner_is_not() -> None:
    ana = make_account(email="ana@example.test")
    from_(ELSEWHERE).log_in(ana.email, PASSWORD)
    assert 0 < guesses(HERE, ana.email).retry_after <= 900
    with pytest.raises(TooManyAttempts):
        from_(HERE).log_in(ana.email, PASSWORD)
    assert from_(ELSEWHERE).log_in(ana.email, PASSWORD).expires_in == 900


def test_an_email_without_an_account_is_limited_just_the_same() -> None:
    make_account(email="ana@example.test")
    assert guesses(HERE, "nobody@example.test").detail().keys() == {"retry_after"}


def test_links_that_anybody_can_have_sent_are_limited() -> None:
    for _ in range(3):
        from_(HERE).request_password_reset("nobody@example.test")
    with pytest.raises(TooManyAttempts):
        from_(HERE).request_password_reset("nobody@example.test")


def test_a_password_is_reset_once_and_every_session_ends(mailoutbox: list[EmailMessage]) -> None:
    ana = make_account(email="ana@example.test")
    session = from_(HERE).log_in(ana.email, PASSWORD)
    known = from_(HERE).request_password_reset("ANA@example.test")
    unknown = from_(HERE).request_password_reset("nobody@example.test")
    assert (known.email, unknown.email) == ("ana@example.test", "nobody@example.test")
    run_tasks()
    (sent,) = mailoutbox
    assert sent.to == ["ana@example.test"]
    from_(HERE).reset_password(token_in(sent), NEW)
    with pytest.raises(LinkRefused):
        from_(HERE).reset_password(token_in(sent), NEW + "1")
    with pytest.raises(SessionEnded):
        from_(HERE).refresh_session(session.refresh_token)
    assert from_(HERE).log_in(ana.email, NEW).expires_in == 900


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
    with pytest.raises(PermissionDenied):
        consume(Accounts, context=caller(str(ana.pk))).send_message(str(ana.pk), "two", texts)


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
