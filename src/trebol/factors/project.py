"""The project as it lies in its folder: files, what they declare, where a line stands. Nothing is run here
but git.
"""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from trebol.factors import dotenv
from trebol.factors.check import CouldNotRun, Evidence
from trebol.factors.dotenv import Declared
from trebol.factors.procfile import ProcessType, process_types

SKIPPED = {".git", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".mypy_cache", ".pytest_cache"}
PRIVATE = {".env", "db.sqlite3"}
SETTINGS = re.compile(
    r"""DJANGO_SETTINGS_MODULE["']?\s*[,=\]:]\s*(?:=\s*)?["']?(?P<module>[A-Za-z_][\w.]*)"""
)
TESTS = re.compile(r"(^|/)(tests?|testing)(/|\.py$)|(^|/)(test_[^/]*|[^/]*_tests?|conftest)\.py$")
PACKAGES = {"Dockerfile", "Aptfile", "apt.txt", "flake.nix", "shell.nix"}
"""The files that say which system packages are installed, in whatever folder."""
LARGE = 1_000_000


class Project:
    """A project in `folder`. `process_types` may be given where no file declares how it is started."""

    def __init__(self, folder: Path, starts: dict[str, str] | None = None) -> None:
        self.folder = folder.resolve()
        self.starts = starts or {}

    def git(self, *words: str) -> str | None:
        """What git says in the folder; None where it is no repository or has no git."""
        try:
            done = subprocess.run(  # noqa: S603
                ["git", "-C", str(self.folder), *words],  # noqa: S607
                capture_output=True,
                timeout=30,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None

    @cached_property
    def root(self) -> Path:
        """The folder of the repository that the project lies in; its own outside of one."""
        said = self.git("rev-parse", "--show-toplevel")
        return Path(said.strip()) if said else self.folder

    @cached_property
    def commit(self) -> str | None:
        """The commit that is checked out; None outside a repository."""
        said = self.git("rev-parse", "HEAD")
        return said.strip() if said else None

    @cached_property
    def changed(self) -> list[str]:
        """Files of the project that differ from the commit."""
        said = self.git("status", "--porcelain", "--", ".") or ""
        return [line[3:] for line in said.splitlines()]

    @cached_property
    def files(self) -> list[str]:
        """Every file of the project, POSIX paths: what git knows or does not ignore, else what lies there."""
        said = self.git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        names = said.split("\0") if said else sorted(self.walk())
        return [name for name in names if name and (self.folder / name).is_file()]

    def walk(self) -> Iterator[str]:
        """The files of a folder without git, environments and private files left out."""
        for path in self.folder.rglob("*"):
            relative = path.relative_to(self.folder)
            if path.is_file() and not SKIPPED & set(relative.parts) and relative.name not in PRIVATE:
                yield relative.as_posix()

    def text(self, path: str) -> str:
        """The text of a file; empty where it is not there, or too large to have been written by hand."""
        file = self.folder / path
        if not file.is_file() or file.stat().st_size > LARGE:
            return ""
        return file.read_text(encoding="utf-8", errors="replace")

    def text_nearby(self, path: str) -> str:
        """The text of a file of the same repository, which may lie outside of the project's folder."""
        return self.text(path) if (self.folder / path).resolve().is_relative_to(self.root) else ""

    @cached_property
    def python(self) -> list[str]:
        """The Python files that are deployed: tests and migrations are left out."""
        kept = (name for name in self.files if name.endswith(".py") and "/migrations/" not in f"/{name}")
        return [name for name in kept if not TESTS.search(name)]

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """The syntax tree of every deployed Python file that parses."""
        found: dict[str, ast.Module] = {}
        for name in self.python:
            try:
                found[name] = ast.parse(self.text(name))
            except (SyntaxError, ValueError):
                continue
        return found

    def lines(self, pattern: str, paths: list[str]) -> Iterator[tuple[Evidence, re.Match[str]]]:
        """Every match of `pattern` in `paths`, with its place."""
        expression = re.compile(pattern)
        for path in paths:
            for number, line in enumerate(self.text(path).splitlines(), 1):
                for match in expression.finditer(line):
                    yield Evidence(fact=line.strip()[:120], path=path, line=number), match

    def place(self, pattern: str, paths: list[str], fact: str) -> Evidence:
        """The first line that matches, with `fact`; the fact alone where no line does."""
        for found, _ in self.lines(pattern, paths):
            return Evidence(fact=fact, path=found.path, line=found.line)
        return Evidence(fact=fact)

    @cached_property
    def packages(self) -> str:
        """What the files say that list the system's packages."""
        return " ".join(self.text(name) for name in self.files if name.rsplit("/", 1)[-1] in PACKAGES)

    def installs(self, program: str) -> bool:
        """Whether the project says that a system program is there."""
        return re.search(rf"\b{re.escape(program)}\b", self.packages) is not None

    @cached_property
    def example(self) -> str:
        """The file that declares the variables; `.env.example` where there is none."""
        return next((name for name in dotenv.NAMES if (self.folder / name).is_file()), dotenv.NAMES[0])

    @cached_property
    def declared(self) -> dict[str, Declared]:
        """The variables the project declares."""
        return dotenv.declared(self.folder / self.example)

    @cached_property
    def process_types(self) -> dict[str, ProcessType]:
        """How it is started, by name."""
        given = {name: ProcessType(name, line, "--start", 1) for name, line in self.starts.items()}
        return given or process_types(self.folder)

    def process_type(self, name: str) -> ProcessType:
        """One way of starting it. Raises `CouldNotRun` where it is not declared."""
        if name not in self.process_types:
            raise CouldNotRun(
                f"no Procfile line (nor a Dockerfile command) says how {name!r} is started: "
                f"declare it, or give --start {name}='...'"
            )
        return self.process_types[name]

    @cached_property
    def manage(self) -> str:
        """The path of manage.py. Raises `CouldNotRun` where there is none."""
        found = [name for name in self.files if name.rsplit("/", 1)[-1] == "manage.py"]
        if not found:
            raise CouldNotRun("no manage.py: this is no Django project, or not its folder")
        return min(found, key=lambda name: name.count("/"))

    @cached_property
    def settings_named(self) -> list[tuple[Evidence, str]]:
        """Every place where a settings module is named for a deploy, with the module."""
        kinds = (".py", ".yml", ".yaml", ".sh", ".toml", ".cfg", ".ini", ".env", "Procfile", "Dockerfile")
        files = [
            name for name in self.files if (name.endswith(kinds) or "env" in name) and not TESTS.search(name)
        ]
        return [(found, match["module"]) for found, match in self.lines(SETTINGS.pattern, files)]

    @cached_property
    def settings_module(self) -> str:
        """The settings module that the deployed process uses. Raises `CouldNotRun` where none is named."""
        order = {"wsgi.py": 0, "asgi.py": 1, "manage.py": 2}
        named = sorted(
            self.settings_named, key=lambda each: order.get((each[0].path or "").split("/")[-1], 3)
        )
        if not named:
            raise CouldNotRun(
                "no file names DJANGO_SETTINGS_MODULE: neither manage.py nor wsgi.py nor asgi.py"
            )
        return named[0][1]

    @cached_property
    def settings_files(self) -> list[str]:
        """The files of the settings: the module's, and those beside it where it is a package."""
        parts = self.settings_module.split(".")
        own = [name for name in self.files if name.endswith("/".join(parts) + ".py")]
        package = "/".join(parts[:-1])
        beside = [
            name
            for name in self.python
            if "settings" in package and f"{package}/" in name and name not in own
        ]
        inside = [name for name in self.python if "/".join(parts) + "/" in name]
        return own + beside + inside

    def setting(self, name: str, fact: str) -> Evidence:
        """Where a setting is given its value; its file where it is not given any."""
        found = self.place(rf"^\s*{name}\b", self.settings_files, fact)
        path = self.settings_files[0] if self.settings_files else None
        return found if found.path else Evidence(fact=fact, path=path, line=1 if path else None)

    @cached_property
    def pyproject(self) -> dict[str, Any]:
        """The project's pyproject.toml; empty where it has none that parses."""
        try:
            return tomllib.loads(self.text("pyproject.toml"))
        except tomllib.TOMLDecodeError:
            return {}

    @cached_property
    def wishes(self) -> dict[str, Any]:
        """The table `[tool.trebol.factors]`: what the project says to these checks."""
        table = self.pyproject.get("tool", {}).get("trebol", {}).get("factors", {})
        return table if isinstance(table, dict) else {}
