"""The Django settings of the test suite.

The database is SQLite in memory. `TREBOL_TEST_DATABASE_URL` selects another one, for instance
`postgresql://postgres@127.0.0.1:5432/postgres`; Django makes a `test_trebol_...` database beside it.
"""

from __future__ import annotations

import os

from django import VERSION

from tests.database import database

AUTH_USER_MODEL = "accounts.Account"  # the reference application's
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
DATABASES = {"default": database(os.environ.get("TREBOL_TEST_DATABASE_URL", ""))}
DEMO_SERVICE_SECRET = ""  # of the reference application
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin",
    "trebol",
    "comparte_ride",
    "accounts",
    "circles",
    "pages",
    "rides",
    "tests.tally",
    "tests.projections.app",
]
LANGUAGE_CODE = "en"
if VERSION >= (6, 1):  # where mail goes by MAILERS; a test's goes into memory in both
    MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher"
]  # tests make many users: speed, not safety
PUBLIC_URL = "http://testserver"  # of the reference application
SITE_TIME_ZONE = "America/Mexico_City"  # likewise
SECRET_KEY = "tests only, not a secret"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "trebol.tasks.DatabaseBackend", "QUEUES": []}}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {  # what the admin asks of every template
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
TREBOL = {"project": "tests", "development_key": True}
USE_TZ = True
