"""How often something may be tried, over all processes: counted in Django's cache.

An attempt takes one of the places of a window of time. A place is a key that is added once and never again,
and adding is the one thing that every shared cache does atomically (`incr` is not, in the cache of a
database); so two processes never take the same place, and no count is lost. That is less than a library's
decorators for views would bring along: what is limited here are operations, on three wires and in pages.

Whoever guesses passwords is counted by the address and, strictly, by address and e-mail together. By the
e-mail alone the next attempt only has to wait, a minute at the most, and not at all from an address where
its owner logged in lately or set a new password by the link of an e-mail: nobody can lock somebody else out.
A log-in that succeeds gives its places back.
"""

import time
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import NamedTuple

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from accounts.contract import TooManyAttempts

QUARTER, HOUR, MONTH = 900, 3600, 30 * 86400
FREE_TRIES, LONGEST_PAUSE = 10, 60


class Limit(NamedTuple):
    """So many attempts in a window of so many seconds, for each subject."""

    name: str
    most: int
    seconds: int

    def keys(self, subject: Sequence[str], now: float) -> list[str]:
        """The places there are in the present window."""
        window = int(now // self.seconds)
        return [key_of(self.name, *subject, str(window), str(place)) for place in range(self.most)]

    def count(self, *subject: str) -> int:
        """How many places are taken."""
        return len(cache.get_many(self.keys(subject, time.time())))

    def claim(self, *subject: str) -> str:
        """Take a place; its key, to give it back by. Raises `TooManyAttempts` where all are taken."""
        now = time.time()
        keys = self.keys(subject, now)
        taken = cache.get_many(keys)
        for key in keys:
            if key not in taken and cache.add(key, 1, timeout=self.seconds):
                return key
        raise TooManyAttempts(retry_after=max(1, ceil(self.seconds - now % self.seconds)))


LOG_IN_BY_ADDRESS = Limit("log-in address", 100, QUARTER)
LOG_IN_BY_PAIR = Limit("log-in pair", 10, QUARTER)
LOG_IN_BY_EMAIL = Limit("log-in email", FREE_TRIES + 6, HOUR)
SIGN_UP_BY_ADDRESS = Limit("sign-up address", 30, HOUR)
RESET_BY_ADDRESS = Limit("reset address", 20, HOUR)
MAIL_BY_EMAIL = Limit("mail email", 6, QUARTER)  # of links that anybody can have sent
MAIL_BY_PAIR = Limit("mail pair", 3, QUARTER)
REFRESH_BY_ADDRESS = Limit("refresh address", 100, QUARTER)
REFRESH_BY_SESSION = Limit("refresh session", 100, QUARTER)


def key_of(*parts: str) -> str:
    """A key of the cache: no e-mail or address can be read from it."""
    return f"accounts:{sha256(chr(31).join(parts).encode()).hexdigest()}"


def network_of(address: str) -> str:
    """What counts as one client: an address, of IPv6 the network that a household gets. Empty: no client."""
    if not address:
        return ""
    if isinstance(ip_address(address), IPv6Address):
        return str(ip_network(f"{address}/64", strict=False))
    return address


def claim_log_in(email: str, address: str) -> list[str]:
    """Count an attempt to log in; the places it took. A call with no client behind it has no address."""
    client, taken = network_of(address), []
    if client:
        taken = [LOG_IN_BY_ADDRESS.claim(client), LOG_IN_BY_PAIR.claim(email, client)]
    if not (client and cache.get(key_of("known", email, client))):
        taken += claim_slowly(email)
    return taken


def claim_slowly(email: str) -> list[str]:
    """Count an attempt for an e-mail from anywhere: some are free, then each pause is twice the last."""
    tries = LOG_IN_BY_EMAIL.count(email)
    if tries >= FREE_TRIES:
        pause(email, min(2 ** (tries - FREE_TRIES + 1), LONGEST_PAUSE))
    return [LOG_IN_BY_EMAIL.claim(email)] if tries < LOG_IN_BY_EMAIL.most else []


def pause(email: str, seconds: int) -> None:
    """Begin a pause for an e-mail. Raises `TooManyAttempts` where the one before is not over."""
    now = time.time()
    key = key_of("log-in pause", email)
    if not cache.add(key, now + seconds, timeout=seconds):
        left = (cache.get(key) or now) - now
        raise TooManyAttempts(retry_after=max(1, ceil(left)))


def log_in_succeeded(email: str, address: str, taken: list[str]) -> None:
    """Give the places back, and remember where the e-mail's owner is."""
    give_back(taken)
    remember(email, address)


def remember(email: str, address: str) -> None:
    """Note that an e-mail's owner is at this address: guesses from elsewhere do not make them wait there."""
    if client := network_of(address):
        cache.set(key_of("known", email, client), 1, timeout=MONTH)


def give_back(taken: list[str]) -> None:
    """Free the places that an attempt took: it was no guess."""
    cache.delete_many(taken)


def claim_mail(email: str, address: str) -> None:
    """Count an e-mail that anybody may have sent to any address."""
    if client := network_of(address):
        MAIL_BY_PAIR.claim(email, client)
    MAIL_BY_EMAIL.claim(email)


def claim_by_address(limit: Limit, address: str) -> list[str]:
    """Count an attempt of a client; the place it took."""
    client = network_of(address)
    return [limit.claim(client)] if client else []


def forget_expired(now: datetime) -> None:
    """Delete what is over, where the cache is a table: Django alone would wait for 100,000 rows."""
    if isinstance(caches[DEFAULT_CACHE_ALIAS], DatabaseCache):
        table = connection.ops.quote_name(settings.CACHES[DEFAULT_CACHE_ALIAS]["LOCATION"])
        whole = connection.ops.adapt_datetimefield_value(now.replace(microsecond=0))
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [whole])  # noqa: S608 (settings' name)
