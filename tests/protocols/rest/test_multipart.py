"""Forms: a file as a part, the other parameters beside it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest

from tests.conformance.wire import Answer
from tests.pictures import png
from tests.protocols.rest.notes import PNG
from trebol.bootstrap import Assembly
from trebol.runtime.authenticate import secret_hash
from trebol.runtime.service_secrets import ServiceSecret

Ask = Callable[..., Answer]
pytestmark = pytest.mark.django_db
FORM = "multipart/form-data; boundary=cut"


def part(name: str, content: bytes, filename: str = "") -> bytes:
    file = f'; filename="{filename}"'.encode() if filename else b""
    return (
        b'--cut\r\nContent-Disposition: form-data; name="'
        + name.encode()
        + b'"'
        + file
        + b"\r\n\r\n"
        + content
        + b"\r\n"
    )


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--cut--\r\n"


PICTURE = part("picture", png(118), "a.png")


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((PICTURE,), "a 118 1 [] None False"),
        ((part("size", b"7"), part("wide", b"true"), PICTURE), "a 118 7 [] None True"),
        ((PICTURE, part("words", b"x"), part("words", "ñ".encode())), "a 118 1 ['x', 'ñ'] None False"),
        ((PICTURE, part("author", b'{"name":"Eva"}')), "a 118 1 [] Eva False"),
    ],
)
def test_a_form_says_what_json_would(ask: Ask, parts: tuple[bytes, ...], said: str) -> None:
    answer = ask("POST", "/notes/a/illustrate", form(*parts), FORM)

    assert json.loads(answer.body) == said


@pytest.mark.parametrize("method", ["PUT", "PATCH", "POST"])
def test_a_form_is_read_whatever_the_method(ask: Ask, method: str) -> None:
    answer = ask(
        method,
        f"/notes/a/{method.lower()}",
        form(part("sheets", PNG, "a"), part("sheets", png(70), "b")),
        FORM,
    )

    assert json.loads(answer.body) == "a [69, 70]"


def test_json_carries_a_file_as_base64(ask: Ask) -> None:
    body = json.dumps({"picture": base64.b64encode(PNG).decode()}).encode()

    assert json.loads(ask("POST", "/notes/a/illustrate", body).body) == "a 69 1 [] None False"


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        (form(), {"picture": "missing"}),
        (form(part("picture", b"GIF89b", "a.gif")), {"picture": "value"}),
        (form(part("picture", png(100_001), "a.png")), {"picture": "value"}),
        (form(PICTURE, PICTURE), {"picture": "duplicate"}),
        (form(PICTURE, part("size", b"x"), part("nope", b"1")), {"size": "value", "nope": "unknown"}),
        (form(PICTURE, part("size", b"1"), part("size", b"2")), {"size": "duplicate"}),
        (form(PICTURE, part("author", b"{}")), {"author.name": "missing"}),
        (form(PICTURE, part("author", b"{")), {"": "syntax"}),
        (form(PICTURE, part("note_slug", b"b")), {"note_slug": "unknown"}),
        (form(PICTURE, part("author", b'{"name": "\xff"}')), {"": "syntax"}),
        (b"nonsense", {"picture": "missing"}),
    ],
)
def test_what_is_wrong_with_a_form_is_told(ask: Ask, body: bytes, paths: dict[str, str]) -> None:
    answer = ask("POST", "/notes/a/illustrate", body, FORM)

    assert answer.status == 400
    assert {one["path"]: one["reason"] for one in json.loads(answer.body)["violations"]} == paths


def test_a_form_without_a_boundary_is_none(ask: Ask) -> None:
    answer = ask("POST", "/notes/a/illustrate", form(PICTURE), "multipart/form-data")

    assert (answer.status, json.loads(answer.body)["violations"][0]["reason"]) == (400, "syntax")


def test_a_form_has_its_limit(ask: Ask) -> None:
    assert (
        ask("POST", "/notes/a/illustrate", form(part("picture", b"x" * 2_000_000, "a")), FORM).status == 413
    )


def test_a_form_of_too_many_parts_is_refused(ask: Ask) -> None:
    parts = form(PICTURE, *(part("words", b"a") for _ in range(2_000)))

    assert ask("POST", "/notes/a/illustrate", parts, FORM).status == 413


def test_a_form_with_a_basic_credential_says_that_it_is_meant(ask: Ask, site: Assembly) -> None:
    site.authenticator.secrets["demo"] = ServiceSecret(secret_hash("secret"))
    basic = "Basic " + base64.b64encode(b"demo:secret").decode()
    refused = ask("POST", "/notes/a/illustrate", form(PICTURE), FORM, Authorization=basic)
    taken = ask(
        "POST", "/notes/a/illustrate", form(PICTURE), FORM, Authorization=basic, Apollo_Require_Preflight="1"
    )
    assert (refused.status, json.loads(refused.body)["code"]) == (403, "permission_denied")
    assert taken.status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content_Length": ""}, 411),
        ({"Content_Length": "9000000"}, 413),
        ({"Content_Encoding": "gzip"}, 415),
    ],
)
def test_a_form_is_refused_before_it_is_read(ask: Ask, headers: dict[str, str], status: int) -> None:
    assert ask("POST", "/notes/a/illustrate", form(PICTURE), FORM, **headers).status == status


def test_a_form_says_a_parameter_in_one_way(ask: Ask) -> None:
    both = form(part("sheets", PNG, "a"), part("sheets", base64.b64encode(PNG)))
    answer = ask("PUT", "/notes/a/put", both, FORM)
    assert [one["reason"] for one in json.loads(answer.body)["violations"]] == ["duplicate"]
