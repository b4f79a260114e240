"""The main job on a fresh copy of the repository: what `make run` prints, how it stops and starts again."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.documents import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.needs_program("make", "curl", "git"), pytest.mark.timeout(900)]

FRESH_SECONDS = 600  # a slow network installs slowly
AGAIN_SECONDS = 20


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the repository and nothing that was made from them."""
    folder = tmp_path_factory.mktemp("fresh")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def connects(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def served(copy: Path, port: int, seconds: float) -> Iterator[subprocess.Popen[bytes]]:
    """`make run` until it listens; what it prints is in `copy/printed`."""
    environment = {
        name: os.environ[name] for name in os.environ if not name.startswith(("MAKE", "MFLAGS", "DJANGO_"))
    }
    with (copy / "printed").open("wb") as printed:
        running = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=copy,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
        )
    try:
        end = time.monotonic() + seconds
        while not connects(port):
            assert running.poll() is None, (copy / "printed").read_text()
            assert time.monotonic() < end, f"not listening after {seconds} seconds"
            time.sleep(0.1)
        yield running
    finally:
        running.terminate()
        running.wait(30)


def commands(printed: str) -> list[str]:
    """The commands to paste, each with its continuation lines."""
    found: list[str] = []
    lines = iter(printed.splitlines())
    for line in lines:
        if line.lstrip().startswith(("curl ", "TOKEN=")):
            command = line
            while not complete(command):
                command += "\n" + next(lines)
            found.append(command)
    return found


def complete(command: str) -> bool:
    """Whether a shell would run `command` rather than wait for its next line."""
    try:
        shlex.split(command)
    except ValueError:
        return False
    return not command.endswith("\\")


def test_a_fresh_copy_serves_and_its_commands_work(copy: Path, port: int) -> None:
    with served(copy, port, FRESH_SECONDS):
        *service, log_in, person = commands((copy / "printed").read_text())
        pasted = [*service, f"{log_in}\n{person}"]  # the person's credential is a variable of the shell
        answers = [
            subprocess.run(
                ["bash", "-c", f"{command} -s -w '\n%{{http_code}}'"], capture_output=True, text=True
            )
            for command in pasted
        ]
    assert len(pasted) == 4
    assert [answer.stdout.rsplit("\n", 1)[-1] for answer in answers] == ["200"] * 4
    assert re.search(r"<\w*:?Envelope", answers[2].stdout)
    assert '"errors"' not in answers[1].stdout
    assert '"seatsFree"' in answers[3].stdout
    assert '"errors"' not in answers[3].stdout


def test_it_answers_what_is_in_flight_and_refuses_the_rest(copy: Path, port: int) -> None:
    with served(copy, port, AGAIN_SECONDS) as running:
        head = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        body = b'{"query": "{ __typename }"}'
        with socket.create_connection(("127.0.0.1", port), timeout=30) as begun:
            begun.sendall(head + f"Content-Length: {len(body)}\r\n\r\n".encode() + body[:5])
            time.sleep(1)
            running.send_signal(signal.SIGTERM)
            time.sleep(1)
            refused = not connects(port)
            begun.sendall(body[5:])
            answer = begun.recv(65536)
    assert refused
    assert answer.startswith(b"HTTP/1.1 200")


def test_a_second_run_starts_in_seconds(copy: Path, port: int) -> None:
    began = time.monotonic()
    with served(copy, port, AGAIN_SECONDS):
        assert time.monotonic() - began < AGAIN_SECONDS
    assert "installing" not in (copy / "printed").read_text()
