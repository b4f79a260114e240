"""The bearer tokens of the guarded works: one key pair for a run, PyJWT on every side.

Each request brings another token, of more than a server would remember, so that everybody verifies each time.
"""

import time
from collections.abc import Iterator
from functools import cache
from itertools import cycle

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from jwt.types import Options

ALGORITHM, ISSUER, AUDIENCE = "EdDSA", "benchmarks", "trebol"
PRIVATE_KEY = Ed25519PrivateKey.generate()
PUBLIC_KEY = PRIVATE_KEY.public_key()
TOKENS = 5000
REQUIRED: Options = {"require": ["exp", "iat", "sub"]}


def private_pem() -> str:
    """The private key as a server reads it from its environment."""
    return PRIVATE_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@cache
def headers() -> tuple[str, ...]:
    """The values of `Authorization`, each good for the length of any run."""
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "11", "kind": "user", "iat": now, "exp": now + 3600}
    tokens = (jwt.encode({**claims, "jti": str(n)}, PRIVATE_KEY, ALGORITHM) for n in range(TOKENS))
    return tuple(f"Bearer {token}" for token in tokens)


@cache
def authorizations(server: str) -> Iterator[str]:
    """Those values without end, one after the other, whatever one server is asked."""
    return cycle(headers())


def caller_of(header: str) -> str:
    """Who calls, by the value of `Authorization`; `jwt.InvalidTokenError` when it names nobody."""
    scheme, _, credentials = header.partition(" ")
    if scheme.lower() != "bearer":
        raise jwt.InvalidTokenError("a bearer token is wanted")
    return caller_by(credentials)


def caller_by(credentials: str) -> str:
    """Who calls, by the token itself; `jwt.InvalidTokenError` unless all of it is good."""
    claims = jwt.decode(credentials, PUBLIC_KEY, [ALGORITHM], REQUIRED, audience=AUDIENCE, issuer=ISSUER)
    return str(claims["sub"])
