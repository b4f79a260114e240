"""How a project says it is started: its Procfile, else the command of its Dockerfile."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from trebol.factors.check import Evidence

LINE = re.compile(r"^(?P<name>[A-Za-z0-9_-]+)\s*:\s*(?P<command>.+)$")
CONTINUED = re.compile(r"\\\s*\n")


@dataclass(frozen=True)
class ProcessType:
    """One way of starting the project: its name, the shell line, and where that stands."""

    name: str
    command: str
    path: str
    line: int

    def evidence(self, fact: str) -> Evidence:
        """A fact about this line."""
        return Evidence(fact=fact, path=self.path, line=self.line)


def process_types(folder: Path) -> dict[str, ProcessType]:
    """Every process type of the project; empty where it says nowhere how it is started."""
    procfile = folder / "Procfile"
    if procfile.is_file():
        return of_procfile(procfile.read_text(encoding="utf-8"))
    dockerfile = folder / "Dockerfile"
    if dockerfile.is_file():
        return of_dockerfile(dockerfile.read_text(encoding="utf-8"))
    return {}


def of_procfile(text: str) -> dict[str, ProcessType]:
    """The lines `name: command`."""
    matches = ((number, LINE.match(line)) for number, line in enumerate(text.splitlines(), 1))
    return {
        match["name"]: ProcessType(match["name"], match["command"].strip(), "Procfile", number)
        for number, match in matches
        if match
    }


def of_dockerfile(text: str) -> dict[str, ProcessType]:
    """The last ENTRYPOINT with the last CMD, as the type `web`."""
    said: dict[str, tuple[int, str]] = {}
    for number, line in instructions(text):
        word, _, rest = line.strip().partition(" ")
        if word.upper() in {"CMD", "ENTRYPOINT"}:
            said[word.upper()] = (number, shell_line(rest.strip()))
    command = " ".join(said[word][1] for word in ("ENTRYPOINT", "CMD") if word in said)
    if not command:
        return {}
    number = max(place for place, _ in said.values())
    return {"web": ProcessType("web", command, "Dockerfile", number)}


def instructions(text: str) -> list[tuple[int, str]]:
    """The instructions of a Dockerfile with their lines, continued lines joined."""
    found: list[tuple[int, str]] = []
    open_line = False
    for number, line in enumerate(text.splitlines(), 1):
        if open_line:
            found[-1] = (found[-1][0], found[-1][1].rstrip("\\").rstrip() + " " + line.strip())
        elif line.strip() and not line.lstrip().startswith("#"):
            found.append((number, line))
        open_line = line.rstrip().endswith("\\")
    return found


def shell_line(command: str) -> str:
    """The exec form as a shell line; the shell form as it stands."""
    try:
        words = json.loads(command)
    except ValueError:
        return command
    return shlex.join(str(word) for word in words) if isinstance(words, list) else command
