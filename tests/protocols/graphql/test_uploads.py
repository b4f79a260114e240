"""Files beside a document: the GraphQL multipart request specification, and every way to get it wrong."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Protocol

import pytest
from django.test import Client

from tests.pictures import png
from trebol import Caller, Media, Message, Meta, Service, command, query
from trebol.runtime import authenticate
from trebol.runtime.service_secrets import ServiceSecret
from trebol.testing.publish import published

pytestmark = pytest.mark.django_db
Picture = Annotated[bytes, Media("image/png"), Meta(max_length=1000)]
PNG, SMALL, LARGE = png(), png(90), png(908)
FORM = "multipart/form-data; boundary=cut"
WRITTEN = b64encode(PNG).decode()
DELIBERATE = {"Apollo-Require-Preflight": "yes"}
Parts = list[tuple[str, bytes, bool]]


class Photo(Message):
    """A picture and what is said of it."""

    picture: Picture
    caption: str = ""


class Albums(Service, Protocol, noun="album", plural="albums"):
    """Keep pictures."""

    @query(public=True, path="/words")
    def count_words(self, text: str = "", first: int = 1) -> str: ...

    @command(public=True, path="/hang")
    def hang(
        self,
        picture: Picture | None = None,
        pictures: Annotated[list[Picture], Meta(max_length=3)] = [],  # noqa: B006
        photos: Annotated[list[Photo], Meta(max_length=2)] = [],  # noqa: B006
        raw: bytes = b"",
        title: str = "",
    ) -> str: ...


class AlbumsService(Albums):
    def count_words(self, text: str = "", first: int = 1) -> str:
        return text * first

    def hang(
        self,
        picture: bytes | None = None,
        pictures: list[bytes] = [],  # noqa: B006
        photos: list[Photo] = [],  # noqa: B006
        raw: bytes = b"",
        title: str = "",
    ) -> str:
        inside = [len(photo.picture) for photo in photos]
        return f"{len(picture or b'')} {[len(one) for one in pictures]} {inside} {len(raw)} {title}"


HANG = """mutation(
  $picture: Bytes, $pictures: [Bytes!], $photos: [PhotoInput!], $raw: Bytes, $title: String
) {
  hang(picture: $picture, pictures: $pictures, photos: $photos, raw: $raw, title: $title) {
    ... on HangSuccess { result }
  }
}"""


@pytest.fixture
def client() -> Iterator[Client]:
    with published(AlbumsService) as client:
        yield client


def form(parts: Parts) -> bytes:
    """Write parts: name, content, whether it is a file."""
    written = b""
    for name, content, is_file in parts:
        file = b'; filename="a.png"\r\nContent-Type: image/png' if is_file else b""
        written += b'--cut\r\nContent-Disposition: form-data; name="' + name.encode() + b'"' + file
        written += b"\r\n\r\n" + content + b"\r\n"
    return written + b"--cut--\r\n"


def send(client: Client, parts: Parts | bytes, headers: Mapping[str, str] = DELIBERATE) -> Any:
    body = parts if isinstance(parts, bytes) else form(parts)
    return client.post("/graphql", body, content_type=FORM, headers=dict(headers))


def parts(operations: Any, places: Any, **files: bytes) -> Parts:
    """The parts of a request."""
    return [
        ("operations", json.dumps(operations).encode(), False),
        ("map", json.dumps(places).encode(), False),
        *((name.removeprefix("f"), content, True) for name, content in files.items()),
    ]


def hung(variables: Any, places: Any, **files: bytes) -> Parts:
    return parts({"query": HANG, "variables": variables}, places, **files)


@pytest.mark.parametrize(
    ("variables", "places", "files", "said"),
    [
        ({"picture": None}, {"0": ["variables.picture"]}, {"f0": SMALL}, "90 [] [] 0 "),
        (
            {"pictures": [None, None], "title": "ñ"},
            {"a": ["variables.pictures.0"], "b": ["variables.pictures.1"]},
            {"fb": LARGE, "fa": SMALL},
            "0 [90, 908] [] 0 ñ",
        ),
        ({"pictures": None}, {"0": ["variables.pictures"]}, {"f0": SMALL}, "0 [90] [] 0 "),
        (
            {"photos": [{"picture": None, "caption": "a"}]},
            {"0": ["variables.photos.0.picture"]},
            {"f0": SMALL},
            "0 [] [90] 0 ",
        ),
        (
            {"picture": None, "pictures": [None, WRITTEN]},
            {"0": ["variables.picture", "variables.pictures.0"]},
            {"f0": SMALL},
            "90 [90, 69] [] 0 ",
        ),
        ({"raw": None}, {"0": ["variables.raw"]}, {"f0": b"anything"}, "0 [] [] 8 "),
        ({"title": "none"}, {}, {}, "0 [] [] 0 none"),
    ],
)
def test_a_file_takes_the_place_of_a_null(
    client: Client, variables: Any, places: Any, files: dict[str, bytes], said: str
) -> None:
    answer = send(client, hung(variables, places, **files))
    assert answer.json() == {"data": {"hang": {"result": said}}}


def test_base64_goes_on_in_json(client: Client) -> None:
    body = {"query": HANG, "variables": {"picture": WRITTEN}}
    answer = client.post("/graphql", json.dumps(body), content_type="application/json")
    assert answer.json() == {"data": {"hang": {"result": "69 [] [] 0 "}}}


ONE = {"picture": None}
THERE = {"0": ["variables.picture"]}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (b"\r\n", "one part operations"),
        (b"nonsense", "one part operations"),
        ([("map", b"{}", False)], "one part operations"),
        ([("operations", b"{", False), ("map", b"{}", False)], "operations"),
        ([("operations", b"\xff", False), ("map", b"{}", False)], "UTF-8"),
        ([("operations", b"[]", False), ("map", b"{}", False)], "batching"),
        ([("operations", b'{"query": "", "query": ""}', False), ("map", b"{}", False)], "operations.query"),
        ([("operations", b'{"query": "{__typename}"}', False)], "one part map"),
        ([("operations", b"{}", False), ("operations", b"{}", False)], "one part operations"),
        (hung(ONE, []), "list"),
        (hung(ONE, {"0": "variables.picture"}), "lists"),
        (hung(ONE, {"0": []}, f0=SMALL), "lists"),
        (hung(ONE, {"0": [1]}, f0=SMALL), "lists"),
        (hung(ONE, {"0": None}, f0=SMALL), "lists"),
        (hung(ONE, {}, f0=SMALL), "does not say where the file '0' goes"),
        (hung(ONE, THERE), "0 files have that name"),
        ([*hung(ONE, THERE, f0=SMALL), ("0", SMALL, True)], "2 files have that name"),
        ([*hung(ONE, THERE, f0=SMALL), ("more", b"x", False)], "neither operations, map nor a file"),
        (hung(ONE, {"0": ["picture"]}, f0=SMALL), "leads to 'picture'"),
        (hung(ONE, {"0": ["variables"]}, f0=SMALL), "leads to"),
        (hung(None, {"0": ["variables"]}, f0=SMALL), "leads to"),
        (hung(ONE, {"0": ["variables."]}, f0=SMALL), "leads to"),
        (hung(ONE, {"0": ["query"]}, f0=SMALL), "leads to"),
        (hung(ONE, {"0": ["operationName"]}, f0=SMALL), "leads to"),
        (hung(ONE, {"0": ["variables.other"]}, f0=SMALL), "leads to"),
        (hung(ONE, {"0": ["variables.picture.0"]}, f0=SMALL), "leads to"),
        (hung({"picture": "x"}, THERE, f0=SMALL), "leads to"),
        (hung(ONE, {"0": ["variables.picture", "variables.picture"]}, f0=SMALL), "leads to"),
        (hung({"pictures": [None]}, {"0": ["variables.pictures.1"]}, f0=SMALL), "leads to"),
        (hung({"pictures": [None]}, {"0": ["variables.pictures.-1"]}, f0=SMALL), "leads to"),
        (hung({"pictures": [None]}, {"0": ["variables.pictures.00"]}, f0=SMALL), "leads to"),
        (hung({"pictures": [None]}, {"0": ["variables.pictures.\u0660"]}, f0=SMALL), "leads to"),
        (hung({"pictures": [None]}, {"0": ["variables.pictures." + "9" * 5000]}, f0=SMALL), "leads to"),
        (hung({"pictures": [None]}, {"0": ["variables.pictures.length"]}, f0=SMALL), "leads to"),
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(client: Client, given: Parts | bytes, told: str) -> None:
    answer = send(client, given)
    document = answer.json()
    assert answer.status_code == 400
    assert list(document) == ["errors"]
    assert told in json.dumps(document, ensure_ascii=False)
    assert document["errors"][0]["extensions"]["code"] == "invalid_argument"


def test_a_name_that_stands_twice_in_the_map_is_refused(client: Client) -> None:
    given = hung(ONE, THERE, f0=SMALL)
    given[1] = ("map", b'{"0": ["variables.picture"], "0": ["variables.raw"]}', False)
    answer = send(client, given)
    (violation,) = answer.json()["errors"][0]["extensions"]["violations"]
    assert (answer.status_code, violation["path"], violation["reason"]) == (400, "map.0", "duplicate")


@pytest.mark.parametrize(
    ("variables", "place", "content", "path"),
    [
        ({"picture": None}, "picture", b"<svg/>", "picture"),
        ({"picture": None}, "picture", b"", "picture"),
        ({"picture": None}, "picture", png(1001), "picture"),
        ({"pictures": [WRITTEN, None]}, "pictures.1", b"GIF89a", "pictures[1]"),
        ({"photos": [{"picture": None}]}, "photos.0.picture", b"GIF89a", "photos[0].picture"),
        ({"photos": [{"picture": WRITTEN, "caption": None}]}, "photos.0.caption", SMALL, "photos[0].caption"),
        ({"title": None}, "title", SMALL, "title"),
        ({"photos": None}, "photos", SMALL, "photos[0]"),
    ],
)  # fmt: skip
def test_the_contract_judges_the_content(
    client: Client, variables: Any, place: str, content: bytes, path: str
) -> None:
    answer = send(client, hung(variables, {"0": [f"variables.{place}"]}, f0=content))
    (error,) = answer.json()["errors"]
    assert answer.status_code == 200
    assert error["extensions"]["code"] == "invalid_argument"
    assert [violation["path"] for violation in error["extensions"]["violations"]] == [path]


@pytest.mark.parametrize(
    "document",
    ["query($v: Int) {countWords(first: $v)}", "query($v: Boolean!) {countWords @include(if: $v)}"],
)
def test_a_file_where_none_belongs_is_refused(client: Client, document: str) -> None:
    given = parts({"query": document, "variables": {"v": None}}, {"0": ["variables.v"]}, f0=SMALL)
    (error,) = send(client, given).json()["errors"]
    assert error["extensions"]["code"] == "invalid_argument"


def test_a_query_is_sent_as_a_form_too(client: Client) -> None:
    given = parts({"query": '{countWords(text: "a", first: 3)}', "operationName": None}, {})
    assert send(client, given).json() == {"data": {"countWords": "aaa"}}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Apollo-Require-Preflight": ""}, 403),
        ({"Cookie": "sessionid=a; csrftoken=b"}, 403),
        ({"Apollo-Require-Preflight": "1"}, 200),
        ({"X-CSRFToken": "a"}, 200),
    ],
)
def test_a_form_that_another_site_could_send_is_refused(
    client: Client, headers: dict[str, str], status: int
) -> None:
    answer = send(client, hung(ONE, THERE, f0=SMALL), headers)
    assert answer.status_code == status
    if status == 403:
        assert "Apollo-Require-Preflight" in answer.json()["errors"][0]["message"]


def test_a_basic_credential_is_not_enough_and_a_token_is(client: Client) -> None:
    authenticator = authenticate.Ambient.authenticator
    assert authenticator is not None
    authenticator.secrets["demo"] = ServiceSecret(authenticate.secret_hash("secret"))
    basic = {"Authorization": "Basic " + b64encode(b"demo:secret").decode()}
    bearer = {"Authorization": "Bearer " + authenticator.tokens.issue(Caller(id="1"), 60)}
    given = hung(ONE, THERE, f0=SMALL)
    assert send(client, given, basic).status_code == 403
    assert send(client, given, basic | DELIBERATE).status_code == 200
    assert send(client, given, bearer).status_code == 200


MEANT = {"HTTP_APOLLO_REQUIRE_PREFLIGHT": "1"}


class Untouched:
    """A body that nobody may read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ({"HTTP_AUTHORIZATION": "Bearer forged", "CONTENT_LENGTH": "100"}, 401),
        ({"CONTENT_LENGTH": "100"}, 403),
        (MEANT | {"CONTENT_LENGTH": ""}, 411),
        (MEANT | {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 411),
        (MEANT | {"CONTENT_LENGTH": "-1"}, 411),
        (MEANT | {"CONTENT_LENGTH": "9000000"}, 413),
        (MEANT | {"CONTENT_LENGTH": "9", "HTTP_CONTENT_ENCODING": "gzip"}, 415),
    ],
)
def test_a_form_is_refused_before_it_is_read(client: Client, meta: dict[str, str], status: int) -> None:
    answer = client.post("/graphql", b"x", content_type=FORM, **{"wsgi.input": Untouched()}, **meta)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert list(answer.json()) == ["errors"]


def test_there_is_room_for_the_files_that_the_contract_allows_beside_the_rest(client: Client) -> None:
    filler = "x" * 1_040_000
    assert len(form(hung({"picture": None, "title": filler}, THERE, f0=LARGE))) < 1_048_576 + 6000
    answer = send(client, hung({"picture": None, "title": filler}, THERE, f0=LARGE))
    assert answer.json()["data"]["hang"]["result"].startswith("908 ")


def test_the_room_of_files_is_not_for_documents(client: Client) -> None:
    document = "{countWords # " + "x" * 1_050_000 + "\n}"
    answer = client.post("/graphql", json.dumps({"query": document}), content_type="application/json")
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "resource_exhausted"
    assert "more characters than the limit of 1048576. Send what is long as a variable" in error["message"]


def test_one_file_in_many_places_counts_as_often(client: Client) -> None:
    content = b"r" * 400_000
    variables = {"raw": None, "pictures": [None] * 3}
    places = {"0": ["variables.raw", *(f"variables.pictures.{index}" for index in range(3))]}
    answer = send(client, hung(variables, places, f0=content))
    assert answer.status_code == 413
    assert "so often" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize("kind", ["files", "texts"])
def test_a_form_of_too_many_parts_is_refused(client: Client, kind: str) -> None:
    more = [(f"p{number}", b"x", kind == "files") for number in range(1001 if kind == "texts" else 101)]
    answer = send(client, hung(ONE, THERE, f0=SMALL) + more)
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "resource_exhausted"


def test_our_own_most_holds_whatever_the_settings_say(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = None
    more = [(f"p{number}", b"x", True) for number in range(101)]
    answer = send(client, hung(ONE, THERE, f0=SMALL) + more)
    assert (answer.status_code, "more files than 100" in answer.content.decode()) == (413, True)


def test_a_form_without_a_boundary_is_none(client: Client) -> None:
    answer = client.post("/graphql", b"x", content_type="multipart/form-data", headers=DELIBERATE)
    assert answer.status_code == 400
    assert "multipart/form-data (RFC 7578)" in answer.content.decode()


def test_a_form_that_is_cut_off_misses_its_end(client: Client) -> None:
    whole = form(hung(ONE, THERE, f0=SMALL))
    answer = send(client, whole[: len(whole) // 2])
    assert answer.status_code == 400


def test_operations_and_map_may_come_as_files(client: Client) -> None:
    given = [(name, content, True) for name, content, _ in hung(ONE, THERE, f0=SMALL)]
    assert send(client, given).json() == {"data": {"hang": {"result": "90 [] [] 0 "}}}


def test_a_large_file_that_django_keeps_on_disk_is_read_whole(client: Client, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = send(client, hung(ONE, THERE, f0=LARGE))
    assert answer.json() == {"data": {"hang": {"result": "908 [] [] 0 "}}}


def reads_forms(get_response: Any) -> Any:
    """A middleware that looks into forms before anybody else."""

    def run(request: Any) -> Any:
        assert len(request.POST) + len(request.FILES) > 1
        return get_response(request)

    return run


def test_a_middleware_may_have_read_the_form(client: Client, settings: Any) -> None:
    settings.MIDDLEWARE = [f"{__name__}.reads_forms"]
    answer = send(client, hung({"picture": None, "title": "ñ"}, THERE, f0=LARGE))
    assert answer.json() == {"data": {"hang": {"result": "908 [] [] 0 ñ"}}}
