"""How much room files take in a body: a request is refused before it is read, so its most is known before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trebol.contract.compile import Compiled
from trebol.contract.description import ListOf, MapOf, MessageRef, MessageType, Scalar, Type, UnionRef
from trebol.runtime.limits import Limits


def form_room(operations: Iterable[Compiled], limits: Limits) -> int:
    """Return how many bytes a form with the files of one of these operations may have."""
    return limits.body + file_room(operations, limits)


def text_room(operations: Iterable[Compiled], limits: Limits) -> int:
    """Return how many bytes a body may have whose files are written in base64."""
    return limits.body + (file_room(operations, limits) + 2) // 3 * 4


def file_room(operations: Iterable[Compiled], limits: Limits) -> int:
    """Return how many bytes the files of one of these operations may have, by its contract."""
    return min(limits.files, max(map(files_of, operations), default=0))


def files_of(compiled: Compiled) -> int:
    """Return how many bytes the files of an operation may have."""
    rooms = Rooms(compiled.service.messages)
    return sum(rooms.of(field.type) for field in compiled.operation.parameters)


class Rooms:
    """How many bytes of files the values of a service's types may have; each message is looked into once."""

    def __init__(self, messages: Mapping[str, MessageType]) -> None:
        self.messages = messages
        self.known: dict[str, int] = {}

    def of(self, type: Type) -> int:
        """Return the most that a value may have.

        A file without a maximum gets no room of its own; a list or dict without one, that of one item.
        """
        match type:
            case Scalar(constraints=limits):
                return (limits.max_length or 0) if limits.media else 0
            case ListOf(item=inner, constraints=limits) | MapOf(value=inner, constraints=limits):
                return self.of(inner) * (1 if limits.max_length is None else limits.max_length)
            case MessageRef(name=name):
                return self.of_message(name)
            case UnionRef(members=members):
                return max(map(self.of_message, members))
        return 0

    def of_message(self, name: str) -> int:
        """Return the most that a message may have; inside itself it has none."""
        if name not in self.known:
            self.known[name] = 0
            self.known[name] = sum(self.of(field.type) for field in self.messages[name].fields)
        return self.known[name]
