"""The Django project of the benchmarks: what every contestant needs and nothing that would blur a ratio.

No middleware: it would add the same to everybody and bring every ratio nearer to 1. Connections stay open, as
they do behind an application server.
"""

import os

from benchmarks.callers import ISSUER
from benchmarks.database import DATABASE_VARIABLE, DEFAULT_DATABASE, settings_of

DATABASES = {"default": settings_of(os.environ.get(DATABASE_VARIABLE, DEFAULT_DATABASE))}
INSTALLED_APPS = ["trebol", "benchmarks.rides"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
ROOT_URLCONF = "benchmarks.contestants.bare"
MIDDLEWARE: list[str] = []
ALLOWED_HOSTS = ["bench.example"]
SECRET_KEY = "benchmarks-only"
TREBOL = {"project": ISSUER}
USE_TZ = True
TIME_ZONE = "UTC"
DEBUG = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"django.request": {"level": "ERROR"}},
}
REST_FRAMEWORK = {"UNAUTHENTICATED_USER": None, "UNAUTHENTICATED_TOKEN": None}
