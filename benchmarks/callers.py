"""The bearer token of the guarded works: one key pair for a run, PyJWT on every side."""

import time

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "EdDSA"
PRIVATE_KEY = Ed25519PrivateKey.generate()
PUBLIC_KEY = PRIVATE_KEY.public_key()


def token() -> str:
    """A token that is good for the length of any run."""
    now = int(time.time())
    return jwt.encode({"sub": "11", "iat": now, "exp": now + 3600}, PRIVATE_KEY, ALGORITHM)


def caller_of(header: str) -> str:
    """Who calls, by the value of `Authorization`; `jwt.InvalidTokenError` when it names nobody."""
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() != "bearer":
        raise jwt.InvalidTokenError("a bearer token is wanted")
    return caller_by(credentials)


def caller_by(credentials: str) -> str:
    """Who calls, by the token itself; `jwt.InvalidTokenError` unless all of it is good."""
    claims = jwt.decode(credentials, PUBLIC_KEY, [ALGORITHM], {"require": ["exp", "sub"]})
    return str(claims["sub"])
