"""The origins of front ends: where a browser may have loaded the page that calls this site."""

from __future__ import annotations

from urllib.parse import urlsplit


def origins(text: str) -> list[str]:
    """Return the origins in ``text``, which has commas between them.

    Raises ``ValueError`` for what is no origin, as a browser says it: ``https://rides.example``, with a port
    where it is not the usual one, and nothing after it.
    """
    return [origin(part.strip()) for part in text.split(",") if part.strip()]


def origin(text: str) -> str:
    """Return ``text``, when it is an origin."""
    if text == "*":
        raise ValueError("'*' would let every site in the world call this one; name the front ends instead")
    parts = urlsplit(text)
    plain = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
    if parts.scheme not in {"http", "https"} or text != plain:
        raise ValueError(f"{text!r} is no origin; write https://rides.example or http://localhost:8001")
    return text
