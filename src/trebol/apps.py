"""Trébol as a Django app: assembles the project and checks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connections


class TrebolConfig(AppConfig):
    """Assembles the project's contracts when the apps are ready."""

    name = "trebol"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Trébol"

    def ready(self) -> None:
        """Assemble; problems are kept for ``manage.py check`` and for the entry that must not serve."""
        bootstrap().assembly()
        register(check_contracts)
        register(check_databases)


def check_contracts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report every problem of every contract (``manage.py check``)."""
    found = bootstrap().assembly().problems
    return [Error(f"{p.where}: {p.reason}", hint=p.mend, id=p.id) for p in found]


def check_databases(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of SQLite where a transaction that reads before it writes is refused instead of waiting."""
    return [
        Warning(
            f"Database {alias!r} is SQLite and its transactions do not begin IMMEDIATE.",
            hint='Write "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20}.',
            id="trebol.W001",
        )
        for alias in bootstrap().assembly().runtime.aliases
        if is_hasty(connections[alias].vendor, connections[alias].settings_dict)
    ]


def is_hasty(vendor: str, settings: Mapping[str, Any]) -> bool:
    """Tell whether a database is a file of SQLite without IMMEDIATE transactions."""
    mode = settings.get("OPTIONS", {}).get("transaction_mode") or ""
    in_memory = "memory" in str(settings["NAME"])
    return vendor == "sqlite" and not in_memory and mode.upper() not in ("IMMEDIATE", "EXCLUSIVE")


def bootstrap() -> ModuleType:
    """Import the bootstrap once Django's apps are ready: below it, models are imported."""
    return import_module("trebol.bootstrap")
