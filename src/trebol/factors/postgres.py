"""PostgreSQL databases of the run, on a server that is here; made when asked for, dropped at the end."""

from __future__ import annotations

import contextlib
from typing import Any
from urllib.parse import unquote, urlsplit

from trebol.factors.check import CouldNotRun

try:
    import psycopg
except ImportError:  # an extra: trebol[factors]
    psycopg = None  # type: ignore[assignment]

DEFAULT = "postgresql://postgres@127.0.0.1:5432/postgres"


class Server:
    """A PostgreSQL server at `url` (a role that may make databases), on this machine."""

    def __init__(self, url: str, prefix: str) -> None:
        self.url = url
        parts = urlsplit(url)
        self.host = parts.hostname or "127.0.0.1"
        self.port = parts.port or 5432
        self.user = unquote(parts.username or "postgres")
        self.password = unquote(parts.password or "")
        self.prefix = prefix
        self.made: list[str] = []

    def connect(self, database: str | None = None) -> Any:
        """A connection. Raises `CouldNotRun` where nothing answers, or the driver is absent."""
        if psycopg is None:
            raise CouldNotRun("psycopg is not installed here: install trebol[factors]")
        if self.host not in {"127.0.0.1", "localhost", "::1"}:
            raise CouldNotRun(f"{self.host} is not on this machine: give --postgres a server on loopback")
        try:
            return psycopg.connect(
                psycopg.conninfo.make_conninfo(self.url, **({"dbname": database} if database else {})),
                autocommit=True,
                connect_timeout=3,
            )
        except psycopg.Error as error:
            reason = (str(error).strip().splitlines() or ["no answer"])[0]
            raise CouldNotRun(
                f"no PostgreSQL at {self.host}:{self.port} ({reason}): give --postgres"
            ) from error

    def make(self) -> str:
        """A new, empty database; its name."""
        name = f"{self.prefix}_{len(self.made)}"
        with self.connect() as connection:
            connection.execute(f'create database "{name}"')
        self.made.append(name)
        return name

    def tables(self, database: str) -> set[str]:
        """The tables of a database."""
        with self.connect(database) as connection:
            rows = connection.execute(
                "select tablename from pg_tables where schemaname = 'public'"
            ).fetchall()
        return {row[0] for row in rows}

    def drop(self) -> None:
        """Drop what was made."""
        if not self.made:
            return
        with contextlib.suppress(CouldNotRun), self.connect() as connection:
            for name in self.made:
                connection.execute(f'drop database if exists "{name}" with (force)')
        self.made.clear()
