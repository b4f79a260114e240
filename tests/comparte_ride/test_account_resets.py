"""A new password by the link of an e-mail: for an hour, once, and the end of every session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.contract import LinkRefused, LogInRefused, SessionEnded, TooManyAttempts
from accounts.models import Account
from tests.comparte_ride.clock import at
from tests.comparte_ride.people import PASSWORD, accounts, from_, make_account, token_in
from trebol.testing.tasks import run_tasks

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "192.0.2.7"
NEW = "otra clave muy larga 9"


@pytest.fixture(autouse=True)
def now() -> Iterator[datetime]:
    """The moment at which the clock stands; near the present one, which access tokens are judged by."""
    moment = timezone.now()
    with at(moment):
        yield moment


@pytest.fixture
def ana() -> Account:
    return make_account(email="ana@example.test")


@pytest.fixture
def link(ana: Account, mailoutbox: list[EmailMessage]) -> str:
    """The token of a link that was sent now."""
    accounts().request_password_reset(ana.email)
    run_tasks()
    return token_in(mailoutbox[0])


@pytest.fixture
def browser(ana: Account, settings: Settings) -> Callable[[], Client]:
    """Gives browsers in which Ana logged in to the pages."""
    settings.ROOT_URLCONF = "comparte_ride.urls"
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]

    def opened() -> Client:
        client = Client()
        said = {"email": ana.email, "password": PASSWORD}
        assert client.post("/log-in", said, REMOTE_ADDR=HERE).status_code == 302
        assert is_logged_in(client)
        return client

    return opened


def is_logged_in(client: Client) -> bool:
    """Whether a page of one's own is shown, not the way to the log-in."""
    status: int = client.get("/profile").status_code
    assert status in {200, 302}
    return status == 200


def test_a_password_is_reset_once_and_every_session_ends(ana: Account, link: str) -> None:
    session = from_(HERE).log_in(ana.email, PASSWORD)
    from_(HERE).reset_password(link, NEW)
    with pytest.raises(LinkRefused):
        from_(HERE).reset_password(link, NEW + "1")
    with pytest.raises(SessionEnded):
        from_(HERE).refresh_session(session.refresh_token)
    with pytest.raises(LogInRefused):
        from_(HERE).log_in(ana.email, PASSWORD)
    assert from_(HERE).log_in(ana.email, NEW).expires_in == 900


def test_an_email_without_an_account_gets_the_same_answer_and_no_link(
    ana: Account, now: datetime, mailoutbox: list[EmailMessage]
) -> None:
    known, unknown = (
        from_(HERE).request_password_reset(email) for email in ("ANA@example.test", "nobody@example.test")
    )
    run_tasks()
    assert (known.email, unknown.email) == ("ana@example.test", "nobody@example.test")
    assert known.expires_at == unknown.expires_at == now + timedelta(hours=1)
    assert [message.to for message in mailoutbox] == [["ana@example.test"]]


def test_a_link_is_good_for_an_hour(link: str, now: datetime) -> None:
    with at(now + timedelta(minutes=60, seconds=1)), pytest.raises(LinkRefused):
        accounts().reset_password(link, NEW)
    with at(now + timedelta(minutes=59, seconds=59)):
        accounts().reset_password(link, NEW)


def test_one_link_makes_the_others_worthless(ana: Account, link: str, mailoutbox: list[EmailMessage]) -> None:
    accounts().request_password_reset(ana.email)
    run_tasks()
    accounts().reset_password(token_in(mailoutbox[1]), NEW)
    with pytest.raises(LinkRefused):
        accounts().reset_password(link, NEW + "1")


def test_logging_out_everywhere_makes_a_link_worthless(ana: Account, link: str) -> None:
    accounts(ana).log_out_everywhere()
    with pytest.raises(LinkRefused):
        accounts().reset_password(link, NEW)


def test_a_reset_ends_the_sessions_of_the_pages(browser: Callable[[], Client], link: str) -> None:
    one, other = browser(), browser()
    said = {"token": link, "password": NEW, "again": NEW, "password_again": NEW}
    answer = Client().post("/reset-password", said)
    assert answer.status_code == 200, answer.content.decode()
    assert not is_logged_in(one)
    assert not is_logged_in(other)


def test_logging_out_everywhere_in_one_browser_ends_the_session_of_another(
    browser: Callable[[], Client],
) -> None:
    one, other = browser(), browser()
    assert one.post("/log-out-everywhere").status_code == 302
    assert not is_logged_in(one)
    assert not is_logged_in(other)


def test_who_set_a_new_password_by_the_link_waits_for_nobody_who_guesses(ana: Account, link: str) -> None:
    for host in range(11):
        with pytest.raises(LogInRefused):
            from_(f"198.18.0.{host}").log_in(ana.email, "wrong")
    with pytest.raises(TooManyAttempts):
        from_(HERE).log_in(ana.email, PASSWORD)
    from_(HERE).reset_password(link, NEW)
    assert from_(HERE).log_in(ana.email, NEW).expires_in == 900
