"""From the URL of a cache to Django's settings of it."""

from __future__ import annotations

from typing import Any

from trebol.deploy.addresses import address

EXAMPLE = "redis://host:6379/0, database://table or locmem://"
BACKENDS = "django.core.cache.backends"
ROOMY = {"MAX_ENTRIES": 100_000}  # Django's 300 would forget what limits count while it still counts
TIMEOUTS = {"socket_connect_timeout": 3, "socket_timeout": 3}


def cache(url: str) -> dict[str, Any]:
    """Return Django's settings of the cache at ``url``.

    ``redis://`` and ``rediss://`` (``pip install trebol[redis]``); ``database://table``, a table of the
    database, which ``migrate`` makes; ``locmem://``, of one process alone, for what may differ between two.

    Raises ``ValueError`` for any other scheme.
    """
    found = address(url, EXAMPLE)
    if found.scheme in {"redis", "rediss"} and found.host:
        return {"BACKEND": f"{BACKENDS}.redis.RedisCache", "LOCATION": url, "OPTIONS": dict(TIMEOUTS)}
    if found.scheme == "database" and found.host.isidentifier():
        return {"BACKEND": f"{BACKENDS}.db.DatabaseCache", "LOCATION": found.host, "OPTIONS": ROOMY}
    if found.scheme == "locmem":
        return {"BACKEND": f"{BACKENDS}.locmem.LocMemCache", "LOCATION": found.host}
    raise ValueError(f"its scheme is {found.scheme!r}, or it says no place; write {EXAMPLE}")
