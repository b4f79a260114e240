"""What clients in every state meet when a server is told to end."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from tests.servers.exchange import Exchanged, Lost, read
from tests.servers.fleet import Fleet

SLOW_MS = 1_500
BEFORE, AFTER, PATIENCE = 0.5, 0.3, 10
HEADERS = {"host": "127.0.0.1"}


@dataclass(frozen=True)
class Met:
    """What each got: `answered`, `closed`, `reset`, `refused` or `silence`; the seconds to the end."""

    in_flight: str
    connected: str
    kept_alive: str
    half: str
    newcomer: str
    seconds: float


class Visitor:
    """A client with a connection of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    async def connect(self) -> Visitor:
        """Connect and say nothing."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self

    def ask(self, wait_ms: int = 0) -> None:
        """Send a query."""
        self.writer.write(Exchanged(f"GET /api/v1/tally?wait_ms={wait_ms} HTTP/1.1", HEADERS, b"").written())

    async def answer(self) -> str:
        """What comes."""
        try:
            async with asyncio.timeout(PATIENCE):
                found = await read(self.reader)
        except TimeoutError:
            return "silence"
        except (Lost, ConnectionError):
            return "reset"
        finally:
            self.writer.close()
        return "closed" if found is None else f"answered {found.status}".removesuffix(" 200")


async def newcomer(port: int) -> str:
    """What a client gets who comes after SIGTERM."""
    with suppress(ConnectionRefusedError):
        visitor = await Visitor(port).connect()
        visitor.ask()
        return await visitor.answer()
    return "refused"


async def meet(servers: Fleet) -> Met:
    """Clients in every state, SIGTERM, and what they get when they go on."""
    (port,) = servers.running
    await servers.listening(port)
    in_flight, connected, kept_alive, half = [await Visitor(port).connect() for _ in range(4)]
    kept_alive.ask()
    assert (await read(kept_alive.reader)) is not None
    half.writer.write(b"GET /api/v1/tally HTTP/1.1\r\nhost: 127.0.0.1\r\n")
    in_flight.ask(SLOW_MS)
    await asyncio.sleep(BEFORE)
    ending = asyncio.create_task(servers.end(port))
    await asyncio.sleep(AFTER)
    late = asyncio.create_task(newcomer(port))
    connected.ask()
    kept_alive.ask()
    half.writer.write(b"\r\n")
    answers = await asyncio.gather(
        in_flight.answer(), connected.answer(), kept_alive.answer(), half.answer(), late
    )
    return Met(*answers, await ending)
