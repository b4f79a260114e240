"""Addresses of stored files: who has one reads the file, and nobody can make one up.

``/files/<ticket>/<name>``: the ticket is until when the address is good, and a signature over that and the
name. So whoever sees the row sees its file and nobody else does; the view needs no query and knows no caller.
"""

from __future__ import annotations

import time
from typing import NamedTuple
from urllib.parse import quote

from django.core import signing
from django.urls import get_script_prefix

PREFIX = "files/"
PERIOD = 3600
"""Seconds. An address is the same during a period, so that what it leads to can be cached, and good until the
end of the next one."""
SALT = "trebol.files"


class Ticket(NamedTuple):
    """What an address that was signed here says. ``until``: seconds since 1970, 0 for ever."""

    name: str
    until: int

    @property
    def seconds_left(self) -> int:
        """How long it is still good, where it is not so for ever."""
        return self.until - int(time.time())


def address_of(name: str | None, *, public: bool) -> str | None:
    """Return the address of a stored file, relative to the server; None where there is no file."""
    if not name:
        return None
    until = 0 if public else (int(time.time()) // PERIOD + 2) * PERIOD
    signature = signing.Signer(salt=SALT).signature(signed(name, until))
    return f"{get_script_prefix()}{PREFIX}{until:x}.{signature}/{quote(name)}"


def read_ticket(ticket: str, name: str) -> Ticket | None:
    """Return what an address says; None for one that was not signed here, or is good no more."""
    period, _, signature = ticket.partition(".")
    try:
        until = int(period, 16)
        signing.Signer(salt=SALT).unsign(f"{signed(name, until)}:{signature}")
    except (ValueError, signing.BadSignature):
        return None
    found = Ticket(name, until)
    return found if until == 0 or found.seconds_left > 0 else None


def signed(name: str, until: int) -> str:
    """Return what the signature is over."""
    return f"{until:x}/{name}"
