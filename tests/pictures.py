"""Small pictures of every format, written part by part: with what a camera adds, and of any size."""

from __future__ import annotations

import struct
from zlib import compress, crc32

GPS = b"GPS 19.4326 N, 99.1332 W"
"""Stands in every picture that tells where it was taken."""


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))


def png(size: int = 0, *extra: bytes) -> bytes:
    """A PNG of one pixel, of at least ``size`` bytes. ``extra``: chunks before the pixel."""
    head = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + b"".join(extra)
    )
    pixel, end = compress(b"\0\xff\0\0"), chunk(b"IEND", b"")
    missing = size - len(head) - len(chunk(b"IDAT", pixel)) - len(end)
    return head + chunk(b"IDAT", pixel + b"\0" * missing) + end


def segment(marker: int, data: bytes) -> bytes:
    """A segment of JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg(*extra: bytes, after: bytes = b"") -> bytes:
    """A JPEG of one grey pixel. ``extra``: segments in front; ``after``: what stands behind its end."""
    table = bytes([0] * 16)
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            *extra,
            segment(0xDB, b"\0" + b"\x01" * 64),
            segment(0xC0, struct.pack(">BHHBBBB", 8, 1, 1, 1, 1, 0x11, 0)),
            segment(0xC4, b"\0\x01" + table[1:] + b"\0"),
            segment(0xC4, b"\x10\x01" + table[1:] + b"\0"),
            segment(0xDA, b"\x01\x01\0\0\x3f\0"),
            b"\x2b\xff\x00\xff\xd0\x3f",
            b"\xff\xd9",
            after,
        )
    )


def riff(name: bytes, data: bytes) -> bytes:
    """A chunk of WebP."""
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


PIXEL = riff(b"VP8L", b"\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07")


def webp(*chunks: bytes) -> bytes:
    """A WebP of these chunks, or of one pixel."""
    body = b"WEBP" + b"".join(chunks or (PIXEL,))
    return b"RIFF" + struct.pack("<I", len(body)) + body


def extended(flags: int) -> bytes:
    """The header of a WebP that has more than a pixel."""
    return riff(b"VP8X", bytes((flags, 0, 0, 0, 0, 0, 0, 0, 0, 0)))


def tiff(orientation: int | None = None, *, endian: str = ">") -> bytes:
    """What Exif tells: where it was taken, and how it is turned."""
    fields = [(0x8825, 4, 1, 200)]  # where the GPS directory is
    head = (b"MM\0*" if endian == ">" else b"II*\0") + struct.pack(
        f"{endian}IH", 8, 1 + (orientation is not None)
    )
    entries = b""
    if orientation is not None:
        entries += struct.pack(f"{endian}HHIHH", 0x0112, 3, 1, orientation, 0)
    entries += b"".join(struct.pack(f"{endian}HHII", *field) for field in fields)
    return head + entries + struct.pack(f"{endian}I", 0) + GPS


def exif(orientation: int | None = None, *, endian: str = ">") -> bytes:
    """The segment of JPEG that carries Exif."""
    return segment(0xE1, b"Exif\0\0" + tiff(orientation, endian=endian))


def of_camera() -> dict[str, bytes]:
    """A picture of each format as a phone makes it, upright: it tells where it was taken."""
    return {
        "image/jpeg": jpeg(exif(1), after=GPS),
        "image/png": png(0, chunk(b"eXIf", tiff(1)), chunk(b"tEXt", b"Comment\0" + GPS)),
        "image/webp": webp(extended(0x0C), PIXEL, riff(b"EXIF", tiff(1)), riff(b"XMP ", GPS)),
    }
