"""From the URL of a broker to Django's settings of the tasks."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from trebol.deploy.addresses import address

EXAMPLE = "amqp://user:password@host:5672 or redis://host:6379/1, or leave it empty: the database"
SCHEMES = ("amqp", "amqps", "redis", "rediss")
OWN = ("prefix", "resend_seconds")
PREFIX = re.compile(r"(?!amq\.)[A-Za-z0-9._-]{1,60}")  # RabbitMQ keeps "amq." to itself


def tasks(url: str) -> dict[str, Any]:
    """Return Django's settings of tasks that stay rows: run by ``manage.py worker`` where the URL is empty,
    else by the workers of Celery behind a broker (``pip install trebol[celery]``).

    The URL may say ``?prefix=`` of the broker's queues and ``resend_seconds=``, after which a message that
    nobody began is sent again; what else it says is the broker's.

    Raises ``ValueError`` for another scheme, or where one of the two cannot be.
    """
    if url and address(url, EXAMPLE).scheme not in SCHEMES:
        raise ValueError(f"its scheme is none of {', '.join(SCHEMES)}; write {EXAMPLE}")
    return {"BACKEND": "trebol.tasks.by_url", "QUEUES": [], "OPTIONS": options_of(url)}


def options_of(url: str) -> dict[str, Any]:
    """Return the options of the backend that a URL says; ``url`` among them is the broker's own.

    Raises ``ValueError`` where one cannot be.
    """
    place, _, query = url.partition("?")
    own = {name: value for name, value in parse_qsl(query, keep_blank_values=True) if name in OWN}
    brokers = "&".join(part for part in query.split("&") if part.partition("=")[0] not in OWN)
    options: dict[str, Any] = {"url": f"{place}?{brokers}" if brokers else place}
    if "prefix" in own:
        options["prefix"] = prefix_of(own["prefix"])
    if "resend_seconds" in own:
        options["resend_seconds"] = seconds_of(own["resend_seconds"])
    return options


def prefix_of(text: str) -> str:
    """Return the prefix of queues; ``ValueError`` where none can be called so."""
    if not PREFIX.fullmatch(text):
        raise ValueError(
            "its prefix is not 1 to 60 of the characters A-Z a-z 0-9 . _ -, or begins with amq.; "
            "write ?prefix=myproject."
        )
    return text


def seconds_of(text: str) -> int:
    """Return whole seconds, one or more; ``ValueError`` otherwise."""
    if not re.fullmatch("[0-9]{1,6}", text) or int(text) == 0:
        raise ValueError("its resend_seconds are no whole number of seconds; write ?resend_seconds=600")
    return int(text)
