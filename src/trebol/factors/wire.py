"""The wire, loopback only: HTTP as a client sees it, and a relay that can be cut, which counts who
connects.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

LOOPBACK = "127.0.0.1"
BODY = 2_000_000


@dataclass(frozen=True)
class Answer:
    """What a server answered: status 0 where it did not answer in HTTP, with `error` saying how."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    error: str = ""
    seconds: float = 0.0

    def header(self, name: str) -> str:
        """The first header of that name, else an empty text."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def cookies(self) -> dict[str, str]:
        """The cookies that the answer sets."""
        pairs = [
            value.split(";")[0].partition("=") for key, value in self.headers if key.lower() == "set-cookie"
        ]
        return {name.strip(): value.strip() for name, _, value in pairs}


@dataclass
class Client:
    """A client of one process: keeps cookies, says the host and the scheme that the settings expect."""

    port: int
    host: str = "localhost"
    secure: str = ""  # "Header: value" that a proxy would add for HTTPS
    cookies: dict[str, str] = field(default_factory=dict)

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        """The headers of a request."""
        said = {"Host": self.host, "Connection": "close", **more}
        if self.secure:
            name, _, value = self.secure.partition(": ")
            said[name] = value
            said.setdefault("Referer", f"https://{self.host}/")
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return said

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        timeout: float = 10,
    ) -> Answer:
        """One request. Never raises for what the other side does: see `Answer`."""
        more = dict(headers or {})
        body = urlencode(form).encode() if form is not None else None
        if body is not None:
            more["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=timeout)
        began = time.monotonic()
        try:
            connection.request(method, path, body=body, headers=self.headers(more))
            response = connection.getresponse()
            text = response.read(BODY).decode("utf-8", "replace")
            answer = Answer(
                response.status, tuple(response.getheaders()), text, seconds=time.monotonic() - began
            )
        except (OSError, http.client.HTTPException) as error:
            return Answer(error=type(error).__name__, seconds=time.monotonic() - began)
        finally:
            connection.close()
        self.cookies.update(answer.cookies)
        return answer


def token_of(page: str) -> str:
    """The CSRF token of a form; empty where it has none."""
    found = re.search(r"""name=["']csrfmiddlewaretoken["'] value=["']([^"']+)""", page)
    return found[1] if found else ""


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Whether somebody accepts connections on `port`."""
    with contextlib.closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


class Relay:
    """A port of its own before a service (`target`: its port; None: nobody answers). Counts, and can be
    cut.
    """

    def __init__(self, target: int | None = None) -> None:
        self.target = target
        self.accepted = 0
        self.pipes: list[socket.socket] = []
        self.port = 0
        self.listener: socket.socket | None = None
        self.restore()

    def restore(self) -> None:
        """Listen, on the same port as before."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, self.port))
        listener.listen(64)
        self.port = listener.getsockname()[1]
        self.listener = listener
        threading.Thread(target=self.serve, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """Stop listening and end every connection: the service is gone."""
        listener, self.listener = self.listener, None
        pipes, self.pipes = self.pipes, []
        for each in [listener, *pipes]:
            if each is not None:
                with contextlib.suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()

    def serve(self, listener: socket.socket) -> None:
        """Accept until the listener is closed."""
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            self.accepted += 1
            self.join(near)

    def join(self, near: socket.socket) -> None:
        """Connect a client with the service behind, or leave it alone where there is none."""
        self.pipes.append(near)
        if self.target is None:
            return
        try:
            far = socket.create_connection((LOOPBACK, self.target), timeout=5)
        except OSError:
            near.close()
            return
        far.settimeout(None)
        self.pipes.append(far)
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=pump, args=(source, sink), daemon=True).start()


def pump(source: socket.socket, sink: socket.socket) -> None:
    """Copy until one side ends."""
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for each in (source, sink):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def half_sent(client: Client, path: str, body: bytes) -> Iterator[socket.socket]:
    """A connection on which a POST has been sent but for the second half of its body."""
    head = {"Content-Length": str(len(body)), "Content-Type": "application/octet-stream"}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in client.headers(head).items())]
    with contextlib.closing(socket.create_connection((LOOPBACK, client.port), timeout=10)) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body[: len(body) // 2])
        yield connection
