"""The text of a cursor: where a page ended, sealed so that it is good for the same list only."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from hmac import compare_digest
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings

from trebol.contract.errors import InvalidArgument, Misuse
from trebol.contract.violations import Violation
from trebol.contract.words import said

SEAL = 8
"""Bytes of the seal: keyed BLAKE2b (RFC 7693) with a key derived of ``SECRET_KEY``."""

NATIVE = (bool, int, float, str, bytes)
TYPES: dict[str, type] = {
    "n": Decimal, "u": UUID, "m": datetime, "d": date, "t": time, "i": timedelta,
}  # fmt: skip
LETTERS = {kind: letter for letter, kind in TYPES.items()}

LONGEST = 2000
"""Characters of a cursor: ``Paging.after`` takes no more."""


def write(values: Sequence[Any], keys: int, bound: bytes) -> str:
    """Write the order values of a row as a cursor of the list that ``bound`` tells from others.

    Base64url (RFC 4648 section 5) of MessagePack and a seal. Where that is too long it holds the last
    ``keys`` values alone, which are the row's primary key; ``Misuse`` where even that is.
    """
    text = sealed(values, bound)
    if len(text) > LONGEST:
        text = sealed(values[-keys:], bound)
    if len(text) <= LONGEST:
        return text
    raise Misuse(
        f"A cursor of this primary key takes {len(text)} characters, {LONGEST} at most: order by others."
    )


def sealed(values: Sequence[Any], bound: bytes) -> str:
    """Write values with their seal; ``Misuse`` for values that MessagePack has no form for."""
    payload = msgspec.msgpack.encode([spelled(value) for value in values])
    return encoded(payload + seal(payload, bound, key(settings.SECRET_KEY)))


def read(text: str, bound: bytes) -> list[Any]:
    """Return the values in a cursor; ``InvalidArgument`` where it is not of that very list."""
    raw = decoded(text)
    payload, found = raw[:-SEAL], raw[-SEAL:]
    if not any(compare_digest(found, seal(payload, bound, each)) for each in keys()):
        raise refused()
    return [value_of(spelling) for spelling in msgspec.msgpack.decode(payload)]


def refused() -> InvalidArgument:
    """What a consumer is told of a cursor that is not good."""
    return InvalidArgument(
        [Violation(("after",), "value", said("a cursor of this list, as its last page gave it"))]
    )


def spelled(value: Any) -> Any:
    """Return a value of a row as MessagePack has it: by itself, or as its text and its type's letter."""
    if isinstance(value, memoryview):
        return bytes(value)
    if value is None or type(value) in NATIVE or (type(value) is datetime and value.tzinfo is not None):
        return value
    if type(value) in LETTERS:
        return [LETTERS[type(value)], str(msgspec.to_builtins(value))]
    kind = type(value).__name__
    raise Misuse(f"Rows cannot be paged by a value like {value!r} ({kind}): order by another field.")


def value_of(spelling: Any) -> Any:
    """Return the value that was spelled, of the very type it had."""
    if isinstance(spelling, list):
        letter, text = spelling
        return msgspec.convert(text, TYPES[letter])
    return spelling


def encoded(raw: bytes) -> str:
    """Write base64url without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Read base64url; only the one text that ``encoded`` writes is good."""
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        raise refused() from None
    if encoded(raw) != text or len(raw) <= SEAL:
        raise refused()
    return raw


def seal(payload: bytes, bound: bytes, with_key: bytes) -> bytes:
    """Return the seal of a payload in a list."""
    return blake2b(len(bound).to_bytes(8, "big") + bound + payload, key=with_key, digest_size=SEAL).digest()


@lru_cache(maxsize=16)
def key(secret: str | bytes) -> bytes:
    """Derive the key of the seals of a secret of Django's settings."""
    raw = secret.encode() if isinstance(secret, str) else secret
    return blake2b(raw, person=b"trebol.cursor").digest()


def keys() -> Iterator[bytes]:
    """The keys whose seals are good: a secret that was replaced stays so for as long as it is listed."""
    yield key(settings.SECRET_KEY)
    for secret in settings.SECRET_KEY_FALLBACKS:
        yield key(secret)
