"""Files: bytes whose kind is told from the content, never from a name or a header.

::

    Picture = Annotated[bytes, Media("image/png", "image/jpeg"), Meta(max_length=2_000_000)]

A file travels as base64 in JSON and XML; REST and GraphQL take it as a part of multipart/form-data too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

Signature = Callable[[bytes], bool]

SIGNATURES: dict[str, Signature] = {
    "image/png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "image/gif": lambda content: content[:6] in (b"GIF87a", b"GIF89a"),
    "image/webp": lambda content: content[:4] == b"RIFF" and content[8:12] == b"WEBP",
    "application/pdf": lambda content: content.startswith(b"%PDF-"),
}
"""How the content of each known media type begins (MIME Sniffing Standard, section 6)."""


class Media:
    """The media types a file may be of: ``Media("image/png", "image/jpeg")``; one of ``SIGNATURES`` each."""

    def __init__(self, *types: str) -> None:
        self.types = types


def media_type_of(content: bytes) -> str | None:
    """Tell the media type of a content, if it is one we know."""
    return next((name for name, signed in SIGNATURES.items() if signed(content)), None)


def read_media(value: object, types: tuple[str, ...], low: int, high: int | None) -> bytes:
    """Read bytes, or their base64; ``ValueError`` when they are too many, too few or of another kind."""
    content = value if isinstance(value, bytes) else msgspec.convert(value, bytes)
    if (
        len(content) < low
        or (high is not None and len(content) > high)
        or media_type_of(content) not in types
    ):
        raise ValueError("bytes")
    return content


def reader_of(types: tuple[str, ...], low: int | None, high: int | None) -> Callable[[object], Any]:
    """Return the function that reads a file of these types and lengths."""
    return lambda value: read_media(value, types, low or 0, high)
