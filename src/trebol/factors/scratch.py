"""The scratch folder of a run: copies of the project, a home, a place for events; removed at the end."""

from __future__ import annotations

import itertools
import secrets
import shutil
import tempfile
from pathlib import Path

from trebol.factors.project import Project


class Scratch:
    """A folder of its own. `token` marks the run: in headers, in planted values, in names of databases."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.token = secrets.token_hex(12)
        self.folder = Path(tempfile.mkdtemp(prefix="trebol-factors-")).resolve()
        self.home = self.make("home")
        self.temporary = self.make("tmp")
        self.data = self.make("data")
        self.events = self.folder / "events"
        self.events.mkdir()
        self.numbers = itertools.count(1)

    def make(self, name: str) -> Path:
        """A folder in the scratch folder."""
        path = self.folder / name
        path.mkdir()
        return path

    def copy(self, name: str) -> Path:
        """A copy of the project's files, as a deploy to one more machine would have it."""
        target = self.folder / "code" / name
        for file in self.project.files:
            path = target / file
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self.project.folder / file, path, follow_symlinks=True)
        return target

    def next(self) -> str:
        """A name that nothing else of the run has."""
        return f"{self.token}-{next(self.numbers)}"

    def remove(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.folder, ignore_errors=True)


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file under `folder` with its time and size, byte code left out."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            status = path.stat()
            found[path.relative_to(folder).as_posix()] = (status.st_mtime_ns, status.st_size)
    return found


def changes(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> list[str]:
    """The files that are new, changed or gone."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
