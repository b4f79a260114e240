from shop.settings.base import *

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
