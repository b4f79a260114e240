"""The project of the cases, assembled twice: its implementation written sync, and async."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from django.test import override_settings
from django.urls import URLPattern

from tests.conformance.contract import Gifts, Probes
from tests.conformance.prints import Prints, PrintsService
from tests.conformance.service import GiftsService, ProbesService, asynchronous
from trebol.bootstrap import Assembly, assemble, install, urls_of
from trebol.runtime import authenticate, consume


@lru_cache(maxsize=2)
def assembled(*, async_implementation: bool) -> Assembly:
    """Assemble the project; ``ContractError`` when its contract has a problem."""
    implementations: list[type] = [ProbesService, GiftsService, PrintsService]
    if async_implementation:
        implementations = [asynchronous(cls) for cls in implementations]
    found = assemble([Probes, Gifts, Prints], implementations, project="tests")
    found.raise_problems()
    return found


@lru_cache(maxsize=4)
def urlconf(*, async_implementation: bool, async_server: bool) -> Urls:
    """The URLs of the project, for a WSGI or an ASGI server."""
    found = assembled(async_implementation=async_implementation)
    return Urls(urlpatterns=urls_of(found, asynchronous=async_server))


@dataclass(frozen=True, eq=False)
class Urls:
    """A URLconf that is no module."""

    urlpatterns: list[URLPattern]


@contextmanager
def served(*, async_implementation: bool = False, async_server: bool = False) -> Iterator[Assembly]:
    """Let this process serve the project while a block runs."""
    urls = urlconf(async_implementation=async_implementation, async_server=async_server)
    found = assembled(async_implementation=async_implementation)
    with installed(found), override_settings(ROOT_URLCONF=urls):
        yield found


@contextmanager
def installed(found: Assembly) -> Iterator[Assembly]:
    """Make an assembly this process's while a block runs."""
    before = consume.Ambient.runtime, authenticate.Ambient.authenticator
    install(found)
    try:
        yield found
    finally:
        consume.Ambient.runtime, authenticate.Ambient.authenticator = before
