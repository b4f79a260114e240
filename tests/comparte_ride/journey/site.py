"""The site as it is deployed: what its Procfile says, the release step first, then a server and a worker."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.comparte_ride.journey.mailbox import Mailbox
from tests.comparte_ride.live import APP, ROOT, START_SECONDS, await_connection, environment
from trebol.factors.procfile import process_types
from trebol.processes import environment_of, words

END_SECONDS = 40


class Site:
    """A server, a worker and a database of its own; `mail` is what it sent."""

    def __init__(self, folder: Path, port: int, said: Mapping[str, str], mail: Mailbox) -> None:
        self.address, self.mail = f"http://127.0.0.1:{port}", mail
        self.printed, self.said = folder / "printed", environment_of(said, str(port))
        self.types = process_types(APP)
        self.running: dict[str, subprocess.Popen[Any]] = {}

    def open(self, port: int) -> None:
        """Release, then start what serves, what works, and the clock."""
        self.start("release")
        assert self.running.pop("release").wait(60) == 0, self.printed.read_text()
        self.start("web")
        self.start_worker()
        await_connection(self.running["web"], port, self.printed)
        self.clock = self.running["clock"] = subprocess.Popen(
            [sys.executable, "-m", "tests.comparte_ride.journey.clock"],
            env={**self.said, "PYTHONPATH": os.pathsep.join([self.said["PYTHONPATH"], str(ROOT)])},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self, name: str) -> None:
        """Start a process by its line in the Procfile."""
        with self.printed.open("ab") as printed:
            self.running[name] = subprocess.Popen(
                words(self.types[name]), cwd=APP, env=self.said, stdout=printed, stderr=printed
            )

    def start_worker(self) -> None:
        """Start a worker, and wait until it works: only then does it end in good order."""
        before = self.printed.read_text().count("worker_started")
        self.start("worker")
        end = time.monotonic() + START_SECONDS
        while self.printed.read_text().count("worker_started") == before:
            assert time.monotonic() < end, self.printed.read_text()[-2000:]
            time.sleep(0.05)

    def end(self, name: str) -> None:
        """Tell a process to end; it does so in good order."""
        process = self.running.pop(name)
        process.terminate()
        status = process.wait(END_SECONDS)
        assert status == 0, f"{name}: {status}\n{self.printed.read_text()[-2000:]}"

    def move(self, ride_id: int, *, departs: int, arrives: int) -> None:
        """Have a ride depart and arrive so many minutes from now; before now where they are negative."""
        self.tell_clock("ride", ride_id, departs, arrives)

    def pass_without_worker(self, task: str) -> None:
        """End the worker, in good order, and start it two minutes later, as a periodic task sees it."""
        self.end("worker")
        self.tell_clock("schedule", task, 2)
        self.start_worker()

    def tell_clock(self, *move: object) -> None:
        """Have something moved in time, by the one-off program."""
        assert self.clock.stdin is not None
        assert self.clock.stdout is not None
        self.clock.stdin.write(json.dumps(move) + "\n")
        self.clock.stdin.flush()
        assert self.clock.stdout.readline() == "moved\n"

    def close(self) -> None:
        """End all of it, by force what does not end by itself."""
        try:
            if "clock" in self.running:
                self.running.pop("clock").communicate(timeout=END_SECONDS)
            for name in list(self.running):
                self.end(name)
        finally:
            for process in self.running.values():
                process.kill()


@contextmanager
def started(folder: Path, database_url: str) -> Iterator[Site]:
    """Start the site on an empty database."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    with ExitStack() as ending:
        mail = ending.enter_context(Mailbox())
        ending.callback(mail.shutdown)
        said = environment(folder, port) | {
            "DATABASE_URL": database_url,
            "EMAIL_URL": mail.url,
            "HOST": "127.0.0.1",
            "STORAGE_URL": (folder / "files").as_uri(),
            "TREBOL_WORKER_POLL_MS": "50",
        }
        site = Site(folder, port, said, mail)
        ending.callback(site.close)
        site.open(port)
        yield site
