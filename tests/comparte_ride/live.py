"""The application as it is deployed: its own settings, granian, a database of its own with demo data."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "examples" / "comparte_ride"
START_SECONDS = 60


def environment(folder: Path, port: int) -> dict[str, str]:
    """What this deploy says: everything in `folder`."""
    return os.environ | {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(APP)]),
        "DJANGO_SETTINGS_MODULE": "comparte_ride.settings",
        "DATABASE_URL": f"sqlite:///{folder}/live.sqlite3",
        "STORAGE_URL": (folder.absolute() / "files").as_uri(),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SECRET_KEY": "of these tests, which keep nothing secret",
        "DEVELOPMENT_TOKEN_KEY": "true",
        "DEMO_SERVICE_SECRET": "of these tests",
    }


@contextmanager
def deployed(folder: Path) -> Iterator[str]:
    """Serve the application with the demonstration's data; gives its address."""
    said = environment(folder, free_port())
    for command in (("migrate", "--verbosity", "0"), ("demo",)):
        subprocess.run([sys.executable, APP / "manage.py", *command], env=said, check=True, timeout=120)
    with served(folder, said):
        yield said["PUBLIC_URL"]


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def served(folder: Path, said: dict[str, str], processes: int = 1) -> Iterator[None]:
    """Serve what this environment says, where it says; what the server prints is in `folder / "served"`."""
    port = int(said["PUBLIC_URL"].rpartition(":")[2])
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--no-ws"]
    where = ["--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "served").open("wb") as printed:
        server = subprocess.Popen(
            [*granian, *where, "--workers", str(processes), "comparte_ride.wsgi:application"],
            env=said,
            cwd=APP,
            stdout=printed,
            stderr=printed,
        )
    try:
        await_connection(server, port, folder / "served")
        yield
    finally:
        server.terminate()
        server.wait(30)


def await_connection(server: subprocess.Popen[bytes], port: int, printed: Path) -> None:
    """Wait until the server listens; `AssertionError` with what it printed when it does not."""
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert server.poll() is None, printed.read_text()
            assert time.monotonic() < end, printed.read_text()
            time.sleep(0.1)
