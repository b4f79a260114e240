"""II. Dependencies: declared, locked, isolated."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from trebol.factors import lockfile
from trebol.factors.check import (
    CouldNotRun,
    Demand,
    Evidence,
    Verdict,
    check,
    failed,
    judged,
    not_applicable,
    passed,
)
from trebol.factors.programs import is_common
from trebol.factors.project import Project
from trebol.factors.records import Event, evidence, of_kind
from trebol.factors.subject import Subject

DRIVERS = {"psycopg": "postgres", "mysqlclient": "mysql", "hiredis": "redis", "redis": "redis"}


@check(
    "dependencies.locked",
    factor=2,
    title="An environment made from the lock file alone loads every module",
    hint="Declare what is imported, lock it with exact versions, and install from the lock.",
)
def lock_is_enough(subject: Subject) -> Verdict:
    """The project's modules imported with only the locked distributions in sight, at the locked versions."""
    lock = lockfile.find(subject.project)
    if lock is None:
        declared = next(
            (
                name
                for name in ("requirements.txt", "pyproject.toml", "setup.py")
                if name in subject.project.files
            ),
            None,
        )
        return failed(
            Evidence(
                fact="there is no lock file with exact versions", path=declared, line=1 if declared else None
            )
        )
    found, _ = subject.workshop.probe(
        "imports", lock.as_json(subject.project.root), json.dumps(modules(subject)), seconds=60
    )
    if found["absent"]:
        raise CouldNotRun(f"{lock.path} names what is not installed here: {', '.join(found['absent'][:5])}")
    wrong = [
        lock.evidence(name, f"{name} is locked at {want} and {have} is installed")
        for name, want, have in found["other"]
    ]
    broken = [Evidence(fact=each["error"], path=each["path"], line=each["line"]) for each in found["errors"]]
    return judged(
        [*wrong, *broken],
        f"{len(modules(subject))} modules load with the {len(lock.versions)} distributions of {lock.path}",
    )


def modules(subject: Subject) -> list[str]:
    """The deployed modules, as names from the folder of manage.py; programs and stray files are left out."""
    root = subject.workshop.manage_folder
    prefix = "" if root == "." else f"{root}/"
    inside = [name.removeprefix(prefix) for name in subject.project.python if name.startswith(prefix)]
    named = [name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in inside]
    packages = {name for name in inside if name.endswith("/__init__.py")}
    return sorted(
        name
        for name, file in zip(named, inside, strict=True)
        if "/" in file and f"{file.split('/')[0]}/__init__.py" in packages and "-" not in name
    )


@check(
    "dependencies.declared",
    factor=2,
    title="What is imported is declared, and what is declared is used",
    hint="Declare the distribution of each import; delete what nothing uses.",
)
def imports_are_declared(subject: Subject) -> Verdict:
    """deptry, less what is used otherwise than by an import: by settings, by a start line, by another
    distribution.
    """
    if not {"pyproject.toml", "requirements.txt", "requirements.in"} & set(subject.project.files):
        raise CouldNotRun(
            "no pyproject.toml and no requirements: nothing declares dependencies in a form deptry reads"
        )
    found = [each for each in deptry(subject) if each["error"]["code"] in {"DEP001", "DEP002", "DEP003"}]
    missing = [
        each for each in found if each["error"]["code"] != "DEP002" or not used(subject, each["module"])
    ]
    return judged(
        (place(subject, each) for each in missing if not excused(subject, each)),
        "deptry finds nothing undeclared, nothing unused",
    )


def deptry(subject: Subject) -> list[dict[str, Any]]:
    """What deptry says. Raises `CouldNotRun` where it is not installed, or fails."""
    program = Path(sys.executable).parent / "deptry"
    command = str(program) if program.exists() else shutil.which("deptry")
    if command is None:
        raise CouldNotRun("deptry is not installed here: install trebol[factors]")
    out = subject.workshop.scratch.folder / "deptry.json"
    words = [command, ".", "--json-output", str(out), "--extend-exclude", r"(^|/)(tests?|migrations)/"]
    watched = subject.workshop.run(words, env={"PYTHONPATH": str(site_packages(subject))}, copy="deptry")
    if not out.exists():
        raise CouldNotRun(f"deptry ended with {watched.done.status}: {watched.done.last_words}")
    found: list[dict[str, Any]] = json.loads(out.read_text())
    return found


def site_packages(subject: Subject) -> Path:
    """Where the project's distributions are installed."""
    python = subject.workshop.python
    return next(iter(sorted(python.parent.parent.glob("lib/python3*/site-packages"))), python.parent)


def used(subject: Subject, name: str) -> bool:
    """Whether a declared distribution is used without an import of the project's own."""
    normal = lockfile.normal(name)
    project = subject.project
    known = subject.seen.boot["distributions"].get(normal, {"loaded": [], "modules": []})
    lines = [type.command for type in project.process_types.values()]
    lines += [
        project.text(file) for file in ("Dockerfile", "Makefile", *project.python) if file in project.files
    ]
    words = [normal, *known["modules"]]
    named = any(re.search(rf"\b{re.escape(word)}\b", line) for word in words for line in lines)
    return bool(known["loaded"]) or named or drives(project, normal) or normal in required(subject)


def drives(project: Project, name: str) -> bool:
    """Whether a distribution is the driver of an engine that the project names."""
    engine = next((engine for driver, engine in DRIVERS.items() if name.startswith(driver)), "")
    texts = [project.text(file) for file in [*project.settings_files, project.example]]
    return bool(engine) and any(engine in text for text in texts)


def required(subject: Subject) -> set[str]:
    """The distributions that another one requires."""
    return lockfile.required_by_others(site_packages(subject))


def excused(subject: Subject, found: dict[str, Any]) -> bool:
    """Whether a transitive import is locked by name all the same, as a frozen file lists everything."""
    lock = lockfile.find(subject.project)
    known = subject.seen.boot["distributions"].items()
    owners = {name for name, each in known if found["module"] in each["modules"]}
    frozen = lock is not None and lock.path.endswith(".txt") and bool(owners & lock.versions.keys())
    return found["error"]["code"] == "DEP003" and frozen


def place(subject: Subject, found: dict[str, Any]) -> Evidence:
    """One finding of deptry."""
    location = found["location"]
    line = location.get("line")
    if line is None:
        return subject.project.place(
            re.escape(found["module"]), [location["file"]], found["error"]["message"]
        )
    return Evidence(fact=found["error"]["message"], path=location["file"], line=line)


@check(
    "dependencies.programs",
    factor=2,
    title="No undeclared system program is executed",
    hint="Declare its package (Dockerfile, Aptfile), or use a library in its place.",
)
def programs_are_declared(subject: Subject) -> Verdict:
    """The programs that the boot and the web process executed, against what the project says it installs."""
    events = [*subject.seen.booted[1]]
    _ = subject.seen.visit
    events += subject.seen.first.events
    own = {path.name for path in subject.workshop.python.parent.iterdir()}
    found: dict[str, Evidence] = {}
    for event in of_kind(events, "run"):
        program = event["program"].rsplit("/", 1)[-1]
        if program and not (program in own or is_common(program) or subject.project.installs(program)):
            found.setdefault(program, asked(subject, event, program))
    return judged(found.values(), "no program was executed that the project does not declare")


def asked(subject: Subject, event: Event, program: str) -> Evidence:
    """Who executed a program: a line of Python, or the first line of a script or start line that names it."""
    fact = f"{program} is executed, and nothing declares it"
    if event.get("path"):
        return evidence(event, fact)
    lines = [name for name in subject.project.files if name == "Procfile" or name.endswith(".sh")]
    return subject.project.place(rf"(?<![\w/.-]){re.escape(program)}(?![\w/.-])", lines, fact)


@check(
    "dependencies.hashes",
    factor=2,
    title="The lock file holds hashes",
    hint="Lock with hashes (uv lock, pip-compile --generate-hashes), so that the same bytes are "
    "installed everywhere.",
    demand=Demand.STRICT,
)
def lock_has_hashes(subject: Subject) -> Verdict:
    """The lock file's own text."""
    lock = lockfile.find(subject.project)
    if lock is None:
        return not_applicable("there is no lock file")
    if lock.hashed:
        return passed(f"{lock.path} holds hashes")
    return failed(Evidence(fact="no hash", path=lock.path, line=1))
