"""From the URL of a database to Django's settings of it."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_OPTIONS: dict[str, Any] = {
    # A transaction that reads before it writes would otherwise be refused as "locked" instead of waiting.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def database(url: str) -> dict[str, Any]:
    """Django's settings of the database at `url`.

    `sqlite:///relative/path`, `sqlite:////absolute/path` or `postgresql://user:password@host:port/name`,
    where what follows a `?` are options of the driver (`?sslmode=require`).

    Raises `ValueError` for any other scheme and for a URL without the database's name.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ValueError("it names no database; write postgresql://user@host/name or sqlite:///file.sqlite3")
    if parts.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": Path(name), "OPTIONS": SQLITE_OPTIONS}
    if parts.scheme in {"postgres", "postgresql"}:
        return postgresql(name, parts.hostname, parts.port, parts.username, parts.password) | {
            "OPTIONS": dict(parse_qsl(parts.query))
        }
    raise ValueError(f"its scheme is {parts.scheme!r}; write postgresql://... or sqlite:///...")


def postgresql(
    name: str, host: str | None, port: int | None, user: str | None, password: str | None
) -> dict[str, Any]:
    """Django's settings of a PostgreSQL database; connections are kept and tried before they are reused."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": host or "",
        "PORT": str(port or ""),
        "USER": unquote(user or ""),
        "PASSWORD": unquote(password or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
