"""The settings of the project that the servers serve. `MARKS_DATABASE`: a file of SQLite, or a URL."""

from __future__ import annotations

import os

from tests.database import database

DATABASE = os.environ["MARKS_DATABASE"]
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATABASE,
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": "PRAGMA journal_mode=WAL;"},
}
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {
    "default": {**(database(DATABASE) if "://" in DATABASE else SQLITE), "CONN_MAX_AGE": 60},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = ["trebol", "tests.tally", "tests.servers.marks"]
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "trebol.urls"
SECRET_KEY = "tests only, not a secret"
TREBOL = {"project": "marks", "development_key": True}
USE_TZ = True
