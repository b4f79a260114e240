"""The rides service as a Django application."""

from django.apps import AppConfig


class RidesConfig(AppConfig):
    name = "rides"
    default_auto_field = "django.db.models.AutoField"  # 32 bits, as the contract's int
