"""A site for each test, in a process that knows who calls."""

from __future__ import annotations

import pytest

from tests.protocols.graphql.site import Site
from trebol.runtime import authenticate
from trebol.runtime.credential import Credential


class Anyone:
    """Stands for the authenticator: nobody calls, or who the test says."""

    def __init__(self) -> None:
        self.credential = Credential()

    def credential_of(self, request: object) -> Credential:
        return self.credential


@pytest.fixture
def anyone(monkeypatch: pytest.MonkeyPatch) -> Anyone:
    found = Anyone()
    monkeypatch.setattr(authenticate.Ambient, "authenticator", found)
    return found


@pytest.fixture
def site(anyone: Anyone, settings: object) -> Site:
    return Site()
