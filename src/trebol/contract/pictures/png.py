"""PNG (W3C, third edition): chunks of a length, a type, data and a checksum."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from zlib import crc32

from trebol.contract.pictures.exif import UPRIGHT, orientation_of, turned
from trebol.contract.pictures.parts import BrokenPicture, counted, taken

SIGNATURE = b"\x89PNG\r\n\x1a\n"
FIRST, PIXELS, LAST = b"IHDR", b"IDAT", b"IEND"
DRAWN = {
    FIRST, b"PLTE", PIXELS, LAST, b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
"""The chunks that a viewer draws with; the others are texts, times, Exif and what nobody knows."""


def without_metadata(content: bytes) -> bytes:
    """Return a PNG without metadata, orientation excepted; ``BrokenPicture``."""
    kept, names, orientation = [SIGNATURE], [], UPRIGHT
    for name, data in counted(chunks(content)):
        names.append(name)
        if name == b"eXIf":
            orientation = orientation_of(data)
        if name in DRAWN:
            kept.append(written(name, data))
    if names[0] != FIRST or PIXELS not in names:
        raise BrokenPicture("no picture inside")
    if orientation != UPRIGHT:
        kept.insert(2, written(b"eXIf", turned(orientation)))
    return b"".join(kept)


def written(name: bytes, data: bytes) -> bytes:
    """Write a chunk."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(data, crc32(name)))


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give type and data of the chunks up to the last; each is as its checksum says."""
    at, name = len(SIGNATURE), b""
    while name != LAST:
        length, name = struct.unpack(">I4s", taken(content, at, 8))
        data = taken(content, at + 8, length)
        (checksum,) = struct.unpack(">I", taken(content, at + 8 + length, 4))
        if checksum != crc32(data, crc32(name)):
            raise BrokenPicture("a chunk is damaged")
        at += 12 + length
        yield name, data
