"""The one reader of the environment: typed, read once, everything wrong said at once (factor III).

Only ``bootstrap`` and the factors read it; below them, options arrive as arguments.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

import msgspec
from environs import EnvValidationError

from trebol.contract.problems import Problems
from trebol.deploy.environment import Environment

PREFIX = "TREBOL_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the environment says; each variable may be given as a file too (``TREBOL_TOKEN_KEY_FILE``).

    ``hosted``: ``TREBOL_SERVICES``, names of the services this process answers (empty: every one it has).
    ``token_key``, ``token_public_key``: ``TREBOL_TOKEN_KEY`` and ``TREBOL_TOKEN_PUBLIC_KEY``, PEM.
    ``service_secrets``: ``TREBOL_SERVICE_SECRETS``, as ``runtime.service_secrets`` reads its entries.
    ``proxies``: ``TREBOL_TRUSTED_PROXIES``, networks (``10.0.0.0/8``) whose ``X-Forwarded-For`` is taken.
    ``limits``: ``TREBOL_LIMIT_<NAME>``, ``worker``: ``TREBOL_WORKER_<NAME>``, by name.
    """

    hosted: tuple[str, ...] = ()
    token_key: str = ""
    token_public_key: str = ""
    service_secrets: tuple[str, ...] = ()
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    limits: dict[str, int] = {}
    worker: dict[str, int] = {}


def read_environment(problems: Problems, limits: Mapping[str, int], worker: Mapping[str, int]) -> Settings:
    """Read the environment; what is wrong is collected, and its default used.

    ``limits``, ``worker``: the names of the numbers there are, with their defaults.
    """
    env = Environment(prefix=PREFIX)
    bounds = {name: env.int(f"LIMIT_{name.upper()}", default) for name, default in limits.items()}
    options = {name: env.int(f"WORKER_{name.upper()}", default) for name, default in worker.items()}
    said: dict[str, Any] = {
        "hosted": tuple(env.list("SERVICES", [])),
        "token_key": env.secret("TOKEN_KEY", ""),
        "token_public_key": env.str("TOKEN_PUBLIC_KEY", ""),
        "service_secrets": tuple(env.list("SERVICE_SECRETS", [])),
        "proxies": tuple(networks_of(env.list("TRUSTED_PROXIES", []), problems)),
    }
    try:
        env.seal()
    except EnvValidationError as error:
        told: Any = error.error_messages
        for name, reasons in told.items():
            wrong(problems, name, " ".join(reasons), "Set it right, or leave it out.")
    numbers = {**prefixed("LIMIT", bounds), **prefixed("WORKER", options)}
    for name in [name for name, value in numbers.items() if value is not None and value < 1]:
        wrong(problems, name, "it is below 1.", "Raise it.")
    return Settings(limits=usable(bounds, limits), worker=usable(options, worker), **said)


def networks_of(texts: Iterable[str], problems: Problems) -> Iterator[IPv4Network | IPv6Network]:
    """Read networks, or single addresses; what is neither is collected."""
    for text in texts:
        try:
            yield ip_network(text.strip())
        except ValueError as error:
            wrong(problems, f"{PREFIX}TRUSTED_PROXIES", f"{error}.", "Write 10.0.0.0/8, or one address.")


def wrong(problems: Problems, name: str, reason: str, mend: str) -> None:
    """Collect what is wrong with a variable."""
    problems.add("trebol.E050", f"environment variable {name}", reason, mend)


def usable(numbers: Mapping[str, int | None], defaults: Mapping[str, int]) -> dict[str, int]:
    """Return numbers, the defaults in place of those that could not be read."""
    return {name: defaults[name] if value is None else value for name, value in numbers.items()}


def prefixed(group: str, numbers: Mapping[str, int | None]) -> dict[str, int | None]:
    """Return numbers by the names of their variables."""
    return {f"{PREFIX}{group}_{name.upper()}": value for name, value in numbers.items()}


def unknown_variables(limits: Mapping[str, int], worker: Mapping[str, int]) -> list[str]:
    """Return variables that look like ours and are not: a misspelt setting should not pass unseen."""
    known = {**prefixed("LIMIT", limits), **prefixed("WORKER", worker)}
    groups = (f"{PREFIX}LIMIT_", f"{PREFIX}WORKER_")
    return sorted(name for name in os.environ if name.startswith(groups) and name not in known)
