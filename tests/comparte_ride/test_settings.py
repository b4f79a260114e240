"""The reference application's settings, read in a process of their own with an environment of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from comparte_ride.database import database

APP = Path(__file__).resolve().parents[2] / "examples" / "comparte_ride"
ESSENTIAL = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}


def read(environment: dict[str, str], expression: str = "None") -> subprocess.CompletedProcess[str]:
    """Read the settings with this environment alone and print `expression` of them."""
    program = f"from comparte_ride import settings; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", program],
        env=ESSENTIAL | environment,
        cwd=APP,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = {
        "DATABASE_URL": "mysql://x/y",
        "EMAIL_PORT": "z",
        "DEBUG": "perhaps",
        "CORS_ALLOWED_ORIGINS": "*",
    }
    seen = read({"SECRET_KEY": ""} | wrong)
    assert seen.returncode != 0
    last_line = seen.stderr.strip().splitlines()[-1]
    assert [name for name in ("SECRET_KEY", *wrong) if name not in last_line] == []


def test_a_secret_is_enough() -> None:
    seen = read({"SECRET_KEY": "s" * 50}, "settings.DATABASES['default']['ENGINE'], settings.DEBUG")
    assert seen.stdout == "django.db.backends.sqlite3 False\n", seen.stderr


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
        "OPTIONS": {"sslmode": "require"},
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
