"""From the URL of a database to Django's settings of it, for the test suite."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

CHECKOUT = zlib.crc32(str(Path(__file__).parents[1]).encode())  # two checkouts may test on one server at once


def database(url: str) -> dict[str, Any]:
    """Django's settings of the database at `url`; SQLite in memory where `url` is empty.

    Raises `ValueError` for a scheme that is not PostgreSQL's.
    """
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"{url!r}: the tests run on SQLite or PostgreSQL; write postgresql://user@host/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/") or "postgres",
        "USER": unquote(parts.username or "postgres"),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "127.0.0.1",
        "PORT": str(parts.port or 5432),
        "TEST": {"NAME": f"test_trebol_{CHECKOUT:08x}"},
    }
