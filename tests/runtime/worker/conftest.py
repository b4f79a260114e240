"""A project with its own database, SQLite in a file and PostgreSQL."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.runtime.worker.processes import Site
from tests.services import OUTSIDE


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Makes the site, with options of its workers."""
    name = f"trebol_crash_{uuid.uuid4().hex[:12]}"
    url = OUTSIDE["postgres"].url
    database = str(tmp_path / "crash.sqlite3")
    if request.param == "postgres":
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        database = url.rpartition("/")[0] + f"/{name}"
    made: list[Site] = []

    def make(tasks_url: str = "", **options: int) -> Site:
        made.append(Site(database, tmp_path / "workers.log", tasks_url, **options))
        made[0].python("django", "migrate", "--run-syncdb", "--verbosity", "0")
        return made[0]

    yield make
    for one in made:
        one.close()
    if request.param == "postgres":
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
