"""A GraphQL document of several commands: each is committed alone, in order, and what was told stays told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.utils import timezone

from tests.conformance.bad_input import posted
from tests.conformance.project import Urls, installed
from tests.conformance.wire import sent, sent_async
from trebol import Code, Fault, Service, command
from trebol.bootstrap import assemble, urls_of

pytestmark = pytest.mark.django_db(transaction=True)


def kept_line(key: str, line: str) -> str:
    """A root field that keeps a line."""
    return f'{key}: keepLine(lineId: "{line}") {{ ... on KeepLineSuccess {{ result }} }}'


class Smudged(Fault, code=Code.FAILED_PRECONDITION):
    """The line is smudged."""

    at: int


class Lines(Service, Protocol, noun="line", plural="lines"):
    """Keeps lines."""

    @command(public=True, raises=[Smudged])
    def keep_line(self, line_id: str) -> int: ...


class LinesService(Lines):
    def keep_line(self, line_id: str) -> int:
        Session.objects.create(session_key=line_id, session_data="", expire_date=timezone.now())
        if line_id == "smudged":
            raise Smudged(at=3)
        if line_id == "broken":
            raise ValueError("broken")
        return Session.objects.count()


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def answer(request: pytest.FixtureRequest) -> Iterator[Any]:
    found = assemble([Lines], [LinesService], project="tests")
    send = sent_async if request.param else sent

    def asked(*fields: str) -> Any:
        return json.loads(send(posted(f"mutation {{ {' '.join(fields)} }}")).body)

    with installed(found), override_settings(ROOT_URLCONF=Urls(urls_of(found, asynchronous=request.param))):
        yield asked


def kept() -> set[str]:
    return set(Session.objects.values_list("session_key", flat=True))


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (kept_line("b", "smudged"), "failed_precondition"),
        (kept_line("b", "broken"), "internal"),
        ("b: keepLine(lineId: 7) { __typename }", "invalid_argument"),
        ("b: keepLine { __typename }", "invalid_argument"),
    ],
    ids=["fault", "error", "type", "missing"],
)
def test_the_second_is_refused_and_the_others_are_told(answer: Any, second: str, code: str) -> None:
    response = answer(kept_line("a", "first"), second, kept_line("c", "third"))

    assert response["data"] == {"a": {"result": 1}, "b": None, "c": {"result": 2}}
    (error,) = response["errors"]
    assert (error["path"], error["extensions"]["code"]) == (["b"], code)
    assert kept() == {"first", "third"}


def test_a_fault_that_is_asked_for_is_data(answer: Any) -> None:
    response = answer(
        'a: keepLine(lineId: "first") { __typename }',
        'b: keepLine(lineId: "smudged") { __typename ... on Error { code message } ... on Smudged { at } }',
    )

    smudged = {
        "__typename": "Smudged", "code": "failed_precondition", "message": "The line is smudged.", "at": 3,
    }  # fmt: skip
    assert response == {"data": {"a": {"__typename": "KeepLineSuccess"}, "b": smudged}}
    assert kept() == {"first"}


def test_the_order_of_the_document_is_the_order_of_the_commands(answer: Any) -> None:
    names = [f"n{number}" for number in range(9, -1, -1)]

    response = answer(*(kept_line(name, name) for name in names))

    assert response["data"] == {name: {"result": place + 1} for place, name in enumerate(names)}
