"""Answers say that the connection ends, once the server ends, in HTTP/1."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import Any

import pytest

from trebol.servers.farewell import closing_asgi, closing_wsgi

KIND = ("Content-Type", "text/plain")


def wsgi(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [KIND])
    return [b"ok"]


async def asgi(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"ok"})


def ending(so: bool) -> Event:
    event = Event()
    if so:
        event.set()
    return event


@pytest.mark.parametrize(("version", "so"), [("HTTP/1.1", True), ("HTTP/1.1", False), ("HTTP/2.0", True)])
def test_wsgi(version: str, so: bool) -> None:
    said: list[tuple[str, str]] = []
    application = closing_wsgi(wsgi, ending(so))
    assert application({"SERVER_PROTOCOL": version}, lambda status, headers: said.extend(headers)) == [b"ok"]
    assert said == ([KIND, ("Connection", "close")] if so and version == "HTTP/1.1" else [KIND])


@pytest.mark.parametrize(("version", "so"), [("1.1", True), ("1.1", False), ("2", True)])
def test_asgi(version: str, so: bool) -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def receive() -> None: ...

    async def answer() -> None:
        await closing_asgi(asgi, ending(so))({"type": "http", "http_version": version}, receive, send)

    asyncio.run(answer())
    assert ((b"connection", b"close") in sent[0]["headers"]) is (so and version == "1.1")
    assert sent[1]["body"] == b"ok"
