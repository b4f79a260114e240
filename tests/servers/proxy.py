"""A proxy on loopback before several servers, with the most careful policy there is.

It tries the next server only where a connection was refused: then nothing was sent, so nothing was done. A
server that goes away after that is the server's fault, and counted. Each request has a connection of its own.
"""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections import Counter
from itertools import count

from tests.servers.exchange import Exchanged, Lost, read

PATIENCE = 10.0
UNAVAILABLE = b"HTTP/1.1 %s\r\ncontent-length: 0\r\n\r\n"


class Proxy:
    """Before the servers on `ports`. `seen` counts what became of what it passed on."""

    def __init__(self, ports: list[int]) -> None:
        self.ports, self.turn, self.seen = ports, count(), Counter[str]()

    async def serve(self) -> asyncio.Server:
        """Begin to listen, on a port that the server says."""
        return await asyncio.start_server(self.client, "127.0.0.1", 0, backlog=1024)

    async def client(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Answer the requests of one client."""
        try:
            while (request := await read(reader)) is not None:
                writer.write(await self.answer(request))
                await writer.drain()
        except (Lost, ConnectionError):
            self.seen["client gone"] += 1
        finally:
            writer.close()

    async def answer(self, request: Exchanged) -> bytes:
        """What the client gets: a server's answer, 503 where all refuse, 502 where one goes away."""
        try:
            connection = await self.connected()
        except ConnectionError as error:
            self.seen[f"{error!r} before it was connected"] += 1
            return UNAVAILABLE % b"502 server lost"
        if connection is None:
            return UNAVAILABLE % b"503 no server"
        port, reader, writer = connection
        try:
            writer.write(request.written(connection="close"))
            answer = await read(reader)
        except (Lost, ConnectionError) as error:
            answer, why = None, f"{port}: {error!r}"
        else:
            why = f"{port}: closed without an answer"
        finally:
            writer.close()
        self.seen["answered" if answer else why] += 1
        return answer.written(connection="keep-alive") if answer else UNAVAILABLE % b"502 server lost"

    async def connected(self) -> tuple[int, StreamReader, StreamWriter] | None:
        """A connection to a server that takes one."""
        end = asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < end:
            port = self.ports[next(self.turn) % len(self.ports)]
            try:
                return port, *(await asyncio.open_connection("127.0.0.1", port))
            except ConnectionRefusedError:
                self.seen["refused"] += 1
                await asyncio.sleep(0.001)
        return None
