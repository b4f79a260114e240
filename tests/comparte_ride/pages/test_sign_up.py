from __future__ import annotations

import pytest

from accounts.models import Account
from accounts.verification import token_of
from tests.comparte_ride.pages.visitor import Visitor
from tests.comparte_ride.people import make_account, make_sign_up, person

pytestmark = pytest.mark.django_db

OPENED = {"en": "Your account is open", "es": "Tu cuenta está abierta"}
REFUSED = {"en": "This link is damaged", "es": "Este enlace está dañado"}
TAKEN = {"en": "Somebody else has the username", "es": "Otra persona tiene el nombre de usuario"}
SENT = {"en": "A link is on its way to", "es": "Un enlace va en camino a"}
NEEDED = {"en": "Fill this in.", "es": "Falta este dato."}


@pytest.fixture(params=["en", "es"])
def browser(request: pytest.FixtureRequest) -> Visitor:
    return Visitor(request.param)


def typed(**fields: str) -> dict[str, str]:
    return person(password="correct horse battery") | fields


def test_a_link_is_sent(browser: Visitor) -> None:
    said = typed()
    shown = browser.sends("/sign-up", said)
    assert f"{SENT[browser.language]} {said['email']}" in shown.text


def test_everything_that_is_wrong_is_said_beside_its_field(browser: Visitor) -> None:
    said = typed(email="nobody", username="ñu", first_name="", phone="55 1234")
    shown = browser.sends("/sign-up", said, expected=422)
    errors = shown.errors()
    assert set(errors) == {"email", "username", "first_name", "phone"}
    assert errors["first_name"] == NEEDED[browser.language]
    assert all(error in shown.alert() for error in errors.values())
    assert 'value="ñu"' in shown.text


def test_a_password_is_never_written_into_the_page(browser: Visitor) -> None:
    shown = browser.sends("/sign-up", typed(email="", password="correct horse"), expected=422)
    assert "correct horse" not in shown.text


def test_a_weak_password_is_refused_with_its_reasons(browser: Visitor) -> None:
    shown = browser.sends("/sign-up", typed(password="short"), expected=422)
    assert "8" in shown.errors()["password"]


def test_a_username_that_is_taken_is_said(browser: Visitor) -> None:
    make_account(username="ana.sofia")
    shown = browser.sends("/sign-up", typed(username="Ana.Sofia"), expected=409)
    assert shown.errors() == {
        "username": f"{TAKEN[browser.language]} Ana.Sofia.",
    }


def test_an_e_mail_that_has_an_account_gets_the_same_page(visitor: Visitor) -> None:
    said = typed()
    other = visitor.sends("/sign-up", said).text.replace(said["email"], "")
    owner = make_account()
    same = visitor.sends("/sign-up", typed(email=owner.email)).text.replace(owner.email, "")
    assert len(same) == len(other)


def test_opening_the_link_changes_nothing(browser: Visitor) -> None:
    browser.opens(f"/verify-email?token={token_of(make_sign_up().pk)}")
    assert not Account.objects.exists()


def test_the_button_opens_the_account_once(browser: Visitor) -> None:
    address = f"/verify-email?token={token_of(make_sign_up().pk)}"
    assert OPENED[browser.language] in browser.sends(address).text
    assert Account.objects.get().is_verified
    assert REFUSED[browser.language] in browser.sends(address, expected=409).alert()


def test_a_username_that_was_taken_meanwhile_is_said(browser: Visitor) -> None:
    token = token_of(make_sign_up(username="ana.sofia").pk)
    make_account(username="ana.sofia")
    shown = browser.sends(f"/verify-email?token={token}", expected=409)
    assert TAKEN[browser.language] in shown.alert()


@pytest.mark.parametrize("token", ["", "nonsense", "\x00\x01", "x" * 5000])
def test_a_token_that_is_none_is_refused(browser: Visitor, token: str) -> None:
    shown = browser.sends("/verify-email", {"token": token}, expected=409)
    assert REFUSED[browser.language] in shown.alert()


def test_a_token_is_written_as_text(visitor: Visitor) -> None:
    assert "<script>" not in visitor.opens('/verify-email?token="><script>').text
