"""One request and what its answer must be, sent through the whole Django handler without a network."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

from benchmarks.callers import authorizations

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Reader = Callable[[bytes], Any]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request (a WSGI environment and a body), the status that is due, and how to read the content.

    `with_token`: each time it is sent, it brings another bearer token.
    """

    environ: Environ
    body: bytes
    status: int
    read: Reader
    with_token: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


@dataclass(slots=True)
class Site:
    """A Django handler that serves one contestant's URLs at the root of the site."""

    urlconf: str
    handler: WSGIHandler = field(init=False)
    authorizations: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self.authorizations = authorizations(self.urlconf)
        self.handler = WSGIHandler()
        self.handler.request_class = type("Request", (WSGIRequest,), {"urlconf": self.urlconf})

    def send(self, exchange: Exchange) -> Answer:
        """The answer to a request, as a WSGI server would take it, to the last byte."""
        environ = {**exchange.environ, "wsgi.input": BytesIO(exchange.body)}
        if exchange.with_token:
            environ["HTTP_AUTHORIZATION"] = next(self.authorizations)
        response = self.handler(environ, start_response)
        body = b"".join(response)
        response.close()
        return Answer(response.status_code, body)


def start_response(status: str, headers: Headers, error: Any = None, /) -> Callable[[bytes], object]:
    """What a WSGI server gives an application to begin its answer with; nothing is sent here."""
    return bytes


def request(method: str, path: str, body: bytes = b"", **headers: str) -> Environ:
    """The WSGI environment of a request; `headers` are named as WSGI names them, `path` may hold a query."""
    path, _, query = path.partition("?")
    environ: Environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "bench.example",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "bench.example",
        "HTTP_ACCEPT": "application/json",
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if body:
        environ |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))}
    return {**environ, **headers}
