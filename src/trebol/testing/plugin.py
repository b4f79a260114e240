"""The pytest plugin: consumed calls cross by value in every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps

from trebol.testing import by_value


@pytest.fixture(autouse=True)
def trebol_by_value() -> Iterator[None]:
    """Serialise what is consumed; nothing where Django is not set up."""
    if not apps.ready:
        yield
        return
    with by_value():
        yield
