"""Real workers of the project in `tests.crash`, and what is in its database."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests.services import OUTSIDE

ROOT = Path(__file__).parents[3]


@contextlib.contextmanager
def own_database(kind: str, folder: Path) -> Iterator[str]:
    """A database for one test, of `sqlite` (gives the file's path) or `postgres` (its URL)."""
    if kind == "sqlite":
        yield str(folder / "own.sqlite3")
        return
    url, name = OUTSIDE["postgres"].url, f"trebol_own_{uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield url.rpartition("/")[0] + f"/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Site:
    """The project on one database (a file's path or a URL); `log` is where its workers write."""

    def __init__(self, database: str, log: Path, tasks_url: str = "", **options: int) -> None:
        self.database, self.log, self.prefix = database, log, f"{uuid4().hex[:12]}."
        said = {"poll_ms": 50, "lease_seconds": 2, "concurrency": 4} | options
        self.env = {
            **os.environ,
            **{f"TREBOL_WORKER_{name.upper()}": str(value) for name, value in said.items()},
            "CRASH_DATABASE": database,
            "CRASH_PREFIX": self.prefix,
            "CRASH_TASKS_URL": tasks_url,
            "DJANGO_SETTINGS_MODULE": "tests.crash.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "PYTHONUNBUFFERED": "1",
        }
        self.workers: list[subprocess.Popen[bytes]] = []

    def python(self, *arguments: str) -> None:
        """Runs a program of the project to its end."""
        subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, env=self.env, check=True, timeout=60)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts a worker, or another program that runs until it is ended."""
        with self.log.open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, "-m", *(arguments or ("django", "worker"))],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.workers.append(worker)
        return worker

    def close(self) -> None:
        """Ends whatever still runs."""
        for worker in self.workers:
            kill(worker)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query gives."""
        if "://" in self.database:
            with psycopg.connect(self.database) as connection:
                return connection.execute(query).fetchall()
        connection_of = sqlite3.connect(self.database, timeout=20)
        try:
            return connection_of.execute(query).fetchall()
        finally:
            connection_of.close()

    def count(self, query: str) -> int:
        """The number that a query gives."""
        found: int = self.rows(query)[0][0]
        return found

    def entries(self, who: str) -> list[tuple[str, int]]:
        """The effects of one kind, in the order in which they were written."""
        return self.rows(f"SELECT key, number FROM tally_entry WHERE who = '{who}' ORDER BY id")

    def wait(self, until: Callable[[], bool], seconds: float = 60) -> None:
        """Waits until something is so; `AssertionError` when it takes too long."""
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, f"still not so:\n{self.log.read_text()[-4000:]}"
            time.sleep(0.05)

    def unfinished(self) -> int:
        """How much work is left."""
        tasks = "SELECT count(*) FROM trebol_storedtask WHERE state IN ('waiting', 'sent')"
        return (
            self.count(f"{tasks} AND path NOT LIKE '%tick'")
            + self.count("SELECT count(*) FROM trebol_delivery WHERE state = 'waiting'")
            + self.count("SELECT count(*) FROM trebol_outboxevent WHERE routed_at IS NULL")
        )

    def said(self, event: str) -> int:
        """How often the workers said something."""
        return len(re.findall(rf"\b{event}\b", self.log.read_text()))


def kill(worker: subprocess.Popen[bytes]) -> None:
    """Takes a worker away without a word, with the processes that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(10)
