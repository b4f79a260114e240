"""Services published by themselves, for tests and for trying one out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from django.test import Client, override_settings
from django.urls import clear_url_caches

from trebol.bootstrap import assemble, install, urls_of
from trebol.contract.service import is_contract
from trebol.runtime import authenticate, consume


@contextmanager
def published(*implementations: type, project: str = "tests") -> Iterator[Client]:
    """Publish services by themselves, in all protocols, and give Django's test client for them.

    Each implementation brings its contract. ``ContractError`` when there is a problem with one.
    """
    contracts = [cls for given in implementations for cls in given.__mro__ if is_contract(cls)]
    found = assemble(contracts, implementations, project=project)
    found.raise_problems()
    before = consume.Ambient.runtime, authenticate.Ambient.authenticator
    urls = ModuleType("trebol_published")
    urls.__dict__["urlpatterns"] = urls_of(found)
    sys.modules[urls.__name__] = urls
    try:
        install(found)
        with override_settings(ROOT_URLCONF=urls.__name__):
            yield Client()
    finally:
        consume.Ambient.runtime, authenticate.Ambient.authenticator = before
        clear_url_caches()
        del sys.modules[urls.__name__]
