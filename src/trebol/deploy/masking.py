"""The secrets that this process was given, so that no line it writes shows one."""

from __future__ import annotations

import json
from urllib.parse import unquote, urlsplit

SHORTEST = 8  # what is shorter may be a word of any line
MASK = "***"


class Known:
    """The texts that are masked, each in the forms that it takes in a line; the longest first."""

    texts: tuple[str, ...] = ()


def keep_secret(value: str) -> None:
    """Mask a value in every line from now on."""
    forms = {value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1], repr(value)[1:-1]}
    found = {*Known.texts, *(form for form in forms if len(form) >= SHORTEST)}
    Known.texts = tuple(sorted(found, key=len, reverse=True))


def keep_password_secret(url: str) -> None:
    """Mask the password of a URL, as it is quoted there and as it is sent."""
    _, at, _ = urlsplit(url).netloc.rpartition("@")
    password = urlsplit(url).password if at else None
    if password:
        keep_secret(password)
        keep_secret(unquote(password))


def masked(line: str) -> str:
    """Return a line without any of the secrets."""
    for text in Known.texts:
        if text in line:
            line = line.replace(text, MASK)
    return line
