"""Runs commands at once and prints what each one wrote, whole, in the order given.

`at_once.py COMMAND COMMAND ...`: each is a line for the shell. It fails where one of them fails. Every
command leads a process group of its own, so that what it started ends with it when this process is told
to end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from types import FrameType
from typing import IO, NoReturn


def start(command: str, prints: IO[bytes]) -> subprocess.Popen[bytes]:
    """`command` in a process group of its own; what it writes goes to `prints`."""
    return subprocess.Popen(
        ["/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=prints,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def end(running: list[subprocess.Popen[bytes]]) -> None:
    """All that still runs is told to end, with what it started."""
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in running:
        process.wait()


def interrupted(number: int, _frame: FrameType | None) -> NoReturn:
    """A signal leaves `main` by way of its `finally`."""
    raise SystemExit(128 + number)


def main(commands: list[str]) -> int:
    """The exit status: 1 where one of `commands` failed."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    failed = []
    with ExitStack() as files:
        prints = [files.enter_context(tempfile.TemporaryFile()) for _ in commands]
        running: list[subprocess.Popen[bytes]] = []
        try:
            for command, written in zip(commands, prints, strict=True):
                running.append(start(command, written))
            for command, process, written in zip(commands, running, prints, strict=True):
                if process.wait():
                    failed.append(f"failed ({process.returncode}): {command}")
                written.seek(0)
                sys.stdout.buffer.write(written.read())
                sys.stdout.flush()
        finally:
            end(running)
    for line in failed:
        print(line, file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
