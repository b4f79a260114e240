"""The settings of Comparte Ride: one file for every deploy.

What differs between deploys is read from the environment, typed, once; everything missing or wrong is said at
once. `README.md` lists the variables.
"""

import logging
from hashlib import sha256
from pathlib import Path
from zoneinfo import available_timezones

from environs import validate

from trebol.deploy import Environment, event_stream

BASE_DIR = Path(__file__).resolve().parent.parent

env = Environment(BASE_DIR / ".env")  # for development; what the environment says goes first

SECRET_KEY = env.secret("SECRET_KEY", at_least=32)
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS", "")
CORS_ALLOWED_ORIGINS = env.origins("CORS_ALLOWED_ORIGINS", "")  # front ends that are served elsewhere
PUBLIC_URL = env.str("PUBLIC_URL", "http://localhost:8000")  # where people reach the site: links in e-mails
DATABASES = {"default": env.database("DATABASE_URL")}
CACHES = {"default": env.cache("CACHE_URL", "database://cache_entries")}
STORAGES = {
    "default": env.storage("STORAGE_URL", (BASE_DIR / "files").as_uri()),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": env.tasks("TASKS_URL", "")}
globals().update(env.mail("EMAIL_URL", ""))  # MAILERS, or EMAIL_HOST and its like where Django is older
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Comparte Ride <hola@comparteride.example>")
DEMO_SERVICE_SECRET = env.secret("DEMO_SERVICE_SECRET", "")  # of a service "demo", for trying things out
DEVELOPMENT_TOKEN_KEY = env.bool("DEVELOPMENT_TOKEN_KEY", False)  # sign access tokens by SECRET_KEY's help
RELEASE = env.str("RELEASE", "")  # the commit that is deployed; every line of the event stream says it
LOGGING = event_stream(level=env.log_level("LOG_LEVEL", logging.INFO), release=RELEASE)
SITE_TIME_ZONE = env.str(
    "SITE_TIME_ZONE", "America/Mexico_City", validate=validate.OneOf(available_timezones())
)

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
    "pages",
    "rides",
    "corsheaders",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "trebol.deploy.requests.request_events",
    "trebol.deploy.health.health",
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

# A front end of another origin calls the three standards, with a bearer token and never with a cookie.
CORS_URLS_REGEX = r"^/(api/|graphql$|soap/)"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = ["authorization", "content-type"]
CORS_ALLOW_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]

ROOT_URLCONF = "comparte_ride.urls"
WSGI_APPLICATION = "comparte_ride.wsgi.application"
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

LOGIN_URL = "log_in"
LOGIN_REDIRECT_URL = "own_circles"
CSRF_FAILURE_VIEW = "pages.refusals.forged"

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

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # the few static files need no collecting step

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
