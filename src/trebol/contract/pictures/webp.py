"""WebP (RFC 9649): a RIFF file, chunks of a name, a length and data filled up to an even length."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from trebol.contract.pictures.exif import UPRIGHT, orientation_of, turned
from trebol.contract.pictures.parts import BrokenPicture, counted, taken

EXTENDED, EXIF = b"VP8X", b"EXIF"
PIXELS = {b"VP8 ", b"VP8L", b"ANMF"}
DRAWN = {EXTENDED, b"ICCP", b"ANIM", b"ALPH", *PIXELS}
HAS_EXIF, HAS_XMP = 0x08, 0x04
"""What the first byte of an extended header says is there."""


def without_metadata(content: bytes) -> bytes:
    """Return a WebP without metadata, colour profile and orientation excepted; ``BrokenPicture``."""
    kept: dict[int, tuple[bytes, bytes]] = {}
    orientation = UPRIGHT
    for number, (name, data) in enumerate(counted(chunks(content))):
        if name == EXIF:
            orientation = orientation_of(data)
        elif name in DRAWN:
            kept[number] = name, data
    if PIXELS.isdisjoint(name for name, _ in kept.values()):
        raise BrokenPicture("no picture inside")
    parts = [(name, flagged(data, orientation) if name == EXTENDED else data) for name, data in kept.values()]
    if orientation != UPRIGHT and parts[0][0] == EXTENDED:
        parts.append((EXIF, turned(orientation)))
    body = b"WEBP" + b"".join(written(name, data) for name, data in parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def flagged(header: bytes, orientation: int) -> bytes:
    """Return an extended header that says what there is now."""
    if not header:
        raise BrokenPicture("an empty header")
    said = header[0] & ~(HAS_EXIF | HAS_XMP) | (0 if orientation == UPRIGHT else HAS_EXIF)
    return bytes((said,)) + header[1:]


def written(name: bytes, data: bytes) -> bytes:
    """Write a chunk."""
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give name and data of the chunks of the file; what stands behind it is no part of it."""
    (size,) = struct.unpack("<I", taken(content, 4, 4))
    end, at = 8 + size, 12
    taken(content, end - 1, 1)
    while at < end:
        name, length = struct.unpack("<4sI", taken(content, at, 8))
        yield name, taken(content, at + 8, length)
        at += 8 + length + length % 2
