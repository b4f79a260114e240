"""Access tokens: what we signed is read, anything else is nobody; and the keys that are taken."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from trebol import Caller, Unauthenticated
from trebol.contract.errors import Misuse
from trebol.contract.problems import Problems
from trebol.runtime.tokens import Tokens, development_key, private_of, public_of, tokens_of

ANA = Caller(id="ana", kind="service", scopes=frozenset({"b", "a"}))
KEY = ed25519.Ed25519PrivateKey.generate()
P256 = ec.generate_private_key(ec.SECP256R1())
P384 = ec.generate_private_key(ec.SECP384R1())
RSA = rsa.generate_private_key(65537, 2048)
TOKENS = Tokens("rides", KEY.public_key(), KEY)


def pem(key: Any, password: bytes = b"") -> str:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return str(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption).decode())


def public_pem(key: Any) -> str:
    found = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return str(found.decode())


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    said = {
        "iss": "rides",
        "aud": "trebol",
        "sub": "ana",
        "kind": "user",
        "scope": "",
        "iat": now,
        "exp": now + 60,
    }
    return {name: value for name, value in (said | changed).items() if value is not None}


def signed(key: Any = KEY, algorithm: str = "EdDSA", **changed: Any) -> str:
    return jwt.encode(claims(**changed), key, algorithm=algorithm)


def forged(token: str, **changed: Any) -> str:
    """A token of another content under the same signature."""
    head, _, signature = token.split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims(**changed)).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


@pytest.mark.parametrize("key", [KEY, P256, RSA], ids=["Ed25519", "P-256", "RSA"])
def test_what_was_issued_is_read(key: Any) -> None:
    tokens = Tokens("rides", public_of(public_pem(key)), private_of(pem(key)))

    expires, caller = tokens.verify(tokens.issue(ANA, 60))

    assert caller == ANA
    assert 50 < expires - time.time() <= 60


@pytest.mark.parametrize(
    "token",
    [
        signed(exp=int(time.time()) - 1),
        signed(aud="another"),
        signed(iss="another"),
        signed(iat=int(time.time()) + 3600),
        signed(kind="admin"),
        signed(kind=None),
        signed(sub=None),
        signed(exp=None),
        signed(iat=None),
        signed(aud=None),
        signed(sub=7),
        signed(scope=["a"]),
        signed(ed25519.Ed25519PrivateKey.generate()),
        signed(P256, "ES256"),
        signed(RSA, "RS256"),
        forged(signed(), sub="eva"),
        jwt.encode(claims(), "", algorithm="none"),
        jwt.encode(claims(), KEY.public_key().public_bytes_raw(), algorithm="HS256"),
        "", "a", "a.b.c", "a.b", "ñ.ñ.ñ", signed() + "x", signed().upper(), f"{signed()}.{signed()}",
    ],
)  # fmt: skip
def test_anything_else_is_nobody(token: str) -> None:
    with pytest.raises(Unauthenticated, match=r"The access token is (over|not one of ours)"):
        TOKENS.verify(token)


def test_without_the_private_key_none_is_issued() -> None:
    with pytest.raises(Misuse, match="only the one that hosts accounts issues tokens"):
        Tokens("rides", KEY.public_key()).issue(ANA, 60)


@pytest.mark.parametrize(
    "text", ["", "x", pem(P384), pem(KEY, b"secret"), pem(dsa.generate_private_key(1024)), public_pem(KEY)]
)
def test_other_private_keys_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an|PEM|decode|deserialize|load"):
        private_of(text)


@pytest.mark.parametrize(
    "text", ["", "x", public_pem(P384), public_pem(dsa.generate_private_key(1024)), pem(KEY)]
)
def test_other_public_keys_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not an|PEM|decode|deserialize|load"):
        public_of(text)


def test_a_development_key_is_the_same_in_every_process() -> None:
    first, second, other = (development_key(secret).private_bytes_raw() for secret in ("a", "a", "b"))
    assert first == second != other


@pytest.mark.parametrize(
    ("private", "public", "development", "told"),
    [
        (pem(KEY), "", None, ""),
        ("", public_pem(KEY), None, ""),
        (pem(KEY), public_pem(KEY), None, ""),
        (pem(KEY).replace("\n", "\\n"), "", None, ""),
        ("", "", "secret", ""),
        ("", "", None, "TREBOL_TOKEN_KEY: it is missing, and DEBUG is off."),
        ("x", "", "secret", "TREBOL_TOKEN_KEY: "),
        (pem(KEY), "x", None, "TREBOL_TOKEN_PUBLIC_KEY: "),
        (pem(KEY), public_pem(P256), None, "TREBOL_TOKEN_PUBLIC_KEY: it is not the public half of"),
    ],
)
def test_the_keys_of_the_environment(private: str, public: str, development: str | None, told: str) -> None:
    problems = Problems()

    tokens_of("rides", private, public, development_secret=development, problems=problems)

    found = [
        f"{problem.where.removeprefix('environment variable ')}: {problem.reason}"
        for problem in problems.found
    ]
    assert [said.startswith(told) for said in found] == ([True] if told else [])
