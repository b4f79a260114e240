"""The projects that the checks are tried on: one good Django project, and what each bad one changes in it.

A folder under `projects/` beside `good` holds only the files that differ; `_removed` names files it lacks.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

from trebol.factors import engine
from trebol.factors.check import Result
from trebol.factors.project import Project
from trebol.factors.workshop import Options

PROJECTS = Path(__file__).parent / "projects"
STYLES = Path(__file__).parent / "styles"
LOCKED = [
    *["asgiref", "click", "django", "environs", "granian", "marshmallow", "psycopg", "psycopg-binary"],
    *["python-dotenv", "redis", "sqlparse", "typing-extensions", "whitenoise"],
]
HASH = "--hash=sha256:" + "0" * 64
UNHASHED = {"undeclared"}


def make(name: str, folder: Path) -> Path:
    """The project of that name, in a git repository of its own in `folder`."""
    target = folder / name
    shutil.copytree(PROJECTS / "good", target)
    if name != "good":
        shutil.copytree(PROJECTS / name, target, dirs_exist_ok=True)
    removed = target / "_removed"
    for line in removed.read_text().split() if removed.exists() else []:
        (target / line).unlink()
    removed.unlink(missing_ok=True)
    hashed = "" if name in UNHASHED else f" {HASH}"
    lock = "".join(f"{each}=={version(each)}{hashed}\n" for each in LOCKED)
    (target / "requirements.txt").write_text(lock)
    commit(target)
    return target


def commit(folder: Path, words: str = "all of it") -> None:
    """Commit everything in `folder`."""
    who = [
        "-c",
        "user.name=Somebody",
        "-c",
        "user.email=somebody@example.org",
        "-c",
        "init.defaultBranch=main",
    ]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", words]):
        subprocess.run(["git", *who, *command], cwd=folder, check=True, capture_output=True)


def style(name: str, folder: Path) -> Path:
    """The project in the style of that name, in a git repository of its own in `folder`."""
    target = folder / name
    shutil.copytree(STYLES / name, target)
    commit(target)
    return target


@functools.cache
def judged(name: str, *ids: str) -> dict[str, Result]:
    """The results of some checks (all where none is named) on the project, or the style, of that name."""
    with tempfile.TemporaryDirectory() as folder:
        made = (style if (STYLES / name).is_dir() else make)(name, Path(folder))
        report = engine.run(Project(made), Options(), engine.select(ids=ids))
    return {result.check.id: result for result in report.results}
