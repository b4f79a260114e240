"""``manage.py migrate``: Django's, one at a time, and with the table of a cache in the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.cache.backends.db import BaseDatabaseCache
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import import_string

KEY = 0x7265626F6C  # of the lock: any number that nobody else takes


class Command(migrate.Command):
    help = f"{migrate.Command.help} One at a time: a second one waits on PostgreSQL until the first is done."

    def handle(self, *args: Any, **options: Any) -> None:
        with one_at_a_time(connections[options["database"]]):
            super().handle(*args, **options)
            if not options["plan"] and not options["check_unapplied"] and caches_in_a_database():
                call_command("createcachetable", database=options["database"], verbosity=options["verbosity"])


@contextmanager
def one_at_a_time(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Hold a lock of this database, for the whole session, while a block runs.

    Only PostgreSQL has such a lock; it needs a connection of its own, not one that a pooler shares by
    transaction.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [KEY])
    try:
        yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [KEY])


def caches_in_a_database() -> bool:
    """Tell whether a cache of the project needs a table."""
    return any(
        issubclass(import_string(each["BACKEND"]), BaseDatabaseCache) for each in settings.CACHES.values()
    )
