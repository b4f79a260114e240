"""The event stream: one line for each event on stdout, as JSON, or readable on a terminal (factor XI)."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from trebol.deploy.masking import MASK, masked

PLAIN = (str, int, float, bool, type(None))
FIRST = ("timestamp", "level", "logger", "event")
SECRET = re.compile(r"passw|secret|token|authorization|cookie|api_?key|private|credential|sessionid", re.I)


def event_stream(
    *, level: int | str = logging.INFO, release: str = "", pretty: bool | None = None
) -> dict[str, Any]:
    """Return Django's ``LOGGING``: everything that is logged goes to stdout, one event a line, in UTC.

    It writes what the standard library's loggers and structlog's say, with the id of the request and of the
    trace (``trebol.deploy.requests``). ``release`` is in each line where it is given. ``pretty``: readable
    instead of JSON; where it is None, on a terminal.
    """
    quiet = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"events": {"()": EventFormatter, "pretty": pretty, "release": release}},
        "handlers": {
            "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "events"}
        },
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            "django": {**quiet, "level": level},  # Django's own handlers would write some events again
            "django.server": quiet,
            "_granian": {**quiet, "handlers": ["stdout"], "propagate": False},
        },
    }


class EventFormatter(structlog.stdlib.ProcessorFormatter):
    """Writes a record as one event, whoever logged it, without any secret that this process knows of.

    ``pretty``: for people instead of JSON; where it is None, on a terminal. A server's own lines take this
    form by its configuration of logs (granian: ``--log-config``).
    """

    def __init__(self, *, pretty: bool | None = None, release: str = "") -> None:
        before = [*processors(), with_release(release)]
        structlog.configure(
            processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
            logger_factory=structlog.stdlib.LoggerFactory(),
            wrapper_class=structlog.stdlib.BoundLogger,
            cache_logger_on_first_use=True,
        )
        foreign: list[Processor] = [structlog.stdlib.ExtraAdder(), only_plain_facts, *before]
        super().__init__(
            foreign_pre_chain=foreign, processors=rendering(sys.stdout.isatty() if pretty is None else pretty)
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a secret that stands in it is masked."""
        return masked(super().format(record))


def processors() -> list[Processor]:
    """Return what gives each event its time, level, logger and request."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def rendering(pretty: bool) -> list[Processor]:
    """Return what makes one text of an event."""
    finish: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, without_secrets]
    if pretty:
        return [*finish, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [
        *finish,
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,  # the text of a traceback; a structured one would show locals
        in_order,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


def with_release(release: str) -> Processor:
    """Return what writes the release into each event."""

    def add(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        if release:
            event.setdefault("release", release)
        return event

    return add


def only_plain_facts(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drop what a record brings along as an object: Django's request, whose text holds the query string."""
    kept = {"_record", "_from_structlog", "positional_args", "exc_info"}
    for fact in [key for key, value in event.items() if key not in kept and not isinstance(value, PLAIN)]:
        del event[fact]
    return event


def without_secrets(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Mask the facts whose name says that they are secret."""
    return hidden(event)


def hidden(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts, those with a secret name masked, nested ones too."""
    return {
        name: MASK if SECRET.search(name) else hidden(value) if isinstance(value, Mapping) else value
        for name, value in facts.items()
    }


def in_order(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put first what everybody looks for."""
    return {**{name: event[name] for name in FIRST if name in event}, **event}
