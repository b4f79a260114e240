"""A database for the servers: a file of SQLite, or one of PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.worker.processes import own_database


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
    with own_database(request.param, Path(sqlite).parent) as url:
        yield url
