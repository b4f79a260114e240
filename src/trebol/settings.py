"""The one reader of the environment: typed, read once, everything wrong said at once (factor III).

Only ``bootstrap`` and the factors read it; below them, options arrive as arguments.
"""

from __future__ import annotations

import os
from typing import Any

import msgspec
from environs import Env, EnvError, EnvValidationError

from trebol.contract.problems import Problems
from trebol.runtime.limits import Limits
from trebol.runtime.tokens import Private, Public, Tokens, development_key, private_of, public_of

PREFIX = "TREBOL_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the environment says.

    ``hosted``: ``TREBOL_SERVICES``, names of the services this process answers (empty: every one it has).
    ``token_key``, ``token_public_key``: ``TREBOL_TOKEN_KEY`` and ``TREBOL_TOKEN_PUBLIC_KEY``, PEM.
    ``service_secrets``: ``TREBOL_SERVICE_SECRETS``, ``name=sha256hex`` pairs.
    ``limits``: ``TREBOL_LIMIT_<NAME>``, one for each field of ``Limits``.
    """

    hosted: tuple[str, ...] = ()
    token_key: str = ""
    token_public_key: str = ""
    service_secrets: dict[str, str] = {}
    limits: Limits = Limits()


def read_environment(problems: Problems) -> Settings:
    """Read the environment; what is wrong is collected, and its default used."""
    env = Env(eager=False, prefix=PREFIX)
    names = [field.name for field in msgspec.structs.fields(Limits)]
    defaults = msgspec.structs.asdict(Limits())
    limits = {name: env.int(f"LIMIT_{name.upper()}", defaults[name]) for name in names}
    said: dict[str, Any] = {
        "hosted": tuple(env.list("SERVICES", [])),
        "token_key": env.str("TOKEN_KEY", ""),
        "token_public_key": env.str("TOKEN_PUBLIC_KEY", ""),
        "service_secrets": env.dict("SERVICE_SECRETS", {}),
    }
    try:
        env.seal()
    except (EnvError, EnvValidationError) as error:
        for name, reasons in getattr(error, "error_messages", {}).items():
            problems.add(
                "trebol.E050",
                f"environment variable {name}",
                " ".join(reasons),
                "Set it right, or leave it out.",
            )
        return Settings()
    for name in [name for name, value in limits.items() if value < 1]:
        problems.add(
            "trebol.E050", f"environment variable {PREFIX}LIMIT_{name.upper()}", "it is below 1.", "Raise it."
        )
    return Settings(limits=Limits(**limits), **said)


def tokens_of(
    settings: Settings, project: str, *, development_secret: str | None, problems: Problems
) -> Tokens:
    """Make what issues and verifies access tokens.

    ``development_secret``: Django's secret key in development, where a key is made of it; None elsewhere.
    """
    private: Private | None = None
    public: Public | None = None
    for name, pem, read in (
        ("TOKEN_KEY", settings.token_key, private_of),
        ("TOKEN_PUBLIC_KEY", settings.token_public_key, public_of),
    ):
        try:
            key: Any = read(pem.replace("\\n", "\n")) if pem else None
        except ValueError as error:
            problems.add(
                "trebol.E050", f"environment variable {PREFIX}{name}", f"{error}.",
                "Make one with `openssl genpkey -algorithm ed25519` (and `openssl pkey -pubout`).",
            )  # fmt: skip
            continue
        private, public = (key, public) if name == "TOKEN_KEY" else (private, key)
    if private is None and public is None:
        if development_secret is None:
            problems.add(
                "trebol.E050", f"environment variable {PREFIX}TOKEN_KEY", "it is missing, and DEBUG is off.",
                f"Set it where accounts are hosted, {PREFIX}TOKEN_PUBLIC_KEY elsewhere.",
            )  # fmt: skip
        private = development_key(development_secret or "")
    verifying = public or private.public_key()  # type: ignore[union-attr]
    return Tokens(project, verifying, private)


def unknown_variables() -> list[str]:
    """Return variables that look like ours and are not: a misspelt setting should not pass unseen."""
    known = {f"{PREFIX}{name}" for name in ("SERVICES", "TOKEN_KEY", "TOKEN_PUBLIC_KEY", "SERVICE_SECRETS")}
    known |= {f"{PREFIX}LIMIT_{field.name.upper()}" for field in msgspec.structs.fields(Limits)}
    return sorted(name for name in os.environ if name.startswith(f"{PREFIX}LIMIT_") and name not in known)
