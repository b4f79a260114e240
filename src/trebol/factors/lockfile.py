"""The lock file of a project, whatever made it: exact versions by distribution."""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import distributions
from pathlib import Path

from trebol.factors.check import Evidence
from trebol.factors.project import Project

PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*===?\s*(?P<version>[\w.!+-]+)(?P<rest>.*)$")
INCLUDE = re.compile(r"^(?:-r|--requirement)[ =]*(?P<name>\S+)")
NAMES = (
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "pylock.toml",
    "Pipfile.lock",
    "requirements.txt",
    "requirements.lock",
    "requirements/production.txt",
    "requirements/prod.txt",
    "requirements/base.txt",
    "requirements/run.txt",
)


@dataclass(frozen=True)
class Lock:
    """`versions`: by normal name; `conditional`: names with a marker, which need not be installed here.

    `lines`: where each name stands, file and line; `hashed`: whether hashes stand there.
    """

    path: str
    versions: dict[str, str]
    conditional: frozenset[str] = frozenset()
    lines: dict[str, tuple[str, int]] = field(default_factory=dict)
    hashed: bool = False

    def evidence(self, name: str, fact: str) -> Evidence:
        """A fact about one line of the lock."""
        path, line = self.lines.get(name, (self.path, None))
        return Evidence(fact=fact, path=path, line=line)

    def as_json(self, root: Path) -> str:
        """For the probe: versions, the names that may be absent, the repository whose own code needs no
        lock.
        """
        said = {"versions": self.versions, "conditional": sorted(self.conditional), "root": str(root)}
        return json.dumps(said)


def normal(name: str) -> str:
    """The normal form of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def find(project: Project) -> Lock | None:
    """The lock file; None where no file holds exact versions."""
    for path in NAMES:
        if path in project.files:
            lock = read(path, project.text(path), project.text_nearby)
            if lock.versions:
                return lock
    return None


def no_other_file(path: str) -> str:
    """The text of any other file, where there is none."""
    return ""


def read(path: str, text: str, other: Callable[[str], str] = no_other_file) -> Lock:
    """The lock at `path`; without versions where the file pins nothing or not everything.

    `other`: the text of a further file that it includes.
    """
    if path.endswith(".txt") or path.endswith("requirements.lock"):
        return of_requirements(path, text, other)
    hashed = "sha256" in text
    if path == "Pipfile.lock":
        said = json.loads(text).get("default", {})
        versions = {normal(name): each.get("version", "").lstrip("=") for name, each in said.items()}
        return Lock(path, {name: each for name, each in versions.items() if each}, hashed=hashed)
    tables = tomllib.loads(text)
    packages = tables.get("package") or tables.get("packages") or []
    installed = [each for each in packages if "version" in each and not editable(each)]
    versions = {normal(each["name"]): each["version"] for each in installed}
    # the lock of every platform and group: absent is no finding
    return Lock(path, versions, frozenset(versions), hashed=hashed)


def editable(package: dict[str, object]) -> bool:
    """Whether a package of uv.lock is the project itself."""
    source = package.get("source")
    return isinstance(source, dict) and bool({"editable", "virtual", "directory"} & source.keys())


def of_requirements(
    path: str, text: str, other: Callable[[str], str], inside: frozenset[str] = frozenset()
) -> Lock:
    """Pinned requirements, with those of the files that they include (`-r`).

    A requirement without a version makes it no lock, in an included file too. `inside`: what includes it.
    """
    versions, lines = dict[str, str](), dict[str, tuple[str, int]]()
    conditional, hashed = set[str](), "sha256" in text
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if included := INCLUDE.match(stripped):
            nearby = posixpath.normpath(posixpath.join(posixpath.dirname(path), included["name"]))
            found = more(nearby, other, inside | {path})
            if other(nearby) and nearby not in inside and not found.versions:
                return Lock(path, {})
            versions, lines = {**versions, **found.versions}, {**lines, **found.lines}
            conditional, hashed = conditional | found.conditional, hashed or found.hashed
            continue
        if not stripped or stripped.startswith(("#", "-")) or line[:1].isspace():
            continue
        match = PIN.match(stripped)
        if match is None:
            return Lock(path, {})
        name = normal(match["name"])
        versions[name], lines[name] = match["version"], (path, number)
        if ";" in match["rest"]:
            conditional.add(name)
    return Lock(path, versions, frozenset(conditional), lines, hashed)


def more(path: str, other: Callable[[str], str], inside: frozenset[str]) -> Lock:
    """The lock of an included file; nothing where that includes itself."""
    return Lock(path, {}) if path in inside else of_requirements(path, other(path), other, inside)


def required_by_others(site_packages: Path) -> set[str]:
    """The distributions that another installed one requires."""
    found = set()
    for each in distributions(path=[str(site_packages)]):
        for requirement in each.requires or []:
            name = re.match(r"[\w.-]+", requirement)
            if name and "extra ==" not in requirement:
                found.add(normal(name[0]))
    return found
