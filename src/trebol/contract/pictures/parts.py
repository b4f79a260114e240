"""What every format has: parts, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
MOST_PARTS = 10_000


class BrokenPicture(ValueError):
    """A picture that ends too early, or is none."""


def counted(parts: Iterable[T]) -> Iterator[T]:
    """Give the parts; ``BrokenPicture`` where they are more than a real picture has."""
    for number, part in enumerate(parts):
        if number == MOST_PARTS:
            raise BrokenPicture("too many parts")
        yield part


def taken(content: bytes, start: int, length: int) -> bytes:
    """Return a piece of a picture; ``BrokenPicture`` where it ends before."""
    piece = content[start : start + length]
    if len(piece) != length:
        raise BrokenPicture("the end is missing")
    return piece
