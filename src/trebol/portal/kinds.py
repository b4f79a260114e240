"""A type of the contract in words, as pieces of text that a page can link."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from trebol.contract.description import (
    Constraints,
    EnumRef,
    ListOf,
    MapOf,
    MessageRef,
    PageOf,
    Scalar,
    Type,
    UnionRef,
)  # fmt: skip
from trebol.portal.words import Words

BOUNDS = ("ge", "gt", "le", "lt", "multiple_of")


class Piece(msgspec.Struct, frozen=True):
    """A piece of a line. ``target``: the message or enum that it names; ``code``: to be shown as written;
    ``apart``: a comma stands before it.
    """

    text: str
    target: str = ""
    code: bool = False
    apart: bool = False


def type_pieces(type: Type, words: Words) -> tuple[Piece, ...]:
    """Return what belongs there: a noun phrase with its constraints."""
    null = (Piece(words["null"]),) if type.nullable else ()
    return (*bare(type, words), *null)


def bare(type: Type, words: Words) -> Iterator[Piece]:
    """Describe a type that is not null."""
    match type:
        case Scalar(name=name, constraints=limits):
            yield Piece(words[name])
            yield from narrowing(limits, words, "octets" if name == "bytes" else "characters")
        case EnumRef(name=name) | MessageRef(name=name):
            yield Piece(name, name)
        case UnionRef(members=members):
            for place, member in enumerate(members):
                yield from (Piece(words["or"]),) if place else ()
                yield Piece(member, member)
        case PageOf(item=item):
            yield Piece(words["page"])
            yield Piece(item.name, item.name)
        case ListOf(item=item, constraints=limits):
            yield Piece(words["list"])
            yield from type_pieces(item, words)
            yield from narrowing(limits, words, "items")
        case MapOf(value=value, constraints=limits):
            yield Piece(words["map"])
            yield from type_pieces(value, words)
            yield from narrowing(limits, words, "entries")


def narrowing(limits: Constraints, words: Words, unit: str) -> Iterator[Piece]:
    """Describe the constraints, each a piece."""
    for key in BOUNDS:
        if (bound := getattr(limits, key)) is not None:
            yield Piece(words[key].format(n=bound), apart=True)
    if limits.total_digits is not None:
        digits = words["digits"].format(total=limits.total_digits, places=limits.fraction_digits)
        yield Piece(digits, apart=True)
    yield from length(limits, words, words[unit])
    if limits.pattern is not None:
        yield Piece(words["pattern"], apart=True)
        yield Piece(limits.pattern, code=True)
    if limits.media:
        yield Piece(words["media"], apart=True)
        yield from (Piece(media, code=True) for media in limits.media)


def length(limits: Constraints, words: Words, unit: str) -> Iterator[Piece]:
    """Describe the lengths."""
    low, high = limits.min_length, limits.max_length
    if low is not None and high is not None:
        yield Piece(words["between"].format(low=low, high=high, unit=unit), apart=True)
    elif low is not None:
        yield Piece(words["at_least"].format(low=low, unit=unit), apart=True)
    elif high is not None:
        yield Piece(words["at_most"].format(high=high, unit=unit), apart=True)
