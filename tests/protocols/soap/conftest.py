"""What the tests of SOAP share: a site that serves both versions of the samples, and who may call it."""

from __future__ import annotations

import pytest

from tests.protocols.soap import samples
from tests.protocols.soap.site import Site
from trebol.runtime import authenticate


@pytest.fixture(scope="session")
def site() -> Site:
    return samples.samples()


@pytest.fixture(autouse=True)
def authenticator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(authenticate.Ambient, "authenticator", samples.authenticator())
