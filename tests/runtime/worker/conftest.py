"""A project with its own database, SQLite in a file and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.runtime.worker.processes import Site, own_database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Makes the site, with options of its workers."""
    made: list[Site] = []
    with own_database(request.param, tmp_path) as database:

        def make(tasks_url: str = "", **options: int) -> Site:
            made.append(Site(database, tmp_path / "workers.log", tasks_url, **options))
            made[0].python("django", "migrate", "--run-syncdb", "--verbosity", "0")
            return made[0]

        yield make
        for one in made:
            one.close()
