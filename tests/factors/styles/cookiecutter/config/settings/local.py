from .base import *
from .base import env

SECRET_KEY = env("DJANGO_SECRET_KEY", default="local-only-not-a-secret-change-me")
ALLOWED_HOSTS = ["localhost", "0.0.0.0", "127.0.0.1"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": ""}}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
