"""XI. Logs: an event stream on stdout, at once, a line an event, without a secret."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

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
    warned,
)
from trebol.factors.environment import is_secret
from trebol.factors.launch import Line
from trebol.factors.subject import Subject

SECOND = 1.0
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?")
FILES = {"FileHandler", "RotatingFileHandler", "TimedRotatingFileHandler", "WatchedFileHandler"}


def planted(subject: Subject) -> list[Line]:
    """The lines that tell of the planted error, once they have had a second to come."""
    _ = subject.seen.visit
    words = f"planted by trebol factors: {subject.seen.token[:12]}"
    launched = subject.seen.first.launched

    def come() -> list[Line]:
        return [line for line in list(launched.lines) if words in line.text]

    subject.workshop.deadline.wait(lambda: bool(come()), SECOND + 0.5)
    return come()


@check(
    "logs.stdout",
    factor=11,
    title="An error is on stdout within a second",
    hint="Send the root logger to a StreamHandler on ext://sys.stdout, whatever DEBUG says.",
)
def errors_are_on_stdout(subject: Subject) -> Verdict:
    """An error planted in a request, looked for in what the process writes."""
    lines = planted(subject)
    setting = subject.project.setting
    if not lines:
        return failed(setting("LOGGING", "an error in a view appears neither on stdout nor on stderr"))
    if not [line for line in lines if line.stream == "stdout"]:
        return warned(setting("LOGGING", "an error in a view appears on stderr, not on stdout"))
    return passed("an error in a view was on stdout within a second")


@check(
    "logs.one_line",
    factor=11,
    title="One event is one line",
    hint="Write JSON lines, with the traceback as one field (structlog, python-json-logger).",
    demand=Demand.STRICT,
)
def events_are_lines(subject: Subject) -> Verdict:
    """The planted error: whether its traceback is spread over lines."""
    lines = planted(subject)
    if not lines:
        raise CouldNotRun("the planted error is not in the output, so its form cannot be seen")
    spread = [
        line
        for line in list(subject.seen.first.launched.lines)
        if line.text.startswith("Traceback (most recent")
    ]
    found = [subject.project.setting("LOGGING", "the traceback of one error takes many lines")]
    return judged(found if spread else [], "the planted error is one line")


@check(
    "logs.utc",
    factor=11,
    title="Times are in UTC, or say their zone",
    hint="Set TIME_ZONE = 'UTC', or write times with their offset.",
    demand=Demand.STRICT,
)
def times_are_utc(subject: Subject) -> Verdict:
    """The times in the output, against the clock."""
    _ = planted(subject)
    found = [MOMENT.search(line.text) for line in list(subject.seen.first.launched.lines)]
    moments = [match for match in found if match]
    if not moments:
        return not_applicable("the lines have no time of their own; the platform gives one")
    wrong = [match[0] for match in moments if not match[3] and not near(match)]
    said = (
        subject.project.setting("TIME_ZONE", f"{wrong[0]} is neither UTC nor says its zone")
        if wrong
        else None
    )
    return failed(said) if said else passed(f"{moments[-1][0]} is UTC, or says its zone")


def near(match: re.Match[str]) -> bool:
    """Whether a moment without zone is now, in UTC."""
    moment = datetime.fromisoformat(f"{match[1]}T{match[2]}").replace(tzinfo=UTC)
    return abs(datetime.now(UTC) - moment) < timedelta(minutes=20)


@check(
    "logs.request_id",
    factor=11,
    title="The lines of a request carry its id",
    hint="Take X-Request-ID (or make one) in a middleware, and bind it to every line of the request.",
    demand=Demand.STRICT,
)
def lines_carry_the_request_id(subject: Subject) -> Verdict:
    """The id sent with the broken request, or the one it was answered with, looked for in the line of the
    error.
    """
    lines = planted(subject)
    answered = subject.seen.visit.broken.header("X-Request-ID")
    ids = [each for each in (subject.seen.request_id, answered) if each]
    around = [line.text for line in list(subject.seen.first.launched.lines)]
    if not lines:
        raise CouldNotRun("the planted error is not in the output, so its request id cannot be seen")
    if any(each in text for each in ids for text in around):
        return passed("the line of the error carries the id of its request")
    return failed(subject.project.setting("LOGGING", "no line carries the X-Request-ID of the request"))


@check(
    "logs.no_file",
    factor=11,
    title="No log goes to a file",
    hint="Delete the file handler: the platform routes stdout.",
)
def no_log_is_a_file(subject: Subject) -> Verdict:
    """The handlers of every logger, and files named like logs that were written."""
    project = subject.project
    handlers = [
        each
        for each in subject.seen.boot["handlers"]
        if each["class"] in FILES and each["target"][:5] != "/dev/"
    ]
    found = [
        project.place(
            rf"\b{each['class']}\b",
            project.settings_files,
            f"{each['class']} of {each['logger']!r} writes to a file",
        )
        for each in handlers
    ]
    written = (
        [name for name in subject.seen.written if re.search(r"\.log(\.|$)|(^|/)logs?/", name)]
        if not found
        else []
    )
    found += [
        project.place(
            re.escape(name.rsplit("/", 1)[-1]), ["Procfile", *project.python], f"{name} was written"
        )
        for name in written
    ]
    return judged(found, "no logger has a file, and none was written")


@check(
    "logs.no_secret",
    factor=11,
    title="No secret is in the logs",
    hint="Log names, never values; filter passwords, cookies and Authorization.",
)
def no_secret_is_logged(subject: Subject) -> Verdict:
    """The secrets of the environment, a password and a session, looked for in everything that was written."""
    secrets = {
        name: value for name, value in subject.workshop.values.items() if is_secret(name) and len(value) > 11
    }
    client = subject.seen.client(subject.seen.first.port)
    marker = f"Bearer-{subject.seen.token}-planted"
    client.ask("/", headers={"Authorization": f"Bearer {marker}"})
    client.ask("/", headers={"Authorization": f"Bearer {marker}", **subject.seen.order("raise")})
    secrets["Authorization"] = marker
    secrets |= secrets_of_login(subject)
    time.sleep(0.3)
    found = list(shown(subject, secrets))
    return judged(
        found, f"{', '.join(sorted(secrets))} looked for in {len(subject.seen.first.launched.lines)} lines"
    )


def secrets_of_login(subject: Subject) -> dict[str, str]:
    """The password and the session of the person who logged in; nothing where nobody can."""
    try:
        login = subject.seen.login
    except CouldNotRun:
        return {}
    return {
        "the password": login.password,
        "the session": login.client.cookies.get("sessionid", login.password),
    }


def shown(subject: Subject, secrets: dict[str, str]) -> Iterator[Evidence]:
    """The secrets that a line shows."""
    for line in list(subject.seen.first.launched.lines):
        for name, value in secrets.items():
            if value in line.text or json.dumps(value)[1:-1] in line.text:
                project = subject.project
                pattern = (
                    rf"log\w*\.\w+\(.*({re.escape(name.split()[-1])}|META|headers|environ|POST)|\bprint\("
                )
                yield project.place(pattern, project.python, f"{name} is shown on {line.stream}")
