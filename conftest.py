"""What every test of the repository shares; the examples in README and docs are collected here."""

from __future__ import annotations

from tests.documents import pages

pytest_plugins = ["tests.services", "pytester"]
pytest_collect_file = pages().pytest()
