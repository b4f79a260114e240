"""How stored files are served, and to whom."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import AsyncClient, Client, override_settings
from django.urls import clear_script_prefix, set_script_prefix

from tests.files.gallery import JPEG, PDF, PNG
from tests.projections.app import models
from trebol.files import address
from trebol.files.address import address_of

pytestmark = pytest.mark.django_db


def stored(content: bytes, name: str = "posters/a.png", *, public: bool = False) -> str:
    """The address of a content."""
    found = address_of(default_storage.save(name, ContentFile(content)), public=public)
    assert found is not None
    return found


def test_the_address_of_a_picture_is_in_the_message(client: Client) -> None:
    models.Poster.objects.create(title="a", picture=default_storage.save("posters/a.png", ContentFile(PNG)))
    row = json.loads(client.get("/api/v1/posters/a").content)
    assert row["draft"] is None
    assert client.get(row["picture"]).content == PNG


def test_who_does_not_see_the_row_is_given_no_address(client: Client) -> None:
    models.Poster.objects.create(title="secret", picture=default_storage.save("s.png", ContentFile(PNG)))
    assert client.get("/api/v1/posters/secret").status_code == 404


@pytest.mark.parametrize(
    ("content", "media_type", "disposition"),
    [
        (PNG, "image/png", "inline"),
        (JPEG, "image/jpeg", "inline"),
        (PDF, "application/pdf", "attachment"),
        (b"<script>alert(1)</script>", "application/octet-stream", "attachment"),
        (b"", "application/octet-stream", "attachment"),
    ],
)
def test_a_file_is_what_its_content_is(
    client: Client, content: bytes, media_type: str, disposition: str
) -> None:
    answer = client.get(stored(content, "posters/x.html"))
    assert answer.status_code == 200
    assert answer.content == content
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"] == disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_public_file_may_be_kept_by_all_and_a_private_one_by_its_reader(client: Client) -> None:
    public = client.get(stored(PNG, public=True)).headers["Cache-Control"]
    assert public == "public, max-age=31536000, immutable"
    private, seconds, immutable = client.get(stored(PNG)).headers["Cache-Control"].split(", ")
    assert (private, immutable) == ("private", "immutable")
    assert address.PERIOD <= int(seconds.removeprefix("max-age=")) + 5 <= 2 * address.PERIOD + 5


def test_a_file_is_not_sent_again_to_who_has_it(client: Client) -> None:
    where = stored(PNG, public=True)
    etag = client.get(where).headers["ETag"]
    answer = client.get(where, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get(where, headers={"If-None-Match": '"other"'}).content == PNG


def test_head_tells_the_headers(client: Client) -> None:
    answer = client.head(stored(PNG))
    assert (answer.headers["Content-Length"], answer.content) == (str(len(PNG)), b"")


def test_a_file_is_only_read(client: Client) -> None:
    assert client.post(stored(PNG)).status_code == 405


def test_nobody_can_make_up_an_address(client: Client) -> None:
    where = stored(PNG)
    stored(JPEG, "posters/other.jpeg")
    ticket, name = where.split("/")[2], where.partition("/posters/")[2]
    until, _, signature = ticket.partition(".")
    for made_up in (
        f"/files/{ticket}/posters/other.jpeg",
        f"/files/0.{signature}/posters/{name}",
        f"/files/{until}.{signature[:-1]}/posters/{name}",
        f"/files/{until}./posters/{name}",
        f"/files/{until}/posters/{name}",
        f"/files/-.{signature}/posters/{name}",
        f"/files/{ticket}/posters/../posters/{name}",
        f"/files/posters/{name}",
    ):
        answer = client.get(made_up)
        assert answer.status_code == 404, made_up
        assert PNG not in answer.content
        assert JPEG not in answer.content


def test_an_address_is_good_for_an_hour_or_two(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    where, public, now = stored(PNG), stored(PNG, public=True), time.time()
    monkeypatch.setattr(time, "time", lambda: now + address.PERIOD - 1)
    assert client.get(where).status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 2 * address.PERIOD + 1)
    answer = client.get(where)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
    assert client.get(public).status_code == 200


def test_a_file_that_is_gone_is_not_found(client: Client, storage: Path) -> None:
    where = stored(PNG)
    (storage / "posters/a.png").unlink()
    assert client.get(where).status_code == 404


def test_a_name_of_any_characters_has_an_address(client: Client) -> None:
    where = address_of(default_storage.save("posters/año 50%.png", ContentFile(PNG)), public=True)
    assert where is not None
    assert client.get(where).content == PNG


def test_an_address_outlives_a_change_of_the_secret_key(client: Client) -> None:
    where = stored(PNG, public=True)
    with override_settings(
        SECRET_KEY="another one for this test", SECRET_KEY_FALLBACKS=["tests only, not a secret"]
    ):
        assert client.get(where).status_code == 200
    with override_settings(SECRET_KEY="another one for this test"):
        assert client.get(where).status_code == 404


def test_where_the_project_is_mounted_is_in_the_address(client: Client) -> None:
    where = stored(PNG, public=True)
    set_script_prefix("/app")
    try:
        assert address_of("posters/a.png", public=True) == f"/app{where}"
    finally:
        clear_script_prefix()


@pytest.mark.django_db(transaction=True)
def test_an_event_loop_serves_files_too(client: Client) -> None:
    answer = async_to_sync(AsyncClient().get)(stored(PNG))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
