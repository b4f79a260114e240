"""Answers of a server that is about to end say so: the client opens its next connection elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from threading import Event
from typing import Any

Headers = list[tuple[str, str]]
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
ASGI = Callable[
    [dict[str, Any], Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]
]


def closing_wsgi(application: WSGI, ending: Event) -> WSGI:
    """`application`, whose answers say ``Connection: close`` once `ending` is set."""

    def closing(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def start(status: str, headers: Headers, *error: Any) -> Any:
            said = [*headers, ("Connection", "close")] if ending.is_set() else headers
            return start_response(status, said, *error)

        return application(
            environ, start if environ["SERVER_PROTOCOL"].startswith("HTTP/1") else start_response
        )

    return closing


def closing_asgi(application: ASGI, ending: Event) -> ASGI:
    """`application`, whose answers say ``Connection: close`` once `ending` is set."""

    async def closing(
        scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
    ) -> None:
        async def tell(message: Any) -> None:
            if message["type"] == "http.response.start" and ending.is_set():
                message = {**message, "headers": [*message.get("headers", ()), (b"connection", b"close")]}
            await send(message)

        await application(scope, receive, tell if scope.get("http_version", "2").startswith("1") else send)

    return closing
