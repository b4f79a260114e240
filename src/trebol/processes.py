"""``trebol run``: the process types of a Procfile beside each other, as a platform would start them.

For one's own machine: one of each, their lines on one terminal, none alive without the others.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import FrameType

from trebol.factors.procfile import ProcessType, process_types
from trebol.factors.workshop import shell

RELEASE = "release"
GRACE_SECONDS = 30.0
LOOKS_PER_SECOND = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("project", nargs="?", type=Path, default=Path(), help="where the Procfile is (here)")
    parser.add_argument("--no-release", action="store_true", help="leave out the release step (migrations)")
    parser.add_argument("--port", default="", help="of the web process (default: $PORT, else 8000)")


def main(said: argparse.Namespace) -> int:
    """Run the release step, then the rest until SIGTERM, SIGINT or the end of one; the exit status."""
    folder = said.project.resolve()
    types = process_types(folder)
    if not types:
        sys.stderr.write(f"trebol run: {folder} has no Procfile that says how it is started\n")
        return 2
    environment = environment_of(os.environ, said.port)
    release = types.pop(RELEASE, None)
    if release is not None and not said.no_release:
        status = subprocess.run(words(release), cwd=folder, env=environment, check=False).returncode  # noqa: S603
        if status:
            sys.stderr.write(f"trebol run: the release step ended with {status}, so nothing is started\n")
            return status
    return Together(types.values(), folder, environment).until_the_end()


def environment_of(environment: Mapping[str, str], port: str) -> dict[str, str]:
    """Return the environment of the processes: with a port, and the programs beside this Python first."""
    path = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", os.defpath)])
    return {**environment, "PATH": path, "PORT": port or environment.get("PORT", "8000")}


def words(type: ProcessType) -> list[str]:
    """Return the program that runs a line of the Procfile."""
    return [*shell(), type.command]


class Together:
    """Processes of which none lives without the others."""

    def __init__(self, types: Iterable[ProcessType], folder: Path, environment: Mapping[str, str]) -> None:
        self.signals = 0
        for number in (signal.SIGTERM, signal.SIGINT):  # before the first is there that a signal could orphan
            signal.signal(number, self.hear)
        # Each has a group of its own: what a terminal sends goes to this process, which ends them in order.
        self.running = {
            type.name: subprocess.Popen(words(type), cwd=folder, env=environment, process_group=0)  # noqa: S603
            for type in types
        }

    def until_the_end(self) -> int:
        """Wait until all have ended; the exit status of the first that ended unasked, else 0."""
        while not self.signals and not self.ended:
            time.sleep(1 / LOOKS_PER_SECOND)
        unasked = [] if self.signals else self.ended
        for name in unasked:
            sys.stderr.write(
                f"trebol run: {name} ended with {self.running[name].returncode}; ending the others\n"
            )
        self.send(signal.SIGTERM)
        end = time.monotonic() + GRACE_SECONDS
        while len(self.ended) < len(self.running) and self.signals < 2 and time.monotonic() < end:
            time.sleep(1 / LOOKS_PER_SECOND)
        self.send(signal.SIGKILL)
        for process in self.running.values():
            process.wait()
        return next((self.running[name].returncode or 1 for name in unasked), 0)

    @property
    def ended(self) -> list[str]:
        """The names of those that have ended."""
        return [name for name, process in self.running.items() if process.poll() is not None]

    def hear(self, number: int, frame: FrameType | None) -> None:
        """Note a signal: the first ends all in good order, the second at once."""
        self.signals += 1

    def send(self, number: signal.Signals) -> None:
        """Send a signal to all that run: SIGKILL to whatever they have started, too."""
        for process in self.running.values():
            if process.poll() is None and number is signal.SIGKILL:
                os.killpg(process.pid, number)
            elif process.poll() is None:
                process.send_signal(number)
