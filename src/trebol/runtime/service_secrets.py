"""Secrets of services: what is kept of each, and what the service may do besides calling.

A service is spelt ``name=<SHA-256 of its secret, in hex>``, its scopes after a colon with ``+`` between:
``rides=5e88489...:accounts.messages+circles``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from trebol.contract.problems import Problems

EVERY = frozenset({"service"})
is_hash = re.compile(r"[0-9a-f]{64}", re.ASCII).fullmatch
is_name = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII).fullmatch
is_scope = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]*", re.ASCII).fullmatch
MEND = "Write name=<SHA-256 in hex>, or name=<SHA-256 in hex>:scope+scope, with commas between."


class ServiceSecret(msgspec.Struct, frozen=True):
    """The SHA-256 (hex) of a service's secret, and its scopes; every service has the scope ``service``."""

    hash: str
    scopes: frozenset[str] = EVERY


def service_secrets_of(
    setting: Mapping[str, str], variable: Sequence[str], problems: Problems
) -> dict[str, ServiceSecret]:
    """Read ``TREBOL["service_secrets"]`` and the entries of ``TREBOL_SERVICE_SECRETS``, which goes first.

    What is wrong is collected by the name of the service: a text that is no hash may be the secret itself.
    """
    entries = [(name.strip(), kept.strip()) for name, _, kept in (text.partition("=") for text in variable)]
    named = Counter(name for name, _ in entries)
    found = {
        **read("setting TREBOL['service_secrets']", list(setting.items()), problems),
        **read("environment variable TREBOL_SERVICE_SECRETS", entries, problems),
    }
    for name in [name for name, times in named.items() if times > 1 and is_name(name)]:
        where = "environment variable TREBOL_SERVICE_SECRETS"
        problems.add("trebol.E050", where, f"it names {name} more than once.", "Take all but one out.")
    return found


def read(where: str, entries: list[tuple[str, str]], problems: Problems) -> dict[str, ServiceSecret]:
    """Read services by name from one place; what is wrong is collected and left out."""
    found = {}
    for name, text in entries:
        kept, colon, scopes = text.partition(":")
        asked = [scope.strip() for scope in scopes.split("+")] if colon else []
        if not is_name(name) or not is_hash(kept.strip().lower()):
            problems.add("trebol.E050", where, f"{told(name)} is not made of a name and a hash.", MEND)
        elif not all(map(is_scope, asked)):
            problems.add("trebol.E050", where, f"the scopes of {name} are not made of names.", MEND)
        else:
            found[name] = ServiceSecret(kept.strip().lower(), EVERY | frozenset(asked))
    return found


def told(name: str) -> str:
    """Return a service's name as it may be shown: what does not look like one may be a secret."""
    return name if is_name(name) and not is_hash(name.lower()) else "an entry"
