"""HTTP, as REST speaks it: methods, media types, sizes, addresses, what goes with an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.conformance.wire import Answer, Request, sent
from trebol.bootstrap import Assembly

Ask = Callable[..., Answer]
pytestmark = pytest.mark.django_db
LIMIT = 1_048_576


def test_head_answers_as_get_without_the_body(ask: Ask) -> None:
    get, head = ask("GET", "/notes?first=2"), ask("HEAD", "/notes?first=2")

    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.body))
    assert {name: head.headers[name] for name in ("Content-Type", "Link")} == {
        name: get.headers[name] for name in ("Content-Type", "Link")
    }


@pytest.mark.parametrize("target", ["/notes/none", "/nothing", "/notes?first=0"])
def test_head_has_no_body_of_an_error_either(ask: Ask, target: str) -> None:
    get, head = ask("GET", target), ask("HEAD", target)

    assert (head.status, head.body) == (get.status, b"")
    assert head.headers["Content-Length"] == str(len(get.body))


ALLOWED = {
    "/notes": "GET, HEAD, OPTIONS, POST",
    "/notes/a": "DELETE, GET, HEAD, OPTIONS, PATCH",
    "/notes/a/illustrate": "OPTIONS, POST",
    "/notes/special/b": "GET, HEAD, OPTIONS",
}


@pytest.mark.parametrize(("target", "allow"), ALLOWED.items())
def test_what_an_address_takes_is_said_and_true(ask: Ask, target: str, allow: str) -> None:
    options = ask("OPTIONS", target)
    assert (options.status, options.headers["Allow"], options.body) == (204, allow, b"")

    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE"):
        answer = ask(method, target)
        assert (answer.status == 405) == (method not in allow.split(", "))
        assert answer.status != 405 or answer.headers["Allow"] == allow


@pytest.mark.parametrize(
    ("accept", "is_taken"),
    [
        ("application/json", True),
        ("*/*", True),
        ("application/*", True),
        ("text/html, application/json;q=0.1", True),
        ("application/json; q=x", True),
        ("APPLICATION/JSON", True),
        ("text/html, */*;q=0.8", True),
        ("text/html", False),
        ("application/json;q=0", False),
        ("*/*, application/json;q=0", False),
        ("application/json;q=0, */*", False),
        ("application/xml, text/*", False),
    ],
)
def test_an_answer_is_json_or_none(ask: Ask, accept: str, is_taken: bool) -> None:
    assert ask("GET", "/notes/a", Accept=accept).status == (200 if is_taken else 406)


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ("application/json;charset=UTF-8", 201),
        ('application/json; charset="utf-8"', 201),
        ("Application/JSON", 201),
        ("application/merge-patch+json", 201),
        ("application/json; charset=iso-8859-1", 415),
        ("application/problem+json", 415),
        ("text/json", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
    ],
)
def test_a_body_is_json_in_utf_8(ask: Ask, content_type: str, status: int) -> None:
    answer = ask("POST", "/notes", b'{"slug":"a"}', content_type)

    assert answer.status == status
    assert status != 415 or "application/json" in answer.headers["Accept"]


@pytest.mark.parametrize(("length", "status"), [(LIMIT, 201), (LIMIT + 1, 413)])
def test_a_body_has_its_limit(ask: Ask, length: int, status: int) -> None:
    body = b'{"slug":"a"}'.ljust(length)

    assert ask("POST", "/notes", body).status == status


@pytest.mark.parametrize("slug", ["a", "a b", "ñ", "a%2Fb", "é+&?#", "..", "a.b", "~", "'\"", "漢字"])
def test_what_was_created_is_at_its_location(ask: Ask, slug: str) -> None:
    created = ask("POST", "/notes", json.dumps({"slug": slug}).encode())
    location = created.headers["Location"]

    assert (created.status, location.isascii()) == (201, True)
    found = json.loads(sent(Request("GET", location)).body)
    assert found["slug"] == slug


def test_only_what_was_created_has_a_location(ask: Ask) -> None:
    assert "Location" not in ask("PATCH", "/notes/a", b"{}").headers
    assert not ask("DELETE", "/notes/a").headers


def test_pages_are_linked(ask: Ask) -> None:
    target, slugs = "/notes?first=3&text=a%26b&words=x&words=y", []
    answer = ask("GET", target)
    for _ in range(3):
        answer = ask("GET", target)
        page = json.loads(answer.body)
        slugs += [(one["slug"], one["text"]) for one in page["items"]]
        if page["after"] is None:
            break
        address, _, relation = answer.headers["Link"].partition("; ")
        assert relation == 'rel="next"'
        target = address.strip("<>").removeprefix("/api/v1")

    assert slugs == [(str(number), "a&b") for number in range(7)]
    assert "Link" not in answer.headers
    assert "words=x&words=y" in target


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/notes/a%20b", "a b"),
        ("/notes/a+b", "a+b"),
        ("/notes/%C3%B1", "ñ"),
        ("/notes/%25", "%"),
        ("/notes/a;b=c", "a;b=c"),
    ],
)
def test_an_address_is_percent_encoded(ask: Ask, target: str, said: str) -> None:
    assert json.loads(ask("GET", target).body)["slug"] == said


@pytest.mark.parametrize(
    ("query", "said"), [("a+b", "a b"), ("a%2Bb", "a+b"), ("%F0%9F%9A%B2", "🚲"), ("", ""), ("a=b", "a=b")]
)
def test_a_query_string_is_a_form(ask: Ask, query: str, said: str) -> None:
    assert json.loads(ask("GET", f"/notes?first=1&text={query}").body)["items"][0]["text"] == said


def test_a_word_goes_before_a_placeholder(ask: Ask) -> None:
    assert json.loads(ask("GET", "/notes/special/x").body) == "special x"
    assert json.loads(ask("GET", "/notes/other/x").body) == "other x"


@pytest.mark.parametrize(
    "target", ["/notes/", "/notes//", "//notes", "/notes/a/b/c", "/notes/secret", "/Notes", ""]
)
def test_nothing_is_elsewhere(ask: Ask, target: str) -> None:
    answer = ask("GET", target)
    if target == "/notes/secret":  # withheld from REST: the address is that of a note
        assert json.loads(answer.body)["slug"] == "secret"
        return
    assert answer.status == 404


@pytest.mark.parametrize(
    ("method", "target", "body", "paths"),
    [
        ("POST", "/notes", b'{"slug":"a","slug":"b"}', {"slug": "duplicate"}),
        ("POST", "/notes", b'{"slug":"a","author":{"name":"x","name":"y","z":1}}',
        {"author.name": "duplicate", "author.z": "unknown"}),
        ("PATCH", "/notes/a", b'{"note_slug":"b"}', {"note_slug": "duplicate"}),
        ("PATCH", "/notes/a", b'{"text":"x","text":"y"}', {"text": "duplicate"}),
        ("PATCH", "/notes/a", b"[]", {"": "type"}),
        ("PATCH", "/notes/a", b"{", {"": "syntax"}),
        ("PATCH", "/notes/a?text=x", b"{}", {"text": "unknown"}),
        ("GET", "/notes?first=1&first=2", b"", {"first": "duplicate"}),
        ("GET", "/notes?nope=1&text=%00", b"", {"nope": "unknown", "text": "value"}),
        ("GET", "/notes?text=%E9", b"", {"": "syntax"}),
        ("GET", "/notes?" + "words=a&" * 201, b"", {"": "value"}),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_request_is_told(
    ask: Ask, method: str, target: str, body: bytes, paths: dict[str, str]
) -> None:
    answer = ask(method, target, body)
    problem = json.loads(answer.body)

    assert (answer.status, problem["code"]) == (400, "invalid_argument")
    assert {one["path"]: one["reason"] for one in problem["violations"]} == paths


def test_a_problem_is_kept_nowhere_and_says_how_to_log_in(ask: Ask) -> None:
    assert ask("GET", "/notes/none").headers["Cache-Control"] == "no-store"
    assert "Bearer" in ask("GET", "/notes/a", Authorization="x").headers["WWW-Authenticate"]


def test_the_document_is_one_of_openapi(site: Assembly) -> None:
    answer = sent(Request("GET", "/openapi.json"))
    document: dict[str, Any] = json.loads(answer.body)

    validate(document)
    assert answer.headers["Content-Type"] == "application/json"
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]["/api/v1/notes/{note_slug}"]) == {"get", "patch", "delete"}
    assert not any("secret" in path for path in document["paths"])
    assert sent(Request("POST", "/openapi.json")).status == 405
    assert sent(Request("HEAD", "/openapi.json")).body == b""
