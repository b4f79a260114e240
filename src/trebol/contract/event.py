"""Events: what a service tells others has happened, part of its contract."""

from __future__ import annotations

from typing import Any, dataclass_transform

import msgspec

from trebol.contract.message import Message, MessageMeta


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class EventMeta(MessageMeta):
    """Makes every event a message with a key; ``event_key`` is the name of the field."""

    event_key: str

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, key: str = "", **options: Any
    ) -> Any:
        """Make the class. A member that is not known is left out: its sender may be newer than we are."""
        made = super().__new__(cls, name, bases, namespace, **{"forbid_unknown_fields": False} | options)
        made.event_key = key or getattr(made, "event_key", "")
        return made


class Event(Message, metaclass=EventMeta):
    """Something that happened in a service: subclass it, name its key, annotate its fields.

    ::

        class RideTaken(Event, key="ride_id"):
            \"\"\"Somebody took seats of a ride.\"\"\"
            ride_id: int
            member: str
            seats: int

    ``key``: the field that says what it happened to. Events of one key reach a consumer in the order in
    which they were committed. The service lists the class in ``events=``; a command of it emits one.
    """
