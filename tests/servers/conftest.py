"""A database for the servers: a file of SQLite, or one of PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.services import OUTSIDE


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The file of a new database."""
    return str(tmp_path / "marks.sqlite3")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def database(request: pytest.FixtureRequest, sqlite: str) -> Iterator[str]:
    """A new database of each kind."""
    if request.param == "sqlite":
        yield sqlite
        return
    url, name = OUTSIDE["postgres"].url, f"trebol_marks_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield url.rpartition("/")[0] + f"/{name}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
