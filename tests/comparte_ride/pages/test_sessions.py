from __future__ import annotations

from unittest.mock import create_autospec

import pytest

from accounts.contract import Accounts, TooManyAttempts
from accounts.models import Account
from tests.comparte_ride.pages.visitor import Visitor
from tests.comparte_ride.people import PASSWORD
from trebol.service import override

pytestmark = pytest.mark.django_db


def log_in(visitor: Visitor, account: Account, *, password: str = PASSWORD, address: str = "/log-in") -> str:
    said = {"email": account.email, "password": password}
    shown = visitor.sends(address, said, action="/log-in")
    return str(shown.address)


def test_a_person_logs_in_and_out(visitor: Visitor, ana: Account) -> None:
    log_in(visitor, ana)
    assert "Hello, Ana" in visitor.opens("/").text
    shown = visitor.sends("/profile", action="/log-out")
    assert "You are logged out." in shown.notice()
    assert "Hello" not in shown.text


def test_the_session_of_the_service_does_not_stay_open(visitor: Visitor, ana: Account) -> None:
    log_in(visitor, ana)
    assert ana.open_sessions.count() == 0


@pytest.mark.parametrize(("language", "said"), [("en", "do not open"), ("es", "no abren")])
def test_a_wrong_password_and_no_account_look_the_same(ana: Account, language: str, said: str) -> None:
    for email in (ana.email, "nobody@example.test"):
        visitor = Visitor(language)
        typed = {"email": email, "password": "wrong"}
        shown = visitor.sends("/log-in", typed, action="/log-in", expected=422)
        assert said in shown.alert()
        assert "wrong" not in [e.get("value") for e in shown.all("input")]


def test_who_must_log_in_comes_back(visitor: Visitor, ana: Account) -> None:
    shown = visitor.opens("/circles/mine")
    assert shown.address == "/log-in"
    assert log_in(visitor, ana, address="/log-in?next=/circles/mine") == "/circles/mine"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(visitor: Visitor, ana: Account, elsewhere: str) -> None:
    assert log_in(visitor, ana, address=f"/log-in?next={elsewhere}") == "/"


def test_another_site_can_send_no_form(logged_in: Visitor) -> None:
    logged_in.opens("/profile")
    shown = logged_in.seen(logged_in.client.post("/profile", {"username": "mine"}), 403)
    assert "nothing was done" in shown.text
    assert "Hello, Ana" in logged_in.opens("/").text


def test_the_language_can_be_chosen(visitor: Visitor) -> None:
    token = {"csrfmiddlewaretoken": visitor.opens("/").all("footer//input")[0].get("value")}
    visitor.client.post("/language", token | {"language": "es", "next": "/"})
    visitor.language = "es"
    assert "Comparte el viaje" in visitor.opens("/").text


def test_logging_out_everywhere_ends_the_sessions_of_other_browsers(logged_in: Visitor, ana: Account) -> None:
    other = Visitor("en")
    log_in(other, ana)
    assert logged_in.sends("/profile", action="/log-out-everywhere").address == "/log-in"
    assert other.opens("/profile").address == "/log-in"


def test_who_tries_too_often_is_told_how_long_to_wait(visitor: Visitor, ana: Account) -> None:
    typed = {"email": ana.email, "password": PASSWORD}
    tired = create_autospec(Accounts, instance=True)
    tired.log_in.side_effect = TooManyAttempts(retry_after=30)
    with override(Accounts).by(tired):
        shown = visitor.sends("/log-in", typed, action="/log-in", expected=429)
    assert "Too many attempts. Try again in 30 seconds." in shown.alert()
