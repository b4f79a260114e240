"""Two servers of the project `marks` behind a proxy, under load, told to end in turn and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.servers.exchange import Exchanged, read
from tests.servers.proxy import Proxy

ROOT = Path(__file__).parents[2]
CLIENTS = 16
SECONDS = 90
PORT = "{port}"

WSGI, ASGI = "tests.servers.marks.wsgi:application", "tests.servers.marks.asgi:application"
BIND = ("--host", "127.0.0.1", "--port", PORT)
THREADS = ("--interface", "wsgi", "--no-ws", "--blocking-threads", "4")
GUNICORN = ("gunicorn", "--threads", "4", "--bind", f"127.0.0.1:{PORT}", WSGI, "--worker-class")
SERVERS: dict[str, tuple[str, ...]] = {
    "granian": ("granian", *THREADS, *BIND, WSGI),
    "granian asgi": ("granian", "--interface", "asgi", "--no-ws", *BIND, ASGI),
    "trebol serve": ("trebol.console", "serve", *THREADS, *BIND, WSGI),
    "trebol serve asgi": ("trebol.console", "serve", "--interface", "asgi", "--no-ws", *BIND, ASGI),
    "gthread": (*GUNICORN, "gthread"),
    "draining": (*GUNICORN, "trebol.servers.gunicorn.DrainingWorker"),
    "uvicorn": ("uvicorn", "--no-access-log", *BIND, ASGI),
}
SERVERS["draining, three"] = (*SERVERS["draining"], "--workers", "3")
SERVERS["draining, two ports"] = (*SERVERS["draining"], "--workers", "2", "--reuse-port")


@dataclass
class Outcome:
    """What clients got: how often each status, the commands that were done; what the proxy saw."""

    statuses: Counter[int | None] = field(default_factory=Counter)
    done: list[int] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    ends: list[float] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many there were."""
        return sum(self.statuses.values())

    @property
    def failed(self) -> int:
        """How many did not get what they asked for."""
        return self.requests - self.statuses[200] - self.statuses[201]


class Fleet:
    """Servers by their ports: started, told to end, taken away with the fleet."""

    def __init__(self, words: Sequence[str], database: str, log: Path, size: int = 2) -> None:
        self.words, self.log = words, log
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.servers.marks.settings",
            "MARKS_DATABASE": database,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        with log.open("ab") as said:
            migrate = [sys.executable, "-m", "django", "migrate", "--run-syncdb", "--verbosity", "0"]
            subprocess.run(migrate, cwd=ROOT, env=self.env, stdout=said, stderr=said, check=True, timeout=60)
        self.running = {port: self.start(port) for port in free_ports(size)}

    def start(self, port: int) -> subprocess.Popen[bytes]:
        """A server on a port."""
        words = [word.replace(PORT, str(port)) for word in self.words]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *words],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def listening(self, port: int) -> None:
        """Wait until the server on a port takes connections."""
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                assert self.running[port].poll() is None, self.log.read_text()[-4000:]
                await asyncio.sleep(0.02)
            else:
                return writer.close()

    async def end(self, port: int) -> float:
        """SIGTERM to the server on a port; the seconds until it ended."""
        began = time.monotonic()
        self.running[port].send_signal(signal.SIGTERM)
        while self.running[port].poll() is None:  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.01)
        return time.monotonic() - began

    def close(self) -> None:
        """Take away what still runs."""
        for server in self.running.values():
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait(10)


def free_ports(size: int) -> list[int]:
    """Ports on which nobody listens."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(size)]
    found = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return found


@contextmanager
def fleet(server: str, database: str, folder: Path, size: int = 2) -> Iterator[Fleet]:
    """A fleet of one of `SERVERS`, taken away at the end."""
    found = Fleet(SERVERS[server], database, folder / "servers.log", size)
    try:
        yield found
    finally:
        found.close()


async def client(port: int, numbers: Iterator[int], outcome: Outcome, enough: asyncio.Event) -> None:
    """Ask without a pause, a command and a query in turn, on one connection while it stands.

    Who goes on asking where the other side has ended would never wait again, and nobody else would run.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    headers = {"host": "127.0.0.1", "content-type": "application/json"}
    while not enough.is_set():
        number = next(numbers)
        command, body = number % 2, b'{"number": %d}' % number
        line = "POST /api/v1/marks HTTP/1.1" if command else "GET /api/v1/tally HTTP/1.1"
        writer.write(Exchanged(line, headers, body if command else b"").written())
        answer = await read(reader)
        outcome.statuses[answer.status if answer else None] += 1
        if answer is None:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
        if answer and answer.status == 201:
            outcome.done.append(number)
    writer.close()


async def roll(servers: Fleet, *, requests: int, restarts: int) -> Outcome:
    """Load on a proxy before the fleet, whose servers are ended and started again in turn."""
    outcome, numbers, enough = Outcome(), count(), asyncio.Event()
    ports = list(servers.running)
    for port in ports:
        await servers.listening(port)
    proxy = Proxy(ports)
    async with asyncio.timeout(SECONDS), await proxy.serve() as front, asyncio.TaskGroup() as group:
        where = int(front.sockets[0].getsockname()[1])
        for _ in range(CLIENTS):
            group.create_task(client(where, numbers, outcome, enough))
        for turn in range(restarts):
            await until(outcome, requests * (turn + 1) // (restarts + 1))
            port = ports[turn % len(ports)]
            outcome.ends.append(await servers.end(port))
            servers.running[port] = servers.start(port)
            await servers.listening(port)
        await until(outcome, requests)
        enough.set()
    outcome.seen = proxy.seen
    return outcome


async def until(outcome: Outcome, requests: int) -> None:
    """Wait until so many requests had their answer."""
    while outcome.requests < requests:  # noqa: ASYNC110  # a count of many
        await asyncio.sleep(0.01)
