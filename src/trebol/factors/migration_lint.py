"""XII. Admin processes: migrations that the release before them survives, by django-migration-linter."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from trebol.factors.check import (
    CouldNotRun,
    Demand,
    Evidence,
    Verdict,
    check,
    failed,
    not_applicable,
    passed,
    warned,
)
from trebol.factors.subject import Subject

LINTER = ("django_migration_linter", "appdirs", "toml")  # the linter, and what it imports


@check(
    "admin.migrations_safe",
    factor=12,
    title="Migrations leave the release before them running",
    hint="Expand first, contract in a later release; the linter's options exclude what is released.",
    demand=Demand.STRICT,
)
def migrations_are_safe(subject: Subject) -> Verdict:
    """django-migration-linter on the project's migrations: the SQL of PostgreSQL where there is a server."""
    said = linted(subject)
    if not said["judged"]:
        return not_applicable(
            f"no migration to judge: the project's options leave out {len(said['ignored'])}"
        )
    errors, undecided = certain(said)
    if errors:
        return failed(*map(evidence, errors))
    if undecided:
        raise CouldNotRun(
            f"SQLite makes a table anew for {', '.join(undecided)}, so its SQL does not tell what changes: "
            "give the database by URL, and a PostgreSQL server on loopback"
        )
    if said["warnings"]:
        return warned(*map(evidence, said["warnings"]))
    left_out = f", {len(said['ignored'])} left out by its options" if said["ignored"] else ""
    return passed(
        f"nothing is found in the {said['vendor']} SQL of {len(said['judged'])} migrations{left_out}"
    )


def linted(subject: Subject) -> dict[str, Any]:
    """What the linter says: on PostgreSQL, also where the project uses SQLite and may be moved by a URL."""
    shop = subject.workshop
    engine = subject.seen.boot["databases"].get("default", {}).get("ENGINE", "")
    words = [str(tools(shop.scratch.folder)), str(subject.project.folder / shop.manage_folder)]
    if "sqlite" in engine:
        try:
            env = {**shop.values, **subject.endings.empty_database}
            return dict(shop.probe("migrations", *words, env=env)[0])
        except CouldNotRun:
            pass  # no server, no variable or no driver: by the SQL of SQLite, as far as it tells
    return dict(shop.probe("migrations", *words)[0])


def tools(scratch: Path) -> Path:
    """A folder with the linter and nothing else of the environment that runs this.

    Raises `CouldNotRun` where it is not installed.
    """
    folder = scratch / "linter"
    folder.mkdir(exist_ok=True)
    for name in LINTER:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            raise CouldNotRun(f"{name} is not installed here: install trebol[factors]")
        origin = Path(spec.origin)
        target = origin.parent if origin.name == "__init__.py" else origin
        link = folder / target.name
        if not link.exists():
            link.symlink_to(target)
    return folder


def certain(said: dict[str, Any]) -> tuple[list[dict[str, Any]], list[str]]:
    """The findings that hold, and the migrations that cannot be judged by this SQL.

    Where SQLite makes a table anew, every column of it looks as if it had just become NOT NULL, and a dropped
    one is just not there: of such a migration only what its operations say is known.
    """
    remade = set(said["remade"]) if said["vendor"] == "sqlite" else set()
    added = {each["path"] for each in said["errors"] if each["added"]}
    errors = [
        each
        for each in said["errors"]
        if each["added"] or each["code"] != "NOT_NULL" or each["path"] not in remade | added
    ]
    return errors, sorted(remade - {each["path"] for each in errors})


def evidence(found: dict[str, Any]) -> Evidence:
    """One finding of the linter."""
    return Evidence(fact=found["fact"], path=found["path"], line=found["line"])
