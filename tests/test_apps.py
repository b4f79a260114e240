"""The system checks of the app."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections

from trebol.apps import check_databases, is_hasty

FILE = {"NAME": "db.sqlite3"}


@pytest.mark.parametrize(
    ("vendor", "settings", "hasty"),
    [
        ("sqlite", FILE, True),
        ("sqlite", FILE | {"OPTIONS": {"transaction_mode": "DEFERRED"}}, True),
        ("sqlite", FILE | {"OPTIONS": {"transaction_mode": "immediate"}}, False),
        ("sqlite", {"NAME": ":memory:"}, False),
        ("postgresql", {"NAME": "db"}, False),
    ],
)
def test_sqlite_should_begin_immediate(vendor: str, settings: dict[str, Any], hasty: bool) -> None:
    assert is_hasty(vendor, settings) == hasty


def test_the_databases_of_the_services_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections["default"], "vendor", "sqlite")
    monkeypatch.setattr(connections["default"], "settings_dict", FILE)
    found = check_databases(None)
    assert [(warning.id, "default" in warning.msg) for warning in found] == [("trebol.W001", True)]
