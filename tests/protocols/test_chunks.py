"""A body in chunks is read whole on every wire: an empty one in its place would be another request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Protocol

import pytest
from django.test import Client

from trebol import UNSET, Maybe, Message, Service, command
from trebol.testing.publish import published


class Note(Message):
    """What a note says."""

    text: str


class Notes(Service, Protocol, noun="note", plural="notes"):
    """Keep notes."""

    @command(public=True)
    def update_note(self, note_id: int, text: Maybe[str] = UNSET) -> Note: ...


class NotesService(Notes):
    def update_note(self, note_id: int, text: Maybe[str] = UNSET) -> Note:
        return Note(text=text if isinstance(text, str) else "as it was")


class Dribbling(BytesIO):
    """An input that gives little at a time, as a socket does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 7))


MUTATION = 'mutation { updateNote(noteId: 1, text: "new") { ... on UpdateNoteSuccess { result { text } } } }'
ENVELOPE = """<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>
    <UpdateNote xmlns="urn:tests:notes:v1"><noteId>1</noteId><text>new</text></UpdateNote>
</e:Body></e:Envelope>"""
REQUESTS = {
    "rest": ("PATCH", "/api/v1/notes/1", "application/json", json.dumps({"text": "new"})),
    "graphql": ("POST", "/graphql", "application/json", json.dumps({"query": MUTATION})),
    "soap": ("POST", "/soap/notes", "text/xml", ENVELOPE),
}


@pytest.fixture
def client(transactional_db: None) -> Iterator[Client]:
    with published(NotesService) as found:
        yield found


def sent(client: Client, wire: str, body: bytes, **meta: Any) -> Any:
    """Send a request whose length is not told."""
    method, path, content_type, _ = REQUESTS[wire]
    chunked: dict[str, Any] = {
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": "",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "wsgi.input": Dribbling(body),
    }
    return client.generic(method, path, b"", **(chunked | meta))


@pytest.mark.parametrize("wire", REQUESTS)
def test_it_is_read_whole(client: Client, wire: str) -> None:
    answer = sent(client, wire, REQUESTS[wire][3].encode(), **{"wsgi.input_terminated": True})
    assert (answer.status_code, b"new" in answer.content) == (200, True)


@pytest.mark.parametrize("wire", REQUESTS)
def test_a_server_that_reads_no_chunks_asks_for_a_length(client: Client, wire: str) -> None:
    answer = sent(client, wire, REQUESTS[wire][3].encode())
    assert (answer.status_code, b"Content-Length" in answer.content) == (411, True)


@pytest.mark.parametrize("wire", REQUESTS)
def test_an_endless_one_is_refused_at_the_limit(client: Client, wire: str) -> None:
    endless = Dribbling(b" " * 2_000_000)
    answer = sent(client, wire, b"", **{"wsgi.input": endless, "wsgi.input_terminated": True})
    assert (answer.status_code, endless.tell()) == (413, 1_048_577)


@pytest.mark.parametrize("parameter", ["fields", "include"])
def test_a_choice_without_end_is_refused(client: Client, parameter: str) -> None:
    endless = ".".join(["text"] * 3000)
    answer = client.patch(f"/api/v1/notes/1?{parameter}={endless}", "{}", content_type="application/json")
    assert (answer.status_code, answer.json()["violations"][0]["path"]) == (400, parameter)
