"""`manage.py migrate`: one at a time, and with the table of a cache in the database."""

from __future__ import annotations

import threading

import pytest
from django.core.cache import caches
from django.core.management import call_command, get_commands
from django.db import connection, connections
from django.test import override_settings

from trebol.management.commands.migrate import one_at_a_time


def test_it_takes_the_place_of_djangos() -> None:
    assert get_commands()["migrate"] == "trebol"


IN_A_TABLE = {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_of_a_test"}


@pytest.mark.django_db
@override_settings(CACHES={"default": IN_A_TABLE})
def test_the_table_of_a_cache_is_made() -> None:
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)
    caches["default"].set("a", 1)
    assert caches["default"].get("a") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("said", [{"plan": True}, {"check_unapplied": True}])
@override_settings(CACHES={"default": IN_A_TABLE})
def test_looking_makes_nothing(said: dict[str, bool]) -> None:
    call_command("migrate", verbosity=0, **said)
    assert "cache_of_a_test" not in connection.introspection.table_names()


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_second_one_waits_for_the_first() -> None:
    order: list[str] = []

    def second() -> None:
        with one_at_a_time(connections["default"]):
            order.append("second")
        connections["default"].close()

    waiting = threading.Thread(target=second)
    with one_at_a_time(connection):
        waiting.start()
        waiting.join(0.5)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_migration_that_fails_gives_the_lock_back() -> None:
    with pytest.raises(RuntimeError), one_at_a_time(connection):
        raise RuntimeError("a migration failed")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)
