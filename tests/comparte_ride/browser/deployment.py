"""Comparte Ride as its Procfile starts it: a server and a worker, on a database of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any, TypeVar

from tests.comparte_ride.live import APP, ROOT, await_connection, environment

FRONT_END = ROOT / "examples" / "comparte_ride_spa"
PATIENCE_SECONDS = 30
Found = TypeVar("Found")


@dataclass(frozen=True)
class Deployment:
    """Where it answers, and what it works with."""

    address: str
    front_end: str
    folder: Path
    environment: dict[str, str]

    def mail_to(self, email: str) -> str:
        """What the newest e-mail to somebody says, once the worker has printed it."""
        return eventually(lambda: newest_mail((self.folder / "worker").read_text(), email))

    def link_to(self, email: str) -> str:
        """The link in the newest e-mail to somebody."""
        (link,) = re.findall(r"https?://\S+", self.mail_to(email))
        return str(link)

    def ran(self, script: str, **values: Any) -> str:
        """Run a one-off script in the scratch database; gives what it printed."""
        done = subprocess.run(
            [sys.executable, "-c", f"import json, sys, django; django.setup()\n{script}", json.dumps(values)],
            env=self.environment,
            cwd=APP,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


def newest_mail(printed: str, email: str) -> str:
    """The text of the last e-mail to an address among what the worker printed; empty where there is none."""
    mails = re.findall(r"^Content-Type: text/plain.*?(?=^-{79}$)", printed, re.MULTILINE | re.DOTALL)
    messages = [message_from_string(text, policy=default) for text in mails]
    texts = [message.get_content() for message in messages if message["To"] == email]
    return str(texts[-1]) if texts else ""


def eventually(found: Callable[[], Found]) -> Found:
    """What `found` gives as soon as it gives something."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (result := found()):
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)
    return result


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def start_lines() -> dict[str, str]:
    """The lines of the Procfile, by process type."""
    lines = (APP / "Procfile").read_text().splitlines()
    return {kind: line.strip() for kind, _, line in (text.partition(":") for text in lines)}


@contextmanager
def running(command: list[str], said: dict[str, str], printed: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of this deploy; afterwards it is asked to end, and ends."""
    with printed.open("wb") as out:
        process = subprocess.Popen(command, env=said, cwd=APP, stdout=out, stderr=out, start_new_session=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@contextmanager
def deployed(folder: Path, node: Path) -> Iterator[Deployment]:
    """Serve the application and its front end of another origin, each on a port of its own."""
    port, front_port = free_port(), free_port()
    said = environment(folder, port) | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PORT": str(port),
        "HOST": "127.0.0.1",
        "STORAGE_URL": (folder / "files").as_uri(),
        "CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{front_port}",
        "PYTHONUNBUFFERED": "1",
    }
    subprocess.run([sys.executable, APP / "manage.py", "migrate", "--verbosity", "0"], env=said, check=True)
    lines, built = start_lines(), str(FRONT_END / "server.ts")
    front = said | {"PORT": str(front_port), "API_URL": f"http://127.0.0.1:{port}"}
    with ExitStack() as processes:
        start = processes.enter_context
        server = start(running(["bash", "-c", lines["web"]], said, folder / "web"))
        start(running(["bash", "-c", lines["worker"]], said, folder / "worker"))
        other = start(running([str(node), built], front, folder / "front"))
        await_connection(server, port, folder / "web")
        await_connection(other, front_port, folder / "front")
        yield Deployment(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{front_port}", folder, said)
