"""From an event class to its description and to what reads and writes it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from trebol.contract import description as d
from trebol.contract.describe import Describer, doc_of
from trebol.contract.event import Event
from trebol.contract.judge import Judge

ORDERS = ("int", "int64", "str", "uuid")
"""The types a key may have: those whose equal values have equal texts."""


class CompiledEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event with the Python things that belong to it: ``judge`` writes it as JSON and reads it back."""

    event: d.EventType
    cls: type[Event]
    judge: Judge


class Announcer:
    """Compiles the events of one service; ``compiled`` by the name of the class, problems collected."""

    def __init__(self, service: str, version: int, describer: Describer) -> None:
        self.service, self.version, self.describer = service, version, describer
        self.problems = describer.problems
        self.compiled: dict[str, CompiledEvent] = {}

    def read(self, classes: Iterable[object], where: str) -> None:
        """Compile what a service lists in ``events=``."""
        for cls in dict.fromkeys(classes):
            if isinstance(cls, type) and issubclass(cls, Event):
                self.event(cls, f"{where} {cls.__name__}")
            else:
                self.problems.add(
                    "trebol.E022", where, f"events= lists {cls!r}, which is no event.",
                    'Declare it as `class RideTaken(Event, key="ride_id")`.',
                )  # fmt: skip

    def event(self, cls: type[Event], where: str) -> None:
        """Compile one event; nothing is kept of one whose name is taken."""
        name = cls.__name__
        self.describer.message(cls, where)
        if self.describer.classes.get(name) is not cls:
            return
        fields = self.describer.messages[name].fields
        self.check_key(cls, fields, where)
        judge = Judge(
            fields=(), natives=(), name=f"{name}Input", messages=self.describer.messages,
            enums=self.describer.enums, classes=self.describer.classes, paging_at=None,
        )  # fmt: skip
        judge.gives(d.MessageRef(name=name), cls)
        event = d.EventType(
            service=self.service, version=self.version, name=name, doc=doc_of(cls), key=cls.event_key,
            fields=fields,
        )  # fmt: skip
        self.compiled[name] = CompiledEvent(event=event, cls=cls, judge=judge)

    def check_key(self, cls: type[Event], fields: Iterable[d.Field], where: str) -> None:
        """Collect a key that is missing, is not a field, or is not of a type that can order events."""
        named = [field for field in fields if field.name == cls.event_key]
        if named and named[0].required and is_key(named[0].type):
            return
        said = f"its key {cls.event_key!r} is not a required field of" if cls.event_key else "it has no key:"
        self.problems.add(
            "trebol.E022", where, f"{said} an int, an Int64, a str or a UUID.",
            "Name the field that says what it happened to: `class RideTaken(Event, key=\"ride_id\")`.",
        )  # fmt: skip

    def messages(self) -> dict[str, d.MessageType]:
        """Return the messages of the service: all that were described but the events themselves."""
        return {name: found for name, found in self.describer.messages.items() if name not in self.compiled}


def is_key(type: d.Type) -> bool:
    """Tell whether a type can order events."""
    return isinstance(type, d.Scalar) and type.name in ORDERS and not type.nullable
