"""What carries an event from the outbox to those who consume it: the seam for other transports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol
from uuid import UUID


class Envelope(NamedTuple):
    """An event on its way. ``uid``: the same at every attempt; ``event``: its id; ``body``: JSON."""

    uid: UUID
    event: str
    body: bytes
    request_id: str = ""


class Destination(NamedTuple):
    """Who is owed an event. Within a ``group``, the events of one key are delivered one after another."""

    name: str
    group: str


class Transport(Protocol):
    """Brings events to their destinations, at least once; each destination is tried by itself."""

    def destinations(self, event: str) -> Sequence[Destination]:
        """Return who is owed the event of that id."""
        ...

    def known(self) -> Sequence[str]:
        """Return the names of all destinations that can be reached from here."""
        ...

    def deliver(self, destination: str, envelope: Envelope) -> None:
        """Bring an event to one destination; whatever is raised means that it is tried again."""
        ...
