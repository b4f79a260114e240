"""The pages as a Django application: templates, style, messages; no tables."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "pages"
