"""Writes a new project from the files in ``project``: all of it, or nothing."""

from __future__ import annotations

import keyword
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from trebol.project_template.wheel import pinned, wheel

FILES = Path(__file__).parent / "project"
ENDING = "-tpl"  # so that no tool takes them for modules of Trébol
TAKEN = {"trebol", "django", "notes", "tests", "test", "site", "vendor"} | set(sys.stdlib_module_names)
is_name = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII).fullmatch
ENVIRONMENT = """\
# Of this machine alone; never committed. .env.example says what there is.
SECRET_KEY={key}
DATABASE_URL=sqlite:///{name}.sqlite3
SECURE_COOKIES=false
DEVELOPMENT_TOKEN_KEY=true
"""


class Refused(Exception):
    """The project cannot be written so."""


def write(name: str, folder: Path) -> None:
    """Write the project ``name`` into a new ``folder``.

    Raises ``Refused`` for a name that no package can have and for a folder that is there, ``NoWheel``.
    """
    check_name(name)
    if folder.exists():
        raise Refused(f"{folder} is there already: give another name, or --directory with a new folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".trebol-new-") as scratch:
        made = Path(scratch) / "project"
        fill(made, name)
        shutil.move(made, folder)
    begin_repository(folder)


def check_name(name: str) -> None:
    """Raise ``Refused`` for what is no name of a package, or is one that is in use."""
    if not is_name(name):
        raise Refused(
            f"{name!r} is no name of a project: write lower-case letters, digits and underscores, "
            "a letter first, 40 at most (car_rides)"
        )
    if name in TAKEN or keyword.iskeyword(name):
        raise Refused(f"{name!r} is the name of something else that Python imports: take another one")


def fill(folder: Path, name: str) -> None:
    """Write every file."""
    for template in sorted(FILES.rglob(f"*{ENDING}")):
        relative = template.relative_to(FILES).as_posix().removesuffix(ENDING).replace("NAME/", f"{name}/")
        target = folder / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(template.read_text(encoding="utf-8").replace("{{ name }}", name), encoding="utf-8")
    private = folder / ".env"
    private.touch(mode=0o600)
    private.write_text(ENVIRONMENT.format(key=secrets.token_urlsafe(48), name=name), encoding="utf-8")
    vendor = folder / "vendor"
    vendor.mkdir()
    line = pinned(wheel(vendor))
    for lock in (folder / "requirements.txt", folder / "requirements-dev.txt"):
        lock.write_text(f"--find-links vendor\n{lock.read_text(encoding='utf-8')}{line}", encoding="utf-8")
    (folder / "manage.py").chmod(0o755)


def begin_repository(folder: Path) -> None:
    """Make it a git repository, where git is here and the folder is in none; its author commits."""
    git = shutil.which("git")
    if git is None:
        return
    inside = subprocess.run([git, "rev-parse"], cwd=folder, capture_output=True, check=False)  # noqa: S603
    if inside.returncode:
        subprocess.run([git, "init", "-q", "-b", "main"], cwd=folder, capture_output=True, check=False)  # noqa: S603
