"""The site of these tests, and the service that may call it: `robot`, with the secret `secret`."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.protocols.soap import contracts, older
from tests.protocols.soap.site import Site
from trebol.runtime.authenticate import Authenticator, secret_hash
from trebol.runtime.service_secrets import ServiceSecret
from trebol.runtime.tokens import Tokens


def samples() -> Site:
    """Both versions of the samples."""
    return Site([(older.Samples, older.SamplesService), (contracts.Samples, contracts.SamplesService)])


def authenticator() -> Authenticator:
    """Lets the robot in."""
    tokens = Tokens("tests", Ed25519PrivateKey.generate().public_key())
    return Authenticator(tokens, {"robot": ServiceSecret(secret_hash("secret"))})
