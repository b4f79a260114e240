"""One HTTP/1.1 message over asyncio streams: as much as a proxy and its clients need."""

from __future__ import annotations

from asyncio import IncompleteReadError, StreamReader
from dataclasses import dataclass


class Lost(Exception):
    """The other side went away before its message was whole."""


@dataclass(frozen=True)
class Exchanged:
    """A message: its first line, its headers by lower-case name, its body."""

    first: str
    headers: dict[str, str]
    body: bytes

    @property
    def status(self) -> int:
        """The status of an answer."""
        return int(self.first.split()[1])

    def written(self, **headers: str) -> bytes:
        """The message on the wire, its body of known length, with `headers` in place of its own."""
        own = {name: text for name, text in self.headers.items() if name != "transfer-encoding"}
        all_of_them = own | headers | {"content-length": str(len(self.body))}
        lines = [self.first, *(f"{name}: {text}" for name, text in all_of_them.items())]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


async def read(stream: StreamReader) -> Exchanged | None:
    """The next message; None where the stream ends between two. Raises `Lost` within one."""
    try:
        head = await stream.readuntil(b"\r\n\r\n")
    except IncompleteReadError as error:
        if error.partial:
            raise Lost(f"after {len(error.partial)} bytes of a head") from error
        return None
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
    try:
        return Exchanged(first, headers, await body(stream, headers))
    except IncompleteReadError as error:
        raise Lost("in the middle of a body") from error


async def body(stream: StreamReader, headers: dict[str, str]) -> bytes:
    """The body that the headers announce."""
    if headers.get("transfer-encoding") != "chunked":
        return await stream.readexactly(int(headers.get("content-length", "0")))
    found = b""
    while size := int(await stream.readuntil(b"\r\n"), 16):
        found += (await stream.readexactly(size + 2))[:-2]
    await stream.readexactly(2)
    return found
