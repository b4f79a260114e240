"""The page in the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import RequestFactory

from tests.portal.site import assembled, page
from trebol.portal.endpoint import ENGINE
from trebol.portal.words import ENGLISH, SPANISH, language_of


def test_both_languages_say_the_same_things() -> None:
    assert ENGLISH.keys() == SPANISH.keys()
    fields = {key: re.findall(r"{\w+}", said) for key, said in ENGLISH.items()}
    assert {key: re.findall(r"{\w+}", said) for key, said in SPANISH.items()} == fields
    assert all(SPANISH.values())


def test_every_word_of_the_templates_is_there() -> None:
    templates = [path for folder in ENGINE.dirs for path in Path(folder).iterdir()]
    said = {word for path in templates for word in re.findall(r"\bw\.(\w+)", path.read_text())}
    assert len(said) > 20
    assert said <= ENGLISH.keys()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("es-MX,es;q=0.9,en;q=0.5", "es"),
        ("fr, es;q=0.4", "es"),
        ("en-GB", "en"),
        ("ja", "en"),
        ("", "en"),
        ("%%%", "en"),
    ],
)
def test_the_browser_says_its_language(header: str, language: str) -> None:
    assert language_of(RequestFactory().get("/", headers={"accept-language": header})) == language


@pytest.mark.parametrize(("code", "language"), [("es-mx", "es"), ("en", "en"), ("fr", "en")])
def test_the_language_that_django_chose_goes_first(code: str, language: str) -> None:
    request = RequestFactory().get("/", headers={"accept-language": "es" if language == "en" else "en"})
    request.LANGUAGE_CODE = code
    assert language_of(request) == language


def test_the_page_speaks_both() -> None:
    english, spanish = page(assembled()), page(assembled(), "es")
    assert (english.get("lang"), spanish.get("lang")) == ("en", "es")
    assert [h.text_content() for h in spanish.xpath("//h1")] == ["Servicios"]
