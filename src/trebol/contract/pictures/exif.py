"""Exif (CIPA DC-008, a TIFF inside a picture): of all it tells, only how to turn the picture is kept."""

from __future__ import annotations

import struct

ORIENTATION, SHORT = 0x0112, 3
UPRIGHT = 1
PREFIX = b"Exif\0\0"
ENDIAN = {b"II*\0": "<", b"MM\0*": ">"}


def orientation_of(tiff: bytes) -> int:
    """Return how a picture is turned, 1 to 8; upright where nothing says so, or what says so is damaged."""
    tiff = tiff.removeprefix(PREFIX)
    endian = ENDIAN.get(tiff[:4])
    if endian is None:
        return UPRIGHT
    try:
        (start,) = struct.unpack_from(f"{endian}I", tiff, 4)
        (count,) = struct.unpack_from(f"{endian}H", tiff, start)
        for number in range(count):
            tag, type_, length, value = struct.unpack_from(f"{endian}HHIH", tiff, start + 2 + 12 * number)
            if (tag, type_, length) == (ORIENTATION, SHORT, 1):
                return value if UPRIGHT <= value <= 8 else UPRIGHT
    except struct.error:
        pass
    return UPRIGHT


def turned(orientation: int) -> bytes:
    """Write a TIFF that says how a picture is turned, and nothing else."""
    head = b"MM\0*" + struct.pack(">IH", 8, 1)
    return head + struct.pack(">HHIHHI", ORIENTATION, SHORT, 1, orientation, 0, 0)
