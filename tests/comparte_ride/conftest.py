"""What every test of the reference application starts with."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _nothing_was_tried_yet() -> None:
    """Attempts are counted in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def admin_site(settings: Settings) -> None:
    """The admin at its address, with what it needs of a project."""
    settings.ROOT_URLCONF = "comparte_ride.urls"
    settings.STATIC_URL = "/static/"
    settings.MIDDLEWARE = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ]
