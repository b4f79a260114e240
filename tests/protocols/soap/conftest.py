"""What the tests of SOAP share: a site that serves both versions of the samples, and who may call it."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.protocols.soap import contracts, older
from tests.protocols.soap.site import Site
from trebol.runtime import authenticate
from trebol.runtime.authenticate import Authenticator, secret_hash
from trebol.runtime.tokens import Tokens


@pytest.fixture(scope="session")
def site() -> Site:
    return Site([(older.Samples, older.SamplesService), (contracts.Samples, contracts.SamplesService)])


@pytest.fixture(autouse=True)
def authenticator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the service `robot` in with the secret `secret`."""
    tokens = Tokens("tests", Ed25519PrivateKey.generate().public_key())
    known = Authenticator(tokens, {"robot": secret_hash("secret")})
    monkeypatch.setattr(authenticate.Ambient, "authenticator", known)
