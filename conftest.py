"""What every test of the repository shares; the examples in README and docs are collected here."""

from __future__ import annotations

from hypothesis import settings

from tests.documents import pages

# Several runs share a machine: an example that is slow once says nothing.
settings.register_profile("trebol", deadline=None, print_blob=True)
settings.load_profile("trebol")

pytest_plugins = ["tests.services", "pytester"]
pytest_collect_file = pages().pytest()
