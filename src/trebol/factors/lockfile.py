"""The lock file of a project, whatever made it: exact versions by distribution."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from trebol.factors.check import Evidence
from trebol.factors.project import Project

PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*===?\s*(?P<version>[\w.!+-]+)(?P<rest>.*)$")
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
    """`versions`: by normal name; `conditional`: names with a marker, which need not be installed here."""

    path: str
    versions: dict[str, str]
    lines: dict[str, int]
    conditional: frozenset[str]

    def evidence(self, name: str, fact: str) -> Evidence:
        """A fact about one line of the lock."""
        return Evidence(fact=fact, path=self.path, line=self.lines.get(name))

    def as_json(self) -> str:
        """Versions and the names that may be absent, for the probe."""
        return json.dumps({"versions": self.versions, "conditional": sorted(self.conditional)})


def normal(name: str) -> str:
    """The normal form of a distribution's name (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def find(project: Project) -> Lock | None:
    """The lock file; None where no file holds exact versions."""
    for path in NAMES:
        if path in project.files:
            lock = read(path, project.text(path))
            if lock.versions:
                return lock
    return None


def read(path: str, text: str) -> Lock:
    """The lock at `path`; without versions where the file pins nothing or not everything."""
    if path.endswith(".txt") or path.endswith("requirements.lock"):
        return of_requirements(path, text)
    if path == "Pipfile.lock":
        said = json.loads(text).get("default", {})
        versions = {normal(name): each.get("version", "").lstrip("=") for name, each in said.items()}
        return Lock(path, {name: version for name, version in versions.items() if version}, {}, frozenset())
    tables = tomllib.loads(text)
    packages = tables.get("package") or tables.get("packages") or []
    installed = [each for each in packages if "version" in each and not editable(each)]
    versions = {normal(each["name"]): each["version"] for each in installed}
    return Lock(
        path, versions, {}, frozenset(versions)
    )  # the lock of every platform and group: absent is no finding


def editable(package: dict[str, object]) -> bool:
    """Whether a package of uv.lock is the project itself."""
    source = package.get("source")
    return isinstance(source, dict) and bool({"editable", "virtual", "directory"} & source.keys())


def of_requirements(path: str, text: str) -> Lock:
    """Pinned requirements; a requirement without a version makes it no lock."""
    versions, lines, conditional = {}, {}, set()
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith(("#", "-")) or line[:1].isspace():
            continue
        match = PIN.match(stripped)
        if match is None:
            return Lock(path, {}, {}, frozenset())
        name = normal(match["name"])
        versions[name], lines[name] = match["version"], number
        if ";" in match["rest"]:
            conditional.add(name)
    return Lock(path, versions, lines, frozenset(conditional))


def required_by_others(site_packages: Path) -> set[str]:
    """The distributions that another installed one requires."""
    found = set()
    for each in distributions(path=[str(site_packages)]):
        for requirement in each.requires or []:
            name = re.match(r"[\w.-]+", requirement)
            if name and "extra ==" not in requirement:
                found.add(normal(name[0]))
    return found
