"""The notes, served."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.test import override_settings

from tests.conformance.project import Urls, installed
from tests.conformance.wire import Answer, Request, sent
from tests.protocols.rest.notes import Notes, NotesService
from trebol.bootstrap import Assembly, assemble, urls_of


@cache
def notes() -> Assembly:
    found = assemble([Notes], [NotesService], project="tests")
    found.raise_problems()
    return found


@pytest.fixture(autouse=True)
def site() -> Iterator[Assembly]:
    with installed(notes()) as found, override_settings(ROOT_URLCONF=Urls(urls_of(found))):
        yield found


@pytest.fixture
def ask() -> Callable[..., Answer]:
    """Send a request to an address below ``/api/v1``; the headers are keyword arguments."""

    def send(
        method: str, target: str, body: bytes = b"", content_type: str = "application/json", **headers: Any
    ) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return sent(Request(method, f"/api/v1{target}", body, content_type, named))

    return send
