"""A service that tells, and one that listens."""

from __future__ import annotations

from typing import Protocol

from trebol import Event, Service, command, query


class Told(Event, key="key"):
    """Something was told."""

    key: str
    number: int


class Tellers(Service, Protocol, version=1, noun="teller", plural="tellers", events=[Told]):
    """Tells things."""

    @command
    def tell_teller(self, teller_key: str, number: int) -> None: ...


class Listeners(Service, Protocol, version=1, noun="listener", plural="listeners"):
    """Listens."""

    @query
    def get_listener(self, listener_id: int) -> int: ...
