"""Access tokens: signed by one key, verified everywhere with its public half, no query (RFC 7519)."""

from __future__ import annotations

import hashlib
import time
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key

from trebol.contract.errors import Misuse, Unauthenticated
from trebol.contract.problems import Problems
from trebol.contract.service import Caller
from trebol.contract.words import said

Private = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
Public = ed25519.Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
AUDIENCE = "trebol"


class Tokens:
    """Issues and verifies access tokens. ``issuer``: the project's name.

    Without a private key it verifies only: what every process but the accounts' one does.
    """

    def __init__(self, issuer: str, public: Public, private: Private | None = None) -> None:
        self.issuer, self.public, self.private = issuer, public, private
        self.algorithm = algorithm_of(public)

    def issue(self, caller: Caller, lifetime: int) -> str:
        """Sign a token for a caller, good for ``lifetime`` seconds; ``Misuse`` without a private key."""
        if self.private is None:
            raise Misuse("This process has no private key: only the one that hosts accounts issues tokens.")
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": AUDIENCE, "sub": caller.id, "kind": caller.kind,
            "scope": " ".join(sorted(caller.scopes)), "iat": now, "exp": now + lifetime,
        }  # fmt: skip
        return jwt.encode(claims, self.private, algorithm=self.algorithm)

    def caller_of(self, token: str) -> Caller:
        """Return who a token names; ``Unauthenticated`` when it is not ours, or over."""
        return self.verify(token)[1]

    def verify(self, token: str) -> tuple[float, Caller]:
        """Check signature, issuer, audience and times.

        Return until when the token is good (POSIX seconds) and who it names.
        """
        try:
            claims = jwt.decode(
                token, self.public, algorithms=[self.algorithm], audience=AUDIENCE, issuer=self.issuer,
                options={"require": ["exp", "iat", "sub"]},
            )  # fmt: skip
        except jwt.ExpiredSignatureError:
            raise Unauthenticated(said("The access token is over: log in again, or refresh it.")) from None
        except jwt.InvalidTokenError:
            raise Unauthenticated(said("The access token is not one of ours.")) from None
        kind = claims.get("kind")
        scope = claims.get("scope", "")
        if kind not in ("user", "service", "system") or not isinstance(scope, str):
            raise Unauthenticated(said("The access token is not one of ours."))
        return float(claims["exp"]), Caller(id=claims["sub"], kind=kind, scopes=frozenset(scope.split()))


def algorithm_of(public: Public) -> str:
    """Return the JWS algorithm of a key (RFC 7518, RFC 8037)."""
    if isinstance(public, ed25519.Ed25519PublicKey):
        return "EdDSA"
    return "ES256" if isinstance(public, ec.EllipticCurvePublicKey) else "RS256"


def private_of(pem: str) -> Private:
    """Read a private key in PEM; ``ValueError`` when it is not an Ed25519, P-256 or RSA key."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("not an unencrypted private key in PEM") from error
    if isinstance(key, ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey):
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise ValueError("not an Ed25519, P-256 or RSA key")


def public_of(pem: str) -> Public:
    """Read a public key in PEM; ``ValueError`` when it is not an Ed25519, P-256 or RSA key."""
    key = load_pem_public_key(pem.encode())
    if isinstance(key, ed25519.Ed25519PublicKey | rsa.RSAPublicKey):
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    raise ValueError("not an Ed25519, P-256 or RSA key")


def development_key(secret: str) -> ed25519.Ed25519PrivateKey:
    """Make a development key of Django's secret key: the same in every process, kept nowhere."""
    seed = hashlib.blake2b(secret.encode(), digest_size=32, person=b"trebol-token").digest()
    return ed25519.Ed25519PrivateKey.from_private_bytes(seed)


def tokens_of(
    project: str, private_pem: str, public_pem: str, *, development_secret: str | None, problems: Problems
) -> Tokens:
    """Make what issues and verifies access tokens, of keys in PEM (empty: none).

    ``development_secret``: Django's secret key in development, where a key is made of it; None elsewhere.
    """
    private: Private | None = None
    public: Public | None = None
    for name, pem, read in (
        ("TREBOL_TOKEN_KEY", private_pem, private_of),
        ("TREBOL_TOKEN_PUBLIC_KEY", public_pem, public_of),
    ):
        try:
            key: Any = read(pem.replace("\\n", "\n")) if pem else None
        except ValueError as error:
            problems.add(
                "trebol.E050", f"environment variable {name}", f"{error}.",
                "Make one with `openssl genpkey -algorithm ed25519` (and `openssl pkey -pubout`).",
            )  # fmt: skip
            continue
        private, public = (key, public) if name == "TREBOL_TOKEN_KEY" else (private, key)
    if private is None and public is None:
        if development_secret is None:
            problems.add(
                "trebol.E050", "environment variable TREBOL_TOKEN_KEY", "it is missing, and DEBUG is off.",
                "Set it where accounts are hosted, TREBOL_TOKEN_PUBLIC_KEY elsewhere.",
            )  # fmt: skip
        private = development_key(development_secret or "")
    if private is not None and public is not None and private.public_key() != public:
        problems.add(
            "trebol.E050", "environment variable TREBOL_TOKEN_PUBLIC_KEY",
            "it is not the public half of TREBOL_TOKEN_KEY.", "Leave it out where there is the private key.",
        )  # fmt: skip
        public = None
    verifying = public or private.public_key()  # type: ignore[union-attr]
    return Tokens(project, verifying, private)
