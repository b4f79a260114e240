from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import Account
from accounts.verification import token_of
from tests.comparte_ride.people import make_account, make_sign_up

pytestmark = pytest.mark.django_db

OPENED = {"en": "Your account is open", "es": "tu cuenta, abierta"}
REFUSED = {"en": "This link is damaged", "es": "Este enlace está dañado"}
TAKEN = {"en": "somebody took your username", "es": "alguien tomó tu nombre de usuario"}


@pytest.fixture(params=["en", "es"])
def language(request: pytest.FixtureRequest, settings: Settings) -> str:
    settings.ROOT_URLCONF = "comparte_ride.urls"
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    return str(request.param)


@pytest.fixture
def browser(language: str) -> Client:
    return Client(enforce_csrf_checks=True, headers={"accept-language": language})


def click(browser: Client, token: str) -> tuple[int, str]:
    """Open the link and press its button."""
    form = browser.get("/verify-email", {"token": token})
    assert form.status_code == 200
    assert f'value="{token}"' in form.content.decode()
    posted = {"token": token, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    answer = browser.post("/verify-email", posted)
    return answer.status_code, answer.content.decode()


def test_opening_the_link_changes_nothing(browser: Client) -> None:
    browser.get("/verify-email", {"token": token_of(make_sign_up().pk)})
    assert not Account.objects.exists()


def test_the_button_opens_the_account_once(browser: Client, language: str) -> None:
    token = token_of(make_sign_up().pk)
    status, page = click(browser, token)
    assert (status, OPENED[language] in page, f'lang="{language}"' in page) == (200, True, True)
    assert Account.objects.get().is_verified
    status, page = click(browser, token)
    assert (status, REFUSED[language] in page) == (409, True)


def test_a_username_that_was_taken_is_said(browser: Client, language: str) -> None:
    token = token_of(make_sign_up(username="ana.sofia").pk)
    make_account(username="ana.sofia")
    status, page = click(browser, token)
    assert (status, TAKEN[language] in page) == (409, True)


@pytest.mark.parametrize("token", ["", "nonsense", "\x00\x01", "x" * 5000])
def test_a_token_that_is_none_is_refused(browser: Client, language: str, token: str) -> None:
    browser.get("/verify-email")
    posted = {"token": token, "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    answer = browser.post("/verify-email", posted)
    assert (answer.status_code, REFUSED[language] in answer.content.decode()) == (409, True)


def test_another_site_cannot_press_the_button(browser: Client) -> None:
    assert browser.post("/verify-email", {"token": token_of(make_sign_up().pk)}).status_code == 403
    assert not Account.objects.exists()


def test_a_token_is_written_as_text(browser: Client) -> None:
    page = browser.get("/verify-email", {"token": '"><script>'}).content.decode()
    assert "<script>" not in page
