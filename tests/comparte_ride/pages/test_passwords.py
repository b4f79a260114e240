from __future__ import annotations

import pytest

from accounts.resets import token_of
from tests.comparte_ride.pages.visitor import Visitor
from tests.comparte_ride.people import make_account

pytestmark = pytest.mark.django_db

NEW = "otra clave muy larga 9"
SENT = {"en": "If {} has an account", "es": "Si {} tiene una cuenta"}
SET = {"en": "Your password is set", "es": "Tu contraseña está guardada"}
REFUSED = {"en": "This link is damaged", "es": "Este enlace está dañado"}


@pytest.fixture(params=["en", "es"])
def browser(request: pytest.FixtureRequest) -> Visitor:
    return Visitor(request.param)


def test_the_page_is_the_same_with_and_without_an_account(browser: Visitor) -> None:
    ana = make_account()
    for email in (ana.email, "nobody@example.test"):
        shown = browser.sends("/forgotten-password", {"email": email})
        assert SENT[browser.language].format(email) in shown.text


def test_what_is_no_email_is_said_beside_its_field(browser: Visitor) -> None:
    assert set(browser.sends("/forgotten-password", {"email": "nobody"}, expected=422).errors()) == {"email"}


def test_a_link_sets_a_password_once(browser: Visitor) -> None:
    ana = make_account()
    address, said = f"/reset-password?token={token_of(ana)}", {"token": token_of(ana), "password": NEW}
    browser.opens(address)
    assert SET[browser.language] in browser.sends(address, said).text
    ana.refresh_from_db()
    assert ana.check_password(NEW)
    assert REFUSED[browser.language] in browser.sends(address, said, expected=409).text


def test_a_password_that_is_missing_is_asked_for_beside_its_field(browser: Visitor) -> None:
    said = {"token": token_of(make_account()), "password": ""}
    assert set(browser.sends("/reset-password", said, expected=422).errors()) == {"password"}
