"""What every test of the repository shares; the examples in README and docs are collected here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import settings

from tests.documents import pages

# Several runs share a machine: an example that is slow once says nothing.
settings.register_profile("trebol", deadline=None, print_blob=True)
settings.load_profile("trebol")

pytest_plugins = ["tests.services", "pytester"]
pytest_collect_file = pages().pytest()


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """The language that a request chose does not stay for the next test."""
    yield
    translation.deactivate()
