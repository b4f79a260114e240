"""The settings of the project whose workers are killed.

`CRASH_DATABASE` is a file of SQLite, or the URL of a PostgreSQL database.
"""

from __future__ import annotations

import os

from tests.database import database

DATABASE = os.environ["CRASH_DATABASE"]
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATABASE,
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL;"},
}
DATABASES = {"default": database(DATABASE) if "://" in DATABASE else SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["trebol", "tests.tally", "tests.crash"]
SECRET_KEY = "tests only, not a secret"
TASKS = {"default": {"BACKEND": "trebol.tasks.DatabaseBackend", "QUEUES": []}}
TREBOL = {"project": "crash", "development_key": True}
USE_TZ = True
