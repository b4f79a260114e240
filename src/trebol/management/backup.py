"""A database in one file, and back: SQLite by its own copy, PostgreSQL by ``pg_dump`` and ``pg_restore``."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_MAGIC = b"SQLite format 3\x00"
POSTGRES_MAGIC = b"PGDMP"


def keep(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Write a database into a new file, as it is at one moment, while others go on working.

    Raises ``CommandError`` where the file is there, or the database's own program is not or fails.
    """
    if file.exists():
        raise CommandError(f"{file} is there already: name a new file.")
    scratch = file.with_name(f".{file.name}.part")  # a backup that was cut short must not look like one
    os.close(os.open(scratch, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        if vendor_of(connection) == "sqlite":
            copy(place_of(connection), scratch)
        else:
            postgres(
                connection, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={scratch}"
            )
        os.replace(scratch, file)
    finally:
        scratch.unlink(missing_ok=True)


def bring_back(connection: BaseDatabaseWrapper, file: Path) -> None:
    """Put what a file holds in the place of what the database holds: all of it, or nothing.

    Raises ``CommandError`` for a file of another kind of database, and where the program is not or fails.
    """
    vendor = vendor_of(connection)
    begins = head(file)
    if not begins.startswith(SQLITE_MAGIC if vendor == "sqlite" else POSTGRES_MAGIC):
        raise CommandError(f"{file} is no backup of {vendor}: restore it where it was made.")
    connection.close()
    if vendor == "sqlite":
        copy(file, place_of(connection))
        return
    words = (
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
    )
    name = str(connection.settings_dict["NAME"])
    postgres(connection, "pg_restore", *words, f"--dbname={name}", str(file))


def head(file: Path) -> bytes:
    """Return the first bytes of a file."""
    with file.open("rb") as source:
        return source.read(16)


def vendor_of(connection: BaseDatabaseWrapper) -> str:
    """Return the kind of a database; ``CommandError`` for one that has neither a copy nor a program here."""
    if connection.vendor not in {"sqlite", "postgresql"}:
        raise CommandError(f"{connection.vendor} is neither SQLite nor PostgreSQL: use its own programs.")
    return connection.vendor


def place_of(connection: BaseDatabaseWrapper) -> Path:
    """Return the file of a SQLite database; ``CommandError`` for one in memory."""
    name = str(connection.settings_dict["NAME"])
    if "memory" in name or not name:
        raise CommandError("This database is in memory: there is no file of it.")
    return Path(name)


def copy(source: Path, target: Path) -> None:
    """Copy a SQLite database page by page, in one transaction of each side."""
    with (
        contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as near,
        contextlib.closing(sqlite3.connect(target, timeout=20)) as far,
    ):
        near.backup(far)


def postgres(connection: BaseDatabaseWrapper, program: str, *words: str) -> None:
    """Run a program of PostgreSQL on a database; its password goes by the environment."""
    found = shutil.which(program)
    if found is None:
        raise CommandError(
            f"{program} is not here: install PostgreSQL's client programs, of the server's version."
        )
    said: dict[str, Any] = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    given = {variable: str(said[name]) for variable, name in names.items() if said.get(name)}
    options = said.get("OPTIONS", {})
    given |= {"PGSSLMODE": str(options["sslmode"])} if "sslmode" in options else {}
    done = subprocess.run(  # noqa: S603
        [found, *words], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandError(f"{program} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
