"""Trébol as a Django app: assembles the project and checks it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register


class TrebolConfig(AppConfig):
    """Assembles the project's contracts when the apps are ready."""

    name = "trebol"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Trébol"

    def ready(self) -> None:
        """Assemble; problems are kept for ``manage.py check`` and for the entry that must not serve."""
        bootstrap().assembly()
        register(check_contracts)


def check_contracts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report every problem of every contract (``manage.py check``)."""
    found = bootstrap().assembly().problems
    return [Error(f"{p.where}: {p.reason}", hint=p.mend, id=p.id) for p in found]


def bootstrap() -> ModuleType:
    """Import the bootstrap once Django's apps are ready: below it, models are imported."""
    return import_module("trebol.bootstrap")
