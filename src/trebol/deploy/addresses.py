"""URLs of services, taken apart; no message about a wrong one shows what may be a part of its password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit


class Address(NamedTuple):
    """The parts of a URL, unquoted; empty where it has none. ``options``: what follows its question mark."""

    scheme: str
    host: str
    port: int | None
    user: str
    password: str
    path: str
    options: Mapping[str, str]


def address(url: str, example: str) -> Address:
    """Take a URL apart; ``ValueError`` names ``example`` as the form to write."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        mend = (
            f"it is no URL; write {example}, with @ / : # % ? of a password quoted (%40 %2F %3A %23 %25 %3F)"
        )
        raise ValueError(mend) from None  # the reason quotes the URL, and with it the password
    return Address(
        scheme=parts.scheme,
        host=parts.hostname or "",
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        path=unquote(parts.path.removeprefix("/")),
        options=dict(parse_qsl(parts.query)),
    )
