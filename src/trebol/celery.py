"""Celery's application, for Celery's own workers: ``celery -A trebol.celery worker --queues default``.

Needs ``DJANGO_SETTINGS_MODULE``, and a Celery backend in ``TASKS``.
"""

from __future__ import annotations

import django
from celery import Celery

django.setup()

from trebol.bootstrap import assembly, executor_of  # noqa: E402 - once Django is set up
from trebol.runtime.tasks.celery import RUN, CeleryBackend  # noqa: E402
from trebol.runtime.tasks.standard import task_backends  # noqa: E402


def application() -> Celery:
    """Return the application of the first Celery backend; ``RuntimeError`` where there is none."""
    for backend in task_backends.all():
        if isinstance(backend, CeleryBackend):
            return backend.app
    raise RuntimeError("No backend in TASKS is Celery's: say \"trebol.tasks.by_url\" with a broker's URL.")


app = application()


@app.task(name=RUN)
def run(alias: str, key: str) -> None:
    """Run the task that is kept under a key in a database."""
    executor_of(alias, assembly()).execute(key)
