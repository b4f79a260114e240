"""The samples of the SOAP tests behind a real HTTP server, for clients that run in a process of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.handlers.wsgi import WSGIRequest
from django.test import override_settings

from tests.protocols.soap import samples
from trebol.runtime import authenticate
from trebol.runtime.drive import drive


class Quiet(WSGIRequestHandler):
    """Writes no log of its own."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """One thread for each connection: clients keep theirs open."""

    daemon_threads = True


@contextmanager
def served() -> Iterator[str]:
    """Serve the samples of the SOAP tests; gives the root's URL."""
    site = samples.samples()

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        response = drive(
            site.endpoints[environ["PATH_INFO"].lstrip("/")].handle(WSGIRequest(environ)), site.runtime
        )
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    before, authenticate.Ambient.authenticator = authenticate.Ambient.authenticator, samples.authenticator()
    server = make_server("127.0.0.1", 0, application, Server, Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with override_settings(ALLOWED_HOSTS=["127.0.0.1"]):
            yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        authenticate.Ambient.authenticator = before
