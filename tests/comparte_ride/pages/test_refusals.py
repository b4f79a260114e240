from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from pages.refusals import bad_request, broken
from tests.comparte_ride.pages.visitor import Visitor

THERE_IS_NOTHING = {"en": "There is nothing here", "es": "Aquí no hay nada"}
BROKEN = {"en": "Something broke on our side", "es": "Algo se descompuso de nuestro lado"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_at_an_address(language: str) -> None:
    assert THERE_IS_NOTHING[language] in Visitor(language).opens("/none/such", 404).text


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_breaks_is_told_without_a_database(language: str) -> None:
    with translation.override(language):
        shown = Visitor(language).seen(answered(broken(asked())), 500)
    assert BROKEN[language] in shown.text


def test_a_bad_request_is_told() -> None:
    request = asked()
    shown = Visitor("en").seen(answered(bad_request(request, Exception("no"))), 400)
    assert "cannot be read" in shown.text


def asked() -> HttpRequest:
    return RequestFactory().get("/some/address")


def answered(response: object) -> object:
    """A response, as a test's client gives it."""
    response.request = {"PATH_INFO": "/some/address"}  # type: ignore[attr-defined]
    return response
