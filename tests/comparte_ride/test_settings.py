"""The reference application's settings, read in a process of their own with an environment of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
        "EMAIL_URL": "smpt://z",
        "DEBUG": "perhaps",
        "CORS_ALLOWED_ORIGINS": "*",
    }
    seen = read({"SECRET_KEY": ""} | wrong)
    assert seen.returncode != 0
    last_line = seen.stderr.strip().splitlines()[-1]
    assert [name for name in ("SECRET_KEY", *wrong) if name not in last_line] == []


def test_a_secret_and_a_database_are_enough() -> None:
    said = {"SECRET_KEY": "s" * 50, "DATABASE_URL": "sqlite:///x.sqlite3"}
    seen = read(said, "settings.DATABASES['default']['ENGINE'], settings.DEBUG")
    assert seen.stdout == "django.db.backends.sqlite3 False\n", seen.stderr
