"""Comparte Ride on a database of its own: its settings, its processes, and what is in its rows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.comparte_ride.live import APP, environment, free_port, served
from tests.runtime.worker.processes import ROOT, Site, own_database


class Place(Site):
    """The application in `folder`: as its settings say, with this database (a file's path or a URL)."""

    def __init__(self, database: str, folder: Path, **options: int) -> None:
        super().__init__(database, folder / "workers.log", "", **options)
        self.folder = folder
        url = database if "://" in database else f"sqlite:///{database}"
        paths = f"{ROOT / 'src'}:{APP}:{ROOT}"
        self.env |= environment(folder, free_port()) | {"DATABASE_URL": url, "PYTHONPATH": paths}
        self.address = self.env["PUBLIC_URL"]
        self.python("django", "migrate", "--verbosity", "0")

    def told(self, *arguments: str) -> Any:
        """What a program of the application prints, as JSON."""
        said = [sys.executable, "-m", *arguments]
        done = subprocess.run(said, cwd=ROOT, env=self.env, check=True, timeout=60, capture_output=True)
        return json.loads(done.stdout)

    @contextmanager
    def open(self, processes: int) -> Iterator[str]:
        """Served by so many processes; gives its address."""
        with served(self.folder, self.env, processes):
            yield self.address


@contextmanager
def place_on(kind: str, folder: Path, **options: int) -> Iterator[Place]:
    """The application on `sqlite` or `postgres`; all of it is gone afterwards."""
    with own_database(kind, folder) as database:
        made = Place(database, folder, **options)
        try:
            yield made
        finally:
            made.close()
