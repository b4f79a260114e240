"""From the URL of a database to Django's settings of it."""

from __future__ import annotations

import pytest

from trebol.deploy.database import database


def test_sqlite_waits_for_its_turn() -> None:
    options = database("sqlite:////tmp/x.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in options["init_command"]
    assert options["timeout"] >= 5


@pytest.mark.parametrize(
    ("url", "name"),
    [("sqlite:///here.sqlite3", "here.sqlite3"), ("sqlite:////var/a%20b.sqlite3", "/var/a b.sqlite3")],
)
def test_a_url_of_sqlite_names_a_file(url: str, name: str) -> None:
    assert str(database(url)["NAME"]) == name


def test_a_url_of_postgresql_is_taken_apart() -> None:
    made = database("postgresql://ana:p%40ss@db.example:6543/rides?sslmode=require")
    expected = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "rides",
        "HOST": "db.example",
        "PORT": "6543",
        "USER": "ana",
        "PASSWORD": "p@ss",
        "OPTIONS": {"connect_timeout": "3", "sslmode": "require"},
    }
    assert made.items() >= expected.items()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://host/name", "its scheme is 'mysql'"),
        ("postgresql://host", "names no database"),
        ("", "names no database"),
    ],
)
def test_another_url_is_refused_with_the_mend(url: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        database(url)


@pytest.mark.parametrize("url", ["postgresql://ana:pa/ss@host/name", "postgresql://ana:p@ss:w@[host/name"])
def test_a_password_that_is_not_quoted_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(ValueError, match="quoted") as refusal:
        database(url)
    assert "ss" not in str(refusal.value).replace("password", "")
    assert refusal.value.__suppress_context__
