"""The backends of Django's Tasks API that a project names in its ``TASKS`` setting.

::

    TASKS = {"default": {"BACKEND": "trebol.tasks.DatabaseBackend", "QUEUES": []}}
    TASKS = {"default": {"BACKEND": "trebol.tasks.by_url", "QUEUES": [], "OPTIONS": {"url": TASKS_URL}}}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.module_loading import import_string

from trebol.deploy.tasks import SCHEMES, options_of
from trebol.runtime.tasks.database import DatabaseBackend as DatabaseBackend


def by_url(alias: str, params: Mapping[str, Any]) -> DatabaseBackend:
    """Return the backend that ``OPTIONS["url"]`` names: the database where it is empty, else Celery.

    ``amqp://`` and ``redis://`` are brokers (``pip install trebol[celery]``). What the URL says after a
    question mark (``prefix``, ``resend_seconds``) goes before the option of that name. ``ValueError`` for
    other URLs.
    """
    options: Mapping[str, Any] = params.get("OPTIONS", {})
    url: str = options.get("url", "")
    if not url:
        return DatabaseBackend(alias=alias, params=dict(params))
    if url.partition("://")[0] not in SCHEMES:
        raise ValueError("The URL of the tasks is empty (the database), amqp://... or redis://....")
    # Celery is an extra: it is imported where it is asked for.
    backend: type[DatabaseBackend] = import_string("trebol.runtime.tasks.celery.CeleryBackend")
    return backend(alias=alias, params={**params, "OPTIONS": {**options, **options_of(url)}})
