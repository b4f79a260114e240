"""The settings of Comparte Ride: one file for every deploy.

What differs between deploys is read from the environment, typed, once; everything missing or wrong is said at
once. `README.md` lists the variables.
"""

import logging
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django import VERSION
from environs import Env, EnvError, validate

from comparte_ride.database import database
from comparte_ride.origins import origins

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env(eager=False)
env.read_env(BASE_DIR / ".env", recurse=False)  # for development; what the environment says goes first


@env.parser_for("database")
def database_from(url: str) -> dict[str, Any]:
    """The parser of `env.database`: `ValueError` becomes what environs gathers and reports."""
    try:
        return database(url)
    except ValueError as error:
        raise EnvError(str(error)) from error


@env.parser_for("origins")
def origins_from(text: str) -> list[str]:
    """The parser of `env.origins`, likewise."""
    try:
        return origins(text)
    except ValueError as error:
        raise EnvError(str(error)) from error


SECRET_KEY = env.str("SECRET_KEY", validate=validate.Length(min=32))
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
CORS_ALLOWED_ORIGINS = env.origins("CORS_ALLOWED_ORIGINS", "")  # front ends that are served elsewhere
PUBLIC_URL = env.str("PUBLIC_URL", "http://localhost:8000")  # where people reach the site: links in e-mails
DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{quote(str(BASE_DIR))}/comparte_ride.sqlite3")
}
mail_server = {
    "host": env.str("EMAIL_HOST", ""),
    "port": env.int("EMAIL_PORT", 587),
    "username": env.str("EMAIL_HOST_USER", ""),
    "password": env.str("EMAIL_HOST_PASSWORD", ""),
    "use_tls": env.bool("EMAIL_USE_TLS", True),
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Comparte Ride <hola@comparteride.example>")
DEMO_SERVICE_SECRET = env.str("DEMO_SERVICE_SECRET", "")  # of a service named "demo", for trying things out
DEVELOPMENT_TOKEN_KEY = env.bool("DEVELOPMENT_TOKEN_KEY", False)  # sign access tokens by SECRET_KEY's help
LOG_LEVEL = env.log_level("LOG_LEVEL", logging.INFO)

env.seal()

TREBOL = {
    "project": "comparte_ride",
    "development_key": DEVELOPMENT_TOKEN_KEY,
    "service_secrets": {"demo": sha256(DEMO_SERVICE_SECRET.encode()).hexdigest()}
    if DEMO_SERVICE_SECRET
    else {},
}

INSTALLED_APPS = [
    "trebol",
    "comparte_ride",
    "accounts",
    "circles",
    "corsheaders",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# A front end of another origin calls the three standards, with a bearer token and never with a cookie.
CORS_URLS_REGEX = r"^/(api/|graphql$|soap/)"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = ["authorization", "content-type"]
CORS_ALLOW_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]

ROOT_URLCONF = "comparte_ride.urls"
WSGI_APPLICATION = "comparte_ride.wsgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["accounts.backends.VerifiedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"  # 32 bits, as the contracts' int

mail_backend = f"django.core.mail.backends.{'smtp' if mail_server['host'] else 'console'}.EmailBackend"
if VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": mail_backend, "OPTIONS": mail_server if mail_server["host"] else {}}}
else:
    EMAIL_BACKEND = mail_backend
    EMAIL_HOST, EMAIL_PORT = mail_server["host"], mail_server["port"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail_server["username"], mail_server["password"]
    EMAIL_USE_TLS = mail_server["use_tls"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # the few static files need no collecting step

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout"}},
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
}
