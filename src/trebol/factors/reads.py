"""Which of the variables that a process reads are the project's own: asked for by name in its files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trebol.factors.dotenv import Declared
from trebol.factors.project import Project
from trebol.factors.records import Event, of_kind

SYSTEM = re.compile(
    r"^(PATH|HOME|USER|LOGNAME|SHELL|TERM|COLORTERM|TZ|LANG|LANGUAGE|LC_\w+|TMPDIR|TEMP|TMP|HOSTNAME|PWD|EDITOR|PAGER"
    r"|PYTHON\w*|VIRTUAL_ENV|DJANGO_SETTINGS_MODULE|DJANGO_(?:COLORS|RUNSERVER\w*|WATCHMAN\w*|AUTO\w*|TEST\w*)"
    r"|RUN_MAIN|NO_COLOR|FORCE_COLOR|\w*_PROXY|\w*_proxy|SSL_CERT\w*|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NETRC"
    r"|COLUMNS|LINES|XDG_\w+|TREBOL_FACTORS\w*|COVERAGE\w*|GRANIAN_\w+|GUNICORN_\w+|PG\w+|OTEL_\w+|MIMETYPES?)$"
)


def own(project: Project, found: list[Event]) -> Iterator[Event]:
    """The reads of variables that the project itself asks for, each variable once."""
    seen: set[str] = set()
    for event in of_kind(found, "read"):
        name = event["name"]
        if name not in seen and event.get("path") and not SYSTEM.match(name) and named(project, event):
            seen.add(name)
            yield event


def named(project: Project, event: Event) -> bool:
    """Whether the project's file asks for this variable: by its name, or its name without a prefix."""
    parts = event["name"].split("_")
    endings = {"_".join(parts[at:]) for at in range(len(parts))}
    text = project.text(event["path"])
    return any(f'"{ending}"' in text or f"'{ending}'" in text for ending in endings)


def known(project: Project, found: list[Event]) -> dict[str, Declared]:
    """The declared variables, and as optional ones those that the project reads and does not declare."""
    read = {
        event["name"]: Declared(event["name"], "", event["line"], optional=True)
        for event in own(project, found)
    }
    return {**read, **project.declared}
