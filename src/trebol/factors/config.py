"""III. Config: what differs between deploys is in the environment, declared, required, effective, and never
shown.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from trebol.factors import reads, secrets_scan
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
from trebol.factors.environment import is_secret
from trebol.factors.records import Event, evidence, of_kind
from trebol.factors.subject import Subject
from trebol.factors.variants import digest


def events(subject: Subject) -> list[Event]:
    """What was read while the settings were loaded and while the web process worked, as far as it could
    start.
    """
    found = list(subject.seen.booted[1])
    try:
        _ = subject.seen.visit
        found += subject.seen.first.events
    except CouldNotRun:
        pass  # the settings are read at boot; a web process that does not start is another check's finding
    return found


def undeclared(subject: Subject, found: list[Event]) -> Iterator[Evidence]:
    """The variables that the project reads and does not declare, each once."""
    project = subject.project
    for event in reads.own(project, found):
        name = event["name"]
        if not {name, name.removesuffix("_FILE")} & {*project.declared, "PORT"}:
            yield evidence(event, f"{name} is read and {project.example} does not declare it")


def unread(subject: Subject, found: list[Event]) -> Iterator[Evidence]:
    """The declared variables that nothing reads: no process, no start line, no file of the project."""
    read = {event["name"] for event in of_kind(found, "read")}
    lines = " ".join(type.command for type in subject.project.process_types.values())
    for each in subject.project.declared.values():
        used = each.name in read or each.name in lines or list(mentions(subject, each.name))
        if not used:
            yield Evidence(
                fact=f"{each.name} is declared and nothing reads it",
                path=subject.project.example,
                line=each.line,
            )


def mentions(subject: Subject, name: str) -> Iterator[Evidence]:
    """Where deployed code names a variable that was not read while we watched."""
    files = [
        *subject.project.python,
        *(each for each in subject.project.files if each.endswith((".sh", "Dockerfile"))),
    ]
    return (found for found, _ in subject.project.lines(rf"\b{name}\b", files))


@check(
    "config.declared",
    factor=3,
    title="The variables that are read are the variables that are declared",
    hint="Declare each variable in .env.example, one a line, optional ones commented out; delete "
    "those nobody reads.",
)
def variables_are_declared(subject: Subject) -> Verdict:
    """Reads observed in the processes, against `.env.example`."""
    found = events(subject)
    if not subject.project.declared:
        asked = list(undeclared(subject, found))
        if asked:
            return failed(*asked)
        fact = "no .env.example, and no variable is read: the settings are fixed in code"
        return failed(subject.project.setting("DATABASES", fact))
    whole = [event for event in of_kind(found, "read_whole") if event.get("path")]
    unused = [] if whole else list(unread(subject, found))
    return judged(
        [*undeclared(subject, found), *unused], f"{len(subject.project.declared)} declared, all of them read"
    )


@check(
    "config.required",
    factor=3,
    title="A missing required variable stops the start, with a status that is not 0",
    hint="Read required variables without a default while the settings load, so that the start fails.",
)
def missing_variables_stop_the_start(subject: Subject) -> Verdict:
    """The web process started with none of the declared variables; the settings without the secret key's."""
    if not subject.variants.given:
        raise CouldNotRun(f"{subject.project.example} declares no variable, so none can be left out")
    missing = subject.variants.missing
    loose = [default_of(subject, name) for name in secret_key_variables(subject) if name not in missing]
    if loose or not missing:
        return failed(*loose) if loose else not_applicable("no declared variable is required")
    names = ", ".join(sorted(missing))
    line = subject.project.process_type("web")
    start = subject.endings.unconfigured
    if start.status is None:
        return failed(line.evidence(f"without {names} the process starts and goes on running"))
    if start.status == 0:
        return failed(line.evidence(f"without {names} the process ends, with status 0"))
    return passed(f"without {names} it ended with status {start.status}")


def secret_key_variables(subject: Subject) -> list[str]:
    """The variables that give SECRET_KEY."""
    changed = subject.variants.changed.items()
    return [name for name, settings in changed if settings and "SECRET_KEY" in settings]


def default_of(subject: Subject, name: str) -> Evidence:
    """Where a secret is read that has a value without the environment."""
    files = subject.project.settings_files
    return subject.project.place(
        rf"""["']{name}["']""", files, f"{name} may be missing: the secret has a default"
    )


@check(
    "config.all_at_once",
    factor=3,
    title="Every missing variable is named at once",
    hint="Collect what is missing and report it together (environs: Env(eager=False) and env.seal()).",
    demand=Demand.STRICT,
)
def missing_variables_are_named_together(subject: Subject) -> Verdict:
    """The error of settings without all of the variables that are required one by one."""
    required = sorted(subject.variants.missing)
    if len(required) < 2:
        return not_applicable(f"{len(required)} variables are required, so there is nothing to collect")
    said = str(subject.variants.all_missing.get("error", ""))
    last = said.rpartition("\nDuring handling")[2]
    silent = [name for name in required if not re.search(rf"\b{name}\b", last)]
    if len(silent) == len(required):
        return failed(subject.project.setting(required[0], "the error names none of the missing variables"))
    unnamed = [default_place(subject, name) for name in silent]
    return judged(unnamed, f"one error names {', '.join(required)}")


def default_place(subject: Subject, name: str) -> Evidence:
    """Where a required variable is read that the error leaves out."""
    pattern = rf"""["']{name}["']"""
    return subject.project.place(
        pattern, subject.project.settings_files, f"{name} is missing too, and is not named"
    )


@check(
    "config.no_value_shown",
    factor=3,
    title="An error about configuration shows no secret value",
    hint="Name the variable in the error, never its value.",
)
def errors_show_no_value(subject: Subject) -> Verdict:
    """The errors of the settings without one variable each, searched for the values of the others."""
    missing = subject.variants.missing
    if not missing:
        return not_applicable("no variable is required, so there is no error to read")
    secrets = {
        name: value for name, value in subject.workshop.values.items() if is_secret(name) and len(value) > 7
    }
    shown = [
        subject.project.place(
            rf"\b{name}\b", subject.project.settings_files, f"without {without} the value of {name} is shown"
        )
        for without, error in missing.items()
        for name, value in secrets.items()
        if value in error
    ]
    return judged(shown, f"{len(missing)} errors read, none shows a secret")


@check(
    "config.effective",
    factor=3,
    title="Changing a variable changes the setting",
    hint="Let the setting take the variable's value; delete the variable where it does nothing.",
)
def variables_take_effect(subject: Subject) -> Verdict:
    """Each variable changed, one at a time, and the settings compared."""
    changed = subject.variants.changed
    if not changed:
        raise CouldNotRun(f"{subject.project.example} declares no variable that could be changed")
    read_by_settings = {
        event["name"]
        for event in of_kind(subject.seen.booted[1], "read")
        if event.get("path") in subject.project.settings_files
    }
    idle = [
        declaration(subject, name, "is read by the settings and changes none")
        for name, settings in changed.items()
        if settings == [] and name in read_by_settings
    ]
    effective = [name for name, settings in changed.items() if settings != []]
    if not idle and not effective:
        raise CouldNotRun("no declared variable is read by the settings")
    return judged(idle, f"each of these changes a setting: {', '.join(effective)}")


def declaration(subject: Subject, name: str, fact: str) -> Evidence:
    """A fact about a variable, at the line that declares it."""
    declared = subject.project.declared.get(name)
    return Evidence(
        fact=f"{name} {fact}",
        path=subject.project.example if declared else None,
        line=declared.line if declared else None,
    )


@check(
    "config.secret_key",
    factor=3,
    title="Every start has the same secret key, and it comes from the environment",
    hint="Read SECRET_KEY from the environment, without a default; never generate it at start.",
)
def secret_key_is_configuration(subject: Subject) -> Verdict:
    """The secret key of two boots, with and without the variable that gives it."""
    names = secret_key_variables(subject)
    without = subject.variants.settings_under([dict.fromkeys(names)] * 2)
    keys = [each["digests"]["SECRET_KEY"] for each in without if each["ok"]]
    if subject.seen.boot["secret_key"] != subject.seen.booted_again["secret_key"] or len(set(keys)) == 2:
        return failed(subject.project.setting("SECRET_KEY", "two starts have two secret keys"))
    if not names and None not in subject.variants.changed.values():
        return failed(subject.project.setting("SECRET_KEY", "no variable gives the secret key"))
    given = ", ".join(names) or "a variable whose value is checked"
    return passed(f"two starts have the same secret key, given by {given}")


@check(
    "config.no_secrets",
    factor=3,
    title="No secret is in the code or in its history",
    hint="Move it to the environment and replace it where it is in use: history keeps what was committed.",
)
def code_holds_no_secret(subject: Subject) -> Verdict:
    """detect-secrets over the files and over the lines that history added; the secret key that is in use."""
    project = subject.project
    found = [*in_use(subject), *secrets_scan.in_files(project), *secrets_scan.in_history(project)]
    return judged(found, f"{len(project.files)} files and the history searched")


def in_use(subject: Subject) -> Iterator[Evidence]:
    """Where the code holds the very secret key that the process uses, whatever it looks like."""
    key = subject.seen.boot["secret_key"]
    for path, tree in subject.project.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and digest(node.value) == key:
                yield Evidence(fact="the secret key that is in use", path=path, line=node.lineno)


@check(
    "config.secret_files",
    factor=3,
    title="A secret may be given as a file, by NAME_FILE",
    hint="Read NAME_FILE where it is set: orchestrators mount secrets as files.",
    demand=Demand.STRICT,
)
def secrets_may_be_files(subject: Subject) -> Verdict:
    """Each secret variable unset, with `<NAME>_FILE` naming a file that holds its value."""
    taken = subject.variants.by_file
    if not taken:
        return not_applicable("no declared variable holds a secret")
    refused = [
        Evidence(
            fact=f"{name}_FILE is not read",
            path=subject.project.example,
            line=subject.project.declared[name].line,
        )
        for name, works in taken.items()
        if not works and name in subject.project.declared
    ]
    return judged(refused, f"{', '.join(f'{name}_FILE' for name in taken)} work")
