"""A site on a port of its own: what clients in other processes call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings


class Server(ThreadingMixIn, WSGIServer):
    """Answers several requests at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_: object) -> None: ...


@contextmanager
def serving(urlconf: str) -> Iterator[str]:
    """Serve a URLconf while a block runs; gives the address."""
    with (
        override_settings(ROOT_URLCONF=urlconf, ALLOWED_HOSTS=["127.0.0.1"]),
        make_server("127.0.0.1", 0, WSGIHandler(), Server, Quiet) as server,
    ):
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
