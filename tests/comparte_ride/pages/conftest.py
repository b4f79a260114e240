"""The pages as the application serves them, and visitors who have a browser without JavaScript."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from pytest_django import Settings

from accounts.models import Account
from tests.comparte_ride.pages.visitor import Visitor
from tests.comparte_ride.people import make_account

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    """What the application's own settings say of the pages."""
    settings.ROOT_URLCONF = "comparte_ride.urls"
    settings.MIDDLEWARE = MIDDLEWARE
    settings.STATIC_URL = "/static/"
    settings.LOGIN_URL = "log_in"
    settings.CSRF_FAILURE_VIEW = "pages.refusals.forged"
    settings.LANGUAGES = [("en", "English"), ("es", "Español")]
    settings.AUTHENTICATION_BACKENDS = ["accounts.backends.VerifiedBackend"]
    cache.clear()  # the attempts of the tests before


@pytest.fixture
def visitor() -> Visitor:
    """Somebody who is not logged in and reads English."""
    return Visitor("en")


@pytest.fixture
def ana() -> Account:
    return make_account(first_name="Ana", username="ana.sofia")


@pytest.fixture
def logged_in(visitor: Visitor, ana: Account) -> Visitor:
    """Ana, with her session."""
    visitor.client.force_login(ana)
    return visitor
