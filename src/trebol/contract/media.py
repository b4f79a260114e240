"""Files: bytes whose kind is told from the content, never from a name or a header.

::

    Picture = Annotated[bytes, Media("image/png", "image/jpeg"), Meta(max_length=2_000_000)]

A file travels as base64 in JSON and XML; REST and GraphQL take it as a part of multipart/form-data too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from trebol.contract.description import Constraints
from trebol.contract.pictures import jpeg, png, webp

Signature = Callable[[bytes], bool]

SIGNATURES: dict[str, Signature] = {
    "image/png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "image/gif": lambda content: content[:6] in (b"GIF87a", b"GIF89a"),
    "image/webp": lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP",
    "application/pdf": lambda content: content.startswith(b"%PDF-"),
}
"""How the content of each known media type begins (MIME Sniffing Standard, section 6)."""


FILTERS: dict[str, Callable[[bytes], bytes]] = {
    "image/png": png.without_metadata,
    "image/jpeg": jpeg.without_metadata,
    "image/webp": webp.without_metadata,
}
"""What reads a picture whole, without what it tells of where and when it was taken."""


class Media:
    """The media types a file may be of: ``Media("image/png", "image/jpeg")``; one of ``SIGNATURES`` each.

    A JPEG, PNG or WebP must be whole, and is read without its metadata: a place, a time, a camera's number.
    What it looks like stays to the bit, so do its colour profile and how it is turned. ``as_sent``: read a
    file as it was sent.
    """

    def __init__(self, *types: str, as_sent: bool = False) -> None:
        self.types, self.as_sent = types, as_sent


def media_type_of(content: bytes) -> str | None:
    """Tell the media type of a content, if it is one we know."""
    return next((name for name, signed in SIGNATURES.items() if signed(content)), None)


def read_media(value: object, constraints: Constraints) -> bytes:
    """Read bytes, or their base64; ``ValueError`` when they are too many, too few or not of the kind."""
    content = value if isinstance(value, bytes) else msgspec.convert(value, bytes)
    low, high = constraints.min_length or 0, constraints.max_length
    media_type = media_type_of(content)
    if len(content) < low or (high is not None and len(content) > high):
        raise ValueError("bytes")
    if media_type not in constraints.media:
        raise ValueError("bytes")
    read = None if constraints.as_sent else FILTERS.get(media_type)
    return content if read is None else read(content)


def reader_of(constraints: Constraints) -> Callable[[object], Any]:
    """Return the function that reads a file of these types and lengths."""
    return lambda value: read_media(value, constraints)
