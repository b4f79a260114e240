"""What a consumer asks for by ``fields=``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conformance.wire import Answer

Ask = Callable[..., Answer]
pytestmark = pytest.mark.django_db
AUTHOR = {"name": "Ñ", "born": 1}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("slug", {"slug": "a"}),
        ("text,slug", {"text": "t", "slug": "a"}),
        ("author", {"author": AUTHOR}),
        ("author.name", {"author": {"name": "Ñ"}}),
        ("authors.born,slug", {"authors": [{"born": 1}], "slug": "a"}),
        ("author.name,author.born", {"author": AUTHOR}),
        ("author,author.born", {"author": {"born": 1}}),
        ("label", {"label": {"type": "Tag", "word": "w"}}),
        ("counts", {"counts": {"a": 1}}),
        ("slug,slug", {"slug": "a"}),
        (" slug , text ", {"slug": "a", "text": "t"}),
    ],
)
def test_what_is_named_is_shown(ask: Ask, fields: str, shown: dict[str, Any]) -> None:
    answer = json.loads(ask("GET", f"/notes/a?fields={fields.replace(' ', '%20')}").body)

    assert answer == shown
    assert list(answer) == list(shown)


def test_the_items_of_a_page_are_chosen_from(ask: Ask) -> None:
    page = json.loads(ask("GET", "/notes?first=2&fields=slug").body)

    assert page == {"items": [{"slug": "0"}, {"slug": "1"}], "after": "2"}


def test_what_was_created_has_its_location_whatever_is_shown(ask: Ask) -> None:
    created = ask("POST", "/notes?fields=text", b'{"slug":"a"}')

    assert json.loads(created.body) == {"text": "t"}
    assert created.headers["Location"] == "/api/v1/notes/a"


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("/notes/a?fields=nope", "fields of: slug, text, author, authors, label, counts"),
        ("/notes/a?fields=author.nope", "author.fields of: name, born"),
        ("/notes/a?fields=slug.x", "none: it has no fields to choose from"),
        ("/notes/a?fields=label.word", "none: it has no fields to choose from"),
        ("/notes/a?fields=,", "fields of: slug"),
        ("/notes/special/x?fields=a", "none: it has no fields to choose from"),
        ("/notes/a?include=author", "nothing: there are no references here"),
    ],
)
def test_what_is_not_there_is_told(ask: Ask, target: str, told: str) -> None:
    answer = ask("GET", target)
    violation = json.loads(answer.body)["violations"][0]

    assert answer.status == 400
    assert violation["path"] == ("include" if "include" in target else "fields")
    assert told in violation["expected"]


def test_many_choices_are_forgotten_again(ask: Ask) -> None:
    for number in range(300):
        assert (
            ask("GET", f"/notes/a?fields={'slug,' * (number % 7)}text{',slug' * (number // 7)}").status == 200
        )
