"""Files sent by a client that others wrote: gql's uploads, to a server sync and async."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Thread
from types import ModuleType
from typing import Any

import pytest
import uvicorn
from django.core.handlers.asgi import ASGIHandler
from django.test import override_settings
from gql import Client, FileVar, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport
from gql.transport.requests import RequestsHTTPTransport

from tests.interop.server import serving
from tests.pictures import png
from tests.protocols.graphql.test_uploads import HANG, Albums, AlbumsService
from trebol.bootstrap import assemble, install, urls_of
from trebol.runtime import authenticate, consume

pytestmark = [pytest.mark.interop, pytest.mark.django_db(transaction=True)]


@contextmanager
def serving_async(urlconf: str) -> Iterator[str]:
    """Serve a URLconf on an event loop while a block runs; gives the address."""
    with override_settings(ROOT_URLCONF=urlconf, ALLOWED_HOSTS=["127.0.0.1"]):
        config = uvicorn.Config(ASGIHandler(), port=0, lifespan="off", log_level="error")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive()
                time.sleep(0.01)
            yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(params=[False, True], ids=["wsgi", "asgi"])
def address(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the albums are served."""
    found = assemble([Albums], [AlbumsService], project="tests")
    urls: Any = ModuleType("albums_urls")
    urls.urlpatterns = urls_of(found, asynchronous=request.param)
    monkeypatch.setitem(sys.modules, "albums_urls", urls)
    monkeypatch.setattr(consume.Ambient, "runtime", None)
    monkeypatch.setattr(authenticate.Ambient, "authenticator", None)
    install(found)
    with (serving_async if request.param else serving)("albums_urls") as served:
        yield f"{served}/graphql"


TRANSPORTS = pytest.mark.parametrize("transport", [RequestsHTTPTransport, HTTPXTransport])


@TRANSPORTS
def test_files_go_beside_the_document(transport: Any, address: str) -> None:
    headers = {"Apollo-Require-Preflight": "yes"}
    document = gql(HANG)
    document.variable_values = {
        "picture": FileVar(BytesIO(png(108)), filename="a.png"),
        "pictures": [FileVar(BytesIO(png())), FileVar(BytesIO(png(90)))],
        "photos": [{"picture": FileVar(BytesIO(png(100))), "caption": "ñ"}],
        "title": "álbum",
    }
    url = transport(address, headers=headers)
    with Client(transport=url, fetch_schema_from_transport=True) as session:
        assert session.execute(document, upload_files=True) == {
            "hang": {"result": "108 [69, 90] [100] 0 álbum"}
        }


@TRANSPORTS
def test_without_a_header_that_no_other_site_can_send_it_is_refused(transport: Any, address: str) -> None:
    document = gql(HANG)
    document.variable_values = {"picture": FileVar(BytesIO(png()))}
    with (
        Client(transport=transport(address)) as session,
        pytest.raises(TransportQueryError, match="Apollo-Require-Preflight"),
    ):
        session.execute(document, upload_files=True)
