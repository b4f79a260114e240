"""X. Dev/prod parity: the same services, versions and Python wherever the project runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from trebol.factors import dotenv
from trebol.factors.check import (
    Demand,
    Evidence,
    Verdict,
    check,
    failed,
    judged,
    not_applicable,
    passed,
    warned,
)
from trebol.factors.dotenv import Declared
from trebol.factors.project import Project
from trebol.factors.subject import Subject

COMPOSE = re.compile(r"(^|/)(docker-)?compose[^/]*\.ya?ml$")
CI = re.compile(
    r"(^|/)\.github/workflows/|(^|/)\.gitlab-ci\.yml$|(^|/)\.circleci/|(^|/)bitbucket-pipelines\.yml$"
)
IMAGE = (
    r"\bimage:\s*[\"']?(?:[\w.-]+/)*(?P<name>postgres|postgis|redis|valkey|rabbitmq|mysql|mariadb|memcached)"
    r"(?:[\w-]*):(?P<version>[\w.-]+)"
)
PYTHON = {
    "Dockerfile": r"^FROM\s+(?:[\w./-]+/)?python:(?P<version>\d\.\d+)",
    ".python-version": r"^(?:cpython-)?(?P<version>\d\.\d+)",
    "runtime.txt": r"^python-(?P<version>\d\.\d+)",
    "Pipfile": r"^python_version\s*=\s*\"(?P<version>\d\.\d+)",
}


def files(project: Project, pattern: re.Pattern[str]) -> list[str]:
    """The files of one kind."""
    return [name for name in project.files if pattern.search(name)]


def services(project: Project) -> Iterator[tuple[Evidence, str, str]]:
    """Every service image that compose and CI name, with its major version."""
    for found, match in project.lines(IMAGE, [*files(project, COMPOSE), *files(project, CI)]):
        name = "postgres" if match["name"] == "postgis" else match["name"]
        yield found, name, re.split(r"[.-]", match["version"])[0]


@check(
    "parity.services",
    factor=10,
    title="Compose and CI use the same services at the same major versions",
    hint="Write the same image and version in every file.",
)
def services_are_the_same(subject: Subject) -> Verdict:
    """The images that the project's files name."""
    found = list(services(subject.project))
    if not found:
        return not_applicable("neither a compose file nor CI names a service, so there is nothing to compare")
    versions: dict[str, set[str]] = {}
    for _, name, version in found:
        versions.setdefault(name, set()).add(version)
    wrong = [
        Evidence(
            fact=f"{name} {version}, elsewhere {', '.join(sorted(versions[name] - {version}))}",
            path=place.path,
            line=place.line,
        )
        for place, name, version in found
        if len(versions[name]) > 1
    ]
    return judged(wrong, ", ".join(f"{name} {version}" for name, one in versions.items() for version in one))


def pythons(project: Project) -> Iterator[tuple[Evidence, str]]:
    """Every place that names one Python version."""
    for name, pattern in PYTHON.items():
        for found, match in project.lines(pattern, [name]):
            yield found, match["version"]
    for found, match in project.lines(
        r"python-version:\s*[\"']?(?P<version>\d\.\d+)[\"']?\s*$", files(project, CI)
    ):
        yield found, match["version"]


@check(
    "parity.python",
    factor=10,
    title="Dockerfile, CI and the version files name one Python",
    hint="Write the same minor version everywhere; a matrix of CI may hold more.",
)
def python_is_the_same(subject: Subject) -> Verdict:
    """The Python versions that the project's files name."""
    found = list(pythons(subject.project))
    if not found:
        return not_applicable("no file names the version of Python")
    versions = {version for _, version in found}
    wrong = [Evidence(fact=f"Python {version}", path=place.path, line=place.line) for place, version in found]
    return failed(*wrong) if len(versions) > 1 else passed(f"Python {versions.pop()} in {len(found)} places")


@check(
    "parity.database",
    factor=10,
    title="Development and production use the same kind of database",
    hint="Run PostgreSQL in development too (compose), or accept the difference knowingly.",
)
def database_is_the_same(subject: Subject) -> Verdict:
    """The engine without a database variable, and that of this machine's `.env`, against the engines that the
    project's files name for a deploy.
    """
    named = {name for _, name, _ in services(subject.project)} & {"postgres", "mysql", "mariadb"}
    named |= {
        "postgres"
        for found in subject.project.declared.values()
        if re.match(r"postgres|postgis|psql", found.value)
    }
    variables = [name for name in subject.workshop.values if re.search(r"DATABASE|^DB_|POSTGRES", name)]
    default = subject.variants.settings_under([dict.fromkeys(variables)])[0]
    databases: dict[str, dict[str, str]] = default.get("databases", {})
    engine = next((each["ENGINE"] for each in databases.values()), "")
    kind = engine.rsplit(".", 1)[-1]
    deploys = ", ".join(sorted(named))
    if kind.startswith("sqlite") and named:
        fact = f"SQLite where nothing is said, {deploys} in a deploy"
        return deviation(subject, subject.project.setting("DATABASES", fact))
    here = next(filter(is_sqlite, dotenv.declared(subject.project.folder / ".env").values()), None)
    if here is not None and named:
        fact = f"SQLite on this machine, {deploys} in a deploy"
        return deviation(subject, Evidence(fact=fact, path=".env", line=here.line))
    if not engine:
        return passed("there is no database but the one that the environment names")
    return passed(
        f"{kind} where nothing is said, {', '.join(sorted(named)) or 'nothing else'} in the files of deploys"
    )


def is_sqlite(variable: Declared) -> bool:
    """Whether a variable names a database of SQLite."""
    return variable.value.startswith("sqlite") and not variable.optional


def deviation(subject: Subject, found: Evidence) -> Verdict:
    """A warning; where the project says why it deviates, that is what is shown."""
    reason = subject.project.wishes.get("deviations", {}).get("parity.database")
    if not reason:
        return warned(found)
    return passed(replace(found, fact=f"{found.fact}, knowingly: {reason}"))


@check(
    "parity.settings",
    factor=10,
    title="Deploys differ by few settings",
    hint="Merge the settings modules; let variables make the difference.",
    demand=Demand.STRICT,
)
def settings_gap_is_small(subject: Subject) -> Verdict:
    """Settings that are assigned in the module of one deploy and not in that of another."""
    modules = [
        name
        for name in subject.project.settings_files
        if re.search(r"(prod|production|local|dev|development|staging)\w*\.py$", name)
    ]
    if len(modules) < 2:
        return passed("no settings module belongs to one deploy")
    found = [
        Evidence(fact=f"{match['name']} is set for one deploy", path=place.path, line=place.line)
        for place, match in subject.project.lines(r"^(?P<name>[A-Z][A-Z0-9_]+)\s*[+]?=", modules)
    ]
    return judged(found, "the modules of single deploys set nothing")
