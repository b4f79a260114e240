from __future__ import annotations

import time
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from pytest_django import Settings

from accounts.verification import LIFETIME, link_of, sign_up_of, token_of


def made(ago: timedelta) -> str:
    """A token that was made that long ago."""
    now = time.time()
    with patch("time.time", lambda: now - ago.total_seconds()):
        return token_of(7)


def test_a_token_leads_back_to_its_sign_up() -> None:
    assert sign_up_of(token_of(7)) == 7


def test_a_token_is_valid_for_three_days() -> None:
    assert timedelta(days=3) == LIFETIME
    assert sign_up_of(made(LIFETIME - timedelta(minutes=1))) == 7
    assert sign_up_of(made(LIFETIME + timedelta(minutes=1))) is None


@pytest.mark.parametrize(
    "token", ["", "7", "x:y:z", token_of.__name__, signing.dumps(7, salt="another purpose")]
)
def test_a_token_that_is_not_ours_leads_nowhere(token: str) -> None:
    assert sign_up_of(token) is None


def test_a_damaged_token_leads_nowhere() -> None:
    token = token_of(7)
    assert sign_up_of(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_the_link_carries_the_token(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://comparteride.example"
    token = token_of(7)
    link = urlsplit(link_of(token))
    assert (link.scheme, link.netloc, link.path) == ("https", "comparteride.example", "/verify-email")
    assert parse_qs(link.query) == {"token": [token]}
