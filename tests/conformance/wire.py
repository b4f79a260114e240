"""What every driver says of itself, and the two ways to bring its bytes to Django: a thread, an event
loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from asgiref.sync import async_to_sync
from django.test import AsyncClient, Client

from tests.conformance.case import Arguments, Outcome
from trebol.contract.compile import Compiled


@dataclass(frozen=True)
class Request:
    """A request, all of it as it is sent; ``target`` is the path with its query string, percent-encoded."""

    method: str
    target: str
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """An answer, all of it as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Driver(Protocol):
    """Says a case in the bytes of one wire and reads what came back, by the contract's description alone."""

    @property
    def name(self) -> str:
        """The wire, its protocol first."""
        ...

    def request(self, compiled: Compiled, arguments: Arguments, headers: Mapping[str, str]) -> Request:
        """Write the request; ``Unsayable`` where the wire cannot say it."""
        ...

    def outcome(self, compiled: Compiled, answer: Answer) -> Outcome:
        """Read the answer; ``AssertionError`` where it is not what the contract's document says."""
        ...


class AsgiClient(AsyncClient):
    """Django's client, with the path as an ASGI server gives it: decoded as UTF-8."""

    async def request(self, **request: Any) -> Any:
        request["path"] = request["path"].encode("iso-8859-1").decode()
        return await super().request(**request)


def sent(request: Request) -> Answer:
    """Bring a request through Django's WSGI handler."""
    client = Client(enforce_csrf_checks=True)
    return answered(client.generic(**generic(request, client)))


async def asent(request: Request) -> Answer:
    """Bring a request through Django's ASGI handler."""
    client = AsgiClient(enforce_csrf_checks=True)
    return answered(await client.generic(**generic(request, client)))


sent_async = async_to_sync(asent)


def generic(request: Request, client: Client | AsyncClient) -> dict[str, Any]:
    """A request as the clients of Django take it; cookies are the client's own."""
    headers = dict(request.headers)
    client.cookies.load(headers.pop("Cookie", ""))
    return {
        "method": request.method, "path": request.target, "data": request.body,
        "content_type": request.content_type, "headers": headers,
    }  # fmt: skip


def answered(response: Any) -> Answer:
    """What Django's response says."""
    return Answer(response.status_code, dict(response.headers), response.content)
