"""The settings of the project whose workers are killed.

`CRASH_DATABASE` is a file of SQLite, or the URL of a PostgreSQL database; `CRASH_TASKS_URL` a broker's.
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
PREFIX = os.environ.get("CRASH_PREFIX", "")
TASKS = {
    "default": {
        "BACKEND": "trebol.tasks.by_url",
        "QUEUES": [],
        "OPTIONS": {
            "url": os.environ.get("CRASH_TASKS_URL", ""),
            "prefix": PREFIX,
            "resend_seconds": 8,
            "celery": {
                # Redis gives back what a lost worker had after this time: an hour, where nothing is said.
                "broker_transport_options": {"visibility_timeout": 4},
            }
            if os.environ.get("CRASH_TASKS_URL", "").startswith("redis")
            else {},
        },
    }
}
TREBOL = {"project": "crash", "development_key": True}
USE_TZ = True
