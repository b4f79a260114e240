"""From the URL of a broker to Django's settings of the tasks."""

from __future__ import annotations

from typing import Any

from trebol.deploy.addresses import address

EXAMPLE = "amqp://user:password@host:5672 or redis://host:6379/1, or leave it empty: the database"
SCHEMES = ("amqp", "amqps", "redis", "rediss")


def tasks(url: str) -> dict[str, Any]:
    """Return Django's settings of tasks that stay rows: run by ``manage.py worker`` where the URL is empty,
    else by the workers of Celery behind a broker (``pip install trebol[celery]``).

    Raises ``ValueError`` for another scheme.
    """
    if url and address(url, EXAMPLE).scheme not in SCHEMES:
        raise ValueError(f"its scheme is none of {', '.join(SCHEMES)}; write {EXAMPLE}")
    return {"BACKEND": "trebol.tasks.by_url", "QUEUES": [], "OPTIONS": {"url": url}}
