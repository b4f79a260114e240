"""The database of a run: where it is, and its tables made for the run and removed after it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

DATABASE_VARIABLE = "BENCHMARKS_DATABASE"
DEFAULT_DATABASE = "sqlite://:memory:"


def settings_of(url: str) -> dict[str, Any]:
    """What Django's `DATABASES` holds for a URL; `ValueError` for another engine.

    `sqlite://:memory:`, `sqlite:///FILE` (in WAL mode) or `postgres://user:password@host:port/name`. The run
    works on a database of its own beside the one named (`FILE.bench`, `test_name`), made anew and removed.
    """
    if url == DEFAULT_DATABASE:
        return {**SQLITE, "NAME": ":memory:"}
    parts = urlsplit(url)
    name = parts.path.removeprefix("/")
    if parts.scheme == "sqlite" and name:
        return {**SQLITE, "NAME": name, "TEST": {"NAME": f"{name}.bench"}}
    if parts.scheme in {"postgres", "postgresql"} and name:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "CONN_MAX_AGE": None,
        }
    raise ValueError(
        f"{url!r} is no database for this run: write {DEFAULT_DATABASE}, sqlite:///FILE or postgres://..."
    )


SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    },
}


@contextmanager
def filled() -> Iterator[None]:
    """Tables of a database of their own (Django's test database), filled, for as long as the run lasts."""
    from django.db import connection

    from benchmarks.rides import rows

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        rows.load()
        yield
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def description() -> str:
    """The database of this run, named for a reader: engine, version, and how SQLite is held."""
    import sqlite3

    from django.db import connection

    if connection.vendor == "sqlite":
        held = "in memory" if "memory" in str(connection.settings_dict["NAME"]) else "file, WAL"
        return f"SQLite {sqlite3.sqlite_version} ({held}, IMMEDIATE)"
    return f"PostgreSQL {'.'.join(map(str, connection.get_database_version()))}"
