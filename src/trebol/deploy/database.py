"""From the URL of a database to Django's settings of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from trebol.deploy.addresses import Address, address

EXAMPLE = "postgresql://user@host/name or sqlite:///file.sqlite3"
SQLITE_OPTIONS: dict[str, Any] = {
    # A transaction that reads before it writes would otherwise be refused as "locked" instead of waiting.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
CONNECT_SECONDS = "3"  # a request must not hang while its database is gone


def database(url: str) -> dict[str, Any]:
    """Return Django's settings of the database at ``url``.

    ``sqlite:///relative/path``, ``sqlite:////absolute/path`` or ``postgresql://user:password@host:port/name``,
    where what follows a ``?`` are options of the driver (``?sslmode=require``).

    Raises ``ValueError`` for any other scheme and for a URL without the database's name.
    """
    found = address(url, EXAMPLE)
    if not found.path:
        raise ValueError(f"it names no database; write {EXAMPLE}")
    if found.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(found.path),
            "OPTIONS": dict(SQLITE_OPTIONS),
        }
    if found.scheme in {"postgres", "postgresql"}:
        return postgresql(found)
    raise ValueError(f"its scheme is {found.scheme!r}; write {EXAMPLE}")


def postgresql(found: Address) -> dict[str, Any]:
    """Return the settings of a PostgreSQL database; connections are kept, and tried before reuse."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": found.path,
        "HOST": found.host,
        "PORT": str(found.port or ""),
        "USER": found.user,
        "PASSWORD": found.password,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": CONNECT_SECONDS, **found.options},
    }
